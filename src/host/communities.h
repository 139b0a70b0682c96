/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* communities.h - the communities of this host: data/communities/<domain>/, found by Host header, opened when first asked for. */
#ifndef HOST_COMMUNITIES_H
#define HOST_COMMUNITIES_H

#include "social/community.h"

struct communities;

/* `slots`: how many threads read; each has a number below it and its own connection. */
enum fail communities_open(struct ctx *cx, const char *data_dir, unsigned slots, struct communities **communities_r) MUST_USE;
/* Finishes what the writers have, closes everything. */
void communities_close(struct communities *communities);

/* Called for each community as it opens, before anybody can ask it: sets its gate and who is told; and after its last reader is
 * gone. */
struct community_hooks {
	void *data;
	void (*opened)(struct community *community, void *data);
	void (*closed)(struct community *community, void *data);
};
void communities_hook(struct communities *communities, const struct community_hooks *hooks);

/* By Host header (with or without port; when the host has one community only, it answers for every name). FAIL_NOT_FOUND when
 * there is none of that name, FAIL_UNAVAILABLE when it cannot be opened. */
enum fail communities_find(struct ctx *cx, struct communities *communities, struct sv host, struct community **community_r) MUST_USE;
size_t communities_count(struct communities *communities);
struct community *communities_at(struct communities *communities, size_t index); /* those that are open */

/* Sets cx->community and cx->db for the thread with this slot. */
enum fail community_enter(struct ctx *cx, struct communities *communities, struct community *community, unsigned slot) MUST_USE;

struct community_draft {
	struct sv domain;          /* "talk.example", in a trial with a port */
	bool https;
	struct sv title;
};
/* Makes the folder and the database; FAIL_CONFLICT when it is there already. */
enum fail community_create(struct ctx *cx, const char *data_dir, const struct community_draft *draft) MUST_USE;

/* A domain name or address with an optional port; nothing that could leave the folder of communities. */
bool domain_is_valid(struct sv domain);

#endif
