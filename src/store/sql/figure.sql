-- SPDX-License-Identifier: AGPL-3.0-or-later
-- How much there is, and how much happens: for instance, nodeinfo and the measures of administration.

-- name: figures_count() -> one(users i64, statuses i64)
-- scan: login (counted once in ten minutes)
SELECT COUNT(*) AS users, CAST(COALESCE(SUM(a.statuses_count), 0) AS BIGINT) AS statuses
  FROM login l JOIN account a ON a.id = l.account_id
 WHERE a.suspended_at IS NULL AND l.confirmed_at IS NOT NULL AND l.approved_at IS NOT NULL;

-- name: peers_all() -> many(domain text)
-- Steps from one domain to the next in the index, whatever the number of accounts.
WITH RECURSIVE d (domain) AS (
  SELECT MIN(a.domain) FROM account a WHERE a.domain > ''
  UNION ALL SELECT (SELECT MIN(b.domain) FROM account b WHERE b.domain > d.domain AND b.domain > '') FROM d WHERE d.domain IS NOT NULL)
SELECT domain FROM d WHERE domain IS NOT NULL;

-- name: peers_count() -> one(count i64)
WITH RECURSIVE d (domain) AS (
  SELECT MIN(a.domain) FROM account a WHERE a.domain > ''
  UNION ALL SELECT (SELECT MIN(b.domain) FROM account b WHERE b.domain > d.domain AND b.domain > '') FROM d WHERE d.domain IS NOT NULL)
SELECT COUNT(domain) AS count FROM d;

-- name: peers_starting(low text, high text, limit i64) -> many(domain text)
SELECT DISTINCT a.domain FROM account a WHERE a.domain > '' AND a.domain >= :low AND a.domain < :high ORDER BY a.domain LIMIT :limit;

-- name: activity_add(day i64, statuses i64, registrations i64) -> none
INSERT INTO activity (day, statuses, registrations) VALUES (:day, :statuses, :registrations)
ON CONFLICT (day) DO UPDATE SET statuses = activity.statuses + excluded.statuses,
                                registrations = activity.registrations + excluded.registrations;

-- name: activity_between(first_day i64, last_day i64) -> one(statuses i64, registrations i64)
SELECT CAST(COALESCE(SUM(statuses), 0) AS BIGINT) AS statuses, CAST(COALESCE(SUM(registrations), 0) AS BIGINT) AS registrations
  FROM activity WHERE day >= :first_day AND day <= :last_day;

-- name: active_day_put(day i64, account_id i64) -> none
INSERT INTO active_day (day, account_id) VALUES (:day, :account_id) ON CONFLICT DO NOTHING;

-- name: active_between(first_day i64, last_day i64) -> one(accounts i64)
SELECT COUNT(DISTINCT account_id) AS accounts FROM active_day WHERE day >= :first_day AND day <= :last_day;

-- name: rules_all() -> many(id i64, text text, hint text)
-- scan: rule (a dozen rows)
SELECT id, text, hint FROM rule ORDER BY position, id;
