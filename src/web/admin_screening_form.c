/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Between the document of a rule set and the fields of a form, both ways. What is as it was shipped does not stand in the document. */
#include "web/admin_screening.h"

#include "moderation/ruleset_text.h"

#include <stdlib.h>

enum { LIST_KINDS = 3 };
static const struct {
	const char *field, *key;
} kinds[LIST_KINDS] = { { "phrases", "phrase" }, { "patterns", "pattern" }, { "raws", "raw" } };

static struct sv section(struct ctx *cx, const char *kind, struct sv name)
{
	return arena_printf(&cx->arena, "%s " SVF, kind, SVA(name));
}

static struct sv sent(struct ctx *cx, const char *field, struct sv of)
{
	return sv_trim(param_sv(cx->params, arena_printf(&cx->arena, "%s-" SVF, field, SVA(of)).p));
}

static struct sv numbered(struct ctx *cx, const char *field, int64_t number)
{
	return param_sv(cx->params, arena_printf(&cx->arena, "%s-%lld", field, (long long)number).p);
}

/* --- out of the form ------------------------------------------------------------------------------------------------------------------------- */

/* "12.5" per cent is 0.125; what is no number is left for the reader of the document to refuse. */
static struct sv probability_of(struct ctx *cx, struct sv percent)
{
	char *end, *text = (char *)(uintptr_t)arena_cstr(&cx->arena, percent);
	if (!percent.n)
		return SV_NONE;
	for (char *c = text; *c; c++)
		*c = *c == ',' ? '.' : *c;
	double value = strtod(text, &end);
	return *end ? sv_of(text) : arena_printf(&cx->arena, "%.6g", value / 100);
}

static struct sv read_category(struct ctx *cx, struct sv text, unsigned c)
{
	struct sv name = sv_of(category_name(c)), in = section(cx, "category", name);
	bool labels = sent(cx, "label", name).n, shipped = ruleset_default()->categories[c].label;
	text = ruleset_text_set(&cx->arena, text, in, SV("label"), labels == shipped ? SV_NONE : labels ? SV("yes") : SV("no"));
	text = ruleset_text_set(&cx->arena, text, in, SV("hold"), probability_of(cx, sent(cx, "hold", name)));
	text = ruleset_text_set(&cx->arena, text, in, SV("report"), probability_of(cx, sent(cx, "report", name)));
	return ruleset_text_set(&cx->arena, text, in, SV("on"), sent(cx, "on", name).n ? SV_NONE : SV("no"));
}

static struct sv read_rule(struct ctx *cx, struct sv text, unsigned r)
{
	const struct rule_about *about = rule_about(r);
	struct sv act = sent(cx, "act", about->name);
	if (!act.n)
		return text;
	bool shipped = sv_eq(act, sv_of(act_name(about->act)));
	return ruleset_text_set(&cx->arena, text, section(cx, "rule", about->name), SV("act"), shipped ? SV_NONE : act);
}

static void put_lines(struct buf *out, const char *key, struct sv lines)
{
	struct sv line;
	while (lines.n) {
		sv_cut(&lines, '\n', &line);
		line = sv_trim(line);
		if (line.n)
			buf_printf(out, "%s = " SVF "\n", key, SVA(line));
	}
}

/* One that has no more lines is taken away. Its weight, which the form does not show, stays. */
static struct sv read_list(struct ctx *cx, struct sv text, struct sv before, int64_t number)
{
	struct sv name = sv_trim(numbered(cx, "name", number)), was = sv_trim(numbered(cx, "was", number)), lines[LIST_KINDS];
	struct buf out = BUF(&cx->arena, RULESET_MOST);
	bool any = false;
	for (int i = 0; i < LIST_KINDS; i++) {
		lines[i] = numbered(cx, kinds[i].field, number);
		any |= sv_trim(lines[i]).n > 0;
	}
	if (!any)
		return text;
	buf_put(&out, text);
	if (out.n && out.p[out.n - 1] != '\n')
		buf_putc(&out, '\n');
	buf_printf(&out, "%s[list " SVF "]\ncategory = " SVF "\nact = " SVF "\n", out.n ? "\n" : "", SVA(name), SVA(numbered(cx, "category", number)),
	           SVA(numbered(cx, "act", number)));
	struct sv weight = ruleset_text_get(before, section(cx, "list", was), SV("weight"));
	if (weight.n)
		buf_printf(&out, "weight = " SVF "\n", SVA(weight));
	for (int i = 0; i < LIST_KINDS; i++)
		put_lines(&out, kinds[i].key, lines[i]);
	return buf_sv(&out);
}

