/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/scope.h"

static const struct sv texts[] = {
#define SCOPE(name, text) SV_INIT(text),
#include "social/scope.def"
#undef SCOPE
};

const char *scope_text(enum scope_index index)
{
	return texts[index].p;
}

/* "read" covers "read:accounts", "admin:read" covers "admin:read:reports". */
static uint64_t covered_by(struct sv name)
{
	uint64_t set = 0;
	for (size_t i = 0; i < SCOPE_COUNT; i++)
		if (sv_eq(texts[i], name) || (sv_starts(texts[i], name) && texts[i].n > name.n && texts[i].p[name.n] == ':'))
			set |= UINT64_C(1) << i;
	return set;
}

bool scopes_parse(struct sv list, uint64_t *set_r)
{
	static const struct sv follow[] = { SV_INIT("read:follows"),  SV_INIT("write:follows"), SV_INIT("read:blocks"),
		                            SV_INIT("write:blocks"), SV_INIT("read:mutes"),   SV_INIT("write:mutes") };
	struct sv name;
	*set_r = 0;
	while (list.n) {
		sv_cut(&list, ' ', &name);
		uint64_t set = name.n ? covered_by(name) : 0;
		if (sv_eq(name, SV("follow")))
			for (size_t i = 0; i < COUNT_OF(follow); i++)
				set |= covered_by(follow[i]);
		if (name.n && !set)
			return false;
		*set_r |= set;
	}
	return true;
}
