-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Statuses and what hangs on them.

-- row: status_row(id i64, account_id i64, in_reply_to_id i64?, in_reply_to_account_id i64?, reblog_of_id i64?, conversation_id i64,
--   visibility i64, text text, html text, spoiler_text text, sensitive bool, language text, app_id i64?, poll_id i64?, card_id i64?,
--   quote_of_id i64?, quote_state i64, quote_policy i64, replies_count i64, reblogs_count i64, favourites_count i64,
--   quotes_count i64, created_at i64, edited_at i64?, hidden_at i64?, quiet bool, uri text, url text, media_count i64)
-- columns: status_columns = s.id, s.account_id, s.in_reply_to_id, s.in_reply_to_account_id, s.reblog_of_id, s.conversation_id,
--   s.visibility, s.text, s.html, s.spoiler_text, s.sensitive, s.language, s.app_id, s.poll_id, s.card_id,
--   s.quote_of_id, s.quote_state, s.quote_policy, s.replies_count, s.reblogs_count, s.favourites_count,
--   s.quotes_count, s.created_at, s.edited_at, s.hidden_at, s.quiet, s.uri, s.url, s.media_count

-- name: status_get(id i64) -> one status_row
SELECT {status_columns} FROM status s WHERE s.id = :id;

-- name: status_insert(id i64, account_id i64, in_reply_to_id i64?, in_reply_to_account_id i64?, reblog_of_id i64?,
--   conversation_id i64, visibility i64, text text, html text, spoiler_text text, sensitive bool, language text, app_id i64?,
--   poll_id i64?, card_id i64?, quote_of_id i64?, quote_state i64, quote_policy i64, media_count i64, created_at i64,
--   hidden_at i64?, quiet bool) -> none
INSERT INTO status (id, account_id, in_reply_to_id, in_reply_to_account_id, reblog_of_id, conversation_id, visibility, text, html,
                    spoiler_text, sensitive, language, app_id, poll_id, card_id, quote_of_id, quote_state, quote_policy,
                    media_count, created_at, hidden_at, quiet)
VALUES (:id, :account_id, :in_reply_to_id, :in_reply_to_account_id, :reblog_of_id, :conversation_id, :visibility, :text, :html,
        :spoiler_text, :sensitive, :language, :app_id, :poll_id, :card_id, :quote_of_id, :quote_state, :quote_policy,
        :media_count, :created_at, :hidden_at, :quiet);

-- name: status_text_insert(id i64, text text) -> none
INSERT INTO status_text (rowid, text) VALUES (:id, :text);

-- name: status_text_delete(id i64, text text) -> none
INSERT INTO status_text (status_text, rowid, text) VALUES ('delete', :id, :text);

-- name: status_delete(id i64) -> none
DELETE FROM status WHERE id = :id;

-- name: status_reblogs_of(reblog_of_id i64, above i64, most i64) -> many(id i64, account_id i64)
-- By the account that boosted, from the one after `above` on.
SELECT id, account_id FROM status WHERE reblog_of_id = :reblog_of_id AND account_id > :above ORDER BY account_id LIMIT :most;

-- name: status_orphan_replies(in_reply_to_id i64) -> none
UPDATE status SET in_reply_to_id = NULL, in_reply_to_account_id = NULL WHERE in_reply_to_id = :in_reply_to_id;

-- name: status_unquote(quote_of_id i64) -> none
UPDATE status SET quote_state = 5, quote_of_id = NULL WHERE quote_of_id = :quote_of_id;

-- name: status_count_replies(id i64, by i64) -> none
UPDATE status SET replies_count = replies_count + :by WHERE id = :id;

-- name: status_count_reblogs(id i64, by i64) -> none
UPDATE status SET reblogs_count = reblogs_count + :by WHERE id = :id;

-- name: status_count_favourites(id i64, by i64) -> none
UPDATE status SET favourites_count = favourites_count + :by WHERE id = :id;

-- name: status_count_quotes(id i64, by i64) -> none
UPDATE status SET quotes_count = quotes_count + :by WHERE id = :id;

-- name: status_reblog_by(reblog_of_id i64, account_id i64) -> one(id i64)
SELECT id FROM status WHERE reblog_of_id = :reblog_of_id AND account_id = :account_id;

-- name: mention_insert(status_id i64, account_id i64, silent bool) -> none
INSERT INTO mention (status_id, account_id, silent) VALUES (:status_id, :account_id, :silent) ON CONFLICT DO NOTHING;

-- name: mentions_of(status_id i64) -> many(id i64, username text, domain text, url text, silent bool)
SELECT a.id, a.username, a.domain, a.url, m.silent FROM mention m JOIN account a ON a.id = m.account_id WHERE m.status_id = :status_id;

-- name: mention_has(status_id i64, account_id i64) -> one(status_id i64)
SELECT status_id FROM mention WHERE status_id = :status_id AND account_id = :account_id;

-- name: tag_find(name text) -> one(id i64, display_name text)
SELECT id, display_name FROM tag WHERE name = :name;

-- name: tag_insert(id i64, name text, display_name text) -> none
INSERT INTO tag (id, name, display_name) VALUES (:id, :name, :display_name);

-- name: tag_used(id i64, at i64) -> none
UPDATE tag SET last_status_at = :at WHERE id = :id;

-- name: status_tag_insert(tag_id i64, status_id i64) -> none
INSERT INTO status_tag (tag_id, status_id) VALUES (:tag_id, :status_id) ON CONFLICT DO NOTHING;

