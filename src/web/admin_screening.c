/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is screened, and what a finding leads to: tried on stored posts, put in force with a reason, undone. */
#include "web/admin_screening.h"

#include "moderation/gate.h"
#include "moderation/learning.h"
#include "moderation/ruleset_log.h"
#include "social/role.h"

#include <xxhash.h>

#define HERE SV("/admin/screening")
#define LEARNING SV("/admin/screening/learning")

enum { VERSIONS = 20, TRY_POSTS = 2000, TRY_DAYS = 30, TRY_CHANGES = 50 };

struct sv screening_category_label(unsigned category)
{
	static const struct sv labels[CATEGORIES] = {
		[CATEGORY_threat] = TR_MARK("Threats"),        [CATEGORY_violence] = TR_MARK("Violence"),  [CATEGORY_hate] = TR_MARK("Hate"),
		[CATEGORY_harassment] = TR_MARK("Harassment"), [CATEGORY_sexual] = TR_MARK("Sexual content"), [CATEGORY_selfharm] = TR_MARK("Self-harm"),
		[CATEGORY_spam] = TR_MARK("Spam and fraud"),
	};
	return tr(labels[category]);
}

struct sv screening_act_label(unsigned act)
{
	static const struct sv labels[ACTS] = {
		[ACT_OFF] = TR_MARK("nothing is found"),      [ACT_NOTE] = TR_MARK("write it down, nothing more"), [ACT_LABEL] = TR_MARK("show with a warning"),
		[ACT_REPORT] = TR_MARK("report to the moderators"), [ACT_HOLD] = TR_MARK("hold for a moderator"),  [ACT_REJECT] = TR_MARK("refuse"),
	};
	return tr(labels[act]);
}

/* --- the page -------------------------------------------------------------------------------------------------------------------------------- */

static enum fail show_versions(struct ctx *cx, struct view_screening *view)
{
	struct ruleset_row *rows;
	struct page newest = PAGE_NEWEST(VERSIONS);
	TRY(q_screen_rulesets(cx, &newest, &rows, &view->version_count));
	struct view_screen_version *list = arena_array(&cx->arena, struct view_screen_version, view->version_count + 1);
	for (size_t i = 0; i < view->version_count; i++)
		list[i] = (struct view_screen_version){ rows[i].id,
			                                rows[i].username.n ? rows[i].username : rows[i].account_id ? TR("Somebody who has left") : TR("The operator"),
			                                rows[i].reason,
			                                view_time(&cx->arena, rows[i].created_at, cx->now),
			                                i == 0 };
	view->versions = list;
	return OK;
}

