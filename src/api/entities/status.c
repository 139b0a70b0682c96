/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/entities/entities.h"
#include "social/effect.h"
#include "social/viewer.h"

#include <stdlib.h>
#include <unicase.h>

static fragment_render render_status;

/* --- what is the same for every reader ------------------------------------------------------------------------------------------- */

static void put_mentions(struct ctx *cx, struct json *j, const struct status *status)
{
	json_array(json_key(j, "mentions"));
	for (size_t i = 0; i < status->mention_count; i++) {
		const struct mentions_of_row *m = &status->mentions[i];
		struct account_row row = { .username = m->username, .domain = m->domain, .url = m->url };
		if (m->silent)
			continue;
		json_object(j);
		json_id(json_key(j, "id"), m->id);
		json_string(json_key(j, "username"), m->username);
		json_string(json_key(j, "url"), account_url(cx, &row));
		json_string(json_key(j, "acct"), account_acct(cx, &row));
		json_end(j);
	}
	json_end(j);
}

/* In small letters, but with its accents: what readers find in the text. The address takes any spelling. */
static struct sv tag_name(struct ctx *cx, const struct tags_of_row *tag)
{
	size_t n = 0;
	uint8_t *lower = u8_tolower((const uint8_t *)tag->display_name.p, tag->display_name.n, NULL, NULL, NULL, &n);
	struct sv name = lower ? arena_dup(&cx->arena, (struct sv){ (char *)lower, n }) : tag->name;
	free(lower);
	return name;
}

static void put_tags(struct ctx *cx, struct json *j, const struct status *status)
{
	json_array(json_key(j, "tags"));
	for (size_t i = 0; i < status->tag_count; i++) {
		json_object(j);
		json_string(json_key(j, "name"), tag_name(cx, &status->tags[i]));
		json_string(json_key(j, "url"), arena_printf(&cx->arena, SVF "/tags/" SVF, SVA(cx->community->url), SVA(status->tags[i].name)));
		json_end(j);
	}
	json_end(j);
}

static void put_numbers(struct json *j, const struct status_row *row)
{
	json_int(json_key(j, "replies_count"), row->replies_count);
	json_int(json_key(j, "reblogs_count"), row->reblogs_count);
	json_int(json_key(j, "favourites_count"), row->favourites_count);
	json_int(json_key(j, "quotes_count"), row->quotes_count);
}

static void put_attachments(struct ctx *cx, struct json *j, const struct status *status)
{
	json_array(json_key(j, "media_attachments"));
	for (size_t i = 0; i < status->media_count; i++)
		entity_media(cx, j, &status->media[i]);
	json_end(j);
	put_mentions(cx, j, status);
	put_tags(cx, j, status);
	json_key(j, "emojis");
	entity_emojis(cx, j, status->emojis, status->emoji_count);
	json_key(j, "card");
	if (status->card)
		entity_card(cx, j, status->card);
	else
		json_null(j);
	json_key(j, "application");
	if (status->app.name.p) {
		json_object(j);
		json_string(json_key(j, "name"), status->app.name);
		json_string(json_key(j, "website"), status->app.website);
		json_end(j);
	} else {
		json_null(j);
	}
}

static void put_text(struct ctx *cx, struct json *j, const struct status *status)
{
	const struct status_row *row = &status->row;
	json_id(json_key(j, "id"), row->id);
	json_string(json_key(j, "uri"), status_uri(cx, status));
	json_string(json_key(j, "url"), status_url(cx, status));
	json_time(json_key(j, "created_at"), row->created_at);
	json_time(json_key(j, "edited_at"), row->edited_at);
	json_string(json_key(j, "content"), row->html);
	json_string(json_key(j, "spoiler_text"), row->spoiler_text);
	json_cstr(json_key(j, "visibility"), visibility_name((int)row->visibility));
	json_bool(json_key(j, "sensitive"), row->sensitive || (status->account.row.sensitized_at && status->media_count));
	json_string(json_key(j, "language"), row->language);
	json_id(json_key(j, "in_reply_to_id"), row->in_reply_to_id);
	json_id(json_key(j, "in_reply_to_account_id"), row->in_reply_to_account_id);
}

static void put_approval(struct json *j, const struct status_row *row)
{
	static const char *const who[] = { [QUOTE_BY_ANYONE] = "public", [QUOTE_BY_FOLLOWERS] = "followers" };
	json_object(json_key(j, "quote_approval"));
	json_array(json_key(j, "automatic"));
	if (row->visibility <= VISIBILITY_UNLISTED && row->quote_policy < QUOTE_BY_NOBODY)
		json_cstr(j, who[row->quote_policy]);
	json_end(j);
	json_array(json_key(j, "manual"));
	json_end(j);
	json_key(j, "current_user");
}

