-- SPDX-License-Identifier: AGPL-3.0-or-later
-- How much waits for a member.

-- name: unread_counts(account_id i64, most i64) -> one(notifications i64, conversations i64, requests i64)
-- The same notifications as notifications_of shows, after the read marker.
SELECT (SELECT COUNT(*) FROM (SELECT n.id FROM notification n JOIN account a ON a.id = n.from_account_id LEFT JOIN status s ON s.id = n.status_id
                               WHERE n.account_id = :account_id AND n.filtered = 0 AND a.suspended_at IS NULL
                                 AND n.id > COALESCE((SELECT m.last_read_id FROM marker m
                                                       WHERE m.account_id = :account_id AND m.timeline = 'notifications'), 0)
                                 AND (s.hidden_at IS NULL OR s.account_id = n.account_id)
                                 AND NOT EXISTS (SELECT 1 FROM block b WHERE b.account_id = n.account_id AND b.target_id = n.from_account_id)
                                 AND NOT EXISTS (SELECT 1 FROM mute m WHERE m.account_id = n.account_id AND m.target_id = n.from_account_id
                                                    AND m.notifications = 1)
                               LIMIT :most) AS x) AS notifications,
       (SELECT COUNT(*) FROM (SELECT c.id FROM conversation c WHERE c.account_id = :account_id AND c.unread = 1 LIMIT :most) AS y) AS conversations,
       (SELECT COUNT(*) FROM (SELECT f.id FROM follow_request f WHERE f.target_id = :account_id LIMIT :most) AS z) AS requests;
