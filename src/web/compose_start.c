/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a compose form begins: empty, with what was shared, as an answer, a quote, an edit, or once more. */
#include "base/clock.h"
#include "social/preference.h"
#include "social/scheduled.h"
#include "web/compose.h"
#include "web/web.h"

enum fail compose_own_status(struct ctx *cx, int64_t id, struct status_row *row_r)
{
	TRY(status_see(cx, id, row_r));
	return row_r->account_id == cx->who.account_id && !row_r->reblog_of_id ? OK : FAIL_NOT_FOUND;
}

enum fail compose_start_new(struct ctx *cx, struct composing *c)
{
	struct preferences preferences;
	struct status_draft *draft = &c->draft;
	TRY(preferences_of_reader(cx, &preferences));
	draft->account_id = cx->who.account_id;
	draft->language = preferences.posting_default_language;
	draft->sensitive = preferences.posting_default_sensitive;
	draft->poll.expires_in = 24 * 3600;
	if (!visibility_parse(preferences.posting_default_visibility, &draft->visibility))
		draft->visibility = VISIBILITY_PUBLIC;
	if (!quote_policy_parse(preferences.posting_default_quote_policy, &draft->quote_policy))
		draft->quote_policy = QUOTE_BY_NOBODY;
	return OK;
}

/* --- answers ------------------------------------------------------------------------------------------------------------------ */

static void put_name(struct ctx *cx, struct buf *text, struct sv username, struct sv domain)
{
	buf_printf(text, "@" SVF, SVA(username));
	if (domain.n && !sv_eq(domain, cx->community->domain))
		buf_printf(text, "@" SVF, SVA(domain));
	buf_putc(text, ' ');
}

/* Its author, and whom it names; oneself not. */
static enum fail put_participants(struct ctx *cx, const struct status_row *row, struct buf *text)
{
	struct account_row author;
	struct mentions_of_row *mentions;
	size_t count;
	TRY(q_account_get(cx, row->account_id, &author));
	TRY(q_mentions_of(cx, row->id, &mentions, &count));
	if (author.id != cx->who.account_id)
		put_name(cx, text, author.username, author.domain);
	for (size_t i = 0; i < count; i++)
		if (mentions[i].id != cx->who.account_id && mentions[i].id != author.id && !mentions[i].silent)
			put_name(cx, text, mentions[i].username, mentions[i].domain);
	return OK;
}

enum fail compose_start_reply(struct ctx *cx, const struct status_row *row, struct composing *c)
{
	struct buf text = BUF(&cx->arena, 16 << 10);
	struct status_draft *draft = &c->draft;
	TRY(compose_start_new(cx, c));
	TRY(put_participants(cx, row, &text));
	draft->text = buf_sv(&text);
	draft->in_reply_to_id = row->id;
	draft->spoiler_text = row->spoiler_text;
	c->with_warning = row->spoiler_text.n > 0;
	if (row->visibility > draft->visibility)
		draft->visibility = (int)row->visibility;
	return OK;
}

static enum fail see(struct ctx *cx, int64_t id, struct status_row *row_r)
{
	TRY(status_see(cx, id, row_r));
	return row_r->reblog_of_id ? status_see(cx, row_r->reblog_of_id, row_r) : OK;
}

static enum fail start_quote(struct ctx *cx, int64_t id, struct composing *c)
{
	struct status_row row;
	bool may;
	TRY(see(cx, id, &row));
	TRY(status_may_quote(cx, &row, &may));
	if (row.visibility > VISIBILITY_UNLISTED)
		c->refused = TR("This post is not public: only its author can quote it.");
	else if (row.quote_policy == QUOTE_BY_FOLLOWERS)
		c->refused = TR("Only followers of the author may quote this post. You can put a link to it into yours.");
	else
		c->refused = TR("The author does not want this post to be quoted. You can put a link to it into yours.");
	if (may) {
		c->refused = SV_NONE;
		c->draft.quote_of_id = row.id;
	}
	if (may && row.visibility > c->draft.visibility)
		c->draft.visibility = (int)row.visibility;
	return OK;
}

/* --- what is there already ------------------------------------------------------------------------------------------------------ */

static enum fail start_media(struct ctx *cx, const struct media_row *media, size_t count, struct status_draft *draft)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = media[i].id;
	draft->media_ids = ids;
	draft->media_count = count;
	return OK;
}

