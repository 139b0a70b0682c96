-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: notification_wanted(to_id i64, from_id i64, status_id i64, conversation_id i64, names bool) -> one(blocked bool, muted bool,
--   domain_muted bool, conversation_muted bool, names_blocked bool, permitted bool, follows bool, followed_at i64?, role i64,
--   from_created_at i64, from_bot bool, from_silenced_at i64?, from_role i64?, visibility i64?, in_reply_to_id i64?,
--   for_not_following text, for_not_followers text, for_new_accounts text, for_private_mentions text, for_limited_accounts text,
--   for_bots text)
-- Everything that decides whether somebody is told of something. names: its status names people (a mention).
SELECT EXISTS (SELECT 1 FROM block b WHERE b.account_id = l.account_id AND b.target_id = f.id) AS blocked,
       EXISTS (SELECT 1 FROM mute m WHERE m.account_id = l.account_id AND m.target_id = f.id AND m.notifications = 1) AS muted,
       (f.domain <> '' AND EXISTS (SELECT 1 FROM domain_mute d WHERE d.account_id = l.account_id AND d.domain = f.domain)) AS domain_muted,
       EXISTS (SELECT 1 FROM conversation_mute c WHERE c.account_id = l.account_id AND c.conversation_id = :conversation_id)
         AS conversation_muted,
       (:names = 1 AND (EXISTS (SELECT 1 FROM block b WHERE b.account_id = l.account_id AND b.target_id = s.in_reply_to_account_id) OR
                        EXISTS (SELECT 1 FROM mention m JOIN block b ON b.account_id = l.account_id AND b.target_id = m.account_id
                                 WHERE m.status_id = s.id))) AS names_blocked,
       EXISTS (SELECT 1 FROM notification_permission n WHERE n.account_id = l.account_id AND n.from_account_id = f.id) AS permitted,
       EXISTS (SELECT 1 FROM follow w WHERE w.account_id = l.account_id AND w.target_id = f.id) AS follows,
       (SELECT w.created_at FROM follow w WHERE w.account_id = f.id AND w.target_id = l.account_id) AS followed_at,
       l.role, f.created_at AS from_created_at, f.bot AS from_bot, f.silenced_at AS from_silenced_at, fl.role AS from_role,
       s.visibility, s.in_reply_to_id,
       COALESCE(p.for_not_following, 'accept') AS for_not_following, COALESCE(p.for_not_followers, 'accept') AS for_not_followers,
       COALESCE(p.for_new_accounts, 'accept') AS for_new_accounts, COALESCE(p.for_private_mentions, 'filter') AS for_private_mentions,
       COALESCE(p.for_limited_accounts, 'filter') AS for_limited_accounts, COALESCE(p.for_bots, 'accept') AS for_bots
  FROM login l JOIN account f ON f.id = :from_id LEFT JOIN login fl ON fl.account_id = f.id LEFT JOIN status s ON s.id = :status_id
       LEFT JOIN notification_policy p ON p.account_id = l.account_id
 WHERE l.account_id = :to_id;

-- name: notification_asked_for(parent_id i64, to_id i64, from_id i64) -> one(found bool)
-- Whether the thread above (a hundred statuses at most) has a private mention of from_id by to_id.
WITH RECURSIVE above (id, parent_id, account_id, visibility, depth) AS (
  SELECT s.id, s.in_reply_to_id, s.account_id, s.visibility, 0 FROM status s WHERE s.id = :parent_id
  UNION ALL
  SELECT s.id, s.in_reply_to_id, s.account_id, s.visibility, a.depth + 1 FROM above a JOIN status s ON s.id = a.parent_id WHERE a.depth < 100)
SELECT EXISTS (SELECT 1 FROM above a JOIN mention m ON m.status_id = a.id AND m.account_id = :from_id
                WHERE a.account_id = :to_id AND a.visibility = 3) AS found;

-- name: notification_insert(id i64, account_id i64, type text, from_account_id i64, status_id i64?, report_id i64?, event text,
--   group_key text, filtered bool, created_at i64) -> none
INSERT INTO notification (id, account_id, type, from_account_id, status_id, report_id, event, group_key, filtered, created_at)
VALUES (:id, :account_id, :type, :from_account_id, :status_id, :report_id, :event, :group_key, :filtered, :created_at);

