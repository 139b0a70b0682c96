/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a member is told: notifications in groups, with what can be done at once; those that wait for a decision. */
#include "social/filter.h"
#include "social/follow.h"
#include "social/marker.h"
#include "social/notification_policy.h"
#include "social/viewer.h"
#include "web/faces.h"
#include "web/frame.h"
#include "web/web.h"

enum { PER_PAGE = 20, FACES = 5, MOST_PENDING = 100 };

/* --- what to show ------------------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	struct sv types; /* as notification_wish has them */
	struct sv label;
} tabs[] = {
	{ "", SV_INIT(""), TR_MARK("All") },
	{ "mentions", SV_INIT(" mention quote "), TR_MARK("Mentions") },
	{ "boosts", SV_INIT(" reblog "), TR_MARK("Boosts") },
	{ "favourites", SV_INIT(" favourite "), TR_MARK("Favourites") },
	{ "follows", SV_INIT(" follow follow_request "), TR_MARK("Follows") },
	{ "polls", SV_INIT(" poll "), TR_MARK("Polls") },
	{ "posts", SV_INIT(" status update quoted_update "), TR_MARK("Posts") },
};

/* How each type looks: what it says, whether the whole post is shown. */
static const struct look {
	struct sv type;
	const char *icon;
	struct sv label;
	bool whole;
} looks[] = {
	{ SV_INIT("mention"), "at", TR_MARK("Mentioned you"), true },
	{ SV_INIT("status"), "bell", TR_MARK("Posted"), true },
	{ SV_INIT("reblog"), "boost", TR_MARK("Boosted your post"), false },
	{ SV_INIT("follow"), "user", TR_MARK("Follows you now"), false },
	{ SV_INIT("follow_request"), "user", TR_MARK("Asks to follow you"), false },
	{ SV_INIT("favourite"), "star", TR_MARK("Favourited your post"), false },
	{ SV_INIT("poll"), "poll", TR_MARK("A poll has ended"), true },
	{ SV_INIT("update"), "pen", TR_MARK("Edited a post"), true },
	{ SV_INIT("quote"), "quote", TR_MARK("Quoted your post"), true },
	{ SV_INIT("quoted_update"), "pen", TR_MARK("Edited a post that you quoted"), true },
	{ SV_INIT("severed_relationships"), "users", TR_MARK("Some of your connections have ended"), false },
	{ SV_INIT("moderation_warning"), "shield", TR_MARK("The moderators have written to you"), false },
	{ SV_INIT("admin.sign_up"), "plus", TR_MARK("Signed up"), false },
	{ SV_INIT("admin.report"), "flag", TR_MARK("Filed a report"), false },
};
static const struct look by_screen = { SV_INIT("admin.report"), "flag", TR_MARK("The screen has filed a report"), false };

static const struct look *look_of(struct sv type)
{
	for (size_t i = 0; i < COUNT_OF(looks); i++)
		if (sv_eq(type, looks[i].type))
			return &looks[i];
	return NULL;
}

static size_t tab_asked(const struct ctx *cx)
{
	struct sv show = param_sv(cx->params, "show");
	for (size_t i = 0; show.n && i < COUNT_OF(tabs); i++)
		if (sv_eq(show, sv_of(tabs[i].name)))
			return i;
	return 0;
}

static struct sv path_of(struct ctx *cx, size_t tab, int64_t max_id)
{
	struct sv path = SV("/notifications");
	if (tab)
		path = web_with_param(cx, path, "show", sv_of(tabs[tab].name));
	return max_id ? web_with_param(cx, path, "max_id", arena_printf(&cx->arena, "%lld", (long long)max_id)) : path;
}

static void show_tabs(struct ctx *cx, size_t here, struct view_notifications *view)
{
	struct view_tab_link *list = arena_array(&cx->arena, struct view_tab_link, COUNT_OF(tabs));
	for (size_t i = 0; i < COUNT_OF(tabs); i++)
		list[i] = (struct view_tab_link){ path_of(cx, i, 0), tr(tabs[i].label), i == here };
	view->tabs = list;
	view->tab_count = COUNT_OF(tabs);
}

/* --- one page ------------------------------------------------------------------------------------------------------------------------- */

struct gathered {
	struct notification_group *groups;
	size_t count;
	struct faces faces;
	struct view_list statuses;
	int64_t read_id; /* those above are unread */
};

