/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A profile: posts, posts with replies, media. */
#include "http/file.h"
#include "social/filter.h"
#include "social/leave.h"
#include "social/profile_feed.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/linked.h"
#include "web/people.h"
#include "web/web.h"

enum { PER_PAGE = 20, FAMILIAR = 8 };

static bool is_leaving(struct ctx *cx, const struct account_row *row)
{
	struct login_row login;
	return !row->domain.n && q_login_get(cx, row->id, &login) == OK && leave_begun(&login);
}

enum fail web_find_account(struct ctx *cx, struct account *account_r)
{
	struct account_row row;
	struct login_row login;
	TRY(account_find_acct(cx, cx->path[0], &row));
	if (row.suspended_at)
		return refuse(cx, FAIL_GONE, is_leaving(cx, &row) ? "Whoever had this account has deleted it." : "This account is suspended.");
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
			fields[i].verified = TRF(&cx->arena, "Ownership of this link was checked on %s",
			                         view_time(&cx->arena, field->verified_at, cx->now).full);
	}
	profile->fields = fields;
	profile->field_count = account->field_count;
}

static void show_notices(struct ctx *cx, const struct account *account, struct view_profile *profile)
{
	if (account->moved_to) {
		profile->moved_acct = account_acct(cx, &account->moved_to->row);
		profile->moved_path = arena_printf(&cx->arena, "/@" SVF, SVA(profile->moved_acct));
	} else if (account->row.memorial) {
		profile->notice = TR("In memory of somebody who is no longer with us.");
	} else if (account->row.silenced_at) {
		profile->notice = TR("The moderators of this community have limited this account.");
	}
}

/* Those that are featured lead to what is posted here with them. */
static enum fail show_tags(struct ctx *cx, int64_t account_id, struct view_profile *profile)
{
	struct profile_tags_row *tags;
	TRY(q_profile_tags(cx, account_id, &tags, &profile->featured_tag_count));
	struct view_tag *views = arena_array(&cx->arena, struct view_tag, profile->featured_tag_count + 1);
	for (size_t i = 0; i < profile->featured_tag_count; i++)
		views[i] = (struct view_tag){ .name = tags[i].display_name,
			                      .path = arena_printf(&cx->arena, SVF "/tagged/" SVF, SVA(profile->account.path), SVA(tags[i].name)) };
	profile->featured_tags = views;
	return OK;
}

/* What the viewer is to them, and who of those whom the viewer follows follows them, too. */
static enum fail show_relation(struct ctx *cx, const struct account *account, struct view_profile *profile)
{
	struct view_relation *relation = arena_new(&cx->arena, struct view_relation);
	struct familiar_followers_row *rows;
	struct view_person *people;
	size_t count;
	profile->relation = relation;
	TRY(web_show_relation(cx, account, relation));
	if (!relation->tie.shown)
		return OK;
	TRY(q_familiar_followers(cx, cx->who.account_id, account->row.id, FAMILIAR, &rows, &count));
	int64_t ids[FAMILIAR];
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].id;
	TRY(web_show_people(cx, ids, count, PERSON_NOTHING, &people, &profile->familiar_count));
	profile->familiar = people;
	return OK;
}

static enum fail show_head(struct ctx *cx, const struct account *account, struct view_profile *profile)
{
	const struct account_row *row = &account->row;
	TRY(web_show_account(cx, account, &profile->account));
	TRY(show_tags(cx, row->id, profile));
	TRY(show_relation(cx, account, profile));
	profile->avatar_large = account_avatar(cx, row, false);
	profile->header = row->header.n ? account_header(cx, row, false) : SV_NONE;
	profile->note = web_emojify(cx, html_stored(row->note_html), account->emojis, account->emoji_count);
	profile->joined = view_month(&cx->arena, row->created_at);
	profile->locked = row->locked;
	profile->bot = row->bot;
	show_fields(cx, account, profile);
	show_notices(cx, account, profile);
	profile->tab_paths[VIEW_TAB_POSTS] = profile->account.path;
	profile->tab_paths[VIEW_TAB_REPLIES] = arena_printf(&cx->arena, SVF "/with_replies", SVA(profile->account.path));
	profile->tab_paths[VIEW_TAB_MEDIA] = arena_printf(&cx->arena, SVF "/media", SVA(profile->account.path));
	return OK;
}

