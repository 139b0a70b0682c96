/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is known about an author, and whom they write to. */
#include "moderation/context.h"

#include "base/id.h"
#include "base/log.h"
#include "social/account.h"
#include "social/badge.h"
#include "social/community.h"
#include "social/standing.h"
#include "social/status.h"
#include "social/text.h"
#include "store/q.h"

enum { HOUR_MS = 3600 * 1000, NAMES_MOST = 2000 /* bytes */ };

static void add_text(struct ctx *cx, struct item *item, struct sv text)
{
	if (!text.n)
		return;
	if (item->text_count < ITEM_TEXTS) {
		item->texts[item->text_count++] = text;
		return;
	}
	struct sv *last = &item->texts[ITEM_TEXTS - 1]; /* more of them than there is room for: together */
	*last = arena_printf(&cx->arena, SVF "\n" SVF, SVA(*last), SVA(text));
}

void item_texts(struct ctx *cx, const struct gate_item *from, struct item *item)
{
	item->texts[0] = from->text.p ? from->text : SV("");
	item->text_count = 1;
	add_text(cx, item, from->spoiler_text);
	for (size_t i = 0; i < from->more_count; i++)
		add_text(cx, item, from->more[i]);
}

/* "bob,eve", in lower case: those of this community that it mentions. */
static struct sv names_in(struct ctx *cx, struct sv text)
{
	struct text_span *spans;
	struct buf out = BUF(&cx->arena, NAMES_MOST);
	size_t count = sv_has(text, '@') ? text_scan(&cx->arena, text, &spans) : 0;
	for (size_t i = 0; i < count; i++) {
		if (spans[i].kind != TEXT_MENTION || (spans[i].domain.n && !sv_eq_nocase(spans[i].domain, cx->community->domain)))
			continue;
		if (out.n + spans[i].name.n + 2 > NAMES_MOST)
			break;
		if (out.n)
			buf_putc(&out, ',');
		buf_put(&out, ascii_lower(&cx->arena, spans[i].name));
	}
	return buf_sv(&out);
}

static enum fail read_author(struct ctx *cx, const struct gate_item *from, struct item *item)
{
	struct gate_author_row author;
	size_t badges;
	TRY(q_gate_author(cx, from->account_id, from->in_reply_to_account_id, id_at(cx->now - HOUR_MS), &author));
	item->author_age_ms = cx->now - author.created_at;
	item->author_posts = author.statuses_count;
	item->posts_last_hour = (unsigned)author.lately;
	item->to_follower = author.followed;
	badges_of(cx, from->account_id, &badges);
	item->author_trusted = author.role > 0 || badges;
	return OK;
}

static enum fail count_strangers(struct ctx *cx, const struct gate_item *from, struct item *item)
{
	struct gate_strangers_row strangers;
	struct sv names = names_in(cx, from->text);
	if (!names.n)
		return OK;
	TRY(q_gate_strangers(cx, names, from->account_id, &strangers));
	item->strangers_mentioned = (unsigned)strangers.count;
	return OK;
}

void gate_item_read(struct ctx *cx, const struct gate_item *from, struct item *item_r)
{
	static const enum item_kind kinds[] = { [GATE_STATUS] = ITEM_STATUS, [GATE_EDIT] = ITEM_EDIT, [GATE_PROFILE] = ITEM_PROFILE, [GATE_MEDIA] = ITEM_MEDIA };
	*item_r = (struct item){ .kind = kinds[from->kind],
		                 .now_ms = cx->now,
		                 .author_id = from->account_id,
		                 .author_age_ms = -1,
		                 .author_limited = standing_of(cx, from->account_id) & STANDING_LIMITED,
		                 .is_public = from->visibility <= VISIBILITY_UNLISTED,
		                 .is_reply = from->in_reply_to_account_id,
		                 .to_self = from->in_reply_to_account_id == from->account_id };
	item_texts(cx, from, item_r);
	enum fail fail = read_author(cx, from, item_r);
	if (fail == OK)
		fail = count_strangers(cx, from, item_r);
	if (fail != OK && fail != FAIL_NOT_FOUND) /* the texts are screened all the same */
		LOG(WARNING, "screen_context_missing", F("account", from->account_id), F("what", cx->said));
}
