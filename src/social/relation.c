/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/relation.h"

#include "base/id.h"
#include "base/utf8.h"
#include "social/account.h"
#include "social/effect.h"
#include "social/follow.h"

enum { LONGEST_NOTE = 2000, LONGEST_DOMAIN = 253 };

/* Somebody else who exists. */
static enum fail other(struct ctx *cx, int64_t target_id)
{
	struct account_row target;
	TRY(q_account_get(cx, target_id, &target));
	return target_id == cx->who.account_id ? FAIL_FORBIDDEN : OK;
}

static void both_changed(struct ctx *cx, int64_t target_id)
{
	effect_add(cx, EFFECT_VIEWER, cx->who.account_id, 0);
	effect_add(cx, EFFECT_VIEWER, target_id, 0);
}

enum fail relation_block(struct ctx *cx, int64_t target_id)
{
	int64_t changes, me = cx->who.account_id;
	TRY(other(cx, target_id));
	TRY(follow_end(cx, me, target_id));
	TRY(follow_end(cx, target_id, me));
	TRY(q_endorsement_delete(cx, target_id, me));
	TRY(q_block_put(cx, me, target_id, id_new(cx->now), cx->now, &changes));
	TRY(q_notifications_between_delete(cx, me, target_id));
	both_changed(cx, target_id);
	return OK;
}

enum fail relation_unblock(struct ctx *cx, int64_t target_id)
{
	TRY(other(cx, target_id));
	TRY(q_block_delete(cx, cx->who.account_id, target_id));
	both_changed(cx, target_id);
	return OK;
}

enum fail relation_mute(struct ctx *cx, int64_t target_id, bool notifications, int64_t duration)
{
	TRY(other(cx, target_id));
	if (duration < 0 || duration > INT64_C(100) * 366 * 86400)
		return refuse(cx, FAIL_INVALID, "Validation failed: Duration is a number of seconds, 0 for ever");
	int64_t expires_at = duration ? cx->now + duration * 1000 : 0;
	TRY(q_mute_put(cx, cx->who.account_id, target_id, id_new(cx->now), notifications, expires_at, cx->now));
	effect_add(cx, EFFECT_VIEWER, cx->who.account_id, 0);
	return OK;
}

enum fail relation_unmute(struct ctx *cx, int64_t target_id)
{
	TRY(other(cx, target_id));
	TRY(q_mute_delete(cx, cx->who.account_id, target_id));
	effect_add(cx, EFFECT_VIEWER, cx->who.account_id, 0);
	return OK;
}

enum fail relation_note(struct ctx *cx, int64_t target_id, struct sv comment)
{
	struct account_row target;
	TRY(q_account_get(cx, target_id, &target));
	if (utf8_count(comment) > LONGEST_NOTE)
		return refuse(cx, FAIL_INVALID, "Validation failed: Comment is too long (maximum is %d characters)", LONGEST_NOTE);
	if (!sv_trim(comment).n)
		return q_account_note_delete(cx, cx->who.account_id, target_id);
	return q_account_note_put(cx, cx->who.account_id, target_id, comment);
}

enum fail relation_endorse(struct ctx *cx, int64_t target_id)
{
	struct follow_has_row row;
	TRY(other(cx, target_id));
	enum fail fail = q_follow_has(cx, cx->who.account_id, target_id, &row);
	if (fail == FAIL_NOT_FOUND)
		return refuse(cx, FAIL_INVALID, "Validation failed: you must be already following the person you want to endorse");
	TRY(fail);
	return q_endorsement_put(cx, cx->who.account_id, target_id, id_new(cx->now));
}

enum fail relation_unendorse(struct ctx *cx, int64_t target_id)
{
	TRY(other(cx, target_id));
	return q_endorsement_delete(cx, cx->who.account_id, target_id);
}

static enum fail domain_read(struct ctx *cx, struct sv *domain)
{
	*domain = ascii_lower(&cx->arena, sv_trim(*domain));
	bool fits = domain->n && domain->n <= LONGEST_DOMAIN && sv_has(*domain, '.');
	for (size_t i = 0; i < domain->n; i++)
		fits = fits && (unsigned char)domain->p[i] > ' ' && !strchr("/@?#\"<>\\", domain->p[i]);
	return fits ? OK : refuse(cx, FAIL_INVALID, "Validation failed: Domain is not a valid domain name");
}

enum fail relation_block_domain(struct ctx *cx, struct sv domain)
{
	TRY(domain_read(cx, &domain));
	TRY(q_domain_mute_put(cx, cx->who.account_id, domain, id_new(cx->now)));
	effect_add(cx, EFFECT_VIEWER, cx->who.account_id, 0);
	return OK;
}

enum fail relation_unblock_domain(struct ctx *cx, struct sv domain)
{
	TRY(domain_read(cx, &domain));
	TRY(q_domain_mute_delete(cx, cx->who.account_id, domain));
	effect_add(cx, EFFECT_VIEWER, cx->who.account_id, 0);
	return OK;
}
