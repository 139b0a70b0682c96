/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* preference.h - what a member prefers (preference.def). */
#ifndef SOCIAL_PREFERENCE_H
#define SOCIAL_PREFERENCE_H

#include "base/ctx.h"

struct preferences {
#define PREFERENCE_TEXT struct sv
#define PREFERENCE_BOOL bool
#define PREFERENCE(kind, name, otherwise, among, help) PREFERENCE_##kind name;
#include "social/preference.def"
#undef PREFERENCE
#undef PREFERENCE_TEXT
#undef PREFERENCE_BOOL
};

struct preferences preferences_default(void);
/* In cx->arena. */
enum fail preferences_load(struct ctx *cx, int64_t account_id, struct preferences *preferences_r) MUST_USE;
/* What holds for cx->who: from memory after viewer_enter(), else loaded; a visitor has the defaults. */
enum fail preferences_of_reader(struct ctx *cx, struct preferences *preferences_r) MUST_USE;
/* Inside a transaction. FAIL_INVALID when there is no such preference, or no such value. Booleans are "yes" and "no". */
enum fail preference_put(struct ctx *cx, int64_t account_id, struct sv name, struct sv value) MUST_USE;

/* Of what is written to somebody who does not ask at the moment (a mail): what they have chosen, else what they came with. */
enum fail reader_language(struct ctx *cx, int64_t account_id, enum language *language_r) MUST_USE;

#endif
