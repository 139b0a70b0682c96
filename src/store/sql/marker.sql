-- SPDX-License-Identifier: AGPL-3.0-or-later
-- How far a member has read.

-- name: marker_get(account_id i64, timeline text) -> one(last_read_id i64, version i64, updated_at i64)
SELECT last_read_id, version, updated_at FROM marker WHERE account_id = :account_id AND timeline = :timeline;

-- name: marker_put(account_id i64, timeline text, last_read_id i64, updated_at i64) -> none
INSERT INTO marker (account_id, timeline, last_read_id, version, updated_at) VALUES (:account_id, :timeline, :last_read_id, 0, :updated_at)
ON CONFLICT (account_id, timeline) DO UPDATE
   SET last_read_id = excluded.last_read_id, version = marker.version + 1, updated_at = excluded.updated_at;
