-- SPDX-License-Identifier: AGPL-3.0-or-later
-- A schema small enough to see through, for the tests of the store.
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL UNIQUE,
  body TEXT,
  weight REAL NOT NULL DEFAULT 0,
  picture BLOB,
  parent_id INTEGER REFERENCES note (id)
);
