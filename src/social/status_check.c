/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a status must be before it is written. */
#include "social/media.h"
#include "social/status_posting.h"
#include "social/viewer.h"

enum fail posting_check_text(struct ctx *cx, const struct status_draft *draft)
{
	int64_t most = settings(cx)->max_characters;
	int64_t length = (int64_t)(text_length(&cx->arena, draft->text) + text_graphemes(&cx->arena, draft->spoiler_text));
	if (!sv_trim(draft->text).n && !draft->media_count && !draft->quote_of_id)
		return refuse(cx, FAIL_INVALID,
			      draft->poll.option_count ? "Validation failed: Text can't be blank: a poll needs a question"
						       : "Validation failed: Text can't be blank");
	if (length > most && !draft->quiet)
		return refuse(cx, FAIL_INVALID, "Validation failed: Text character limit of %lld exceeded: it has %lld",
			      (long long)most, (long long)length);
	return OK;
}

static bool may_attach(const struct posting *p, const struct media_row *media)
{
	bool free = !media->status_id && !media->scheduled_id && media->state != MEDIA_GONE;
	return media->account_id == p->draft->account_id && (free || (p->edit && media->status_id == p->row.id));
}

static enum fail check_attachment(struct ctx *cx, const struct posting *p, int64_t id, struct media_row *media)
{
	enum fail fail = q_media_get(cx, id, media);
	if (fail == FAIL_NOT_FOUND || (fail == OK && !may_attach(p, media)))
		return refuse(cx, FAIL_INVALID,
			      "Validation failed: Media with ID %lld not found or already attached to another status",
			      (long long)id);
	TRY(fail);
	if (media->state != MEDIA_READY)
		return refuse(cx, FAIL_INVALID,
			      media->state ? "Cannot attach files that could not be processed. Remove it and try again."
					   : "Cannot attach files that have not finished processing. Try again in a moment!");
	return OK;
}

static enum fail check_media(struct ctx *cx, struct posting *p)
{
	const struct status_draft *draft = p->draft;
	int64_t most = settings(cx)->max_attachments;
	if ((int64_t)draft->media_count > most)
		return refuse(cx, FAIL_INVALID, "Validation failed: Cannot attach more than %lld files", (long long)most);
	if (draft->media_count && draft->poll.option_count)
		return refuse(cx, FAIL_INVALID, "Validation failed: A status has either a poll or media, not both");
	p->media = arena_array(&cx->arena, struct media_row, draft->media_count + 1);
	for (size_t i = 0; i < draft->media_count; i++)
		TRY(check_attachment(cx, p, draft->media_ids[i], &p->media[i]));
	return OK;
}

static enum fail check_poll(struct ctx *cx, const struct posting *p)
{
	const struct settings *set = settings(cx);
	const struct poll_draft *poll = &p->draft->poll;
	if (!poll->option_count)
		return OK;
	if (poll->option_count < 2)
		return refuse(cx, FAIL_INVALID, "Validation failed: Poll must have more than one item");
	if ((int64_t)poll->option_count > set->max_poll_options)
		return refuse(cx, FAIL_INVALID, "Validation failed: Poll can't contain more than %lld items",
			      (long long)set->max_poll_options);
	for (size_t i = 0; i < poll->option_count; i++) {
		size_t length = text_graphemes(&cx->arena, poll->options[i]);
		if (!sv_trim(poll->options[i]).n)
			return refuse(cx, FAIL_INVALID, "Validation failed: Poll items can't be blank");
		if ((int64_t)length > set->max_poll_option_chars)
			return refuse(cx, FAIL_INVALID, "Validation failed: Poll items can't be longer than %lld characters each",
				      (long long)set->max_poll_option_chars);
		for (size_t k = 0; k < i; k++)
			if (sv_eq(poll->options[i], poll->options[k]))
				return refuse(cx, FAIL_INVALID, "Validation failed: Poll contains duplicate items");
	}
	if (p->keeps_end)
		return OK;
	if (poll->expires_in < 300)
		return refuse(cx, FAIL_INVALID, "Validation failed: Poll duration is too short: five minutes are the least");
	if (poll->expires_in > 31 * 86400)
		return refuse(cx, FAIL_INVALID, "Validation failed: Poll duration is too far into the future: a month is the most");
	return OK;
}

static enum fail check_parent(struct ctx *cx, struct posting *p)
{
	int64_t id = p->draft->in_reply_to_id;
	if (!id)
		return OK;
	enum fail fail = status_see(cx, id, &p->parent);
	if (fail == OK && p->parent.reblog_of_id) /* an answer to a boost is one to what it boosts */
		fail = status_see(cx, p->parent.reblog_of_id, &p->parent);
	if (fail == FAIL_NOT_FOUND)
		return refuse(cx, FAIL_NOT_FOUND, "The post you are trying to reply to does not appear to exist.");
	TRY(fail);
	p->row.in_reply_to_id = p->parent.id;
	/* an answer to oneself goes on with the thread: it is to whom the first was (as in Mastodon) */
	p->row.in_reply_to_account_id = p->parent.account_id == p->row.account_id && p->parent.in_reply_to_account_id
						? p->parent.in_reply_to_account_id
						: p->parent.account_id;
	p->row.conversation_id = p->parent.conversation_id;
	return OK;
}

enum fail status_may_quote(struct ctx *cx, const struct status_row *row, bool *may_r)
{
	bool follows = false;
	*may_r = row->account_id == cx->who.account_id;
	if (*may_r || row->visibility > VISIBILITY_UNLISTED)
		return OK;
	if (row->quote_policy == QUOTE_BY_FOLLOWERS)
		TRY(viewer_follows(cx, row->account_id, &follows));
	*may_r = row->quote_policy == QUOTE_BY_ANYONE || follows;
	return OK;
}

static enum fail check_quoted(struct ctx *cx, struct posting *p)
{
	int64_t id = p->draft->quote_of_id;
	bool may;
	if (!id)
		return OK;
	enum fail fail = status_see(cx, id, &p->quoted);
	if (fail == FAIL_NOT_FOUND || (fail == OK && (p->quoted.reblog_of_id || p->quoted.hidden_at)))
		return refuse(cx, FAIL_NOT_FOUND, "The post you are trying to quote does not appear to exist.");
	TRY(fail);
	TRY(status_may_quote(cx, &p->quoted, &may));
	if (!may)
		return refuse(cx, FAIL_INVALID, "Validation failed: Quoted status does not allow quoting");
	if (p->quoted.visibility > VISIBILITY_UNLISTED && p->row.visibility < p->quoted.visibility)
		return refuse(cx, FAIL_INVALID, "Validation failed: Visibility must not be wider than that of the quoted status");
	p->row.quote_of_id = id;
	p->row.quote_state = QUOTE_ACCEPTED;
	return OK;
}

enum fail posting_check(struct ctx *cx, struct posting *p)
{
	TRY(posting_check_text(cx, p->draft));
	TRY(check_poll(cx, p));
	return check_media(cx, p);
}

enum fail posting_check_others(struct ctx *cx, struct posting *p)
{
	TRY(check_parent(cx, p));
	return check_quoted(cx, p);
}
