-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Attachments and uploads.

-- row: media_row(id i64, account_id i64, status_id i64?, scheduled_id i64?, type text, mime text, file text, preview text, description text,
--   blurhash text, meta text, bytes i64, state i64, error text)
-- columns: media_columns = m.id, m.account_id, m.status_id, m.scheduled_id, m.type, m.mime, m.file, m.preview, m.description, m.blurhash, m.meta,
--   m.bytes, m.state, m.error

-- name: media_of(status_id i64) -> many media_row
SELECT {media_columns} FROM media m WHERE m.status_id = :status_id ORDER BY m.position;

-- name: media_get(id i64) -> one media_row
SELECT {media_columns} FROM media m WHERE m.id = :id;

-- name: media_attach(id i64, status_id i64, position i64) -> none
UPDATE media SET status_id = :status_id, scheduled_id = NULL, position = :position WHERE id = :id;

-- name: media_detach_all(status_id i64, at i64) -> none
-- From now on they are loose: the day until they go begins.
UPDATE media SET status_id = NULL, created_at = :at WHERE status_id = :status_id;

-- name: media_insert(id i64, account_id i64, type text, mime text, file text, preview text, description text, blurhash text, meta text,
--   bytes i64, state i64, created_at i64) -> none
INSERT INTO media (id, account_id, type, mime, file, preview, description, blurhash, meta, bytes, state, created_at)
VALUES (:id, :account_id, :type, :mime, :file, :preview, :description, :blurhash, :meta, :bytes, :state, :created_at);

-- name: media_hashes(id i64) -> one(account_id i64, file text, preview text, mime text, sha256 blob, pdq blob, pdq_quality i64?)
SELECT account_id, file, preview, mime, sha256, pdq, pdq_quality FROM media WHERE id = :id;

-- name: media_hashed(id i64, sha256 blob, pdq blob, pdq_quality i64?) -> none
UPDATE media SET sha256 = :sha256, pdq = :pdq, pdq_quality = :pdq_quality WHERE id = :id;

-- name: media_done(id i64, type text, mime text, file text, preview text, blurhash text, meta text, bytes i64) -> changes
UPDATE media SET type = :type, mime = :mime, file = :file, preview = COALESCE(preview, :preview), blurhash = :blurhash, meta = :meta,
                 bytes = :bytes, state = 1
 WHERE id = :id AND state = 0;

-- name: media_failed(id i64, error text) -> none
UPDATE media SET state = 2, error = :error WHERE id = :id AND state = 0;

-- name: media_describe(id i64, description text, meta text, preview text) -> none
UPDATE media SET description = :description, meta = :meta, preview = :preview WHERE id = :id;

-- name: media_detach(id i64, at i64) -> none
UPDATE media SET status_id = NULL, scheduled_id = NULL, created_at = :at WHERE id = :id;

-- name: media_schedule(id i64, scheduled_id i64, position i64) -> none
UPDATE media SET scheduled_id = :scheduled_id, position = :position WHERE id = :id;

-- name: media_unschedule(scheduled_id i64, at i64) -> none
UPDATE media SET scheduled_id = NULL, created_at = :at WHERE scheduled_id = :scheduled_id;

-- name: media_of_scheduled(scheduled_id i64) -> many media_row
SELECT {media_columns} FROM media m WHERE m.scheduled_id = :scheduled_id ORDER BY m.position;

-- name: media_discard_of(status_id i64) -> none
-- Their files go at the next purge; until then nobody finds them.
UPDATE media SET status_id = NULL, state = 3, created_at = 0 WHERE status_id = :status_id;

-- name: media_discard(id i64) -> changes
UPDATE media SET state = 3, created_at = 0 WHERE id = :id AND status_id IS NULL AND scheduled_id IS NULL;

-- name: media_loose(before i64, most i64) -> many(id i64, file text, preview text)
SELECT id, file, preview FROM media WHERE status_id IS NULL AND scheduled_id IS NULL AND created_at < :before
 ORDER BY created_at LIMIT :most;

-- name: media_delete_loose(id i64, before i64) -> changes
DELETE FROM media WHERE id = :id AND status_id IS NULL AND scheduled_id IS NULL AND created_at < :before;
