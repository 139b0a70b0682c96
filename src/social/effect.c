/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/effect.h"

#include "social/badge.h"
#include "social/community.h"
#include "social/feed.h"
#include "social/principals.h"
#include "social/public_top.h"
#include "social/standing.h"
#include "social/viewer.h"
#include "store/store.h"

struct effect *effect_add(struct ctx *cx, enum effect_kind kind, int64_t id, int64_t other)
{
	struct effect *effect = arena_new(&cx->arena, struct effect);
	*effect = (struct effect){ .next = cx->effects, .kind = kind, .id = id, .other = other };
	return cx->effects = effect;
}

enum fail effect_job(struct ctx *cx, enum job_kind kind, int64_t subject_id, struct sv args, int64_t run_at)
{
	TRY(job_add(cx, kind, subject_id, args, run_at));
	effect_add(cx, EFFECT_JOB, subject_id, 0);
	return OK;
}

static struct effect *in_order(struct effect *newest)
{
	struct effect *list = NULL;
	while (newest) {
		struct effect *next = newest->next;
		newest->next = list;
		list = newest;
		newest = next;
	}
	return list;
}

static void apply(struct ctx *cx, const struct effect *effect)
{
	struct community *community = cx->community;
	switch (effect->kind) {
	case EFFECT_STATUS_NEW:
		if (effect->status)
			recent_add(community->recent, effect->status);
		break;
	case EFFECT_STATUS_GONE:
		recent_remove(community->recent, effect->id);
		break;
	case EFFECT_STATUS_BACK: /* it has its old place in home timelines: they are read from the database again */
		viewers_drop_all(community->viewers);
		break;
	case EFFECT_FLAGS:
		viewer_forget_flags(community->viewers, effect->other, effect->id);
		break;
	case EFFECT_VIEWER:
		viewer_drop(community->viewers, effect->id);
		break;
	case EFFECT_TOKEN_GONE:
		principals_forget(community->tokens, effect->id, effect->other);
		if (!effect->id)
			principals_forget(community->sessions, 0, effect->other);
		break;
	case EFFECT_SESSION_GONE:
		principals_forget(community->sessions, effect->id, effect->id ? 0 : effect->other);
		break;
	case EFFECT_LANGUAGE:
		principals_forget(community->sessions, 0, effect->id);
		break;
	case EFFECT_STANDING:
		standing_set(community, effect->id, (unsigned)effect->other);
		viewers_drop_all(community->viewers);
		break;
	case EFFECT_SETTINGS:
		if (cx->db && community_reload_settings(cx) != OK)
			(void)broken(cx, "the changed settings could not be read; the old ones stay until a restart");
		break;
	case EFFECT_BADGES:
		if (cx->db && badges_load(cx) != OK)
			(void)broken(cx, "the changed badges could not be read; the old ones stay until a restart");
		break;
	case EFFECT_EMOJIS:
		if (cx->db && community_reload_emojis(cx) != OK)
			(void)broken(cx, "the changed custom emojis could not be read; the old ones stay until a restart");
		break;
	default:
		break;
	}
}

static bool changes_what_is_public(enum effect_kind kind)
{
	return kind == EFFECT_STATUS_NEW || kind == EFFECT_STATUS_EDITED || kind == EFFECT_STATUS_GONE || kind == EFFECT_STATUS_BACK || kind == EFFECT_ACCOUNT ||
	       kind == EFFECT_STANDING;
}

void effects_apply(struct ctx *cx)
{
	struct effect *effects = in_order(cx->effects);
	cx->effects = NULL;
	bool seen = false;
	for (const struct effect *effect = effects; effect; effect = effect->next) {
		apply(cx, effect);
		seen = seen || changes_what_is_public(effect->kind);
	}
	if (seen)
		public_top_forget(cx->community->public_top);
	if (effects && cx->community->told)
		cx->community->told(cx->community, effects);
}

enum fail effects_write(struct ctx *cx, enum fail (*run)(struct ctx *cx, void *arg), void *arg)
{
	struct db *reader = cx->db;
	enum fail fail = writer_run(cx->community->writer, cx, run, arg);
	cx->db = reader;
	if (fail == OK)
		effects_apply(cx);
	else
		cx->effects = NULL;
	return fail;
}
