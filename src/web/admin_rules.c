/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rules: written, put in order, taken away. */
#include "social/rule.h"

#include "web/admin.h"

#define HERE SV("/admin/rules")

static enum fail show(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct rules_all_row *rows;
	struct view_admin_rules view = { .problem = problem };
	TRY(admin_page(cx, HERE, TR("Rules"), &page));
	TRY(q_rules_all(cx, &rows, &view.count));
	struct view_admin_rule *rules = arena_array(&cx->arena, struct view_admin_rule, view.count + 1);
	for (size_t i = 0; i < view.count; i++)
		rules[i] = (struct view_admin_rule){ rows[i].id, rows[i].text, rows[i].hint, i == 0, i + 1 == view.count };
	view.rules = rules;
	view.csrf = page.csrf;
	if (problem.n) {
		view.text = param_sv(cx->params, "text");
		view.hint = param_sv(cx->params, "hint");
	}
	tpl_admin_rules_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_admin_rules(struct ctx *cx)
{
	return show(cx, SV_NONE);
}

enum fail web_admin_rule_add(struct ctx *cx)
{
	struct sv problem;
	TRY(web_check_form(cx));
	enum fail fail = rule_add(cx, param_sv(cx->params, "text"), sv_trim(param_sv(cx->params, "hint")));
	if (web_mendable(cx, fail, &problem))
		return show(cx, problem);
	TRY(fail);
	return web_done(cx, HERE, SAID_RULE_ADDED);
}

enum fail web_admin_rule_change(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(rule_change(cx, path_id(cx, 0), param_sv(cx->params, "text"), param_sv(cx->params, "hint")));
	return web_done(cx, HERE, SAID_SAVED);
}

enum fail web_admin_rule_remove(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(rule_drop(cx, path_id(cx, 0)));
	return web_done(cx, HERE, SAID_RULE_REMOVED);
}

enum fail web_admin_rule_up(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(rule_move(cx, path_id(cx, 0), -1));
	return web_redirect(cx, HERE);
}

enum fail web_admin_rule_down(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(rule_move(cx, path_id(cx, 0), 1));
	return web_redirect(cx, HERE);
}
