-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What members do with statuses: favourites, bookmarks, pins, muted conversations.

-- name: favourite_insert(account_id i64, status_id i64, id i64) -> changes
INSERT INTO favourite (account_id, status_id, id) VALUES (:account_id, :status_id, :id) ON CONFLICT DO NOTHING;

-- name: status_flags(status_id i64, account_id i64, conversation_id i64) -> one(favourited bool, reblogged bool, bookmarked bool, pinned bool, muted bool)
SELECT EXISTS (SELECT 1 FROM favourite f WHERE f.account_id = :account_id AND f.status_id = :status_id) AS favourited,
       EXISTS (SELECT 1 FROM status r WHERE r.reblog_of_id = :status_id AND r.account_id = :account_id) AS reblogged,
       EXISTS (SELECT 1 FROM bookmark b WHERE b.account_id = :account_id AND b.status_id = :status_id) AS bookmarked,
       EXISTS (SELECT 1 FROM pin p WHERE p.account_id = :account_id AND p.status_id = :status_id) AS pinned,
       EXISTS (SELECT 1 FROM conversation_mute c WHERE c.account_id = :account_id AND c.conversation_id = :conversation_id) AS muted;

-- name: favourite_delete(account_id i64, status_id i64) -> changes
DELETE FROM favourite WHERE account_id = :account_id AND status_id = :status_id;

-- row: marked_row(id i64, status_id i64)
-- row: marker_row(id i64, account_id i64)

-- name: favourites_of(account_id i64) -> page marked_row
SELECT f.id, f.status_id FROM favourite f WHERE f.account_id = :account_id AND {page f.id};

-- name: favourited_by(status_id i64) -> page marker_row
SELECT f.id, f.account_id FROM favourite f WHERE f.status_id = :status_id AND {page f.id};

-- name: reblogged_by(reblog_of_id i64) -> page marker_row
SELECT s.id, s.account_id FROM status s WHERE s.reblog_of_id = :reblog_of_id AND {page s.id};

-- name: bookmark_insert(account_id i64, status_id i64, id i64) -> changes
INSERT INTO bookmark (account_id, status_id, id) VALUES (:account_id, :status_id, :id) ON CONFLICT DO NOTHING;

-- name: bookmark_delete(account_id i64, status_id i64) -> changes
DELETE FROM bookmark WHERE account_id = :account_id AND status_id = :status_id;

-- name: bookmarks_of(account_id i64) -> page marked_row
SELECT b.id, b.status_id FROM bookmark b WHERE b.account_id = :account_id AND {page b.id};

-- name: pin_count(account_id i64) -> one(count i64)
SELECT COUNT(*) AS count FROM pin WHERE account_id = :account_id;

-- name: pin_has(account_id i64, status_id i64) -> one(status_id i64)
SELECT status_id FROM pin WHERE account_id = :account_id AND status_id = :status_id;

-- name: pin_insert(account_id i64, status_id i64, id i64) -> changes
INSERT INTO pin (account_id, status_id, id) VALUES (:account_id, :status_id, :id) ON CONFLICT DO NOTHING;

-- name: pin_delete(account_id i64, status_id i64) -> changes
DELETE FROM pin WHERE account_id = :account_id AND status_id = :status_id;

-- name: conversation_mute_insert(account_id i64, conversation_id i64) -> changes
INSERT INTO conversation_mute (account_id, conversation_id) VALUES (:account_id, :conversation_id) ON CONFLICT DO NOTHING;

-- name: conversation_mute_delete(account_id i64, conversation_id i64) -> changes
DELETE FROM conversation_mute WHERE account_id = :account_id AND conversation_id = :conversation_id;
