-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Hashtags that people follow and feature, and how much each is used.

-- row: tag_row(id i64, name text, display_name text)

-- name: tag_get(id i64) -> one tag_row
SELECT id, name, display_name FROM tag WHERE id = :id;

-- name: tag_history(tag_id i64, since_day i64) -> many(day i64, uses i64, accounts i64)
SELECT day, CAST(SUM(uses) AS BIGINT) AS uses, COUNT(*) AS accounts FROM tag_use WHERE tag_id = :tag_id AND day >= :since_day GROUP BY day;

-- name: tag_marks(account_id i64, tag_id i64) -> one(following bool, featuring bool)
SELECT EXISTS (SELECT 1 FROM tag_follow f WHERE f.account_id = :account_id AND f.tag_id = :tag_id) AS following,
       EXISTS (SELECT 1 FROM featured_tag f WHERE f.account_id = :account_id AND f.tag_id = :tag_id) AS featuring;

-- name: tag_follow_put(account_id i64, tag_id i64, id i64) -> none
INSERT INTO tag_follow (account_id, tag_id, id) VALUES (:account_id, :tag_id, :id) ON CONFLICT DO NOTHING;

-- name: tag_follow_delete(account_id i64, tag_id i64) -> none
DELETE FROM tag_follow WHERE account_id = :account_id AND tag_id = :tag_id;

-- name: tag_follows_page(account_id i64) -> page(id i64, tag_id i64, name text, display_name text)
-- sorts: the tags that one member follows
SELECT f.id, f.tag_id, t.name, t.display_name FROM tag_follow f JOIN tag t ON t.id = f.tag_id WHERE f.account_id = :account_id AND {page f.id};

-- name: featured_tag_put(id i64, account_id i64, tag_id i64) -> none
INSERT INTO featured_tag (id, account_id, tag_id) VALUES (:id, :account_id, :tag_id) ON CONFLICT DO NOTHING;

-- name: featured_tag_find(account_id i64, tag_id i64) -> one(id i64)
SELECT id FROM featured_tag WHERE account_id = :account_id AND tag_id = :tag_id;

-- name: featured_tag_delete(id i64, account_id i64) -> changes
DELETE FROM featured_tag WHERE id = :id AND account_id = :account_id;

-- name: featured_tag_delete_by_tag(account_id i64, tag_id i64) -> none
DELETE FROM featured_tag WHERE account_id = :account_id AND tag_id = :tag_id;

-- name: featured_tags_of(account_id i64) -> many(id i64, tag_id i64, name text, display_name text, statuses_count i64, last_status_at i64?)
SELECT f.id, f.tag_id, t.name, t.display_name,
       (SELECT COUNT(*) FROM status_tag x JOIN status s ON s.id = x.status_id
         WHERE x.tag_id = f.tag_id AND s.account_id = f.account_id AND s.visibility <= 1) AS statuses_count,
       (SELECT MAX(s.created_at) FROM status_tag x JOIN status s ON s.id = x.status_id
         WHERE x.tag_id = f.tag_id AND s.account_id = f.account_id AND s.visibility <= 1) AS last_status_at
  FROM featured_tag f JOIN tag t ON t.id = f.tag_id WHERE f.account_id = :account_id ORDER BY f.id;

-- name: tags_used_by(account_id i64, since_day i64, limit i64) -> many tag_row
-- sorts: what one member has used of late
SELECT t.id, t.name, t.display_name
  FROM status s JOIN status_tag st ON st.status_id = s.id JOIN tag_use u ON u.tag_id = st.tag_id AND u.account_id = s.account_id
  JOIN tag t ON t.id = u.tag_id
 WHERE s.account_id = :account_id AND u.day >= :since_day
   AND NOT EXISTS (SELECT 1 FROM featured_tag f WHERE f.account_id = s.account_id AND f.tag_id = u.tag_id)
 GROUP BY t.id, t.name, t.display_name ORDER BY COUNT(*) DESC, t.id LIMIT :limit;
