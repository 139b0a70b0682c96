-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Lists of accounts.

-- row: list_row(id i64, account_id i64, title text, replies_policy text, exclusive bool)

-- name: lists_of(account_id i64) -> many list_row
SELECT id, account_id, title, replies_policy, exclusive FROM list WHERE account_id = :account_id ORDER BY id;

-- name: lists_with(owner_id i64, account_id i64) -> many list_row
SELECT l.id, l.account_id, l.title, l.replies_policy, l.exclusive FROM list_member m JOIN list l ON l.id = m.list_id
 WHERE m.account_id = :account_id AND l.account_id = :owner_id;

-- name: list_get(id i64) -> one list_row
SELECT id, account_id, title, replies_policy, exclusive FROM list WHERE id = :id;

-- name: list_put(list list_row) -> none
INSERT INTO list (id, account_id, title, replies_policy, exclusive) VALUES (:id, :account_id, :title, :replies_policy, :exclusive)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, replies_policy = excluded.replies_policy, exclusive = excluded.exclusive;

-- name: list_delete(id i64) -> none
DELETE FROM list WHERE id = :id;

-- name: list_member_put(list_id i64, account_id i64, id i64) -> changes
INSERT INTO list_member (list_id, account_id, id) VALUES (:list_id, :account_id, :id) ON CONFLICT DO NOTHING;

-- name: list_member_delete(list_id i64, account_id i64) -> none
DELETE FROM list_member WHERE list_id = :list_id AND account_id = :account_id;

-- name: list_members(list_id i64) -> many(account_id i64)
SELECT account_id FROM list_member WHERE list_id = :list_id;

-- name: list_members_page(list_id i64) -> page relation_page_row
-- sorts: the members of one list
SELECT m.id, m.account_id FROM list_member m WHERE m.list_id = :list_id AND {page m.id};

-- name: list_members_posted(list_id i64) -> many(id i64, last_status_at i64)
SELECT a.id, a.last_status_at FROM list_member m JOIN account a ON a.id = m.account_id
 WHERE m.list_id = :list_id AND a.last_status_at IS NOT NULL;
