/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The screen behind folkmoot-screen.h: findings as plain structures in memory of their own. */
#include "screenlib/folkmoot-screen.h"

#include "base/utf8.h"
#include "screening/screen.h"

#include <stdio.h>
#include <stdlib.h>

#define API __attribute__((visibility("default")))

static_assert((int)FINDING_NOTED == FOLKMOOT_NOTED && (int)FINDING_REPORT == FOLKMOOT_REPORT && (int)FINDING_HOLD == FOLKMOOT_HOLD, "the same levels");
static_assert((int)ACT_NOTE == FOLKMOOT_ACT_NOTE && (int)ACT_LABEL == FOLKMOOT_ACT_LABEL && (int)ACT_REPORT == FOLKMOOT_ACT_REPORT &&
	      (int)ACT_HOLD == FOLKMOOT_ACT_HOLD && (int)ACT_REJECT == FOLKMOOT_ACT_REJECT, "the same acts");

struct folkmoot_screen {
	struct screen *screen;
};

struct folkmoot_ruleset {
	struct ruleset *ruleset;
};

struct kept {
	folkmoot_findings shown; /* first: it is what others hold */
	struct arena arena;
};

static void *new_zeroed(size_t bytes)
{
	void *p = calloc(1, bytes);
	if (!p)
		abort();
	return p;
}

/* --- what is opened ---------------------------------------------------------------------------------------------------------------------- */

API folkmoot_screen *folkmoot_screen_open(const char *model, char *error_r)
{
	const char *path = model ? model : FOLKMOOT_SHARE "/screen.model";
	struct screen *screen;
	enum model_fault fault = screen_open(path, &screen);
	if (fault) {
		if (error_r)
			snprintf(error_r, FOLKMOOT_SCREEN_ERROR, "The model %.400s cannot be used: %s.", path, model_fault_text(fault));
		return NULL;
	}
	folkmoot_screen *opened = new_zeroed(sizeof(*opened));
	opened->screen = screen;
	folkmoot_findings_free(folkmoot_screen_text(opened, NULL, "", 0, FOLKMOOT_HOLD)); /* compiles what is compiled at first use */
	return opened;
}

API void folkmoot_screen_close(folkmoot_screen *screen)
{
	if (screen)
		screen_close(screen->screen);
	free(screen);
}

API folkmoot_ruleset *folkmoot_ruleset_read(const char *text, size_t length, char *error_r)
{
	struct ctx cx;
	struct ruleset *ruleset;
	folkmoot_ruleset *read = NULL;
	ctx_open(&cx, 0);
	if (ruleset_read(&cx, (struct sv){ text ? text : "", text ? length : 0 }, &ruleset) == OK) {
		read = new_zeroed(sizeof(*read));
		read->ruleset = ruleset;
	} else if (error_r) {
		struct sv said = utf8_repair(&cx.arena, sv_first(cx.said, FOLKMOOT_SCREEN_ERROR / 3)); /* a bad byte becomes three */
		snprintf(error_r, FOLKMOOT_SCREEN_ERROR, SVF, SVA(said));
	}
	ctx_close(&cx);
	return read;
}

API void folkmoot_ruleset_free(folkmoot_ruleset *ruleset)
{
	if (ruleset)
		ruleset_free(ruleset->ruleset);
	free(ruleset);
}

/* --- findings ---------------------------------------------------------------------------------------------------------------------------- */

static const folkmoot_finding *keep(struct arena *arena, const struct finding *from)
{
	folkmoot_finding *to = arena_new(arena, folkmoot_finding);
	folkmoot_span *spans = arena_array(arena, folkmoot_span, from->span_count);
	for (size_t i = 0; i < from->span_count; i++)
		spans[i] = (folkmoot_span){ from->spans[i].start, from->spans[i].end };
	*to = (folkmoot_finding){ .category = category_name(from->category), .score = (double)from->probability, .level = (enum folkmoot_level)from->level,
		                  .span_count = from->span_count, .spans = spans, .by = arena_cstr(arena, from->by), .why = arena_cstr(arena, from->why),
		                  .act = (enum folkmoot_act)from->act, .aimed = from->aimed, .labels = from->labels };
	return to;
}

/* A rule has no level: what it asks for counts. */
static bool is_wanted(const struct finding *finding, enum folkmoot_level least)
{
	static const enum act least_act[] = { [FOLKMOOT_NOTED] = ACT_NOTE, [FOLKMOOT_REPORT] = ACT_LABEL, [FOLKMOOT_HOLD] = ACT_HOLD };
	unsigned at = (unsigned)least <= FOLKMOOT_HOLD ? (unsigned)least : FOLKMOOT_HOLD;
	return (unsigned)finding->level >= at || finding->act >= least_act[at];
}

static folkmoot_findings *keep_all(const struct findings *found, enum folkmoot_level least)
{
	struct kept *kept = new_zeroed(sizeof(*kept));
	const folkmoot_finding **list = arena_array(&kept->arena, const folkmoot_finding *, found->count);
	size_t count = 0;
	for (size_t i = 0; i < found->count; i++)
		if (is_wanted(&found->list[i], least))
			list[count++] = keep(&kept->arena, &found->list[i]);
	kept->shown = (folkmoot_findings){ .count = count, .list = list, .cut = found->cut, .foreign = found->foreign };
	return &kept->shown;
}

API folkmoot_findings *folkmoot_screen_text(const folkmoot_screen *screen, const folkmoot_ruleset *ruleset, const char *text, size_t length,
                                            enum folkmoot_level least)
{
	struct arena scratch = { 0 };
	struct findings *found = arena_new(&scratch, struct findings);
	struct item *item = arena_new(&scratch, struct item);
	*item = (struct item){ .texts = { { text ? text : "", text ? length : 0 } }, .text_count = 1, .author_age_ms = -1 };
	screen_item(screen ? screen->screen : NULL, ruleset ? ruleset->ruleset : ruleset_default(), &scratch, item, found);
	folkmoot_findings *kept = keep_all(found, least);
	arena_free(&scratch);
	return kept;
}

API void folkmoot_findings_free(folkmoot_findings *findings)
{
	struct kept *kept = (struct kept *)(void *)findings;
	if (kept)
		arena_free(&kept->arena);
	free(kept);
}

/* --- names ------------------------------------------------------------------------------------------------------------------------------- */

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