/* The writer goes on as if a value had been written here. */
static void leave_hole(struct fragment_draft *draft, struct json *j, enum hole_kind kind, int64_t id)
{
	fragment_hole(draft, kind, id);
	j->comma = true;
}

static struct sv joined(struct ctx *cx, const struct status *status)
{
	struct sv *texts;
	struct buf all = BUF(&cx->arena, 64 << 10);
	size_t count = status_texts(cx, status, &texts);
	for (size_t i = 0; i < count; i++) {
		buf_put(&all, texts[i]);
		buf_putc(&all, '\n');
	}
	return buf_sv(&all);
}

static void describe(struct ctx *cx, struct fragment *about, const struct status *status)
{
	about->account_id = status->row.account_id;
	about->conversation_id = status->row.conversation_id;
	about->reblog_of_id = status->row.reblog_of_id;
	about->hidden_at = status->row.hidden_at;
	about->visibility = (int)status->row.visibility;
	about->quote_state = (int)status->row.quote_state;
	about->quote_policy = (int)status->row.quote_policy;
	about->filter_text = joined(cx, status);
	if (status->poll) {
		about->poll_account_id = status->poll->row.account_id;
		about->poll_expires_at = status->poll->row.expires_at;
	}
}

static enum fail render_status(struct ctx *cx, int64_t id, struct fragment_draft *draft)
{
	struct status *status;
	struct json json = JSON(&draft->text), *j = &json;
	TRY(status_load(cx, id, &status));
	describe(cx, &draft->about, status);
	json_object(j);
	put_text(cx, j, status);
	leave_hole(draft, json_key(j, "account"), HOLE_ACCOUNT, status->row.account_id);
	put_attachments(cx, j, status);
	put_numbers(j, &status->row);
	json_key(j, "poll");
	if (status->poll) {
		entity_poll_start(cx, j, status->poll);
		leave_hole(draft, j, HOLE_POLL, status->poll->row.id);
		j->depth--; /* the hole closes it */
	} else {
		json_null(j);
	}
	json_key(j, "reblog");
	if (status->row.reblog_of_id)
		leave_hole(draft, j, HOLE_STATUS, status->row.reblog_of_id);
	else
		json_null(j);
	json_key(j, "quote");
	if (status->row.quote_state != QUOTE_NONE)
		leave_hole(draft, j, HOLE_QUOTE, status->row.quote_of_id);
	else
		json_null(j);
	put_approval(j, &status->row);
	leave_hole(draft, j, HOLE_QUOTE_APPROVAL, status->row.account_id);
	json_end(j);
	json_array(json_key(j, "tagged_collections"));
	json_end(j);
	leave_hole(draft, j, HOLE_READER, id);
	return OK;
}

/* --- what is the reader's own ------------------------------------------------------------------------------------------------------- */

void entity_filter_results(struct ctx *cx, struct json *j, const struct filter_hit *hits, size_t count)
{
	(void)cx;
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		const struct filter *filter = hits[i].filter;
		json_object(j);
		json_object(json_key(j, "filter"));
		json_id(json_key(j, "id"), filter->id);
		json_string(json_key(j, "title"), filter->title);
		entity_filter_contexts(json_key(j, "context"), filter->context);
		json_time(json_key(j, "expires_at"), filter->expires_at);
		json_cstr(json_key(j, "filter_action"), filter_action_name(filter->action));
		json_end(j);
		json_array(json_key(j, "keyword_matches"));
		for (size_t k = 0; k < hits[i].keyword_count; k++)
			json_string(j, hits[i].keywords[k]->keyword);
		json_end(j);
		json_array(json_key(j, "status_matches"));
		if (hits[i].status_id)
			json_id(j, hits[i].status_id);
		json_end(j);
		json_end(j);
	}
	json_end(j);
}

/* The filters of the reader; a write has no viewer and reads them for the occasion. */
static enum fail reader_filters(struct ctx *cx, struct filters **loaded_r, const struct filters **filters_r)
{
	*loaded_r = NULL;
	if (!cx->viewer)
		TRY(filters_load(cx, cx->who.account_id, loaded_r));
	*filters_r = cx->viewer ? cx->viewer->filters : *loaded_r;
	return OK;
}

