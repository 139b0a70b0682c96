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