static enum fail gather(struct ctx *cx, struct gathered *g)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, g->count + 1);
	size_t n = 0;
	struct marker_get_row marker;
	g->faces = faces_new(cx, g->count * FACES);
	for (size_t i = 0; i < g->count; i++) {
		for (size_t k = 0; k < g->groups[i].sample_count && k < FACES; k++)
			faces_want(&g->faces, g->groups[i].samples[k]);
		if (g->groups[i].newest.status_id)
			ids[n++] = g->groups[i].newest.status_id;
	}
	TRY(faces_load(cx, &g->faces));
	g->statuses.filters = FILTER_NOTIFICATIONS;
	TRY(web_show_feed(cx, ids, n, &g->statuses));
	enum fail fail = q_marker_get(cx, cx->who.account_id, SV("notifications"), &marker);
	g->read_id = fail == OK ? marker.last_read_id : 0;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static const struct view_status *status_of(const struct gathered *g, int64_t id)
{
	for (size_t i = 0; id && i < g->statuses.count; i++)
		if (g->statuses.statuses[i].id == id)
			return &g->statuses.statuses[i];
	return NULL;
}

static void show_faces(struct ctx *cx, const struct gathered *g, const struct notification_group *group, struct view_notification *view)
{
	const struct view_account **faces = arena_array(&cx->arena, const struct view_account *, FACES);
	for (size_t i = 0; i < group->sample_count && i < FACES; i++) {
		const struct view_account *face = faces_find(&g->faces, group->samples[i]);
		if (face)
			faces[view->face_count++] = face;
	}
	view->faces = faces;
	view->more = group->count > (int64_t)view->face_count ? group->count - (int64_t)view->face_count : 0;
}

static bool is_shown_whole(const struct view_notification *views, size_t count, const struct view_status *status)
{
	for (size_t i = 0; i < count; i++)
		if (views[i].status == status && views[i].whole)
			return true;
	return false;
}

/* What the moderators, or the screen, have written. */
static void show_warning(struct ctx *cx, const struct notification_row *row, struct view_notification *view)
{
	int64_t status_id;
	struct account_row own;
	notification_warning_read(cx, row->event, &view->text, &status_id);
	if (status_id && q_account_get(cx, cx->who.account_id, &own) == OK) /* it is always about one's own */
		view->text_path = arena_printf(&cx->arena, "/@" SVF "/%lld", SVA(own.username), (long long)status_id);
}

static void show_group(struct ctx *cx, const struct gathered *g, const struct notification_group *group, struct view_notification *views, size_t *count)
{
	const struct notification_row *row = &group->newest;
	bool unasked = sv_eq(row->type, SV("admin.report")) && row->from_account_id == cx->who.account_id; /* nobody has filed it */
	const struct look *look = unasked ? &by_screen : look_of(row->type);
	const struct view_status *status = status_of(g, row->status_id);
	struct view_notification view = { .id = row->id,
		                          .key = group->key,
		                          .icon = look ? look->icon : "bell",
		                          .label = look ? tr(look->label) : row->type,
		                          .time = view_time(&cx->arena, row->created_at, cx->now),
		                          .unread = row->id > g->read_id,
		                          .status = status };
	if (!look || (row->status_id && !status))
		return;
	show_faces(cx, g, group, &view);
	const struct notification_type *type = notification_type(row->type);
	view.nobody = type->about == NOTIFICATION_OF_EVENT || type->about == NOTIFICATION_OF_WARNING || unasked;
	if (!view.face_count && !view.nobody)
		return;
	view.whole = look->whole && status && !is_shown_whole(views, *count, status);
	if (type->about == NOTIFICATION_OF_WARNING)
		show_warning(cx, row, &view);
	if (sv_eq(row->type, SV("follow_request")))
		view.asker_id = row->from_account_id;
	views[(*count)++] = view;
}

static enum fail show_page(struct ctx *cx, size_t tab, struct view_notifications *view)
{
	struct page page = page_read(cx, PER_PAGE, PER_PAGE);
	struct notification_wish wish = { .types = tabs[tab].types, .without = SV(""), .grouped = SV("") };
	struct gathered g = { 0 };
	int64_t low, high;
	TRY(notification_groups_list(cx, &wish, &page, &g.groups, &g.count, &low, &high));
	TRY(gather(cx, &g));
	struct view_notification *views = arena_array(&cx->arena, struct view_notification, g.count + 1);
	for (size_t i = 0; i < g.count; i++)
		show_group(cx, &g, &g.groups[i], views, &view->count);
	view->list = views;
	view->newest = !tab && page.max_id == INT64_MAX ? high : 0;
	if ((int64_t)g.count == page.limit)
		view->older = path_of(cx, tab, low);
	if (page.max_id != INT64_MAX)
		view->newer = path_of(cx, tab, 0);
	return OK;
}

static enum fail count_requests(struct ctx *cx, struct view_notifications *view)
{
	struct notification_requests_pending_row pending;
	TRY(q_notification_requests_pending(cx, cx->who.account_id, MOST_PENDING, &pending));
	view->requests = pending.requests;
	return OK;
}

