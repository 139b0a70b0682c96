-- SPDX-License-Identifier: AGPL-3.0-or-later

-- row: report_row(id i64, account_id i64, target_id i64, category text, comment text, forward bool, status_ids text, rule_ids text,
--   collection_ids text, assigned_id i64?, resolved_at i64?, resolved_by_id i64?, created_at i64, updated_at i64)
-- columns: report_columns = r.id, r.account_id, r.target_id, r.category, r.comment, r.forward, r.status_ids, r.rule_ids,
--   r.collection_ids, r.assigned_id, r.resolved_at, r.resolved_by_id, r.created_at, r.updated_at

-- name: report_get(id i64) -> one report_row
SELECT {report_columns} FROM report r WHERE r.id = :id;

-- name: report_insert(id i64, account_id i64, target_id i64, category text, comment text, forward bool, status_ids text, rule_ids text,
--   collection_ids text, at i64) -> none
INSERT INTO report (id, account_id, target_id, category, comment, forward, status_ids, rule_ids, collection_ids, created_at, updated_at)
VALUES (:id, :account_id, :target_id, :category, :comment, :forward, :status_ids, :rule_ids, :collection_ids, :at, :at);

-- name: reports_open(account_id i64, target_id i64) -> page report_row
SELECT {report_columns} FROM report r
 WHERE r.resolved_at IS NULL AND (:account_id = 0 OR r.account_id = :account_id) AND (:target_id = 0 OR r.target_id = :target_id)
   AND {page r.id};

-- name: reports_resolved(account_id i64, target_id i64) -> page report_row
SELECT {report_columns} FROM report r
 WHERE r.resolved_at IS NOT NULL AND (:account_id = 0 OR r.account_id = :account_id) AND (:target_id = 0 OR r.target_id = :target_id)
   AND {page r.id};

-- name: report_resolve(id i64, by_id i64, at i64) -> changes
UPDATE report SET resolved_at = :at, resolved_by_id = :by_id, assigned_id = COALESCE(assigned_id, :by_id), updated_at = :at WHERE id = :id;

-- name: reports_resolve_of(target_id i64, by_id i64, at i64) -> none
UPDATE report SET resolved_at = :at, resolved_by_id = :by_id, assigned_id = COALESCE(assigned_id, :by_id), updated_at = :at
 WHERE target_id = :target_id AND resolved_at IS NULL;

-- name: report_reopen(id i64, at i64) -> changes
UPDATE report SET resolved_at = NULL, resolved_by_id = NULL, updated_at = :at WHERE id = :id;

-- name: report_assign(id i64, to_id i64?, at i64) -> changes
UPDATE report SET assigned_id = :to_id, updated_at = :at WHERE id = :id;

-- name: report_change(id i64, category text, rule_ids text, at i64) -> changes
UPDATE report SET category = :category, rule_ids = :rule_ids, updated_at = :at WHERE id = :id;

-- name: rule_get(id i64) -> one(id i64, text text, hint text)
SELECT id, text, hint FROM rule WHERE id = :id;

-- name: staff_all() -> many(account_id i64, role i64)
-- scan: login (only those with a role, by an index that holds no others)
SELECT account_id, role FROM login WHERE role > 0;

-- name: audit_insert(id i64, account_id i64, action text, target text, detail text, created_at i64) -> none
INSERT INTO audit (id, account_id, action, target, detail, created_at)
VALUES (:id, :account_id, :action, :target, :detail, :created_at);
