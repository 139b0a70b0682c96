/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* notification.h - what a member is told (Mastodon documentation: entities/Notification). */
#ifndef SOCIAL_NOTIFICATION_H
#define SOCIAL_NOTIFICATION_H

#include "base/ctx.h"
#include "store/page.h"
#include "store/q.h"

enum notification_about { NOTIFICATION_OF_NOTHING, NOTIFICATION_OF_STATUS, NOTIFICATION_OF_REPORT, NOTIFICATION_OF_EVENT, NOTIFICATION_OF_WARNING };
struct notification_type {
	const char *name;
	enum notification_about about;
	bool policy, group;
	const char *push;
};
const struct notification_type *notification_type(struct sv name); /* NULL: there is none */
size_t notification_types(const struct notification_type **list_r);

/* --- telling ------------------------------------------------------------------------------------------------------------------ */

struct notification_draft {
	int64_t to, from;      /* accounts; of what the community does (moderation_warning, severed_relationships), from is to */
	const char *type;      /* notification_type.def */
	int64_t status_id;     /* 0: none */
	int64_t conversation_id; /* of that status: muted conversations stay silent; 0: not asked */
	int64_t report_id;
	struct sv event;       /* JSON: a whole RelationshipSeveranceEvent, or an AccountWarning without its target_account */
};

/* Writes it inside the caller's transaction, unless `to` is nobody here, is `from`, or has blocked or muted `from`. The policy of
 * `to` may drop it, or file it under requests instead. Push jobs are written with it. */
enum fail notification_create(struct ctx *cx, const struct notification_draft *draft) MUST_USE;

/* The same to each who may `permission` (enum permission): for admin.sign_up and admin.report. draft->to is not used. */
enum fail notification_create_staff(struct ctx *cx, uint64_t permission, const struct notification_draft *draft) MUST_USE;

/* Tells somebody what was done with something of theirs, in words that they understand: an AccountWarning (Mastodon documentation), whose
 * `action` is one of that entity's. `status_id` 0: about no post. It comes from oneself, as in Mastodon: there is no other sender. */
enum fail notification_warn(struct ctx *cx, int64_t account_id, const char *action, struct sv text, int64_t status_id) MUST_USE;
/* What an AccountWarning says, and the first post that it is about (0: none). */
void notification_warning_read(struct ctx *cx, struct sv event, struct sv *text_r, int64_t *status_id_r);

/* Takes back what was told about a favourite, a boost, a follow (request) that is no more. */
enum fail notification_withdraw(struct ctx *cx, int64_t to, int64_t from, const char *type, int64_t status_id) MUST_USE;

/* --- cx->who's own, all of them without those that are not shown (filtered, blocked, muted, suspended) ------------------------- */

struct notification_wish {
	struct sv types, without; /* names with a space around each (" mention follow "); empty: all, none */
	struct sv grouped;        /* those to be grouped; empty: all that can be */
	int64_t from;             /* only of this account, its filtered ones too; 0: everybody */
	bool filtered;            /* filtered ones too */
};

enum fail notifications_list(struct ctx *cx, const struct notification_wish *wish, const struct page *page, struct notification_row **rows_r,
                             size_t *count_r) MUST_USE;

/* A group as one page shows it. */
struct notification_group {
	struct notification_row newest; /* of its members in the page */
	struct sv key;                  /* "favourite-12-40853", or "ungrouped-<id>" */
	int64_t page_min_id;            /* its oldest member in the page */
	int64_t count;                  /* of its members up to `newest`, also below the page */
	int64_t *samples;               /* accounts of the latest few of them, newest first */
	size_t sample_count;
};
enum { NOTIFICATION_SAMPLES = 8 };

/* Groups, newest first; `*low_r`, `*high_r`: the ids that the page reaches from and to. A page ends early when a few groups have
 * very many members: the next one goes on below low. */
enum fail notification_groups_list(struct ctx *cx, const struct notification_wish *wish, const struct page *page,
                                   struct notification_group **groups_r, size_t *count_r, int64_t *low_r, int64_t *high_r) MUST_USE;
/* One group by its key. FAIL_NOT_FOUND. */
enum fail notification_group_get(struct ctx *cx, struct sv key, struct notification_group *group_r) MUST_USE;
/* A page of its members. */
enum fail notification_group_members(struct ctx *cx, struct sv key, const struct page *page, struct notification_row **rows_r,
                                     size_t *count_r) MUST_USE;

/* How many, or how many groups, came after the read marker; `most` at most. */
enum fail notifications_unread(struct ctx *cx, const struct notification_wish *wish, int64_t most, int64_t *count_r) MUST_USE;
enum fail notification_groups_unread(struct ctx *cx, const struct notification_wish *wish, int64_t most, int64_t *count_r) MUST_USE;

/* Inside a transaction. */
enum fail notification_dismiss(struct ctx *cx, int64_t id) MUST_USE;
enum fail notification_dismiss_group(struct ctx *cx, struct sv key) MUST_USE;
enum fail notifications_clear(struct ctx *cx) MUST_USE;

#endif
