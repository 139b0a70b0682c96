-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a community keeps out: domains, mail domains, mail addresses (as hashes), addresses of the network; and which domains it allows.

-- row: domain_block_row(id i64, domain text, severity text, reject_media bool, reject_reports bool, obfuscate bool, private_comment text,
--   public_comment text, created_at i64)
-- columns: domain_block_columns = b.id, b.domain, b.severity, b.reject_media, b.reject_reports, b.obfuscate, b.private_comment,
--   b.public_comment, b.created_at

-- name: domain_block_get(id i64) -> one domain_block_row
SELECT {domain_block_columns} FROM domain_block b WHERE b.id = :id;

-- name: domain_block_find(domain text) -> one domain_block_row
SELECT {domain_block_columns} FROM domain_block b WHERE b.domain = :domain;

-- name: domain_blocks() -> page domain_block_row
SELECT {domain_block_columns} FROM domain_block b WHERE {page b.id};

-- name: domain_blocks_public(limit i64) -> many domain_block_row
-- scan: domain_block (the whole list is what is asked for)
-- sorts: the whole list
SELECT {domain_block_columns} FROM domain_block b WHERE b.severity <> 'noop' ORDER BY b.severity DESC, b.domain LIMIT :limit;

-- name: domain_block_put(block domain_block_row) -> none
INSERT INTO domain_block (id, domain, severity, reject_media, reject_reports, obfuscate, private_comment, public_comment, created_at)
VALUES (:id, :domain, :severity, :reject_media, :reject_reports, :obfuscate, :private_comment, :public_comment, :created_at)
ON CONFLICT (id) DO UPDATE SET severity = excluded.severity, reject_media = excluded.reject_media,
  reject_reports = excluded.reject_reports, obfuscate = excluded.obfuscate, private_comment = excluded.private_comment,
  public_comment = excluded.public_comment;

-- name: domain_block_delete(id i64) -> changes
DELETE FROM domain_block WHERE id = :id;

-- row: domain_allow_row(id i64, domain text, created_at i64)

-- name: domain_allow_get(id i64) -> one domain_allow_row
SELECT id, domain, created_at FROM domain_allow WHERE id = :id;

-- name: domain_allow_find(domain text) -> one domain_allow_row
SELECT id, domain, created_at FROM domain_allow WHERE domain = :domain;

-- name: domain_allows() -> page domain_allow_row
SELECT b.id, b.domain, b.created_at FROM domain_allow b WHERE {page b.id};

-- name: domain_allow_insert(id i64, domain text, created_at i64) -> none
INSERT INTO domain_allow (id, domain, created_at) VALUES (:id, :domain, :created_at);

-- name: domain_allow_delete(id i64) -> changes
DELETE FROM domain_allow WHERE id = :id;

-- row: email_domain_block_row(id i64, domain text, allow_with_approval bool, created_at i64)

-- name: email_domain_block_get(id i64) -> one email_domain_block_row
SELECT id, domain, allow_with_approval, created_at FROM email_domain_block WHERE id = :id;

-- name: email_domain_block_find(domain text) -> one email_domain_block_row
SELECT id, domain, allow_with_approval, created_at FROM email_domain_block WHERE domain = :domain;

-- name: email_domain_blocks() -> page email_domain_block_row
SELECT b.id, b.domain, b.allow_with_approval, b.created_at FROM email_domain_block b WHERE {page b.id};

-- name: email_domain_block_insert(id i64, domain text, allow_with_approval bool, created_at i64) -> none
INSERT INTO email_domain_block (id, domain, allow_with_approval, created_at) VALUES (:id, :domain, :allow_with_approval, :created_at);

-- name: email_domain_block_delete(id i64) -> changes
DELETE FROM email_domain_block WHERE id = :id;

-- row: email_block_row(id i64, email_hash text, created_at i64)

-- name: email_block_get(id i64) -> one email_block_row
SELECT id, email_hash, created_at FROM email_block WHERE id = :id;

-- name: email_block_find(email_hash text) -> one email_block_row
SELECT id, email_hash, created_at FROM email_block WHERE email_hash = :email_hash;

-- name: email_blocks() -> page email_block_row
SELECT b.id, b.email_hash, b.created_at FROM email_block b WHERE {page b.id};

-- name: email_block_insert(id i64, email_hash text, created_at i64) -> none
INSERT INTO email_block (id, email_hash, created_at) VALUES (:id, :email_hash, :created_at);

-- name: email_block_delete(id i64) -> changes
DELETE FROM email_block WHERE id = :id;

-- row: ip_block_row(id i64, ip text, severity text, comment text, expires_at i64?, created_at i64)

-- name: ip_block_get(id i64) -> one ip_block_row
SELECT id, ip, severity, comment, expires_at, created_at FROM ip_block WHERE id = :id;

-- name: ip_block_find(ip text) -> one ip_block_row
SELECT id, ip, severity, comment, expires_at, created_at FROM ip_block WHERE ip = :ip;

-- name: ip_blocks() -> page ip_block_row
SELECT b.id, b.ip, b.severity, b.comment, b.expires_at, b.created_at FROM ip_block b WHERE {page b.id};

-- name: ip_block_put(block ip_block_row) -> none
INSERT INTO ip_block (id, ip, severity, comment, expires_at, created_at)
VALUES (:id, :ip, :severity, :comment, :expires_at, :created_at)
ON CONFLICT (id) DO UPDATE SET ip = excluded.ip, severity = excluded.severity, comment = excluded.comment, expires_at = excluded.expires_at;

-- name: ip_block_delete(id i64) -> changes
DELETE FROM ip_block WHERE id = :id;
