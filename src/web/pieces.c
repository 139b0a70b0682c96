/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/pieces.h"

#include "social/badge.h"
#include "social/effect.h"
#include "social/filter.h"
#include "social/viewer.h"
#include "web/frame.h"

/* All that the HTML of a status depends on. */
struct key {
	uint64_t status, boosted; /* prints: they change with every edit and every number */
	uint64_t author, booster; /* how they look */
	int64_t moment;           /* of its age, in words */
	uint64_t marks, reader;
};

/* --- what is known of statuses and accounts ------------------------------------------------------------------------------------------- */

/* How somebody looks beside a status: their name, picture, badges. Their numbers are not shown there: when those change, nothing does. */
static uint64_t look_of(struct ctx *cx, const struct account_row *row)
{
	size_t count;
	struct buf look = BUF(&cx->arena, 64 << 10);
	const struct badge *badges = badges_of(cx, row->id, &count);
	for (size_t i = 0; i < count; i++) /* none is ever changed: another one has another id */
		buf_printf(&look, "%lld\n", (long long)badges[i].id);
	buf_printf(&look, SVF "\n" SVF "\n" SVF "\n" SVF "\n%d%d%d", SVA(row->display_name), SVA(row->username), SVA(row->avatar), SVA(row->avatar_static),
	           (int)row->role, row->suspended_at != 0, row->sensitized_at != 0);
	return hash_sv(buf_sv(&look)) | 1;
}

static void learn_look(struct ctx *cx, const struct account_row *row, uint64_t changes)
{
	struct fragment_draft draft = { .text = BUF(&cx->arena, 1), .about = { .print = look_of(cx, row) } };
	fragment_keep(cx, FRAGMENT_PAGE_LOOK, row->id, &draft, changes);
}

static struct sv filter_text(struct ctx *cx, const struct status *status)
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

static uint64_t next_print(void)
{
	static _Atomic uint64_t last;
	return ++last;
}

void piece_learn(struct ctx *cx, const struct status *status, uint64_t changes)
{
	const struct status_row *row = &status->row;
	struct fragment_draft draft = { .text = BUF(&cx->arena, 1),
		                        .about = { .account_id = row->account_id,
		                                   .conversation_id = row->conversation_id,
		                                   .reblog_of_id = row->reblog_of_id,
		                                   .hidden_at = row->hidden_at,
		                                   .visibility = (int)row->visibility,
		                                   .quote_policy = (int)row->quote_policy,
		                                   .created_at = row->created_at,
		                                   .print = next_print(),
		                                   .own_way = row->poll_id || row->quote_state != QUOTE_NONE,
		                                   .filter_text = filter_text(cx, status) } };
	fragment_keep(cx, FRAGMENT_PAGE_STATUS, row->id, &draft, changes);
	learn_look(cx, &status->account.row, changes);
	if (status->reblog)
		piece_learn(cx, status->reblog, changes);
}

/* Read again when it was forgotten: writing a post changes its author, but seldom how they look. */
static enum fail find_look(struct ctx *cx, int64_t account_id, uint64_t *look_r)
{
	struct account_row row;
	struct fragment *look = fragment_find(cx, FRAGMENT_PAGE_LOOK, account_id);
	uint64_t changes = fragments_changes(cx->community->fragments);
	*look_r = look ? look->print : 0;
	fragment_release(look);
	if (*look_r)
		return OK;
	TRY(q_account_get(cx, account_id, &row));
	*look_r = look_of(cx, &row);
	learn_look(cx, &row, changes);
	return OK;
}

/* --- the reader ------------------------------------------------------------------------------------------------------------------------ */

static uint64_t reader_of(const struct ctx *cx)
{
	uint64_t bits = (uint64_t)tr_language << 8 | (cx->who.account_id ? 1 : 0) | (web_plays(cx) ? 2 : 0);
	if (!cx->viewer)
		return bits;
	const struct preferences *p = &cx->viewer->preferences;
	return bits | (p->reading_expand_spoilers ? 4 : 0) | (sv_eq(p->reading_expand_media, SV("hide_all")) ? 8 : 0) |
	       (sv_eq(p->reading_expand_media, SV("show_all")) ? 16 : 0);
}

static enum fail marks_of(struct ctx *cx, const struct fragment *shown, uint64_t *marks_r)
{
	unsigned flags = 0;
	bool mine = shown->account_id == cx->who.account_id;
	if (cx->who.account_id)
		TRY(viewer_flags(cx, shown->id, shown->conversation_id, &flags));
	*marks_r = flags | (mine ? 1u << 16 : 0);
	return OK;
}

static enum fail may_see(struct ctx *cx, const struct fragment *about, bool *visible_r)
{
	struct status_row row = { .id = about->id, .account_id = about->account_id, .visibility = about->visibility, .hidden_at = about->hidden_at };
	return status_visible(cx, &row, visible_r);
}

static bool is_filtered(struct ctx *cx, const struct fragment *shown, unsigned contexts)
{
	struct filter_hit *hits;
	if (!contexts || !cx->viewer || !cx->viewer->filters || shown->account_id == cx->who.account_id)
		return false;
	return filters_match(cx, cx->viewer->filters, contexts, shown->id, &shown->filter_text, 1, &hits) > 0;
}

/* --- pieces -------------------------------------------------------------------------------------------------------------------------------- */

