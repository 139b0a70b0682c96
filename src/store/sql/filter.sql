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

-- name: filter_get(id i64, account_id i64) -> one filter_row
SELECT id, title, context, action, expires_at FROM filter WHERE id = :id AND account_id = :account_id;

-- name: filter_insert(id i64, account_id i64, title text, context text, action text, expires_at i64?) -> none
INSERT INTO filter (id, account_id, title, context, action, expires_at)
VALUES (:id, :account_id, :title, :context, :action, :expires_at);

-- name: filter_update(id i64, title text, context text, action text, expires_at i64?) -> none
UPDATE filter SET title = :title, context = :context, action = :action, expires_at = :expires_at WHERE id = :id;

-- name: filter_delete(id i64, account_id i64) -> changes
DELETE FROM filter WHERE id = :id AND account_id = :account_id;

-- row: filter_keyword_row(id i64, filter_id i64, keyword text, whole_word bool)

-- name: filter_keywords_of(filter_id i64) -> many filter_keyword_row
SELECT id, filter_id, keyword, whole_word FROM filter_keyword WHERE filter_id = :filter_id ORDER BY id;

-- name: filter_keyword_get(id i64, account_id i64) -> one filter_keyword_row
SELECT k.id, k.filter_id, k.keyword, k.whole_word FROM filter_keyword k JOIN filter f ON f.id = k.filter_id
 WHERE k.id = :id AND f.account_id = :account_id;

-- name: filter_keyword_insert(id i64, filter_id i64, keyword text, whole_word bool) -> none
INSERT INTO filter_keyword (id, filter_id, keyword, whole_word) VALUES (:id, :filter_id, :keyword, :whole_word);

-- name: filter_keyword_update(id i64, keyword text, whole_word bool) -> none
UPDATE filter_keyword SET keyword = :keyword, whole_word = :whole_word WHERE id = :id;

-- name: filter_keyword_delete(id i64) -> none
DELETE FROM filter_keyword WHERE id = :id;

-- row: filter_status_row(id i64, filter_id i64, status_id i64)

-- name: filter_statuses_of(filter_id i64) -> many filter_status_row
SELECT id, filter_id, status_id FROM filter_status WHERE filter_id = :filter_id ORDER BY id;

-- name: filter_status_get(id i64, account_id i64) -> one filter_status_row
SELECT s.id, s.filter_id, s.status_id FROM filter_status s JOIN filter f ON f.id = s.filter_id
 WHERE s.id = :id AND f.account_id = :account_id;

-- name: filter_status_insert(id i64, filter_id i64, status_id i64) -> changes
INSERT INTO filter_status (id, filter_id, status_id) VALUES (:id, :filter_id, :status_id) ON CONFLICT DO NOTHING;

-- name: filter_status_delete(id i64) -> none
DELETE FROM filter_status WHERE id = :id;
