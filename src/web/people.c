/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People, as lists and profiles show them, with what the viewer is to each. */
#include "web/people.h"

#include "base/clock.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/web.h"

enum { HOW_ASKED = 1, HOW_FOLLOWS = 2, HOW_ASKS = 4 };

/* --- ties ---------------------------------------------------------------------------------------------------------------------- */

struct sv web_ids_text(struct ctx *cx, const int64_t *ids, size_t count)
{
	struct buf out = BUF(&cx->arena, 64 << 10);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%lld", i ? "," : "", (long long)ids[i]);
	return buf_sv(&out);
}

static unsigned how_of(const struct ties_among_row *rows, size_t count, int64_t account_id)
{
	unsigned how = 0;
	for (size_t i = 0; i < count; i++)
		if (rows[i].account_id == account_id)
			how |= (unsigned)rows[i].how;
	return how;
}

static struct view_tie plain_tie(struct ctx *cx, const struct account *account, struct sv path)
{
	return (struct view_tie){ .id = account->row.id,
		                  .path = path,
		                  .shown = cx->who.account_id && account->row.id != cx->who.account_id,
		                  .locked = account->row.locked,
		                  .moved = account->row.moved_to_id != 0 };
}

static enum fail fill_tie(struct ctx *cx, unsigned how, struct view_tie *tie)
{
	unsigned hidden;
	TRY(viewer_follows(cx, tie->id, &tie->following));
	TRY(viewer_hides(cx, tie->id, &hidden));
	tie->blocking = hidden & HIDDEN_BLOCKS;
	tie->blocked_by = hidden & HIDDEN_BLOCKED_BY;
	tie->muting = hidden & HIDDEN_MUTES;
	tie->asked = how & HOW_ASKED;
	tie->follows = how & HOW_FOLLOWS;
	tie->asks = how & HOW_ASKS;
	return OK;
}

static enum fail show_person(struct ctx *cx, const struct account *account, unsigned how, struct view_person *person_r)
{
	*person_r = (struct view_person){ .note = web_summary(cx, account->row.note), .bot = account->row.bot };
	TRY(web_show_account(cx, account, &person_r->account));
	person_r->tie = plain_tie(cx, account, person_r->account.path);
	return person_r->tie.shown ? fill_tie(cx, how, &person_r->tie) : OK;
}

static const struct account_row *row_of(const struct account_row *rows, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].id == id)
			return rows[i].suspended_at || rows[i].pending ? NULL : &rows[i];
	return NULL;
}

enum fail web_show_people(struct ctx *cx, const int64_t *ids, size_t count, enum view_person_act act, struct view_person **people_r,
                          size_t *shown_r)
{
	struct ties_among_row *ties = NULL;
	struct account_row *rows;
	size_t tie_count = 0, row_count;
	*people_r = arena_array(&cx->arena, struct view_person, count + 1);
	*shown_r = 0;
	if (!count)
		return OK;
	struct sv among = web_ids_text(cx, ids, count);
	TRY(q_accounts_among(cx, among, &rows, &row_count));
	if (cx->who.account_id)
		TRY(q_ties_among(cx, cx->who.account_id, among, &ties, &tie_count));
	for (size_t i = 0; i < count; i++) {
		struct account account;
		const struct account_row *row = row_of(rows, row_count, ids[i]);
		if (!row)
			continue;
		TRY(account_of_row(cx, row, &account));
		struct view_person *person = &(*people_r)[(*shown_r)++];
		TRY(show_person(cx, &account, how_of(ties, tie_count, ids[i]), person));
		person->act = act;
	}
	return OK;
}

/* --- a profile ------------------------------------------------------------------------------------------------------------------ */

