/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/search.h"

#include "base/id.h"
#include "base/metrics.h"
#include "social/account.h"
#include "social/standing.h"
#include "social/status.h"
#include "social/text.h"
#include "social/viewer.h"

enum { FIRST_BATCH = 64 };

/* A search on its way. */
struct search {
	struct search_query query;
	const struct search_wish *wish;
	int64_t from[SEARCH_MOST_FROM]; /* accounts; negative: not of that one */
	size_t from_count;
	int64_t author;                 /* the only one that can have written it, or 0 */
	bool impossible;                /* somebody unknown was named */
	int64_t *ids;
	size_t found, wanted;           /* wanted: offset + limit */
	int64_t below;                  /* the next batch */
	bool exhausted;
};

/* --- sifting ------------------------------------------------------------------------------------------------------------------------ */

static unsigned media_bits(const struct media_row *media, size_t count)
{
	unsigned bits = count ? HAS_MEDIA : 0;
	for (size_t i = 0; i < count; i++)
		bits |= sv_eq(media[i].type, SV("image"))   ? HAS_IMAGE
		        : sv_eq(media[i].type, SV("audio")) ? HAS_AUDIO
		        : media[i].type.n                   ? HAS_VIDEO
		                                            : 0;
	return bits;
}

static enum fail has_what_is_asked(struct ctx *cx, const struct search_query *query, const struct search_row *row, bool *has_r)
{
	unsigned bits = (row->poll_id ? HAS_POLL : 0) | (row->has_link ? HAS_LINK : 0);
	if ((query->has | query->has_not) & (HAS_MEDIA | HAS_IMAGE | HAS_VIDEO | HAS_AUDIO)) {
		struct media_row *media;
		size_t count;
		TRY(q_media_of(cx, row->id, &media, &count));
		bits |= media_bits(media, count);
	}
	*has_r = (bits & query->has) == query->has && !(bits & query->has_not);
	return OK;
}

static bool is_what_is_asked(const struct search_query *query, const struct search_row *row)
{
	unsigned bits = (row->in_reply_to_id ? IS_REPLY : 0) | (row->sensitive ? IS_SENSITIVE : 0);
	if ((bits & query->is) != query->is || bits & query->is_not)
		return false;
	if (query->language.n && !sv_eq_nocase(row->language, query->language))
		return false;
	return !query->language_not.n || !sv_eq_nocase(row->language, query->language_not);
}

static bool author_fits(const struct search *search, int64_t account_id)
{
	bool named = false, wanted = false;
	for (size_t i = 0; i < search->from_count; i++) {
		int64_t from = search->from[i];
		if (from == -account_id)
			return false;
		named |= from > 0;
		wanted |= from == account_id;
	}
	return (!named || wanted) && (!search->wish->account_id || search->wish->account_id == account_id);
}

/* Public and wanting to be found, or in one's library. */
static enum fail may_be_found(struct ctx *cx, const struct search_query *query, const struct search_row *row, bool *may_r)
{
	bool limited;
	TRY(standing_hides(cx, row->account_id, &limited));
	bool is_public = row->visibility == VISIBILITY_PUBLIC && row->indexable && !limited;
	*may_r = (is_public && query->in != IN_LIBRARY) || (row->own_marks && query->in != IN_PUBLIC) ||
	         (row->own_marks && query->in == IN_PUBLIC && row->visibility == VISIBILITY_PUBLIC);
	return OK;
}

