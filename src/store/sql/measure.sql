-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Figures for the dashboard of administration: small sums over a bounded time.

-- name: measure_active(day i64) -> one(value i64)
SELECT COUNT(*) AS value FROM active_day WHERE day = :day;

-- name: measure_reports_opened(since_id i64, below_id i64) -> one(value i64)
SELECT COUNT(*) AS value FROM report WHERE id >= :since_id AND id < :below_id;

-- name: measure_reports_resolved(since i64, until i64) -> one(value i64)
SELECT COUNT(*) AS value FROM report WHERE resolved_at IS NOT NULL AND resolved_at >= :since AND resolved_at < :until;

-- name: measure_tag(tag_id i64, day i64) -> one(accounts i64, uses i64)
SELECT COUNT(*) AS accounts, CAST(COALESCE(SUM(uses), 0) AS BIGINT) AS uses FROM tag_use WHERE tag_id = :tag_id AND day = :day;

-- name: dimension_languages(since i64, until i64, limit i64) -> many(key text, value i64)
-- sorts: the members who came in the asked time, by language
SELECT locale AS key, COUNT(*) AS value FROM login WHERE created_at >= :since AND created_at < :until
 GROUP BY locale ORDER BY 2 DESC, 1 LIMIT :limit;

-- name: dimension_sources(since i64, until i64, limit i64) -> many(key text, value i64)
-- sorts: the members who came in the asked time, by the app they came with
SELECT COALESCE(p.name, 'web') AS key, COUNT(*) AS value
  FROM login l LEFT JOIN oauth_app p ON p.id = l.created_by_app_id
 WHERE l.created_at >= :since AND l.created_at < :until
 GROUP BY COALESCE(p.name, 'web') ORDER BY 2 DESC, 1 LIMIT :limit;

-- name: cohort_size(since i64, until i64) -> one(value i64)
SELECT COUNT(*) AS value FROM login WHERE created_at >= :since AND created_at < :until;

-- name: cohort_active(since i64, until i64, first_day i64, last_day i64) -> one(value i64)
SELECT COUNT(DISTINCT d.account_id) AS value
  FROM login l JOIN active_day d ON d.account_id = l.account_id
 WHERE l.created_at >= :since AND l.created_at < :until AND d.day >= :first_day AND d.day <= :last_day;
