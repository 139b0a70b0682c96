/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* demo.h - fills an empty community with people who talk. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "social/community.h"

enum { DEMO_LOGINS = 3 };
struct demo_login {
	struct sv username, email, password;
	const char *role;
};
struct demo_options {
	uint64_t seed;
	unsigned people, posts, days; /* posts over the last `days` */
	void (*progress)(const char *what, unsigned done, unsigned of);
};

/* With cx inside an open community and outside of its writer's thread. FAIL_CONFLICT when there are accounts already. */
enum fail demo_fill(struct ctx *cx, const struct demo_options *options, struct demo_login logins_r[DEMO_LOGINS]) MUST_USE;

#endif
