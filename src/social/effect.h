/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* effect.h - what a write tells the rest of the process once it is on disk: caches forget, home timelines and streams hear of
 * it. A write notes its effects while it runs; nobody hears of them when it is rolled back. */
#ifndef SOCIAL_EFFECT_H
#define SOCIAL_EFFECT_H

#include "base/ctx.h"
#include "jobs/jobs.h"

enum effect_kind {
	/*                             id                  other */
	EFFECT_STATUS_NEW,          /* status              its author */
	EFFECT_STATUS_EDITED,       /* status              its author: its text changed, streams hear of it */
	EFFECT_STATUS_COUNTED,      /* status              - : its numbers changed */
	EFFECT_STATUS_GONE,         /* status              its author: deleted, or hidden */
	EFFECT_STATUS_BACK,         /* status              its author: no longer hidden */
	EFFECT_FLAGS,               /* status              viewer whose favourite, boost, bookmark, pin or mute of it changed */
	EFFECT_ACCOUNT,             /* account             - : what is shown of it changed */
	EFFECT_STANDING,            /* account             standing_bits: it was suspended, limited, marked sensitive, or is so no more */
	EFFECT_VIEWER,              /* account             - : whom it follows, blocks, mutes, or what it filters changed */
	EFFECT_NOTIFICATION,        /* notification        account that gets it */
	EFFECT_NOTIFICATIONS_MERGED, /* account            - : filtered ones are shown now */
	EFFECT_CONVERSATION,        /* conversation row    account it belongs to */
	EFFECT_FILTERS,             /* account             - : streams tell its clients */
	EFFECT_UNREAD,              /* account             - : it has read, or put aside, something that was counted */
	EFFECT_SESSION_GONE,        /* session             its account; session 0: all of them, those that stay come back */
	EFFECT_TOKEN_GONE,          /* token               - : revoked; 0: all of `other`, or what these may do has changed */
	EFFECT_LANGUAGE,            /* account             - : it has chosen another one for the pages */
	EFFECT_SETTINGS,            /* -                   - */
	EFFECT_EMOJIS,              /* -                   - */
	EFFECT_RULESET,             /* screen_ruleset      - : `text` is in force now */
	EFFECT_BADGES,              /* account             - : it was given one, or one was taken back */
	EFFECT_ANNOUNCEMENT,        /* announcement        - : published, changed or gone */
	EFFECT_TRENDS,              /* -                   - : what is talked about was counted anew, or reviewed */
	EFFECT_REACTION,            /* announcement        - : the reactions called `text` changed in number */
	EFFECT_JOB,                 /* -                   - : something is due */
};

struct effect {
	struct effect *next;
	enum effect_kind kind;
	int64_t id, other;
	const struct recent_status *status; /* EFFECT_STATUS_NEW: feed.h */
	struct sv text;                     /* EFFECT_REACTION, EFFECT_RULESET */
};

struct effect *effect_add(struct ctx *cx, enum effect_kind kind, int64_t id, int64_t other);

/* A job (jobs/jobs.h), written down in this transaction and begun once it is on disk; `run_at` 0: at once. */
enum fail effect_job(struct ctx *cx, enum job_kind kind, int64_t subject_id, struct sv args, int64_t run_at) MUST_USE;

/* After the commit: in the order they were added, social's caches first, then community->told. Any thread; cx->db must be
 * a connection that sees the commit, or NULL when no EFFECT_SETTINGS, EFFECT_EMOJIS or EFFECT_BADGES is among them: who notes one of
 * these runs by effects_write(). */
void effects_apply(struct ctx *cx);

/* From outside of the writer: runs `run` on it, waits for the disk, applies the effects. cx->db stays the caller's. */
enum fail effects_write(struct ctx *cx, enum fail (*run)(struct ctx *cx, void *arg), void *arg) MUST_USE;

#endif
