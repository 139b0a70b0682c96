-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Which migrations a file has seen (store/migrate.c).

-- name: schema_migrations() -> many schema_migration_row(version i64, name text, checksum text)
-- scan: schema_migration
SELECT version, name, checksum FROM schema_migration ORDER BY version;

-- name: schema_migration_add(version i64, name text, checksum text, applied_at i64) -> none
INSERT INTO schema_migration (version, name, checksum, applied_at) VALUES (:version, :name, :checksum, :applied_at);
