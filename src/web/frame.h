/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* frame.h - what several files of web/ share, and nobody else needs. */
#ifndef WEB_FRAME_H
#define WEB_FRAME_H

#include "base/buf.h"
#include "social/account.h"
#include "social/status.h"
#include "store/page.h"
#include "web/view.h"

struct view_compose; /* view_compose.h */

/* The CSRF token for a form of this request; sets a visitor's cookie when there is none yet: once in an answer. */
struct sv web_form_token(struct ctx *cx);

/* Where browsers find the service worker of this version and language (install.c). */
struct sv web_worker_url(struct ctx *cx);

/* What the address says was done (web_done()); none: nothing. */
struct sv web_said(const struct ctx *cx);

/* The account of the path's :acct, as a visitor may see it. FAIL_NOT_FOUND, FAIL_GONE. */
enum fail web_find_account(struct ctx *cx, struct account *account_r) MUST_USE;

/* "/@ada.rss", "/tags/boats.atom": whether that is asked; cx->path is then the name without the ending. */
enum feed_format { FEED_RSS, FEED_ATOM };
bool web_feed_asked(struct ctx *cx, enum feed_format *format_r);
enum fail web_account_feed(struct ctx *cx, enum feed_format format) MUST_USE;
enum fail web_tag_feed(struct ctx *cx, enum feed_format format) MUST_USE;

/* "@ada@talk.example" */
struct sv web_handle(struct ctx *cx, const struct account_row *row);
/* What previews show of a page about somebody: their picture. */
void web_preview_account(struct ctx *cx, const struct account *account, struct view_page *page);

/* One page of rows: those that may be seen, and the links to the pages beside it. */
enum fail web_show_rows(struct ctx *cx, const struct feed_row *rows, size_t count, const struct page *page, struct view_list *list_r) MUST_USE;

/* Somebody who has joined is told what comes next: a mail with a link (which can be sent again), or a moderator. */
enum fail web_wait(struct ctx *cx, int64_t account_id, struct sv email, bool for_mail) MUST_USE;

/* What the filters of cx->viewer say to a status that is shown in these contexts (bits of enum filter_context): it is folded, its media
 * are covered, or it is left out. What the preferences say to it, whoever posted it. Nothing without a viewer. */
void web_sift(struct ctx *cx, const struct status *status, unsigned contexts, struct view_status *view, bool *hidden_r);
void web_prefer(struct ctx *cx, struct view_status *view);
bool web_plays(const struct ctx *cx); /* animated pictures, by themselves */

/* The frame of a page of a member's settings; `here`: its path, as it stands in their list (settings.c). */
enum fail web_settings_page(struct ctx *cx, struct sv here, struct sv title, struct view_page *page_r) MUST_USE;

/* Where somebody goes who has just signed in: to `next`, or, who is new here and wants nothing special, to the first steps. */
enum fail web_first_place(struct ctx *cx, int64_t account_id, struct sv next, struct sv *place_r) MUST_USE;

/* Whether the one who sent a form can mend what was wrong: then the page is shown again with *problem_r, under the status of `fail`. */
bool web_mendable(struct ctx *cx, enum fail fail, struct sv *problem_r);

/* Somebody signed in whose account is about to be deleted by their own wish: they are asked whether to keep it. */
enum fail web_ask_to_keep(struct ctx *cx, int64_t account_id) MUST_USE;

/* What goes into <path d="…"> of an SVG with a viewBox of *size_r units. None when the text is too long. */
struct sv web_qr_path(struct ctx *cx, struct sv text, int64_t *size_r);

/* The form for a new post on a member's page that is not its own; what is posted comes into the list with the id `into`, always the
 * same one. Its tokens are in `page`. */
enum fail web_compose_box(struct ctx *cx, struct view_page *page, struct sv into, const struct view_compose **view_r) MUST_USE;
/* The same for an answer. NULL for a visitor. */
enum fail web_compose_answer(struct ctx *cx, const struct view_page *page, const struct status_row *answered, struct sv into,
                             const struct view_compose **view_r) MUST_USE;

/* Of a page that has no tokens but those at its end, and this list: what is before them is compressed once (answer.h: own_from). */
void web_own_at_end(struct ctx *cx, struct view_page *page, const struct view_list *list);

/* Size and focus from the JSON that is kept with a media file. */
void media_meta_read(struct sv meta, struct view_media *view);

#endif
