-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The table that records the other migrations. It is run at every start and records nothing itself.
CREATE TABLE IF NOT EXISTS schema_migration (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,            -- SHA-256 of the migration's text, in hex
  applied_at INTEGER NOT NULL        -- milliseconds since the epoch
);
