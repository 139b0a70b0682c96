/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fragment.h - what is the same for many readers, rendered once and kept: JSON with holes where a reader's own part goes (api), HTML of
 * a status as it looks in one language, with certain marks, at a certain age (web/pieces.c).
 *
 * A slot is chosen by the id, so that the cache has a fixed size; a newcomer takes the slot over. A write makes fragments
 * unfit through its effects; one that was being rendered meanwhile is not kept. On the writer's connection nothing is read
 * from the cache or put into it: what is not committed stays there. */
#ifndef APP_FRAGMENT_H
#define APP_FRAGMENT_H

#include "base/buf.h"
#include "base/ctx.h"

enum fragment_kind {
	FRAGMENT_STATUS, FRAGMENT_ACCOUNT,                    /* JSON */
	FRAGMENT_PAGE_STATUS, FRAGMENT_PAGE_LOOK, FRAGMENT_PAGE_HTML, /* web/pieces.c */
	FRAGMENT_PAGE_UNREAD, FRAGMENT_PAGE_SELF,             /* web/page.c */
	FRAGMENT_PAGE_TRENDS,                                 /* web/trends.c: by language */
	FRAGMENT_PAGE_COMPOSE,                                /* web/compose_show.c: by reader, in the language `print` */
	FRAGMENT_PAGE_TOLD,                                   /* web/announcements.c: by reader */
	FRAGMENT_KINDS
};

enum hole_kind {
	HOLE_ACCOUNT,       /* the JSON of account `id` */
	HOLE_STATUS,        /* the JSON of the boosted status `id` */
	HOLE_QUOTE,         /* the quoted status `id`, as far as the reader may see it */
	HOLE_QUOTE_APPROVAL, /* whether the reader may quote it */
	HOLE_POLL,          /* the end of a poll: expired, voted, own_votes */
	HOLE_READER,        /* the end of a status: what the reader has done with it */
};
struct hole {
	uint32_t at; /* offset in the text */
	enum hole_kind kind;
	int64_t id;
};

enum { MOST_HOLES = 8 };
struct fragment {
	_Atomic int refs;
	int64_t id;
	/* of a status, for its holes and for who may see it */
	int64_t account_id, conversation_id, reblog_of_id, hidden_at, poll_account_id, poll_expires_at;
	int visibility, quote_state, quote_policy;
	/* for its HTML */
	int64_t created_at;
	uint64_t print;        /* of a status: another one when something about it changed; of an account: how it looks beside a status */
	bool own_way;          /* it has parts that depend on the reader in more ways: a poll, a quote */
	struct sv filter_text; /* its texts in a row, for filters */
	unsigned hole_count;
	struct hole holes[MOST_HOLES];
	struct sv text;
};

/* What is being rendered: text with holes. */
struct fragment_draft {
	struct buf text;
	struct fragment about; /* everything but text */
};
void fragment_hole(struct fragment_draft *draft, enum hole_kind kind, int64_t id);

/* Renders one that is not in the cache, into `draft` (its arena is cx->arena). FAIL_NOT_FOUND when it is gone. */
typedef enum fail fragment_render(struct ctx *cx, int64_t id, struct fragment_draft *draft);

struct fragments *fragments_new(void);
void fragments_free(struct fragments *fragments);

/* From the cache or rendered; the caller gives it back with fragment_release(). */
enum fail fragment_get(struct ctx *cx, enum fragment_kind kind, int64_t id, fragment_render *render, struct fragment **fragment_r) MUST_USE;
void fragment_release(struct fragment *fragment);
/* Its text, until this request is answered; takes the caller's reference over. */
struct sv fragment_hold(struct ctx *cx, struct fragment *fragment);

/* From the cache, to be given back; NULL when it is not there, and on the writer's connection. */
struct fragment *fragment_find(struct ctx *cx, enum fragment_kind kind, int64_t id);
/* Grows with every write to anything. Asked before what a fragment is made of is read; fragment_keep() keeps nothing when it has grown. */
uint64_t fragments_changes(const struct fragments *fragments);
void fragment_keep(struct ctx *cx, enum fragment_kind kind, int64_t id, const struct fragment_draft *draft, uint64_t changes);

/* After a commit: it is shown differently now. */
void fragment_forget(struct fragments *fragments, enum fragment_kind kind, int64_t id);
void fragments_forget_all(struct fragments *fragments, enum fragment_kind kind);

#endif
