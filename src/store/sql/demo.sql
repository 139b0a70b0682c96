-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: demo_anybody() -> one(id i64)
-- scan: account (its first row)
SELECT id FROM account ORDER BY id LIMIT 1;
