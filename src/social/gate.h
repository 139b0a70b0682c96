/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* gate.h - the gate: what stands between an author and everybody else. main hands it over (community->gate); social knows nothing of
 * what judges.
 *
 * A text is judged before it is written, best before the writer's turn (status_foresee()); what came of it is kept in the transaction
 * that writes it. Without a gate everything is allowed. */
#ifndef SOCIAL_GATE_H
#define SOCIAL_GATE_H

#include "base/ctx.h"

enum verdict { VERDICT_ALLOW, VERDICT_LABEL, VERDICT_HOLD, VERDICT_REPORT, VERDICT_REJECT };

struct gate_item {
	enum { GATE_STATUS, GATE_EDIT, GATE_PROFILE, GATE_MEDIA } kind;
	int64_t account_id, in_reply_to_account_id; /* 0: it answers nobody */
	int visibility;                             /* enum visibility; a profile and a file are public */
	struct sv text, spoiler_text;
	const struct sv *more;                      /* poll options, alt texts, profile fields; may be empty ones */
	size_t more_count;
	/* Of a file, what hash banks may know it by (media_process.h): */
	struct sv sha256;                           /* 32 bytes, or none */
	const struct sv *prints;                    /* perceptual hashes, 64 hex digits each, the first its own */
	size_t print_count;
	int print_quality;
	/* Of a post, its files: what was found about them counts. */
	const int64_t *media_ids;
	size_t media_count;
};

struct judgement {
	enum verdict verdict;
	struct sv reason;   /* why, for the author, in the language of the thread; none when it is ALLOW */
	bool labelled;      /* it is to be shown with a warning, whatever else happens to it */
	struct sv label;    /* the content warning of a post that has none; none: it is only marked sensitive */
	const void *found;  /* the gate's own: what it saw */
};

struct gate {
	void *data;
	/* Any thread; reads through cx->db and changes nothing. */
	void (*judge)(void *data, struct ctx *cx, const struct gate_item *item, struct judgement *judgement_r);
	/* In the transaction of the thing, which has an id by then: keeps what was found, tells the author. */
	enum fail (*keep)(void *data, struct ctx *cx, const struct gate_item *item, const struct judgement *judgement, int64_t subject_id);
	/* It was refused, and nothing of it is written. Any thread. */
	void (*refused)(void *data, struct ctx *cx, const struct gate_item *item, const struct judgement *judgement);
};

/* Asks. */
void gate_judge(struct ctx *cx, const struct gate_item *item, struct judgement *judgement_r);
/* FAIL_INVALID, with the reason, when it is rejected. */
enum fail gate_admit(struct ctx *cx, const struct gate_item *item, const struct judgement *judgement) MUST_USE;
/* The same, of what cannot be held: then it is refused, too. */
enum fail gate_admit_now(struct ctx *cx, const struct gate_item *item, const struct judgement *judgement) MUST_USE;
enum fail gate_keep(struct ctx *cx, const struct gate_item *item, const struct judgement *judgement, int64_t subject_id) MUST_USE;

#endif
