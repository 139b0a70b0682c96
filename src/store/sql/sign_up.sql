-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who may join: invitations and blocks.

-- name: invite_find(code text) -> one(id i64, account_id i64, max_uses i64?, uses i64, expires_at i64?, autofollow bool, username text,
--   disabled_at i64?, suspended_at i64?)
SELECT i.id, i.account_id, i.max_uses, i.uses, i.expires_at, i.autofollow, a.username, l.disabled_at, a.suspended_at
  FROM invite i JOIN account a ON a.id = i.account_id JOIN login l ON l.account_id = i.account_id WHERE i.code = :code;

-- name: invite_insert(id i64, account_id i64, code text, max_uses i64?, expires_at i64?, autofollow bool, created_at i64) -> none
INSERT INTO invite (id, account_id, code, max_uses, expires_at, autofollow, created_at)
VALUES (:id, :account_id, :code, :max_uses, :expires_at, :autofollow, :created_at);

-- name: invite_use(id i64) -> changes
UPDATE invite SET uses = uses + 1 WHERE id = :id AND (max_uses IS NULL OR uses < max_uses);

-- name: invites_of(account_id i64) -> many(id i64, code text, max_uses i64?, uses i64, expires_at i64?, autofollow bool)
SELECT id, code, max_uses, uses, expires_at, autofollow FROM invite WHERE account_id = :account_id ORDER BY id DESC;

-- name: invite_expire(id i64, account_id i64, now i64) -> changes
UPDATE invite SET expires_at = :now WHERE id = :id AND account_id = :account_id;

-- row: invite_row(id i64, code text, max_uses i64?, uses i64, expires_at i64?, username text)

-- name: invites_page() -> page invite_row
-- Those that everybody made, for who looks after them.
SELECT i.id, i.code, i.max_uses, i.uses, i.expires_at, a.username FROM invite i JOIN account a ON a.id = i.account_id WHERE {page i.id};

-- name: invite_expire_any(id i64, now i64) -> changes
UPDATE invite SET expires_at = :now WHERE id = :id;

-- name: email_domain_find(domain text) -> one(allow_with_approval bool)
SELECT allow_with_approval FROM email_domain_block WHERE domain = :domain;

-- name: email_hash_blocked(email_hash text) -> one(id i64)
SELECT id FROM email_block WHERE email_hash = :email_hash;

-- name: sign_up_ip_blocks(now i64) -> many(ip text, severity text)
-- scan: ip_block (read when somebody signs up; a list kept by hand)
SELECT ip, severity FROM ip_block WHERE expires_at IS NULL OR expires_at > :now;

-- name: staff_emails() -> many(account_id i64, email text)
-- scan: login (when somebody asks to join)
SELECT account_id, email FROM login WHERE role >= 1 AND disabled_at IS NULL;
