-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The screen: what a community has set about it, what it needs to know of an author, what it has found, and what is held.

-- name: screen_ruleset_newest() -> one(id i64, text text)
-- scan: screen_ruleset (its last row)
SELECT id, text FROM screen_ruleset ORDER BY id DESC LIMIT 1;

-- name: screen_ruleset_newest_id() -> one(id i64)
SELECT COALESCE(MAX(id), 0) AS id FROM screen_ruleset;

-- name: screen_ruleset_insert(id i64, text text, account_id i64?, reason text, created_at i64) -> none
INSERT INTO screen_ruleset (id, text, account_id, reason, created_at) VALUES (:id, :text, :account_id, :reason, :created_at);

-- row: ruleset_row(id i64, text text, account_id i64?, username text, reason text, created_at i64)

-- name: screen_rulesets() -> page ruleset_row
SELECT s.id, s.text, s.account_id, a.username, s.reason, s.created_at
  FROM screen_ruleset s LEFT JOIN account a ON a.id = s.account_id WHERE {page s.id};

-- name: gate_author(account_id i64, to_id i64, since_id i64) -> one(created_at i64, statuses_count i64, role i64, lately i64, followed bool)
-- lately: its posts since then, as far as a hundred; followed: by whom it answers.
SELECT a.created_at, a.statuses_count, COALESCE(l.role, 0) AS role,
       (SELECT COUNT(*) FROM (SELECT 1 FROM status s WHERE s.account_id = a.id AND s.id > :since_id LIMIT 100) t) AS lately,
       EXISTS (SELECT 1 FROM follow f WHERE f.account_id = :to_id AND f.target_id = a.id) AS followed
  FROM account a LEFT JOIN login l ON l.account_id = a.id WHERE a.id = :account_id;

-- name: gate_strangers(names text, account_id i64) -> one(count i64)
-- names: "bob,eve", user names of this community in lower case. How many of them do not follow.
SELECT COUNT(*) AS count
  FROM json_each('["' || REPLACE(:names, ',', '","') || '"]') i CROSS JOIN account a ON a.username_lower = i.value AND a.domain = ''
 WHERE a.id <> :account_id AND NOT EXISTS (SELECT 1 FROM follow f WHERE f.account_id = a.id AND f.target_id = :account_id);

-- name: finding_insert(id i64, subject text, subject_id i64?, account_id i64, category text, found_by text, why text, score f64, level text,
--   act text, aimed bool, text_index i64, spans text, verdict text, created_at i64) -> none
INSERT INTO finding (id, subject, subject_id, account_id, category, found_by, why, score, level, act, aimed, text_index, spans, verdict, created_at)
VALUES (:id, :subject, :subject_id, :account_id, :category, :found_by, :why, :score, :level, :act, :aimed, :text_index, :spans, :verdict, :created_at);

-- name: finding_of_media(media_id i64) -> many(category text, why text, score f64, act text, level text)
-- What was found about a file, and nobody has called harmless: it goes for each post that it is on.
SELECT category, why, score, act, level FROM finding
 WHERE subject_id = :media_id AND subject = 'media' AND found_by = 'hash_bank' AND (decided IS NULL OR decided <> 'harmless') ORDER BY id DESC LIMIT 8;

-- row: finding_row(id i64, subject text, subject_id i64?, account_id i64, category text, found_by text, why text, score f64, level text,
--   act text, aimed bool, text_index i64, spans text, verdict text, decided text, decided_by_id i64?, decided_at i64?, created_at i64)
-- columns: finding_columns = f.id, f.subject, f.subject_id, f.account_id, f.category, f.found_by, f.why, f.score, f.level,
--   f.act, f.aimed, f.text_index, f.spans, f.verdict, f.decided, f.decided_by_id, f.decided_at, f.created_at

-- name: findings_of(subject_id i64) -> many finding_row
-- Of a status: of all its versions, oldest first.
SELECT {finding_columns} FROM finding f WHERE f.subject_id = :subject_id ORDER BY f.id;

-- name: findings_all() -> page finding_row
SELECT {finding_columns} FROM finding f WHERE {page f.id};

-- name: findings_by_account(account_id i64) -> page finding_row
SELECT {finding_columns} FROM finding f WHERE f.account_id = :account_id AND {page f.id};

-- name: findings_decided(since i64, most i64) -> many finding_row
-- sorts: by the moment, which is the order of the index
SELECT {finding_columns} FROM finding f WHERE f.decided_at IS NOT NULL AND f.decided_at >= :since ORDER BY f.decided_at, f.id LIMIT :most;

-- name: findings_decide(subject_id i64, decided text, by_id i64?, at i64) -> changes
UPDATE finding SET decided = :decided, decided_by_id = :by_id, decided_at = :at
 WHERE subject_id = :subject_id AND subject IN ('status', 'edit') AND decided_at IS NULL;

-- name: held_statuses() -> page status_row
SELECT {status_columns} FROM status s
 WHERE s.hidden_at > 0
   AND EXISTS (SELECT 1 FROM finding f WHERE f.subject_id = s.id AND f.verdict = 'hold' AND f.decided_at IS NULL) AND {page s.id};

-- name: held_count() -> one(count i64)
-- scan: status (those that are hidden, by an index that holds no others)
SELECT COUNT(*) AS count FROM status s
 WHERE s.hidden_at > 0
   AND EXISTS (SELECT 1 FROM finding f WHERE f.subject_id = s.id AND f.verdict = 'hold' AND f.decided_at IS NULL);

-- name: held_state(id i64) -> one(decided text)
-- Of the finding that it is held for; decided none: nobody has looked at it yet.
SELECT f.decided FROM finding f WHERE f.subject_id = :id AND f.verdict = 'hold' ORDER BY f.id DESC LIMIT 1;

-- name: report_of_screen(target_id i64, status_ids text) -> one(id i64)
-- An open one about the same.
SELECT id FROM report WHERE target_id = :target_id AND account_id = 0 AND resolved_at IS NULL AND status_ids = :status_ids LIMIT 1;

-- name: mentions_untold(status_id i64) -> many(account_id i64)
-- Whom it names and who was never told of it.
SELECT m.account_id FROM mention m
 WHERE m.status_id = :status_id AND m.silent = 0
   AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.account_id = m.account_id AND n.status_id = m.status_id AND n.type = 'mention');
