/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/status_edit.h"

#include "base/id.h"
#include "base/json.h"
#include "social/conversation.h"
#include "social/effect.h"
#include "social/media.h"
#include "social/notification.h"
#include "social/status_crowd.h"
#include "social/status_hold.h"
#include "social/status_posting.h"

/* An edit on its way. */
struct editing {
	struct posting p;
	const struct status_row *old;
	struct media_row *old_media;
	size_t old_media_count;
	struct poll *old_poll; /* NULL: it had none */
	struct mentions_of_row *mentions;
	size_t mention_count;
	bool media_changed, poll_changed; /* poll_changed: its votes are void */
};

/* --- what was, and what is different ---------------------------------------------------------------------------------------- */

static enum fail load_old(struct ctx *cx, struct editing *e)
{
	TRY(q_media_of(cx, e->old->id, &e->old_media, &e->old_media_count));
	TRY(q_mentions_of(cx, e->old->id, &e->mentions, &e->mention_count));
	if (!e->old->poll_id)
		return OK;
	e->old_poll = arena_new(&cx->arena, struct poll);
	TRY(q_poll_get(cx, e->old->poll_id, &e->old_poll->row));
	return q_poll_options_of(cx, e->old->poll_id, &e->old_poll->options, &e->old_poll->option_count);
}

static void start_row(struct editing *e, const struct status_draft *draft)
{
	struct status_row *row = &e->p.row;
	*row = *e->old;
	row->text = draft->text.p ? draft->text : SV("");
	row->spoiler_text = draft->spoiler_text.p ? draft->spoiler_text : SV("");
	row->sensitive = draft->sensitive || sv_trim(row->spoiler_text).n;
	row->language = draft->language.n ? draft->language : e->old->language;
	row->quote_policy = row->visibility > VISIBILITY_UNLISTED ? QUOTE_BY_NOBODY : draft->quote_policy;
}

static enum fail edit_media(struct ctx *cx, struct editing *e, const struct media_edit *edits, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct media_row *media = e->p.media, *end = media + e->p.draft->media_count;
		while (media < end && media->id != edits[i].id)
			media++;
		if (media == end)
			continue; /* about a file that is no longer part of it */
		struct sv meta = media->meta, description = media->description;
		if (edits[i].description.p)
			description = edits[i].description.n ? edits[i].description : SV_NONE;
		TRY(media_description_check(cx, description));
		if (edits[i].focus.n)
			TRY(media_meta_focus(cx, meta, edits[i].focus, &meta));
		if (sv_eq(meta, media->meta) && sv_eq(description, media->description))
			continue;
		media->meta = meta;
		media->description = description;
		e->media_changed = true;
		TRY(q_media_describe(cx, media->id, description, meta, media->preview));
	}
	return OK;
}

static void compare_media(struct editing *e)
{
	if (e->p.draft->media_count != e->old_media_count)
		e->media_changed = true;
	for (size_t i = 0; i < e->old_media_count && !e->media_changed; i++)
		e->media_changed = e->old_media[i].id != e->p.draft->media_ids[i];
}

static void compare_poll(struct editing *e)
{
	const struct poll_draft *poll = &e->p.draft->poll;
	size_t before = e->old_poll ? e->old_poll->option_count : 0;
	e->poll_changed = poll->option_count != before || (before && poll->multiple != e->old_poll->row.multiple);
	for (size_t i = 0; i < before && !e->poll_changed; i++)
		e->poll_changed = !sv_eq(poll->options[i], e->old_poll->options[i].title);
}

static bool is_different(const struct editing *e)
{
	const struct status_row *a = e->old, *b = &e->p.row;
	return e->media_changed || e->poll_changed || a->sensitive != b->sensitive || !sv_eq(a->text, b->text) ||
	       !sv_eq(a->spoiler_text, b->spoiler_text) || !sv_eq(a->language, b->language);
}

/* --- versions --------------------------------------------------------------------------------------------------------------- */

static struct sv media_json(struct ctx *cx, const struct media_row *media, size_t count)
{
	struct buf out = BUF(&cx->arena, 256 << 10);
	struct json j = JSON(&out);
	json_array(&j);
	for (size_t i = 0; i < count; i++) {
		json_object(&j);
		json_id(json_key(&j, "id"), media[i].id);
		json_string(json_key(&j, "description"), media[i].description);
		json_end(&j);
	}
	json_end(&j);
	return buf_sv(&out);
}

