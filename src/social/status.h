/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* status.h - a status as it is read: its row and everything that is shown with it.
 * Whoever loads one by an id from outside asks status_see(), which also says whether cx->who may see it. */
#ifndef SOCIAL_STATUS_H
#define SOCIAL_STATUS_H

#include "social/account.h"
#include "store/q.h"

enum visibility { VISIBILITY_PUBLIC, VISIBILITY_UNLISTED, VISIBILITY_PRIVATE, VISIBILITY_DIRECT };
const char *visibility_name(int visibility);
bool visibility_parse(struct sv name, int *visibility_r);

enum quote_state { QUOTE_NONE, QUOTE_ACCEPTED, QUOTE_PENDING, QUOTE_REJECTED, QUOTE_REVOKED, QUOTE_DELETED };
enum quote_policy { QUOTE_BY_ANYONE, QUOTE_BY_FOLLOWERS, QUOTE_BY_NOBODY };
const char *quote_policy_name(int policy); /* "public", "followers", "nobody" */
bool quote_policy_parse(struct sv name, int *policy_r);

struct poll {
	struct poll_get_row row;
	struct poll_options_of_row *options;
	size_t option_count;
};

struct status {
	struct status_row row;
	struct account account;
	struct status *reblog;      /* the boosted status; then the rest is empty */
	struct status *quoted;      /* loaded one level deep; NULL when there is none or it may not be shown */
	struct media_row *media;
	size_t media_count;
	struct mentions_of_row *mentions;
	size_t mention_count;
	struct tags_of_row *tags;
	size_t tag_count;
	const struct emoji **emojis; /* those that its texts use */
	size_t emoji_count;
	struct poll *poll;          /* NULL: none */
	struct card_get_row *card;  /* NULL: none */
	struct app_name_get_row app; /* name none: unknown */
	const struct account_row *answered; /* whom it answers; only status_load_many() reads it, NULL otherwise and for nobody */
};

/* Whether cx->who may see it: not hidden, not by somebody who blocks them, followers for private, those named for direct. */
enum fail status_visible(struct ctx *cx, const struct status_row *row, bool *visible_r) MUST_USE;
/* Only the row, when cx->who may see it; FAIL_NOT_FOUND otherwise (existence is not told). */
enum fail status_see(struct ctx *cx, int64_t id, struct status_row *row_r) MUST_USE;
/* Everything, for showing. No permission is asked. */
enum fail status_load(struct ctx *cx, int64_t id, struct status **status_r) MUST_USE;
enum fail status_load_row(struct ctx *cx, const struct status_row *row, struct status **status_r) MUST_USE;
/* Those of `ids` that are there, in their order, with everything but where their authors have moved to; in at most 12 statements,
 * whatever their number. No permission is asked. */
enum fail status_load_many(struct ctx *cx, const int64_t *ids, size_t count, struct status ***statuses_r, size_t *count_r) MUST_USE;

/* "https://talk.example/@ada/1234" and the id under which other servers know it. */
struct sv status_url(struct ctx *cx, const struct status *status);
struct sv status_uri(struct ctx *cx, const struct status *status);

/* Its plain texts, for filters: content, warning, alt texts, poll options. */
size_t status_texts(struct ctx *cx, const struct status *status, struct sv **texts_r);

/* The shortcodes (":blobcat:") in the texts that this community has. */
size_t emojis_in(struct ctx *cx, const struct sv *texts, size_t text_count, const struct emoji ***emojis_r);

#endif
