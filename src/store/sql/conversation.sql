-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: conversation_put(id i64, account_id i64, conversation_id i64, last_status_id i64, participants text, unread bool) -> one(id i64)
INSERT INTO conversation (id, account_id, conversation_id, last_status_id, participants, unread)
VALUES (:id, :account_id, :conversation_id, :last_status_id, :participants, :unread)
ON CONFLICT (account_id, conversation_id) DO UPDATE
   SET last_status_id = excluded.last_status_id, participants = excluded.participants, unread = excluded.unread
RETURNING id;

-- name: conversation_step_back(conversation_id i64, status_id i64) -> none
UPDATE conversation
   SET last_status_id = (SELECT s.id FROM status s WHERE s.conversation_id = conversation.conversation_id AND s.visibility = 3
                            AND s.id < :status_id ORDER BY s.id DESC LIMIT 1)
 WHERE conversation.account_id IN (SELECT m.account_id FROM mention m WHERE m.status_id = :status_id
                                    UNION ALL SELECT a.account_id FROM status a WHERE a.id = :status_id)
   AND conversation.conversation_id = :conversation_id AND last_status_id = :status_id
   AND EXISTS (SELECT 1 FROM status s WHERE s.conversation_id = :conversation_id AND s.visibility = 3 AND s.id < :status_id);

-- name: conversation_end(conversation_id i64, status_id i64) -> none
DELETE FROM conversation
 WHERE account_id IN (SELECT m.account_id FROM mention m WHERE m.status_id = :status_id
                       UNION ALL SELECT a.account_id FROM status a WHERE a.id = :status_id)
   AND conversation_id = :conversation_id AND last_status_id = :status_id;

-- row: conversation_row(id i64, last_status_id i64, participants text, unread bool)

-- name: conversations_of(account_id i64) -> page conversation_row
SELECT c.id, c.last_status_id, c.participants, c.unread FROM conversation c WHERE c.account_id = :account_id AND {page c.last_status_id};

-- name: conversation_get(id i64, account_id i64) -> one conversation_row
SELECT c.id, c.last_status_id, c.participants, c.unread FROM conversation c WHERE c.id = :id AND c.account_id = :account_id;

-- name: messages_of(conversation_id i64, before_id i64, most i64) -> many(id i64)
-- Newest first; who may see which is looked at afterwards.
SELECT s.id FROM status s WHERE s.conversation_id = :conversation_id AND s.visibility = 3 AND s.id < :before_id ORDER BY s.id DESC LIMIT :most;

-- name: conversation_unread_set(id i64, account_id i64, unread bool) -> changes
UPDATE conversation SET unread = :unread WHERE id = :id AND account_id = :account_id;

-- name: conversation_delete(id i64, account_id i64) -> changes
DELETE FROM conversation WHERE id = :id AND account_id = :account_id;
