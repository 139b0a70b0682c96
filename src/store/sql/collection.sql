-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Collections: accounts that somebody recommends together.

-- row: collection_row(id i64, account_id i64, name text, description text, language text, sensitive bool, discoverable bool, tag_id i64?,
--   created_at i64, updated_at i64)
-- columns: collection_columns = c.id, c.account_id, c.name, c.description, c.language, c.sensitive, c.discoverable, c.tag_id,
--   c.created_at, c.updated_at

-- name: collection_get(id i64) -> one collection_row
SELECT {collection_columns} FROM collection c WHERE c.id = :id;

-- name: collections_of(account_id i64, all bool, limit i64, offset i64) -> many collection_row
SELECT {collection_columns} FROM collection c WHERE c.account_id = :account_id AND (:all = 1 OR c.discoverable = 1)
 ORDER BY c.id DESC LIMIT :limit OFFSET :offset;

-- name: collections_with(account_id i64, limit i64, offset i64) -> many collection_row
-- sorts: those that one account is in
SELECT {collection_columns} FROM collection_item i JOIN collection c ON c.id = i.collection_id
 WHERE i.account_id = :account_id AND i.state = 'accepted' ORDER BY c.id DESC LIMIT :limit OFFSET :offset;

-- name: collections_count(account_id i64) -> one(count i64)
SELECT COUNT(*) AS count FROM collection WHERE account_id = :account_id;

-- name: collection_put(collection collection_row) -> none
INSERT INTO collection (id, account_id, name, description, language, sensitive, discoverable, tag_id, created_at, updated_at)
VALUES (:id, :account_id, :name, :description, :language, :sensitive, :discoverable, :tag_id, :created_at, :updated_at)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description, language = excluded.language,
  sensitive = excluded.sensitive, discoverable = excluded.discoverable, tag_id = excluded.tag_id, updated_at = excluded.updated_at;

-- name: collection_delete(id i64) -> none
DELETE FROM collection WHERE id = :id;

-- row: collection_item_row(id i64, collection_id i64, account_id i64, state text, created_at i64)

-- name: collection_items(collection_id i64) -> many collection_item_row
-- sorts: a few dozen
SELECT i.id, i.collection_id, i.account_id, i.state, i.created_at
  FROM collection_item i JOIN account a ON a.id = i.account_id
 WHERE i.collection_id = :collection_id AND i.state = 'accepted' AND a.suspended_at IS NULL ORDER BY i.id;

-- name: collection_item_get(id i64, collection_id i64) -> one collection_item_row
SELECT id, collection_id, account_id, state, created_at FROM collection_item WHERE id = :id AND collection_id = :collection_id;

-- name: collection_item_find(collection_id i64, account_id i64) -> one collection_item_row
SELECT id, collection_id, account_id, state, created_at FROM collection_item WHERE collection_id = :collection_id AND account_id = :account_id;

-- name: collection_item_insert(id i64, collection_id i64, account_id i64, created_at i64) -> none
INSERT INTO collection_item (id, collection_id, account_id, state, created_at)
VALUES (:id, :collection_id, :account_id, 'accepted', :created_at);

-- name: collection_item_delete(id i64) -> none
DELETE FROM collection_item WHERE id = :id;

-- name: collection_item_revoke(id i64) -> none
UPDATE collection_item SET state = 'revoked' WHERE id = :id;