enum fail web_notifications(struct ctx *cx)
{
	struct view_page page;
	struct view_notifications view = { 0 };
	size_t tab = tab_asked(cx);
	TRY(web_page(cx, &page));
	TRY(viewer_enter(cx));
	show_tabs(cx, tab, &view);
	TRY(show_page(cx, tab, &view));
	if (!view.newer.n)
		TRY(count_requests(cx, &view));
	view.unread = page.waiting.notifications;
	page.title = TR("Notifications");
	page.place = VIEW_NOTIFICATIONS;
	page.hidden = true;
	tpl_notifications_page(web_html(cx), &page, &view);
	return OK;
}

/* What stood on the page is no longer there. */
static enum fail answer_gone(struct ctx *cx, struct sv path, enum said said)
{
	if (!web_wants_part(cx))
		return web_done(cx, path, said);
	tpl_gone_part(web_html(cx), web_said_text(said));
	return OK;
}

/* --- acts ----------------------------------------------------------------------------------------------------------------------------- */

enum fail web_notifications_read(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(marker_advance(cx, "notifications", param_id(cx->params, "id")));
	return web_redirect(cx, web_next(cx, SV("/notifications")));
}

enum fail web_notification_dismiss(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(notification_dismiss_group(cx, cx->path[0]));
	return answer_gone(cx, web_next(cx, SV("/notifications")), SAID_PUT_AWAY);
}

enum fail web_notifications_clear_form(struct ctx *cx)
{
	struct view_page page;
	TRY(web_form(cx, &page, TR("Clear all notifications?")));
	tpl_notifications_clear_page(web_html(cx), &page);
	return OK;
}

enum fail web_notifications_clear(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(notifications_clear(cx));
	return web_done(cx, SV("/notifications"), SAID_CLEARED);
}

static enum fail answer_asker(struct ctx *cx, enum fail (*answer)(struct ctx *cx, int64_t account_id), enum said said)
{
	TRY(web_check_form(cx));
	enum fail fail = answer(cx, path_id(cx, 0));
	if (fail != OK && fail != FAIL_NOT_FOUND) /* they may have taken it back */
		return fail;
	return answer_gone(cx, web_next(cx, SV("/notifications")), said);
}

enum fail web_follow_accept(struct ctx *cx)
{
	return answer_asker(cx, follow_authorize, SAID_FOLLOWER_ACCEPTED);
}

enum fail web_follow_reject(struct ctx *cx)
{
	return answer_asker(cx, follow_reject, SAID_FOLLOWER_REJECTED);
}

/* --- what waits for a decision ---------------------------------------------------------------------------------------------------------- */

static enum fail show_request(struct ctx *cx, const struct notification_request_row *row, const struct faces *faces, struct view_request *view)
{
	struct status_row status;
	*view = (struct view_request){ .id = row->id, .from = faces_find(faces, row->from_account_id), .count = row->count,
		                       .time = view_time(&cx->arena, row->updated_at, cx->now) };
	if (!row->last_status_id)
		return OK;
	enum fail fail = status_see(cx, row->last_status_id, &status);
	if (fail == OK)
		view->last = web_summary(cx, status.spoiler_text.n ? status.spoiler_text : status.text);
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static enum fail show_requests(struct ctx *cx, struct view_requests *view)
{
	struct page page = page_read(cx, PER_PAGE, PER_PAGE);
	struct notification_request_row *rows;
	size_t count;
	TRY(q_notification_requests_of(cx, cx->who.account_id, &page, &rows, &count));
	struct faces faces = faces_new(cx, count);
	for (size_t i = 0; i < count; i++)
		faces_want(&faces, rows[i].from_account_id);
	TRY(faces_load(cx, &faces));
	struct view_request *list = arena_array(&cx->arena, struct view_request, count + 1);
	for (size_t i = 0; i < count; i++)
		if (faces_find(&faces, rows[i].from_account_id))
			TRY(show_request(cx, &rows[i], &faces, &list[view->count++]));
	view->list = list;
	if ((int64_t)count == page.limit)
		view->older = arena_printf(&cx->arena, "/notifications/requests?max_id=%lld", (long long)rows[count - 1].id);
	return OK;
}

enum fail web_notification_requests(struct ctx *cx)
{
	struct view_page page;
	struct view_requests view = { 0 };
	TRY(web_page(cx, &page));
	TRY(viewer_enter(cx));
	TRY(show_requests(cx, &view));
	page.title = TR("Filtered notifications");
	page.place = VIEW_NOTIFICATIONS;
	page.hidden = true;
	tpl_notification_requests_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_notification_request_accept(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(request_accept(cx, path_id(cx, 0)));
	return answer_gone(cx, SV("/notifications/requests"), SAID_REQUEST_ACCEPTED);
}

enum fail web_notification_request_dismiss(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(request_dismiss(cx, path_id(cx, 0)));
	return answer_gone(cx, SV("/notifications/requests"), SAID_REQUEST_DISMISSED);
}
