-- SPDX-License-Identifier: AGPL-3.0-or-later
-- OAuth 2: apps, codes, tokens.

-- name: oauth_app_insert(id i64, name text, website text, redirect_uris text, scopes text, client_id text, secret_hash blob, created_at i64) -> none
INSERT INTO oauth_app (id, name, website, redirect_uris, scopes, client_id, secret_hash, created_at)
VALUES (:id, :name, :website, :redirect_uris, :scopes, :client_id, :secret_hash, :created_at);

-- row: oauth_app_row(id i64, name text, website text, redirect_uris text, scopes text, client_id text, secret_hash blob, created_at i64)

-- name: oauth_app_find(client_id text) -> one oauth_app_row
SELECT id, name, website, redirect_uris, scopes, client_id, secret_hash, created_at FROM oauth_app WHERE client_id = :client_id;

-- name: oauth_app_get(id i64) -> one oauth_app_row
SELECT id, name, website, redirect_uris, scopes, client_id, secret_hash, created_at FROM oauth_app WHERE id = :id;

-- name: oauth_token_insert(id i64, token_hash blob, app_id i64, account_id i64?, scopes text, created_at i64, ip text) -> none
INSERT INTO oauth_token (id, token_hash, app_id, account_id, scopes, created_at, used_at, ip)
VALUES (:id, :token_hash, :app_id, :account_id, :scopes, :created_at, :created_at, :ip);

-- name: oauth_token_find(token_hash blob) -> one(id i64, app_id i64, account_id i64?, scopes text, role i64?, disabled_at i64?,
--   confirmed_at i64?, approved_at i64?, suspended_at i64?)
SELECT t.id, t.app_id, t.account_id, t.scopes, l.role, l.disabled_at, l.confirmed_at, l.approved_at, a.suspended_at
  FROM oauth_token t LEFT JOIN login l ON l.account_id = t.account_id LEFT JOIN account a ON a.id = t.account_id
 WHERE t.token_hash = :token_hash;

-- name: oauth_code_insert(code_hash blob, app_id i64, account_id i64, redirect_uri text, scopes text, code_challenge text, expires_at i64) -> none
INSERT INTO oauth_code (code_hash, app_id, account_id, redirect_uri, scopes, code_challenge, expires_at)
VALUES (:code_hash, :app_id, :account_id, :redirect_uri, :scopes, :code_challenge, :expires_at);

-- name: oauth_code_find(code_hash blob) -> one(app_id i64, account_id i64, redirect_uri text, scopes text, code_challenge text, expires_at i64)
SELECT app_id, account_id, redirect_uri, scopes, code_challenge, expires_at FROM oauth_code WHERE code_hash = :code_hash;

-- name: oauth_code_delete(code_hash blob) -> none
DELETE FROM oauth_code WHERE code_hash = :code_hash;

-- name: oauth_codes_expire(now i64) -> none
DELETE FROM oauth_code WHERE expires_at < :now;

-- name: oauth_token_of(token_hash blob, app_id i64) -> one(id i64)
SELECT id FROM oauth_token WHERE token_hash = :token_hash AND app_id = :app_id;

-- name: oauth_token_delete(id i64) -> none
DELETE FROM oauth_token WHERE id = :id;

-- name: oauth_grants_of(account_id i64) -> many(id i64, app_id i64, name text, website text, scopes text, created_at i64)
SELECT t.id, t.app_id, p.name, p.website, t.scopes, t.created_at
  FROM oauth_token t JOIN oauth_app p ON p.id = t.app_id WHERE t.account_id = :account_id ORDER BY t.id DESC;

-- name: oauth_tokens_delete_app(account_id i64, app_id i64) -> changes
DELETE FROM oauth_token WHERE account_id = :account_id AND app_id = :app_id;

-- name: oauth_tokens_delete_of(account_id i64) -> none
DELETE FROM oauth_token WHERE account_id = :account_id;
