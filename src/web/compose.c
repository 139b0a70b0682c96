/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Writing: the page with the form, and what becomes of it. */
#include "web/compose.h"

#include "social/media.h"
#include "social/scheduled.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/web.h"

/* --- the page ---------------------------------------------------------------------------------------------------------------------- */

static struct sv title_of(const struct composing *c)
{
	if (c->edit_id)
		return TR("Edit");
	if (c->scheduled_id)
		return TR("Change what is scheduled");
	if (c->redraft_id)
		return TR("Delete and redraft");
	if (c->draft.in_reply_to_id)
		return TR("Reply");
	return c->draft.quote_of_id ? TR("Quote") : TR("New post");
}

static enum fail show_page(struct ctx *cx, const struct composing *c, struct sv problem)
{
	struct view_page page;
	struct view_compose view;
	TRY(web_page(cx, &page));
	TRY(viewer_enter(cx));
	TRY(compose_show(cx, &page, c, problem, &view));
	view.folded = false;
	page.title = title_of(c);
	page.place = VIEW_COMPOSE;
	page.hidden = true;
	tpl_compose_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_compose(struct ctx *cx)
{
	struct composing c = { 0 };
	TRY(viewer_enter(cx));
	TRY(compose_start(cx, &c));
	return show_page(cx, &c, SV_NONE);
}

/* --- posting, on the writer ---------------------------------------------------------------------------------------------------------- */

static enum fail edit(struct ctx *cx, struct composing *c)
{
	struct status_row row;
	TRY(compose_own_status(cx, c->edit_id, &row));
	c->id = row.id;
	return status_edit(cx, &row, &c->draft, c->edits, c->edit_count);
}

/* What it takes the place of goes first, so that the media are free; when the new one cannot be posted, nothing has gone. */
static enum fail clear_place(struct ctx *cx, const struct composing *c)
{
	struct status_row row;
	if (c->scheduled_id)
		TRY(scheduled_cancel(cx, c->scheduled_id));
	if (!c->redraft_id)
		return OK;
	TRY(compose_own_status(cx, c->redraft_id, &row));
	return status_remove(cx, &row);
}

static bool is_attached(const struct status_draft *draft, int64_t media_id)
{
	for (size_t i = 0; i < draft->media_count; i++)
		if (draft->media_ids[i] == media_id)
			return true;
	return false;
}

static enum fail describe_media(struct ctx *cx, const struct composing *c)
{
	for (size_t i = 0; i < c->edit_count; i++) {
		const struct media_edit *one = &c->edits[i];
		if (!is_attached(&c->draft, one->id))
			continue;
		enum fail fail = media_describe(cx, one->id, one->description, one->focus);
		if (fail != OK && fail != FAIL_NOT_FOUND) /* status_create() has a sentence for a file that is not there */
			return fail;
	}
	return OK;
}

static enum fail publish(struct ctx *cx, void *arg)
{
	struct composing *c = arg;
	TRY(status_posted_before(cx, &c->draft, &c->id));
	if (c->id)
		return OK;
	if (c->edit_id)
		return edit(cx, c);
	TRY(clear_place(cx, c));
	TRY(describe_media(cx, c));
	if (c->at)
		return scheduled_create(cx, &c->draft, c->at, &c->id);
	return status_create(cx, &c->draft, &c->id);
}

/* --- and afterwards ------------------------------------------------------------------------------------------------------------------ */

static struct sv path_of(struct ctx *cx, const struct view_page *page, int64_t id)
{
	return arena_printf(&cx->arena, SVF "/%lld", SVA(page->viewer->path), (long long)id);
}

/* For the list that the form stands above: the post, and a form for the next one. */
static enum fail answer_part(struct ctx *cx, const struct view_page *page, const struct composing *c)
{
	struct composing again = { .into = c->into, .next = c->next };
	struct status *status;
	struct view_status post;
	struct view_compose form;
	TRY(status_load(cx, c->id, &status));
	TRY(web_show_status(cx, status, &post));
	TRY(compose_start_new(cx, &again));
	TRY(compose_show(cx, page, &again, SV_NONE, &form));
	tpl_compose_posted(web_html(cx), &post, &form);
	return OK;
}

static enum fail answer(struct ctx *cx, const struct composing *c)
{
	struct view_page page;
	struct status_row row;
	TRY(web_page(cx, &page));
	if (c->at)
		return web_done(cx, SV("/scheduled"), SAID_SCHEDULED);
	bool held = q_status_get(cx, c->id, &row) == OK && row.hidden_at;
	if (c->edit_id)
		return web_done(cx, path_of(cx, &page, c->id), held ? SAID_HELD : SAID_EDITED);
	if (web_wants_part(cx) && sv_eq(c->into, SV("statuses")) && !c->draft.in_reply_to_id)
		return answer_part(cx, &page, c);
	if (held) /* in no timeline: it is shown where it is */
		return web_done(cx, path_of(cx, &page, c->id), SAID_HELD);
	struct sv usual = c->draft.in_reply_to_id || c->redraft_id ? path_of(cx, &page, c->id) : SV("/home");
	return web_done(cx, c->next.n ? c->next : usual, SAID_POSTED);
}

/* The form comes back with all that was in it, and says what is wrong. */
static enum fail answer_again(struct ctx *cx, struct composing *c, enum fail fail)
{
	struct sv said = cx->said.n ? cx->said : tr(sv_of(fail_text(fail)));
	c->into = SV_NONE;
	answer_status(cx, fail_http_status(fail));
	return show_page(cx, c, said);
}

/* Before the writer's turn. */
static enum fail foresee(struct ctx *cx, struct composing *c)
{
	struct status_row row;
	if (c->edit_id)
		TRY(compose_own_status(cx, c->edit_id, &row));
	return status_foresee(cx, &c->draft, c->edit_id ? &row : NULL, c->edits, c->edit_count);
}

static bool can_be_mended(enum fail fail)
{
	return fail == FAIL_INVALID || fail == FAIL_NOT_FOUND || fail == FAIL_TOO_LARGE || fail == FAIL_CONFLICT;
}

enum fail web_compose_post(struct ctx *cx)
{
	struct composing c = { 0 };
	TRY(web_check_form(cx));
	enum fail fail = compose_read(cx, &c);
	if (fail == OK)
		fail = status_posted_before(cx, &c.draft, &c.id);
	if (fail == OK && !c.id)
		fail = compose_take_files(cx, &c);
	if (fail == OK && !c.id)
		fail = foresee(cx, &c);
	if (fail == OK && !c.id)
		fail = app_write(cx, publish, &c);
	if (fail == OK)
		return answer(cx, &c);
	return can_be_mended(fail) ? answer_again(cx, &c, fail) : fail;
}

/* --- files that arrive before the post ------------------------------------------------------------------------------------------------ */

static enum fail answer_attached(struct ctx *cx, int64_t id)
{
	struct view_attached view;
	TRY(compose_show_attached(cx, id, &view));
	tpl_compose_attached(web_html(cx), &view);
	return OK;
}

enum fail web_compose_upload(struct ctx *cx)
{
	const struct param *file = param_find(cx->params, "file");
	struct media_draft draft = { .file = -1, .thumbnail = -1 };
	int64_t id;
	bool waiting;
	TRY(web_check_form(cx));
	if (!file || file->file_fd < 0)
		return refuse(cx, FAIL_INVALID, "There is no file in this form.");
	draft.file = file->file_fd;
	draft.file_bytes = file->file_size;
	TRY(media_upload(cx, &draft, false, &id, &waiting));
	return answer_attached(cx, id);
}

enum fail web_compose_attached(struct ctx *cx)
{
	return answer_attached(cx, path_id(cx, 0));
}
