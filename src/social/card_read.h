/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* card_read.h - what a web page says about itself, for the preview card of a link to it: Open Graph (ogp.me), Twitter's names for the
 * same, and the plain <title> and <meta> of HTML, in this order. No address in it is followed. */
#ifndef SOCIAL_CARD_READ_H
#define SOCIAL_CARD_READ_H

#include "base/arena.h"

enum { CARD_HTML_MOST = 512 << 10 }; /* bytes that are looked at */

/* Plain text of one line each, valid UTF-8, of bounded length; views into the arena. "" where the page says nothing. */
struct card_text {
	struct sv title, description, author_name, provider_name, image_description;
	struct sv language;   /* none: the page names none */
	int64_t published_at; /* ms; 0: it does not say */
};

/* The head of the page is read, as UTF-8; what is not becomes U+FFFD. false when it has no title, or costs the parser too much: then
 * there is nothing to show. */
bool card_read(struct arena *arena, struct sv html, struct card_text *card_r);

#endif
