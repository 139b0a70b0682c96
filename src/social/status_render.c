/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/card.h"
#include "social/effect.h"
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
	struct status_row *row = &p->row;
	bool due, shown = !p->draft->media_count && !p->draft->poll.option_count && !row->quote_of_id;
	struct sv url = shown ? card_link(cx, p->spans, p->span_count) : SV_NONE;
	row->card_id = 0;
	if (!url.n)
		return OK;
	TRY(card_find(cx, url, &row->card_id, &due));
	if (due && row->visibility != VISIBILITY_DIRECT && !row->quiet && !row->hidden_at)
		TRY(effect_job(cx, JOB_PREVIEW_CARD, row->id, SV_NONE, 0));
	bool counts = row->card_id && row->visibility == VISIBILITY_PUBLIC && !row->quiet && !p->edit && !row->hidden_at;
	return counts ? card_use(cx, row->card_id, row->account_id) : OK;
}

bool posting_names(const struct posting *p, int64_t account_id)
{
	for (size_t i = 0; i < p->named_count; i++)
		if (p->named[i].id == account_id)
			return true;
	return false;
}
