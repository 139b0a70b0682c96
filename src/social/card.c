/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/card.h"

#include "base/id.h"
#include "social/account.h"
#include "social/card_read.h"
#include "social/community.h"
#include "social/effect.h"
#include "social/status.h"
#include "store/store.h"

#include <stdatomic.h>

#define DAY_MS (24 * 3600 * 1000LL)
#define FRESH_MS (14 * DAY_MS)
#define EMPTY_MS DAY_MS
enum { AT_ONCE = 2, LATER_MS = 5000 };

static struct card_fetcher fetcher;
static atomic_int asking; /* pages, in this process */

void card_set_fetcher(const struct card_fetcher *to)
{
	fetcher = *to;
}

/* --- addresses --------------------------------------------------------------------------------------------------------------- */

/* Cuts the scheme off. */
static struct sv cut_scheme(struct sv *url)
{
	static const struct sv schemes[] = { SV_INIT("https://"), SV_INIT("http://") };
	for (size_t i = 0; i < COUNT_OF(schemes); i++)
		if (sv_starts_nocase(*url, schemes[i])) {
			*url = sv_from(*url, schemes[i].n);
			return schemes[i];
		}
	return SV_NONE;
}

struct sv card_url(struct arena *arena, struct sv written)
{
	size_t n = 0;
	struct sv rest, scheme = cut_scheme(&written);
	sv_cut(&written, '#', &rest);
	while (n < rest.n && rest.p[n] != '/' && rest.p[n] != '?')
		n++;
	struct sv host = sv_first(rest, n), path = sv_from(rest, n);
	if (!scheme.n || !host.n || sv_has(host, '@') || sv_has(host, '\\'))
		return SV_NONE;
	host = ascii_lower(arena, host);
	return arena_printf(arena, SVF SVF "%s" SVF, SVA(scheme), SVA(host), sv_starts(path, SV("/")) ? "" : "/", SVA(path));
}

static bool leads_out(const struct ctx *cx, struct sv url)
{
	struct sv own = cx->community->url;
	return url.n && !(sv_starts(url, own) && sv_starts(sv_from(url, own.n), SV("/")));
}

struct sv card_link(struct ctx *cx, const struct text_span *spans, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct sv url = spans[i].kind == TEXT_URL ? card_url(&cx->arena, spans[i].name) : SV_NONE;
		if (leads_out(cx, url))
			return url;
	}
	return SV_NONE;
}

/* --- what is known ----------------------------------------------------------------------------------------------------------- */

/* A row without a title remembers that the page gave nothing; one that was never fetched was put there, and stays. */
enum fail card_find(struct ctx *cx, struct sv url, int64_t *id_r, bool *due_r)
{
	struct card_by_url_row card;
	enum fail fail = q_card_by_url(cx, url, &card);
	*id_r = 0;
	*due_r = true;
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	*id_r = card.title.n ? card.id : 0;
	*due_r = card.fetched_at && card.fetched_at + (card.title.n ? FRESH_MS : EMPTY_MS) < cx->now;
	return OK;
}

enum fail card_use(struct ctx *cx, int64_t id, int64_t account_id)
{
	return q_link_use_add(cx, id, cx->now / DAY_MS, account_id);
}

/* --- the job ----------------------------------------------------------------------------------------------------------------- */

struct visit {
	const struct job *job;
	struct sv url;
	bool asked, read; /* the page; and there was something in it */
	struct card_text text;
};

/* As posting_find_card() sees a new one. */
static struct sv link_of(struct ctx *cx, const struct status_row *row)
{
	struct text_span *spans;
	if (row->media_count || row->poll_id || row->quote_of_id)
		return SV_NONE;
	size_t count = text_scan(&cx->arena, row->text, &spans);
	return card_link(cx, spans, count);
}

static enum fail keep(struct ctx *cx, const struct visit *v)
{
	const struct card_text *text = &v->text;
	if (!v->read)
		return q_card_put_empty(cx, id_new(cx->now), v->url, cx->now);
	return q_card_put(cx, id_new(cx->now), v->url, text->title, text->description, text->author_name, text->provider_name,
	                  text->image_description, text->language, text->published_at, cx->now);
}

