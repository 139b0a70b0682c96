-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Many statuses at once, with what hangs on them: :ids is "1,2,3", of ids only.

-- name: statuses_among(ids text) -> many status_row
SELECT {status_columns} FROM json_each('[' || :ids || ']') i CROSS JOIN status s ON s.id = i.value;

-- name: accounts_among(ids text) -> many account_row
SELECT {account_columns} FROM json_each('[' || :ids || ']') i CROSS JOIN account a ON a.id = i.value LEFT JOIN login l ON l.account_id = a.id;

-- name: media_among(ids text) -> many media_row
-- sorts: the media of one page
SELECT {media_columns} FROM json_each('[' || :ids || ']') i CROSS JOIN media m ON m.status_id = i.value ORDER BY m.status_id, m.position;

-- name: mentions_among(ids text) -> many(status_id i64, id i64, username text, domain text, url text, silent bool)
SELECT m.status_id, a.id, a.username, a.domain, a.url, m.silent
  FROM json_each('[' || :ids || ']') i CROSS JOIN mention m ON m.status_id = i.value JOIN account a ON a.id = m.account_id;

-- name: tags_among(ids text) -> many(status_id i64, id i64, name text, display_name text)
SELECT st.status_id, t.id, t.name, t.display_name
  FROM json_each('[' || :ids || ']') i CROSS JOIN status_tag st ON st.status_id = i.value JOIN tag t ON t.id = st.tag_id;

-- name: polls_among(ids text) -> many like poll_get
SELECT p.id, p.account_id, p.status_id, p.multiple, p.hide_totals, p.expires_at, p.votes_count, p.voters_count
  FROM json_each('[' || :ids || ']') i CROSS JOIN poll p ON p.id = i.value;

-- name: poll_options_among(ids text) -> many(poll_id i64, title text, votes_count i64)
-- sorts: the options of one page
SELECT o.poll_id, o.title, o.votes_count
  FROM json_each('[' || :ids || ']') i CROSS JOIN poll_option o ON o.poll_id = i.value ORDER BY o.poll_id, o.position;

-- name: cards_among(ids text) -> many like card_get
SELECT c.id, c.url, c.type, c.title, c.description, c.author_name, c.author_url, c.provider_name, c.provider_url, c.html, c.width, c.height,
       c.image, c.image_description, c.embed_url, c.blurhash, c.language, c.published_at
  FROM json_each('[' || :ids || ']') i CROSS JOIN preview_card c ON c.id = i.value;

-- name: apps_among(ids text) -> many(id i64, name text, website text)
SELECT o.id, o.name, o.website FROM json_each('[' || :ids || ']') i CROSS JOIN oauth_app o ON o.id = i.value;

-- name: answers_among(ids text, most i64) -> many(id i64, in_reply_to_id i64?, replies_count i64)
-- Not in order, so that no more is read than is taken.
SELECT s.id, s.in_reply_to_id, s.replies_count
  FROM json_each('[' || :ids || ']') i CROSS JOIN status s ON s.in_reply_to_id = i.value AND s.visibility <= 1 AND s.hidden_at IS NULL LIMIT :most;
