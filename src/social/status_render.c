/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/status_posting.h"

static bool is_here(const struct ctx *cx, struct sv domain)
{
	return !domain.n || sv_eq_nocase(domain, cx->community->domain);
}

static void remember_named(struct posting *p, const struct account_id_find_row *found)
{
	for (size_t i = 0; i < p->named_count; i++)
		if (p->named[i].id == found->id)
			return;
	p->named[p->named_count++] = *found;
}

static bool resolve_mention(void *data, struct sv user, struct sv domain, struct text_mention *mention_r)
{
	struct posting *p = data;
	struct ctx *cx = p->cx;
	struct account_id_find_row found;
	struct sv lower = is_here(cx, domain) ? SV("") : ascii_lower(&cx->arena, domain);
	if (p->named_count == p->span_count)
		return false;
	enum fail fail = q_account_id_find(cx, ascii_lower(&cx->arena, user), lower, &found);
	if (fail != OK || found.suspended_at) {
		if (fail != OK && fail != FAIL_NOT_FOUND)
			p->failed = fail;
		return false;
	}
	remember_named(p, &found);
	struct account_row row = { .username = user, .domain = lower };
	mention_r->url = account_url(cx, &row);
	mention_r->shown = user;
	return true;
}

enum fail posting_render(struct ctx *cx, struct posting *p)
{
	struct text_style style = { .base = cx->community->url, .mention = resolve_mention, .data = p };
	p->cx = cx;
	p->span_count = text_scan(&cx->arena, p->row.text, &p->spans);
	p->named = arena_array(&cx->arena, struct account_id_find_row, p->span_count + 1);
	if (p->row.quote_of_id) {
		struct status quoted = { .row = p->quoted };
		TRY(account_load(cx, p->quoted.account_id, &quoted.account));
		style.quoted_url = status_url(cx, &quoted);
	}
	p->row.html = text_html(&cx->arena, p->row.text, &style).markup;
	return p->failed;
}

enum fail posting_find_card(struct ctx *cx, struct posting *p)
{
	struct card_by_url_row card;
	size_t i = 0;
	p->row.card_id = 0;
	while (i < p->span_count && p->spans[i].kind != TEXT_URL)
		i++;
	if (i == p->span_count)
		return OK;
	enum fail fail = q_card_by_url(cx, p->spans[i].name, &card);
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	p->row.card_id = card.id;
	bool counts = p->row.visibility == VISIBILITY_PUBLIC && !p->row.quiet && !p->edit;
	return counts ? q_link_use_add(cx, card.id, cx->now / 86400000, p->row.account_id) : OK;
}

bool posting_names(const struct posting *p, int64_t account_id)
{
	for (size_t i = 0; i < p->named_count; i++)
		if (p->named[i].id == account_id)
			return true;
	return false;
}
