/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* api.h - the Mastodon client API: its routes (routes.def) and their handlers, a file per resource.
 *
 * A handler checks what it was sent, lets social do it, and answers with an entity. It returns a failure, with or without a
 * sentence (refuse), and the dispatcher does the rest. */
#ifndef API_API_H
#define API_API_H

#include "api/entities/entities.h"
#include "app/answer.h"
#include "app/route.h"
#include "http/params.h"
#include "stream/hub.h"

extern const struct route api_routes[]; /* ended by a row without pattern */

#define ROUTE(method, path, who, scope, lane, limit, handler) enum fail api_##handler(struct ctx *cx);
#include "api/routes.def"
#undef ROUTE

/* The status of the path's :id, which cx->who may see. */
enum fail api_status_see(struct ctx *cx, struct status_row *row_r) MUST_USE;
/* The same, of what it boosts when it is a boost. */
enum fail api_status_see_original(struct ctx *cx, struct status_row *row_r) MUST_USE;
/* The status of the path's :id, a post of cx->who's own; FAIL_NOT_FOUND otherwise. */
enum fail api_status_own(struct ctx *cx, struct status_row *row_r) MUST_USE;
/* One page of statuses as the answer, with its Link header. `context`: which filters apply. */
enum fail api_answer_statuses(struct ctx *cx, const int64_t *ids, size_t count, const struct page *page, unsigned context) MUST_USE;
/* The same from feed rows, leaving out what the reader does not see (blocked, muted, private). */
enum fail api_answer_feed(struct ctx *cx, const struct feed_row *rows, size_t count, const struct page *page, unsigned context) MUST_USE;
/* The same for a profile: an author that the reader has muted shows there all the same. */
enum fail api_answer_profile(struct ctx *cx, const struct feed_row *rows, size_t count, const struct page *page) MUST_USE;
/* One status as the answer. */
enum fail api_answer_status(struct ctx *cx, int64_t id) MUST_USE;

/* How the hub shows things to clients of the API. */
hub_render api_stream_render;

/* The account of the path's :id; FAIL_NOT_FOUND also for one that waits for approval. */
enum fail api_account_see(struct ctx *cx, struct account_row *row_r) MUST_USE;

#endif
