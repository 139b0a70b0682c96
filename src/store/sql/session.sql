-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Signing in: sessions, second factors, tokens that come by mail.

-- name: session_insert(id i64, token_hash blob, account_id i64, user_agent text, ip text, created_at i64, expires_at i64) -> none
INSERT INTO session (id, token_hash, account_id, user_agent, ip, created_at, used_at, expires_at)
VALUES (:id, :token_hash, :account_id, :user_agent, :ip, :created_at, :created_at, :expires_at);

-- name: session_find(token_hash blob) -> one(id i64, account_id i64, used_at i64, expires_at i64, role i64, confirmed_at i64?, approved_at i64?,
--   disabled_at i64?, suspended_at i64?, language text)
SELECT s.id, s.account_id, s.used_at, s.expires_at, l.role, l.confirmed_at, l.approved_at, l.disabled_at, a.suspended_at, COALESCE(p.value, '') AS language
  FROM session s JOIN login l ON l.account_id = s.account_id JOIN account a ON a.id = s.account_id
  LEFT JOIN preference p ON p.account_id = s.account_id AND p.name = 'interface_language' WHERE s.token_hash = :token_hash;

-- name: sessions_of(account_id i64) -> many(id i64, token_hash blob, user_agent text, ip text, created_at i64, used_at i64)
SELECT id, token_hash, user_agent, ip, created_at, used_at FROM session WHERE account_id = :account_id ORDER BY id DESC;

-- name: session_touch(id i64, used_at i64) -> none
UPDATE session SET used_at = :used_at WHERE id = :id;

-- name: session_delete(id i64, account_id i64) -> changes
DELETE FROM session WHERE id = :id AND account_id = :account_id;

-- name: session_delete_token(token_hash blob) -> none
DELETE FROM session WHERE token_hash = :token_hash;

-- name: sessions_delete_of(account_id i64, except_hash blob) -> none
DELETE FROM session WHERE account_id = :account_id AND token_hash <> :except_hash;

-- name: login_set_password(account_id i64, password_hash text) -> none
UPDATE login SET password_hash = :password_hash WHERE account_id = :account_id;

-- name: login_set_email(account_id i64, email text, email_lower text) -> none
UPDATE login SET email = :email, email_lower = :email_lower WHERE account_id = :account_id;

-- name: login_confirm(account_id i64, at i64) -> none
UPDATE login SET confirmed_at = :at WHERE account_id = :account_id AND confirmed_at IS NULL;

-- name: login_approve(account_id i64, at i64) -> changes
UPDATE login SET approved_at = :at WHERE account_id = :account_id AND approved_at IS NULL;

-- name: login_disable(account_id i64, at i64?) -> none
UPDATE login SET disabled_at = :at WHERE account_id = :account_id;

-- name: login_set_role(account_id i64, role i64) -> none
UPDATE login SET role = :role WHERE account_id = :account_id;

-- name: login_set_otp(account_id i64, otp_secret blob, otp_enabled_at i64?) -> none
UPDATE login SET otp_secret = :otp_secret, otp_enabled_at = :otp_enabled_at, otp_last_step = 0 WHERE account_id = :account_id;

-- name: login_enable_otp(account_id i64, at i64) -> none
UPDATE login SET otp_enabled_at = :at WHERE account_id = :account_id;

-- name: login_use_otp(account_id i64, step i64) -> changes
-- A code works once: of two at the same moment, one changes the row.
UPDATE login SET otp_last_step = :step WHERE account_id = :account_id AND otp_last_step < :step;

-- name: recovery_code_insert(account_id i64, code_hash blob) -> none
INSERT INTO login_recovery_code (account_id, code_hash) VALUES (:account_id, :code_hash);

-- name: recovery_code_use(account_id i64, code_hash blob) -> changes
DELETE FROM login_recovery_code WHERE account_id = :account_id AND code_hash = :code_hash;

-- name: recovery_codes_delete(account_id i64) -> none
DELETE FROM login_recovery_code WHERE account_id = :account_id;

-- name: recovery_codes_left(account_id i64) -> one(left_over i64)
SELECT COUNT(*) AS left_over FROM login_recovery_code WHERE account_id = :account_id;

-- name: mail_token_insert(token_hash blob, account_id i64, purpose text, email text, expires_at i64) -> none
INSERT INTO login_mail_token (token_hash, account_id, purpose, email, expires_at) VALUES (:token_hash, :account_id, :purpose, :email, :expires_at);

-- name: mail_token_find(token_hash blob) -> one(account_id i64, purpose text, email text, expires_at i64)
SELECT account_id, purpose, email, expires_at FROM login_mail_token WHERE token_hash = :token_hash;

-- name: mail_tokens_delete(account_id i64, purpose text) -> none
DELETE FROM login_mail_token WHERE account_id = :account_id AND purpose = :purpose;

-- name: logins_all(after_id i64) -> many(account_id i64, username text, email text, role i64, confirmed_at i64?, approved_at i64?,
--   disabled_at i64?)
-- The command line's list of members, in slices.
SELECT l.account_id, a.username, l.email, l.role, l.confirmed_at, l.approved_at, l.disabled_at
  FROM login l JOIN account a ON a.id = l.account_id WHERE l.account_id > :after_id ORDER BY l.account_id LIMIT 1000;

-- name: login_reason(account_id i64) -> one(reason text, created_by_app_id i64?)
SELECT reason, created_by_app_id FROM login WHERE account_id = :account_id;

-- name: sessions_expire(now i64) -> none
DELETE FROM session WHERE expires_at < :now;

-- name: mail_tokens_expire(now i64) -> none
DELETE FROM login_mail_token WHERE expires_at < :now;

-- name: logins_unconfirmed(before i64) -> many(account_id i64)
SELECT account_id FROM login WHERE confirmed_at IS NULL AND created_at < :before ORDER BY created_at LIMIT 50;
