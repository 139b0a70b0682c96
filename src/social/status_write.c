/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/status_write.h"

#include "base/id.h"
#include "social/conversation.h"
#include "social/effect.h"
#include "social/feed.h"
#include "social/notification.h"
#include "social/tag.h"
#include "social/text.h"
#include "social/token.h"
#include "social/viewer.h"
#include "store/store.h"

/* What a draft becomes on its way: found out by the checks, used by the writing. */
struct posting {
	const struct status_draft *draft;
	struct status_row row;
	struct status_row parent;        /* what it answers, if row.in_reply_to_id */
	struct status_row quoted;        /* if row.quote_of_id */
	struct account_id_find_row *named;
	size_t named_count;
	struct text_span *spans;
	size_t span_count;
	struct ctx *cx;
	enum fail failed;                /* inside the mention callback */
};

/* --- check -------------------------------------------------------------------------------------------------------------------------- */

static enum fail check_text(struct ctx *cx, const struct status_draft *draft)
{
	int64_t most = settings(cx)->max_characters;
	int64_t length = (int64_t)(text_length(&cx->arena, draft->text) + text_graphemes(&cx->arena, draft->spoiler_text));
	if (!sv_trim(draft->text).n && !draft->media_count && !draft->quote_of_id)
		return refuse(cx, FAIL_INVALID, draft->poll.option_count ? "Validation failed: Text can't be blank: a poll needs a question"
		                                                         : "Validation failed: Text can't be blank");
	if (length > most && !draft->quiet)
		return refuse(cx, FAIL_INVALID, "Validation failed: Text character limit of %lld exceeded: it has %lld", (long long)most,
		              (long long)length);
	return OK;
}

static enum fail check_media(struct ctx *cx, const struct status_draft *draft)
{
	int64_t most = settings(cx)->max_attachments;
	if ((int64_t)draft->media_count > most)
		return refuse(cx, FAIL_INVALID, "Validation failed: Cannot attach more than %lld files", (long long)most);
	if (draft->media_count && draft->poll.option_count)
		return refuse(cx, FAIL_INVALID, "Validation failed: A status has either a poll or media, not both");
	for (size_t i = 0; i < draft->media_count; i++) {
		struct media_row media;
		enum fail fail = q_media_get(cx, draft->media_ids[i], &media);
		if (fail == FAIL_NOT_FOUND || (fail == OK && (media.account_id != draft->account_id || media.status_id)))
			return refuse(cx, FAIL_INVALID, "Validation failed: Media with ID %lld not found or already attached to another status",
			              (long long)draft->media_ids[i]);
		TRY(fail);
		if (media.state != 1)
			return refuse(cx, FAIL_INVALID, media.state ? "Cannot attach files that could not be processed. Remove it and try again."
			                                            : "Cannot attach files that have not finished processing. Try again in a moment!");
	}
	return OK;
}

