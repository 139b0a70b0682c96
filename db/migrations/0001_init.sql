-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What: everything one community knows. Why: its first day. How long on a large file: there is none yet.
--
-- The common tongue of SQLite and PostgreSQL. For PostgreSQL the generator writes BIGINT for INTEGER, BYTEA for BLOB, DOUBLE
-- PRECISION for REAL, and leaves out WITHOUT ROWID. Times are milliseconds since the epoch; ids are ours (src/base/id.h);
-- "none" is NULL; yes and no are 1 and 0. Full-text tables differ and have a file of their own (0002).

CREATE TABLE setting (               -- settings.def tells which there are
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL,            -- as its owner writes it
  username_lower TEXT NOT NULL,
  domain TEXT NOT NULL DEFAULT '',   -- '' is here
  display_name TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',     -- source text
  note_html TEXT NOT NULL DEFAULT '',
  fields TEXT NOT NULL DEFAULT '[]', -- JSON: [{"name","value","verified_at"}]
  avatar TEXT,                       -- file below media/, or the URL of a remote account's
  avatar_static TEXT,
  avatar_description TEXT NOT NULL DEFAULT '',
  header TEXT,
  header_static TEXT,
  header_description TEXT NOT NULL DEFAULT '',
  locked INTEGER NOT NULL DEFAULT 0,
  bot INTEGER NOT NULL DEFAULT 0,
  discoverable INTEGER NOT NULL DEFAULT 1,
  indexable INTEGER NOT NULL DEFAULT 0,
  hide_collections INTEGER NOT NULL DEFAULT 0,
  show_media INTEGER NOT NULL DEFAULT 1,
  show_media_replies INTEGER NOT NULL DEFAULT 1,
  show_featured INTEGER NOT NULL DEFAULT 1,
  attribution_domains TEXT NOT NULL DEFAULT '[]',
  also_known_as TEXT NOT NULL DEFAULT '[]',
  moved_to_id INTEGER,
  memorial INTEGER NOT NULL DEFAULT 0,
  followers_count INTEGER NOT NULL DEFAULT 0,
  following_count INTEGER NOT NULL DEFAULT 0,
  statuses_count INTEGER NOT NULL DEFAULT 0,
  last_status_at INTEGER,
  created_at INTEGER NOT NULL,
  suspended_at INTEGER,              -- hidden; nothing is purged before its window ends
  silenced_at INTEGER,               -- "limited": shown only to followers
  sensitized_at INTEGER,             -- its media are always sensitive
  uri TEXT,                          -- of a remote account
  url TEXT
);
CREATE UNIQUE INDEX account_acct ON account (username_lower, domain);
CREATE INDEX account_active ON account (last_status_at) WHERE discoverable = 1 AND suspended_at IS NULL;

CREATE INDEX account_domain ON account (domain) WHERE domain > '';
CREATE INDEX account_findable ON account (id) WHERE indexable = 1 AND domain = '' AND suspended_at IS NULL AND silenced_at IS NULL;
CREATE INDEX account_standing ON account (id) WHERE suspended_at IS NOT NULL OR silenced_at IS NOT NULL;

CREATE TABLE login (                 -- who may sign in as an account of this community
  account_id INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  email TEXT NOT NULL,
  email_lower TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL,       -- Argon2id, with its parameters
  role INTEGER NOT NULL DEFAULT 0,   -- 0 member, 1 moderator, 2 admin, 3 owner
  locale TEXT NOT NULL DEFAULT 'en',
  confirmed_at INTEGER,              -- the address answered
  approved_at INTEGER,
  reason TEXT NOT NULL DEFAULT '',   -- why somebody wants to join
  invite_id INTEGER,
  disabled_at INTEGER,
  leaving_at INTEGER,                -- asked to be deleted; the same moment as account.suspended_at while that can be taken back
  otp_secret BLOB,                   -- sealed
  otp_enabled_at INTEGER,
  otp_last_step INTEGER NOT NULL DEFAULT 0, -- a code works once
  created_at INTEGER NOT NULL,
  created_by_app_id INTEGER,
  last_active_at INTEGER,
  sign_up_ip TEXT NOT NULL DEFAULT ''
);
CREATE INDEX login_staff ON login (account_id, role) WHERE role > 0;
CREATE INDEX login_age ON login (created_at);
CREATE INDEX login_pending ON login (account_id) WHERE approved_at IS NULL;
CREATE INDEX login_unconfirmed ON login (created_at) WHERE confirmed_at IS NULL;

