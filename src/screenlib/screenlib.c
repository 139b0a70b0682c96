/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The screen behind folkmoot-screen.h: findings as plain structures in memory of their own. */
#include "screenlib/folkmoot-screen.h"

#include "screening/screen.h"

#include <stdio.h>
#include <stdlib.h>

#define API __attribute__((visibility("default")))

static_assert((int)FINDING_NOTED == FOLKMOOT_NOTED && (int)FINDING_REPORT == FOLKMOOT_REPORT && (int)FINDING_HOLD == FOLKMOOT_HOLD, "the same levels");

struct folkmoot_screen {
	struct screen *screen;
};

struct kept {
	folkmoot_findings shown; /* first: it is what others hold */
	struct arena arena;
};

API folkmoot_screen *folkmoot_screen_open(const char *model, char *error_r)
{
	const char *path = model ? model : FOLKMOOT_SHARE "/screen.model";
	struct screen *screen;
	enum model_fault fault = screen_open(path, &screen);
	if (fault) {
		if (error_r)
			snprintf(error_r, FOLKMOOT_SCREEN_ERROR, "The model %.180s cannot be used: %s.", path, model_fault_text(fault));
		return NULL;
	}
	folkmoot_screen *opened = malloc(sizeof(*opened));
	if (!opened)
		abort();
	opened->screen = screen;
	return opened;
}

API void folkmoot_screen_close(folkmoot_screen *screen)
{
	if (screen)
		screen_close(screen->screen);
	free(screen);
}

static const folkmoot_finding *keep(struct arena *arena, const struct finding *from)
{
	folkmoot_finding *to = arena_new(arena, folkmoot_finding);
	folkmoot_span *spans = arena_array(arena, folkmoot_span, from->span_count);
	for (size_t i = 0; i < from->span_count; i++)
		spans[i] = (folkmoot_span){ from->spans[i].start, from->spans[i].end };
	*to = (folkmoot_finding){ .category = category_name(from->category), .score = (double)from->probability, .level = (enum folkmoot_level)from->level,
		                  .span_count = from->span_count, .spans = spans };
	return to;
}

API folkmoot_findings *folkmoot_screen_text(const folkmoot_screen *screen, const char *text, size_t length, enum folkmoot_level least)
{
	struct arena scratch = { 0 };
	struct findings found;
	screen_text(screen->screen, &scratch, (struct sv){ text ? text : "", text ? length : 0 }, 0, &found);
	struct kept *kept = calloc(1, sizeof(*kept));
	if (!kept)
		abort();
	const folkmoot_finding **list = arena_array(&kept->arena, const folkmoot_finding *, found.count);
	size_t count = 0;
	for (size_t i = 0; i < found.count; i++)
		if ((int)found.list[i].level >= (int)least)
			list[count++] = keep(&kept->arena, &found.list[i]);
	kept->shown = (folkmoot_findings){ .count = count, .list = list, .cut = found.cut, .foreign = found.foreign };
	arena_free(&scratch);
	return &kept->shown;
}

API void folkmoot_findings_free(folkmoot_findings *findings)
{
	struct kept *kept = (struct kept *)(void *)findings;
	if (kept)
		arena_free(&kept->arena);
	free(kept);
}

API const char *folkmoot_screen_category(size_t number)
{
	return number < CATEGORIES ? category_name((unsigned)number) : NULL;
}

API const char *folkmoot_screen_category_about(size_t number)
{
	static const char *const about[] = {
#define CATEGORY(name, what) what,
#include "screening/category.def"
#undef CATEGORY
	};
	return number < CATEGORIES ? about[number] : NULL;
}

API const char *folkmoot_screen_version(void)
{
	return FOLKMOOT_VERSION;
}
