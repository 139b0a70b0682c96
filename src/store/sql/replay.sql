-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Stored posts as the screen reads them, for a dry run; the versions of what a community has set; what people decided.

-- name: replay_posts(after_id i64, most i64) -> many(id i64, account_id i64, username text, text text, spoiler_text text, visibility i64,
--   in_reply_to_account_id i64?, created_at i64, joined_at i64, statuses_count i64, limited bool, trusted bool, strangers i64, followed bool,
--   lately i64)
-- Hidden and held ones too, but not what its author deleted. followed: by whom it answers. lately: posts of the hour before, as far as a
-- hundred; ids grow by 65536 in a millisecond (base/id.h).
SELECT s.id, s.account_id, a.username, s.text, s.spoiler_text, s.visibility, s.in_reply_to_account_id, s.created_at, a.created_at AS joined_at,
       a.statuses_count, a.silenced_at IS NOT NULL AS limited, COALESCE(l.role, 0) > 0 OR EXISTS (SELECT 1 FROM badge v WHERE v.account_id = s.account_id) AS trusted,
       (SELECT COUNT(*) FROM mention m WHERE m.status_id = s.id AND m.silent = 0 AND m.account_id <> s.account_id
           AND NOT EXISTS (SELECT 1 FROM follow f WHERE f.account_id = m.account_id AND f.target_id = s.account_id)) AS strangers,
       EXISTS (SELECT 1 FROM follow f WHERE f.account_id = s.in_reply_to_account_id AND f.target_id = s.account_id) AS followed,
       (SELECT COUNT(*) FROM (SELECT 1 FROM status b WHERE b.account_id = s.account_id AND b.id < s.id AND b.id > s.id - 235929600000 LIMIT 100) t) AS lately
  FROM status s JOIN account a ON a.id = s.account_id LEFT JOIN login l ON l.account_id = a.id
 WHERE s.id > :after_id AND s.reblog_of_id IS NULL AND (s.hidden_at IS NULL OR s.hidden_at > 0) ORDER BY s.id LIMIT :most;

-- name: replay_count(after_id i64) -> one(count i64)
SELECT COUNT(*) AS count FROM status s
 WHERE s.id > :after_id AND s.reblog_of_id IS NULL AND (s.hidden_at IS NULL OR s.hidden_at > 0);

-- name: replay_newest(skip i64) -> one(id i64)
-- scan: status (as many as the caller skips, by its key)
SELECT id FROM status ORDER BY id DESC LIMIT 1 OFFSET :skip;

-- name: replay_options(from_id i64, to_id i64) -> many(status_id i64, text text)
-- sorts: a handful for each of the posts that are read together
SELECT s.id AS status_id, o.title AS text FROM status s JOIN poll_option o ON o.poll_id = s.poll_id
 WHERE s.id >= :from_id AND s.id <= :to_id ORDER BY s.id, o.position;

-- name: replay_descriptions(from_id i64, to_id i64) -> many(status_id i64, text text)
-- sorts: a handful for each of the posts that are read together
SELECT m.status_id, m.description AS text FROM media m
 WHERE m.status_id >= :from_id AND m.status_id <= :to_id AND m.description IS NOT NULL ORDER BY m.status_id, m.position;

-- name: replay_decisions(from_id i64, to_id i64) -> many(status_id i64, category text, found_by text, decided text, score f64)
-- What people said about posts of that range; of each post in the order of what was found.
SELECT f.subject_id AS status_id, f.category, f.found_by, f.decided, f.score FROM finding f
 WHERE f.subject_id >= :from_id AND f.subject_id <= :to_id AND f.subject IN ('status', 'edit') AND f.decided IS NOT NULL
 ORDER BY f.subject_id, f.id;

-- name: screen_ruleset_version(id i64) -> one ruleset_row
SELECT s.id, s.text, s.account_id, a.username, s.reason, s.created_at
  FROM screen_ruleset s LEFT JOIN account a ON a.id = s.account_id WHERE s.id = :id;

-- name: finding_decide(id i64, decided text, by_id i64?, at i64) -> changes
UPDATE finding SET decided = :decided, decided_by_id = :by_id, decided_at = :at WHERE id = :id;

-- name: learning_posts(after_id i64, most i64) -> many(subject_id i64, text text, spoiler_text text)
-- Posts that somebody has decided about, as they are stored now, in the order of their ids.
SELECT s.id AS subject_id, s.text, s.spoiler_text FROM status s
 WHERE s.id > :after_id AND EXISTS (SELECT 1 FROM finding f WHERE f.subject_id = s.id AND f.subject IN ('status', 'edit') AND f.decided IS NOT NULL)
 ORDER BY s.id LIMIT :most;
