-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: settings_all() -> many(name text, value text)
-- scan: setting (a few dozen rows, read once)
SELECT name, value FROM setting;

-- name: setting_put(name text, value text) -> none
INSERT INTO setting (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: emojis_all() -> many(id i64, shortcode text, file text, static_file text, category text, visible bool)
-- scan: custom_emoji (kept in memory, read again when it changes)
SELECT id, shortcode, file, static_file, category, visible FROM custom_emoji WHERE disabled = 0 ORDER BY shortcode;

-- name: setting_get(name text) -> one(value text)
SELECT value FROM setting WHERE name = :name;

-- name: emoji_files(shortcode text) -> one(id i64, file text, static_file text)
SELECT id, file, static_file FROM custom_emoji WHERE shortcode = :shortcode;

-- name: emoji_put(id i64, shortcode text, file text, static_file text, category text) -> none
INSERT INTO custom_emoji (id, shortcode, file, static_file, category) VALUES (:id, :shortcode, :file, :static_file, :category)
ON CONFLICT (shortcode) DO UPDATE SET file = excluded.file, static_file = excluded.static_file, category = excluded.category, disabled = 0;

-- name: emoji_delete(shortcode text) -> none
DELETE FROM custom_emoji WHERE shortcode = :shortcode;

-- name: rule_insert(id i64, text text, hint text) -> none
INSERT INTO rule (id, position, text, hint) VALUES (:id, (SELECT COALESCE(MAX(r.position), 0) + 1 FROM rule r), :text, :hint);

-- name: rule_delete(id i64) -> none
DELETE FROM rule WHERE id = :id;

-- name: emoji_every() -> many(id i64, shortcode text, file text, static_file text, category text, visible bool, disabled bool)
-- scan: custom_emoji (for who looks after them)
SELECT id, shortcode, file, static_file, category, visible, disabled FROM custom_emoji ORDER BY shortcode;

-- name: emoji_change(shortcode text, category text, visible bool, disabled bool) -> changes
UPDATE custom_emoji SET category = :category, visible = :visible, disabled = :disabled WHERE shortcode = :shortcode;

-- name: rule_change(id i64, text text, hint text) -> changes
UPDATE rule SET text = :text, hint = :hint WHERE id = :id;

-- name: rule_place(id i64, position i64) -> none
UPDATE rule SET position = :position WHERE id = :id;

-- row: audit_row(id i64, account_id i64, action text, target text, detail text, created_at i64, by_username text, about_username text,
--   about_domain text)

-- name: audit_page(account_id i64, action text, target text) -> page audit_row
-- Each parameter is a filter; 0 and '' do not filter. `action`: that one, or all that begin so before a full stop.
SELECT x.id, x.account_id, x.action, x.target, x.detail, x.created_at, b.username AS by_username, t.username AS about_username,
       t.domain AS about_domain
  FROM audit x LEFT JOIN account b ON b.id = x.account_id
  LEFT JOIN account t ON t.id = CASE WHEN x.target LIKE 'account:%' THEN CAST(SUBSTR(x.target, 9) AS BIGINT) END
 WHERE (:account_id = 0 OR x.account_id = :account_id) AND (:target = '' OR x.target = :target)
   AND (:action = '' OR x.action = :action OR SUBSTR(x.action, 1, LENGTH(:action) + 1) = :action || '.')
   AND {page x.id};

-- name: audit_actors() -> many(id i64, username text)
-- scan: login (of its index, those with a role)
SELECT a.id, a.username FROM login l JOIN account a ON a.id = l.account_id WHERE l.role > 0 ORDER BY l.account_id;
