/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/role.h"

#include <strings.h>

static const struct role_about roles[ROLE_COUNT] = {
#define ROLE(number, name, title, colour, may) [number] = { #name, title, colour, may },
#include "social/role.def"
#undef ROLE
};

const struct role_about *role_about(int role)
{
	return &roles[role >= 0 && role < ROLE_COUNT ? role : ROLE_MEMBER];
}

uint64_t role_permissions(int role)
{
	return role_about(role)->may;
}

int role_by_name(const char *name)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		if (strcasecmp(roles[i].name, name) == 0)
			return i;
	return -1;
}
