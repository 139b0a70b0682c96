/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* announcement.h - what the owner of a community tells everybody (Mastodon documentation: methods/announcements). Writes run in the
 * caller's transaction and note EFFECT_ANNOUNCEMENT. */
#ifndef SOCIAL_ANNOUNCEMENT_H
#define SOCIAL_ANNOUNCEMENT_H

#include "base/ctx.h"

enum { ANNOUNCEMENT_MOST_REACTIONS = 8 }; /* different ones */

struct announcement_draft {
	struct sv text;
	int64_t starts_at, ends_at; /* ms; 0: none. After its end nobody sees it */
	int64_t publish_at;         /* ms, when members see it; 0 or past: now */
	bool all_day;
	bool held;                  /* nobody sees it until announcement_publish() */
};
/* `*id` 0: a new one, whose id is set; otherwise that one is changed (what is out already stays out). FAIL_INVALID, FAIL_NOT_FOUND. */
enum fail announcement_write(struct ctx *cx, const struct announcement_draft *draft, int64_t *id) MUST_USE;
enum fail announcement_publish(struct ctx *cx, int64_t id) MUST_USE; /* now; one that was held, or is scheduled */
enum fail announcement_remove(struct ctx *cx, int64_t id) MUST_USE;

/* A command has changed one in another process than the server: tells it. */
enum fail announcement_tell_server(struct ctx *cx, int64_t id) MUST_USE;

struct job;
enum fail announcement_due(struct ctx *cx, const struct job *job) MUST_USE; /* jobs.def */

/* Whether members see it (but for its end): published_at of its row is 0 for one that is held. */
static inline bool announcement_is_out(int64_t published_at, int64_t now)
{
	return published_at && published_at <= now;
}

enum fail announcement_dismiss(struct ctx *cx, int64_t id) MUST_USE; /* cx->who has read it */
/* `name`: an emoji, or the shortcode of a custom one. FAIL_INVALID when it is neither, or there are too many. */
enum fail announcement_react(struct ctx *cx, int64_t id, struct sv name) MUST_USE;
enum fail announcement_unreact(struct ctx *cx, int64_t id, struct sv name) MUST_USE;

bool is_emoji(struct sv text); /* one emoji of Unicode, however many code points it is made of */

#endif
