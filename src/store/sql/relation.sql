-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who follows, blocks, mutes, endorses whom.

-- name: relation_get(account_id i64, target_id i64, domain text, now i64) -> one(following bool, reblogs bool, notify bool, languages text,
--   requested bool, requested_reblogs bool, requested_notify bool, requested_languages text, followed_by bool, requested_by bool,
--   blocking bool, blocked_by bool, muting bool, muting_notifications bool, mute_expires_at i64?, domain_blocking bool, endorsed bool,
--   note text)
SELECT f.target_id IS NOT NULL AS following, COALESCE(f.reblogs, 0) AS reblogs, COALESCE(f.notify, 0) AS notify, f.languages,
       r.target_id IS NOT NULL AS requested, COALESCE(r.reblogs, 0) AS requested_reblogs, COALESCE(r.notify, 0) AS requested_notify,
       r.languages AS requested_languages,
       EXISTS (SELECT 1 FROM follow x WHERE x.account_id = :target_id AND x.target_id = :account_id) AS followed_by,
       EXISTS (SELECT 1 FROM follow_request x WHERE x.account_id = :target_id AND x.target_id = :account_id) AS requested_by,
       EXISTS (SELECT 1 FROM block x WHERE x.account_id = :account_id AND x.target_id = :target_id) AS blocking,
       EXISTS (SELECT 1 FROM block x WHERE x.account_id = :target_id AND x.target_id = :account_id) AS blocked_by,
       m.target_id IS NOT NULL AS muting, COALESCE(m.notifications, 0) AS muting_notifications, m.expires_at AS mute_expires_at,
       EXISTS (SELECT 1 FROM domain_mute x WHERE x.account_id = :account_id AND x.domain = :domain AND x.domain <> '') AS domain_blocking,
       EXISTS (SELECT 1 FROM endorsement x WHERE x.account_id = :account_id AND x.target_id = :target_id) AS endorsed,
       COALESCE(n.comment, '') AS note
  FROM (SELECT 1 AS one) o
  LEFT JOIN follow f ON f.account_id = :account_id AND f.target_id = :target_id
  LEFT JOIN follow_request r ON r.account_id = :account_id AND r.target_id = :target_id
  LEFT JOIN mute m ON m.account_id = :account_id AND m.target_id = :target_id AND (m.expires_at IS NULL OR m.expires_at > :now)
  LEFT JOIN account_note n ON n.account_id = :account_id AND n.target_id = :target_id;

-- row: follow_wish(reblogs bool, notify bool, languages text)

-- name: follow_put(account_id i64, target_id i64, id i64, wish follow_wish, created_at i64) -> changes
INSERT INTO follow (account_id, target_id, id, reblogs, notify, languages, created_at)
VALUES (:account_id, :target_id, :id, :reblogs, :notify, :languages, :created_at) ON CONFLICT DO NOTHING;

-- name: follow_change(account_id i64, target_id i64, wish follow_wish) -> none
UPDATE follow SET reblogs = :reblogs, notify = :notify, languages = :languages WHERE account_id = :account_id AND target_id = :target_id;

-- name: follow_delete(account_id i64, target_id i64) -> changes
DELETE FROM follow WHERE account_id = :account_id AND target_id = :target_id;

-- name: follow_request_put(account_id i64, target_id i64, id i64, wish follow_wish, created_at i64) -> changes
INSERT INTO follow_request (account_id, target_id, id, reblogs, notify, languages, created_at)
VALUES (:account_id, :target_id, :id, :reblogs, :notify, :languages, :created_at) ON CONFLICT DO NOTHING;

-- name: follow_request_change(account_id i64, target_id i64, wish follow_wish) -> none
UPDATE follow_request SET reblogs = :reblogs, notify = :notify, languages = :languages
 WHERE account_id = :account_id AND target_id = :target_id;

-- name: follow_request_get(account_id i64, target_id i64) -> one follow_wish
SELECT reblogs, notify, languages FROM follow_request WHERE account_id = :account_id AND target_id = :target_id;

-- name: follow_request_delete(account_id i64, target_id i64) -> changes
DELETE FROM follow_request WHERE account_id = :account_id AND target_id = :target_id;

-- name: follows_around(account_id i64, limit i64) -> many(account_id i64, target_id i64)
SELECT account_id, target_id FROM follow WHERE account_id = :account_id
UNION ALL SELECT account_id, target_id FROM follow WHERE target_id = :account_id LIMIT :limit;

-- name: follow_requests_open(target_id i64, limit i64) -> many(account_id i64)
SELECT f.account_id FROM follow_request f JOIN account a ON a.id = f.account_id
 WHERE f.target_id = :target_id AND a.suspended_at IS NULL AND a.silenced_at IS NULL ORDER BY f.id LIMIT :limit;

-- row: relation_page_row(id i64, account_id i64)

-- name: followers_page(target_id i64) -> page relation_page_row
SELECT f.id, f.account_id FROM follow f JOIN account a ON a.id = f.account_id
 WHERE f.target_id = :target_id AND a.suspended_at IS NULL AND {page f.id};

-- name: following_page(account_id i64) -> page relation_page_row
SELECT f.id, f.target_id AS account_id FROM follow f JOIN account a ON a.id = f.target_id
 WHERE f.account_id = :account_id AND a.suspended_at IS NULL AND {page f.id};