static enum fail show_pinned(struct ctx *cx, const struct account_row *row, struct view_list *list)
{
	struct profile_choice pinned = { .pinned = true };
	struct page page = PAGE_NEWEST(PER_PAGE);
	struct feed_row *rows;
	size_t count;
	TRY(profile_feed(cx, row, &pinned, &page, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].id;
	list->filters = FILTER_ACCOUNT;
	TRY(web_show_feed(cx, ids, count, list));
	struct view_status *shown = (struct view_status *)(uintptr_t)list->statuses;
	for (size_t i = 0; i < list->count; i++)
		shown[i].pinned = true;
	return OK;
}

static struct sv nothing_here(const struct view_profile *profile)
{
	const struct view_tie *tie = &profile->relation->tie;
	return tie->blocked_by         ? TR("They do not let you see their posts.") :
	       profile->pinned.count   ? TR("No other posts.") :
	       profile->tagged.n       ? TR("No posts with this hashtag yet.") :
	       profile->tab == VIEW_TAB_MEDIA ? TR("No pictures, films or sounds yet.") : TR("No posts yet.");
}

/* Without boosts of those whom the viewer has blocked. */
static enum fail leave_out_blocked(struct ctx *cx, struct feed_row *rows, size_t *count)
{
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		bool shown;
		TRY(profile_row_shown(cx, &rows[i], &shown));
		if (shown)
			rows[kept++] = rows[i];
	}
	*count = kept;
	return OK;
}

static enum fail show_posts(struct ctx *cx, const struct account_row *row, struct view_profile *profile)
{
	struct page page = page_read(cx, PER_PAGE, PER_PAGE);
	struct profile_choice choice = { .no_replies = profile->tab == VIEW_TAB_POSTS && !profile->tagged.n,
		                         .only_media = profile->tab == VIEW_TAB_MEDIA,
		                         .tag = profile->tagged };
	struct feed_row *rows;
	size_t count;
	if (profile->tab == VIEW_TAB_POSTS && !profile->tagged.n && page.max_id == INT64_MAX && !page.min_id)
		TRY(show_pinned(cx, row, &profile->pinned));
	TRY(profile_feed(cx, row, &choice, &page, &rows, &count));
	struct view_pages pages = web_pages_beside(cx, count ? rows[0].id : 0, count ? rows[count - 1].id : 0, count, &page);
	TRY(leave_out_blocked(cx, rows, &count));
	profile->list.filters = FILTER_ACCOUNT;
	profile->list.as_they_are = profile->tab != VIEW_TAB_MEDIA;
	TRY(web_show_rows(cx, rows, count, &page, &profile->list));
	profile->list.newer = pages.newer;
	profile->list.older = pages.older;
	profile->list.empty = nothing_here(profile);
	return OK;
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

static enum fail answer_profile(struct ctx *cx, enum view_tab tab, struct sv tagged)
{
	struct view_page page;
	struct account account;
	struct view_profile profile = { .tab = tab, .tagged = tagged };
	if (web_from_cache(cx))
		return OK;
	TRY(web_page(cx, &page));
	TRY(web_find_account(cx, &account));
	TRY(viewer_enter(cx));
	TRY(web_aside(cx, &page));
	TRY(show_head(cx, &account, &profile));
	TRY(show_posts(cx, &account.row, &profile));
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
	return answer_profile(cx, VIEW_TAB_POSTS, SV_NONE);
}

enum fail web_profile_replies(struct ctx *cx)
{
	return answer_profile(cx, VIEW_TAB_REPLIES, SV_NONE);
}

enum fail web_profile_media(struct ctx *cx)
{
	return answer_profile(cx, VIEW_TAB_MEDIA, SV_NONE);
}

enum fail web_profile_tagged(struct ctx *cx)
{
	return answer_profile(cx, VIEW_TAB_POSTS, cx->path[1]);
}
