/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/filter.h"

#include "base/utf8.h"
#include "store/q.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>

static const struct {
	struct sv name;
	unsigned bit;
} contexts[] = {
	{ SV_INIT("home"), FILTER_HOME },     { SV_INIT("notifications"), FILTER_NOTIFICATIONS }, { SV_INIT("public"), FILTER_PUBLIC },
	{ SV_INIT("thread"), FILTER_THREAD }, { SV_INIT("account"), FILTER_ACCOUNT },
};
static const char *const actions[] = { [FILTER_WARN] = "warn", [FILTER_HIDE] = "hide", [FILTER_BLUR] = "blur" };

unsigned filter_contexts(struct sv names)
{
	unsigned bits = 0;
	struct sv name;
	while (names.n) {
		sv_cut(&names, ' ', &name);
		for (size_t i = 0; i < COUNT_OF(contexts); i++)
			if (sv_eq(name, contexts[i].name))
				bits |= contexts[i].bit;
	}
	return bits;
}

const char *filter_action_name(enum filter_action action)
{
	return actions[action];
}

static enum filter_action action_of(struct sv name)
{
	for (size_t i = 0; i < COUNT_OF(actions); i++)
		if (sv_eq(name, sv_of(actions[i])))
			return (enum filter_action)i;
	return FILTER_WARN;
}

/* Case folded, so that comparing bytes compares letters. */
static struct sv fold(struct arena *arena, struct sv s)
{
	size_t n = 0;
	uint8_t *folded = u8_casefold((const uint8_t *)(s.p ? s.p : ""), s.n, NULL, NULL, NULL, &n);
	struct sv copy = folded ? arena_dup(arena, (struct sv){ (char *)folded, n }) : s;
	free(folded);
	return copy;
}

static struct filter *filter_by_id(struct filters *filters, int64_t id)
{
	for (size_t i = 0; i < filters->count; i++)
		if (filters->list[i].id == id)
			return &filters->list[i];
	return NULL;
}

static enum fail load_keywords(struct ctx *cx, int64_t account_id, struct filters *filters)
{
	struct filter_keywords_all_row *rows;
	size_t count;
	TRY(q_filter_keywords_all(cx, account_id, &rows, &count));
	struct filter_keyword *all = arena_array(&filters->arena, struct filter_keyword, count + 1);
	for (size_t i = 0; i < count; i++) { /* by filter: each has its own run of `all` */
		struct filter *filter = filter_by_id(filters, rows[i].filter_id);
		if (!filter)
			continue;
		all[i] = (struct filter_keyword){ rows[i].id, fold(&filters->arena, rows[i].keyword), rows[i].whole_word };
		if (!filter->keyword_count++)
			filter->keywords = &all[i];
	}
	return OK;
}

static enum fail load_statuses(struct ctx *cx, int64_t account_id, struct filters *filters)
{
	struct filter_statuses_all_row *rows;
	size_t count;
	TRY(q_filter_statuses_all(cx, account_id, &rows, &count));
	int64_t *all = arena_array(&filters->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct filter *filter = filter_by_id(filters, rows[i].filter_id);
		if (!filter)
			continue;
		all[i] = rows[i].status_id;
		if (!filter->status_count++)
			filter->status_ids = &all[i];
	}
	return OK;
}

enum fail filters_load(struct ctx *cx, int64_t account_id, struct filters **filters_r)
{
	struct filter_row *rows;
	size_t count;
	*filters_r = NULL;
	TRY(q_filters_of(cx, account_id, &rows, &count));
	if (!count)
		return OK;
	struct filters *filters = calloc(1, sizeof(*filters));
	if (!filters)
		abort();
	*filters_r = filters;
	filters->list = arena_array(&filters->arena, struct filter, count);
	filters->count = count;
	for (size_t i = 0; i < count; i++)
		filters->list[i] = (struct filter){
			.id = rows[i].id,
			.title = arena_dup(&filters->arena, rows[i].title),
			.context = arena_dup(&filters->arena, rows[i].context),
			.contexts = filter_contexts(rows[i].context),
			.action = action_of(rows[i].action),
			.expires_at = rows[i].expires_at,
		};
	TRY(load_keywords(cx, account_id, filters));
	return load_statuses(cx, account_id, filters);
}

void filters_free(struct filters *filters)
{
	if (!filters)
		return;
	arena_free(&filters->arena);
	free(filters);
}

static bool is_word(uint32_t code)
{
	return code == '_' || uc_is_alnum(code);
}

/* A word edge lies between `before` and `after`, or there is nothing on the other side. */
static bool edge_before(struct sv text, size_t at, struct sv word)
{
	struct sv first = word;
	if (at == 0 || !is_word(utf8_next(&first)))
		return true;
	size_t start = at - 1;
	while (start > 0 && ((unsigned char)text.p[start] & 0xc0) == 0x80)
		start--;
	struct sv previous = { text.p + start, at - start };
	return !is_word(utf8_next(&previous));
}

static bool edge_after(struct sv text, size_t end, struct sv word)
{
	size_t last = word.n - 1;
	while (last > 0 && ((unsigned char)word.p[last] & 0xc0) == 0x80)
		last--;
	struct sv last_letter = sv_from(word, last), next = sv_from(text, end);
	return !next.n || !is_word(utf8_next(&last_letter)) || !is_word(utf8_next(&next));
}

static bool occurs(struct sv text, const struct filter_keyword *keyword)
{
	struct sv word = keyword->keyword;
	size_t from = 0;
	if (!word.n)
		return false;
	for (ptrdiff_t at; (at = sv_find(sv_from(text, from), word)) >= 0; from += (size_t)at + 1) {
		size_t start = from + (size_t)at;
		if (!keyword->whole_word || (edge_before(text, start, word) && edge_after(text, start + word.n, word)))
			return true;
	}
	return false;
}

static bool meets(struct ctx *cx, const struct filter *filter, int64_t status_id, const struct sv *texts, size_t text_count,
                  struct filter_hit *hit)
{
	*hit = (struct filter_hit){ .filter = filter };
	for (size_t i = 0; i < filter->status_count; i++)
		if (filter->status_ids[i] == status_id)
			hit->status_id = status_id;
	for (size_t k = 0; k < filter->keyword_count; k++)
		for (size_t t = 0; t < text_count; t++)
			if (occurs(texts[t], &filter->keywords[k])) {
				if (!hit->keywords)
					hit->keywords = arena_array(&cx->arena, const struct filter_keyword *, filter->keyword_count);
				hit->keywords[hit->keyword_count++] = &filter->keywords[k];
				break;
			}
	return hit->status_id || hit->keyword_count;
}

size_t filters_match(struct ctx *cx, const struct filters *filters, unsigned context, int64_t status_id, const struct sv *texts,
                     size_t text_count, struct filter_hit **hits_r)
{
	size_t count = 0;
	*hits_r = NULL;
	if (!filters)
		return 0;
	struct sv *folded = arena_array(&cx->arena, struct sv, text_count + 1);
	for (size_t i = 0; i < text_count; i++)
		folded[i] = fold(&cx->arena, texts[i]);
	*hits_r = arena_array(&cx->arena, struct filter_hit, filters->count);
	for (size_t i = 0; i < filters->count; i++) {
		const struct filter *filter = &filters->list[i];
		bool now = !filter->expires_at || filter->expires_at > cx->now;
		if (now && (!context || filter->contexts & context) && meets(cx, filter, status_id, folded, text_count, &(*hits_r)[count]))
			count++;
	}
	return count;
}