static struct sv without_lists(struct ctx *cx, struct sv text)
{
	struct ruleset_line line = { 0 };
	struct sv rest = text;
	while (ruleset_text_next(&rest, &line))
		if (line.begins && sv_starts(line.section, SV("list ")))
			text = ruleset_text_drop(&cx->arena, text, line.section);
	return sv_trim(text).n ? arena_printf(&cx->arena, SVF "\n", SVA(sv_trim(text))) : SV("");
}

struct sv screening_form_text(struct ctx *cx, struct sv text)
{
	struct sv before = text;
	int64_t lists = param_int(cx->params, "lists", 0);
	for (unsigned c = 0; c < CATEGORIES; c++)
		text = read_category(cx, text, c);
	for (unsigned r = 0; r < RULES; r++)
		text = read_rule(cx, text, r);
	text = without_lists(cx, text);
	for (int64_t i = 0; i < lists && i < LISTS_MOST; i++)
		text = read_list(cx, text, before, i);
	return text;
}

/* --- into the form ---------------------------------------------------------------------------------------------------------------------------- */

static struct sv percent_of(struct ctx *cx, struct sv probability)
{
	char *end;
	double value = strtod(arena_cstr(&cx->arena, probability), &end);
	return !probability.n ? SV_NONE : *end ? probability : arena_printf(&cx->arena, "%.6g", value * 100);
}

static struct sv percent(struct ctx *cx, float probability)
{
	return arena_printf(&cx->arena, "%.1f", 100 * (double)probability);
}

static struct sv correction_of(struct ctx *cx, struct sv text, struct sv in)
{
	struct sv shift = ruleset_text_get(text, in, SV("shift")), scale = ruleset_text_get(text, in, SV("scale"));
	return shift.n || scale.n ? TRF(&cx->arena, "Corrected by decisions of this community: shift %s, scale %s.", shift.n ? shift : SV("0"), scale.n ? scale : SV("1")) : SV_NONE;
}

static void show_categories(struct ctx *cx, const struct screen *screen, struct sv text, struct view_screening *view)
{
	static const struct sv whats[CATEGORIES] = {
		[CATEGORY_threat] = TR_MARK("A threat, call or wish to harm people bodily."),
		[CATEGORY_violence] = TR_MARK("The same, or approval of it."),
		[CATEGORY_hate] = TR_MARK("An attack on a group of people for what they are."),
		[CATEGORY_harassment] = TR_MARK("An attack on a person."),
		[CATEGORY_sexual] = TR_MARK("Sexual content."),
		[CATEGORY_selfharm] = TR_MARK("Somebody may want to harm themselves."),
		[CATEGORY_spam] = TR_MARK("Unwanted advertising, fraud."),
	};
	struct view_screen_category *list = arena_array(&cx->arena, struct view_screen_category, CATEGORIES);
	struct view_option *names = arena_array(&cx->arena, struct view_option, CATEGORIES);
	for (unsigned c = 0; c < CATEGORIES; c++) {
		struct sv in = section(cx, "category", sv_of(category_name(c))), label = ruleset_text_get(text, in, SV("label"));
		list[c] = (struct view_screen_category){ .name = category_name(c),
			                                 .label = screening_category_label(c),
			                                 .what = tr(whats[c]),
			                                 .on = !sv_eq_nocase(ruleset_text_get(text, in, SV("on")), SV("no")),
			                                 .labels = label.n ? sv_eq_nocase(label, SV("yes")) : ruleset_default()->categories[c].label,
			                                 .report = percent_of(cx, ruleset_text_get(text, in, SV("report"))),
			                                 .hold = percent_of(cx, ruleset_text_get(text, in, SV("hold"))),
			                                 .correction = correction_of(cx, text, in) };
		list[c].unknown = screen && screen_points(screen, c)->report > 0.999f; /* "never" */
		if (screen && !list[c].unknown) {
			list[c].own_report = percent(cx, screen_points(screen, c)->report);
			list[c].own_hold = percent(cx, screen_points(screen, c)->hold);
		}
		names[c] = (struct view_option){ .value = category_name(c), .label = list[c].label };
	}
	view->categories = list;
	view->names = names;
	view->category_count = view->name_count = CATEGORIES;
}

