-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Web Push subscriptions.

-- row: push_subscription_row(id i64, token_id i64?, session_id i64?, account_id i64, endpoint text, p256dh blob, auth blob, standard bool, alerts text,
--   policy text, access_token blob, locale text)
-- columns: push_subscription_columns = p.id, p.token_id, p.session_id, p.account_id, p.endpoint, p.p256dh, p.auth, p.standard, p.alerts, p.policy,
--   p.access_token, p.locale

-- name: push_subscription_put(token_id i64?, session_id i64?, account_id i64, endpoint text, p256dh blob, auth blob, standard bool, alerts text, policy text,
--   access_token blob, created_at i64) -> none
-- Its id is a small number: apps keep it in 32 bits.
INSERT INTO push_subscription (id, token_id, session_id, account_id, endpoint, p256dh, auth, standard, alerts, policy, access_token, locale, created_at)
SELECT COALESCE((SELECT MAX(id) FROM push_subscription), 0) + 1, :token_id, :session_id, l.account_id, :endpoint, :p256dh, :auth, :standard, :alerts,
       :policy, :access_token, l.locale, :created_at
  FROM login l WHERE l.account_id = :account_id;

-- name: push_subscription_of_token(token_id i64) -> one push_subscription_row
SELECT {push_subscription_columns} FROM push_subscription p WHERE p.token_id = :token_id;

-- name: push_subscription_of_session(session_id i64) -> one push_subscription_row
SELECT {push_subscription_columns} FROM push_subscription p WHERE p.session_id = :session_id;

-- name: push_subscription_get(id i64) -> one push_subscription_row
SELECT {push_subscription_columns} FROM push_subscription p WHERE p.id = :id;

-- name: push_subscriptions_of(account_id i64) -> many(id i64, alerts text, policy text)
SELECT id, alerts, policy FROM push_subscription WHERE account_id = :account_id;

-- name: push_subscription_change(id i64, alerts text, policy text) -> none
UPDATE push_subscription SET alerts = :alerts, policy = :policy WHERE id = :id;

-- name: push_subscription_delete(id i64) -> none
DELETE FROM push_subscription WHERE id = :id;

-- name: push_subscriptions_delete_all() -> none
-- None of them works any more when the key they were made with is lost.
DELETE FROM push_subscription;
