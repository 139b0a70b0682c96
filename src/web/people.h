/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* people.h - people as the pages show them, with what the viewer is to each. Inside web/ only. */
#ifndef WEB_PEOPLE_H
#define WEB_PEOPLE_H

#include "social/account.h"
#include "store/page.h"
#include "web/view_people.h"

/* "1,2,3": for the statements that take a list. */
struct sv web_ids_text(struct ctx *cx, const int64_t *ids, size_t count);

/* Those of the accounts that are there and not suspended, in their order. After viewer_enter(). Two statements. */
enum fail web_show_people(struct ctx *cx, const int64_t *ids, size_t count, enum view_person_act act, struct view_person **people_r,
                          size_t *shown_r) MUST_USE;

/* One account and all that the viewer is to it; asks the database, so that it also fits what a write has just changed. */
enum fail web_show_relation(struct ctx *cx, const struct account *account, struct view_relation *relation_r) MUST_USE;

/* The account of the path's :acct, to do something about it: also a suspended one, to be rid of it. FAIL_NOT_FOUND. */
enum fail web_find_them(struct ctx *cx, struct account_row *row_r) MUST_USE;

/* Links to the pages beside one of `count` rows from first_id to last_id; what else the query says stays. */
struct view_pages {
	struct sv newer, older;
};
struct view_pages web_pages_beside(struct ctx *cx, int64_t first_id, int64_t last_id, size_t count, const struct page *page);
/* The same for lists that are counted, not paged by id: `offset` of this page; more: there may be another. */
struct view_pages web_pages_counted(struct ctx *cx, int64_t offset, int64_t limit, bool more);

/* A path with these parameters of the query in place of what it has: the others stay. `value` none: without it. */
struct sv web_path_with(struct ctx *cx, const char *name, struct sv value);

/* --- what is talked about (trends.c) --------------------------------------------------------------------------------------- */

/* Hashtags and links with how many people used them each day of a week. One statement for hashtags, two for links. */
enum fail web_show_trend_tags(struct ctx *cx, const int64_t *ids, size_t count, struct view_trend_tag **tags_r, size_t *shown_r) MUST_USE;
/* What stands beside a timeline, a profile, a conversation: the hashtags that are talked about. Two statements, once a minute. */
enum fail web_aside(struct ctx *cx, struct view_page *page) MUST_USE;
enum fail web_show_trend_links(struct ctx *cx, const int64_t *ids, size_t count, struct view_trend_link **links_r, size_t *shown_r) MUST_USE;

/* Whom the viewer might follow. */
enum fail web_show_suggestions(struct ctx *cx, int64_t limit, struct view_person **people_r, size_t *shown_r) MUST_USE;

#endif
