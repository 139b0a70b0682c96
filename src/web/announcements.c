/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the owner tells everybody, at the top of the home timeline until it is dismissed. */
#include "app/fragment.h"
#include "social/announcement.h"
#include "social/community.h"
#include "web/announcements.h"
#include "web/frame.h"
#include "web/web.h"

static enum fail show_reactions(struct ctx *cx, struct view_announcement *view)
{
	struct announcement_reactions_row *rows;
	TRY(q_announcement_reactions(cx, view->id, cx->who.account_id, &rows, &view->reaction_count));
	struct view_reaction *list = arena_array(&cx->arena, struct view_reaction, view->reaction_count + 1);
	for (size_t i = 0; i < view->reaction_count; i++) {
		const struct emoji *emoji = emoji_find(cx->community, rows[i].name);
		list[i] = (struct view_reaction){ rows[i].name, emoji ? media_url(cx, emoji->static_file) : SV_NONE, rows[i].count, rows[i].me };
	}
	view->reactions = list;
	view->may_react = view->reaction_count < ANNOUNCEMENT_MOST_REACTIONS;
	return OK;
}

/* "24 November 2026", of something that happens then; with a time of day unless it lasts all day. */
static struct sv span_of(struct ctx *cx, const struct announcement_row *row)
{
	if (!row->starts_at)
		return SV_NONE;
	struct sv from = row->all_day ? view_day(&cx->arena, row->starts_at) : view_time(&cx->arena, row->starts_at, cx->now).full;
	struct sv to = !row->ends_at ? SV_NONE : row->all_day ? view_day(&cx->arena, row->ends_at) : view_time(&cx->arena, row->ends_at, cx->now).full;
	return !to.n || sv_eq(from, to) ? from : arena_printf(&cx->arena, SVF " – " SVF, SVA(from), SVA(to));
}

static enum fail show(struct ctx *cx, const struct announcement_row *row, struct view_announcement *view)
{
	const struct emoji **emojis;
	size_t count = emojis_in(cx, &row->text, 1, &emojis);
	*view = (struct view_announcement){ .id = row->id,
		                            .text = web_emojify(cx, html_stored(row->html), emojis, count),
		                            .time = view_time(&cx->arena, row->published_at, cx->now),
		                            .span = span_of(cx, row) };
	return show_reactions(cx, view);
}

static enum fail show_unread(struct ctx *cx, struct view_announcements *view_r)
{
	struct announcement_row *rows;
	struct announcement_is_read_row read;
	size_t count;
	TRY(q_announcements_current(cx, cx->now, &rows, &count));
	struct view_announcement *list = arena_array(&cx->arena, struct view_announcement, count + 1);
	view_r->list = list;
	for (size_t i = 0; i < count; i++) {
		enum fail fail = q_announcement_is_read(cx, cx->who.account_id, rows[i].id, &read);
		if (fail == FAIL_NOT_FOUND)
			TRY(show(cx, &rows[i], &list[view_r->count++]));
		else
			TRY(fail);
	}
	return OK;
}

/* That somebody has read all is kept until there is something new (pieces_forget()). */
enum fail web_announcements(struct ctx *cx, struct view_announcements *view_r)
{
	struct fragment_draft nothing = { .text = BUF(&cx->arena, 1) };
	uint64_t changes = fragments_changes(cx->community->fragments);
	struct fragment *told = fragment_find(cx, FRAGMENT_PAGE_TOLD, cx->who.account_id);
	*view_r = (struct view_announcements){ 0 };
	fragment_release(told);
	if (told)
		return OK;
	TRY(show_unread(cx, view_r));
	if (!view_r->count)
		fragment_keep(cx, FRAGMENT_PAGE_TOLD, cx->who.account_id, &nothing, changes);
	return OK;
}

/* --- acts ------------------------------------------------------------------------------------------------------------------------------ */

static enum fail answer(struct ctx *cx, enum fail done)
{
	struct view_announcements view;
	TRY(done);
	if (!web_wants_part(cx))
		return web_redirect(cx, SV("/home#announcements"));
	TRY(web_announcements(cx, &view));
	tpl_announcements(web_html(cx), &view);
	return OK;
}

enum fail web_announcement_dismiss(struct ctx *cx)
{
	TRY(web_check_form(cx));
	return answer(cx, announcement_dismiss(cx, path_id(cx, 0)));
}

enum fail web_announcement_react(struct ctx *cx)
{
	TRY(web_check_form(cx));
	return answer(cx, announcement_react(cx, path_id(cx, 0), sv_trim(param_sv(cx->params, "emoji"))));
}

enum fail web_announcement_unreact(struct ctx *cx)
{
	TRY(web_check_form(cx));
	return answer(cx, announcement_unreact(cx, path_id(cx, 0), param_sv(cx->params, "emoji")));
}
