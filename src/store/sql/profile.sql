-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Changing a profile, and finding people whom one does not know yet.

-- row: profile_row(display_name text, note text, note_html text, fields text, avatar text, avatar_static text,
--   avatar_description text, header text, header_static text, header_description text, locked bool, bot bool, discoverable bool,
--   indexable bool, hide_collections bool, show_media bool, show_media_replies bool, show_featured bool, attribution_domains text)

-- name: profile_get(id i64) -> one profile_row
SELECT display_name, note, note_html, fields, avatar, avatar_static, avatar_description, header, header_static,
       header_description, locked, bot, discoverable, indexable, hide_collections, show_media, show_media_replies, show_featured,
       attribution_domains
  FROM account WHERE id = :id;

-- name: profile_put(id i64, profile profile_row) -> none
UPDATE account SET display_name = :display_name, note = :note, note_html = :note_html, fields = :fields,
       avatar = :avatar, avatar_static = :avatar_static, avatar_description = :avatar_description, header = :header,
       header_static = :header_static, header_description = :header_description, locked = :locked, bot = :bot,
       discoverable = :discoverable, indexable = :indexable, hide_collections = :hide_collections, show_media = :show_media,
       show_media_replies = :show_media_replies, show_featured = :show_featured, attribution_domains = :attribution_domains
 WHERE id = :id;

-- name: account_fields_put(id i64, fields text) -> none
UPDATE account SET fields = :fields WHERE id = :id;

-- row: person_row(id i64)

-- name: directory_active(reader_id i64, here bool, limit i64, offset i64) -> many person_row
SELECT a.id FROM account a LEFT JOIN login l ON l.account_id = a.id
 WHERE a.discoverable = 1 AND a.suspended_at IS NULL AND a.last_status_at IS NOT NULL AND a.silenced_at IS NULL AND a.moved_to_id IS NULL
   AND (:here = 0 OR a.domain = '') AND (l.account_id IS NULL OR (l.approved_at IS NOT NULL AND l.confirmed_at IS NOT NULL))
   AND NOT EXISTS (SELECT 1 FROM block x WHERE x.account_id = :reader_id AND x.target_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM block x WHERE x.account_id = a.id AND x.target_id = :reader_id)
   AND NOT EXISTS (SELECT 1 FROM mute x WHERE x.account_id = :reader_id AND x.target_id = a.id)
 ORDER BY a.last_status_at DESC LIMIT :limit OFFSET :offset;

-- name: directory_new(reader_id i64, here bool, limit i64, offset i64) -> many person_row
-- scan: account (from the newest on, until the page is full)
SELECT a.id FROM account a LEFT JOIN login l ON l.account_id = a.id
 WHERE a.discoverable = 1 AND a.suspended_at IS NULL AND a.silenced_at IS NULL AND a.moved_to_id IS NULL
   AND (:here = 0 OR a.domain = '') AND (l.account_id IS NULL OR (l.approved_at IS NOT NULL AND l.confirmed_at IS NOT NULL))
   AND NOT EXISTS (SELECT 1 FROM block x WHERE x.account_id = :reader_id AND x.target_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM block x WHERE x.account_id = a.id AND x.target_id = :reader_id)
   AND NOT EXISTS (SELECT 1 FROM mute x WHERE x.account_id = :reader_id AND x.target_id = a.id)
 ORDER BY a.id DESC LIMIT :limit OFFSET :offset;

-- name: suggestions(account_id i64, friends i64, theirs i64, active i64, near i64, limit i64) -> many(id i64, friends i64)
-- Whom the newest of account_id's `friends` follow, each the newest of `theirs`, by how many of them; then of those who posted last the most
-- followed. Of these, who wants to be found, and to whom account_id has no tie yet.
-- sorts: some hundreds
WITH near AS (
  SELECT f.target_id AS id, COUNT(*) AS friends
    FROM (SELECT target_id FROM follow WHERE account_id = :account_id ORDER BY follow.id DESC LIMIT :friends) m CROSS JOIN follow f
   WHERE f.account_id = m.target_id
     AND f.id > COALESCE((SELECT x.id FROM follow x WHERE x.account_id = m.target_id ORDER BY x.id DESC LIMIT 1 OFFSET :theirs), 0)
   GROUP BY f.target_id ORDER BY 2 DESC, 1 LIMIT :near)
SELECT a.id, c.friends
  FROM (SELECT near.id, near.friends FROM near
        UNION ALL SELECT k.id, 0 FROM (SELECT account.id FROM account WHERE discoverable = 1 AND suspended_at IS NULL AND last_status_at IS NOT NULL
                                        ORDER BY last_status_at DESC LIMIT :active) k
                   WHERE k.id NOT IN (SELECT near.id FROM near)) c
 CROSS JOIN account a LEFT JOIN login l ON l.account_id = a.id
 WHERE a.id = c.id AND a.id <> :account_id AND a.discoverable = 1 AND a.suspended_at IS NULL AND a.silenced_at IS NULL
   AND a.moved_to_id IS NULL AND (l.account_id IS NULL OR (l.approved_at IS NOT NULL AND l.confirmed_at IS NOT NULL))
   AND NOT EXISTS (SELECT 1 FROM follow x WHERE x.account_id = :account_id AND x.target_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM follow_request x WHERE x.account_id = :account_id AND x.target_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM block x WHERE x.account_id = :account_id AND x.target_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM block x WHERE x.account_id = a.id AND x.target_id = :account_id)
   AND NOT EXISTS (SELECT 1 FROM mute x WHERE x.account_id = :account_id AND x.target_id = a.id)
   AND NOT EXISTS (SELECT 1 FROM suggestion_dismissed x WHERE x.account_id = :account_id AND x.target_id = a.id)
 ORDER BY c.friends DESC, CASE WHEN c.friends > 0 THEN 0 ELSE a.followers_count END DESC, a.id LIMIT :limit;

-- name: suggestion_dismiss(account_id i64, target_id i64) -> none
INSERT INTO suggestion_dismissed (account_id, target_id)
SELECT :account_id, a.id FROM account a WHERE a.id = :target_id ON CONFLICT DO NOTHING;