static enum fail make_key(struct ctx *cx, const struct fragment *status, const struct fragment *boosted, int64_t *key_r)
{
	const struct fragment *shown = boosted ? boosted : status;
	struct key key = { .status = status->print, .boosted = boosted ? boosted->print : 0, .reader = reader_of(cx) };
	TRY(find_look(cx, shown->account_id, &key.author));
	if (boosted)
		TRY(find_look(cx, status->account_id, &key.booster));
	TRY(marks_of(cx, shown, &key.marks));
	key.moment = view_moment(shown->created_at, cx->now);
	*key_r = (int64_t)(hash_sv((struct sv){ (const char *)&key, sizeof(key) }) >> 1 | 1);
	return OK;
}

static enum fail find(struct ctx *cx, const struct fragment *status, const struct fragment *boosted, unsigned contexts, struct piece *piece)
{
	bool visible;
	const struct fragment *shown = boosted ? boosted : status;
	TRY(may_see(cx, status, &visible));
	if (visible && boosted)
		TRY(may_see(cx, boosted, &visible));
	if (!visible)
		piece->state = PIECE_HIDDEN;
	if (!visible || shown->own_way || is_filtered(cx, shown, contexts))
		return OK;
	TRY(make_key(cx, status, boosted, &piece->key));
	struct fragment *html = fragment_find(cx, FRAGMENT_PAGE_HTML, piece->key);
	if (html) {
		piece->state = PIECE_READY;
		piece->html = html_stored(fragment_hold(cx, html));
	}
	return OK;
}

enum fail piece_find(struct ctx *cx, int64_t status_id, unsigned contexts, struct piece *piece_r)
{
	*piece_r = (struct piece){ .state = PIECE_MISSING };
	struct fragment *status = fragment_find(cx, FRAGMENT_PAGE_STATUS, status_id);
	if (!status)
		return OK;
	struct fragment *boosted = status->reblog_of_id ? fragment_find(cx, FRAGMENT_PAGE_STATUS, status->reblog_of_id) : NULL;
	enum fail fail = status->reblog_of_id && !boosted ? OK : find(cx, status, boosted, contexts, piece_r);
	fragment_release(status);
	fragment_release(boosted);
	return fail;
}

void piece_keep(struct ctx *cx, const struct piece *piece, struct sv html, uint64_t changes)
{
	struct fragment_draft draft = { .text = BUF(&cx->arena, html.n + 1) };
	buf_put(&draft.text, html);
	if (piece->key)
		fragment_keep(cx, FRAGMENT_PAGE_HTML, piece->key, &draft, changes);
}

static void forget_status(struct fragments *fragments, const struct effect *e)
{
	fragment_forget(fragments, FRAGMENT_PAGE_STATUS, e->id);
	if (e->kind == EFFECT_STATUS_GONE || e->kind == EFFECT_STATUS_BACK) /* it may have been counted, for anybody */
		fragments_forget_all(fragments, FRAGMENT_PAGE_UNREAD);
}

/* Rare: media may be sensitive now, any text may name an emoji. */
static void forget_all(struct fragments *fragments)
{
	fragments_forget_all(fragments, FRAGMENT_PAGE_STATUS);
	fragments_forget_all(fragments, FRAGMENT_PAGE_LOOK);
	fragments_forget_all(fragments, FRAGMENT_PAGE_SELF);
	fragments_forget_all(fragments, FRAGMENT_PAGE_UNREAD);
	fragments_forget_all(fragments, FRAGMENT_PAGE_TRENDS);
	fragments_forget_all(fragments, FRAGMENT_PAGE_COMPOSE);
}

void pieces_forget(struct community *community, const struct effect *effects)
{
	struct fragments *fragments = community->fragments;
	for (const struct effect *e = effects; e; e = e->next)
		switch (e->kind) {
		case EFFECT_STATUS_NEW:
		case EFFECT_STATUS_EDITED:
		case EFFECT_STATUS_COUNTED:
		case EFFECT_STATUS_GONE:
		case EFFECT_STATUS_BACK:
			forget_status(fragments, e);
			break;
		case EFFECT_ACCOUNT:
			fragment_forget(fragments, FRAGMENT_PAGE_LOOK, e->id);
			fragment_forget(fragments, FRAGMENT_PAGE_SELF, e->id);
			fragment_forget(fragments, FRAGMENT_PAGE_COMPOSE, e->id);
			break;
		case EFFECT_UNREAD:
		case EFFECT_NOTIFICATIONS_MERGED:
			fragment_forget(fragments, FRAGMENT_PAGE_UNREAD, e->id);
			break;
		case EFFECT_VIEWER:
			fragment_forget(fragments, FRAGMENT_PAGE_UNREAD, e->id);
			fragment_forget(fragments, FRAGMENT_PAGE_COMPOSE, e->id);
			break;
		case EFFECT_NOTIFICATION:
		case EFFECT_CONVERSATION:
			fragment_forget(fragments, FRAGMENT_PAGE_UNREAD, e->other);
			break;
		case EFFECT_TRENDS:
			fragments_forget_all(fragments, FRAGMENT_PAGE_TRENDS);
			break;
		case EFFECT_ANNOUNCEMENT:
			fragments_forget_all(fragments, FRAGMENT_PAGE_TOLD);
			break;
		case EFFECT_STANDING:
		case EFFECT_EMOJIS:
		case EFFECT_SETTINGS:
			forget_all(fragments);
			break;
		default:
			break;
		}
}
