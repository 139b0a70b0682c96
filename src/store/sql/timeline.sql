-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Pages of statuses: ids with what is needed to decide whether a viewer sees them.

-- row: feed_row(id i64, account_id i64, reblog_of_id i64?, reblog_account_id i64?, in_reply_to_account_id i64?, visibility i64, language text)
-- columns: feed_columns = s.id, s.account_id, s.reblog_of_id, r.account_id AS reblog_account_id, s.in_reply_to_account_id, s.visibility,
--   s.language

-- name: feed_of_account(account_id i64) -> page feed_row
SELECT {feed_columns} FROM status s LEFT JOIN status r ON r.id = s.reblog_of_id
 WHERE s.account_id = :account_id AND s.hidden_at IS NULL AND s.quiet = 0 AND {page s.id};

-- name: timeline_public() -> page feed_row
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language FROM status s
 WHERE s.visibility = 0 AND s.reblog_of_id IS NULL AND s.hidden_at IS NULL AND s.quiet = 0
   AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id) AND {page s.id};

-- name: follows_of(account_id i64) -> many(target_id i64, reblogs bool, notify bool, languages text)
SELECT target_id, reblogs, notify, languages FROM follow WHERE account_id = :account_id;

-- name: followees_posted(account_id i64) -> many(id i64, last_status_at i64)
SELECT a.id, a.last_status_at FROM follow f JOIN account a ON a.id = f.target_id
 WHERE f.account_id = :account_id AND a.last_status_at IS NOT NULL;

-- name: hidden_from(account_id i64) -> many(other_id i64, how i64)
-- how: 1 blocks, 2 is blocked by, 4 mutes
SELECT target_id AS other_id, 1 AS how FROM block WHERE account_id = :account_id
UNION ALL SELECT account_id, 2 FROM block WHERE target_id = :account_id
UNION ALL SELECT target_id, 4 FROM mute WHERE account_id = :account_id;

-- name: follow_has(account_id i64, target_id i64) -> one(target_id i64)
SELECT target_id FROM follow WHERE account_id = :account_id AND target_id = :target_id;

-- name: hidden_between(account_id i64, other_id i64) -> one(blocks bool, blocked_by bool, mutes bool)
SELECT EXISTS (SELECT 1 FROM block b WHERE b.account_id = :account_id AND b.target_id = :other_id) AS blocks,
       EXISTS (SELECT 1 FROM block b WHERE b.account_id = :other_id AND b.target_id = :account_id) AS blocked_by,
       EXISTS (SELECT 1 FROM mute m WHERE m.account_id = :account_id AND m.target_id = :other_id) AS mutes;

-- name: exclusive_members(account_id i64) -> many(account_id i64)
SELECT m.account_id FROM list l JOIN list_member m ON m.list_id = l.id WHERE l.account_id = :account_id AND l.exclusive = 1;

-- name: followed_tag_ids(account_id i64) -> many(tag_id i64)
SELECT tag_id FROM tag_follow WHERE account_id = :account_id;

-- name: timeline_local() -> page feed_row
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language FROM status s
 WHERE s.uri IS NULL AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.hidden_at IS NULL AND s.quiet = 0
   AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id) AND {page s.id};

-- name: timeline_remote() -> page feed_row
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language FROM status s
 WHERE s.uri IS NOT NULL AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.hidden_at IS NULL AND s.quiet = 0
   AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id) AND {page s.id};

-- name: timeline_media() -> page feed_row
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language FROM status s
 WHERE s.media_count > 0 AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.hidden_at IS NULL AND s.quiet = 0
   AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id) AND {page s.id};

-- name: timeline_media_local() -> page feed_row
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language FROM status s
 WHERE s.media_count > 0 AND s.uri IS NULL AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.hidden_at IS NULL AND s.quiet = 0
   AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id) AND {page s.id};

-- name: timeline_media_remote() -> page feed_row
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language FROM status s
 WHERE s.media_count > 0 AND s.uri IS NOT NULL AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.hidden_at IS NULL AND s.quiet = 0
   AND (s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id) AND {page s.id};

-- name: timeline_tag(tag_id i64) -> page feed_row
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language
  FROM status_tag st JOIN status s ON s.id = st.status_id
 WHERE st.tag_id = :tag_id AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.hidden_at IS NULL AND {page st.status_id};

