/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A profile: posts, posts with replies, media. */
#include "social/filter.h"
#include "http/file.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/linked.h"
#include "web/web.h"

#include <time.h>

enum { PER_PAGE = 20 };

enum fail web_find_account(struct ctx *cx, struct account *account_r)
{
	struct account_row row;
	struct login_row login;
	TRY(account_find_acct(cx, cx->path[0], &row));
	if (row.suspended_at)
		return refuse(cx, FAIL_GONE, "This account is suspended.");
	if (!row.domain.n && q_login_get(cx, row.id, &login) == OK && (!login.approved_at || !login.confirmed_at))
		return FAIL_NOT_FOUND; /* nobody's business yet */
	return account_load(cx, row.id, account_r);
}

static void show_fields(struct ctx *cx, const struct account *account, struct view_profile *profile)
{
	struct view_field *fields = arena_array(&cx->arena, struct view_field, account->field_count + 1);
	for (size_t i = 0; i < account->field_count; i++) {
		const struct account_field *field = &account->fields[i];
		fields[i] = (struct view_field){ .name = web_text(cx, field->name, account->emojis, account->emoji_count),
			                         .value = web_emojify(cx, html_stored(field->html), account->emojis, account->emoji_count) };
		if (field->verified_at)
			fields[i].verified = arena_printf(&cx->arena, "Ownership of this link was checked on " SVF,
			                                  SVA(view_time(&cx->arena, field->verified_at, cx->now).full));
	}
	profile->fields = fields;
	profile->field_count = account->field_count;
}

static struct sv month_of(struct ctx *cx, int64_t ms)
{
	time_t at_s = (time_t)(ms / 1000);
	struct tm at;
	char text[40];
	if (!gmtime_r(&at_s, &at) || !strftime(text, sizeof(text), "%B %Y", &at))
		return SV("");
	return arena_dup(&cx->arena, sv_of(text));
}

static void show_notices(struct ctx *cx, const struct account *account, struct view_profile *profile)
{
	if (account->moved_to) {
		profile->moved_acct = account_acct(cx, &account->moved_to->row);
		profile->moved_path = arena_printf(&cx->arena, "/@" SVF, SVA(profile->moved_acct));
		profile->notice = TR("This account has moved to");
	} else if (account->row.memorial) {
		profile->notice = TR("In memory of somebody who is no longer with us.");
	} else if (account->row.silenced_at) {
		profile->notice = TR("The moderators of this community have limited this account.");
	}
}

static enum fail show_head(struct ctx *cx, const struct account *account, struct view_profile *profile)
{
	const struct account_row *row = &account->row;
	struct profile_tags_row *tags;
	TRY(web_show_account(cx, account, &profile->account));
	TRY(q_profile_tags(cx, row->id, &tags, &profile->featured_tag_count));
	struct view_tag *views = arena_array(&cx->arena, struct view_tag, profile->featured_tag_count + 1);
	for (size_t i = 0; i < profile->featured_tag_count; i++)
		views[i] = (struct view_tag){ .name = tags[i].display_name, .path = arena_printf(&cx->arena, "/tags/" SVF, SVA(tags[i].name)) };
	profile->featured_tags = views;
	profile->avatar_large = account_avatar(cx, row, false);
	profile->header = row->header.n ? account_header(cx, row, false) : SV_NONE;
	profile->note = web_emojify(cx, html_stored(row->note_html), account->emojis, account->emoji_count);
	profile->statuses = row->statuses_count;
	profile->following = row->following_count;
	profile->followers = row->followers_count;
	profile->joined = month_of(cx, row->created_at);
	profile->locked = row->locked;
	profile->bot = row->bot;
	show_fields(cx, account, profile);
	show_notices(cx, account, profile);
	profile->tab_paths[VIEW_TAB_POSTS] = profile->account.path;
	profile->tab_paths[VIEW_TAB_REPLIES] = arena_printf(&cx->arena, SVF "/with_replies", SVA(profile->account.path));
	profile->tab_paths[VIEW_TAB_MEDIA] = arena_printf(&cx->arena, SVF "/media", SVA(profile->account.path));
	return OK;
}