static enum fail start_poll(struct ctx *cx, int64_t poll_id, struct poll_draft *draft)
{
	struct poll_get_row poll;
	struct poll_options_of_row *rows;
	if (!poll_id)
		return OK;
	TRY(q_poll_get(cx, poll_id, &poll));
	TRY(q_poll_options_of(cx, poll_id, &rows, &draft->option_count));
	struct sv *options = arena_array(&cx->arena, struct sv, draft->option_count + 1);
	for (size_t i = 0; i < draft->option_count; i++)
		options[i] = rows[i].title;
	draft->options = options;
	draft->multiple = poll.multiple;
	draft->hide_totals = poll.hide_totals;
	return OK;
}

static enum fail start_again(struct ctx *cx, int64_t id, struct composing *c)
{
	struct status_row row;
	struct media_row *media;
	size_t count;
	struct status_draft *draft = &c->draft;
	TRY(compose_own_status(cx, id, &row));
	draft->text = row.text;
	draft->spoiler_text = row.spoiler_text;
	draft->sensitive = row.sensitive;
	draft->language = row.language;
	draft->visibility = (int)row.visibility;
	draft->quote_policy = (int)row.quote_policy;
	draft->in_reply_to_id = row.in_reply_to_id;
	draft->quote_of_id = row.quote_state == QUOTE_ACCEPTED ? row.quote_of_id : 0;
	c->with_warning = row.spoiler_text.n > 0;
	TRY(q_media_of(cx, id, &media, &count));
	TRY(start_poll(cx, row.poll_id, &draft->poll));
	c->with_poll = draft->poll.option_count > 0;
	draft->poll.expires_in = c->edit_id && c->with_poll ? 0 : 24 * 3600;
	return start_media(cx, media, count, draft);
}

static enum fail start_scheduled(struct ctx *cx, int64_t id, struct composing *c)
{
	struct scheduled_row row;
	c->draft = (struct status_draft){ 0 };
	TRY(q_scheduled_get(cx, id, cx->who.account_id, &row));
	TRY(scheduled_draft(cx, &row, &c->draft));
	c->draft.app_id = 0;
	c->scheduled_id = id;
	c->with_schedule = true;
	c->with_warning = c->draft.spoiler_text.n > 0;
	c->with_poll = c->draft.poll.option_count > 0;
	c->schedule = sv_first(time_dup(&cx->arena, row.scheduled_at), sizeof("2026-11-24T15:00") - 1);
	return OK;
}

/* What another app shares (Web Share Target): a title, a text, an address. Each once, a line of its own. */
static void start_shared(struct ctx *cx, struct status_draft *draft)
{
	static const char *const names[] = { "title", "text", "url" };
	struct buf text = BUF(&cx->arena, 64 << 10);
	buf_put(&text, draft->text);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct sv one = sv_trim(param_sv(cx->params, names[i]));
		if (!one.n || sv_find(buf_sv(&text), one) >= 0)
			continue;
		if (text.n > draft->text.n)
			buf_put(&text, SV("\n\n"));
		buf_put(&text, one);
	}
	if (!text.overflow)
		draft->text = buf_sv(&text);
}

/* A link may narrow whom a post goes to, not widen it. */
static void narrow(struct ctx *cx, struct status_draft *draft)
{
	int visibility;
	if (visibility_parse(param_sv(cx->params, "visibility"), &visibility) && visibility > draft->visibility)
		draft->visibility = visibility;
}

enum fail compose_start(struct ctx *cx, struct composing *c)
{
	const struct params *params = cx->params;
	struct status_row row;
	int64_t reply = param_id(params, "reply"), quote = param_id(params, "quote"), scheduled = param_id(params, "scheduled");
	c->edit_id = param_id(params, "edit");
	c->redraft_id = c->edit_id ? 0 : param_id(params, "redraft");
	c->next = web_next(cx, SV_NONE);
	TRY(compose_start_new(cx, c));
	if (c->edit_id || c->redraft_id)
		return start_again(cx, c->edit_id ? c->edit_id : c->redraft_id, c);
	if (scheduled)
		return start_scheduled(cx, scheduled, c);
	if (reply) {
		TRY(see(cx, reply, &row));
		TRY(compose_start_reply(cx, &row, c));
	}
	if (quote)
		TRY(start_quote(cx, quote, c));
	narrow(cx, &c->draft);
	start_shared(cx, &c->draft);
	return OK;
}
