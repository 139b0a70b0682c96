/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/linked.h"

#include "base/json.h"
#include "social/community.h"
#include "web/frame.h"

enum { MOST = 256 << 10, COMMENTS = 20 };

/* --- pieces ------------------------------------------------------------------------------------------------------------------------ */

static void put_type(struct json *j, const char *type)
{
	json_object(j);
	json_cstr(json_key(j, "@type"), type);
}

static void put_some(struct json *j, const char *key, struct sv value)
{
	if (value.n)
		json_string(json_key(j, key), value);
}

static void put_counter(struct json *j, const char *action, int64_t count)
{
	put_type(j, "InteractionCounter");
	json_cstr(json_key(j, "interactionType"), action);
	json_int(json_key(j, "userInteractionCount"), count);
	json_end(j);
}

static struct sv whole(struct ctx *cx, struct sv path)
{
	return sv_starts(path, SV("/")) ? arena_printf(&cx->arena, SVF SVF, SVA(cx->community->url), SVA(path)) : path;
}

static struct sv name_of(const struct account_row *row)
{
	return row->display_name.n ? row->display_name : row->username;
}

static void put_crumb(struct ctx *cx, struct json *j, int64_t position, struct sv name, struct sv path)
{
	put_type(j, "ListItem");
	json_int(json_key(j, "position"), position);
	json_string(json_key(j, "name"), name);
	json_string(json_key(j, "item"), whole(cx, path));
	json_end(j);
}

static void put_crumbs(struct ctx *cx, struct json *j, const struct account *account, struct sv account_path, const struct view_page *post)
{
	put_type(j, "BreadcrumbList");
	json_array(json_key(j, "itemListElement"));
	put_crumb(cx, j, 1, settings(cx)->title, SV("/"));
	put_crumb(cx, j, 2, name_of(&account->row), account_path);
	if (post)
		put_crumb(cx, j, 3, post->description.n ? post->description : post->title, post->url);
	json_end(j);
	json_end(j);
}

static void begin(struct json *j)
{
	json_object(j);
	json_cstr(json_key(j, "@context"), "https://schema.org");
	json_array(json_key(j, "@graph"));
}

static struct sv finish(struct json *j)
{
	json_end(j);
	json_end(j);
	return j->out->overflow ? SV_NONE : buf_sv(j->out);
}

/* --- a profile ----------------------------------------------------------------------------------------------------------------------- */

static void put_owner(struct ctx *cx, struct json *j, const struct view_page *page, const struct account *account)
{
	const struct account_row *row = &account->row;
	struct sv handle = arena_printf(&cx->arena, "@" SVF "@" SVF, SVA(row->username), SVA(row->domain.n ? row->domain : cx->community->domain));
	put_type(json_key(j, "mainEntity"), row->bot ? "Organization" : "Person");
	json_string(json_key(j, "name"), name_of(row));
	json_string(json_key(j, "alternateName"), handle);
	json_string(json_key(j, "identifier"), account_uri(cx, row));
	json_string(json_key(j, "url"), account_url(cx, row));
	put_some(j, "image", whole(cx, page->image));
	put_some(j, "description", row->note);
	json_array(json_key(j, "interactionStatistic"));
	put_counter(j, "https://schema.org/FollowAction", row->followers_count);
	json_end(j);
	json_array(json_key(j, "agentInteractionStatistic"));
	put_counter(j, "https://schema.org/WriteAction", row->statuses_count);
	put_counter(j, "https://schema.org/FollowAction", row->following_count);
	json_end(j);
	json_end(j);
}

struct sv linked_profile(struct ctx *cx, const struct view_page *page, const struct account *account)
{
	struct buf out = BUF(&cx->arena, MOST);
	struct json json = JSON(&out), *j = &json;
	if (page->hidden)
		return SV_NONE;
	begin(j);
	put_type(j, "ProfilePage");
	json_string(json_key(j, "url"), page->url);
	json_time(json_key(j, "dateCreated"), account->row.created_at);
	if (account->row.last_status_at)
		json_time(json_key(j, "dateModified"), account->row.last_status_at);
	put_owner(cx, j, page, account);
	json_end(j);
	put_crumbs(cx, j, account, account_url(cx, &account->row), NULL);
	return finish(j);
}

/* --- a post and what was answered ----------------------------------------------------------------------------------------------------- */

static void put_author(struct ctx *cx, struct json *j, const struct view_account *author)
{
	put_type(json_key(j, "author"), "Person");
	json_string(json_key(j, "name"), author->plain_name);
	json_string(json_key(j, "alternateName"), arena_printf(&cx->arena, "@" SVF, SVA(author->acct)));
	json_string(json_key(j, "url"), whole(cx, author->path));
	put_some(j, "image", whole(cx, author->avatar));
	json_end(j);
}

static void put_pictures(struct ctx *cx, struct json *j, const struct view_status *status)
{
	if (!status->media_count || status->sensitive || status->warning.markup.n)
		return;
	json_array(json_key(j, "image"));
	for (size_t i = 0; i < status->media_count; i++) {
		const struct view_media *media = &status->media[i];
		struct sv url = media->kind == VIEW_IMAGE ? media->url : media->preview;
		if (!url.n)
			continue;
		put_type(j, "ImageObject");
		json_string(json_key(j, "url"), whole(cx, url));
		put_some(j, "caption", media->alt);
		json_end(j);
	}
	json_end(j);
}

static void put_figures(struct json *j, const struct view_status *status)
{
	json_int(json_key(j, "commentCount"), status->replies);
	json_array(json_key(j, "interactionStatistic"));
	put_counter(j, "https://schema.org/LikeAction", status->favourites);
	put_counter(j, "https://schema.org/CommentAction", status->replies);
	put_counter(j, "https://schema.org/ShareAction", status->boosts);
	json_end(j);
}

/* What stands behind a warning stays behind it: its text is then the warning. */
static void put_words(struct ctx *cx, struct json *j, const struct view_status *status)
{
	json_string(json_key(j, "url"), whole(cx, status->path));
	json_string(json_key(j, "text"), status->warning.markup.n ? status->plain_warning : status->text);
	put_some(j, "inLanguage", status->language);
	json_string(json_key(j, "datePublished"), status->time.iso);
	put_some(j, "dateModified", status->edited.iso);
	put_author(cx, j, status->author);
	put_pictures(cx, j, status);
	put_figures(j, status);
}

static void put_comments(struct ctx *cx, struct json *j, const struct view_thread *thread)
{
	size_t told = 0;
	json_array(json_key(j, "comment"));
	for (size_t i = 0; i < thread->reply_count && told < COMMENTS; i++) {
		const struct view_status *reply = &thread->replies[i];
		if (!reply->author->indexable || reply->visibility != 0 || !reply->text.n)
			continue;
		put_type(j, "Comment");
		put_words(cx, j, reply);
		json_end(j);
		told++;
	}
	json_end(j);
}

struct sv linked_thread(struct ctx *cx, const struct view_page *page, const struct account *author, const struct view_thread *thread)
{
	struct buf out = BUF(&cx->arena, MOST);
	struct json json = JSON(&out), *j = &json;
	if (page->hidden)
		return SV_NONE;
	begin(j);
	put_type(j, "DiscussionForumPosting");
	json_string(json_key(j, "@id"), page->url);
	json_string(json_key(j, "mainEntityOfPage"), page->url);
	put_words(cx, j, thread->focus);
	put_comments(cx, j, thread);
	json_end(j);
	put_crumbs(cx, j, author, thread->focus->author->path, page);
	return finish(j);
}
