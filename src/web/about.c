/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/web.h"

enum fail web_rules(struct ctx *cx, const struct view_rule **rules_r, size_t *count_r)
{
	struct page_rules_row *rows;
	TRY(q_page_rules(cx, &rows, count_r));
	struct view_rule *rules = arena_array(&cx->arena, struct view_rule, *count_r + 1);
	for (size_t i = 0; i < *count_r; i++)
		rules[i] = (struct view_rule){ rows[i].text, rows[i].hint };
	*rules_r = rules;
	return OK;
}

static enum fail show_contact(struct ctx *cx, struct view_about *about)
{
	struct account_row row;
	struct account account;
	struct sv name = settings(cx)->contact_account;
	enum fail fail = name.n ? account_find_acct(cx, name, &row) : FAIL_NOT_FOUND;
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	struct view_account *contact = arena_new(&cx->arena, struct view_account);
	TRY(account_of_row(cx, &row, &account));
	about->contact = contact;
	return web_show_account(cx, &account, contact);
}

enum fail web_about(struct ctx *cx)
{
	struct view_page page;
	const struct settings *set = settings(cx);
	struct view_about about = { .contact_email = set->contact_email };
	if (web_from_cache(cx))
		return OK;
	TRY(web_page(cx, &page));
	TRY(show_contact(cx, &about));
	TRY(web_rules(cx, &about.rules, &about.rule_count));
	about.about = web_prose(cx, set->about);
	about.privacy = web_prose(cx, set->privacy_policy);
	about.terms = web_prose(cx, set->terms_of_service);
	page.title = TR("About");
	page.description = set->description;
	page.url = arena_printf(&cx->arena, SVF "/about", SVA(cx->community->url));
	page.image = page.community->thumbnail;
	page.preview.wide = page.image.n > 0;
	page.place = VIEW_ABOUT;
	tpl_about_page(web_html(cx), &page, &about);
	return web_keep(cx);
}
