/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The frame of the owner's pages, and the dashboard. */
#include "web/admin.h"

#include "moderation/gate.h"
#include "social/figure.h"
#include "social/overview.h"
#include "social/role.h"

/* What there is. Moderation (cases, reports, blocked servers) has its place after the first group. */
static const struct place {
	struct sv path, label, hint;
	const char *icon;
	uint64_t may;
	bool apart;
} places[] = {
	{ SV_INIT("/admin"), TR_MARK("Overview"), TR_MARK("How the community fares"), "poll", MAY_VIEW_DASHBOARD, false },
	{ SV_INIT("/admin/held"), TR_MARK("Held back"), TR_MARK("Posts that the screen keeps from others until one of you has looked"), "shield", MAY_MANAGE_REPORTS, false },
	{ SV_INIT("/admin/accounts"), TR_MARK("Accounts"), TR_MARK("Members, who waits to be let in, roles and badges"), "users", MAY_MANAGE_USERS, false },
	{ SV_INIT("/admin/invites"), TR_MARK("Invitations"), TR_MARK("Links that members have made"), "mail", MAY_MANAGE_INVITES, false },
	{ SV_INIT("/admin/appearance"), TR_MARK("Appearance"), TR_MARK("Name, colour, logo and banner"), "image", MAY_MANAGE_SETTINGS, true },
	{ SV_INIT("/admin/rules"), TR_MARK("Rules"), TR_MARK("What holds here"), "list", MAY_MANAGE_RULES, false },
	{ SV_INIT("/admin/screening"), TR_MARK("Screening"), TR_MARK("What is looked for in posts, and what that leads to"), "eye", MAY_MANAGE_RULES, false },
	{ SV_INIT("/admin/announcements"), TR_MARK("Announcements"), TR_MARK("What everybody is told"), "sound", MAY_MANAGE_ANNOUNCEMENTS, false },
	{ SV_INIT("/admin/emojis"), TR_MARK("Custom emoji"), TR_MARK("Pictures of your own for :shortcodes:"), "star", MAY_MANAGE_EMOJI, false },
	{ SV_INIT("/admin/settings"), TR_MARK("Settings"), TR_MARK("Texts, joining, what visitors see, limits"), "settings", MAY_MANAGE_SETTINGS, true },
	{ SV_INIT("/admin/audit"), TR_MARK("Audit log"), TR_MARK("Who did what, and when"), "clock", MAY_VIEW_AUDIT, false },
};

static const struct view_area *area_of(struct ctx *cx, struct sv here)
{
	struct view_area *area = arena_new(&cx->arena, struct view_area);
	struct view_entry *entries = arena_array(&cx->arena, struct view_entry, COUNT_OF(places));
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		const struct place *p = &places[i];
		if ((cx->who.may & p->may) == p->may)
			entries[area->count++] = (struct view_entry){ p->path, tr(p->label), tr(p->hint), p->icon, p->apart };
	}
	area->title = TR("Administration");
	area->path = SV("/admin");
	area->here = here;
	area->entries = entries;
	return area;
}

enum fail admin_page(struct ctx *cx, struct sv here, struct sv title, struct view_page *page_r)
{
	TRY(web_page(cx, page_r));
	page_r->title = title;
	page_r->place = VIEW_ADMIN;
	page_r->hidden = true;
	page_r->area = area_of(cx, here);
	return OK;
}

struct sv admin_date(struct ctx *cx, int64_t ms)
{
	struct sv date = ms ? view_time(&cx->arena, ms, cx->now).full : SV_NONE;
	ptrdiff_t comma = sv_find(date, SV(","));
	return comma > 0 ? sv_first(date, (size_t)comma) : date;
}

struct sv admin_size(struct ctx *cx, int64_t bytes)
{
	static const char *const units[] = { "KB", "MB", "GB", "TB" };
	double size = (double)bytes / 1000;
	size_t unit = 0;
	for (; size >= 1000 && unit + 1 < COUNT_OF(units); unit++)
		size /= 1000;
	return arena_printf(&cx->arena, size < 10 ? "%.1f %s" : "%.0f %s", size, units[unit]);
}

void admin_page_links(struct ctx *cx, int64_t first_id, int64_t last_id, size_t count, const struct page *page, struct sv *newer_r,
                      struct sv *older_r)
{
	bool moved = page->max_id != INT64_MAX || page->min_id;
	struct sv path = cx->http->path;
	for (size_t i = 0; i < cx->params->count; i++) { /* filters stay */
		const struct param *p = &cx->params->list[i];
		if (p->value.n && !sv_eq(p->name, SV("max_id")) && !sv_eq(p->name, SV("min_id")) && !sv_eq(p->name, SV("said")))
			path = web_with_param(cx, path, arena_cstr(&cx->arena, p->name), p->value);
	}
	if (moved && count)
		*newer_r = web_with_param(cx, path, "min_id", arena_printf(&cx->arena, "%lld", (long long)first_id));
	if (count && ((int64_t)count == page->limit || page->min_id))
		*older_r = web_with_param(cx, path, "max_id", arena_printf(&cx->arena, "%lld", (long long)last_id));
}

/* --- charts -------------------------------------------------------------------------------------------------------------------------- */

enum { STEP = 10, HEIGHT = 72 };

static struct sv day_of(struct ctx *cx, int64_t at)
{
	return view_time(&cx->arena, at, at + INT64_C(8) * 86400000).brief;
}

