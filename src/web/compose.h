/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* compose.h - a compose form on its way: as it begins (compose_start.c), as it was sent (compose_read.c), as it is shown
 * (compose_show.c). What may be posted is social's business. Inside web/ only. */
#ifndef WEB_COMPOSE_H
#define WEB_COMPOSE_H

#include "social/status_edit.h"
#include "web/view_compose.h"

struct composing {
	struct status_draft draft;
	const struct media_edit *edits; /* descriptions and focus, as typed */
	size_t edit_count;
	int64_t edit_id;                /* at most one of these three: the status that it changes, */
	int64_t redraft_id;             /* that it takes the place of, */
	int64_t scheduled_id;           /* the scheduled one that it takes the place of */
	bool with_poll, with_warning, with_schedule;
	struct sv schedule;             /* as typed: "2026-11-24T15:00", UTC */
	int64_t at;                     /* the same as a time; 0: now */
	struct sv next, into;
	struct sv refused;              /* why the quote that was asked for cannot be */
	int64_t id;                     /* what became of it */
};

/* One's own, and no boost. FAIL_NOT_FOUND. */
enum fail compose_own_status(struct ctx *cx, int64_t id, struct status_row *row_r) MUST_USE;

/* From the query: ?text=, ?title= and ?url= (a share target), ?visibility= (only narrower than usual), ?reply=, ?quote=, ?edit=, ?redraft=, ?scheduled=. */
enum fail compose_start(struct ctx *cx, struct composing *c) MUST_USE;
/* An answer to `row`: whom it names, how wide it goes, what warns of it. */
enum fail compose_start_reply(struct ctx *cx, const struct status_row *row, struct composing *c) MUST_USE;
enum fail compose_start_new(struct ctx *cx, struct composing *c) MUST_USE;

/* From the form. When it fails, `c` has what was read until then. */
enum fail compose_read(struct ctx *cx, struct composing *c) MUST_USE;
/* Uploads the files of the form; on a slow thread. What went well before a failure is in the draft. */
enum fail compose_take_files(struct ctx *cx, struct composing *c) MUST_USE;

/* `problem` none: it is shown for the first time. After viewer_enter(). */
enum fail compose_show(struct ctx *cx, const struct view_page *page, const struct composing *c, struct sv problem, struct view_compose *view_r) MUST_USE;
enum fail compose_show_attached(struct ctx *cx, int64_t media_id, struct view_attached *view_r) MUST_USE;

#endif
