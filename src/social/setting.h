/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* setting.h - what the owner of a community sets, by name and as text (settings.def): what may be set, what is set, and a change that
 * the audit remembers. Code that uses a setting reads it from settings(cx), community.h. */
#ifndef SOCIAL_SETTING_H
#define SOCIAL_SETTING_H

#include "base/ctx.h"

enum setting_type { SETTING_TYPE_TEXT, SETTING_TYPE_INT, SETTING_TYPE_BOOL };
struct setting_about {
	const char *name, *otherwise, *help;
	enum setting_type type;
};
/* NULL: there is no such setting. */
const struct setting_about *setting_find(struct sv name);
/* As setting_put() takes it: "yes", "500". Some setting of the table. */
struct sv setting_value(struct ctx *cx, const struct setting_about *about);

/* FAIL_INVALID with a sentence when the value cannot be set: of the wrong kind, out of bounds, not an address. Reads only. */
enum fail setting_check(struct ctx *cx, const struct setting_about *about, struct sv value) MUST_USE;
/* setting_put() by cx->who, written to the audit; nothing when it is so already. In a transaction. */
enum fail setting_change(struct ctx *cx, struct sv name, struct sv value) MUST_USE;

/* Whether the database says something else than what is in memory. */
enum fail settings_differ(struct ctx *cx, bool *differ_r) MUST_USE;

#endif
