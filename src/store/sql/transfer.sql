-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Imports and exports.

-- row: transfer_row(id i64, account_id i64, direction text, kind text, mode text, state text, done i64, total i64, skipped i64, file text,
--   message text, created_at i64, updated_at i64)
-- columns: transfer_columns = t.id, t.account_id, t.direction, t.kind, t.mode, t.state, t.done, t.total, t.skipped, t.file,
--   t.message, t.created_at, t.updated_at

-- name: transfer_insert(id i64, account_id i64, direction text, kind text, mode text, file text, created_at i64) -> none
INSERT INTO transfer (id, account_id, direction, kind, mode, file, created_at, updated_at)
VALUES (:id, :account_id, :direction, :kind, :mode, :file, :created_at, :created_at);

-- name: transfer_get(id i64) -> one transfer_row
SELECT {transfer_columns} FROM transfer t WHERE t.id = :id;

-- name: transfers_of(account_id i64, limit i64) -> many transfer_row
SELECT {transfer_columns} FROM transfer t WHERE t.account_id = :account_id ORDER BY t.id DESC LIMIT :limit;

-- name: transfer_open_of(account_id i64, direction text, since i64) -> many(id i64)
SELECT t.id FROM transfer t
 WHERE t.account_id = :account_id AND t.direction = :direction AND t.state IN ('waiting', 'running') AND t.updated_at > :since;

-- name: transfer_progress(id i64, done i64, total i64, skipped i64, at i64) -> none
UPDATE transfer SET state = 'running', done = :done, total = :total, skipped = :skipped, updated_at = :at WHERE id = :id;

-- name: transfer_end(id i64, state text, file text, message text, at i64) -> none
UPDATE transfer SET state = :state, file = :file, message = :message, updated_at = :at WHERE id = :id;

-- name: transfers_old(before i64, limit i64) -> many(id i64, file text)
-- scan: transfer (a few rows a member, looked at once an hour)
SELECT t.id, t.file FROM transfer t WHERE t.updated_at < :before AND t.file IS NOT NULL AND t.state IN ('done', 'failed') LIMIT :limit;

-- name: transfer_forget_file(id i64) -> none
UPDATE transfer SET file = NULL WHERE id = :id;

-- name: imported_find(account_id i64, source text) -> one(status_id i64)
SELECT status_id FROM imported WHERE account_id = :account_id AND source = :source;

-- name: imported_put(account_id i64, source text, status_id i64) -> none
INSERT INTO imported (account_id, source, status_id) VALUES (:account_id, :source, :status_id)
ON CONFLICT (account_id, source) DO UPDATE SET status_id = excluded.status_id;

-- name: account_count_statuses(id i64, by i64) -> none
UPDATE account SET statuses_count = statuses_count + :by WHERE id = :id;

-- name: export_follows(account_id i64) -> many(username text, domain text, reblogs bool, notify bool, languages text)
SELECT a.username, a.domain, f.reblogs, f.notify, f.languages FROM follow f JOIN account a ON a.id = f.target_id
 WHERE f.account_id = :account_id ORDER BY f.id;

-- name: export_blocks(account_id i64) -> many(username text, domain text)
SELECT a.username, a.domain FROM block b JOIN account a ON a.id = b.target_id WHERE b.account_id = :account_id ORDER BY b.id;

-- name: export_mutes(account_id i64, now i64) -> many(username text, domain text, notifications bool)
SELECT a.username, a.domain, m.notifications FROM mute m JOIN account a ON a.id = m.target_id
 WHERE m.account_id = :account_id AND (m.expires_at IS NULL OR m.expires_at > :now) ORDER BY m.id;

-- name: export_lists(account_id i64) -> many(title text, username text, domain text)
SELECT l.title, a.username, a.domain FROM list l JOIN list_member m ON m.list_id = l.id JOIN account a ON a.id = m.account_id
 WHERE l.account_id = :account_id ORDER BY l.id, m.id;

-- name: export_domains(account_id i64) -> many(domain text)
SELECT domain FROM domain_mute WHERE account_id = :account_id ORDER BY domain;

-- name: export_statuses(account_id i64, after i64, limit i64) -> many status_row
SELECT {status_columns} FROM status s WHERE s.account_id = :account_id AND s.id > :after ORDER BY s.id LIMIT :limit;

-- name: export_favourites(account_id i64, after i64, limit i64) -> many(id i64, status_id i64)
SELECT id, status_id FROM favourite WHERE account_id = :account_id AND id > :after ORDER BY id LIMIT :limit;

-- name: export_bookmarks(account_id i64, after i64, limit i64) -> many(id i64, status_id i64)
SELECT id, status_id FROM bookmark WHERE account_id = :account_id AND id > :after ORDER BY id LIMIT :limit;

-- name: import_list_find(account_id i64, title text) -> one(id i64)
SELECT id FROM list WHERE account_id = :account_id AND title = :title ORDER BY id LIMIT 1;

-- name: import_list_insert(id i64, account_id i64, title text) -> none
INSERT INTO list (id, account_id, title) VALUES (:id, :account_id, :title);

-- name: import_list_member(list_id i64, account_id i64, id i64) -> none
INSERT INTO list_member (list_id, account_id, id) VALUES (:list_id, :account_id, :id) ON CONFLICT DO NOTHING;

-- name: import_lists_empty(account_id i64) -> none
DELETE FROM list_member WHERE list_id IN (SELECT l.id FROM list l WHERE l.account_id = :account_id);

-- name: import_follows_now(account_id i64) -> many(target_id i64)
SELECT target_id FROM follow WHERE account_id = :account_id;

-- name: import_blocks_now(account_id i64) -> many(target_id i64)
SELECT target_id FROM block WHERE account_id = :account_id;

-- name: import_mutes_now(account_id i64) -> many(target_id i64)
SELECT target_id FROM mute WHERE account_id = :account_id;

-- name: import_bookmarks_now(account_id i64) -> many(status_id i64)
SELECT status_id FROM bookmark WHERE account_id = :account_id;

-- name: export_media(account_id i64, after i64, limit i64) -> many(id i64, file text)
SELECT id, file FROM media WHERE account_id = :account_id AND id > :after AND file IS NOT NULL AND status_id IS NOT NULL
 ORDER BY id LIMIT :limit;
