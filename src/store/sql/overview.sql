-- SPDX-License-Identifier: AGPL-3.0-or-later
-- How a community fares, for those who look after it (social/overview.h).

-- name: overview_days(first_day i64, last_day i64) -> many(day i64, statuses i64, registrations i64)
SELECT day, statuses, registrations FROM activity WHERE day >= :first_day AND day <= :last_day;

-- name: overview_active(first_day i64, last_day i64) -> many(day i64, accounts i64)
SELECT day, COUNT(*) AS accounts FROM active_day WHERE day >= :first_day AND day <= :last_day GROUP BY day;

-- name: overview_media() -> many(type text, files i64, bytes i64)
-- scan: media (kept for minutes)
SELECT type, COUNT(*) AS files, CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes FROM media WHERE state = 1 GROUP BY type;

-- name: overview_jobs(now i64, most i64) -> many(kind text, due i64, later i64, failed i64, oldest i64?)
-- scan: job (the first :most)
-- sorts: the kinds of jobs, a dozen
SELECT kind, CAST(SUM(CASE WHEN run_at <= :now THEN 1 ELSE 0 END) AS BIGINT) AS due,
       CAST(SUM(CASE WHEN run_at > :now THEN 1 ELSE 0 END) AS BIGINT) AS later,
       CAST(SUM(CASE WHEN error IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS failed,
       CAST(MIN(CASE WHEN run_at <= :now THEN run_at END) AS BIGINT) AS oldest
  FROM (SELECT j.kind, j.run_at, j.error FROM job j LIMIT :most) x GROUP BY kind ORDER BY kind;

-- name: overview_waiting() -> one(pending i64, reports i64)
-- scan: login, report (up to 1,000 entries of their indexes)
SELECT (SELECT COUNT(*) FROM (SELECT account_id FROM login WHERE approved_at IS NULL LIMIT 1000) l) AS pending,
       (SELECT COUNT(*) FROM (SELECT id FROM report WHERE resolved_at IS NULL LIMIT 1000) r) AS reports;
