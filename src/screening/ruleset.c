/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/ruleset.h"

#include "screening/pattern.h"

#include <ini.h>
#include <pthread.h>
#include <stdlib.h>

/* --- names ------------------------------------------------------------------------------------------------------------------------ */

static const char *const acts[] = {
#define ACT(name, what) #name,
#include "screening/act.def"
#undef ACT
};

const char *act_name(unsigned act)
{
	return act < ACTS ? acts[act] : "";
}

int act_by_name(struct sv name)
{
	for (unsigned i = 0; i < ACTS; i++)
		if (sv_eq(name, sv_of(acts[i])))
			return (int)i;
	return -1;
}

static const struct rule_about rules[] = {
#define RULE(name, how, category, act, weight, what) { SV_INIT(#name), CATEGORY_##category, ACT_##act, weight, SV_INIT(what) },
#include "screening/rules/rules.def"
#undef RULE
};

const struct rule_about *rule_about(unsigned rule)
{
	return &rules[rule < RULES ? rule : 0];
}

int rule_by_name(struct sv name)
{
	for (unsigned i = 0; i < RULES; i++)
		if (sv_eq(name, rules[i].name))
			return (int)i;
	return -1;
}

/* --- reading ---------------------------------------------------------------------------------------------------------------------- */

struct parse {
	struct ctx *cx;
	struct ruleset *ruleset;
	enum fail fail;
	enum { PART_NONE, PART_CATEGORY, PART_RULE, PART_LIST } part;
	size_t which;      /* category, rule or list */
	struct sv section; /* as it was written */
	struct pattern *patterns;
	size_t pattern_count, pattern_room, expression_count;
};

static enum fail take_number(struct ctx *cx, struct sv name, struct sv value, double least, double most, float *to)
{
	char *end;
	const char *text = arena_cstr(&cx->arena, value);
	float number = strtof(text, &end);
	if (!value.n || *end || !((double)number >= least && (double)number <= most))
		return refuse(cx, FAIL_INVALID, SVF " takes a number from %g to %g, not \"%s\"", SVA(name), least, most, text);
	*to = number;
	return OK;
}

static enum fail take_probability(struct ctx *cx, struct sv name, struct sv value, float *to)
{
	return take_number(cx, name, value, 0, 1, to);
}

static enum fail take_bool(struct ctx *cx, struct sv name, struct sv value, bool *to)
{
	bool yes = sv_eq_nocase(value, SV("yes"));
	if (!yes && !sv_eq_nocase(value, SV("no")))
		return refuse(cx, FAIL_INVALID, SVF " takes yes or no, not \"" SVF "\"", SVA(name), SVA(value));
	*to = yes;
	return OK;
}

static enum fail take_act(struct ctx *cx, struct sv value, enum act *to)
{
	int act = act_by_name(value);
	if (act < 0)
		return refuse(cx, FAIL_INVALID, "act takes off, note, label, report, hold or reject, not \"" SVF "\"", SVA(value));
	*to = (enum act)act;
	return OK;
}

static enum fail set_category(struct parse *p, struct sv name, struct sv value)
{
	struct category_setting *setting = &p->ruleset->categories[p->which];
	if (sv_eq(name, SV("report")))
		return take_probability(p->cx, name, value, &setting->report);
	if (sv_eq(name, SV("hold")))
		return take_probability(p->cx, name, value, &setting->hold);
	if (sv_eq(name, SV("label")))
		return take_bool(p->cx, name, value, &setting->label);
	if (sv_eq(name, SV("on")))
		return take_bool(p->cx, name, value, &setting->on);
	if (sv_eq(name, SV("shift")))
		return take_number(p->cx, name, value, -3, 3, &setting->shift);
	if (sv_eq(name, SV("scale")))
		return take_number(p->cx, name, value, 0.25, 4, &setting->scale);
	return refuse(p->cx, FAIL_INVALID, "A category has report, hold, label, on, shift and scale, but no \"" SVF "\"", SVA(name));
}

static enum fail set_rule(struct parse *p, struct sv name, struct sv value)
{
	struct rule_setting *setting = &p->ruleset->rules[p->which];
	if (sv_eq(name, SV("act")))
		return take_act(p->cx, value, &setting->act);
	if (sv_eq(name, SV("weight")))
		return take_probability(p->cx, name, value, &setting->weight);
	return refuse(p->cx, FAIL_INVALID, "A rule has act and weight, but no \"" SVF "\"", SVA(name));
}

