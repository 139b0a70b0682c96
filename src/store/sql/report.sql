-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Reports. The lists of ids are JSON arrays of strings, as the API shows them.

-- row: report_row(id i64, account_id i64, target_id i64, category text, comment text, forward bool, status_ids text, rule_ids text,
--   collection_ids text, assigned_id i64?, resolved_at i64?, resolved_by_id i64?, created_at i64, updated_at i64)

-- name: report_get(id i64) -> one report_row
SELECT id, account_id, target_id, category, comment, forward, status_ids, rule_ids, collection_ids, assigned_id, resolved_at,
       resolved_by_id, created_at, updated_at FROM report WHERE id = :id;
