-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: notification_wanted(to_id i64, from_id i64, conversation_id i64) -> one(blocked bool, muted bool, conversation_muted bool)
SELECT EXISTS (SELECT 1 FROM block b WHERE b.account_id = l.account_id AND b.target_id = :from_id) AS blocked,
       EXISTS (SELECT 1 FROM mute m WHERE m.account_id = l.account_id AND m.target_id = :from_id AND m.notifications = 1) AS muted,
       EXISTS (SELECT 1 FROM conversation_mute c WHERE c.account_id = l.account_id AND c.conversation_id = :conversation_id)
         AS conversation_muted
  FROM login l WHERE l.account_id = :to_id;

-- name: notification_insert(id i64, account_id i64, type text, from_account_id i64, status_id i64?, report_id i64?, event text,
--   group_key text, filtered bool, created_at i64) -> none
INSERT INTO notification (id, account_id, type, from_account_id, status_id, report_id, event, group_key, filtered, created_at)
VALUES (:id, :account_id, :type, :from_account_id, :status_id, :report_id, :event, :group_key, :filtered, :created_at);

-- name: notification_delete(account_id i64, from_account_id i64, type text, status_id i64) -> none
DELETE FROM notification WHERE account_id = :account_id AND from_account_id = :from_account_id AND type = :type
   AND (:status_id = 0 OR status_id = :status_id);

-- name: notifications_between_delete(account_id i64, from_account_id i64) -> none
DELETE FROM notification WHERE account_id = :account_id AND from_account_id = :from_account_id;
