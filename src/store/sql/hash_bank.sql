-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Banks of hashes of pictures and files (screening/hash_store.h).

-- row: hash_bank_row(id i64, name text, category text, act text, distance i64, note text, version i64, created_at i64)

-- name: hash_banks_all() -> many hash_bank_row
-- scan: hash_bank (a few dozen rows)
SELECT id, name, category, act, distance, note, version, created_at FROM hash_bank ORDER BY id;

-- name: hash_bank_by_name(name text) -> one hash_bank_row
SELECT id, name, category, act, distance, note, version, created_at FROM hash_bank WHERE name = :name;

-- name: hash_bank_insert(b hash_bank_row) -> none
INSERT INTO hash_bank (id, name, category, act, distance, note, version, created_at)
VALUES (:id, :name, :category, :act, :distance, :note, :version, :created_at);

-- name: hash_bank_update(id i64, category text, act text, distance i64, note text) -> none
UPDATE hash_bank SET category = :category, act = :act, distance = :distance, note = :note, version = version + 1 WHERE id = :id;

-- name: hash_bank_touch(id i64) -> none
UPDATE hash_bank SET version = version + 1 WHERE id = :id;

-- name: hash_bank_delete(id i64) -> none
DELETE FROM hash_bank WHERE id = :id;

-- name: hash_bank_count(bank_id i64) -> one(hashes i64, pictures i64)
SELECT COUNT(*) AS hashes, COUNT(CASE WHEN of_id IS NULL THEN 1 END) AS pictures FROM banked_hash WHERE bank_id = :bank_id;

-- name: banked_hash_last() -> one(id i64)
SELECT COALESCE(MAX(id), 0) AS id FROM banked_hash;

-- name: banked_hash_after(id i64, most i64) -> many(id i64, bank_id i64, kind text, hash blob)
SELECT id, bank_id, kind, hash FROM banked_hash WHERE id > :id ORDER BY id LIMIT :most;

-- name: banked_hash_get(id i64) -> one(id i64, bank_id i64, of_id i64?, kind text, hash blob, note text, account_id i64?, created_at i64)
SELECT id, bank_id, of_id, kind, hash, note, account_id, created_at FROM banked_hash WHERE id = :id;

-- name: banked_hash_find(bank_id i64, kind text, hash blob) -> one(id i64, of_id i64?)
SELECT id, of_id FROM banked_hash WHERE bank_id = :bank_id AND kind = :kind AND hash = :hash;

-- name: banked_hash_insert(id i64, bank_id i64, of_id i64?, kind text, hash blob, note text, account_id i64?, created_at i64) -> changes
INSERT INTO banked_hash (id, bank_id, of_id, kind, hash, note, account_id, created_at)
VALUES (:id, :bank_id, :of_id, :kind, :hash, :note, :account_id, :created_at) ON CONFLICT DO NOTHING;

-- name: banked_hash_delete(id i64) -> changes
DELETE FROM banked_hash WHERE id = :id;

-- name: banked_hash_delete_of(of_id i64) -> none
DELETE FROM banked_hash WHERE of_id = :of_id;
