-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Search: candidates come from the full-text index, newest first, a bounded number at a time; social/search.c sifts them.

-- row: search_row(id i64, account_id i64, in_reply_to_id i64?, visibility i64, sensitive bool, language text, poll_id i64?,
--   indexable bool, has_link bool, own_marks bool)

-- name: search_statuses(match text, tsquery text, below i64, above i64, account_id i64, limit i64) -> many search_row
-- own_marks: in the library of account_id: written by them, naming them, or favourited, boosted or bookmarked by them.
-- sorts: the candidates of one round
SELECT s.id, s.account_id, s.in_reply_to_id, s.visibility, s.sensitive, s.language, s.poll_id, a.indexable,
       CASE WHEN s.card_id IS NOT NULL OR s.text LIKE '%http://%' OR s.text LIKE '%https://%' THEN 1 ELSE 0 END AS has_link,
       CASE WHEN s.account_id = :account_id
              OR EXISTS (SELECT 1 FROM mention m WHERE m.status_id = s.id AND m.account_id = :account_id)
              OR EXISTS (SELECT 1 FROM favourite f WHERE f.account_id = :account_id AND f.status_id = s.id)
              OR EXISTS (SELECT 1 FROM bookmark b WHERE b.account_id = :account_id AND b.status_id = s.id)
              OR EXISTS (SELECT 1 FROM status r WHERE r.reblog_of_id = s.id AND r.account_id = :account_id)
            THEN 1 ELSE 0 END AS own_marks
  FROM (SELECT rowid AS id FROM status_text
         WHERE status_text MATCH :match AND :tsquery IS NOT NULL AND rowid < :below AND rowid > :above ORDER BY rowid DESC LIMIT :limit) t
  CROSS JOIN status s ON s.id = t.id CROSS JOIN account a ON a.id = s.account_id
 ORDER BY t.id DESC;

-- name: search_tags(low text, high text, limit i64, offset i64) -> many(id i64)
-- The tag of just that name first, then those that were used last, among the first few hundred that begin so.
-- sorts: a few hundred
SELECT t.id FROM (SELECT id, name, last_status_at FROM tag
                   WHERE name >= :low AND name < :high AND listable = 1 ORDER BY name LIMIT 400) t
 ORDER BY CASE WHEN t.name = :low THEN 0 ELSE 1 END, COALESCE(t.last_status_at, 0) DESC, t.id LIMIT :limit OFFSET :offset;
