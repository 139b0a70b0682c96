-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: search_statuses(match text, tsquery text, below i64, above i64, account_id i64, limit i64) -> many search_row
SELECT s.id, s.account_id, s.in_reply_to_id, s.visibility, s.sensitive, s.language, s.poll_id, a.indexable,
       CASE WHEN s.card_id IS NOT NULL OR s.text LIKE '%http://%' OR s.text LIKE '%https://%' THEN 1 ELSE 0 END AS has_link,
       CASE WHEN s.account_id = :account_id
              OR EXISTS (SELECT 1 FROM mention m WHERE m.status_id = s.id AND m.account_id = :account_id)
              OR EXISTS (SELECT 1 FROM favourite f WHERE f.account_id = :account_id AND f.status_id = s.id)
              OR EXISTS (SELECT 1 FROM bookmark b WHERE b.account_id = :account_id AND b.status_id = s.id)
              OR EXISTS (SELECT 1 FROM status r WHERE r.reblog_of_id = s.id AND r.account_id = :account_id)
            THEN 1 ELSE 0 END AS own_marks
  FROM (SELECT rowid AS id FROM status_text
         WHERE text @@ to_tsquery('simple', :tsquery) AND :match IS NOT NULL AND rowid < :below AND rowid > :above
         ORDER BY rowid DESC LIMIT :limit) t
  JOIN status s ON s.id = t.id JOIN account a ON a.id = s.account_id
 ORDER BY t.id DESC;
