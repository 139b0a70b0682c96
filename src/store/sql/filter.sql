-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Filters: what a member does not want to see, or wants to be warned of.

-- row: filter_row(id i64, title text, context text, action text, expires_at i64?)

-- name: filters_of(account_id i64) -> many filter_row
SELECT id, title, context, action, expires_at FROM filter WHERE account_id = :account_id ORDER BY id;

-- name: filter_keywords_all(account_id i64) -> many(id i64, filter_id i64, keyword text, whole_word bool)
SELECT k.id, k.filter_id, k.keyword, k.whole_word FROM filter f JOIN filter_keyword k ON k.filter_id = f.id
 WHERE f.account_id = :account_id ORDER BY k.filter_id, k.id;

-- name: filter_statuses_all(account_id i64) -> many(id i64, filter_id i64, status_id i64)
SELECT s.id, s.filter_id, s.status_id FROM filter f JOIN filter_status s ON s.filter_id = f.id
 WHERE f.account_id = :account_id ORDER BY s.filter_id, s.id;
