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
	bool all_day;
};
enum fail announcement_publish(struct ctx *cx, const struct announcement_draft *draft, int64_t *id_r) MUST_USE;
enum fail announcement_remove(struct ctx *cx, int64_t id) MUST_USE;

enum fail announcement_dismiss(struct ctx *cx, int64_t id) MUST_USE; /* cx->who has read it */
/* `name`: an emoji, or the shortcode of a custom one. FAIL_INVALID when it is neither, or there are too many. */
enum fail announcement_react(struct ctx *cx, int64_t id, struct sv name) MUST_USE;
enum fail announcement_unreact(struct ctx *cx, int64_t id, struct sv name) MUST_USE;

bool is_emoji(struct sv text); /* one emoji of Unicode, however many code points it is made of */

#endif
