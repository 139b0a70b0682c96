-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: account_text_insert(id i64, names text) -> none
INSERT INTO account_text (rowid, names) VALUES (:id, to_tsvector('simple', :names));

-- name: accounts_search(query text, exact text, followed_by i64, limit i64, offset i64) -> many(id i64)
SELECT a.id FROM account_text t JOIN account a ON a.id = t.rowid
 WHERE t.names @@ to_tsquery('simple', replace(replace(:query, '"*', ':*'), '" "', '" & "')) AND a.suspended_at IS NULL
   AND (:followed_by = 0 OR EXISTS (SELECT 1 FROM follow f WHERE f.account_id = :followed_by AND f.target_id = a.id))
 ORDER BY CASE WHEN a.username_lower = :exact THEN 0 ELSE 1 END, a.followers_count DESC, a.id LIMIT :limit OFFSET :offset;