-- name: profile_statuses(account_id i64, depth i64, reader_id i64, no_replies bool, no_reblogs bool, no_sensitive bool,
--   only_media bool, tag_id i64)
--   -> page feed_row
-- depth: 0 public and unlisted, 1 followers-only as well, 2 all; direct ones also for those they name. tag_id 0: any.
SELECT {feed_columns} FROM status s LEFT JOIN status r ON r.id = s.reblog_of_id
 WHERE s.account_id = :account_id
   AND (s.hidden_at IS NULL OR (:depth = 2 AND s.hidden_at > 0))
   AND (s.visibility <= 1 OR :depth = 2 OR (:depth = 1 AND s.visibility = 2)
        OR EXISTS (SELECT 1 FROM mention m WHERE m.status_id = s.id AND m.account_id = :reader_id))
   AND (r.id IS NULL OR r.visibility <= 1 OR r.account_id = :account_id)
   AND (:no_replies = 0 OR s.in_reply_to_id IS NULL OR s.in_reply_to_account_id = s.account_id)
   AND (:no_reblogs = 0 OR s.reblog_of_id IS NULL)
   AND (:no_sensitive = 0 OR (CASE WHEN r.id IS NULL THEN s.sensitive ELSE r.sensitive END) = 0)
   AND (:only_media = 0 OR s.media_count > 0)
   AND (:tag_id = 0 OR EXISTS (SELECT 1 FROM status_tag t WHERE t.tag_id = :tag_id AND t.status_id = s.id))
   AND {page s.id};

-- name: profile_pinned(account_id i64, depth i64) -> page feed_row
-- sorts: the pinned statuses of one account, a handful
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language
  FROM pin p JOIN status s ON s.id = p.status_id
 WHERE p.account_id = :account_id AND s.hidden_at IS NULL AND (s.visibility <= 1 OR (:depth >= 1 AND s.visibility = 2)) AND {page p.id};

-- name: timeline_tag_chosen(tag_id i64, all_1 i64, all_2 i64, all_3 i64, all_4 i64, none_1 i64, none_2 i64, none_3 i64, none_4 i64, only_media bool,
--   from_here bool, from_elsewhere bool) -> page feed_row
-- all_…: tags that it must have as well, none_…: those it must not have; 0: not asked. A post with media, from here, from elsewhere.
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language
  FROM status_tag st JOIN status s ON s.id = st.status_id
 WHERE st.tag_id = :tag_id AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.hidden_at IS NULL
   AND (:all_1 = 0 OR EXISTS (SELECT 1 FROM status_tag x WHERE x.tag_id = :all_1 AND x.status_id = s.id))
   AND (:all_2 = 0 OR EXISTS (SELECT 1 FROM status_tag x WHERE x.tag_id = :all_2 AND x.status_id = s.id))
   AND (:all_3 = 0 OR EXISTS (SELECT 1 FROM status_tag x WHERE x.tag_id = :all_3 AND x.status_id = s.id))
   AND (:all_4 = 0 OR EXISTS (SELECT 1 FROM status_tag x WHERE x.tag_id = :all_4 AND x.status_id = s.id))
   AND (:none_1 = 0 OR NOT EXISTS (SELECT 1 FROM status_tag x WHERE x.tag_id = :none_1 AND x.status_id = s.id))
   AND (:none_2 = 0 OR NOT EXISTS (SELECT 1 FROM status_tag x WHERE x.tag_id = :none_2 AND x.status_id = s.id))
   AND (:none_3 = 0 OR NOT EXISTS (SELECT 1 FROM status_tag x WHERE x.tag_id = :none_3 AND x.status_id = s.id))
   AND (:none_4 = 0 OR NOT EXISTS (SELECT 1 FROM status_tag x WHERE x.tag_id = :none_4 AND x.status_id = s.id))
   AND (:only_media = 0 OR s.media_count > 0) AND (:from_here = 0 OR s.uri IS NULL) AND (:from_elsewhere = 0 OR s.uri IS NOT NULL)
   AND {page st.status_id};

-- name: timeline_card(card_id i64) -> page feed_row
SELECT s.id, s.account_id, s.reblog_of_id, CAST(NULL AS BIGINT) AS reblog_account_id, s.in_reply_to_account_id, s.visibility, s.language
  FROM status s WHERE s.card_id = :card_id AND s.visibility = 0 AND s.reblog_of_id IS NULL AND s.hidden_at IS NULL AND {page s.id};
