-- SPDX-License-Identifier: AGPL-3.0-or-later

-- published_at: 0 while nobody is to see it, later than now when it is scheduled.

-- row: announcement_row(id i64, text text, html text, starts_at i64?, ends_at i64?, all_day bool, published_at i64, updated_at i64)

-- name: announcement_get(id i64) -> one announcement_row
SELECT id, text, html, starts_at, ends_at, all_day, published_at, updated_at FROM announcement WHERE id = :id;

-- name: announcements_current(now i64) -> many announcement_row
-- scan: announcement (a few, written by hand)
SELECT id, text, html, starts_at, ends_at, all_day, published_at, updated_at FROM announcement
 WHERE (ends_at IS NULL OR ends_at > :now) AND published_at > 0 AND published_at <= :now ORDER BY id;

-- name: announcements_all() -> many announcement_row
-- scan: announcement (for who writes them)
SELECT id, text, html, starts_at, ends_at, all_day, published_at, updated_at FROM announcement ORDER BY id;

-- name: announcement_put(announcement announcement_row) -> none
INSERT INTO announcement (id, text, html, starts_at, ends_at, all_day, published_at, updated_at)
VALUES (:id, :text, :html, :starts_at, :ends_at, :all_day, :published_at, :updated_at)
ON CONFLICT (id) DO UPDATE SET text = excluded.text, html = excluded.html, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
                               all_day = excluded.all_day, published_at = excluded.published_at, updated_at = excluded.updated_at;

-- name: announcement_delete(id i64) -> changes
DELETE FROM announcement WHERE id = :id;

-- name: announcement_is_read(account_id i64, announcement_id i64) -> one(announcement_id i64)
SELECT announcement_id FROM announcement_dismissed WHERE account_id = :account_id AND announcement_id = :announcement_id;

-- name: announcement_dismiss(account_id i64, announcement_id i64) -> none
INSERT INTO announcement_dismissed (account_id, announcement_id) VALUES (:account_id, :announcement_id) ON CONFLICT DO NOTHING;

-- name: announcement_reactions(announcement_id i64, account_id i64) -> many(name text, count i64, me bool)
-- sorts: the reactions to one announcement
SELECT r.name, COUNT(*) AS count, MAX(CASE WHEN r.account_id = :account_id THEN 1 ELSE 0 END) AS me
  FROM announcement_reaction r WHERE r.announcement_id = :announcement_id GROUP BY r.name ORDER BY MIN(r.created_at), r.name;

-- name: announcement_reaction_put(announcement_id i64, name text, account_id i64, created_at i64) -> none
INSERT INTO announcement_reaction (announcement_id, name, account_id, created_at)
VALUES (:announcement_id, :name, :account_id, :created_at) ON CONFLICT DO NOTHING;

-- name: announcement_reaction_delete(announcement_id i64, name text, account_id i64) -> changes
DELETE FROM announcement_reaction WHERE announcement_id = :announcement_id AND name = :name AND account_id = :account_id;
