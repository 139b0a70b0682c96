-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who is suspended or limited: kept in memory (social/standing.h).

-- name: standings_all() -> many(id i64, suspended_at i64?, silenced_at i64?)
-- scan: account (only those, by an index that holds no others)
SELECT id, suspended_at, silenced_at FROM account WHERE suspended_at IS NOT NULL OR silenced_at IS NOT NULL ORDER BY id;

-- name: standing_get(id i64) -> one(suspended_at i64?, silenced_at i64?)
SELECT suspended_at, silenced_at FROM account WHERE id = :id;