/* The last word: the same rules as for opening it, and nobody that the reader hides. */
static enum fail may_be_read(struct ctx *cx, const struct search_row *row, bool *may_r)
{
	struct status_row status;
	unsigned hidden;
	TRY(viewer_hides(cx, row->account_id, &hidden));
	*may_r = false;
	if (hidden)
		return OK;
	enum fail fail = status_see(cx, row->id, &status);
	*may_r = fail == OK;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static enum fail sift(struct ctx *cx, struct search *search, const struct search_row *row)
{
	bool yes;
	if (!author_fits(search, row->account_id) || !is_what_is_asked(&search->query, row))
		return OK;
	TRY(may_be_found(cx, &search->query, row, &yes));
	if (yes)
		TRY(has_what_is_asked(cx, &search->query, row, &yes));
	if (yes)
		TRY(may_be_read(cx, row, &yes));
	if (yes)
		search->ids[search->found++] = row->id;
	return OK;
}

/* --- batches ------------------------------------------------------------------------------------------------------------------------- */

static int64_t above(const struct search *search)
{
	int64_t first = search->query.after ? id_at(search->query.after) - 1 : 0;
	return first > search->wish->min_id ? first : search->wish->min_id;
}

static enum fail run_batch(struct ctx *cx, struct search *search, int64_t author, int64_t size)
{
	struct search_row *rows;
	size_t count;
	int visibility = search->query.in == IN_PUBLIC ? VISIBILITY_PUBLIC : -1;
	TRY(q_search_statuses(cx, search_fts5(&cx->arena, &search->query, author, visibility),
	                      search_tsquery(&cx->arena, &search->query, author, visibility), search->below, above(search),
	                      cx->who.account_id, size, &rows, &count));
	for (size_t i = 0; i < count && search->found < search->wanted; i++)
		TRY(sift(cx, search, &rows[i]));
	search->exhausted = (int64_t)count < size;
	if (count)
		search->below = rows[count - 1].id;
	return OK;
}

/* Small batches first: what people look for is mostly new. */
static enum fail run(struct ctx *cx, struct search *search, int64_t author)
{
	int64_t seen = 0;
	search->exhausted = false;
	for (int64_t size = FIRST_BATCH; seen < SEARCH_MOST_CANDIDATES; seen += size, size *= 4) {
		TRY(run_batch(cx, search, author, size));
		if (search->exhausted || search->found == search->wanted)
			return OK;
	}
	return OK;
}

/* --- authors ------------------------------------------------------------------------------------------------------------------------- */

static enum fail find_author(struct ctx *cx, struct search *search, const struct search_from *from)
{
	struct account_row row = { .id = cx->who.account_id };
	enum fail fail = sv_eq_nocase(from->acct, SV("me")) ? OK : account_find_acct(cx, from->acct, &row);
	if (fail == FAIL_NOT_FOUND) {
		search->impossible |= !from->negative;
		return OK;
	}
	TRY(fail);
	search->from[search->from_count++] = from->negative ? -row.id : row.id;
	if (!from->negative)
		search->author = search->author && search->author != row.id ? 0 : row.id;
	return OK;
}

static enum fail find_authors(struct ctx *cx, struct search *search)
{
	for (size_t i = 0; i < search->query.from_count; i++)
		TRY(find_author(cx, search, &search->query.from[i]));
	if (search->wish->account_id)
		search->author = search->wish->account_id;
	return OK;
}

enum fail search_statuses(struct ctx *cx, const struct search_wish *wish, int64_t **ids_r, size_t *count_r)
{
	struct search search = { .wish = wish, .wanted = (size_t)(wish->offset + wish->limit), .below = wish->max_id };
	*count_r = 0;
	*ids_r = NULL;
	search_query_read(&cx->arena, wish->typed, &search.query);
	if (!cx->who.account_id || wish->limit < 1)
		return OK;
	metric_add(METRIC_searches_total, 1);
	if (search.query.before != INT64_MAX && id_at(search.query.before) < search.below)
		search.below = id_at(search.query.before);
	search.ids = arena_array(&cx->arena, int64_t, search.wanted + 1);
	TRY(find_authors(cx, &search));
	if (search.impossible)
		return OK;
	TRY(run(cx, &search, search.author));
	if (!search.author && !search.exhausted && search.found < search.wanted)
		TRY(run(cx, &search, cx->who.account_id)); /* one's own, however old */
	size_t skip = (size_t)wish->offset < search.found ? (size_t)wish->offset : search.found;
	*ids_r = search.ids + skip;
	*count_r = search.found - skip;
	return OK;
}

/* --- hashtags and addresses ---------------------------------------------------------------------------------------------------------------- */

enum fail search_tags(struct ctx *cx, struct sv typed, int64_t limit, int64_t offset, int64_t **ids_r, size_t *count_r)
{
	struct search_tags_row *rows;
	struct sv start = sv_trim(typed);
	if (start.n && start.p[0] == '#')
		start = sv_from(start, 1);
	start = text_tag_key(&cx->arena, start);
	*count_r = 0;
	*ids_r = NULL;
	if (!start.n)
		return OK;
	TRY(q_search_tags(cx, start, arena_printf(&cx->arena, SVF "\xf4\x8f\xbf\xbf", SVA(start)), limit, offset, &rows, count_r));
	*ids_r = arena_array(&cx->arena, int64_t, *count_r + 1);
	for (size_t i = 0; i < *count_r; i++)
		(*ids_r)[i] = rows[i].id;
	return OK;
}

static bool strip(struct sv *s, struct sv start)
{
	if (!sv_starts_nocase(*s, start))
		return false;
	*s = sv_from(*s, start.n);
	return true;
}

enum fail search_address(struct ctx *cx, struct sv url, int64_t *account_id_r, int64_t *status_id_r)
{
	struct account_row account;
	struct status_row status;
	struct sv rest = url, user, number;
	*account_id_r = *status_id_r = 0;
	if (!strip(&rest, cx->community->url) || (!strip(&rest, SV("/@")) && !strip(&rest, SV("/users/"))))
		return FAIL_NOT_FOUND;
	bool deep = sv_cut(&rest, '/', &user) && rest.n;
	TRY(account_find_acct(cx, user, &account));
	*account_id_r = account.id;
	if (!deep)
		return OK;
	strip(&rest, SV("statuses/"));
	sv_cut(&rest, '/', &number);
	if (!id_parse(number, status_id_r))
		return FAIL_NOT_FOUND;
	TRY(q_status_get(cx, *status_id_r, &status));
	return status.account_id == account.id ? OK : FAIL_NOT_FOUND;
}
