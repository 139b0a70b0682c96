-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: gate_strangers(names text, account_id i64) -> one(count i64)
SELECT COUNT(*) AS count
  FROM string_to_table(:names, ',') i (value) JOIN account a ON a.username_lower = i.value AND a.domain = ''
 WHERE a.id <> :account_id AND NOT EXISTS (SELECT 1 FROM follow f WHERE f.account_id = a.id AND f.target_id = :account_id);
