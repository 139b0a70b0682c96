/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sanitize.h - strangers' HTML (another server's, an archive's), rebuilt from an allow-list: that of Mastodon 4.5
 * (docs.joinmastodon.org, "HTML sanitization"). An HTML5 parser reads it, and only what we know is written again, by us.
 *
 * Bounded: what lies beyond SANITIZE_MOST bytes or nested deeper than SANITIZE_DEPTH is not there any more. HTML that would cost
 * the parser an unreasonable amount of memory or time (0.1 s of it) is shown as the text it is. */
#ifndef SOCIAL_SANITIZE_H
#define SOCIAL_SANITIZE_H

#include "base/html.h"

enum { SANITIZE_MOST = 128 << 10, SANITIZE_DEPTH = 200 };

struct html sanitize_html(struct arena *arena, struct sv html);

/* What it says: line breaks for <br>, an empty line between paragraphs, "- " before list items. text_html() of it reads the same. */
struct sv html_to_text(struct arena *arena, struct sv html);

#endif