static enum fail put_filtered(struct ctx *cx, struct json *j, const struct fragment *fragment, unsigned context)
{
	struct filters *loaded = NULL;
	const struct filters *filters = NULL;
	struct filter_hit *hits = NULL;
	size_t count = 0;
	if (fragment->account_id != cx->who.account_id) { /* one's own are never filtered */
		TRY(reader_filters(cx, &loaded, &filters));
		count = filters_match(cx, filters, context, fragment->id, &fragment->filter_text, 1, &hits);
	}
	json_key(j, "filtered");
	entity_filter_results(cx, j, hits, count);
	filters_free(loaded);
	return OK;
}

static enum fail fill_reader(struct ctx *cx, struct json *j, const struct fragment *fragment, unsigned context)
{
	unsigned flags;
	if (cx->who.account_id) {
		TRY(viewer_flags(cx, fragment->id, fragment->conversation_id, &flags));
		json_bool(json_key(j, "favourited"), flags & FLAG_FAVOURITED);
		json_bool(json_key(j, "reblogged"), flags & FLAG_REBLOGGED);
		json_bool(json_key(j, "muted"), flags & FLAG_MUTED);
		json_bool(json_key(j, "bookmarked"), flags & FLAG_BOOKMARKED);
		if (fragment->account_id == cx->who.account_id && fragment->visibility != VISIBILITY_DIRECT)
			json_bool(json_key(j, "pinned"), flags & FLAG_PINNED);
		TRY(put_filtered(cx, j, fragment, context));
	}
	json_end(j);
	return OK;
}

static enum fail fill_approval(struct ctx *cx, struct json *j, const struct fragment *fragment)
{
	bool may = cx->who.account_id == fragment->account_id, follows;
	if (!may && fragment->visibility <= VISIBILITY_UNLISTED) {
		may = fragment->quote_policy == QUOTE_BY_ANYONE;
		if (fragment->quote_policy == QUOTE_BY_FOLLOWERS) {
			TRY(viewer_follows(cx, fragment->account_id, &follows));
			may = follows;
		}
	}
	json_cstr(j, !cx->who.account_id ? "unknown" : may ? "automatic" : "denied");
	return OK;
}

static const char *quote_state_name(int state)
{
	static const char *const names[] = { "", "accepted", "pending", "rejected", "revoked", "deleted" };
	return names[state];
}

static enum fail quote_shown(struct ctx *cx, int64_t id, const char **state)
{
	struct status_row row;
	unsigned hidden;
	enum fail fail = status_see(cx, id, &row);
	if (fail == FAIL_NOT_FOUND) {
		*state = "unauthorized";
		return OK;
	}
	TRY(fail);
	TRY(viewer_hides(cx, row.account_id, &hidden));
	if (hidden & (HIDDEN_BLOCKS | HIDDEN_MUTES))
		*state = hidden & HIDDEN_BLOCKS ? "blocked_account" : "muted_account";
	return OK;
}

static enum fail put_status(struct ctx *cx, struct json *j, int64_t id, unsigned context, unsigned depth);

static enum fail fill_quote(struct ctx *cx, struct json *j, const struct fragment *fragment, int64_t id, unsigned context, unsigned depth)
{
	const char *state = quote_state_name(fragment->quote_state);
	if (fragment->quote_state == QUOTE_ACCEPTED)
		TRY(quote_shown(cx, id, &state));
	bool shown = sv_eq(sv_of(state), SV("accepted"));
	json_object(j);
	json_cstr(json_key(j, "state"), state);
	if (depth) { /* a quote in a quote is named only: entities/ShallowQuote */
		json_key(j, "quoted_status_id");
		if (shown)
			json_id(j, id);
		else
			json_null(j);
	} else {
		json_key(j, "quoted_status");
		enum fail fail = shown ? put_status(cx, j, id, context, depth + 1) : FAIL_NOT_FOUND;
		if (fail == FAIL_NOT_FOUND)
			json_null(j);
		else
			TRY(fail);
	}
	json_end(j);
	return OK;
}

static enum fail fill_hole(struct ctx *cx, struct json *j, const struct fragment *fragment, const struct hole *hole, unsigned context,
                           unsigned depth)
{
	switch (hole->kind) {
	case HOLE_ACCOUNT:
		return entity_account(cx, j, hole->id);
	case HOLE_STATUS:
		return put_status(cx, j, hole->id, context, depth);
	case HOLE_QUOTE:
		return fill_quote(cx, j, fragment, hole->id, context, depth);
	case HOLE_QUOTE_APPROVAL:
		return fill_approval(cx, j, fragment);
	case HOLE_POLL:
		return entity_poll_end(cx, j, hole->id, fragment->poll_account_id, fragment->poll_expires_at);
	case HOLE_READER:
		return fill_reader(cx, j, fragment, context);
	}
	return OK;
}