static struct sv options_json(struct ctx *cx, const struct sv *titles, size_t count)
{
	struct buf out = BUF(&cx->arena, 64 << 10);
	struct json j = JSON(&out);
	if (!count)
		return SV_NONE;
	json_array(&j);
	for (size_t i = 0; i < count; i++)
		json_string(&j, titles[i]);
	json_end(&j);
	return buf_sv(&out);
}

static enum fail write_version(struct ctx *cx, const struct status_row *row, struct sv media, struct sv options, int64_t at)
{
	return q_status_edit_insert(cx, id_new(cx->now), row->id, row->html, row->text, row->spoiler_text, row->sensitive, media,
				    options, at);
}

static enum fail write_first_version(struct ctx *cx, struct editing *e)
{
	size_t count = e->old_poll ? e->old_poll->option_count : 0;
	struct sv *titles = arena_array(&cx->arena, struct sv, count + 1);
	for (size_t i = 0; i < count; i++)
		titles[i] = e->old_poll->options[i].title;
	if (e->old->edited_at)
		return OK; /* it is there since the first edit */
	return write_version(cx, e->old, media_json(cx, e->old_media, e->old_media_count), options_json(cx, titles, count),
			     e->old->created_at);
}

/* --- write ------------------------------------------------------------------------------------------------------------------ */

static enum fail write_media(struct ctx *cx, struct editing *e)
{
	const struct status_draft *draft = e->p.draft;
	if (!e->media_changed)
		return OK;
	TRY(q_media_detach_all(cx, e->old->id, cx->now));
	for (size_t i = 0; i < draft->media_count; i++)
		TRY(q_media_attach(cx, draft->media_ids[i], e->old->id, (int64_t)i));
	return OK;
}

static enum fail refill_poll(struct ctx *cx, const struct poll_draft *poll, int64_t id)
{
	TRY(q_poll_votes_clear(cx, id));
	TRY(q_poll_options_clear(cx, id));
	for (size_t i = 0; i < poll->option_count; i++)
		TRY(q_poll_option_insert(cx, id, (int64_t)i, poll->options[i]));
	return q_poll_reset(cx, id);
}

static enum fail write_poll(struct ctx *cx, struct editing *e)
{
	const struct poll_draft *poll = &e->p.draft->poll;
	int64_t id = e->old->poll_id;
	if (!id)
		return posting_write_poll(cx, &e->p);
	if (!poll->option_count) {
		e->p.row.poll_id = 0;
		return q_poll_delete(cx, id);
	}
	if (e->poll_changed)
		TRY(refill_poll(cx, poll, id));
	int64_t end = e->p.keeps_end ? e->old_poll->row.expires_at : cx->now + poll->expires_in * 1000;
	if (e->p.keeps_end && end && end <= cx->now)
		return OK; /* it stays over, and nobody is told again */
	return q_poll_change(cx, id, poll->multiple, poll->hide_totals, end);
}

static bool was_named(const struct editing *e, int64_t account_id, bool *silent_r)
{
	for (size_t i = 0; i < e->mention_count; i++)
		if (e->mentions[i].id == account_id) {
			*silent_r = e->mentions[i].silent;
			return true;
		}
	return false;
}

static enum fail name_one(struct ctx *cx, struct editing *e, int64_t account_id, bool *new_r)
{
	bool silent = false, before = was_named(e, account_id, &silent);
	if (before && !silent)
		return OK;
	TRY(q_mention_put(cx, e->old->id, account_id));
	if (before || e->p.row.hidden_at)
		return OK;
	*new_r = true;
	return notification_create(cx, &(struct notification_draft){ .to = account_id,
								     .from = e->old->account_id,
								     .type = "mention",
								     .status_id = e->old->id,
								     .conversation_id = e->old->conversation_id });
}

/* Who is no longer named may still see it. */
static enum fail write_mentions(struct ctx *cx, struct editing *e)
{
	bool some_new = false;
	for (size_t i = 0; i < e->mention_count; i++)
		if (!e->mentions[i].silent && !posting_names(&e->p, e->mentions[i].id))
			TRY(q_mention_silence(cx, e->old->id, e->mentions[i].id));
	for (size_t i = 0; i < e->p.named_count; i++)
		TRY(name_one(cx, e, e->p.named[i].id, &some_new));
	return some_new && e->old->visibility == VISIBILITY_DIRECT ? conversation_add(cx, e->old) : OK;
}

static enum fail write_words(struct ctx *cx, const struct editing *e)
{
	struct sv before = status_words(cx, e->old), after = status_words(cx, &e->p.row);
	if (sv_eq(before, after))
		return OK;
	TRY(q_status_text_delete(cx, e->old->id, before));
	return q_status_text_insert(cx, e->old->id, after);
}