static void fill_relation(struct ctx *cx, const struct relation_get_row *r, struct view_relation *relation)
{
	struct view_tie *tie = &relation->tie;
	tie->following = r->following;
	tie->asked = r->requested;
	tie->follows = r->followed_by;
	tie->asks = r->requested_by;
	tie->blocking = r->blocking;
	tie->blocked_by = r->blocked_by;
	tie->muting = r->muting;
	relation->notify = r->following ? r->notify : r->requested_notify;
	relation->boosts = r->following ? r->reblogs : r->requested_reblogs;
	relation->languages = r->following ? r->languages : r->requested_languages;
	relation->endorsed = r->endorsed;
	relation->domain_blocking = r->domain_blocking;
	relation->note = r->note;
	relation->muting_notifications = r->muting_notifications;
	if (r->mute_expires_at)
		relation->muted_until = view_time(&cx->arena, r->mute_expires_at, cx->now).full;
}

enum fail web_show_relation(struct ctx *cx, const struct account *account, struct view_relation *relation_r)
{
	struct relation_get_row row;
	struct sv acct = account_acct(cx, &account->row);
	struct sv path = arena_printf(&cx->arena, "/@" SVF, SVA(acct));
	*relation_r = (struct view_relation){ .tie = plain_tie(cx, account, path),
		                              .known = cx->who.account_id != 0,
		                              .mine = cx->who.account_id == account->row.id,
		                              .acct = acct,
		                              .domain = account->row.domain,
		                              .statuses = account->row.statuses_count,
		                              .following = account->row.following_count,
		                              .followers = account->row.followers_count };
	if (!relation_r->tie.shown)
		return OK;
	TRY(q_relation_get(cx, cx->who.account_id, account->row.id, account->row.domain, cx->now, &row));
	fill_relation(cx, &row, relation_r);
	return OK;
}

enum fail web_find_them(struct ctx *cx, struct account_row *row_r)
{
	TRY(account_find_acct(cx, cx->path[0], row_r));
	return row_r->pending ? FAIL_NOT_FOUND : OK;
}

/* --- pages ------------------------------------------------------------------------------------------------------------------------ */

static bool is_page_bound(struct sv name)
{
	return sv_eq(name, SV("max_id")) || sv_eq(name, SV("min_id")) || sv_eq(name, SV("since_id")) || sv_eq(name, SV("offset")) ||
	       sv_eq(name, SV("said")) || sv_eq(name, SV("undo"));
}

struct sv web_path_with(struct ctx *cx, const char *name, struct sv value)
{
	struct sv path = cx->http->path;
	for (size_t i = 0; i < cx->params->count; i++) {
		const struct param *param = &cx->params->list[i];
		if (!is_page_bound(param->name) && !sv_eq(param->name, sv_of(name)) && param->value.n)
			path = web_with_param(cx, path, arena_cstr(&cx->arena, param->name), param->value);
	}
	return value.n ? web_with_param(cx, path, name, value) : path;
}

static struct sv bound(struct ctx *cx, const char *name, int64_t id)
{
	return web_path_with(cx, name, arena_printf(&cx->arena, "%lld", (long long)id));
}

struct view_pages web_pages_beside(struct ctx *cx, int64_t first_id, int64_t last_id, size_t count, const struct page *page)
{
	struct view_pages pages = { 0 };
	bool moved = page->max_id != INT64_MAX || page->min_id;
	if (count && moved && !(page->min_id && (int64_t)count < page->limit))
		pages.newer = bound(cx, "min_id", first_id);
	else if (moved)
		pages.newer = web_path_with(cx, "min_id", SV_NONE);
	if ((int64_t)count == page->limit || (count && page->min_id))
		pages.older = bound(cx, "max_id", last_id);
	return pages;
}

struct view_pages web_pages_counted(struct ctx *cx, int64_t offset, int64_t limit, bool more)
{
	struct view_pages pages = { 0 };
	if (offset > limit)
		pages.newer = bound(cx, "offset", offset - limit);
	else if (offset > 0)
		pages.newer = web_path_with(cx, "offset", SV_NONE);
	if (more)
		pages.older = bound(cx, "offset", offset + limit);
	return pages;
}