static void show_rules(struct ctx *cx, struct sv text, struct view_screening *view)
{
	struct view_option *acts = arena_array(&cx->arena, struct view_option, ACTS);
	struct view_screen_rule *rules = arena_array(&cx->arena, struct view_screen_rule, RULES);
	for (unsigned a = 0; a < ACTS; a++)
		acts[a] = (struct view_option){ .value = act_name(a), .label = a == ACT_OFF ? TR("do nothing: it is off") : screening_act_label(a) };
	for (unsigned r = 0; r < RULES; r++) {
		const struct rule_about *about = rule_about(r);
		struct sv act = ruleset_text_get(text, section(cx, "rule", about->name), SV("act"));
		rules[r] = (struct view_screen_rule){ about->name, about->what, screening_category_label(about->category), act.n ? act : sv_of(act_name(about->act)) };
	}
	view->acts = acts;
	view->act_count = ACTS;
	view->rules = rules;
	view->rule_count = RULES;
}

static struct sv lines_of(struct ctx *cx, struct sv text, struct sv in, const char *key)
{
	struct buf out = BUF(&cx->arena, text.n + 1);
	struct ruleset_line line = { 0 };
	while (ruleset_text_next(&text, &line))
		if (line.name.p && sv_eq(line.section, in) && sv_eq(line.name, sv_of(key)))
			buf_printf(&out, SVF "\n", SVA(line.value));
	return buf_sv(&out);
}

static struct view_screen_list list_of(struct ctx *cx, struct sv text, struct sv in, int64_t number)
{
	struct sv act = ruleset_text_get(text, in, SV("act"));
	return (struct view_screen_list){ .number = number,
		                          .name = sv_from(in, 5),
		                          .category = ruleset_text_get(text, in, SV("category")),
		                          .act = act.n ? act : SV("report"),
		                          .phrases = lines_of(cx, text, in, "phrase"),
		                          .patterns = lines_of(cx, text, in, "pattern"),
		                          .raws = lines_of(cx, text, in, "raw") };
}

/* Those that are there, then an empty one. */
static void show_lists(struct ctx *cx, struct sv text, struct view_screening *view)
{
	struct view_screen_list *lists = arena_array(&cx->arena, struct view_screen_list, LISTS_MOST + 1);
	struct ruleset_line line = { 0 };
	struct sv rest = text;
	size_t count = 0;
	while (count < LISTS_MOST && ruleset_text_next(&rest, &line)) {
		bool known = !line.begins || !sv_starts(line.section, SV("list "));
		for (size_t i = 0; i < count && !known; i++)
			known = sv_eq(lists[i].name, sv_from(line.section, 5));
		if (!known) {
			lists[count] = list_of(cx, text, line.section, (int64_t)count);
			count++;
		}
	}
	if (count < LISTS_MOST) {
		lists[count] = (struct view_screen_list){ .number = (int64_t)count, .category = SV("spam"), .act = SV("report"), .fresh = true };
		count++;
	}
	view->lists = lists;
	view->list_count = count;
}

void screening_show_text(struct ctx *cx, const struct screen *screen, struct sv text, struct view_screening *view)
{
	show_categories(cx, screen, text, view);
	show_rules(cx, text, view);
	show_lists(cx, text, view);
}
