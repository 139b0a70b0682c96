/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "data.h"

#include "base/utf8.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { LINE_MOST = 1 << 20 };

static struct sv text_field(struct arena *arena, const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);
	if (!json_is_string(value))
		return SV_NONE;
	return arena_dup(arena, (struct sv){ json_string_value(value), json_string_length(value) });
}

static struct sv kind_of(struct arena *arena, const json_t *row)
{
	static const char *const names[] = { "cat", "functionality", "type", "kind", "class", "vector" };
	const json_t *orig = json_object_get(row, "orig");
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (json_is_string(json_object_get(orig, names[i])))
			return text_field(arena, orig, names[i]);
	return SV_NONE;
}

/* Of code points in the file. */
static uint32_t byte_at(struct sv text, json_int_t code_points)
{
	struct sv rest = text;
	while (rest.n && code_points-- > 0)
		utf8_next(&rest);
	return (uint32_t)(text.n - rest.n);
}

static void read_spans(struct arena *arena, const json_t *row, struct row *to)
{
	const json_t *list = json_object_get(json_object_get(row, "orig"), "spans"), *one;
	struct span *spans = arena_alloc(arena, (json_array_size(list) + 1) * sizeof(*spans));
	size_t i;
	json_array_foreach(list, i, one)
		spans[i] = (struct span){ byte_at(to->text, json_integer_value(json_array_get(one, 0))), byte_at(to->text, json_integer_value(json_array_get(one, 1))) };
	to->spans = spans;
	to->span_count = json_array_size(list);
}

static void read_labels(const json_t *row, struct row *to)
{
	const json_t *labels = json_object_get(row, "labels"), *weak = json_object_get(row, "weak"), *name;
	size_t i;
	for (unsigned c = 0; c < CATEGORIES; c++) {
		const json_t *label = json_object_get(labels, category_name(c));
		to->label[c] = json_is_integer(label) ? json_integer_value(label) > 0 : UNKNOWN;
	}
	json_array_foreach(weak, i, name) {
		int c = json_is_string(name) ? category_by_name(sv_of(json_string_value(name))) : -1;
		if (c >= 0)
			to->weak[c] = true;
	}
	for (unsigned c = 0; c < CATEGORIES; c++) /* news and messages between friends: what nobody asked about them is not in them */
		if ((sv_eq(to->source, SV("headlines")) || sv_eq(to->source, SV("smsspam"))) && to->label[c] == UNKNOWN && c != CATEGORY_sexual &&
		    c != CATEGORY_selfharm) {
			to->label[c] = 0;
			to->weak[c] = true;
		}
	if (to->label[CATEGORY_violence] == UNKNOWN) /* most sources only say whether it is a threat */
		to->label[CATEGORY_violence] = to->label[CATEGORY_threat];
}

void rows_add(struct rows *rows, struct row row)
{
	if (rows->count == rows->room) {
		rows->room = rows->room ? rows->room * 2 : 1 << 12;
		rows->list = realloc(rows->list, rows->room * sizeof(row));
	}
	rows->list[rows->count++] = row;
}

/* A threat against one person or against surgeons is no hate, but a threat: those labels are of another question. */
static void doubt(struct row *row)
{
	if (!sv_eq(row->source, SV("mhc")) || (!sv_eq(row->kind, SV("target_indiv_nh")) && !sv_eq(row->kind, SV("target_group_nh"))))
		return;
	row->label[CATEGORY_threat] = row->label[CATEGORY_violence] = UNKNOWN;
}

void rows_read(const char *path, struct rows *rows_r)
{
	static char line[LINE_MOST];
	gzFile file = gzopen(path, "rb");
	*rows_r = (struct rows){ 0 };
	if (!file) {
		fprintf(stderr, "%s cannot be read. The labelled texts lie beside the project, not in it: see model/README.md.\n", path);
		exit(1);
	}
	while (gzgets(file, line, sizeof(line))) {
		json_t *row = json_loads(line, 0, NULL);
		struct row to = { .text = text_field(&rows_r->arena, row, "text"), .source = text_field(&rows_r->arena, row, "source"),
			          .language = text_field(&rows_r->arena, row, "lang"), .kind = kind_of(&rows_r->arena, row) };
		if (to.text.p && to.source.p) {
			read_labels(row, &to);
			read_spans(&rows_r->arena, row, &to);
			doubt(&to);
			rows_add(rows_r, to);
		}
		json_decref(row);
	}
	gzclose(file);
}

/* --- figures of a ranking ---------------------------------------------------------------------------------------------------------- */

static int by_score(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	return x->score < y->score ? 1 : x->score > y->score ? -1 : (int)x->positive - (int)y->positive; /* ties count against us */
}

struct figures figures_of(struct ranked *list, size_t count)
{
	struct figures f = { .count = count };
	double found = 0, wrong = 0, precision = 0, area = 0;
	qsort(list, count, sizeof(*list), by_score);
	for (size_t i = 0; i < count; i++) {
		if (list[i].positive) {
			found++;
			precision += found / (found + wrong);
		} else {
			wrong++;
			area += found;
		}
	}
	f.positives = (size_t)found;
	f.average_precision = found > 0 ? precision / found : 0;
	f.area = found > 0 && wrong > 0 ? area / (found * wrong) : 0;
	return f;
}

double threshold_at(struct ranked *sorted, size_t count, double share)
{
	size_t negatives = 0, over = 0;
	for (size_t i = 0; i < count; i++)
		negatives += !sorted[i].positive;
	size_t allowed = (size_t)((double)negatives * share);
	for (size_t i = 0; i < count; i++)
		if (!sorted[i].positive && over++ == allowed)
			return sorted[i].score;
	return 0;
}

/* --- chance ---------------------------------------------------------------------------------------------------------------------------- */

static uint64_t state = UINT64_C(0x2545f4914f6cdd1d);

uint64_t chance(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

double chance_share(void)
{
	return (double)(chance() >> 11) / 9007199254740992.0;
}

void chance_shuffle(uint32_t *list, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t j = chance() % i;
		uint32_t swapped = list[i - 1];
		list[i - 1] = list[j];
		list[j] = swapped;
	}
}
