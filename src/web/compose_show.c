/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a compose form shows. */
#include "app/fragment.h"
#include "base/rand.h"
#include "social/media.h"
#include "social/preference.h"
#include "social/text.h"
#include "web/compose.h"
#include "web/frame.h"
#include "web/languages.h"
#include "web/web.h"

/* --- languages ------------------------------------------------------------------------------------------------------------------- */

/* What stands in the short list on each page, besides the member's own and the community's. */
static const struct sv usual[] = { SV_INIT("ar"), SV_INIT("de"), SV_INIT("en"), SV_INIT("es"), SV_INIT("fr"), SV_INIT("it"),
	                           SV_INIT("ja"), SV_INIT("nl"), SV_INIT("pl"), SV_INIT("pt"), SV_INIT("ru"), SV_INIT("zh") };

static struct sv first_word(struct sv words)
{
	struct sv one;
	sv_cut(&words, ' ', &one);
	return one;
}

enum { LETTERS = 26 };

/* Codes of two letters have a place each; the few of three are asked for by name. */
static int place_of(struct sv code)
{
	bool small = code.n == 2 && code.p[0] >= 'a' && code.p[0] <= 'z' && code.p[1] >= 'a' && code.p[1] <= 'z';
	return small ? (code.p[0] - 'a') * LETTERS + code.p[1] - 'a' : -1;
}

struct wanted {
	bool by_place[LETTERS * LETTERS];
	struct sv chosen, ours; /* the member's; the community's, separated by spaces */
};

static void want(struct wanted *wanted, struct sv code)
{
	int place = place_of(code);
	if (place >= 0)
		wanted->by_place[place] = true;
}

static struct wanted wanted_of(struct ctx *cx, struct sv chosen)
{
	struct wanted wanted = { .chosen = chosen, .ours = settings(cx)->languages };
	struct sv rest = wanted.ours, one;
	for (size_t i = 0; i < COUNT_OF(usual); i++)
		want(&wanted, usual[i]);
	want(&wanted, chosen);
	while (rest.n) {
		sv_cut(&rest, ' ', &one);
		want(&wanted, one);
	}
	return wanted;
}

static bool is_wanted(struct sv code, const void *data)
{
	const struct wanted *wanted = data;
	int place = place_of(code);
	return place >= 0 ? wanted->by_place[place] : sv_eq(code, wanted->chosen) || sv_find(wanted->ours, code) >= 0;
}

static void show_languages(struct ctx *cx, struct view_compose *view)
{
	struct wanted wanted = wanted_of(cx, view->language);
	view->languages = web_languages(cx, view->whole ? NULL : is_wanted, &wanted, &view->language_count);
}

/* --- attachments ----------------------------------------------------------------------------------------------------------------- */

enum fail compose_show_attached(struct ctx *cx, int64_t media_id, struct view_attached *view_r)
{
	struct media_row row;
	TRY(media_own(cx, media_id, &row));
	*view_r = (struct view_attached){ .id = row.id, .waiting = row.state == MEDIA_WAITING };
	if (row.state == MEDIA_FAILED)
		view_r->problem = tr(row.error);
	web_show_media(cx, &row, &view_r->media);
	if (view_r->media.focus_x != 0 || view_r->media.focus_y != 0)
		view_r->focus = arena_printf(&cx->arena, "%.2f,%.2f", view_r->media.focus_x, view_r->media.focus_y);
	return OK;
}

/* What was typed stands above what is kept. */
static void show_typed(const struct composing *c, struct view_attached *view)
{
	for (size_t i = 0; i < c->edit_count; i++) {
		if (c->edits[i].id != view->id)
			continue;
		if (c->edits[i].description.p)
			view->media.alt = c->edits[i].description;
		if (c->edits[i].focus.n)
			view->focus = c->edits[i].focus;
	}
}

static enum fail show_attached(struct ctx *cx, const struct composing *c, struct view_compose *view)
{
	const struct status_draft *draft = &c->draft;
	size_t most = view->attached_most < draft->media_count ? view->attached_most : draft->media_count;
	struct view_attached *list = arena_array(&cx->arena, struct view_attached, most + 1);
	for (size_t i = 0; i < most; i++) {
		enum fail fail = compose_show_attached(cx, draft->media_ids[i], &list[view->attached_count]);
		if (fail == FAIL_NOT_FOUND)
			continue; /* it was removed meanwhile, or is another's */
		TRY(fail);
		show_typed(c, &list[view->attached_count++]);
	}
	view->attached = list;
	return OK;
}

/* --- the rest ----------------------------------------------------------------------------------------------------------------------- */

static void show_poll(struct ctx *cx, const struct composing *c, struct view_compose_poll *view)
{
	const struct poll_draft *poll = &c->draft.poll;
	size_t most = (size_t)settings(cx)->max_poll_options, slots = poll->option_count < 4 ? 4 : poll->option_count;
	slots = slots < most ? slots : most;
	struct sv *options = arena_array(&cx->arena, struct sv, slots + 1);
	for (size_t i = 0; i < slots && i < poll->option_count; i++)
		options[i] = poll->options[i];
	*view = (struct view_compose_poll){ .on = c->with_poll,
		                            .multiple = poll->multiple,
		                            .hide_totals = poll->hide_totals,
		                            .options = options,
		                            .slots = slots,
		                            .slots_most = most,
		                            .option_most = settings(cx)->max_poll_option_chars,
		                            .expires_in = poll->expires_in,
		                            .may_keep_end = c->edit_id && c->with_poll };
}

