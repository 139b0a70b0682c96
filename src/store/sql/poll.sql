-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Polls and their votes.

-- name: poll_get(id i64) -> one(id i64, account_id i64, status_id i64?, multiple bool, hide_totals bool, expires_at i64?, votes_count i64,
--   voters_count i64)
SELECT id, account_id, status_id, multiple, hide_totals, expires_at, votes_count, voters_count FROM poll WHERE id = :id;

-- name: poll_options_of(poll_id i64) -> many(title text, votes_count i64)
SELECT title, votes_count FROM poll_option WHERE poll_id = :poll_id ORDER BY position;

-- name: poll_votes_by(poll_id i64, account_id i64) -> many(position i64)
SELECT position FROM poll_vote WHERE poll_id = :poll_id AND account_id = :account_id ORDER BY position;

-- name: poll_insert(id i64, account_id i64, status_id i64, multiple bool, hide_totals bool, expires_at i64) -> none
INSERT INTO poll (id, account_id, status_id, multiple, hide_totals, expires_at)
VALUES (:id, :account_id, :status_id, :multiple, :hide_totals, :expires_at);

-- name: poll_option_insert(poll_id i64, position i64, title text) -> none
INSERT INTO poll_option (poll_id, position, title) VALUES (:poll_id, :position, :title);

-- name: poll_delete(id i64) -> none
DELETE FROM poll WHERE id = :id;

-- name: poll_vote_insert(poll_id i64, account_id i64, position i64) -> changes
INSERT INTO poll_vote (poll_id, account_id, position) VALUES (:poll_id, :account_id, :position) ON CONFLICT DO NOTHING;

-- name: poll_option_count(poll_id i64, position i64) -> none
UPDATE poll_option SET votes_count = votes_count + 1 WHERE poll_id = :poll_id AND position = :position;

-- name: poll_count(id i64, votes i64) -> none
UPDATE poll SET votes_count = votes_count + :votes, voters_count = voters_count + 1 WHERE id = :id;

-- name: poll_change(id i64, multiple bool, hide_totals bool, expires_at i64?) -> none
UPDATE poll SET multiple = :multiple, hide_totals = :hide_totals, expires_at = :expires_at, ended = 0 WHERE id = :id;

-- name: poll_reset(id i64) -> none
UPDATE poll SET votes_count = 0, voters_count = 0 WHERE id = :id;

-- name: poll_votes_clear(poll_id i64) -> none
DELETE FROM poll_vote WHERE poll_id = :poll_id;

-- name: poll_options_clear(poll_id i64) -> none
DELETE FROM poll_option WHERE poll_id = :poll_id;

-- name: polls_over(at i64, most i64) -> many(id i64, account_id i64, status_id i64)
SELECT id, account_id, status_id FROM poll WHERE ended = 0 AND expires_at IS NOT NULL AND expires_at <= :at ORDER BY expires_at LIMIT :most;

-- name: poll_end(id i64) -> none
UPDATE poll SET ended = 1 WHERE id = :id;

-- name: poll_voters(poll_id i64) -> many(account_id i64)
SELECT DISTINCT account_id FROM poll_vote WHERE poll_id = :poll_id ORDER BY account_id;
