-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Durable jobs.

-- name: job_insert(id i64, kind text, subject_id i64?, json text, run_at i64, created_at i64) -> none
INSERT INTO job (id, kind, subject_id, args, run_at, created_at) VALUES (:id, :kind, :subject_id, :json, :run_at, :created_at);

-- name: job_claim(now i64, most i64) -> many(id i64, kind text, subject_id i64?, json text, attempts i64)
UPDATE job SET claimed_at = :now, attempts = attempts + 1
 WHERE id IN (SELECT d.id FROM job d WHERE d.claimed_at IS NULL AND d.run_at <= :now ORDER BY d.run_at LIMIT :most)
RETURNING id, kind, subject_id, args AS json, attempts;

-- name: job_next_due() -> many(run_at i64)
SELECT run_at FROM job WHERE claimed_at IS NULL AND run_at >= 0 ORDER BY run_at LIMIT 1;

-- name: job_delete(id i64) -> none
DELETE FROM job WHERE id = :id;

-- name: job_cancel(kind text, subject_id i64) -> none
DELETE FROM job WHERE kind = :kind AND subject_id = :subject_id AND claimed_at IS NULL;

-- name: job_waiting(kind text, subject_id i64) -> one(id i64, run_at i64)
SELECT id, run_at FROM job WHERE kind = :kind AND subject_id = :subject_id AND claimed_at IS NULL LIMIT 1;

-- name: job_put_back(id i64, run_at i64, error text) -> none
UPDATE job SET claimed_at = NULL, run_at = :run_at, error = :error WHERE id = :id;

-- name: job_give_back_all() -> changes
-- After a crash: nobody works on them any more.
UPDATE job SET claimed_at = NULL WHERE claimed_at IS NOT NULL;

-- name: job_unclaim(id i64) -> none
-- It did not begin.
UPDATE job SET claimed_at = NULL, attempts = attempts - 1 WHERE id = :id;