CREATE TABLE login_recovery_code (
  account_id INTEGER NOT NULL REFERENCES login (account_id) ON DELETE CASCADE,
  code_hash BLOB NOT NULL,
  PRIMARY KEY (account_id, code_hash)
) WITHOUT ROWID;

CREATE TABLE login_mail_token (      -- confirms an address, resets a password
  token_hash BLOB NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES login (account_id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,             -- confirm, reset, email
  email TEXT NOT NULL DEFAULT '',    -- the new address, for "email"
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX login_mail_token_account ON login_mail_token (account_id);
CREATE INDEX login_mail_token_age ON login_mail_token (expires_at);

CREATE TABLE session (               -- signed in by cookie
  id INTEGER PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES login (account_id) ON DELETE CASCADE,
  user_agent TEXT NOT NULL DEFAULT '',
  ip TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
);
CREATE INDEX session_account ON session (account_id, id);
CREATE INDEX session_age ON session (expires_at);

CREATE TABLE invite (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  code TEXT NOT NULL UNIQUE,
  max_uses INTEGER,
  uses INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER,
  autofollow INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
);
CREATE INDEX invite_account ON invite (account_id, id);

CREATE TABLE oauth_app (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  website TEXT,
  redirect_uris TEXT NOT NULL,       -- one a line
  scopes TEXT NOT NULL,
  client_id TEXT NOT NULL UNIQUE,
  secret_hash BLOB NOT NULL,
  created_at INTEGER NOT NULL
);

CREATE TABLE oauth_code (
  code_hash BLOB NOT NULL PRIMARY KEY,
  app_id INTEGER NOT NULL REFERENCES oauth_app (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES login (account_id) ON DELETE CASCADE,
  redirect_uri TEXT NOT NULL,
  scopes TEXT NOT NULL,
  code_challenge TEXT,               -- PKCE, S256
  expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX oauth_code_age ON oauth_code (expires_at);
CREATE INDEX oauth_code_account ON oauth_code (account_id);

CREATE TABLE oauth_token (
  id INTEGER PRIMARY KEY,
  token_hash BLOB NOT NULL UNIQUE,
  app_id INTEGER NOT NULL REFERENCES oauth_app (id) ON DELETE CASCADE,
  account_id INTEGER REFERENCES login (account_id) ON DELETE CASCADE, -- NULL: the app itself
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL DEFAULT 0,
  ip TEXT NOT NULL DEFAULT ''
);
CREATE INDEX oauth_token_account ON oauth_token (account_id, id);
CREATE INDEX oauth_token_app ON oauth_token (app_id);

CREATE TABLE push_subscription (     -- Web Push; one a token (an app's) or session (a browser's)
  id INTEGER PRIMARY KEY,
  token_id INTEGER UNIQUE REFERENCES oauth_token (id) ON DELETE CASCADE,
  session_id INTEGER UNIQUE REFERENCES session (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL,
  endpoint TEXT NOT NULL,
  p256dh BLOB NOT NULL,
  auth BLOB NOT NULL,
  standard INTEGER NOT NULL DEFAULT 0,
  alerts TEXT NOT NULL DEFAULT '{}', -- JSON: {"mention": true, …}
  policy TEXT NOT NULL DEFAULT 'all',
  access_token BLOB,                 -- sealed: apps want it in each message, to know whose it is; NULL: a session's
  locale TEXT NOT NULL DEFAULT 'en',
  created_at INTEGER NOT NULL
);
CREATE INDEX push_subscription_account ON push_subscription (account_id);

-- Relationships -----------------------------------------------------------------------------------------------------------

CREATE TABLE follow (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,               -- lists page by it
  reblogs INTEGER NOT NULL DEFAULT 1,
  notify INTEGER NOT NULL DEFAULT 0,
  languages TEXT,                    -- space-separated; NULL: all
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, target_id)
) WITHOUT ROWID;
CREATE INDEX follow_target ON follow (target_id, id);
CREATE INDEX follow_newest ON follow (account_id, id);
CREATE INDEX follow_notify ON follow (target_id) WHERE notify = 1;

CREATE TABLE follow_request (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  reblogs INTEGER NOT NULL DEFAULT 1,
  notify INTEGER NOT NULL DEFAULT 0,
  languages TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, target_id)
) WITHOUT ROWID;
CREATE INDEX follow_request_target ON follow_request (target_id, id);

CREATE TABLE block (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, target_id)
) WITHOUT ROWID;
CREATE INDEX block_target ON block (target_id, account_id);
CREATE INDEX block_newest ON block (account_id, id);

CREATE TABLE mute (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  notifications INTEGER NOT NULL DEFAULT 1,
  expires_at INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, target_id)
) WITHOUT ROWID;
CREATE INDEX mute_newest ON mute (account_id, id);
CREATE INDEX mute_target ON mute (target_id);
CREATE INDEX mute_expiry ON mute (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE domain_mute (           -- a member's own block of a domain
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  domain TEXT NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (account_id, domain)
) WITHOUT ROWID;

CREATE TABLE account_note (          -- a private note about somebody
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  comment TEXT NOT NULL,
  PRIMARY KEY (account_id, target_id)
) WITHOUT ROWID;
CREATE INDEX account_note_target ON account_note (target_id);

CREATE TABLE endorsement (           -- shown on a profile
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  PRIMARY KEY (account_id, target_id)
) WITHOUT ROWID;
CREATE INDEX endorsement_target ON endorsement (target_id);

CREATE TABLE list (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  replies_policy TEXT NOT NULL DEFAULT 'list', -- followed, list, none
  exclusive INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX list_account ON list (account_id, id);

CREATE TABLE list_member (
  list_id INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  PRIMARY KEY (list_id, account_id)
) WITHOUT ROWID;
CREATE INDEX list_member_account ON list_member (account_id, list_id);

CREATE TABLE suggestion_dismissed (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  target_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, target_id)
) WITHOUT ROWID;

-- Statuses ------------------------------------------------------------------------------------------------------------------

CREATE TABLE status (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id),
  in_reply_to_id INTEGER,
  in_reply_to_account_id INTEGER,
  reblog_of_id INTEGER,
  conversation_id INTEGER NOT NULL,
  visibility INTEGER NOT NULL,       -- 0 public, 1 unlisted, 2 private, 3 direct
  text TEXT NOT NULL DEFAULT '',     -- source
  html TEXT NOT NULL DEFAULT '',     -- rendered once, when it was written
  spoiler_text TEXT NOT NULL DEFAULT '',
  sensitive INTEGER NOT NULL DEFAULT 0,
  language TEXT,
  app_id INTEGER,
  poll_id INTEGER,
  card_id INTEGER,
  quote_of_id INTEGER,
  quote_state INTEGER NOT NULL DEFAULT 0,  -- 0 none, 1 accepted, 2 pending, 3 rejected, 4 revoked, 5 deleted
  quote_policy INTEGER NOT NULL DEFAULT 0, -- who may quote it: 0 everyone, 1 followers, 2 nobody
  replies_count INTEGER NOT NULL DEFAULT 0,
  reblogs_count INTEGER NOT NULL DEFAULT 0,
  favourites_count INTEGER NOT NULL DEFAULT 0,
  quotes_count INTEGER NOT NULL DEFAULT 0,
  media_count INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  edited_at INTEGER,
  hidden_at INTEGER,                 -- removed by a decision, or held: only its author and moderators see it.
                                     -- Negative: its author deleted it, and may take that back for a while: nobody sees it
  quiet INTEGER NOT NULL DEFAULT 0,  -- imported: nobody is notified, no timeline but its author's
  uri TEXT,                          -- of a remote status
  url TEXT
);
CREATE INDEX status_by_account ON status (account_id, id);
CREATE INDEX status_replies ON status (in_reply_to_id, id) WHERE in_reply_to_id IS NOT NULL;
CREATE UNIQUE INDEX status_reblog ON status (reblog_of_id, account_id) WHERE reblog_of_id IS NOT NULL;
CREATE INDEX status_reblogs ON status (reblog_of_id, id) WHERE reblog_of_id IS NOT NULL;
CREATE INDEX status_quotes ON status (quote_of_id, id) WHERE quote_of_id IS NOT NULL;
CREATE INDEX status_conversation ON status (conversation_id, id);
CREATE INDEX status_public ON status (id) WHERE visibility = 0 AND reblog_of_id IS NULL AND hidden_at IS NULL AND quiet = 0
  AND (in_reply_to_id IS NULL OR in_reply_to_account_id = account_id);
CREATE INDEX status_public_media ON status (id) WHERE media_count > 0 AND visibility = 0 AND reblog_of_id IS NULL AND hidden_at IS NULL
  AND quiet = 0 AND (in_reply_to_id IS NULL OR in_reply_to_account_id = account_id);
CREATE INDEX status_public_remote ON status (id) WHERE uri IS NOT NULL AND visibility = 0 AND reblog_of_id IS NULL AND hidden_at IS NULL
  AND quiet = 0 AND (in_reply_to_id IS NULL OR in_reply_to_account_id = account_id);
CREATE INDEX status_media_by_account ON status (account_id, id) WHERE media_count > 0;
CREATE INDEX status_card ON status (card_id, id) WHERE card_id IS NOT NULL;

CREATE TABLE status_edit (           -- each version that was, the first one included
  id INTEGER PRIMARY KEY,
  status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
  html TEXT NOT NULL,
  text TEXT NOT NULL,
  spoiler_text TEXT NOT NULL,
  sensitive INTEGER NOT NULL,
  media TEXT NOT NULL DEFAULT '[]',  -- JSON: ids with their descriptions then
  poll_options TEXT,                 -- JSON: titles
  created_at INTEGER NOT NULL
);
CREATE INDEX status_edit_status ON status_edit (status_id, id);

CREATE TABLE mention (
  status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  silent INTEGER NOT NULL DEFAULT 0, -- may see it, was not named in it
  PRIMARY KEY (status_id, account_id)
) WITHOUT ROWID;
CREATE INDEX mention_account ON mention (account_id, status_id);

CREATE TABLE media (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  status_id INTEGER,
  scheduled_id INTEGER,
  position INTEGER NOT NULL DEFAULT 0,
  type TEXT NOT NULL DEFAULT 'unknown', -- image, gifv, video, audio, unknown
  mime TEXT NOT NULL DEFAULT '',
  file TEXT,                         -- below media/; NULL until processed
  preview TEXT,
  description TEXT,
  blurhash TEXT,
  meta TEXT NOT NULL DEFAULT '{}',   -- JSON, as the API shows it, focus included
  bytes INTEGER NOT NULL DEFAULT 0,
  sha256 BLOB,
  state INTEGER NOT NULL DEFAULT 0,  -- 0 waiting, 1 ready, 2 failed, 3 deleted: its files are still to go
  error TEXT,
  created_at INTEGER NOT NULL        -- or when it came off a status: what is loose for a day goes
);
CREATE INDEX media_status ON media (status_id, position) WHERE status_id IS NOT NULL;
CREATE INDEX media_account ON media (account_id, id);
CREATE INDEX media_scheduled ON media (scheduled_id, position) WHERE scheduled_id IS NOT NULL;
CREATE INDEX media_loose ON media (created_at) WHERE status_id IS NULL AND scheduled_id IS NULL;

CREATE TABLE poll (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL,
  status_id INTEGER,
  multiple INTEGER NOT NULL DEFAULT 0,
  hide_totals INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER,
  votes_count INTEGER NOT NULL DEFAULT 0,
  voters_count INTEGER NOT NULL DEFAULT 0,
  ended INTEGER NOT NULL DEFAULT 0   -- its end was told
);
CREATE INDEX poll_status ON poll (status_id);
CREATE INDEX poll_ending ON poll (expires_at) WHERE ended = 0 AND expires_at IS NOT NULL;

CREATE TABLE poll_option (
  poll_id INTEGER NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  title TEXT NOT NULL,
  votes_count INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (poll_id, position)
) WITHOUT ROWID;

CREATE TABLE poll_vote (
  poll_id INTEGER NOT NULL REFERENCES poll (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  PRIMARY KEY (poll_id, account_id, position)
) WITHOUT ROWID;
CREATE INDEX poll_vote_account ON poll_vote (account_id);

CREATE TABLE favourite (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  PRIMARY KEY (account_id, status_id)
) WITHOUT ROWID;
CREATE INDEX favourite_status ON favourite (status_id, id);
CREATE INDEX favourite_newest ON favourite (account_id, id);

CREATE TABLE bookmark (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  PRIMARY KEY (account_id, status_id)
) WITHOUT ROWID;
CREATE INDEX bookmark_newest ON bookmark (account_id, id);
CREATE INDEX bookmark_status ON bookmark (status_id);

CREATE TABLE pin (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  PRIMARY KEY (account_id, status_id)
) WITHOUT ROWID;
CREATE INDEX pin_status ON pin (status_id);

CREATE TABLE conversation_mute (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  conversation_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, conversation_id)
) WITHOUT ROWID;

CREATE TABLE conversation (          -- direct messages, one row for each who takes part
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  conversation_id INTEGER NOT NULL,  -- of its statuses
  last_status_id INTEGER NOT NULL,
  participants TEXT NOT NULL,        -- the other accounts' ids, sorted, space-separated
  unread INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX conversation_of ON conversation (account_id, conversation_id);
CREATE INDEX conversation_newest ON conversation (account_id, last_status_id);
CREATE INDEX conversation_unread ON conversation (account_id) WHERE unread = 1;

CREATE TABLE scheduled_status (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  scheduled_at INTEGER NOT NULL,
  params TEXT NOT NULL               -- JSON, as the API shows them
);
CREATE INDEX scheduled_status_due ON scheduled_status (scheduled_at);
CREATE INDEX scheduled_status_account ON scheduled_status (account_id, id);

CREATE TABLE idempotency (           -- the answer to a key, for a day
  account_id INTEGER NOT NULL,
  key_hash BLOB NOT NULL,
  status_id INTEGER NOT NULL,        -- or the id of a scheduled status
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, key_hash)
) WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency (created_at);

CREATE TABLE preview_card (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL DEFAULT 'link',
  title TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  author_name TEXT NOT NULL DEFAULT '',
  author_url TEXT NOT NULL DEFAULT '',
  provider_name TEXT NOT NULL DEFAULT '',
  provider_url TEXT NOT NULL DEFAULT '',
  html TEXT NOT NULL DEFAULT '',
  width INTEGER NOT NULL DEFAULT 0,
  height INTEGER NOT NULL DEFAULT 0,
  image TEXT,
  image_description TEXT NOT NULL DEFAULT '',
  embed_url TEXT NOT NULL DEFAULT '',
  blurhash TEXT,
  language TEXT,
  published_at INTEGER,
  fetched_at INTEGER
);

-- Hashtags ------------------------------------------------------------------------------------------------------------------

CREATE TABLE tag (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,         -- normalised
  display_name TEXT NOT NULL,        -- as it was first written
  listable INTEGER NOT NULL DEFAULT 1,
  trendable INTEGER NOT NULL DEFAULT 1,
  usable INTEGER NOT NULL DEFAULT 1,
  requires_review INTEGER NOT NULL DEFAULT 0,
  last_status_at INTEGER
);

CREATE TABLE status_tag (
  tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL REFERENCES status (id) ON DELETE CASCADE,
  PRIMARY KEY (tag_id, status_id)
) WITHOUT ROWID;
CREATE INDEX status_tag_status ON status_tag (status_id);

CREATE TABLE tag_use (               -- for the history of a tag and for trends
  tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  day INTEGER NOT NULL,              -- days since the epoch, UTC
  account_id INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  PRIMARY KEY (tag_id, day, account_id)
) WITHOUT ROWID;
CREATE INDEX tag_use_day ON tag_use (day);

CREATE TABLE tag_follow (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  id INTEGER NOT NULL,
  PRIMARY KEY (account_id, tag_id)
) WITHOUT ROWID;
CREATE INDEX tag_follow_tag ON tag_follow (tag_id);

CREATE TABLE featured_tag (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  tag_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX featured_tag_of ON featured_tag (account_id, tag_id);

CREATE TABLE link_use (              -- for trends of links
  card_id INTEGER NOT NULL REFERENCES preview_card (id) ON DELETE CASCADE,
  day INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  uses INTEGER NOT NULL,
  PRIMARY KEY (card_id, day, account_id)
) WITHOUT ROWID;
CREATE INDEX link_use_day ON link_use (day);

CREATE TABLE trend (                 -- computed by a job; what clients read
  kind TEXT NOT NULL,                -- tag, status, link
  thing_id INTEGER NOT NULL,
  score REAL NOT NULL,
  rank INTEGER NOT NULL,
  PRIMARY KEY (kind, thing_id)
) WITHOUT ROWID;
CREATE INDEX trend_rank ON trend (kind, rank);

-- What a member keeps ---------------------------------------------------------------------------------------------------------

CREATE TABLE filter (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  context TEXT NOT NULL,             -- space-separated: home notifications public thread account
  action TEXT NOT NULL DEFAULT 'warn', -- warn, hide, blur
  expires_at INTEGER
);
CREATE INDEX filter_account ON filter (account_id, id);

CREATE TABLE filter_keyword (
  id INTEGER PRIMARY KEY,
  filter_id INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  keyword TEXT NOT NULL,
  whole_word INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX filter_keyword_filter ON filter_keyword (filter_id, id);

CREATE TABLE filter_status (
  id INTEGER PRIMARY KEY,
  filter_id INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  status_id INTEGER NOT NULL
);
CREATE UNIQUE INDEX filter_status_of ON filter_status (filter_id, status_id);

CREATE TABLE notification (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  type TEXT NOT NULL,                -- mention, status, reblog, follow, follow_request, favourite, poll, update, quote, …
  from_account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  status_id INTEGER REFERENCES status (id) ON DELETE CASCADE,
  report_id INTEGER,
  event TEXT,                        -- JSON of a moderation warning or a severed relationship
  group_key TEXT NOT NULL,           -- those that are shown as one share it
  filtered INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
);
CREATE INDEX notification_newest ON notification (account_id, id);
CREATE INDEX notification_group ON notification (account_id, group_key, id);
CREATE INDEX notification_from ON notification (account_id, from_account_id, id);
CREATE INDEX notification_sender ON notification (from_account_id);
CREATE INDEX notification_filtered ON notification (account_id, from_account_id, id) WHERE filtered = 1;
CREATE INDEX notification_status ON notification (status_id) WHERE status_id IS NOT NULL;

CREATE TABLE notification_policy (   -- accept, filter, drop; no row: the defaults below
  account_id INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  for_not_following TEXT NOT NULL DEFAULT 'accept',
  for_not_followers TEXT NOT NULL DEFAULT 'accept',
  for_new_accounts TEXT NOT NULL DEFAULT 'accept',
  for_private_mentions TEXT NOT NULL DEFAULT 'filter',
  for_limited_accounts TEXT NOT NULL DEFAULT 'filter',
  for_bots TEXT NOT NULL DEFAULT 'accept'
);

CREATE TABLE notification_request (  -- filtered notifications of one sender wait; they are counted when it is read
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  from_account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX notification_request_of ON notification_request (account_id, from_account_id);
CREATE INDEX notification_request_newest ON notification_request (account_id, id);
CREATE INDEX notification_request_sender ON notification_request (from_account_id);

CREATE TABLE notification_permission ( -- whose filtered notifications were accepted
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  from_account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, from_account_id)
) WITHOUT ROWID;

CREATE TABLE marker (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  timeline TEXT NOT NULL,            -- home, notifications
  last_read_id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, timeline)
) WITHOUT ROWID;

CREATE TABLE preference (            -- preferences.def tells which there are
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account_id, name)
) WITHOUT ROWID;

CREATE TABLE collection (            -- accounts that somebody recommends together
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  language TEXT,
  sensitive INTEGER NOT NULL DEFAULT 0,
  discoverable INTEGER NOT NULL DEFAULT 1,
  tag_id INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX collection_account ON collection (account_id, id);

CREATE TABLE collection_item (
  id INTEGER PRIMARY KEY,
  collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  state TEXT NOT NULL DEFAULT 'accepted', -- pending, accepted, rejected, revoked
  created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX collection_item_of ON collection_item (collection_id, account_id);
CREATE INDEX collection_item_account ON collection_item (account_id);

-- The community -----------------------------------------------------------------------------------------------------------------

CREATE TABLE rule (
  id INTEGER PRIMARY KEY,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  hint TEXT NOT NULL DEFAULT ''
);

CREATE TABLE custom_emoji (
  id INTEGER PRIMARY KEY,
  shortcode TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  static_file TEXT NOT NULL,
  category TEXT,
  visible INTEGER NOT NULL DEFAULT 1,
  disabled INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE announcement (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  html TEXT NOT NULL,
  starts_at INTEGER,
  ends_at INTEGER,
  all_day INTEGER NOT NULL DEFAULT 0,
  published_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);

CREATE TABLE announcement_dismissed (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  announcement_id INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  PRIMARY KEY (account_id, announcement_id)
) WITHOUT ROWID;

CREATE TABLE announcement_reaction (
  announcement_id INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (announcement_id, name, account_id)
) WITHOUT ROWID;

CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL,       -- who reports
  target_id INTEGER NOT NULL,
  category TEXT NOT NULL DEFAULT 'other', -- spam, legal, violation, other
  comment TEXT NOT NULL DEFAULT '',
  forward INTEGER NOT NULL DEFAULT 0,
  status_ids TEXT NOT NULL DEFAULT '[]',
  rule_ids TEXT NOT NULL DEFAULT '[]',
  collection_ids TEXT NOT NULL DEFAULT '[]',
  assigned_id INTEGER,
  resolved_at INTEGER,
  resolved_by_id INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX report_open ON report (id) WHERE resolved_at IS NULL;
CREATE INDEX report_resolved ON report (resolved_at) WHERE resolved_at IS NOT NULL;
CREATE INDEX report_target ON report (target_id, id);
CREATE INDEX report_account ON report (account_id, id);

CREATE TABLE domain_block (          -- the community's
  id INTEGER PRIMARY KEY,
  domain TEXT NOT NULL UNIQUE,
  severity TEXT NOT NULL DEFAULT 'silence', -- noop, silence, suspend
  reject_media INTEGER NOT NULL DEFAULT 0,
  reject_reports INTEGER NOT NULL DEFAULT 0,
  obfuscate INTEGER NOT NULL DEFAULT 0,
  private_comment TEXT,
  public_comment TEXT,
  created_at INTEGER NOT NULL
);

CREATE TABLE domain_allow (
  id INTEGER PRIMARY KEY,
  domain TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
);

CREATE TABLE email_domain_block (
  id INTEGER PRIMARY KEY,
  domain TEXT NOT NULL UNIQUE,
  allow_with_approval INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
);

CREATE TABLE email_block (           -- a canonical address, as its hash
  id INTEGER PRIMARY KEY,
  email_hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
);

CREATE TABLE ip_block (
  id INTEGER PRIMARY KEY,
  ip TEXT NOT NULL UNIQUE,           -- with its prefix length
  severity TEXT NOT NULL,            -- sign_up_requires_approval, sign_up_block, no_access
  comment TEXT NOT NULL DEFAULT '',
  expires_at INTEGER,
  created_at INTEGER NOT NULL
);

CREATE TABLE activity (              -- what happened on a day, for the figures
  day INTEGER PRIMARY KEY,           -- days since the epoch, UTC
  statuses INTEGER NOT NULL DEFAULT 0,
  registrations INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE active_day (            -- which members did something on a day
  day INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  PRIMARY KEY (day, account_id)
) WITHOUT ROWID;
CREATE INDEX active_day_account ON active_day (account_id, day);

CREATE TABLE trend_review (          -- what people with a role decided about a trend
  kind TEXT NOT NULL,                -- status, link; hashtags have columns of their own
  thing_id INTEGER NOT NULL,
  allowed INTEGER NOT NULL,
  PRIMARY KEY (kind, thing_id)
) WITHOUT ROWID;

CREATE TABLE audit (                 -- what people with a role did
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL
);

CREATE TABLE job (                   -- jobs.def tells which kinds there are
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  subject_id INTEGER,                -- what it is about
  args TEXT NOT NULL DEFAULT '{}',   -- JSON
  run_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  claimed_at INTEGER,                -- somebody works on it; given back after a crash
  error TEXT,
  created_at INTEGER NOT NULL
);
CREATE INDEX job_due ON job (run_at) WHERE claimed_at IS NULL;
CREATE INDEX job_claimed ON job (claimed_at) WHERE claimed_at IS NOT NULL;
CREATE INDEX job_subject ON job (kind, subject_id);

CREATE TABLE transfer (              -- an import or an export that a member asked for
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  direction TEXT NOT NULL,           -- import, export
  kind TEXT NOT NULL,                -- following, blocks, mutes, lists, bookmarks, mastodon_archive, twitter_archive, archive
  mode TEXT NOT NULL DEFAULT 'merge', -- merge, overwrite
  state TEXT NOT NULL DEFAULT 'waiting', -- waiting, running, done, failed
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  skipped INTEGER NOT NULL DEFAULT 0,
  file TEXT,
  message TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
);
CREATE INDEX transfer_account ON transfer (account_id, id);

CREATE TABLE imported (              -- so that the same archive twice does not post twice
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  source TEXT NOT NULL,              -- the id or URI it had there
  status_id INTEGER NOT NULL,
  PRIMARY KEY (account_id, source)
) WITHOUT ROWID;
