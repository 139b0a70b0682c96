-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What: badges that a community gives to accounts. Why: who is who can be vouched for, by somebody who can be named. How long on a
-- large file: at once, the table is new.

CREATE TABLE badge (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  label TEXT NOT NULL,               -- "Verified"
  reason TEXT NOT NULL,              -- everybody can read it
  issuer_id INTEGER NOT NULL,        -- who vouches; may have left since
  created_at INTEGER NOT NULL
);
CREATE INDEX badge_account ON badge (account_id, id);
