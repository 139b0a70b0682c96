/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* status_posting.h - what a draft becomes on its way to a status, new or edited: found out by the checks, used by the writing.
 * Inside social/ only. */
#ifndef SOCIAL_STATUS_POSTING_H
#define SOCIAL_STATUS_POSTING_H

#include "social/status_write.h"
#include "social/text.h"

struct posting {
	const struct status_draft *draft;
	bool edit;                       /* row.id exists: what is attached to it already may be used */
	bool keeps_end;                  /* an edit: its poll ends when it did before */
	struct status_row row;           /* as it will be written */
	struct status_row parent;        /* what it answers, if row.in_reply_to_id */
	struct status_row quoted;        /* if row.quote_of_id */
	struct account_id_find_row *named;
	size_t named_count;
	struct text_span *spans;
	size_t span_count;
	struct media_row *media;         /* draft->media_count */
	const struct foreseen *judged;   /* what the gate said; NULL: there is none */
	struct ctx *cx;
	enum fail failed;                /* inside the mention callback */
};

/* status_check.c: text, poll, media; what it answers and quotes is looked up by posting_check_others(). */
enum fail posting_check(struct ctx *cx, struct posting *p) MUST_USE;
enum fail posting_check_others(struct ctx *cx, struct posting *p) MUST_USE;
enum fail posting_check_text(struct ctx *cx, const struct status_draft *draft) MUST_USE;

/* status_gate.c: asks the gate, unless it was asked before; sets hidden_at, sensitive and content warning of the row. */
enum fail posting_gate(struct ctx *cx, struct posting *p) MUST_USE;
/* After it is written: what the gate found is kept. */
enum fail posting_keep(struct ctx *cx, const struct posting *p) MUST_USE;

/* status_render.c: the text becomes HTML, and tells whom it names. */
enum fail posting_render(struct ctx *cx, struct posting *p) MUST_USE;
/* The preview card of its first link, where one is known; counts a use of the link. Where none is, a job asks the page. */
enum fail posting_find_card(struct ctx *cx, struct posting *p) MUST_USE;
bool posting_names(const struct posting *p, int64_t account_id);

/* status_write.c */
/* Those who follow with a bell, and whom it quotes. */
enum fail posting_tell_others(struct ctx *cx, const struct posting *p) MUST_USE;
enum fail posting_write_poll(struct ctx *cx, struct posting *p) MUST_USE;
/* Ids of its hashtags, each once, as many as fit; `*count_r` of them. */
enum fail posting_write_tags(struct ctx *cx, struct posting *p, int64_t *ids_r, size_t most, size_t *count_r) MUST_USE;

#endif
