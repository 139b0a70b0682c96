-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What the pages for people show: of statuses, only those that anybody may see.

-- name: profile_posts(account_id i64) -> page feed_row
SELECT {feed_columns} FROM status s LEFT JOIN status r ON r.id = s.reblog_of_id
 WHERE s.account_id = :account_id AND s.visibility <= 1 AND s.hidden_at IS NULL
   AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id) AND {page s.id};

-- name: profile_replies(account_id i64) -> page feed_row
SELECT {feed_columns} FROM status s LEFT JOIN status r ON r.id = s.reblog_of_id
 WHERE s.account_id = :account_id AND s.visibility <= 1 AND s.hidden_at IS NULL AND {page s.id};

-- name: profile_media(account_id i64) -> page feed_row
SELECT {feed_columns} FROM status s LEFT JOIN status r ON r.id = s.reblog_of_id
 WHERE s.account_id = :account_id AND s.visibility <= 1 AND s.hidden_at IS NULL AND s.reblog_of_id IS NULL
   AND s.media_count > 0 AND {page s.id};

-- name: feed_posts(account_id i64) -> page feed_row
-- For feed readers: the account's own public words.
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language FROM status s
 WHERE s.account_id = :account_id AND s.visibility = 0 AND s.hidden_at IS NULL AND s.reblog_of_id IS NULL
   AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id) AND {page s.id};

-- name: profile_pins(account_id i64) -> many(status_id i64)
-- sorts: the pins of one account, a handful
SELECT status_id FROM pin WHERE account_id = :account_id ORDER BY id DESC LIMIT 20;

-- name: profile_tags(account_id i64) -> many(name text, display_name text)
-- sorts: ten at most
SELECT t.name, t.display_name FROM featured_tag f JOIN tag t ON t.id = f.tag_id WHERE f.account_id = :account_id ORDER BY f.id LIMIT 10;

-- name: thread_above(status_id i64, most i64) -> many(id i64)
-- What a status answers, what that answers, and so on: the root first.
-- sorts: a few dozen
WITH RECURSIVE up (id, parent_id, steps) AS (
  SELECT s.id, s.in_reply_to_id, 0 FROM status s WHERE s.id = :status_id
  UNION ALL
  SELECT s.id, s.in_reply_to_id, u.steps + 1 FROM up u JOIN status s ON s.id = u.parent_id AND s.id < u.id WHERE u.steps < :most
)
SELECT id FROM up WHERE steps > 0 ORDER BY steps DESC LIMIT :most;


-- name: page_rules() -> many(text text, hint text)
-- scan: rule (a handful)
SELECT text, hint FROM rule ORDER BY position, id;

-- name: sitemap_last(after i64, skip i64) -> one(id i64)
-- The last profile of a sitemap that begins after `after`, of `skip` + 1 profiles; none: it is not full.
SELECT a.id FROM account a
 WHERE a.indexable = 1 AND a.domain = '' AND a.suspended_at IS NULL AND a.silenced_at IS NULL AND a.id > :after ORDER BY a.id LIMIT 1 OFFSET :skip;

-- name: sitemap_profiles(after i64, most i64) -> many(username text, last_status_at i64?)
-- As many as the bound above counts, but for those who have not quite joined.
-- sorts: the profiles of one map
SELECT x.username, x.last_status_at
  FROM (SELECT a.id, a.username, a.last_status_at FROM account a
         WHERE a.indexable = 1 AND a.domain = '' AND a.suspended_at IS NULL AND a.silenced_at IS NULL AND a.id > :after ORDER BY a.id LIMIT :most) x
  JOIN login l ON l.account_id = x.id AND l.approved_at IS NOT NULL AND l.confirmed_at IS NOT NULL
 ORDER BY x.id;