static enum fail show_pinned(struct ctx *cx, int64_t account_id, struct view_list *list)
{
	struct profile_pins_row *pins;
	size_t count;
	TRY(q_profile_pins(cx, account_id, &pins, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = pins[i].status_id;
	list->filters = FILTER_ACCOUNT;
	TRY(web_show_feed(cx, ids, count, list));
	struct view_status *shown = (struct view_status *)(uintptr_t)list->statuses;
	for (size_t i = 0; i < list->count; i++)
		shown[i].pinned = true;
	return OK;
}

static enum fail show_posts(struct ctx *cx, int64_t account_id, struct view_profile *profile)
{
	struct page page = page_read(cx, PER_PAGE, PER_PAGE);
	struct feed_row *rows = NULL;
	size_t count = 0;
	if (profile->tab == VIEW_TAB_POSTS && page.max_id == INT64_MAX && !page.min_id)
		TRY(show_pinned(cx, account_id, &profile->pinned));
	if (profile->tab == VIEW_TAB_POSTS)
		TRY(q_profile_posts(cx, account_id, &page, &rows, &count));
	else if (profile->tab == VIEW_TAB_REPLIES)
		TRY(q_profile_replies(cx, account_id, &page, &rows, &count));
	else
		TRY(q_profile_media(cx, account_id, &page, &rows, &count));
	profile->list.empty = profile->pinned.count ? TR("No other posts.") : TR("No posts yet.");
	profile->list.filters = FILTER_ACCOUNT;
	return web_show_rows(cx, rows, count, &page, &profile->list);
}

struct sv web_handle(struct ctx *cx, const struct account_row *row)
{
	return arena_printf(&cx->arena, "@" SVF "@" SVF, SVA(row->username), SVA(row->domain.n ? row->domain : cx->community->domain));
}

void web_preview_account(struct ctx *cx, const struct account *account, struct view_page *page)
{
	enum { AVATAR_SIDE = 400 }; /* what media processing makes of an avatar */
	const struct account_row *row = &account->row;
	page->image = account_avatar(cx, row, true);
	page->image_alt = row->avatar_description;
	page->preview.image_type = http_content_type(page->image);
	if (row->avatar.n && !row->domain.n)
		page->preview.image_width = page->preview.image_height = AVATAR_SIDE;
}

static enum fail answer_profile(struct ctx *cx, enum view_tab tab)
{
	struct view_page page;
	struct account account;
	struct view_profile profile = { .tab = tab };
	if (web_from_cache(cx))
		return OK;
	TRY(web_page(cx, &page));
	TRY(web_find_account(cx, &account));
	TRY(viewer_enter(cx));
	TRY(show_head(cx, &account, &profile));
	TRY(show_posts(cx, account.row.id, &profile));
	struct sv name = account.row.display_name.n ? account.row.display_name : account.row.username;
	page.title = arena_printf(&cx->arena, SVF " (@" SVF ")", SVA(name), SVA(profile.account.acct));
	page.description = web_summary(cx, account.row.note);
	page.url = arena_printf(&cx->arena, SVF SVF, SVA(cx->community->url), SVA(profile.tab_paths[tab]));
	web_preview_account(cx, &account, &page);
	page.preview.username = account.row.username;
	page.preview.author = web_handle(cx, &account.row);
	if (!account.row.domain.n && !account.row.locked && !account.row.silenced_at)
		page.feed = account_url(cx, &account.row);
	page.kind = SV("profile");
	page.place = account.row.id == cx->who.account_id ? VIEW_PROFILE : VIEW_ELSEWHERE;
	page.hidden = !profile.account.indexable;
	page.preview.linked = linked_profile(cx, &page, &account);
	tpl_profile_page(web_html(cx), &page, &profile);
	return web_keep(cx);
}

enum fail web_profile(struct ctx *cx)
{
	enum feed_format format;
	if (web_feed_asked(cx, &format))
		return web_account_feed(cx, format);
	return answer_profile(cx, VIEW_TAB_POSTS);
}

enum fail web_profile_replies(struct ctx *cx)
{
	return answer_profile(cx, VIEW_TAB_REPLIES);
}

enum fail web_profile_media(struct ctx *cx)
{
	return answer_profile(cx, VIEW_TAB_MEDIA);
}