/* NULL in `*view_r` when it cannot be seen (any more). */
static enum fail show_other(struct ctx *cx, int64_t id, const struct view_status **view_r)
{
	struct status_row row;
	struct status *status;
	*view_r = NULL;
	if (!id)
		return OK;
	enum fail fail = status_see(cx, id, &row);
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	struct view_status *view = arena_new(&cx->arena, struct view_status);
	TRY(status_load_row(cx, &row, &status));
	TRY(web_show_status(cx, status, view));
	*view_r = view;
	return OK;
}

/* A draft that is kept in the browser comes back in the form that it was written in. */
static struct sv keep_name(struct ctx *cx, const struct composing *c, const struct view_page *page)
{
	const struct status_draft *draft = &c->draft;
	int64_t id = c->edit_id ? c->edit_id : c->redraft_id ? c->redraft_id : c->scheduled_id ? c->scheduled_id : draft->in_reply_to_id;
	const char *what = c->edit_id ? "edit" : c->redraft_id ? "redraft" : c->scheduled_id ? "scheduled" : id ? "reply" : "new";
	if (!id && draft->quote_of_id)
		what = "quote", id = draft->quote_of_id;
	return arena_printf(&cx->arena, SVF "/%s-%lld", SVA(page->viewer->acct), what, (long long)id);
}

static void show_words(struct ctx *cx, const struct composing *c, struct view_compose *view)
{
	const struct status_draft *draft = &c->draft;
	size_t used = text_length(&cx->arena, draft->text) + text_graphemes(&cx->arena, draft->spoiler_text);
	view->text = draft->text;
	view->warning = draft->spoiler_text;
	view->warned = c->with_warning;
	view->sensitive = draft->sensitive;
	view->most = settings(cx)->max_characters;
	view->left = view->most - (int64_t)used;
	view->visibility = draft->visibility;
	view->quote_policy = draft->quote_policy;
	view->language = draft->language.n ? draft->language : first_word(settings(cx)->languages);
	view->timed = c->with_schedule;
	view->schedule = c->schedule;
}

enum fail compose_show(struct ctx *cx, const struct view_page *page, const struct composing *c, struct sv problem, struct view_compose *view_r)
{
	const struct status_draft *draft = &c->draft;
	*view_r = (struct view_compose){ .csrf = page->csrf,
		                         .key = draft->idempotency_key.n ? draft->idempotency_key : rand_token(&cx->arena),
		                         .next = c->next,
		                         .into = c->into,
		                         .keep = keep_name(cx, c, page),
		                         .me = page->viewer,
		                         .reply_id = draft->in_reply_to_id,
		                         .quote_id = draft->quote_of_id,
		                         .edit_id = c->edit_id,
		                         .redraft_id = c->redraft_id,
		                         .scheduled_id = c->scheduled_id,
		                         .problem = problem,
		                         .whole = !c->into.n,
		                         .folded = c->into.n > 0,
		                         .quote_refused = c->refused,
		                         .attached_most = (size_t)settings(cx)->max_attachments };
	show_words(cx, c, view_r);
	show_languages(cx, view_r);
	show_poll(cx, c, &view_r->poll);
	TRY(show_attached(cx, c, view_r));
	if (view_r->whole)
		TRY(show_other(cx, draft->in_reply_to_id, &view_r->reply));
	return show_other(cx, draft->quote_of_id, &view_r->quote);
}

enum { BOX_MOST = 256 << 10 };

/* --- on other pages ------------------------------------------------------------------------------------------------------------------ */

enum fail web_compose_answer(struct ctx *cx, const struct view_page *page, const struct status_row *answered, struct sv into,
                             const struct view_compose **view_r)
{
	struct composing c = { .into = into, .next = cx->http->path };
	struct view_compose *view = arena_new(&cx->arena, struct view_compose);
	*view_r = NULL;
	if (!page->viewer)
		return OK;
	TRY(compose_start_reply(cx, answered, &c));
	TRY(compose_show(cx, page, &c, SV_NONE, view));
	*view_r = view;
	return OK;
}

static bool find_box(struct ctx *cx, struct html *box_r)
{
	struct fragment *kept = fragment_find(cx, FRAGMENT_PAGE_COMPOSE, cx->who.account_id);
	bool fits = kept && kept->print == tr_language;
	if (fits)
		*box_r = html_stored(fragment_hold(cx, kept));
	else
		fragment_release(kept);
	return fits;
}

static enum fail render_box(struct ctx *cx, const struct view_page *page, struct sv into, struct buf *html)
{
	struct composing c = { .into = into };
	struct view_compose view;
	TRY(compose_start_new(cx, &c));
	TRY(compose_show(cx, page, &c, SV_NONE, &view));
	view.key = SV_NONE;
	tpl_compose(html, &view);
	return OK;
}

/* The same each time, but for the tokens, which stand at the end of the page: kept until the member's preferences or name, or the
 * settings of the community change (pieces_forget()). */
enum fail web_compose_box(struct ctx *cx, struct view_page *page, struct sv into, const struct view_compose **view_r)
{
	struct view_compose *view = arena_new(&cx->arena, struct view_compose);
	struct fragment_draft draft = { .text = BUF(&cx->arena, BOX_MOST), .about = { .print = tr_language } };
	uint64_t changes = fragments_changes(cx->community->fragments);
	*view_r = view;
	page->compose_key = rand_token(&cx->arena);
	if (find_box(cx, &view->ready))
		return OK;
	TRY(render_box(cx, page, into, &draft.text));
	fragment_keep(cx, FRAGMENT_PAGE_COMPOSE, cx->who.account_id, &draft, changes);
	view->ready = html_stored(buf_sv(&draft.text));
	return OK;
}
