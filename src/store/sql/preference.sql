-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: preferences_of(account_id i64) -> many(name text, value text)
SELECT name, value FROM preference WHERE account_id = :account_id;

-- name: reader_language(account_id i64) -> one(chosen text, locale text)
SELECT COALESCE(p.value, '') AS chosen, l.locale
  FROM login l LEFT JOIN preference p ON p.account_id = l.account_id AND p.name = 'interface_language' WHERE l.account_id = :account_id;

-- name: preference_put(account_id i64, name text, value text) -> none
INSERT INTO preference (account_id, name, value) VALUES (:account_id, :name, :value)
ON CONFLICT (account_id, name) DO UPDATE SET value = excluded.value;

-- name: follow_requests_count(target_id i64) -> one(count i64)
SELECT COUNT(*) AS count FROM follow_request WHERE target_id = :target_id;
