-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: statuses_among(ids text) -> many status_row
SELECT {status_columns} FROM string_to_table(:ids, ',') i (value) JOIN status s ON s.id = CAST(i.value AS BIGINT);

-- name: accounts_among(ids text) -> many account_row
SELECT {account_columns} FROM string_to_table(:ids, ',') i (value) JOIN account a ON a.id = CAST(i.value AS BIGINT) LEFT JOIN login l ON l.account_id = a.id;

-- name: media_among(ids text) -> many media_row
SELECT {media_columns} FROM string_to_table(:ids, ',') i (value) JOIN media m ON m.status_id = CAST(i.value AS BIGINT) ORDER BY m.status_id, m.position;

-- name: mentions_among(ids text) -> many(status_id i64, id i64, username text, domain text, url text, silent bool)
SELECT m.status_id, a.id, a.username, a.domain, a.url, m.silent
  FROM string_to_table(:ids, ',') i (value) JOIN mention m ON m.status_id = CAST(i.value AS BIGINT) JOIN account a ON a.id = m.account_id;

-- name: tags_among(ids text) -> many(status_id i64, id i64, name text, display_name text)
SELECT st.status_id, t.id, t.name, t.display_name
  FROM string_to_table(:ids, ',') i (value) JOIN status_tag st ON st.status_id = CAST(i.value AS BIGINT) JOIN tag t ON t.id = st.tag_id;

-- name: polls_among(ids text) -> many like poll_get
SELECT p.id, p.account_id, p.status_id, p.multiple, p.hide_totals, p.expires_at, p.votes_count, p.voters_count
  FROM string_to_table(:ids, ',') i (value) JOIN poll p ON p.id = CAST(i.value AS BIGINT);

-- name: poll_options_among(ids text) -> many(poll_id i64, title text, votes_count i64)
SELECT o.poll_id, o.title, o.votes_count
  FROM string_to_table(:ids, ',') i (value) JOIN poll_option o ON o.poll_id = CAST(i.value AS BIGINT) ORDER BY o.poll_id, o.position;

-- name: cards_among(ids text) -> many like card_get
SELECT c.id, c.url, c.type, c.title, c.description, c.author_name, c.author_url, c.provider_name, c.provider_url, c.html, c.width, c.height,
       c.image, c.image_description, c.embed_url, c.blurhash, c.language, c.published_at
  FROM string_to_table(:ids, ',') i (value) JOIN preview_card c ON c.id = CAST(i.value AS BIGINT);

-- name: apps_among(ids text) -> many(id i64, name text, website text)
SELECT o.id, o.name, o.website FROM string_to_table(:ids, ',') i (value) JOIN oauth_app o ON o.id = CAST(i.value AS BIGINT);

-- name: answers_among(ids text, most i64) -> many(id i64, in_reply_to_id i64?, replies_count i64)
-- Not in order, so that no more is read than is taken.
SELECT s.id, s.in_reply_to_id, s.replies_count
  FROM string_to_table(:ids, ',') i (value) JOIN status s ON s.in_reply_to_id = CAST(i.value AS BIGINT) AND s.visibility <= 1 AND s.hidden_at IS NULL
 LIMIT :most;
