-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Accounts: the public side of a member, or of somebody from elsewhere.

-- row: account_row(id i64, username text, domain text, display_name text, note text, note_html text, fields text,
--   avatar text, avatar_static text, avatar_description text, header text, header_static text, header_description text,
--   locked bool, bot bool, discoverable bool, indexable bool, hide_collections bool, show_media bool, show_media_replies bool,
--   show_featured bool, attribution_domains text, moved_to_id i64?, memorial bool, followers_count i64, following_count i64,
--   statuses_count i64, last_status_at i64?, created_at i64, suspended_at i64?, silenced_at i64?, sensitized_at i64?,
--   uri text, url text, role i64?, pending bool)
-- columns: account_columns = a.id, a.username, a.domain, a.display_name, a.note, a.note_html, a.fields,
--   a.avatar, a.avatar_static, a.avatar_description, a.header, a.header_static, a.header_description,
--   a.locked, a.bot, a.discoverable, a.indexable, a.hide_collections, a.show_media, a.show_media_replies,
--   a.show_featured, a.attribution_domains, a.moved_to_id, a.memorial, a.followers_count, a.following_count,
--   a.statuses_count, a.last_status_at, a.created_at, a.suspended_at, a.silenced_at, a.sensitized_at,
--   a.uri, a.url, l.role, CASE WHEN l.account_id IS NOT NULL AND (l.approved_at IS NULL OR l.confirmed_at IS NULL) THEN 1 ELSE 0 END AS pending

-- name: account_get(id i64) -> one account_row
SELECT {account_columns} FROM account a LEFT JOIN login l ON l.account_id = a.id WHERE a.id = :id;

-- name: account_find(username_lower text, domain text) -> one account_row
SELECT {account_columns} FROM account a LEFT JOIN login l ON l.account_id = a.id
 WHERE a.username_lower = :username_lower AND a.domain = :domain;

-- name: account_id_find(username_lower text, domain text) -> one(id i64, suspended_at i64?)
SELECT id, suspended_at FROM account WHERE username_lower = :username_lower AND domain = :domain;

-- name: account_insert(id i64, username text, username_lower text, display_name text, created_at i64) -> none
INSERT INTO account (id, username, username_lower, display_name, created_at)
VALUES (:id, :username, :username_lower, :display_name, :created_at);

-- name: account_text_insert(id i64, names text) -> none
INSERT INTO account_text (rowid, names) VALUES (:id, :names);

-- name: account_text_delete(id i64) -> none
DELETE FROM account_text WHERE rowid = :id;

-- name: account_posted(id i64, by i64, at i64) -> none
UPDATE account SET statuses_count = statuses_count + :by,
                   last_status_at = CASE WHEN last_status_at > :at THEN last_status_at ELSE :at END
 WHERE id = :id;

-- name: account_unposted(id i64) -> none
UPDATE account SET statuses_count = statuses_count - 1 WHERE id = :id AND statuses_count > 0;

-- name: account_count_followers(id i64, by i64) -> none
UPDATE account SET followers_count = followers_count + :by WHERE id = :id;

-- name: account_count_following(id i64, by i64) -> none
UPDATE account SET following_count = following_count + :by WHERE id = :id;

-- name: login_insert(account_id i64, email text, email_lower text, password_hash text, role i64, locale text, confirmed_at i64?,
--   approved_at i64?, reason text, invite_id i64?, created_at i64, created_by_app_id i64?, sign_up_ip text) -> none
INSERT INTO login (account_id, email, email_lower, password_hash, role, locale, confirmed_at, approved_at, reason, invite_id,
                   created_at, created_by_app_id, sign_up_ip)
VALUES (:account_id, :email, :email_lower, :password_hash, :role, :locale, :confirmed_at, :approved_at, :reason, :invite_id,
        :created_at, :created_by_app_id, :sign_up_ip);

-- row: login_row(account_id i64, email text, password_hash text, role i64, locale text, confirmed_at i64?, approved_at i64?,
--   disabled_at i64?, suspended_at i64?, otp_enabled_at i64?, otp_secret blob, otp_last_step i64, username text, created_at i64,
--   leaving_at i64?)
-- columns: login_columns = l.account_id, l.email, l.password_hash, l.role, l.locale, l.confirmed_at, l.approved_at,
--   l.disabled_at, a.suspended_at, l.otp_enabled_at, l.otp_secret, l.otp_last_step, a.username, l.created_at, l.leaving_at

-- name: login_by_email(email_lower text) -> one login_row
SELECT {login_columns} FROM login l JOIN account a ON a.id = l.account_id WHERE l.email_lower = :email_lower;

-- name: login_by_username(username_lower text) -> one login_row
SELECT {login_columns} FROM account a JOIN login l ON l.account_id = a.id WHERE a.username_lower = :username_lower AND a.domain = '';

-- name: login_get(account_id i64) -> one login_row
SELECT {login_columns} FROM login l JOIN account a ON a.id = l.account_id WHERE l.account_id = :account_id;

-- name: accounts_search(match text, tsquery text, username text, domain text, reader_id i64, only_followed bool, limit i64, offset i64)
--   -> many(id i64)
-- Of the first thousand that match: the one of just that name, then those whom the reader follows, then by how many follow them.
-- sorts: a thousand
SELECT a.id FROM (SELECT id FROM (SELECT rowid AS id FROM account_text WHERE account_text MATCH :match AND :tsquery IS NOT NULL LIMIT 1000) x
                  UNION SELECT id FROM account WHERE username_lower = :username AND domain = :domain) t
  CROSS JOIN account a ON a.id = t.id
  LEFT JOIN login l ON l.account_id = a.id
  LEFT JOIN follow f ON f.account_id = :reader_id AND f.target_id = a.id
 WHERE a.suspended_at IS NULL AND (l.account_id IS NULL OR (l.approved_at IS NOT NULL AND l.confirmed_at IS NOT NULL))
   AND (:only_followed = 0 OR f.target_id IS NOT NULL)
 ORDER BY CASE WHEN a.username_lower = :username AND a.domain = :domain THEN 0 WHEN f.target_id IS NOT NULL THEN 1 ELSE 2 END,
          a.followers_count DESC, a.id LIMIT :limit OFFSET :offset;
