-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: account_text_insert(id i64, names text) -> none
INSERT INTO account_text (rowid, names) VALUES (:id, to_tsvector('simple', :names));

-- name: accounts_search(match text, tsquery text, username text, domain text, reader_id i64, only_followed bool, limit i64, offset i64)
--   -> many(id i64)
SELECT a.id FROM (SELECT id FROM (SELECT rowid AS id FROM account_text
                                   WHERE names @@ to_tsquery('simple', :tsquery) AND :match IS NOT NULL LIMIT 1000) x
                  UNION SELECT id FROM account WHERE username_lower = :username AND domain = :domain) t
  JOIN account a ON a.id = t.id
  LEFT JOIN login l ON l.account_id = a.id
  LEFT JOIN follow f ON f.account_id = :reader_id AND f.target_id = a.id
 WHERE a.suspended_at IS NULL AND (l.account_id IS NULL OR (l.approved_at IS NOT NULL AND l.confirmed_at IS NOT NULL))
   AND (:only_followed = 0 OR f.target_id IS NOT NULL)
 ORDER BY CASE WHEN a.username_lower = :username AND a.domain = :domain THEN 0 WHEN f.target_id IS NOT NULL THEN 1 ELSE 2 END,
          a.followers_count DESC, a.id LIMIT :limit OFFSET :offset;
