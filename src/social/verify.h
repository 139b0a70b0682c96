/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* verify.h - a link on a profile is verified when its page links back to the profile with rel="me" (Mastodon documentation:
 * entities/Account, Field.verified_at; microformats.org/wiki/rel-me). A job asks the pages, when the profile is saved or its member wants
 * it; what was verified stays so while the field says the same. */
#ifndef SOCIAL_VERIFY_H
#define SOCIAL_VERIFY_H

#include "jobs/jobs.h"
#include "social/account.h"

/* Whether the field is nothing but a web address: only then its page is asked. */
bool verify_may(const struct account_field *field);
/* Whether a page links to `url` with rel="me". false also when it costs the parser too much. `url`: as card_url() spells it. */
bool verify_links_back(struct arena *arena, struct sv html, struct sv url);

/* Asks the pages of cx->who's links, in a while. In a transaction. */
enum fail verify_later(struct ctx *cx) MUST_USE;
enum fail verify_fields(struct ctx *cx, const struct job *job) MUST_USE; /* that job: jobs.def */

#endif
