/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Direct messages as conversations. */
#include "base/id.h"
#include "social/conversation.h"
#include "social/filter.h"
#include "social/viewer.h"
#include "web/faces.h"
#include "web/frame.h"
#include "web/view_live.h"
#include "web/web.h"

enum { PER_PAGE = 20, FACES = 4, MESSAGES = 40 };

/* Who takes part; with nobody else in it, it is with oneself. */
static size_t participants(struct ctx *cx, const struct conversation_row *row, int64_t ids[FACES])
{
	size_t count = 0;
	struct sv rest = row->participants, one;
	while (rest.n && count < FACES) {
		sv_cut(&rest, ' ', &one);
		count += id_parse(one, &ids[count]);
	}
	if (!count)
		ids[count++] = cx->who.account_id;
	return count;
}

static void show_talk(struct ctx *cx, const struct conversation_row *row, const struct faces *faces, const struct view_list *statuses, struct view_talk *view)
{
	int64_t ids[FACES];
	size_t count = participants(cx, row, ids);
	const struct view_account **list = arena_array(&cx->arena, const struct view_account *, FACES);
	*view = (struct view_talk){ .id = row->id, .unread = row->unread };
	for (size_t i = 0; i < count; i++) {
		const struct view_account *face = faces_find(faces, ids[i]);
		if (face)
			list[view->face_count++] = face;
	}
	view->faces = list;
	for (size_t i = 0; i < statuses->count; i++)
		if (statuses->statuses[i].id == row->last_status_id)
			view->last = &statuses->statuses[i];
	if (view->last) {
		view->time = view->last->time;
		view->mine = view->last->acts && view->last->acts->mine;
	}
}

/* Rows with their people and last words. */
static enum fail show_talks(struct ctx *cx, const struct conversation_row *rows, size_t count, struct view_talk **talks_r)
{
	struct faces faces = faces_new(cx, count * FACES);
	struct view_list statuses = { .filters = FILTER_THREAD };
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1), people[FACES];
	for (size_t i = 0; i < count; i++) {
		size_t n = participants(cx, &rows[i], people);
		for (size_t k = 0; k < n; k++)
			faces_want(&faces, people[k]);
		ids[i] = rows[i].last_status_id;
	}
	TRY(faces_load(cx, &faces));
	TRY(web_show_feed(cx, ids, count, &statuses));
	*talks_r = arena_array(&cx->arena, struct view_talk, count + 1);
	for (size_t i = 0; i < count; i++)
		show_talk(cx, &rows[i], &faces, &statuses, &(*talks_r)[i]);
	return OK;
}

enum fail web_conversations(struct ctx *cx)
{
	struct view_page page;
	struct view_talks view = { 0 };
	struct page bounds = page_read(cx, PER_PAGE, PER_PAGE);
	struct conversation_row *rows;
	struct view_talk *talks;
	TRY(web_page(cx, &page));
	TRY(viewer_enter(cx));
	TRY(q_conversations_of(cx, cx->who.account_id, &bounds, &rows, &view.count));
	TRY(show_talks(cx, rows, view.count, &talks));
	view.list = talks;
	if ((int64_t)view.count == bounds.limit)
		view.older = arena_printf(&cx->arena, "/conversations?max_id=%lld", (long long)rows[view.count - 1].last_status_id);
	if (bounds.max_id != INT64_MAX)
		view.newer = SV("/conversations");
	page.title = TR("Messages");
	page.place = VIEW_CONVERSATIONS;
	page.hidden = true;
	tpl_conversations_page(web_html(cx), &page, &view);
	return OK;
}

/* --- one of them ---------------------------------------------------------------------------------------------------------------------- */

static enum fail show_messages(struct ctx *cx, const struct conversation_row *row, int64_t conversation_id, struct view_conversation *view)
{
	struct messages_of_row *rows;
	struct view_list list = { .filters = FILTER_THREAD };
	int64_t before = param_id(cx->params, "max_id");
	size_t count;
	TRY(q_messages_of(cx, conversation_id, before ? before : INT64_MAX, MESSAGES, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[count - 1 - i].id;
	TRY(web_show_feed(cx, ids, count, &list));
	view->statuses = list.statuses;
	view->count = list.count;
	if (count == MESSAGES)
		view->earlier = arena_printf(&cx->arena, "/conversations/%lld?max_id=%lld", (long long)row->id, (long long)ids[0]);
	return OK;
}

enum fail web_conversation(struct ctx *cx)
{
	struct view_page page;
	struct view_conversation view = { 0 };
	struct conversation_row row;
	struct status_row last;
	struct view_talk *talk;
	TRY(web_page(cx, &page));
	TRY(viewer_enter(cx));
	TRY(q_conversation_get(cx, path_id(cx, 0), cx->who.account_id, &row));
	TRY(show_talks(cx, &row, 1, &talk));
	TRY(status_see(cx, row.last_status_id, &last));
	TRY(show_messages(cx, &row, last.conversation_id, &view));
	view.talk = *talk;
	if (!param_id(cx->params, "max_id"))
		TRY(web_compose_answer(cx, &page, &last, SV("thread"), &view.compose));
	page.title = TR("Conversation");
	page.place = VIEW_CONVERSATIONS;
	page.hidden = true;
	tpl_conversation_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_conversation_read(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(conversation_unread(cx, path_id(cx, 0), false));
	return web_redirect(cx, web_next(cx, SV("/conversations")));
}

enum fail web_conversation_unread(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(conversation_unread(cx, path_id(cx, 0), true));
	return web_redirect(cx, SV("/conversations"));
}

enum fail web_conversation_remove(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(conversation_remove(cx, path_id(cx, 0)));
	return web_done(cx, SV("/conversations"), SAID_TALK_REMOVED);
}
