-- SPDX-License-Identifier: AGPL-3.0-or-later

-- row: badge_row(id i64, account_id i64, label text, reason text, issuer_id i64, issuer text, created_at i64)

-- name: badges_all() -> many badge_row
-- scan: badge (kept in memory, read again when it changes)
SELECT b.id, b.account_id, b.label, b.reason, b.issuer_id, a.username AS issuer, b.created_at
  FROM badge b LEFT JOIN account a ON a.id = b.issuer_id ORDER BY b.account_id, b.id;

-- name: badge_get(id i64) -> one(account_id i64, label text)
SELECT account_id, label FROM badge WHERE id = :id;

-- name: badge_insert(id i64, account_id i64, label text, reason text, issuer_id i64, created_at i64) -> none
INSERT INTO badge (id, account_id, label, reason, issuer_id, created_at) VALUES (:id, :account_id, :label, :reason, :issuer_id, :created_at);

-- name: badge_delete(id i64) -> none
DELETE FROM badge WHERE id = :id;