static enum fail write_row(struct ctx *cx, struct editing *e)
{
	struct status_row *row = &e->p.row;
	row->edited_at = cx->now;
	return q_status_edit_write(cx, row->id, row->text, row->html, row->spoiler_text, row->sensitive, row->language,
				   row->poll_id, row->card_id, row->quote_policy, (int64_t)e->p.draft->media_count, row->edited_at,
				   row->hidden_at);
}

static enum fail write_all(struct ctx *cx, struct editing *e)
{
	int64_t tags[1];
	size_t count;
	const struct poll_draft *poll = &e->p.draft->poll;
	TRY(write_first_version(cx, e));
	TRY(write_media(cx, e));
	TRY(write_poll(cx, e));
	TRY(write_mentions(cx, e));
	TRY(q_status_tags_clear(cx, e->old->id));
	TRY(posting_write_tags(cx, &e->p, tags, 0, &count));
	TRY(write_words(cx, e));
	TRY(write_row(cx, e));
	bool held = e->p.row.hidden_at && !e->old->hidden_at; /* the gate holds it: it leaves the timelines it is in */
	if (held)
		TRY(status_count(cx, e->old, -1));
	effect_add(cx, held ? EFFECT_STATUS_GONE : EFFECT_STATUS_EDITED, e->old->id, e->old->account_id);
	return write_version(cx, &e->p.row, media_json(cx, e->p.media, e->p.draft->media_count),
			     options_json(cx, poll->options, poll->option_count), cx->now);
}

static enum fail prepare(struct ctx *cx, struct editing *e, const struct media_edit *edits, size_t edit_count)
{
	TRY(load_old(cx, e));
	compare_poll(e);
	e->p.keeps_end = e->old_poll && !e->poll_changed && !e->p.draft->poll.expires_in;
	TRY(posting_check(cx, &e->p));
	compare_media(e);
	return edit_media(cx, e, edits, edit_count);
}

static enum fail render(struct ctx *cx, struct editing *e)
{
	struct status_row *row = &e->p.row;
	int64_t quote = row->quote_of_id;
	if (quote && (row->quote_state != QUOTE_ACCEPTED || q_status_get(cx, quote, &e->p.quoted) != OK))
		row->quote_of_id = 0; /* nothing to link to */
	enum fail fail = posting_render(cx, &e->p);
	row->quote_of_id = quote;
	return fail;
}

enum fail status_edit(struct ctx *cx, const struct status_row *old, const struct status_draft *draft,
		      const struct media_edit *edits, size_t edit_count)
{
	struct status_draft full = *draft;
	struct editing e = { .old = old, .p = { .draft = &full, .edit = true } };
	full.account_id = old->account_id;
	full.quote_of_id = old->quote_of_id;
	start_row(&e, draft);
	TRY(prepare(cx, &e, edits, edit_count));
	if (!is_different(&e))
		return old->quote_policy == e.p.row.quote_policy ? OK : status_quote_policy(cx, old, (int)e.p.row.quote_policy);
	TRY(posting_gate(cx, &e.p));
	TRY(render(cx, &e));
	TRY(posting_find_card(cx, &e.p));
	TRY(write_all(cx, &e));
	TRY(posting_keep(cx, &e.p));
	return status_tell_edit(cx, &e.p.row);
}

/* --- quotes ----------------------------------------------------------------------------------------------------------------- */

enum fail status_quote_policy(struct ctx *cx, const struct status_row *row, int policy)
{
	if (row->visibility > VISIBILITY_UNLISTED)
		policy = QUOTE_BY_NOBODY;
	TRY(q_status_quote_policy_set(cx, row->id, policy));
	effect_add(cx, EFFECT_STATUS_EDITED, row->id, row->account_id);
	return OK;
}

enum fail status_quote_revoke(struct ctx *cx, const struct status_row *quoted, const struct status_row *quoting)
{
	if (quoting->quote_of_id != quoted->id || quoting->quote_state != QUOTE_ACCEPTED)
		return FAIL_NOT_FOUND;
	TRY(q_status_quote_state_set(cx, quoting->id, QUOTE_REVOKED));
	TRY(q_status_count_quotes(cx, quoted->id, -1));
	effect_add(cx, EFFECT_STATUS_COUNTED, quoted->id, 0);
	effect_add(cx, EFFECT_STATUS_EDITED, quoting->id, quoting->account_id);
	return OK;
}
