/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/badge.h"

#include "base/id.h"
#include "base/utf8.h"
#include "social/audit.h"
#include "social/community.h"
#include "social/effect.h"
#include "store/q.h"

#include <stdatomic.h>
#include <stdlib.h>

struct badges {
	struct arena arena;
	struct badges *older; /* a request may still read it */
	struct badge *list;   /* by account */
	size_t count;
};

enum fail badges_load(struct ctx *cx)
{
	struct badge_row *rows;
	size_t count;
	TRY(q_badges_all(cx, &rows, &count));
	struct badges *fresh = calloc(1, sizeof(*fresh));
	if (!fresh)
		abort();
	fresh->list = arena_array(&fresh->arena, struct badge, count + 1);
	fresh->count = count;
	for (size_t i = 0; i < count; i++)
		fresh->list[i] = (struct badge){ .id = rows[i].id,
			                         .account_id = rows[i].account_id,
			                         .created_at = rows[i].created_at,
			                         .label = arena_dup(&fresh->arena, rows[i].label),
			                         .reason = arena_dup(&fresh->arena, rows[i].reason),
			                         .issuer = rows[i].issuer.p ? arena_dup(&fresh->arena, rows[i].issuer) : SV_NONE };
	fresh->older = atomic_exchange(&cx->community->badges, fresh);
	return OK;
}

void badges_free(struct community *community)
{
	for (struct badges *b = community->badges, *older; b; b = older) {
		older = b->older;
		arena_free(&b->arena);
		free(b);
	}
}

const struct badge *badges_of(const struct ctx *cx, int64_t account_id, size_t *count_r)
{
	const struct badges *all = cx->community->badges;
	size_t low = 0, high = all ? all->count : 0;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (all->list[middle].account_id < account_id)
			low = middle + 1;
		else
			high = middle;
	}
	for (*count_r = 0; all && low + *count_r < all->count && all->list[low + *count_r].account_id == account_id;)
		++*count_r;
	return *count_r ? &all->list[low] : NULL;
}

static void note(struct ctx *cx, int64_t account_id)
{
	effect_add(cx, EFFECT_BADGES, account_id, 0);
	effect_add(cx, EFFECT_ACCOUNT, account_id, 0); /* after it: who renders the account finds the new ones */
}

static enum fail check(struct ctx *cx, int64_t account_id, struct sv label, struct sv reason)
{
	struct account_row row;
	size_t count;
	const struct badge *have = badges_of(cx, account_id, &count);
	TRY(q_account_get(cx, account_id, &row));
	if (!label.n || utf8_count(label) > BADGE_LABEL)
		return refuse(cx, FAIL_INVALID, "What a badge says has 1 to %d characters.", BADGE_LABEL);
	if (!reason.n || utf8_count(reason) > BADGE_REASON)
		return refuse(cx, FAIL_INVALID, "Say why, in 1 to %d characters: everybody can read it.", BADGE_REASON);
	if (count >= BADGE_MOST)
		return refuse(cx, FAIL_INVALID, "An account has at most %d badges.", BADGE_MOST);
	for (size_t i = 0; i < count; i++)
		if (sv_eq_nocase(have[i].label, label))
			return refuse(cx, FAIL_INVALID, "It has that badge already.");
	return OK;
}

enum fail badge_give(struct ctx *cx, int64_t account_id, struct sv label, struct sv reason)
{
	label = sv_trim(label);
	reason = sv_trim(reason);
	TRY(check(cx, account_id, label, reason));
	TRY(q_badge_insert(cx, id_new(cx->now), account_id, label, reason, cx->who.account_id, cx->now));
	note(cx, account_id);
	return audit_write(cx, "badge.give", "account", account_id, arena_printf(&cx->arena, SVF ": " SVF, SVA(label), SVA(reason)));
}

enum fail badge_take(struct ctx *cx, int64_t id)
{
	struct badge_get_row row;
	TRY(q_badge_get(cx, id, &row));
	TRY(q_badge_delete(cx, id));
	note(cx, row.account_id);
	return audit_write(cx, "badge.take", "account", row.account_id, row.label);
}
