/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* role.h - what a member's role allows (Mastodon documentation: entities/Role). */
#ifndef SOCIAL_ROLE_H
#define SOCIAL_ROLE_H

#include <stdint.h>

enum permission {
	MAY_ADMINISTER = 1 << 0,
	MAY_VIEW_DEVOPS = 1 << 1,
	MAY_VIEW_AUDIT = 1 << 2,
	MAY_VIEW_DASHBOARD = 1 << 3,
	MAY_MANAGE_REPORTS = 1 << 4,
	MAY_MANAGE_FEDERATION = 1 << 5,
	MAY_MANAGE_SETTINGS = 1 << 6,
	MAY_MANAGE_BLOCKS = 1 << 7,
	MAY_MANAGE_TAXONOMIES = 1 << 8,
	MAY_MANAGE_APPEALS = 1 << 9,
	MAY_MANAGE_USERS = 1 << 10,
	MAY_MANAGE_INVITES = 1 << 11,
	MAY_MANAGE_RULES = 1 << 12,
	MAY_MANAGE_ANNOUNCEMENTS = 1 << 13,
	MAY_MANAGE_EMOJI = 1 << 14,
	MAY_MANAGE_WEBHOOKS = 1 << 15,
	MAY_INVITE = 1 << 16,
	MAY_MANAGE_ROLES = 1 << 17,
	MAY_MANAGE_USER_ACCESS = 1 << 18,
	MAY_DELETE_USER_DATA = 1 << 19,
	MAY_EVERYTHING = (1 << 20) - 1,
};

enum role {
#define ROLE(number, name, title, colour, may) ROLE_##name = number,
#include "social/role.def"
#undef ROLE
	ROLE_COUNT
};

struct role_about {
	const char *name, *title, *colour; /* name: "MODERATOR"; the command line takes any case */
	uint64_t may;
};
const struct role_about *role_about(int role); /* an unknown number is a member */
uint64_t role_permissions(int role);
int role_by_name(const char *name);            /* -1: there is none */

#endif
