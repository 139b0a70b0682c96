/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* entities.h - the objects of the Mastodon API (documentation: entities/…), one renderer each.
 *
 * An entity_…() by id writes one JSON value for cx->who, or returns a failure having written nothing: a list leaves out what is
 * gone (FAIL_NOT_FOUND) and goes on. Nobody's permission is asked here. */
#ifndef API_ENTITIES_ENTITIES_H
#define API_ENTITIES_ENTITIES_H

#include "app/fragment.h"
#include "base/json.h"
#include "social/filter.h"
#include "social/status.h"

/* `context`: which filters apply (bits of enum filter_context), 0 for none. */
enum fail entity_status(struct ctx *cx, struct json *j, int64_t id, unsigned context) MUST_USE;
/* The same when cx->who may see it; FAIL_NOT_FOUND otherwise. */
enum fail entity_status_seen(struct ctx *cx, struct json *j, int64_t id, unsigned context) MUST_USE;
enum fail entity_account(struct ctx *cx, struct json *j, int64_t id) MUST_USE;
/* CredentialAccount: one's own, with "source" and "role". */
enum fail entity_own_account(struct ctx *cx, struct json *j, int64_t id) MUST_USE;
/* Profile: the same person, as the form that changes it needs it. */
enum fail entity_profile(struct ctx *cx, struct json *j, int64_t id) MUST_USE;

/* What the account is to cx->who. */
enum fail entity_relationship(struct ctx *cx, struct json *j, int64_t account_id) MUST_USE;

/* A list of them as the answer; those that are gone are left out. */
enum fail entity_statuses(struct ctx *cx, struct json *j, const int64_t *ids, size_t count, unsigned context) MUST_USE;
enum fail entity_accounts(struct ctx *cx, struct json *j, const int64_t *ids, size_t count) MUST_USE;

/* Tag, with its history and what cx->who has to do with it. */
enum fail entity_tag(struct ctx *cx, struct json *j, int64_t tag_id) MUST_USE;
/* The same for a hashtag that nobody has used yet. */
enum fail entity_tag_unused(struct ctx *cx, struct json *j, struct sv name) MUST_USE;
/* FeaturedTag: all of somebody's, or the one of a hashtag. */
enum fail entity_featured_tags(struct ctx *cx, struct json *j, int64_t account_id) MUST_USE;
enum fail entity_featured_tag(struct ctx *cx, struct json *j, int64_t account_id, int64_t tag_id) MUST_USE;

/* Announcement, as cx->who sees it (announcement.c). */
enum fail entity_announcement(struct ctx *cx, struct json *j, int64_t id) MUST_USE;
enum fail entity_announcement_row(struct ctx *cx, struct json *j, const struct announcement_row *row) MUST_USE;

void entity_media(struct ctx *cx, struct json *j, const struct media_row *media);
void entity_emojis(struct ctx *cx, struct json *j, const struct emoji *const *emojis, size_t count);
void entity_card(struct ctx *cx, struct json *j, const struct card_get_row *card);
/* A poll of its own (GET /api/v1/polls/:id), with cx->who's votes. */
enum fail entity_poll(struct ctx *cx, struct json *j, const struct poll *poll) MUST_USE;
/* The same without its last fields, which depend on the reader and the time; entity_poll_end() writes those. */
void entity_poll_start(struct ctx *cx, struct json *j, const struct poll *poll);
enum fail entity_poll_end(struct ctx *cx, struct json *j, int64_t poll_id, int64_t account_id, int64_t expires_at) MUST_USE;
void entity_filter_results(struct ctx *cx, struct json *j, const struct filter_hit *hits, size_t count);

/* Filter and its parts; V1::Filter is one keyword with what its filter says. */
void entity_filter_contexts(struct json *j, struct sv context);
enum fail entity_filter(struct ctx *cx, struct json *j, const struct filter_row *filter) MUST_USE;
void entity_filter_keyword(struct json *j, const struct filter_keyword_row *keyword);
void entity_filter_status(struct json *j, const struct filter_status_row *status);
void entity_filter_v1(struct json *j, const struct filter_row *filter, const struct filter_keyword_row *keyword);

/* Every version of a status, oldest first (StatusEdit). */
enum fail entity_status_edits(struct ctx *cx, struct json *j, const struct status_row *row) MUST_USE;
enum fail entity_scheduled(struct ctx *cx, struct json *j, const struct scheduled_row *row) MUST_USE;
enum fail entity_conversation(struct ctx *cx, struct json *j, const struct conversation_row *row) MUST_USE;
enum fail entity_notification(struct ctx *cx, struct json *j, const struct notification_row *row) MUST_USE;
/* What it shows besides an account and a status, as a key of the object that is being written: report, event, moderation_warning. */
enum fail entity_notification_event(struct ctx *cx, struct json *j, const struct notification_row *row) MUST_USE;
/* The report as the one who filed it, and moderators, see it. */
enum fail entity_report(struct ctx *cx, struct json *j, int64_t id) MUST_USE;
/* PartialAccountWithAvatar. */
enum fail entity_partial_account(struct ctx *cx, struct json *j, int64_t id) MUST_USE;

/* After a commit: forgets what the effects touch. */
struct effect;
void entities_forget(struct community *community, const struct effect *effects);

#endif