/* `text`: what the fields say. */
static enum fail show(struct ctx *cx, struct sv text, struct sv problem, const struct view_screen_try *tried)
{
	struct view_page page;
	struct view_screening view = { .problem = problem, .tried = tried, .fault = sv_of(gate_model_fault(cx->community)) };
	struct sv newest;
	TRY(admin_page(cx, HERE, TR("Screening"), &page));
	TRY(ruleset_newest(cx, &view.version, &newest));
	TRY(show_versions(cx, &view));
	screening_show_text(cx, gate_screen(cx->community), text.p ? text : newest, &view);
	view.csrf = page.csrf;
	view.why = param_sv(cx->params, "why");
	tpl_admin_screening_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_admin_screening(struct ctx *cx)
{
	return show(cx, SV_NONE, SV_NONE, NULL);
}

static enum fail read_form(struct ctx *cx, struct sv *text_r)
{
	struct sv in_force;
	int64_t version;
	TRY(ruleset_newest(cx, &version, &in_force));
	*text_r = screening_form_text(cx, in_force);
	return OK;
}

/* --- trying ---------------------------------------------------------------------------------------------------------------------------------- */

static enum fail replay(struct ctx *cx, struct sv text, const struct view_screen_try **tried_r)
{
	struct ruleset *after;
	struct replay replay;
	struct replay_plan plan = { .screen = gate_screen(cx->community),
		                    .before = gate_ruleset(cx->community),
		                    .since = cx->now - TRY_DAYS * INT64_C(86400000),
		                    .most = TRY_POSTS,
		                    .changes = TRY_CHANGES,
		                    .threads = 1 };
	TRY(ruleset_read(cx, text, &after));
	plan.after = after;
	enum fail fail = replay_run(cx, &plan, &replay);
	if (fail == OK)
		*tried_r = screening_show_replay(cx, &plan, &replay);
	ruleset_free(after);
	return fail;
}

enum fail web_admin_screening_try(struct ctx *cx)
{
	struct sv text, problem = SV_NONE;
	const struct view_screen_try *tried = NULL;
	TRY(web_check_form(cx));
	TRY(read_form(cx, &text));
	enum fail fail = replay(cx, text, &tried);
	if (fail && !web_mendable(cx, fail, &problem))
		return fail;
	return show(cx, text, problem, tried);
}

/* --- changing -------------------------------------------------------------------------------------------------------------------------------- */

struct wish {
	struct sv text;
	int64_t version;
};

static enum fail apply(struct ctx *cx, void *arg)
{
	struct wish *wish = arg;
	return ruleset_apply(cx, wish->text, param_sv(cx->params, "why"), &wish->version);
}

static enum fail undo(struct ctx *cx, void *arg)
{
	struct wish *wish = arg;
	return ruleset_undo(cx, wish->version, param_sv(cx->params, "why"), &wish->version);
}

enum fail web_admin_screening_apply(struct ctx *cx)
{
	struct wish wish = { 0 };
	struct sv problem;
	TRY(web_check_form(cx));
	TRY(read_form(cx, &wish.text));
	enum fail fail = app_write(cx, apply, &wish);
	if (web_mendable(cx, fail, &problem))
		return show(cx, wish.text, problem, NULL);
	TRY(fail);
	return web_done(cx, HERE, SAID_SCREENING_APPLIED);
}

enum fail web_admin_screening_undo(struct ctx *cx)
{
	struct wish wish = { .version = param_int(cx->params, "version", -1) };
	struct sv problem;
	TRY(web_check_form(cx));
	enum fail fail = app_write(cx, undo, &wish);
	if (web_mendable(cx, fail, &problem))
		return show(cx, SV_NONE, problem, NULL);
	TRY(fail);
	return web_done(cx, HERE, SAID_SCREENING_UNDONE);
}

/* --- learning -------------------------------------------------------------------------------------------------------------------------------- */

static struct sv decided_of(struct ctx *cx, int64_t harmless, int64_t harmful)
{
	return TRF(&cx->arena, "Decided: %d harmless, %d harmful.", harmless, harmful);
}

static struct sv share(struct ctx *cx, double share_)
{
	return share_ < 0 ? SV("–") : arena_printf(&cx->arena, "%.0f %%", 100 * share_);
}

static struct view_learned learned_category(struct ctx *cx, unsigned c, const struct learning_category *l)
{
	struct view_learned view = { .label = screening_category_label(c), .decided = decided_of(cx, l->harmless, l->harmful) };
	if (!l->enough)
		view.effect = TRF(&cx->arena, "Too few to learn from: it takes %d, and %d of each kind.", (int64_t)LEARNING_LEAST, (int64_t)LEARNING_LEAST_EACH);
	else if (!l->proposed)
		view.effect = TR("Nothing is proposed: no correction does better than what is there.");
	else {
		view.proposal = arena_printf(&cx->arena, "shift %.2f, scale %.2f", (double)l->shift, (double)l->scale);
		struct sv shares = TRF(&cx->arena, "Precision from %s to %s, recall from %s to %s.", share(cx, replay_precision(&l->before)),
		                       share(cx, replay_precision(&l->after)), share(cx, replay_recall(&l->before)), share(cx, replay_recall(&l->after)));
		struct sv counts = TRF(&cx->arena, "False alarms from %d to %d, missed from %d to %d.", l->before.false_alarms, l->after.false_alarms,
		                       l->before.missed, l->after.missed);
		view.effect = arena_printf(&cx->arena, SVF " " SVF, SVA(shares), SVA(counts));
	}
	return view;
}

static struct view_learned learned_rule(struct ctx *cx, unsigned r, const struct learning_rule *l)
{
	struct view_learned view = { .label = rule_about(r)->name, .decided = decided_of(cx, l->harmless, l->harmful) };
	if (!l->enough)
		view.effect = TRF(&cx->arena, "Too few to learn from: it takes %d.", (int64_t)LEARNING_LEAST_RULE);
	else if (!l->proposed)
		view.effect = TR("Its weight fits.");
	else {
		view.proposal = arena_printf(&cx->arena, "weight %.2f", (double)l->after);
		view.effect = TRF(&cx->arena, "Its weight was %s; below 0.5 it is only written down.", arena_printf(&cx->arena, "%.2f", (double)l->before));
	}
	return view;
}

static void show_learned(struct ctx *cx, const struct learning *learning, struct view_learning *view)
{
	struct view_learned *list = arena_array(&cx->arena, struct view_learned, CATEGORIES + RULES);
	for (unsigned c = 0; c < CATEGORIES; c++)
		if (learning->categories[c].harmless || learning->categories[c].harmful)
			list[view->count++] = learned_category(cx, c, &learning->categories[c]);
	for (unsigned r = 0; r < RULES; r++)
		if (learning->rules[r].harmless || learning->rules[r].harmful)
			list[view->count++] = learned_rule(cx, r, &learning->rules[r]);
	view->list = list;
	view->proposed = learning->text.n;
	if (view->proposed)
		view->print = arena_printf(&cx->arena, "%016llx", (unsigned long long)XXH3_64bits(learning->text.p, learning->text.n));
}

static enum fail propose(struct ctx *cx, struct learning *learning_r)
{
	struct sv in_force;
	int64_t version;
	TRY(ruleset_newest(cx, &version, &in_force));
	return learning_propose(cx, gate_screen(cx->community), in_force, learning_r);
}

static enum fail show_learning(struct ctx *cx, const struct learning *learning, struct sv problem)
{
	struct view_page page;
	struct view_learning view = { .problem = problem, .why = param_sv(cx->params, "why") };
	TRY(admin_page(cx, HERE, TR("What decisions teach"), &page));
	show_learned(cx, learning, &view);
	view.csrf = page.csrf;
	tpl_admin_learning_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_admin_learning(struct ctx *cx)
{
	struct learning learning;
	TRY(propose(cx, &learning));
	return show_learning(cx, &learning, SV_NONE);
}

/* What was shown is what is accepted: when there are new decisions, it is shown again. */
enum fail web_admin_learning_accept(struct ctx *cx)
{
	struct learning learning;
	struct view_learning now = { 0 };
	struct sv problem;
	TRY(web_check_form(cx));
	TRY(propose(cx, &learning));
	show_learned(cx, &learning, &now);
	if (!now.proposed || !sv_eq(now.print, param_sv(cx->params, "print")))
		return show_learning(cx, &learning, TR("Something was decided or changed meanwhile: this is what is proposed now."));
	struct wish wish = { .text = learning.text };
	enum fail fail = app_write(cx, apply, &wish);
	if (web_mendable(cx, fail, &problem))
		return show_learning(cx, &learning, problem);
	TRY(fail);
	return web_done(cx, HERE, SAID_SCREENING_APPLIED);
}
