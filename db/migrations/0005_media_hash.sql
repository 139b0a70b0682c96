-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What: the perceptual hashes of uploads, and banks of hashes that uploads are compared with. Why: so that copies of a picture that somebody
-- decided about are found. How long on a large file: at once; files of before have no hash.

ALTER TABLE media ADD COLUMN pdq BLOB;            -- perceptual, of the picture or of the preview: src/screening/pdq.h
ALTER TABLE media ADD COLUMN pdq_quality INTEGER; -- 0 to 100: how much there is to see

CREATE TABLE hash_bank (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  category TEXT NOT NULL,
  act TEXT NOT NULL,                 -- what a copy leads to: note, label, report, hold, reject
  distance INTEGER NOT NULL,         -- bits in which a perceptual hash may differ, 0 to 31
  note TEXT NOT NULL,
  version INTEGER NOT NULL,          -- grows with each change but that hashes are added: who keeps the bank in memory sees it
  created_at INTEGER NOT NULL
);

CREATE TABLE banked_hash (
  id INTEGER PRIMARY KEY,            -- grows by one
  bank_id INTEGER NOT NULL REFERENCES hash_bank (id) ON DELETE CASCADE,
  of_id INTEGER,                     -- the first hash of the same picture; NULL: this is the first
  kind TEXT NOT NULL,                -- sha256, pdq
  hash BLOB NOT NULL,                -- 32 bytes
  note TEXT,
  account_id INTEGER,                -- who added it; NULL: the command line
  created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX banked_hash_hash ON banked_hash (bank_id, kind, hash);
CREATE INDEX banked_hash_of ON banked_hash (of_id) WHERE of_id IS NOT NULL;
