-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What people with a role see and do.

-- row: admin_account_row(id i64, username text, domain text, created_at i64, email text, sign_up_ip text, locale text, reason text,
--   role i64, confirmed bool, approved bool, disabled bool, sensitized bool, silenced bool, suspended bool,
--   created_by_app_id i64?, invited_by_id i64?, display_name text, avatar text, avatar_static text, statuses_count i64, last_active_at i64?)
-- columns: admin_account_columns = a.id, a.username, a.domain, a.created_at, COALESCE(l.email, '') AS email,
--   COALESCE(l.sign_up_ip, '') AS sign_up_ip, l.locale, l.reason, COALESCE(l.role, 0) AS role,
--   CASE WHEN l.confirmed_at IS NULL THEN 0 ELSE 1 END AS confirmed, CASE WHEN l.approved_at IS NULL THEN 0 ELSE 1 END AS approved,
--   CASE WHEN l.disabled_at IS NULL THEN 0 ELSE 1 END AS disabled, CASE WHEN a.sensitized_at IS NULL THEN 0 ELSE 1 END AS sensitized,
--   CASE WHEN a.silenced_at IS NULL THEN 0 ELSE 1 END AS silenced, CASE WHEN a.suspended_at IS NULL THEN 0 ELSE 1 END AS suspended,
--   l.created_by_app_id, (SELECT i.account_id FROM invite i WHERE i.id = l.invite_id) AS invited_by_id,
--   a.display_name, a.avatar, a.avatar_static, a.statuses_count, l.last_active_at

-- name: admin_account_get(id i64) -> one admin_account_row
SELECT {admin_account_columns} FROM account a LEFT JOIN login l ON l.account_id = a.id WHERE a.id = :id;

-- name: admin_accounts(origin text, standing text, staff bool, role i64, invited_by i64, username text, display_name text, email text,
--   ip text, domain text) -> page admin_account_row
-- Each parameter is a filter; '' and 0 (role: -1) do not filter. Names and addresses: those that begin so.
SELECT {admin_account_columns} FROM account a LEFT JOIN login l ON l.account_id = a.id
 WHERE (:origin = '' OR (:origin = 'local' AND a.domain = '') OR (:origin = 'remote' AND a.domain <> ''))
   AND (:standing = ''
        OR (:standing = 'active' AND a.suspended_at IS NULL AND a.silenced_at IS NULL AND l.disabled_at IS NULL
            AND (l.account_id IS NULL OR l.approved_at IS NOT NULL))
        OR (:standing = 'pending' AND l.account_id IS NOT NULL AND l.approved_at IS NULL)
        OR (:standing = 'disabled' AND l.disabled_at IS NOT NULL)
        OR (:standing = 'silenced' AND a.silenced_at IS NOT NULL)
        OR (:standing = 'sensitized' AND a.sensitized_at IS NOT NULL)
        OR (:standing = 'suspended' AND a.suspended_at IS NOT NULL))
   AND (:staff = 0 OR l.role > 0) AND (:role = -1 OR l.role = :role)
   AND (:invited_by = 0 OR l.invite_id IN (SELECT i.id FROM invite i WHERE i.account_id = :invited_by))
   AND (:username = '' OR SUBSTR(a.username_lower, 1, LENGTH(:username)) = :username)
   AND (:display_name = '' OR SUBSTR(LOWER(a.display_name), 1, LENGTH(:display_name)) = :display_name)
   AND (:email = '' OR SUBSTR(l.email_lower, 1, LENGTH(:email)) = :email)
   AND (:ip = '' OR l.sign_up_ip = :ip OR EXISTS (SELECT 1 FROM session x WHERE x.account_id = a.id AND x.ip = :ip)
        OR EXISTS (SELECT 1 FROM oauth_token t WHERE t.account_id = a.id AND t.ip = :ip))
   AND (:domain = '' OR a.domain = :domain)
   AND {page a.id};

-- name: admin_ips_of(account_id i64) -> many(ip text, used_at i64)
-- sorts: the sessions and tokens of one member
SELECT ip, CAST(MAX(used_at) AS BIGINT) AS used_at
  FROM (SELECT s.ip, s.used_at FROM session s WHERE s.account_id = :account_id AND s.ip <> ''
        UNION ALL SELECT t.ip, t.used_at FROM oauth_token t WHERE t.account_id = :account_id AND t.ip <> '') x
 GROUP BY ip ORDER BY 2 DESC, ip LIMIT 20;

-- name: login_role(account_id i64) -> one(role i64)
SELECT role FROM login WHERE account_id = :account_id;

-- name: account_set_sensitized(id i64, at i64?) -> none
UPDATE account SET sensitized_at = :at WHERE id = :id;

-- name: account_set_silenced(id i64, at i64?) -> none
UPDATE account SET silenced_at = :at WHERE id = :id;

-- name: account_set_suspended(id i64, at i64?) -> none
UPDATE account SET suspended_at = :at WHERE id = :id;

-- name: login_set_disabled(account_id i64, at i64?) -> none
UPDATE login SET disabled_at = :at WHERE account_id = :account_id;

-- name: login_set_leaving(account_id i64, at i64?) -> none
UPDATE login SET leaving_at = :at WHERE account_id = :account_id;

-- name: owners_besides(account_id i64, owner i64) -> one(count i64)
-- scan: login (only those with a role, by an index that holds no others)
SELECT COUNT(*) AS count FROM login l JOIN account a ON a.id = l.account_id
 WHERE l.role = :owner AND l.role > 0 AND l.account_id <> :account_id AND l.disabled_at IS NULL AND a.suspended_at IS NULL;

-- name: statuses_to_delete(account_id i64, limit i64) -> many(id i64)
SELECT id FROM status WHERE account_id = :account_id ORDER BY id LIMIT :limit;

-- name: account_delete(id i64) -> none
DELETE FROM account WHERE id = :id;
