-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: ties_among(account_id i64, ids text) -> many(account_id i64, how i64)
SELECT r.target_id AS account_id, 1 AS how FROM follow_request r
 WHERE r.account_id = :account_id AND r.target_id IN (SELECT CAST(i.value AS BIGINT) FROM string_to_table(:ids, ',') i (value))
UNION ALL SELECT f.account_id, 2 FROM follow f
 WHERE f.target_id = :account_id AND f.account_id IN (SELECT CAST(i.value AS BIGINT) FROM string_to_table(:ids, ',') i (value))
UNION ALL SELECT q.account_id, 4 FROM follow_request q
 WHERE q.target_id = :account_id AND q.account_id IN (SELECT CAST(i.value AS BIGINT) FROM string_to_table(:ids, ',') i (value));