static enum fail add_pattern(struct parse *p, enum pattern_kind kind, struct sv text)
{
	struct pattern one = { .text = arena_dup(&p->cx->arena, text), .kind = kind, .group = (unsigned)p->which };
	const char *fault = pattern_fault(&p->cx->arena, &one);
	p->expression_count += kind != PATTERN_PHRASE;
	if (fault)
		return refuse(p->cx, FAIL_INVALID, "\"" SVF "\" cannot be looked for: %s", SVA(text), fault);
	if (p->pattern_count == LIST_PATTERNS_MOST || p->expression_count > LIST_EXPRESSIONS_MOST)
		return refuse(p->cx, FAIL_INVALID, "There may be %d phrases and patterns, of them %d patterns, not more", LIST_PATTERNS_MOST, LIST_EXPRESSIONS_MOST);
	if (p->pattern_count == p->pattern_room) {
		p->pattern_room = p->pattern_room ? 2 * p->pattern_room : 64;
		struct pattern *more = arena_array(&p->cx->arena, struct pattern, p->pattern_room);
		if (p->pattern_count)
			memcpy(more, p->patterns, p->pattern_count * sizeof(*more));
		p->patterns = more;
	}
	p->patterns[p->pattern_count++] = one;
	return OK;
}

static enum fail set_list(struct parse *p, struct sv name, struct sv value)
{
	struct word_list *list = &p->ruleset->lists[p->which];
	if (sv_eq(name, SV("act")))
		return take_act(p->cx, value, &list->act);
	if (sv_eq(name, SV("weight")))
		return take_probability(p->cx, name, value, &list->weight);
	if (sv_eq(name, SV("category"))) {
		list->category = category_by_name(value);
		return list->category >= 0 ? OK : refuse(p->cx, FAIL_INVALID, "There is no category \"" SVF "\"", SVA(value));
	}
	if (sv_eq(name, SV("phrase")))
		return add_pattern(p, PATTERN_PHRASE, value);
	if (sv_eq(name, SV("pattern")))
		return add_pattern(p, PATTERN_WORDS, value);
	if (sv_eq(name, SV("raw")))
		return add_pattern(p, PATTERN_RAW, value);
	return refuse(p->cx, FAIL_INVALID, "A list has category, act, weight, phrase, pattern and raw, but no \"" SVF "\"", SVA(name));
}

static enum fail begin_list(struct parse *p, struct sv name)
{
	struct ruleset *set = p->ruleset;
	for (p->which = 0; p->which < set->list_count; p->which++)
		if (sv_eq(set->lists[p->which].name, name))
			return OK;
	if (!name.n)
		return refuse(p->cx, FAIL_INVALID, "A list has a name: [list scams]");
	if (name.n > LIST_NAME_MOST)
		return refuse(p->cx, FAIL_INVALID, "The name of a list may have %d bytes", LIST_NAME_MOST);
	if (set->list_count == LISTS_MOST)
		return refuse(p->cx, FAIL_INVALID, "There may be %d lists, not more", LISTS_MOST);
	set->lists[set->list_count++] = (struct word_list){ .name = arena_dup(&set->arena, name), 
		.by = arena_printf(&set->arena, "list " SVF, SVA(name)), .category = -1, .act = ACT_REPORT, .weight = 0.9f };
	return OK;
}

static enum fail begin_section(struct parse *p, struct sv section)
{
	struct sv name = section, kind;
	sv_cut(&name, ' ', &kind);
	name = sv_trim(name);
	p->section = arena_dup(&p->cx->arena, section);
	int found = -1;
	if (sv_eq(kind, SV("list"))) {
		p->part = PART_LIST;
		return begin_list(p, name);
	} else if (sv_eq(kind, SV("category"))) {
		p->part = PART_CATEGORY;
		found = category_by_name(name);
	} else if (sv_eq(kind, SV("rule"))) {
		p->part = PART_RULE;
		found = rule_by_name(name);
	} else {
		return refuse(p->cx, FAIL_INVALID, "[" SVF "]: a section is [category …], [rule …] or [list …]", SVA(section));
	}
	p->which = (size_t)found;
	return found >= 0 ? OK : refuse(p->cx, FAIL_INVALID, "There is no " SVF " \"" SVF "\"", SVA(kind), SVA(name));
}