-- name: follow_requests_page(target_id i64) -> page relation_page_row
SELECT f.id, f.account_id FROM follow_request f JOIN account a ON a.id = f.account_id
 WHERE f.target_id = :target_id AND a.suspended_at IS NULL AND {page f.id};

-- name: block_put(account_id i64, target_id i64, id i64, created_at i64) -> changes
INSERT INTO block (account_id, target_id, id, created_at) VALUES (:account_id, :target_id, :id, :created_at) ON CONFLICT DO NOTHING;

-- name: block_delete(account_id i64, target_id i64) -> none
DELETE FROM block WHERE account_id = :account_id AND target_id = :target_id;

-- name: blocks_page(account_id i64) -> page relation_page_row
SELECT b.id, b.target_id AS account_id FROM block b JOIN account a ON a.id = b.target_id
 WHERE b.account_id = :account_id AND a.suspended_at IS NULL AND {page b.id};

-- name: mute_put(account_id i64, target_id i64, id i64, notifications bool, expires_at i64?, created_at i64) -> none
INSERT INTO mute (account_id, target_id, id, notifications, expires_at, created_at)
VALUES (:account_id, :target_id, :id, :notifications, :expires_at, :created_at)
ON CONFLICT (account_id, target_id) DO UPDATE SET notifications = excluded.notifications, expires_at = excluded.expires_at;

-- name: mute_delete(account_id i64, target_id i64) -> none
DELETE FROM mute WHERE account_id = :account_id AND target_id = :target_id;

-- name: mutes_page(account_id i64, now i64) -> page(id i64, account_id i64, expires_at i64?)
SELECT m.id, m.target_id AS account_id, m.expires_at FROM mute m JOIN account a ON a.id = m.target_id
 WHERE m.account_id = :account_id AND a.suspended_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > :now) AND {page m.id};

-- name: account_note_put(account_id i64, target_id i64, comment text) -> none
INSERT INTO account_note (account_id, target_id, comment) VALUES (:account_id, :target_id, :comment)
ON CONFLICT (account_id, target_id) DO UPDATE SET comment = excluded.comment;

-- name: account_note_delete(account_id i64, target_id i64) -> none
DELETE FROM account_note WHERE account_id = :account_id AND target_id = :target_id;

-- name: endorsement_put(account_id i64, target_id i64, id i64) -> none
INSERT INTO endorsement (account_id, target_id, id) VALUES (:account_id, :target_id, :id) ON CONFLICT DO NOTHING;

-- name: endorsement_delete(account_id i64, target_id i64) -> none
DELETE FROM endorsement WHERE account_id = :account_id AND target_id = :target_id;

-- name: endorsements_page(account_id i64) -> page relation_page_row
-- sorts: one member's endorsements, a few dozen at most
SELECT e.id, e.target_id AS account_id FROM endorsement e JOIN account a ON a.id = e.target_id
 WHERE e.account_id = :account_id AND a.suspended_at IS NULL AND {page e.id};

-- name: domain_mute_put(account_id i64, domain text, id i64) -> none
INSERT INTO domain_mute (account_id, domain, id) VALUES (:account_id, :domain, :id) ON CONFLICT DO NOTHING;

-- name: domain_mute_delete(account_id i64, domain text) -> none
DELETE FROM domain_mute WHERE account_id = :account_id AND domain = :domain;

-- name: domain_mutes_page(account_id i64) -> page(id i64, domain text)
-- sorts: one member's list
SELECT d.id, d.domain FROM domain_mute d WHERE d.account_id = :account_id AND {page d.id};

-- name: familiar_followers(account_id i64, target_id i64, limit i64) -> many(id i64)
-- Nobody of those, or of an account, that hides whom it knows. Walks along whom one follows: those are fewer than followers can be.
SELECT f.account_id AS id FROM account t CROSS JOIN follow mine CROSS JOIN follow f CROSS JOIN account a
 WHERE t.id = :target_id AND t.hide_collections = 0 AND t.suspended_at IS NULL AND mine.account_id = :account_id
   AND f.account_id = mine.target_id AND f.target_id = t.id
   AND a.id = f.account_id AND a.hide_collections = 0 AND a.suspended_at IS NULL LIMIT :limit;

-- name: list_member_drop(owner_id i64, account_id i64) -> none
DELETE FROM list_member WHERE account_id = :account_id AND list_id IN (SELECT l.id FROM list l WHERE l.account_id = :owner_id);

-- name: ties_among(account_id i64, ids text) -> many(account_id i64, how i64)
-- What account_id and those of the list ("1,2,3") have to do with each other. how: 1 is asked whether account_id may follow, 2 follows
-- account_id, 4 asks whether they may.
SELECT r.target_id AS account_id, 1 AS how FROM json_each('[' || :ids || ']') j CROSS JOIN follow_request r
 WHERE r.account_id = :account_id AND r.target_id = j.value
UNION ALL SELECT f.account_id, 2 FROM json_each('[' || :ids || ']') j CROSS JOIN follow f WHERE f.account_id = j.value AND f.target_id = :account_id
UNION ALL SELECT q.account_id, 4 FROM json_each('[' || :ids || ']') j CROSS JOIN follow_request q WHERE q.account_id = j.value AND q.target_id = :account_id;