-- name: notification_withdraw(account_id i64, from_account_id i64, type text, status_id i64) -> none
DELETE FROM notification WHERE account_id = :account_id AND from_account_id = :from_account_id AND type = :type
   AND (:status_id = 0 OR status_id = :status_id);

-- name: notifications_between_delete(account_id i64, from_account_id i64) -> none
DELETE FROM notification WHERE account_id = :account_id AND from_account_id = :from_account_id;

-- name: notification_staff(least_role i64) -> many(account_id i64, role i64)
-- scan: login (a report or a sign-up is rare)
SELECT account_id, role FROM login WHERE role >= :least_role AND disabled_at IS NULL;

-- Reading: what of it is shown. types and without are lists with a space around each name; types '' means all. -----------------------

-- row: notification_row(id i64, type text, from_account_id i64, status_id i64?, report_id i64?, event text, group_key text, filtered bool,
--   created_at i64)
-- columns: notification_columns = n.id, n.type, n.from_account_id, n.status_id, n.report_id, n.event, n.group_key, n.filtered, n.created_at

-- name: notifications_of(account_id i64, types text, without text, filtered bool) -> page notification_row
SELECT {notification_columns}
  FROM notification n JOIN account a ON a.id = n.from_account_id LEFT JOIN status s ON s.id = n.status_id
 WHERE n.account_id = :account_id AND (n.filtered = 0 OR :filtered = 1) AND a.suspended_at IS NULL
   AND (s.hidden_at IS NULL OR s.account_id = n.account_id)
   AND (:types = '' OR :types LIKE '% ' || n.type || ' %') AND NOT (:without LIKE '% ' || n.type || ' %')
   AND NOT EXISTS (SELECT 1 FROM block b WHERE b.account_id = n.account_id AND b.target_id = n.from_account_id)
   AND NOT EXISTS (SELECT 1 FROM mute m WHERE m.account_id = n.account_id AND m.target_id = n.from_account_id AND m.notifications = 1)
   AND {page n.id};

-- name: notifications_from(account_id i64, from_account_id i64, types text, without text) -> page notification_row
SELECT {notification_columns}
  FROM notification n JOIN account a ON a.id = n.from_account_id LEFT JOIN status s ON s.id = n.status_id
 WHERE n.account_id = :account_id AND n.from_account_id = :from_account_id AND a.suspended_at IS NULL
   AND (s.hidden_at IS NULL OR s.account_id = n.account_id)
   AND (:types = '' OR :types LIKE '% ' || n.type || ' %') AND NOT (:without LIKE '% ' || n.type || ' %')
   AND NOT EXISTS (SELECT 1 FROM block b WHERE b.account_id = n.account_id AND b.target_id = n.from_account_id)
   AND {page n.id};

-- name: notifications_in_group(account_id i64, group_key text) -> page notification_row
SELECT {notification_columns}
  FROM notification n JOIN account a ON a.id = n.from_account_id
 WHERE n.account_id = :account_id AND n.group_key = :group_key AND a.suspended_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM block b WHERE b.account_id = n.account_id AND b.target_id = n.from_account_id)
   AND NOT EXISTS (SELECT 1 FROM mute m WHERE m.account_id = n.account_id AND m.target_id = n.from_account_id AND m.notifications = 1)
   AND {page n.id};

-- name: notification_group_count(account_id i64, group_key text, max_id i64) -> one(count i64)
SELECT COUNT(*) AS count FROM notification n WHERE n.account_id = :account_id AND n.group_key = :group_key AND n.id <= :max_id;

-- name: notification_get(id i64, account_id i64) -> one notification_row
SELECT {notification_columns} FROM notification n WHERE n.id = :id AND n.account_id = :account_id;

-- name: notification_last_read(account_id i64) -> many(last_read_id i64)
SELECT last_read_id FROM marker WHERE account_id = :account_id AND timeline = 'notifications';

-- name: notification_delete(id i64, account_id i64) -> none
DELETE FROM notification WHERE id = :id AND account_id = :account_id;

-- name: notification_delete_group(account_id i64, group_key text) -> none
DELETE FROM notification WHERE account_id = :account_id AND group_key = :group_key;

-- name: notification_delete_all(account_id i64) -> none
DELETE FROM notification WHERE account_id = :account_id;

-- Policy and requests ----------------------------------------------------------------------------------------------------------------

-- row: notification_policy_row(for_not_following text, for_not_followers text, for_new_accounts text, for_private_mentions text,
--   for_limited_accounts text, for_bots text)