/* The status may have been edited while the page was asked. */
static enum fail attach(struct ctx *cx, const struct visit *v)
{
	struct status_row row;
	int64_t id;
	bool due;
	enum fail fail = q_status_get(cx, v->job->subject_id, &row);
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	TRY(card_find(cx, v->url, &id, &due));
	if (!id || !sv_eq(link_of(cx, &row), v->url))
		return OK;
	effect_add(cx, EFFECT_STATUS_COUNTED, row.id, 0);
	if (row.card_id == id)
		return OK;
	TRY(q_status_card_set(cx, row.id, id));
	bool counts = row.visibility == VISIBILITY_PUBLIC && !row.quiet && !row.hidden_at && !row.edited_at;
	return counts ? card_use(cx, id, row.account_id) : OK;
}

static enum fail write_visit(struct ctx *cx, void *arg)
{
	const struct visit *v = arg;
	TRY(job_done(cx, v->job));
	if (v->asked)
		TRY(keep(cx, v));
	return attach(cx, v);
}

static enum fail get(struct ctx *cx, struct sv url, struct sv *html_r)
{
	struct sv agent = arena_printf(&cx->arena, "Folkmoot/" FOLKMOOT_VERSION "; +" SVF "/", SVA(cx->community->url));
	return fetcher.get(fetcher.data, cx, url, agent, CARD_HTML_MOST, html_r);
}

static enum fail ask(struct ctx *cx, struct visit *v)
{
	struct sv html;
	enum fail fail = get(cx, v->url, &html);
	if (fail == FAIL_BROKEN)
		return fail;
	v->asked = true;
	v->read = fail == OK && card_read(&cx->arena, html, &v->text);
	return OK;
}

static enum fail write_later(struct ctx *cx, void *arg)
{
	const struct visit *v = arg;
	TRY(job_done(cx, v->job));
	return effect_job(cx, JOB_PREVIEW_CARD, v->job->subject_id, SV_NONE, cx->now + LATER_MS);
}

static enum fail write_part(struct ctx *cx, enum fail (*run)(struct ctx *cx, void *arg), struct visit *v)
{
	struct db *reader = cx->db;
	enum fail fail = writer_run(cx->community->writer, cx, run, v);
	cx->db = reader;
	if (fail == OK)
		effects_apply(cx);
	else
		cx->effects = NULL;
	return fail;
}

/* Slow pages must not keep all threads from mails and pushes: when enough are being asked, this one waits for its turn. */
static enum fail ask_in_turn(struct ctx *cx, struct visit *v)
{
	bool turn = atomic_fetch_add(&asking, 1) < AT_ONCE;
	enum fail fail = turn ? ask(cx, v) : OK;
	atomic_fetch_sub(&asking, 1);
	TRY(fail);
	return write_part(cx, turn ? write_visit : write_later, v);
}

enum fail card_ask(struct ctx *cx, struct sv url, struct sv *html_r)
{
	if (!fetcher.get || !url.n)
		return FAIL_UNAVAILABLE;
	bool turn = atomic_fetch_add(&asking, 1) < AT_ONCE;
	enum fail fail = turn ? get(cx, url, html_r) : FAIL_LIMITED;
	atomic_fetch_sub(&asking, 1);
	return fail;
}

enum fail card_fetch(struct ctx *cx, const struct job *job)
{
	struct visit visit = { .job = job };
	struct status_row row;
	int64_t known;
	bool due;
	enum fail fail = q_status_get(cx, job->subject_id, &row);
	if (fail == FAIL_NOT_FOUND)
		return OK; /* deleted in the meantime */
	TRY(fail);
	visit.url = link_of(cx, &row);
	if (!visit.url.n || !fetcher.get)
		return OK;
	TRY(card_find(cx, visit.url, &known, &due));
	return due ? ask_in_turn(cx, &visit) : write_part(cx, write_visit, &visit);
}