static bool closes_object(enum hole_kind kind)
{
	return kind == HOLE_POLL || kind == HOLE_READER;
}

static enum fail splice(struct ctx *cx, struct json *j, const struct fragment *fragment, unsigned context, unsigned depth)
{
	size_t at = 0;
	for (unsigned i = 0; i < fragment->hole_count; i++) {
		const struct hole *hole = &fragment->holes[i];
		buf_put(j->out, (struct sv){ fragment->text.p + at, hole->at - at });
		at = hole->at;
		struct json inner = JSON(j->out);
		if (closes_object(hole->kind)) {
			inner.comma = true;
			inner.closers[inner.depth++] = '}';
		}
		TRY(fill_hole(cx, &inner, fragment, hole, context, depth));
	}
	buf_put(j->out, sv_from(fragment->text, at));
	return OK;
}

/* When something on the way fails, what was written of it is taken back. */
static enum fail put_fragment(struct ctx *cx, struct json *j, const struct fragment *fragment, unsigned context, unsigned depth)
{
	size_t before = j->out->n;
	bool comma = j->comma;
	json_raw(j, SV(""));
	enum fail fail = splice(cx, j, fragment, context, depth);
	if (fail != OK) {
		j->out->n = before;
		j->comma = comma;
	}
	return fail;
}

static enum fail put_status(struct ctx *cx, struct json *j, int64_t id, unsigned context, unsigned depth)
{
	struct fragment *fragment;
	TRY(fragment_get(cx, FRAGMENT_STATUS, id, render_status, &fragment));
	enum fail fail = put_fragment(cx, j, fragment, context, depth);
	fragment_release(fragment);
	return fail;
}

/* From what the fragment remembers: no statement for what is public. */
static enum fail fragment_seen(struct ctx *cx, const struct fragment *fragment)
{
	bool visible;
	struct status_row boosted, row = { .id = fragment->id,
		                           .account_id = fragment->account_id,
		                           .visibility = fragment->visibility,
		                           .hidden_at = fragment->hidden_at };
	TRY(status_visible(cx, &row, &visible));
	if (!visible)
		return FAIL_NOT_FOUND;
	return fragment->reblog_of_id ? status_see(cx, fragment->reblog_of_id, &boosted) : OK;
}

enum fail entity_status_seen(struct ctx *cx, struct json *j, int64_t id, unsigned context)
{
	struct fragment *fragment;
	TRY(fragment_get(cx, FRAGMENT_STATUS, id, render_status, &fragment));
	enum fail fail = fragment_seen(cx, fragment);
	if (fail == OK)
		fail = put_fragment(cx, j, fragment, context, 0);
	fragment_release(fragment);
	return fail;
}

enum fail entity_status(struct ctx *cx, struct json *j, int64_t id, unsigned context)
{
	return put_status(cx, j, id, context, 0);
}

enum fail entity_statuses(struct ctx *cx, struct json *j, const int64_t *ids, size_t count, unsigned context)
{
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		enum fail fail = entity_status(cx, j, ids[i], context);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	json_end(j);
	return OK;
}

/* Rare; its statuses are sensitive now, or no longer, and nobody knows which of them are kept. */
static void forget_all(struct fragments *fragments)
{
	for (int kind = 0; kind < FRAGMENT_KINDS; kind++)
		fragments_forget_all(fragments, (enum fragment_kind)kind);
}

static void forget_standing(struct fragments *fragments, int64_t account_id)
{
	fragment_forget(fragments, FRAGMENT_ACCOUNT, account_id);
	fragments_forget_all(fragments, FRAGMENT_STATUS);
}

void entities_forget(struct community *community, const struct effect *effects)
{
	for (const struct effect *e = effects; e; e = e->next) {
		if (e->kind == EFFECT_STATUS_NEW || e->kind == EFFECT_STATUS_EDITED || e->kind == EFFECT_STATUS_COUNTED || e->kind == EFFECT_STATUS_GONE ||
		    e->kind == EFFECT_STATUS_BACK)
			fragment_forget(community->fragments, FRAGMENT_STATUS, e->id);
		else if (e->kind == EFFECT_ACCOUNT)
			fragment_forget(community->fragments, FRAGMENT_ACCOUNT, e->id);
		else if (e->kind == EFFECT_STANDING)
			forget_standing(community->fragments, e->id);
		else if (e->kind == EFFECT_EMOJIS) /* any text may name one */
			forget_all(community->fragments);
	}
}
