-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What is talked about: computed once in a while (social/trend.c) into table trend, which is what people read.

-- row: trend_use_row(id i64, day i64, accounts i64)

-- name: trend_tag_uses(since_day i64) -> many trend_use_row
-- Only of accounts that want to be found, for tags that nobody took out.
-- sorts: the uses of a few days, in the background
SELECT u.tag_id AS id, u.day, COUNT(*) AS accounts
  FROM tag_use u JOIN account a ON a.id = u.account_id JOIN tag t ON t.id = u.tag_id
 WHERE u.day >= :since_day AND a.suspended_at IS NULL AND a.silenced_at IS NULL AND a.discoverable = 1 AND t.trendable = 1 AND t.listable = 1 AND t.usable = 1
 GROUP BY u.tag_id, u.day ORDER BY u.tag_id;

-- name: trend_link_uses(since_day i64) -> many trend_use_row
-- sorts: the uses of a few days, in the background
SELECT u.card_id AS id, u.day, COUNT(*) AS accounts
  FROM link_use u JOIN account a ON a.id = u.account_id
  LEFT JOIN trend_review v ON v.kind = 'link' AND v.thing_id = u.card_id
 WHERE u.day >= :since_day AND a.suspended_at IS NULL AND a.silenced_at IS NULL AND a.discoverable = 1 AND COALESCE(v.allowed, 1) = 1
 GROUP BY u.card_id, u.day ORDER BY u.card_id;

-- name: trend_status_marks(since_id i64, limit i64) -> many(id i64, account_id i64, marks i64, created_at i64)
-- Public ones that others have favourited or boosted, neither replies nor sensitive, of accounts that want to be found; newest first.
SELECT s.id, s.account_id, s.favourites_count + 2 * s.reblogs_count AS marks, s.created_at
  FROM status s JOIN account a ON a.id = s.account_id
  LEFT JOIN trend_review v ON v.kind = 'status' AND v.thing_id = s.id
 WHERE s.id > :since_id AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.hidden_at IS NULL AND s.quiet = 0
   AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id)
   AND s.in_reply_to_id IS NULL AND s.sensitive = 0 AND s.spoiler_text = '' AND s.favourites_count + s.reblogs_count > 0
   AND a.discoverable = 1 AND a.suspended_at IS NULL AND a.silenced_at IS NULL AND a.sensitized_at IS NULL AND COALESCE(v.allowed, 1) = 1
 ORDER BY s.id DESC LIMIT :limit;

-- name: trends_clear(kind text) -> none
DELETE FROM trend WHERE kind = :kind;

-- name: trend_put(kind text, thing_id i64, score f64, rank i64) -> none
INSERT INTO trend (kind, thing_id, score, rank) VALUES (:kind, :thing_id, :score, :rank);

-- name: trends_top(kind text, limit i64, offset i64) -> many(thing_id i64, score f64)
SELECT thing_id, score FROM trend WHERE kind = :kind ORDER BY rank LIMIT :limit OFFSET :offset;

-- name: trend_delete(kind text, thing_id i64) -> none
DELETE FROM trend WHERE kind = :kind AND thing_id = :thing_id;

-- name: trend_review_put(kind text, thing_id i64, allowed bool) -> none
INSERT INTO trend_review (kind, thing_id, allowed) VALUES (:kind, :thing_id, :allowed)
ON CONFLICT (kind, thing_id) DO UPDATE SET allowed = excluded.allowed;

-- name: link_history(card_id i64, since_day i64) -> many(day i64, uses i64, accounts i64)
SELECT day, CAST(SUM(uses) AS BIGINT) AS uses, COUNT(*) AS accounts FROM link_use WHERE card_id = :card_id AND day >= :since_day GROUP BY day;

-- row: admin_tag_row(id i64, name text, display_name text, listable bool, trendable bool, usable bool, requires_review bool)

-- name: admin_tag_get(id i64) -> one admin_tag_row
SELECT id, name, display_name, listable, trendable, usable, requires_review FROM tag WHERE id = :id;

-- name: admin_tags() -> page admin_tag_row
SELECT t.id, t.name, t.display_name, t.listable, t.trendable, t.usable, t.requires_review FROM tag t WHERE t.id > 0 AND {page t.id};

-- name: admin_tag_put(id i64, display_name text, listable bool, trendable bool, usable bool) -> none
UPDATE tag SET display_name = :display_name, listable = :listable, trendable = :trendable, usable = :usable, requires_review = 0
 WHERE id = :id;

-- name: tag_days_among(ids text, since_day i64) -> many(id i64, name text, display_name text, day i64?, accounts i64)
-- Hashtags of the list ("1,2,3"), a row for each of their days; one without a day when there is none.
-- sorts: the days of a page of hashtags
SELECT t.id, t.name, t.display_name, u.day, COUNT(u.account_id) AS accounts
  FROM json_each('[' || :ids || ']') i CROSS JOIN tag t ON t.id = i.value LEFT JOIN tag_use u ON u.tag_id = t.id AND u.day >= :since_day
 GROUP BY t.id, t.name, t.display_name, u.day;

-- name: link_days_among(ids text, since_day i64) -> many(id i64, day i64, accounts i64)
-- sorts: the days of a page of links
SELECT u.card_id AS id, u.day, COUNT(*) AS accounts
  FROM json_each('[' || :ids || ']') i CROSS JOIN link_use u ON u.card_id = i.value AND u.day >= :since_day GROUP BY u.card_id, u.day;