static int take_line(void *data, const char *section, const char *name, const char *value)
{
	static enum fail (*const set[])(struct parse *, struct sv, struct sv) = { [PART_CATEGORY] = set_category, [PART_RULE] = set_rule, [PART_LIST] = set_list };
	struct parse *p = data;
	if (p->fail)
		return 1; /* the first refusal is the one that is told */
	if (!sv_eq(p->section, sv_of(section)) || p->part == PART_NONE)
		p->fail = begin_section(p, sv_of(section));
	if (!p->fail)
		p->fail = set[p->part](p, sv_of(name), sv_of(value));
	return p->fail == OK;
}

/* What the library would cut or stop at. */
static enum fail check_lines(struct ctx *cx, struct sv text)
{
	struct sv line;
	if (text.n > RULESET_MOST)
		return refuse(cx, FAIL_INVALID, "A rule set may have %d KB; this one has %zu.", RULESET_MOST >> 10, text.n >> 10);
	if (sv_has(text, '\0'))
		return refuse(cx, FAIL_INVALID, "A rule set is text; this one has a zero byte.");
	for (int number = 1; text.n; number++) {
		sv_cut(&text, '\n', &line);
		if (line.n > LIST_LINE_MOST)
			return refuse(cx, FAIL_INVALID, "Line %d: a line may have %d bytes; this one has %zu.", number, LIST_LINE_MOST, line.n);
	}
	return OK;
}

static enum fail check_lists(struct ctx *cx, const struct ruleset *set)
{
	for (size_t i = 0; i < set->list_count; i++)
		if (set->lists[i].category < 0)
			return refuse(cx, FAIL_INVALID, "[list " SVF "] has no category: category = spam", SVA(set->lists[i].name));
	return OK;
}

static struct ruleset *ruleset_new(void)
{
	struct ruleset *set = calloc(1, sizeof(*set));
	if (!set)
		abort();
	for (unsigned i = 0; i < CATEGORIES; i++)
		set->categories[i] = (struct category_setting){ .on = true, .label = i == CATEGORY_sexual || i == CATEGORY_selfharm, .report = -1, .hold = -1, .scale = 1 };
	for (unsigned i = 0; i < RULES; i++)
		set->rules[i] = (struct rule_setting){ rules[i].act, rules[i].weight };
	return set;
}

static enum fail make_patterns(struct parse *p)
{
	const char *why = "";
	if (!p->pattern_count)
		return OK;
	p->ruleset->patterns = patterns_new(&p->cx->arena, p->patterns, p->pattern_count, &why);
	return p->ruleset->patterns ? OK : refuse(p->cx, FAIL_INVALID, "%s", why);
}

static enum fail parse_text(struct parse *p, struct sv text)
{
	TRY(check_lines(p->cx, text));
	int line = ini_parse_string(arena_cstr(&p->cx->arena, text), take_line, p);
	if (line > 0)
		return refuse(p->cx, FAIL_INVALID, "Line %d: " SVF ".", line, SVA(p->fail ? p->cx->said : SV("write name = value, below a [section]")));
	TRY(check_lists(p->cx, p->ruleset));
	return make_patterns(p);
}

enum fail ruleset_read(struct ctx *cx, struct sv text, struct ruleset **ruleset_r)
{
	struct parse parse = { .cx = cx, .ruleset = ruleset_new() };
	*ruleset_r = NULL;
	enum fail fail = parse_text(&parse, text);
	if (fail)
		ruleset_free(parse.ruleset);
	else
		*ruleset_r = parse.ruleset;
	return fail;
}

void ruleset_free(struct ruleset *ruleset)
{
	if (!ruleset)
		return;
	patterns_free(ruleset->patterns);
	arena_free(&ruleset->arena);
	free(ruleset);
}

static struct ruleset *empty;
static void make_empty(void)
{
	empty = ruleset_new();
}

const struct ruleset *ruleset_default(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, make_empty);
	return empty;
}
