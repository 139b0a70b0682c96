-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What is over after a time.

-- name: mutes_ended(now i64) -> many(account_id i64, target_id i64)
DELETE FROM mute WHERE expires_at IS NOT NULL AND expires_at <= :now RETURNING account_id, target_id;

-- name: idempotency_delete_old(before i64) -> none
DELETE FROM idempotency WHERE created_at < :before;
