-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: demo_anybody() -> one(id i64)
-- scan: account (its first row)
SELECT id FROM account ORDER BY id LIMIT 1;

-- name: demo_rule_insert(id i64, position i64, text text) -> none
INSERT INTO rule (id, position, text) VALUES (:id, :position, :text);
