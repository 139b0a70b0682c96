/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/trend.h"

#include "base/id.h"
#include "social/audit.h"
#include "social/community.h"
#include "social/effect.h"
#include "social/status.h"
#include "social/text.h"
#include "social/viewer.h"
#include "store/q.h"

#include <math.h>
#include <stdlib.h>

enum { DAY_MS = 86400000, MOST_STATUSES = 5000 };

static const struct sv kinds[TREND_KINDS] = { [TREND_TAG] = SV_INIT("tag"), [TREND_STATUS] = SV_INIT("status"), [TREND_LINK] = SV_INIT("link") };

struct scored {
	int64_t id;
	double score;
};
/* What one count found; written by the writer. */
struct ranking {
	enum trend_kind kind;
	struct scored *list;
	size_t count;
};

double trend_decayed(int64_t marks, double days_ago)
{
	return (double)marks * exp2(-(days_ago < 0 ? 0 : days_ago));
}

static int by_score(const void *a_, const void *b_)
{
	const struct scored *a = a_, *b = b_;
	if (a->score != b->score)
		return a->score < b->score ? 1 : -1;
	return a->id < b->id ? 1 : a->id > b->id ? -1 : 0;
}

static void rank(struct ranking *ranking)
{
	if (ranking->count)
		qsort(ranking->list, ranking->count, sizeof(*ranking->list), by_score);
	if (ranking->count > TREND_MOST)
		ranking->count = TREND_MOST;
}

/* --- counting ------------------------------------------------------------------------------------------------------------------------ */

/* Rows of one thing come one after the other, a day each. Too few accounts on its best day: it is left out. */
static void add_things(struct ranking *ranking, const struct trend_use_row *rows, size_t count, int64_t today)
{
	for (size_t i = 0; i < count;) {
		struct scored thing = { .id = rows[i].id };
		int64_t most = 0;
		for (; i < count && rows[i].id == thing.id; i++) {
			thing.score += trend_decayed(rows[i].accounts, (double)(today - rows[i].day));
			most = rows[i].accounts > most ? rows[i].accounts : most;
		}
		if (most >= TREND_LEAST_ACCOUNTS)
			ranking->list[ranking->count++] = thing;
	}
	rank(ranking);
}

static enum fail count_uses(struct ctx *cx, struct ranking *ranking)
{
	struct trend_use_row *rows;
	size_t count;
	int64_t today = cx->now / DAY_MS, since = today - TREND_DAYS + 1;
	TRY(ranking->kind == TREND_TAG ? q_trend_tag_uses(cx, since, &rows, &count) : q_trend_link_uses(cx, since, &rows, &count));
	ranking->list = arena_array(&cx->arena, struct scored, count + 1);
	add_things(ranking, rows, count, today);
	return OK;
}

static enum fail count_statuses(struct ctx *cx, struct ranking *ranking)
{
	struct trend_status_marks_row *rows;
	size_t count;
	TRY(q_trend_status_marks(cx, id_at(cx->now - (int64_t)TREND_DAYS * DAY_MS), MOST_STATUSES, &rows, &count));
	ranking->list = arena_array(&cx->arena, struct scored, count + 1);
	for (size_t i = 0; i < count; i++)
		ranking->list[ranking->count++] =
			(struct scored){ rows[i].id, trend_decayed(rows[i].marks, (double)(cx->now - rows[i].created_at) / DAY_MS) };
	rank(ranking);
	return OK;
}

static enum fail write_ranking(struct ctx *cx, void *ranking_)
{
	const struct ranking *ranking = ranking_;
	TRY(q_trends_clear(cx, kinds[ranking->kind]));
	for (size_t i = 0; i < ranking->count; i++)
		TRY(q_trend_put(cx, kinds[ranking->kind], ranking->list[i].id, ranking->list[i].score, (int64_t)i + 1));
	effect_add(cx, EFFECT_TRENDS, 0, 0);
	return OK;
}

enum fail trends_compute(struct ctx *cx)
{
	if (!settings(cx)->trends)
		return OK;
	for (int kind = 0; kind < TREND_KINDS; kind++) {
		struct ranking ranking = { .kind = (enum trend_kind)kind };
		TRY(kind == TREND_STATUS ? count_statuses(cx, &ranking) : count_uses(cx, &ranking));
		TRY(effects_write(cx, write_ranking, &ranking));
	}
	return OK;
}

enum fail trends_read(struct ctx *cx, enum trend_kind kind, int64_t limit, int64_t offset, int64_t **ids_r, size_t *count_r)
{
	struct trends_top_row *rows;
	*count_r = 0;
	*ids_r = NULL;
	if (!settings(cx)->trends)
		return OK;
	TRY(q_trends_top(cx, kinds[kind], limit, offset < 0 ? 0 : offset, &rows, count_r));
	*ids_r = arena_array(&cx->arena, int64_t, *count_r + 1);
	for (size_t i = 0; i < *count_r; i++)
		(*ids_r)[i] = rows[i].thing_id;
	return OK;
}

enum fail trends_sift(struct ctx *cx, int64_t *ids, size_t *count)
{
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		struct status_row row;
		unsigned hidden = 0;
		enum fail fail = status_see(cx, ids[i], &row);
		if (fail == OK)
			fail = viewer_hides(cx, row.account_id, &hidden);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
		if (fail == OK && !hidden)
			ids[kept++] = ids[i];
	}
	*count = kept;
	return OK;
}

/* --- moderators ------------------------------------------------------------------------------------------------------------------------ */

enum fail tag_change(struct ctx *cx, int64_t id, const struct tag_settings *to)
{
	struct admin_tag_row tag;
	TRY(q_admin_tag_get(cx, id, &tag));
	struct sv shown = to->display_name.n ? to->display_name : tag.display_name;
	if (!sv_eq(text_tag_key(&cx->arena, shown), tag.name))
		return refuse(cx, FAIL_INVALID, "Validation failed: Display name must be another spelling of #" SVF, SVA(tag.name));
	TRY(q_admin_tag_put(cx, id, shown, to->listable, to->trendable, to->usable));
	if (!to->trendable || !to->listable || !to->usable)
		TRY(q_trend_delete(cx, kinds[TREND_TAG], id));
	effect_add(cx, EFFECT_TRENDS, 0, 0);
	return audit_write(cx, "tag.change", "tag", id, shown);
}

static enum fail must_exist(struct ctx *cx, enum trend_kind kind, int64_t id)
{
	struct status_row status;
	struct card_get_row card;
	return kind == TREND_STATUS ? q_status_get(cx, id, &status) : q_card_get(cx, id, &card);
}

enum fail trend_review(struct ctx *cx, enum trend_kind kind, int64_t id, bool allowed)
{
	struct admin_tag_row tag;
	if (kind == TREND_TAG) {
		TRY(q_admin_tag_get(cx, id, &tag));
		return tag_change(cx, id, &(struct tag_settings){ .listable = tag.listable, .trendable = allowed, .usable = tag.usable });
	}
	TRY(must_exist(cx, kind, id));
	TRY(q_trend_review_put(cx, kinds[kind], id, allowed));
	if (!allowed)
		TRY(q_trend_delete(cx, kinds[kind], id));
	effect_add(cx, EFFECT_TRENDS, 0, 0);
	return audit_write(cx, allowed ? "trend.approve" : "trend.reject", arena_cstr(&cx->arena, kinds[kind]), id, SV(""));
}