static struct view_chart chart(struct ctx *cx, const struct overview_counts *counts, const char *id, size_t offset)
{
	struct view_bar *bars = arena_array(&cx->arena, struct view_bar, OVERVIEW_DAYS);
	struct view_chart c = { .id = id, .bars = bars, .count = OVERVIEW_DAYS };
	for (int i = 0; i < OVERVIEW_DAYS; i++) {
		int64_t value = *(const int64_t *)((const char *)&counts->days[i] + offset);
		bars[i] = (struct view_bar){ .label = day_of(cx, counts->days[i].at), .value = value, .x = i * STEP + 1 };
		c.total += value;
		c.most = value > c.most ? value : c.most;
	}
	for (int i = 0; i < OVERVIEW_DAYS; i++) {
		bars[i].height = c.most ? (bars[i].value * HEIGHT + c.most - 1) / c.most : 0; /* what is there at all is seen */
		bars[i].y = HEIGHT - bars[i].height;
	}
	c.first = bars[0].label;
	c.last = bars[OVERVIEW_DAYS - 1].label;
	return c;
}

static void show_charts(struct ctx *cx, const struct overview_counts *counts, struct view_dashboard *view)
{
	struct view_chart *charts = arena_array(&cx->arena, struct view_chart, 3);
	charts[0] = chart(cx, counts, "joined", offsetof(struct overview_day, joined));
	charts[0].title = TR("New members");
	charts[0].of = TR("New members");
	charts[0].told = TRNF(&cx->arena, "%d member joined in the last four weeks; %d on the busiest day.",
	                      "%d members joined in the last four weeks; %d on the busiest day.", charts[0].total, charts[0].most);
	charts[1] = chart(cx, counts, "active", offsetof(struct overview_day, active));
	charts[1].title = TR("Active members");
	charts[1].of = TR("Members");
	charts[1].told = TRF(&cx->arena, "Members who did something on a day; %d on the busiest of the last four weeks.", charts[1].most);
	charts[2] = chart(cx, counts, "posts", offsetof(struct overview_day, posts));
	charts[2].title = TR("Posts");
	charts[2].of = TR("Posts");
	charts[2].told = TRNF(&cx->arena, "%d post in the last four weeks; %d on the busiest day.",
	                      "%d posts in the last four weeks; %d on the busiest day.", charts[2].total, charts[2].most);
	view->charts = charts;
	view->chart_count = 3;
}

/* --- what is stored, what waits -------------------------------------------------------------------------------------------------------- */

static void show_storage(struct ctx *cx, const struct overview_counts *counts, struct view_dashboard *view)
{
	static const struct sv names[STORED_KINDS] = { [STORED_PICTURES] = TR_MARK("Pictures"), [STORED_ANIMATIONS] = TR_MARK("Animations"),
		                                       [STORED_VIDEOS] = TR_MARK("Videos"),     [STORED_SOUND] = TR_MARK("Sound"),
		                                       [STORED_OTHER] = TR_MARK("Other files"), [STORED_DATABASE] = TR_MARK("Database") };
	struct view_share *shares = arena_array(&cx->arena, struct view_share, STORED_KINDS);
	int64_t all = 0, x = 0;
	for (int i = 0; i < STORED_KINDS; i++)
		all += counts->stored[i].bytes;
	for (int i = 0; i < STORED_KINDS; i++) {
		const struct overview_stored *stored = &counts->stored[i];
		if (!stored->files)
			continue;
		int64_t width = all ? stored->bytes * 1000 / all : 0;
		shares[view->share_count++] = (struct view_share){ tr(names[i]), admin_size(cx, stored->bytes), i, stored->files, x, width };
		x += width;
	}
	view->shares = shares;
	view->stored = admin_size(cx, all);
	if (!counts->disk_total)
		return;
	view->free = admin_size(cx, counts->disk_free);
	view->disk = admin_size(cx, counts->disk_total);
	view->used = 1000 - counts->disk_free / (counts->disk_total / 1000 + 1);
}

static struct sv waited(struct ctx *cx, int64_t ms)
{
	int64_t minutes = ms / 60000;
	if (ms <= 0)
		return SV_NONE;
	if (minutes < 1)
		return TR("less than a minute");
	if (minutes < 120)
		return TRNF(&cx->arena, "%d minute", "%d minutes", minutes);
	return minutes < 2880 ? TRNF(&cx->arena, "%d hour", "%d hours", minutes / 60) : TRNF(&cx->arena, "%d day", "%d days", minutes / 1440);
}

static void show_queues(struct ctx *cx, const struct overview *overview, struct view_dashboard *view)
{
	struct view_queue *queues = arena_array(&cx->arena, struct view_queue, overview->queue_count + 1);
	for (size_t i = 0; i < overview->queue_count; i++) {
		const struct overview_queue *q = &overview->queues[i];
		queues[i] = (struct view_queue){ q->kind, q->what, waited(cx, q->oldest_ms), q->due, q->later, q->failed };
	}
	view->queues = queues;
	view->queue_count = overview->queue_count;
}

enum fail web_admin(struct ctx *cx)
{
	struct view_page page;
	struct overview overview;
	struct figures_now figures;
	struct held_count_row held;
	struct view_dashboard view = { .may_approve = cx->who.may & MAY_MANAGE_USERS, .may_decide = cx->who.may & MAY_MANAGE_REPORTS };
	TRY(admin_page(cx, SV("/admin"), TR("Overview"), &page));
	TRY(overview_read(cx, &overview));
	TRY(figures_get(cx, &figures));
	view.members = figures.users;
	view.active = figures.active_month;
	view.statuses = figures.statuses;
	view.pending = overview.pending;
	view.reports = overview.reports;
	TRY(q_held_count(cx, &held));
	view.held = held.count;
	view.no_model = gate_model_fault(cx->community) != NULL;
	show_charts(cx, &overview.counts, &view);
	show_storage(cx, &overview.counts, &view);
	show_queues(cx, &overview, &view);
	tpl_dashboard_page(web_html(cx), &page, &view);
	return OK;
}
