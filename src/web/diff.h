/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* diff.h - what is new in a text and what went, word by word. */
#ifndef WEB_DIFF_H
#define WEB_DIFF_H

#include "base/html.h"

/* The new text with what was not in the old one in <ins>, and what is not in it any more in <del>; escaped. Texts that differ in too
 * many places to compare them at once (DIFF_MOST pairs of words) are shown as one replaced by the other. */
enum { DIFF_MOST = 1 << 20 };
struct html diff_html(struct arena *arena, struct sv before, struct sv after);

#endif