-- name: notification_policy_of(account_id i64) -> one notification_policy_row
SELECT for_not_following, for_not_followers, for_new_accounts, for_private_mentions, for_limited_accounts, for_bots
  FROM notification_policy WHERE account_id = :account_id;

-- name: notification_policy_put(account_id i64, policy notification_policy_row) -> none
INSERT INTO notification_policy (account_id, for_not_following, for_not_followers, for_new_accounts, for_private_mentions,
                                 for_limited_accounts, for_bots)
VALUES (:account_id, :for_not_following, :for_not_followers, :for_new_accounts, :for_private_mentions, :for_limited_accounts, :for_bots)
ON CONFLICT (account_id) DO UPDATE
   SET for_not_following = excluded.for_not_following, for_not_followers = excluded.for_not_followers,
       for_new_accounts = excluded.for_new_accounts, for_private_mentions = excluded.for_private_mentions,
       for_limited_accounts = excluded.for_limited_accounts, for_bots = excluded.for_bots;

-- name: notification_requests_pending(account_id i64, most i64) -> one(requests i64, notifications i64)
SELECT (SELECT COUNT(*) FROM (SELECT r.id FROM notification_request r JOIN account a ON a.id = r.from_account_id
                               WHERE r.account_id = :account_id AND a.suspended_at IS NULL
                                 AND EXISTS (SELECT 1 FROM notification n WHERE n.account_id = r.account_id
                                                AND n.from_account_id = r.from_account_id AND n.filtered = 1) LIMIT :most) AS x) AS requests,
       (SELECT COUNT(*) FROM (SELECT n.id FROM notification n JOIN notification_request r
                                  ON r.account_id = n.account_id AND r.from_account_id = n.from_account_id
                               WHERE n.account_id = :account_id AND n.filtered = 1 AND n.type IN ('mention', 'quote')
                               LIMIT :most) AS y) AS notifications;

-- name: notification_request_put(id i64, account_id i64, from_account_id i64, now i64) -> none
INSERT INTO notification_request (id, account_id, from_account_id, created_at, updated_at)
VALUES (:id, :account_id, :from_account_id, :now, :now)
ON CONFLICT (account_id, from_account_id) DO UPDATE SET updated_at = excluded.updated_at;

-- row: notification_request_row(id i64, from_account_id i64, created_at i64, updated_at i64, count i64, last_status_id i64?)
-- columns: notification_request_columns = r.id, r.from_account_id, r.created_at, r.updated_at,
--   (SELECT COUNT(*) FROM (SELECT n.id FROM notification n WHERE n.account_id = r.account_id AND n.from_account_id = r.from_account_id
--                             AND n.filtered = 1 AND n.type IN ('mention', 'quote') LIMIT 100) AS x) AS count,
--   (SELECT n.status_id FROM notification n WHERE n.account_id = r.account_id AND n.from_account_id = r.from_account_id
--       AND n.filtered = 1 AND n.status_id IS NOT NULL ORDER BY n.id DESC LIMIT 1) AS last_status_id

-- name: notification_requests_of(account_id i64) -> page notification_request_row
SELECT {notification_request_columns} FROM notification_request r JOIN account a ON a.id = r.from_account_id
 WHERE r.account_id = :account_id AND a.suspended_at IS NULL
   AND EXISTS (SELECT 1 FROM notification n WHERE n.account_id = r.account_id AND n.from_account_id = r.from_account_id AND n.filtered = 1)
   AND {page r.id};

-- name: notification_request_get(id i64, account_id i64) -> one notification_request_row
SELECT {notification_request_columns} FROM notification_request r WHERE r.id = :id AND r.account_id = :account_id;

-- name: notification_request_delete(id i64) -> none
DELETE FROM notification_request WHERE id = :id;

-- name: notification_permission_put(account_id i64, from_account_id i64) -> none
INSERT INTO notification_permission (account_id, from_account_id) VALUES (:account_id, :from_account_id)
ON CONFLICT (account_id, from_account_id) DO NOTHING;

-- name: notification_unfilter(account_id i64, from_account_id i64) -> none
UPDATE notification SET filtered = 0 WHERE account_id = :account_id AND from_account_id = :from_account_id AND filtered = 1;

-- name: notification_delete_filtered(account_id i64, from_account_id i64) -> none
DELETE FROM notification WHERE account_id = :account_id AND from_account_id = :from_account_id AND filtered = 1;
