/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/languages.h"

#include <stdlib.h>

static const struct view_language languages[] = {
#define LANGUAGE(code, name) { SV_INIT(code), SV_INIT(name) },
#include "social/language.def"
#undef LANGUAGE
};

static int by_name(const void *a, const void *b)
{
	const struct view_language *one = a, *other = b;
	return sv_cmp(one->name, other->name);
}

struct view_language *web_languages(struct ctx *cx, bool (*wanted)(struct sv code, const void *data), const void *data,
                                    size_t *count_r)
{
	struct view_language *list = arena_array(&cx->arena, struct view_language, COUNT_OF(languages));
	*count_r = 0;
	for (size_t i = 0; i < COUNT_OF(languages); i++)
		if (!wanted || wanted(languages[i].code, data))
			list[(*count_r)++] = (struct view_language){ languages[i].code, tr(languages[i].name) };
	qsort(list, *count_r, sizeof(*list), by_name);
	return list;
}