static enum fail check_poll(struct ctx *cx, const struct poll_draft *poll)
{
	const struct settings *set = settings(cx);
	if (!poll->option_count)
		return OK;
	if (poll->option_count < 2)
		return refuse(cx, FAIL_INVALID, "Validation failed: Poll must have more than one item");
	if ((int64_t)poll->option_count > set->max_poll_options)
		return refuse(cx, FAIL_INVALID, "Validation failed: Poll can't contain more than %lld items", (long long)set->max_poll_options);
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

static enum fail check_quoted(struct ctx *cx, struct posting *p)
{
	int64_t id = p->draft->quote_of_id;
	bool follows = false;
	if (!id)
		return OK;
	enum fail fail = status_see(cx, id, &p->quoted);
	if (fail == FAIL_NOT_FOUND || (fail == OK && p->quoted.reblog_of_id))
		return refuse(cx, FAIL_NOT_FOUND, "The post you are trying to quote does not appear to exist.");
	TRY(fail);
	bool own = p->quoted.account_id == p->row.account_id;
	if (!own && p->quoted.quote_policy == QUOTE_BY_FOLLOWERS)
		TRY(viewer_follows(cx, p->quoted.account_id, &follows));
	bool may = own || p->quoted.quote_policy == QUOTE_BY_ANYONE || follows;
	if (!may || (p->quoted.visibility > VISIBILITY_UNLISTED && !own))
		return refuse(cx, FAIL_INVALID, "Validation failed: Quoted status does not allow quoting");
	if (p->quoted.visibility > VISIBILITY_UNLISTED && p->row.visibility < p->quoted.visibility)
		return refuse(cx, FAIL_INVALID, "Validation failed: Visibility must not be wider than that of the quoted status");
	p->row.quote_of_id = id;
	p->row.quote_state = QUOTE_ACCEPTED;
	return OK;
}

/* --- the text becomes HTML, and tells whom it names --------------------------------------------------------------------------------- */

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

static enum fail render_text(struct ctx *cx, struct posting *p)
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

/* --- write -------------------------------------------------------------------------------------------------------------------------- */

static enum fail write_poll(struct ctx *cx, struct posting *p)
{
	const struct poll_draft *poll = &p->draft->poll;
	if (!poll->option_count)
		return OK;
	int64_t id = p->row.poll_id = id_new(cx->now);
	int64_t ends = p->row.created_at + poll->expires_in * 1000;
	TRY(q_poll_insert(cx, id, p->row.account_id, p->row.id, poll->multiple, poll->hide_totals, ends));
	for (size_t i = 0; i < poll->option_count; i++)
		TRY(q_poll_option_insert(cx, id, (int64_t)i, poll->options[i]));
	return OK;
}

static enum fail write_mentions(struct ctx *cx, struct posting *p)
{
	for (size_t i = 0; i < p->named_count; i++)
		TRY(q_mention_insert(cx, p->row.id, p->named[i].id, false));
	return OK;
}

static enum fail write_tags(struct ctx *cx, struct posting *p, struct recent_status *recent)
{
	size_t count = 0;
	for (size_t i = 0; i < p->span_count; i++) {
		if (p->spans[i].kind != TEXT_HASHTAG)
			continue;
		int64_t tag_id;
		TRY(tag_ensure(cx, p->spans[i].name, &tag_id));
		TRY(q_status_tag_insert(cx, tag_id, p->row.id));
		if (p->row.visibility == VISIBILITY_PUBLIC && !p->row.quiet)
			TRY(tag_use(cx, tag_id, p->row.account_id));
		if (count < RECENT_TAGS)
			recent->tags[count++] = tag_id;
	}
	return OK;
}

static enum fail write_counts(struct ctx *cx, struct posting *p)
{
	TRY(q_account_posted(cx, p->row.account_id, 1, p->row.created_at));
	effect_add(cx, EFFECT_ACCOUNT, p->row.account_id, 0);
	if (p->row.in_reply_to_id) {
		TRY(q_status_count_replies(cx, p->row.in_reply_to_id, 1));
		effect_add(cx, EFFECT_STATUS_COUNTED, p->row.in_reply_to_id, 0);
	}
	if (p->row.quote_of_id) {
		TRY(q_status_count_quotes(cx, p->row.quote_of_id, 1));
		effect_add(cx, EFFECT_STATUS_COUNTED, p->row.quote_of_id, 0);
	}
	return OK;
}

static enum fail write_parts(struct ctx *cx, struct posting *p, struct recent_status *recent)
{
	for (size_t i = 0; i < p->draft->media_count; i++)
		TRY(q_media_attach(cx, p->draft->media_ids[i], p->row.id, (int64_t)i));
	TRY(write_mentions(cx, p));
	TRY(write_tags(cx, p, recent));
	TRY(write_counts(cx, p));
	if (p->row.text.n || p->row.spoiler_text.n)
		TRY(q_status_text_insert(cx, p->row.id, status_words(cx, &p->row)));
	return OK;
}

struct sv status_words(struct ctx *cx, const struct status_row *row)
{
	return row->spoiler_text.n ? arena_printf(&cx->arena, SVF "\n" SVF, SVA(row->spoiler_text), SVA(row->text)) : row->text;
}

static enum fail tell_named(struct ctx *cx, struct posting *p)
{
	for (size_t i = 0; i < p->named_count; i++)
		TRY(notification_create(cx, &(struct notification_draft){ .to = p->named[i].id,
		                                                          .from = p->row.account_id,
		                                                          .type = "mention",
		                                                          .status_id = p->row.id,
		                                                          .conversation_id = p->row.conversation_id }));
	return OK;
}

static bool is_named(const struct posting *p, int64_t account_id)
{
	for (size_t i = 0; i < p->named_count; i++)
		if (p->named[i].id == account_id)
			return true;
	return false;
}

static enum fail tell_others(struct ctx *cx, struct posting *p)
{
	struct followers_to_notify_row *rows;
	size_t count;
	if (p->row.quote_of_id && !is_named(p, p->quoted.account_id))
		TRY(notification_create(cx, &(struct notification_draft){ .to = p->quoted.account_id,
		                                                          .from = p->row.account_id,
		                                                          .type = "quote",
		                                                          .status_id = p->row.id,
		                                                          .conversation_id = p->row.conversation_id }));
	if (p->row.visibility == VISIBILITY_DIRECT || (p->row.in_reply_to_id && p->row.in_reply_to_account_id != p->row.account_id))
		return OK;
	TRY(q_followers_to_notify(cx, p->row.account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (!is_named(p, rows[i].account_id))
			TRY(notification_create(cx, &(struct notification_draft){ .to = rows[i].account_id,
			                                                          .from = p->row.account_id,
			                                                          .type = "status",
			                                                          .status_id = p->row.id }));
	return OK;
}

static enum fail tell(struct ctx *cx, struct posting *p, const struct recent_status *recent)
{
	if (p->row.quiet || p->row.hidden_at)
		return OK;
	effect_add(cx, EFFECT_STATUS_NEW, p->row.id, p->row.account_id)->status = recent;
	TRY(tell_named(cx, p));
	TRY(tell_others(cx, p));
	return p->row.visibility == VISIBILITY_DIRECT ? conversation_add(cx, &p->row) : OK;
}

static enum fail gate(struct ctx *cx, struct posting *p)
{
	const struct status_draft *draft = p->draft;
	enum verdict verdict;
	struct sv *more = arena_array(&cx->arena, struct sv, draft->poll.option_count + draft->media_count + 1);
	size_t count = 0;
	for (size_t i = 0; i < draft->poll.option_count; i++)
		more[count++] = draft->poll.options[i];
	for (size_t i = 0; i < draft->media_count; i++) {
		struct media_row media;
		TRY(q_media_get(cx, draft->media_ids[i], &media));
		more[count++] = media.description;
	}
	struct gate_item item = { .kind = GATE_STATUS,
		                  .account_id = draft->account_id,
		                  .in_reply_to_account_id = p->row.in_reply_to_account_id,
		                  .text = draft->text,
		                  .spoiler_text = draft->spoiler_text,
		                  .more = more,
		                  .more_count = count };
	TRY(gate_pass(cx, &item, &verdict));
	if (verdict == VERDICT_HOLD)
		p->row.hidden_at = cx->now;
	if (verdict == VERDICT_LABEL)
		p->row.sensitive = true;
	return OK;
}

static void start_row(struct ctx *cx, struct posting *p)
{
	const struct status_draft *draft = p->draft;
	int64_t at = draft->created_at ? draft->created_at : cx->now, id = id_new(at);
	p->row = (struct status_row){
		.id = id,
		.account_id = draft->account_id,
		.conversation_id = id,
		.visibility = draft->visibility,
		.text = draft->text.p ? draft->text : SV(""),
		.spoiler_text = draft->spoiler_text.p ? draft->spoiler_text : SV(""),
		.sensitive = draft->sensitive || sv_trim(draft->spoiler_text).n,
		.language = draft->language.n ? draft->language : SV_NONE,
		.app_id = draft->app_id,
		.quote_policy = draft->visibility > VISIBILITY_UNLISTED ? QUOTE_BY_NOBODY : draft->quote_policy,
		.created_at = at,
		.quiet = draft->quiet,
	};
}

static enum fail check(struct ctx *cx, struct posting *p)
{
	TRY(check_text(cx, p->draft));
	TRY(check_poll(cx, &p->draft->poll));
	TRY(check_media(cx, p->draft));
	TRY(check_parent(cx, p));
	return check_quoted(cx, p);
}

/* OK with an id: the key was used; OK without: it is new. */
static enum fail posted_before(struct ctx *cx, const struct status_draft *draft, int64_t *id_r)
{
	struct idempotency_find_row row = { 0 };
	*id_r = 0;
	if (!draft->idempotency_key.n)
		return OK;
	enum fail fail = q_idempotency_find(cx, draft->account_id, token_hash_sv(&cx->arena, draft->idempotency_key), &row);
	*id_r = row.status_id;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static enum fail write_row(struct ctx *cx, struct posting *p)
{
	const struct status_row *row = &p->row;
	TRY(write_poll(cx, p));
	return q_status_insert(cx, row->id, row->account_id, row->in_reply_to_id, row->in_reply_to_account_id, row->reblog_of_id,
	                       row->conversation_id, row->visibility, row->text, row->html, row->spoiler_text, row->sensitive, row->language,
	                       row->app_id, row->poll_id, row->card_id, row->quote_of_id, row->quote_state, row->quote_policy,
	                       row->created_at, row->hidden_at, row->quiet);
}

static struct recent_status *recent_of(struct ctx *cx, const struct status_row *row)
{
	struct recent_status *recent = arena_new(&cx->arena, struct recent_status);
	*recent = (struct recent_status){ .id = row->id,
		                          .account_id = row->account_id,
		                          .in_reply_to_account_id = row->in_reply_to_account_id,
		                          .language = row->language,
		                          .visibility = (int)row->visibility };
	return recent;
}

enum fail status_create(struct ctx *cx, const struct status_draft *draft, int64_t *id_r)
{
	struct posting p = { .draft = draft };
	TRY(posted_before(cx, draft, id_r));
	if (*id_r)
		return OK;
	start_row(cx, &p);
	TRY(check(cx, &p));
	TRY(gate(cx, &p));
	TRY(render_text(cx, &p));

	struct recent_status *recent = recent_of(cx, &p.row);
	TRY(write_row(cx, &p));
	TRY(write_parts(cx, &p, recent));
	if (draft->idempotency_key.n)
		TRY(q_idempotency_insert(cx, draft->account_id, token_hash_sv(&cx->arena, draft->idempotency_key), p.row.id, cx->now));
	TRY(tell(cx, &p, recent));
	*id_r = p.row.id;
	return OK;
}

/* --- boosts --------------------------------------------------------------------------------------------------------------------------- */

static enum fail may_reblog(struct ctx *cx, int64_t id, struct status_row *original)
{
	TRY(status_see(cx, id, original));
	if (original->reblog_of_id)
		TRY(status_see(cx, original->reblog_of_id, original));
	bool own = original->account_id == cx->who.account_id;
	if (original->visibility == VISIBILITY_DIRECT || (original->visibility == VISIBILITY_PRIVATE && !own))
		return refuse(cx, FAIL_NOT_FOUND, "Record not found");
	return OK;
}

enum fail status_reblog(struct ctx *cx, int64_t id, int visibility, int64_t *id_r)
{
	struct status_row original;
	struct status_reblog_by_row before;
	TRY(may_reblog(cx, id, &original));
	enum fail fail = q_status_reblog_by(cx, original.id, cx->who.account_id, &before);
	if (fail == OK) {
		*id_r = before.id;
		return OK;
	}
	if (fail != FAIL_NOT_FOUND)
		return fail;
	struct status_draft draft = { .account_id = cx->who.account_id,
		                      .visibility = original.visibility > visibility ? (int)original.visibility : visibility };
	struct posting p = { .draft = &draft };
	start_row(cx, &p);
	p.row.reblog_of_id = original.id;
	p.row.language = original.language;
	struct recent_status *recent = recent_of(cx, &p.row);
	recent->reblog_account_id = original.account_id;
	TRY(write_row(cx, &p));
	TRY(q_account_posted(cx, p.row.account_id, 1, p.row.created_at));
	TRY(q_status_count_reblogs(cx, original.id, 1));
	effect_add(cx, EFFECT_STATUS_NEW, p.row.id, p.row.account_id)->status = recent;
	effect_add(cx, EFFECT_STATUS_COUNTED, original.id, 0);
	effect_add(cx, EFFECT_FLAGS, original.id, cx->who.account_id);
	effect_add(cx, EFFECT_ACCOUNT, cx->who.account_id, 0);
	*id_r = p.row.id;
	return notification_create(cx, &(struct notification_draft){ .to = original.account_id,
	                                                             .from = cx->who.account_id,
	                                                             .type = "reblog",
	                                                             .status_id = original.id,
	                                                             .conversation_id = original.conversation_id });
}

/* --- delete ---------------------------------------------------------------------------------------------------------------------------- */

static enum fail remove_reblogs(struct ctx *cx, const struct status_row *row)
{
	struct status_reblogs_of_row *boosts;
	size_t count;
	TRY(q_status_reblogs_of(cx, row->id, &boosts, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(q_status_delete(cx, boosts[i].id));
		TRY(q_account_unposted(cx, boosts[i].account_id));
		effect_add(cx, EFFECT_STATUS_GONE, boosts[i].id, boosts[i].account_id);
	}
	return OK;
}

static enum fail uncount(struct ctx *cx, const struct status_row *row)
{
	TRY(q_account_unposted(cx, row->account_id));
	effect_add(cx, EFFECT_ACCOUNT, row->account_id, 0);
	int64_t touched = row->reblog_of_id ? row->reblog_of_id : row->in_reply_to_id;
	if (row->reblog_of_id) {
		TRY(q_status_count_reblogs(cx, row->reblog_of_id, -1));
		effect_add(cx, EFFECT_FLAGS, row->reblog_of_id, row->account_id);
	} else if (row->in_reply_to_id) {
		TRY(q_status_count_replies(cx, row->in_reply_to_id, -1));
	}
	if (touched)
		effect_add(cx, EFFECT_STATUS_COUNTED, touched, 0);
	if (row->quote_of_id) {
		TRY(q_status_count_quotes(cx, row->quote_of_id, -1));
		effect_add(cx, EFFECT_STATUS_COUNTED, row->quote_of_id, 0);
	}
	return OK;
}

enum fail status_remove(struct ctx *cx, const struct status_row *row)
{
	TRY(remove_reblogs(cx, row));
	TRY(uncount(cx, row));
	if (!row->reblog_of_id && (row->text.n || row->spoiler_text.n))
		TRY(q_status_text_delete(cx, row->id, status_words(cx, row)));
	TRY(q_media_detach_all(cx, row->id));
	TRY(q_status_orphan_replies(cx, row->id));
	TRY(q_status_unquote(cx, row->id));
	if (row->poll_id)
		TRY(q_poll_delete(cx, row->poll_id));
	TRY(conversation_forget(cx, row));
	TRY(q_status_delete(cx, row->id));
	effect_add(cx, EFFECT_STATUS_GONE, row->id, row->account_id);
	return OK;
}
