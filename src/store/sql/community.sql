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

-- name: emoji_files(shortcode text) -> one(file text, static_file text)
SELECT file, static_file FROM custom_emoji WHERE shortcode = :shortcode;

-- name: emoji_put(id i64, shortcode text, file text, static_file text, category text) -> none
INSERT INTO custom_emoji (id, shortcode, file, static_file, category) VALUES (:id, :shortcode, :file, :static_file, :category)
ON CONFLICT (shortcode) DO UPDATE SET file = excluded.file, static_file = excluded.static_file, category = excluded.category, disabled = 0;

-- name: emoji_delete(shortcode text) -> none
DELETE FROM custom_emoji WHERE shortcode = :shortcode;

-- name: rule_insert(id i64, text text, hint text) -> none
INSERT INTO rule (id, position, text, hint) VALUES (:id, (SELECT COALESCE(MAX(r.position), 0) + 1 FROM rule r), :text, :hint);

-- name: rule_delete(id i64) -> none
DELETE FROM rule WHERE id = :id;
