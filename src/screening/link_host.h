/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* link_host.h - the host of a link as it was written: in lower case, but not folded, so that a look-alike stays one. */
#ifndef SCREENING_LINK_HOST_H
#define SCREENING_LINK_HOST_H

#include "screening/normalise.h"
#include "screening/ruleset.h"

enum { LINK_HOST_MOST = 256, LINKS_MOST = 256 /* of a text that rules look at */ };

/* `to` holds it. `*user_r`: something stands before an "@", as in https://bank.example@evil.example/. */
struct sv link_host(struct sv text, const struct token *link, char to[LINK_HOST_MOST], bool *user_r);

/* Whether it, or what it is a part of, is in the hosts.txt of the rule. */
bool link_host_listed(struct sv host, enum rule rule);

#endif
