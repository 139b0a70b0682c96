-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What: what a community has set about its screen, and what the screen has found. Why: so that what happens to a post can be explained,
-- decided about and learned from. How long on a large file: the tables are new; the index reads all statuses once, about a second for a
-- million of them.

CREATE TABLE screen_ruleset (        -- the newest row is in force; the rows are the log
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,                -- the document: src/screening/ruleset.h
  account_id INTEGER,                -- who changed it; NULL: the command line
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE TABLE finding (               -- written in the transaction of what it is about
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,             -- status, edit, profile, media
  subject_id INTEGER,                -- the status, account or file; NULL: it was refused, there is none
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE, -- its author
  category TEXT NOT NULL,
  found_by TEXT NOT NULL,            -- model, the name of a rule, "list NAME"
  why TEXT NOT NULL,                 -- a sentence for people
  score REAL NOT NULL,               -- how likely, 0 to 1
  level TEXT NOT NULL,               -- noted, report, hold: which point of the model it is over
  act TEXT NOT NULL,                 -- what the rule set asks for about this finding: note, label, report, hold, reject
  aimed INTEGER NOT NULL DEFAULT 0,  -- a threat that names whom, where or when
  text_index INTEGER NOT NULL,       -- 0: what was written; above: content warning, poll options, descriptions, fields that are not empty
  spans TEXT NOT NULL DEFAULT '',    -- "7-11 17-38": bytes of that text that speak for it
  verdict TEXT NOT NULL,             -- what became of the subject: allow, label, report, hold, reject
  decided TEXT,                      -- harmless, harmful: what a person says
  decided_by_id INTEGER,             -- NULL: the command line
  decided_at INTEGER,
  created_at INTEGER NOT NULL
);
CREATE INDEX finding_subject ON finding (subject_id, id) WHERE subject_id IS NOT NULL;
CREATE INDEX finding_account ON finding (account_id, id);
CREATE INDEX finding_decided ON finding (decided_at, id) WHERE decided_at IS NOT NULL;
CREATE INDEX status_held ON status (id) WHERE hidden_at > 0;
