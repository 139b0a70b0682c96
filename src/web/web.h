/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* web.h - the pages: their routes (routes.def) and their handlers, a file per group of pages.
 *
 * A handler checks what it was sent, lets social do it, fills a view (view.h) and hands it to a template. A page that changes
 * something is a POST, checks its CSRF token first, and ends with a redirect. */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "app/answer.h"
#include "app/app.h"
#include "base/html.h"
#include "http/params.h"
#include "social/status.h"
#include "web/templates.h"

extern const struct route web_routes[]; /* ended by a row without pattern */

#define ROUTE(method, path, who, lane, limit, handler) enum fail web_##handler(struct ctx *cx);
#include "web/routes.def"
#undef ROUTE

/* What makes the pages work in the dispatcher: sets app_session. Before app_new(). */
void web_start(void);
void web_error_page(struct ctx *cx, enum fail fail);

/* --- the frame of a page (page.c) ------------------------------------------------------------------------------------------- */

/* Fills what every page shows: the community, who is signed in. */
enum fail web_page(struct ctx *cx, struct view_page *page_r) MUST_USE;
/* The same for a form: alone in the middle, hidden from search engines, with a CSRF token in page->csrf, also for visitors. */
enum fail web_form(struct ctx *cx, struct view_page *page_r, struct sv title) MUST_USE;
/* Where the template writes to; makes the answer an HTML page. */
struct buf *web_html(struct ctx *cx);
/* FAIL_FORBIDDEN with a sentence when the form does not carry its token. The first line of every handler of a POST. */
enum fail web_check_form(struct ctx *cx) MUST_USE;
enum fail web_redirect(struct ctx *cx, struct sv path) MUST_USE; /* 303, to a page of ours */


/* What a page says after a form has done its work (said.def). */
enum said {
#define SAID(name, text) SAID_##name,
#include "web/said.def"
#undef SAID
	SAID_COUNT
};
struct sv web_said_text(enum said said);
/* Back to a page of ours, which says so at its top. */
enum fail web_done(struct ctx *cx, struct sv path, enum said said) MUST_USE;
/* The form's field `next`, where it leads to a page of ours, else `otherwise`. */
struct sv web_next(const struct ctx *cx, struct sv otherwise);
/* static/js/app.js asks: a fragment of HTML is enough, in which elements have the ids of those whose place they take. */
bool web_wants_part(const struct ctx *cx);

/* The cookie of the session; none when there is none. */
struct sv web_session_cookie(const struct ctx *cx);
void web_set_cookie(struct ctx *cx, const char *name, struct sv value, int64_t seconds); /* seconds 0: forget it */
/* Signs somebody in: a new session, its cookie. On the slow lane. */
enum fail web_sign_in(struct ctx *cx, int64_t account_id) MUST_USE;

/* A path of this site from a form or query: "/" when it is none. */
struct sv web_local_path(struct sv next);
/* `name=value` to the end of a path, encoded. */
struct sv web_with_param(struct ctx *cx, struct sv path, const char *name, struct sv value);

/* --- what is shown (show.c) ---------------------------------------------------------------------------------------------------- */

enum fail web_show_account(struct ctx *cx, const struct account *account, struct view_account *view_r) MUST_USE;
enum fail web_show_status(struct ctx *cx, const struct status *status, struct view_status *view_r) MUST_USE;
void web_show_media(struct ctx *cx, const struct media_row *media, struct view_media *view_r);
struct view_card web_show_card(struct ctx *cx, const struct card_get_row *card);
/* Those of the rows that cx->who may see. */
enum fail web_show_feed(struct ctx *cx, const int64_t *ids, size_t count, struct view_list *list_r) MUST_USE;
/* Text for people, with paragraphs and links. */
struct html web_prose(struct ctx *cx, struct sv text);
struct html web_text(struct ctx *cx, struct sv text, const struct emoji *const *emojis, size_t count);
/* HTML of social's making, with pictures for its shortcodes. */
struct html web_emojify(struct ctx *cx, struct html html, const struct emoji *const *emojis, size_t count);
/* A plain extract for previews. */
struct sv web_summary(struct ctx *cx, struct sv text);

/* --- pages that are the same for every visitor (cache.c) ------------------------------------------------------------------------- */

struct pages *pages_new(void);
void pages_free(struct pages *pages);
/* After a commit: what is kept may no longer be true. */
void pages_told(struct community *community, const struct effect *effects);

/* A visitor's page that was rendered before, or "304 Not Modified": true, and it is the answer. */
bool web_from_cache(struct ctx *cx);
/* Keeps the answer for the next visitors, with an ETag. Nothing is kept for somebody who is signed in. */
enum fail web_keep(struct ctx *cx) MUST_USE;

/* --- groups of pages ---------------------------------------------------------------------------------------------------------------- */

/* The rules of the community as a list. */
enum fail web_rules(struct ctx *cx, const struct view_rule **rules_r, size_t *count_r) MUST_USE;

#endif
