-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Statuses that wait for their time.

-- row: scheduled_row(id i64, account_id i64, scheduled_at i64, params text)

-- name: scheduled_get(id i64, account_id i64) -> one scheduled_row
SELECT s.id, s.account_id, s.scheduled_at, s.params FROM scheduled_status s WHERE s.id = :id AND s.account_id = :account_id;

-- name: scheduled_of(account_id i64) -> page scheduled_row
SELECT s.id, s.account_id, s.scheduled_at, s.params FROM scheduled_status s WHERE s.account_id = :account_id AND {page s.id};

-- name: scheduled_due(at i64, most i64) -> many scheduled_row
SELECT s.id, s.account_id, s.scheduled_at, s.params FROM scheduled_status s WHERE s.scheduled_at <= :at ORDER BY s.scheduled_at LIMIT :most;

-- name: scheduled_count(account_id i64, since i64, before i64) -> one(total i64, of_day i64)
SELECT COUNT(*) AS total, COALESCE(SUM(CASE WHEN scheduled_at >= :since AND scheduled_at < :before THEN 1 ELSE 0 END), 0) AS of_day
  FROM scheduled_status WHERE account_id = :account_id;

-- name: scheduled_insert(id i64, account_id i64, scheduled_at i64, params text) -> none
INSERT INTO scheduled_status (id, account_id, scheduled_at, params) VALUES (:id, :account_id, :scheduled_at, :params);

-- name: scheduled_move(id i64, account_id i64, scheduled_at i64) -> changes
UPDATE scheduled_status SET scheduled_at = :scheduled_at WHERE id = :id AND account_id = :account_id;

-- name: scheduled_delete(id i64, account_id i64) -> changes
DELETE FROM scheduled_status WHERE id = :id AND account_id = :account_id;