-- name: tag_use_add(tag_id i64, day i64, account_id i64) -> none
INSERT INTO tag_use (tag_id, day, account_id, uses) VALUES (:tag_id, :day, :account_id, 1)
ON CONFLICT (tag_id, day, account_id) DO UPDATE SET uses = tag_use.uses + 1;

-- name: tags_of(status_id i64) -> many(id i64, name text, display_name text)
SELECT t.id, t.name, t.display_name FROM status_tag st JOIN tag t ON t.id = st.tag_id WHERE st.status_id = :status_id;

-- name: card_get(id i64) -> one(id i64, url text, type text, title text, description text, author_name text, author_url text,
--   provider_name text, provider_url text, html text, width i64, height i64, image text, image_description text, embed_url text,
--   blurhash text, language text, published_at i64?)
SELECT id, url, type, title, description, author_name, author_url, provider_name, provider_url, html, width, height, image,
       image_description, embed_url, blurhash, language, published_at
  FROM preview_card WHERE id = :id;

-- name: app_name_get(id i64) -> one(name text, website text)
SELECT name, website FROM oauth_app WHERE id = :id;

-- name: idempotency_find(account_id i64, key_hash blob) -> one(status_id i64)
SELECT status_id FROM idempotency WHERE account_id = :account_id AND key_hash = :key_hash;

-- name: idempotency_insert(account_id i64, key_hash blob, status_id i64, created_at i64) -> none
INSERT INTO idempotency (account_id, key_hash, status_id, created_at) VALUES (:account_id, :key_hash, :status_id, :created_at);

-- name: followers_to_notify(target_id i64) -> many(account_id i64)
SELECT account_id FROM follow WHERE target_id = :target_id AND notify = 1;

-- name: status_hide(id i64, hidden_at i64) -> none
UPDATE status SET hidden_at = :hidden_at WHERE id = :id AND hidden_at IS NULL;

-- name: status_show(id i64) -> none
UPDATE status SET hidden_at = NULL WHERE id = :id;

-- name: status_edit_write(id i64, text text, html text, spoiler_text text, sensitive bool, language text, poll_id i64?, card_id i64?,
--   quote_policy i64, media_count i64, edited_at i64?, hidden_at i64?) -> none
UPDATE status SET text = :text, html = :html, spoiler_text = :spoiler_text, sensitive = :sensitive, language = :language,
                  poll_id = :poll_id, card_id = :card_id, quote_policy = :quote_policy, media_count = :media_count,
                  edited_at = :edited_at, hidden_at = :hidden_at
 WHERE id = :id;

-- name: status_edit_insert(id i64, status_id i64, html text, text text, spoiler_text text, sensitive bool, media text,
--   poll_options text, created_at i64) -> none
INSERT INTO status_edit (id, status_id, html, text, spoiler_text, sensitive, media, poll_options, created_at)
VALUES (:id, :status_id, :html, :text, :spoiler_text, :sensitive, :media, :poll_options, :created_at);

-- name: status_edits_of(status_id i64) -> many(id i64, html text, text text, spoiler_text text, sensitive bool, media text,
--   poll_options text, created_at i64)
SELECT id, html, text, spoiler_text, sensitive, media, poll_options, created_at FROM status_edit WHERE status_id = :status_id
 ORDER BY created_at, id;

-- name: status_tags_clear(status_id i64) -> none
DELETE FROM status_tag WHERE status_id = :status_id;

-- name: mention_put(status_id i64, account_id i64) -> none
INSERT INTO mention (status_id, account_id, silent) VALUES (:status_id, :account_id, 0)
ON CONFLICT (status_id, account_id) DO UPDATE SET silent = 0;

-- name: mention_silence(status_id i64, account_id i64) -> none
UPDATE mention SET silent = 1 WHERE status_id = :status_id AND account_id = :account_id;

-- name: status_quotes_of(quote_of_id i64) -> page status_row
SELECT {status_columns} FROM status s WHERE s.quote_of_id = :quote_of_id AND s.quote_state = 1 AND {page s.id};

-- name: status_quoting(quote_of_id i64, above i64, most i64) -> many(id i64, account_id i64, conversation_id i64)
SELECT id, account_id, conversation_id FROM status WHERE quote_of_id = :quote_of_id AND quote_state = 1 AND id > :above
 ORDER BY id LIMIT :most;

-- name: status_quote_state_set(id i64, quote_state i64) -> none
UPDATE status SET quote_state = :quote_state WHERE id = :id;

-- name: status_quote_policy_set(id i64, quote_policy i64) -> none
UPDATE status SET quote_policy = :quote_policy WHERE id = :id;

-- row: thread_row(id i64, account_id i64, in_reply_to_id i64?, in_reply_to_account_id i64?, visibility i64, replies_count i64,
--   hidden_at i64?)

-- name: thread_parent(id i64) -> one thread_row
SELECT s.id, s.account_id, s.in_reply_to_id, s.in_reply_to_account_id, s.visibility, s.replies_count, s.hidden_at
  FROM status s WHERE s.id = :id;

-- name: thread_replies(in_reply_to_id i64, most i64) -> many thread_row
SELECT s.id, s.account_id, s.in_reply_to_id, s.in_reply_to_account_id, s.visibility, s.replies_count, s.hidden_at
  FROM status s WHERE s.in_reply_to_id = :in_reply_to_id ORDER BY s.id LIMIT :most;

-- name: link_use_add(card_id i64, day i64, account_id i64) -> none
INSERT INTO link_use (card_id, day, account_id, uses) VALUES (:card_id, :day, :account_id, 1)
ON CONFLICT (card_id, day, account_id) DO UPDATE SET uses = link_use.uses + 1;
