/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posts that the screen holds back: what it saw in them, and what becomes of them. */
#include "moderation/held.h"

#include "moderation/gate.h"
#include "social/status.h"
#include "web/admin.h"

#define HERE SV("/admin/held")

enum { PER_PAGE = 20, SPANS_SHOWN = 32 };

/* --- a text with what speaks for a finding marked ------------------------------------------------------------------------------------------ */

static bool is_marked(const struct finding_row *findings, size_t count, size_t text_index, struct sv text, size_t at)
{
	struct held_span spans[SPANS_SHOWN];
	for (size_t i = 0; i < count; i++) {
		if (findings[i].decided.n || (size_t)findings[i].text_index != text_index)
			continue;
		size_t n = held_spans(findings[i].spans, text, spans, SPANS_SHOWN);
		for (size_t k = 0; k < n; k++)
			if (at >= spans[k].start && at < spans[k].end)
				return true;
	}
	return false;
}

/* Spans of several findings overlap: byte by byte, they are few and short. */
static struct view_held_text show_text(struct ctx *cx, const struct finding_row *findings, size_t count, size_t text_index, struct sv text)
{
	struct view_held_text view = { 0 };
	struct view_held_piece *pieces = arena_array(&cx->arena, struct view_held_piece, 2 * SPANS_SHOWN * count + 2);
	size_t start = 0, most = 2 * SPANS_SHOWN * count + 1;
	bool marked = text.n && is_marked(findings, count, text_index, text, 0);
	for (size_t at = 1; at <= text.n; at++) {
		bool now = at < text.n && is_marked(findings, count, text_index, text, at);
		if (at < text.n && (now == marked || view.count == most))
			continue;
		pieces[view.count++] = (struct view_held_piece){ { text.p + start, at - start }, marked };
		start = at;
		marked = now;
	}
	view.pieces = pieces;
	return view;
}

static enum fail show_texts(struct ctx *cx, const struct status_row *row, const struct finding_row *findings, size_t count, struct view_held *view)
{
	struct item item;
	TRY(held_texts(cx, row, &item));
	struct view_held_text *texts = arena_array(&cx->arena, struct view_held_text, item.text_count);
	for (size_t i = 0; i < item.text_count; i++)
		texts[i] = show_text(cx, findings, count, i, item.texts[i]);
	view->texts = texts;
	view->text_count = item.text_count;
	return OK;
}

/* --- one ------------------------------------------------------------------------------------------------------------------------------------ */

static struct sv category_label(struct sv name)
{
	static const struct {
		struct sv name, label;
	} labels[] = {
		{ SV_INIT("threat"), TR_MARK("Threat of violence") }, { SV_INIT("violence"), TR_MARK("Violence") },
		{ SV_INIT("hate"), TR_MARK("Hate") }, { SV_INIT("harassment"), TR_MARK("Harassment") },
		{ SV_INIT("sexual"), TR_MARK("Sexual content") }, { SV_INIT("selfharm"), TR_MARK("Self-harm") },
		{ SV_INIT("spam"), TR_MARK("Advertising or fraud") },
	};
	for (size_t i = 0; i < COUNT_OF(labels); i++)
		if (sv_eq(name, labels[i].name))
			return tr(labels[i].label);
	return name;
}

static struct sv source_label(struct ctx *cx, struct sv by)
{
	if (sv_eq(by, SV("model")))
		return TR("the model");
	if (sv_starts(by, SV("list ")))
		return TRF(&cx->arena, "the list %s", sv_from(by, 5));
	return TRF(&cx->arena, "the rule %s", by);
}

static void show_findings(struct ctx *cx, const struct finding_row *rows, size_t count, struct view_held *view)
{
	struct view_held_finding *list = arena_array(&cx->arena, struct view_held_finding, count + 1);
	for (size_t i = 0; i < count; i++)
		if (!rows[i].decided.n)
			list[view->finding_count++] = (struct view_held_finding){ .category = category_label(rows[i].category),
				                                                  .by = source_label(cx, rows[i].found_by),
				                                                  .why = rows[i].why,
				                                                  .percent = (int64_t)(100 * rows[i].score + 0.5) };
	view->findings = list;
}

static enum fail show_one(struct ctx *cx, const struct status_row *row, struct view_held *view)
{
	struct account account;
	struct finding_row *findings;
	size_t count;
	struct view_account *author = arena_new(&cx->arena, struct view_account);
	TRY(account_load(cx, row->account_id, &account));
	TRY(web_show_account(cx, &account, author));
	TRY(q_findings_of(cx, row->id, &findings, &count));
	*view = (struct view_held){ .id = row->id, .author = author, .time = view_time(&cx->arena, row->hidden_at, cx->now) };
	view->path = arena_printf(&cx->arena, SVF "/%lld", SVA(author->path), (long long)row->id);
	show_findings(cx, findings, count, view);
	return show_texts(cx, row, findings, count, view);
}

enum fail web_admin_held(struct ctx *cx)
{
	struct view_page page;
	struct view_admin_held view = { 0 };
	struct status_row *rows;
	struct page ids = page_read(cx, PER_PAGE, PER_PAGE);
	const char *fault = gate_model_fault(cx->community);
	TRY(admin_page(cx, HERE, TR("Held back"), &page));
	TRY(q_held_statuses(cx, &ids, &rows, &view.count));
	struct view_held *list = arena_array(&cx->arena, struct view_held, view.count + 1);
	for (size_t i = 0; i < view.count; i++)
		TRY(show_one(cx, &rows[i], &list[i]));
	view.list = list;
	view.no_model = fault != NULL;
	if (view.count)
		admin_page_links(cx, rows[0].id, rows[view.count - 1].id, view.count, &ids, &view.newer, &view.older);
	tpl_admin_held_page(web_html(cx), &page, &view);
	return OK;
}

/* --- deciding --------------------------------------------------------------------------------------------------------------------------------- */

enum fail web_admin_held_release(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(held_release(cx, path_id(cx, 0)));
	return web_done(cx, HERE, SAID_RELEASED);
}

enum fail web_admin_held_remove(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(held_remove(cx, path_id(cx, 0)));
	return web_done(cx, HERE, SAID_STAYS_AWAY);
}
