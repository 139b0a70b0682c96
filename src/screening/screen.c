/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/screen.h"

#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef FOLKMOOT_SHARE
#define FOLKMOOT_SHARE "/usr/share/folkmoot"
#endif

struct screen {
	struct model *model;
};

const char *finding_level_name(enum finding_level level)
{
	static const char *const names[] = { "noted", "report", "hold" };
	return level <= FINDING_HOLD ? names[level] : "";
}

const char *screen_model_path(struct arena *arena)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self));
	struct sv dir = { self, n > 0 ? (size_t)n : 0 }, name;
	if (dir.n && sv_cut_last(&dir, '/', &name)) {
		struct sv beside = arena_printf(arena, SVF "/model/screen.model", SVA(dir));
		if (access(beside.p, R_OK) == 0)
			return beside.p;
	}
	return FOLKMOOT_SHARE "/screen.model";
}

enum model_fault screen_open(const char *path, struct screen **screen_r)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct model *model;
	*screen_r = NULL;
	pthread_once(&once, features_start);
	enum model_fault fault = model_open(path, &model);
	if (fault)
		return fault;
	*screen_r = calloc(1, sizeof(**screen_r));
	if (!*screen_r)
		abort();
	(*screen_r)->model = model;
	return MODEL_OK;
}

void screen_close(struct screen *screen)
{
	if (screen)
		model_close(screen->model);
	free(screen);
}

/* --- spans: the words that speak for it most --------------------------------------------------------------------------------------------- */

static void widen(struct finding *finding, const struct token *token)
{
	struct span *last = finding->span_count ? &finding->spans[finding->span_count - 1] : NULL;
	if (last && token->start <= last->end + 1) { /* side by side, or one word on the page */
		last->end = token->end > last->end ? token->end : last->end;
		return;
	}
	if (finding->span_count < SPANS_MOST)
		finding->spans[finding->span_count++] = (struct span){ token->start, token->end };
}

static void find_spans(const struct screen *screen, struct arena *arena, const struct normal *normal, const uint8_t *parts, struct finding *finding)
{
	enum { SHARE = 3 }; /* of the strongest word's weight */
	float *weights = arena_alloc(arena, (normal->count + 1) * sizeof(*weights)), most = 0;
	model_explain(screen->model, arena, normal, parts, finding->category, weights);
	for (size_t i = 0; i < normal->count; i++)
		most = weights[i] > most ? weights[i] : most;
	for (size_t i = 0; i < normal->count; i++)
		if (most > 0 && weights[i] * SHARE >= most && normal->tokens[i].kind != TOKEN_SIGN)
			widen(finding, &normal->tokens[i]);
}

/* --- findings -------------------------------------------------------------------------------------------------------------------------------- */

static bool is_foreign(const struct normal *normal)
{
	enum { FEW = 4 };
	size_t words = 0, known = 0;
	for (size_t i = 0; i < normal->count; i++)
		if (normal->tokens[i].kind == TOKEN_WORD && normal->tokens[i].form.n > 1) {
			words++;
			known += normal->tokens[i].known && !normal->tokens[i].disguised; /* a foreign word falls into English pieces, too */
		}
	return words >= FEW && known * 2 < words;
}

static void insert(struct findings *findings, struct finding finding)
{
	size_t at = findings->count++;
	for (; at > 0 && findings->list[at - 1].probability < finding.probability; at--)
		findings->list[at] = findings->list[at - 1];
	findings->list[at] = finding;
}

void screen_text(const struct screen *screen, struct arena *arena, struct sv text, float least, struct findings *findings_r)
{
	struct normal normal;
	struct score scores[CATEGORIES];
	*findings_r = (struct findings){ 0 };
	normalise(arena, model_lexicon(screen->model), text, &normal);
	uint8_t *parts = arena_alloc(arena, normal.count + 1);
	frame_parts(&normal, parts);
	findings_r->cut = normal.cut;
	model_score(screen->model, arena, &normal, parts, true, scores);
	for (unsigned c = 0; c < CATEGORIES; c++) {
		const struct model_calibration *by = model_calibration(screen->model, c);
		float p = scores[c].probability;
		if (p < least)
			continue;
		struct finding finding = { .category = c, .probability = p, .level = p > by->hold ? FINDING_HOLD : p > by->report ? FINDING_REPORT : FINDING_NOTED };
		find_spans(screen, arena, &normal, parts, &finding);
		insert(findings_r, finding);
	}
	findings_r->foreign = is_foreign(&normal) && !(findings_r->count && findings_r->list[0].level > FINDING_NOTED);
}
