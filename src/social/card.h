/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* card.h - preview cards (Mastodon docs, entities/PreviewCard): what the page says that a status links to first.
 *
 * A page is asked once for all who link to it, by a job, and again when somebody links to it after two weeks; one that gave nothing,
 * after a day. Pictures are not fetched, and nothing that a page wants embedded is kept: a card is text, its type is "link". */
#ifndef SOCIAL_CARD_H
#define SOCIAL_CARD_H

#include "jobs/jobs.h"
#include "social/text.h"

/* How other machines are asked; set once, before the threads start. Without it, links stay plain. */
struct card_fetcher {
	void *data;
	/* The HTML at `url`, at most `most` bytes of it. Waits. Anything but OK and FAIL_BROKEN: the page gives nothing. */
	enum fail (*get)(void *data, struct ctx *cx, struct sv url, struct sv agent, size_t most, struct sv *html_r);
};
void card_set_fetcher(const struct card_fetcher *fetcher);

/* The one spelling of an address that cards are kept under: scheme and host in lower case, a path, no fragment. None for what is no
 * web address, or carries a user name. */
struct sv card_url(struct arena *arena, struct sv written);
/* That of the first link that leads out of this community; none. */
struct sv card_link(struct ctx *cx, const struct text_span *spans, size_t count);

/* The card for a card_url(), 0 for none; and whether its page is due to be asked. */
enum fail card_find(struct ctx *cx, struct sv url, int64_t *id_r, bool *due_r) MUST_USE;
/* Counts a use of it for the trends. */
enum fail card_use(struct ctx *cx, int64_t id, int64_t account_id) MUST_USE;

/* The HTML at a card_url(), for other jobs that read pages: with the same bounds, and the same turns. FAIL_LIMITED: enough pages are
 * being asked just now, come back later; FAIL_BROKEN; else the page gives nothing. */
enum fail card_ask(struct ctx *cx, struct sv url, struct sv *html_r) MUST_USE;

/* The job: about a status. */
enum fail card_fetch(struct ctx *cx, const struct job *job) MUST_USE;

#endif
