/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is talked about, and whom to follow: as several pages show it. */
#include "app/fragment.h"
#include "social/community.h"
#include "social/suggestion.h"
#include "social/viewer.h"
#include "social/trend.h"
#include "web/people.h"
#include "web/web.h"

enum { DAYS = 7, WIDE = 64, HIGH = 24, LATELY = 2, ASIDE_TAGS = 4, ASIDE_MS = 60 * 1000, ASIDE_MOST = 64 << 10 };

struct week {
	int64_t people[DAYS]; /* the oldest day first */
};

static int64_t first_day(const struct ctx *cx)
{
	return cx->now / 86400000 - DAYS + 1;
}

/* From the left edge to the right one; the busiest day reaches the top. */
static struct sv line_of(struct ctx *cx, const struct week *week)
{
	struct buf out = BUF(&cx->arena, 400);
	int64_t most = 1;
	for (int i = 0; i < DAYS; i++)
		most = week->people[i] > most ? week->people[i] : most;
	for (int i = 0; i < DAYS; i++)
		buf_printf(&out, "%s%d %d", i ? " L" : "M", i * WIDE / (DAYS - 1), (int)(HIGH - 2 - week->people[i] * (HIGH - 4) / most));
	return buf_sv(&out);
}

static int64_t lately(const struct week *week)
{
	int64_t people = 0;
	for (int i = DAYS - LATELY; i < DAYS; i++)
		people += week->people[i];
	return people;
}

static void count_day(const struct ctx *cx, struct week *week, int64_t day, int64_t people)
{
	int64_t at = day - first_day(cx);
	if (at >= 0 && at < DAYS)
		week->people[at] += people;
}

/* --- hashtags ---------------------------------------------------------------------------------------------------------------------- */

static bool show_tag(struct ctx *cx, int64_t id, const struct tag_days_among_row *rows, size_t count, struct view_trend_tag *tag)
{
	struct week week = { 0 };
	bool found = false;
	for (size_t i = 0; i < count; i++)
		if (rows[i].id == id) {
			tag->name = rows[i].display_name;
			tag->path = arena_printf(&cx->arena, "/tags/" SVF, SVA(rows[i].name));
			count_day(cx, &week, rows[i].day, rows[i].accounts);
			found = true;
		}
	tag->id = id;
	tag->people = lately(&week);
	tag->line = line_of(cx, &week);
	tag->following = cx->viewer && map_find(&cx->viewer->tags, id);
	return found;
}

enum fail web_show_trend_tags(struct ctx *cx, const int64_t *ids, size_t count, struct view_trend_tag **tags_r, size_t *shown_r)
{
	struct tag_days_among_row *rows;
	size_t row_count;
	*tags_r = arena_array(&cx->arena, struct view_trend_tag, count + 1);
	*shown_r = 0;
	if (!count)
		return OK;
	TRY(q_tag_days_among(cx, web_ids_text(cx, ids, count), first_day(cx), &rows, &row_count));
	for (size_t i = 0; i < count; i++)
		if (show_tag(cx, ids[i], rows, row_count, &(*tags_r)[*shown_r]))
			++*shown_r;
	return OK;
}

/* As it was rendered within the last minute: the figures are of two days. */
static bool find_aside(struct ctx *cx, struct html *aside_r)
{
	struct fragment *kept = fragment_find(cx, FRAGMENT_PAGE_TRENDS, tr_language);
	bool fresh = kept && cx->now - kept->created_at < ASIDE_MS;
	if (fresh)
		*aside_r = html_stored(fragment_hold(cx, kept));
	else
		fragment_release(kept);
	return fresh;
}

enum fail web_aside(struct ctx *cx, struct view_page *page)
{
	struct fragment_draft draft = { .text = BUF(&cx->arena, ASIDE_MOST), .about = { .created_at = cx->now } };
	uint64_t changes = fragments_changes(cx->community->fragments);
	int64_t *ids;
	size_t count;
	struct view_trend_tag *tags;
	if (find_aside(cx, &page->trends))
		return OK;
	TRY(trends_read(cx, TREND_TAG, ASIDE_TAGS, 0, &ids, &count));
	TRY(web_show_trend_tags(cx, ids, count, &tags, &count));
	tpl_trends_aside(&draft.text, tags, count);
	fragment_keep(cx, FRAGMENT_PAGE_TRENDS, tr_language, &draft, changes);
	page->trends = html_stored(buf_sv(&draft.text));
	return OK;
}

/* --- links ------------------------------------------------------------------------------------------------------------------------- */

static const struct card_get_row *card_of(const struct card_get_row *cards, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (cards[i].id == id)
			return &cards[i];
	return NULL;
}

static void show_link(struct ctx *cx, const struct card_get_row *card, const struct link_days_among_row *rows, size_t count,
                      struct view_trend_link *link)
{
	struct week week = { 0 };
	for (size_t i = 0; i < count; i++)
		if (rows[i].id == card->id)
			count_day(cx, &week, rows[i].day, rows[i].accounts);
	link->card = web_show_card(cx, card);
	link->people = lately(&week);
	link->line = line_of(cx, &week);
}

enum fail web_show_trend_links(struct ctx *cx, const int64_t *ids, size_t count, struct view_trend_link **links_r, size_t *shown_r)
{
	struct card_get_row *cards;
	struct link_days_among_row *rows;
	size_t card_count, row_count;
	*links_r = arena_array(&cx->arena, struct view_trend_link, count + 1);
	*shown_r = 0;
	if (!count)
		return OK;
	struct sv among = web_ids_text(cx, ids, count);
	TRY(q_cards_among(cx, among, &cards, &card_count));
	TRY(q_link_days_among(cx, among, first_day(cx), &rows, &row_count));
	for (size_t i = 0; i < count; i++) {
		const struct card_get_row *card = card_of(cards, card_count, ids[i]);
		if (card)
			show_link(cx, card, rows, row_count, &(*links_r)[(*shown_r)++]);
	}
	return OK;
}

/* --- people ------------------------------------------------------------------------------------------------------------------------ */

enum fail web_show_suggestions(struct ctx *cx, int64_t limit, struct view_person **people_r, size_t *shown_r)
{
	struct suggestion *list;
	size_t count;
	TRY(suggestions(cx, limit, &list, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = list[i].account_id;
	TRY(web_show_people(cx, ids, count, PERSON_SUGGESTED, people_r, shown_r));
	for (size_t i = 0; i < *shown_r; i++)
		for (size_t k = 0; k < count; k++)
			if (list[k].account_id == (*people_r)[i].tie.id)
				(*people_r)[i].why = list[k].near ? TR("Followed by people you follow") : TR("Well known here");
	return OK;
}
