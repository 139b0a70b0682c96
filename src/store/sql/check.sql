-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What `folkmoot check` looks at: everything, once.

-- name: check_media(after i64, limit i64) -> many(id i64, file text, preview text)
SELECT id, file, preview FROM media WHERE id > :after AND file IS NOT NULL ORDER BY id LIMIT :limit;

-- name: check_pictures(after i64, limit i64) -> many(id i64, avatar text, avatar_static text, header text, header_static text)
SELECT id, avatar, avatar_static, header, header_static FROM account
 WHERE id > :after AND (avatar IS NOT NULL OR header IS NOT NULL) ORDER BY id LIMIT :limit;

-- name: check_count_statuses() -> one(statuses i64)
-- scan: status (by the operator's hand)
SELECT count(*) AS statuses FROM status;

-- name: check_count_accounts() -> one(accounts i64)
-- scan: account (by the operator's hand)
SELECT count(*) AS accounts FROM account;

-- name: check_unsearchable_statuses() -> one(statuses i64)
-- scan: status (by the operator's hand)
SELECT count(*) AS statuses FROM status s
 WHERE s.reblog_of_id IS NULL AND (s.text <> '' OR s.spoiler_text <> '')
   AND NOT EXISTS (SELECT 1 FROM status_text t WHERE t.rowid = s.id);

-- name: check_unsearchable_accounts() -> one(accounts i64)
-- scan: account (by the operator's hand)
SELECT count(*) AS accounts FROM account a WHERE NOT EXISTS (SELECT 1 FROM account_text t WHERE t.rowid = a.id);
