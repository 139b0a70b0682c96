/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a compose form says, and the files in it. */
#include "app/draft.h"
#include "base/clock.h"
#include "social/media.h"
#include "web/compose.h"
#include "web/web.h"

/* Lines that were left empty do not count, wherever they are. */
static enum fail tidy_poll(struct ctx *cx, struct composing *c)
{
	struct poll_draft *poll = &c->draft.poll;
	struct sv *options = arena_array(&cx->arena, struct sv, poll->option_count + 1);
	size_t count = 0;
	for (size_t i = 0; c->with_poll && i < poll->option_count; i++)
		if (sv_trim(poll->options[i]).n)
			options[count++] = sv_trim(poll->options[i]);
	poll->options = options;
	poll->option_count = count;
	return c->with_poll && count < 2 ? refuse(cx, FAIL_INVALID, "A poll needs at least two options.") : OK;
}

/* Browsers send lines that end in CR LF (HTML, 4.10.22.4). */
static struct sv with_plain_lines(struct ctx *cx, struct sv text)
{
	struct buf out = BUF(&cx->arena, text.n + 1);
	if (!sv_has(text, '\r'))
		return text;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\r' || i + 1 == text.n || text.p[i + 1] != '\n')
			buf_putc(&out, text.p[i]);
	return buf_sv(&out);
}

static enum fail read_schedule(struct ctx *cx, struct composing *c)
{
	c->schedule = param_sv(cx->params, "schedule");
	if (!c->with_schedule)
		return OK;
	struct sv zoned = arena_printf(&cx->arena, SVF "%s", SVA(c->schedule), c->schedule.n == sizeof("2026-11-24T15:00") - 1 ? ":00Z" : "");
	if (!c->schedule.n || !time_parse(zoned, &c->at))
		return refuse(cx, FAIL_INVALID, "When shall it be posted? Give a date and a time, or take the schedule away.");
	return OK;
}

static enum fail read_draft(struct ctx *cx, struct composing *c)
{
	struct status_row row;
	if (!c->edit_id)
		return draft_read(cx, &c->draft);
	TRY(compose_own_status(cx, c->edit_id, &row));
	c->draft.visibility = (int)row.visibility;
	c->draft.quote_of_id = row.quote_of_id;
	c->draft.in_reply_to_id = row.in_reply_to_id;
	return draft_read_edit(cx, &row, &c->draft);
}

enum fail compose_read(struct ctx *cx, struct composing *c)
{
	const struct params *params = cx->params;
	c->edit_id = param_id(params, "edit");
	c->redraft_id = param_id(params, "redraft");
	c->scheduled_id = param_id(params, "scheduled");
	c->with_poll = param_bool(params, "with_poll", false);
	c->with_warning = param_bool(params, "with_warning", false);
	c->with_schedule = param_bool(params, "with_schedule", false) && !c->edit_id;
	c->next = web_next(cx, SV_NONE);
	c->into = param_sv(params, "into");
	struct media_edit *edits;
	c->edit_count = draft_read_media_edits(cx, &edits);
	for (size_t i = 0; i < c->edit_count; i++)
		edits[i].description = with_plain_lines(cx, sv_trim(edits[i].description));
	c->edits = edits;
	enum fail fail = read_draft(cx, c);
	c->draft.text = with_plain_lines(cx, c->draft.text);
	c->draft.sensitive = param_bool(params, "sensitive", false); /* a box that is not ticked is not sent */
	c->draft.idempotency_key = param_sv(params, "key");
	if (!c->with_warning)
		c->draft.spoiler_text = SV_NONE;
	TRY(fail);
	TRY(tidy_poll(cx, c));
	return read_schedule(cx, c);
}

/* --- files of a form that was sent without JavaScript: files[0][file], files[0][description], … ------------------------------------- */

static const struct param *file_of(struct ctx *cx, struct sv member)
{
	const struct param *param = param_member(cx->params, "files", member, "file");
	return param && param->file_fd >= 0 ? param : NULL;
}

static enum fail take_file(struct ctx *cx, struct sv member, int64_t *id_r)
{
	bool waiting;
	const struct param *file = file_of(cx, member), *description = param_member(cx->params, "files", member, "description");
	struct media_draft draft = { .file = file->file_fd, .file_bytes = file->file_size, .thumbnail = -1 };
	draft.description = description ? sv_trim(description->value) : SV_NONE;
	enum fail fail = media_upload(cx, &draft, true, id_r, &waiting);
	if (fail == FAIL_INVALID)
		return refuse(cx, fail, SVF ": " SVF, SVA(sv_first(file->filename, 100)), SVA(cx->said));
	return fail;
}

enum fail compose_take_files(struct ctx *cx, struct composing *c)
{
	struct status_draft *draft = &c->draft;
	struct sv *members;
	size_t sent = param_members(&cx->arena, cx->params, "files", &members), count = 0, most = (size_t)settings(cx)->max_attachments;
	for (size_t i = 0; i < sent; i++)
		count += file_of(cx, members[i]) != NULL;
	if (draft->media_count + count > most)
		return refuse(cx, FAIL_INVALID, "A post can have %zu files; these are %zu.", most, draft->media_count + count);
	int64_t *ids = arena_array(&cx->arena, int64_t, draft->media_count + count + 1);
	for (size_t i = 0; i < draft->media_count; i++)
		ids[i] = draft->media_ids[i];
	draft->media_ids = ids;
	for (size_t i = 0; i < sent; i++) {
		if (!file_of(cx, members[i]))
			continue;
		TRY(take_file(cx, members[i], &ids[draft->media_count]));
		draft->media_count++;
	}
	return OK;
}
