/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings: what a member shows of themselves. */
#include "app/profile_params.h"
#include "social/media.h"
#include "social/tag_mark.h"
#include "social/verify.h"
#include "web/frame.h"
#include "web/web.h"

#define HERE     SV("/settings/profile")
#define FEATURED SV("/settings/featured")
#define VERIFICATION SV("/settings/verification")

/* --- the profile ------------------------------------------------------------------------------------------------------------------ */

static struct sv sent_or(struct sv sent, struct sv stored)
{
	return sent.p ? sent : stored;
}

/* What was sent comes back when something is wrong with it. */
static void show_fields(struct ctx *cx, const struct account *account, const struct profile_change *sent, struct view_settings_profile *view)
{
	size_t most = (size_t)settings(cx)->max_profile_fields;
	struct view_pair *pairs = arena_array(&cx->arena, struct view_pair, most + 1);
	for (size_t i = 0; i < most; i++) {
		if (sent && i < sent->field_count)
			pairs[i] = (struct view_pair){ sent->fields[i].name, sent->fields[i].value };
		else if (!sent && i < account->field_count)
			pairs[i] = (struct view_pair){ account->fields[i].name, account->fields[i].value };
	}
	view->fields = pairs;
	view->field_count = most;
}

static enum fail show(struct ctx *cx, const struct profile_change *sent, struct sv problem)
{
	struct view_page page;
	struct account account;
	static const struct profile_change nothing;
	const struct profile_change *change = sent ? sent : &nothing;
	TRY(web_settings_page(cx, HERE, TR("Profile"), &page));
	TRY(account_load(cx, cx->who.account_id, &account));
	const struct account_row *row = &account.row;
	struct view_settings_profile view = { .display_name = sent_or(change->display_name, row->display_name),
		                              .note = sent_or(change->note, row->note),
		                              .avatar = account_avatar(cx, row, true),
		                              .header = account_header(cx, row, true),
		                              .avatar_description = sent_or(change->avatar_description, row->avatar_description),
		                              .header_description = sent_or(change->header_description, row->header_description),
		                              .has_avatar = row->avatar.n,
		                              .has_header = row->header.n,
		                              .bot = sent ? sent->bot == PROFILE_YES : row->bot,
		                              .most_name = PROFILE_NAME_MOST,
		                              .most_note = settings(cx)->max_note_chars,
		                              .most_field = PROFILE_FIELD_MOST,
		                              .most_description = MEDIA_DESCRIPTION_MOST };
	show_fields(cx, &account, sent, &view);
	page.problem = problem;
	tpl_settings_profile_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_profile_form(struct ctx *cx)
{
	return show(cx, NULL, SV_NONE);
}

enum fail web_profile_save(struct ctx *cx)
{
	struct sv problem;
	TRY(web_check_form(cx));
	struct profile_change change = profile_params_read(cx);
	change.bot = param_bool(cx->params, "bot", false) ? PROFILE_YES : PROFILE_NO; /* a box that is not ticked is not sent */
	enum fail fail = profile_apply(cx, &change);
	if (web_mendable(cx, fail, &problem))
		return show(cx, &change, problem);
	TRY(fail);
	return web_done(cx, HERE, SAID_SAVED);
}

enum fail web_profile_picture_remove(struct ctx *cx)
{
	struct profile_change change = profile_unchanged();
	TRY(web_check_form(cx));
	change.avatar.gone = sv_eq(cx->path[0], SV("avatar"));
	change.header.gone = sv_eq(cx->path[0], SV("header"));
	if (!change.avatar.gone && !change.header.gone)
		return FAIL_NOT_FOUND;
	TRY(profile_apply(cx, &change));
	return web_done(cx, HERE, SAID_PICTURE_GONE);
}

/* --- featured hashtags -------------------------------------------------------------------------------------------------------------- */

static enum fail show_tags(struct ctx *cx, struct view_featured *view)
{
	struct featured_tags_of_row *rows;
	TRY(q_featured_tags_of(cx, cx->who.account_id, &rows, &view->tag_count));
	struct view_mark *tags = arena_array(&cx->arena, struct view_mark, view->tag_count + 1);
	for (size_t i = 0; i < view->tag_count; i++)
		tags[i] = (struct view_mark){ .id = rows[i].id,
			                      .name = rows[i].display_name,
			                      .path = arena_printf(&cx->arena, "/tags/" SVF, SVA(rows[i].name)),
			                      .uses = rows[i].statuses_count,
			                      .last = rows[i].last_status_at ? view_time(&cx->arena, rows[i].last_status_at, cx->now).brief : SV_NONE };
	view->tags = tags;
	return OK;
}

static enum fail show_suggestions(struct ctx *cx, struct view_featured *view)
{
	struct tag_row *rows;
	TRY(tags_to_feature(cx, &rows, &view->suggestion_count));
	struct view_mark *tags = arena_array(&cx->arena, struct view_mark, view->suggestion_count + 1);
	for (size_t i = 0; i < view->suggestion_count; i++)
		tags[i] = (struct view_mark){ .name = rows[i].display_name };
	view->suggestions = tags;
	return OK;
}

static enum fail show_featured(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct view_featured view = { .most = TAGS_FEATURED_MOST };
	TRY(web_settings_page(cx, FEATURED, TR("Featured hashtags"), &page));
	TRY(show_tags(cx, &view));
	TRY(show_suggestions(cx, &view));
	page.problem = problem;
	tpl_settings_featured_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_featured(struct ctx *cx)
{
	return show_featured(cx, SV_NONE);
}

static enum fail feature(struct ctx *cx, void *arg)
{
	const struct sv *name = arg;
	int64_t tag_id;
	return tag_feature(cx, *name, &tag_id);
}

enum fail web_featured_add(struct ctx *cx)
{
	struct sv problem, name = sv_trim(param_sv(cx->params, "name"));
	TRY(web_check_form(cx));
	enum fail fail = app_write(cx, feature, &name);
	if (web_mendable(cx, fail, &problem))
		return show_featured(cx, problem);
	TRY(fail);
	return web_done(cx, FEATURED, SAID_FEATURED);
}

enum fail web_featured_remove(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(tag_unfeature_by_id(cx, param_id(cx->params, "id")));
	return web_done(cx, FEATURED, SAID_UNFEATURED);
}

/* --- verified links ----------------------------------------------------------------------------------------------------------------- */

static void show_links(struct ctx *cx, const struct account *account, struct view_verification *view)
{
	struct view_verified *links = arena_array(&cx->arena, struct view_verified, account->field_count + 1);
	for (size_t i = 0; i < account->field_count; i++) {
		const struct account_field *field = &account->fields[i];
		if (!verify_may(field))
			continue;
		links[view->count++] = (struct view_verified){ field->name, field->value,
			                                       field->verified_at ? view_time(&cx->arena, field->verified_at, cx->now).full : SV_NONE };
		view->waiting = view->waiting || !field->verified_at;
	}
	view->links = links;
}

static enum fail show_verification(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct account account;
	TRY(web_settings_page(cx, VERIFICATION, TR("Verified links"), &page));
	TRY(account_load(cx, cx->who.account_id, &account));
	struct view_verification view = { .me = account_url(cx, &account.row) };
	show_links(cx, &account, &view);
	view.html = arena_printf(&cx->arena, "<a rel=\"me\" href=\"" SVF "\">" SVF "</a>", SVA(view.me),
	                         SVA(html_of_text(&cx->arena, settings(cx)->title).markup));
	view.domains = problem.n ? param_sv(cx->params, "domains") : account_author_domains(cx, &account.row);
	page.problem = problem;
	tpl_settings_verification_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_verification(struct ctx *cx)
{
	return show_verification(cx, SV_NONE);
}

enum fail web_author_domains(struct ctx *cx)
{
	struct profile_change change = profile_unchanged();
	struct sv problem, line, rest = param_sv(cx->params, "domains");
	struct sv *domains = arena_array(&cx->arena, struct sv, rest.n + 1);
	TRY(web_check_form(cx));
	while (rest.n) {
		sv_cut(&rest, '\n', &line);
		if (sv_trim(line).n)
			domains[change.domain_count++] = sv_trim(line);
	}
	change.domains = domains;
	change.domains_sent = true;
	enum fail fail = profile_apply(cx, &change);
	if (web_mendable(cx, fail, &problem))
		return show_verification(cx, problem);
	TRY(fail);
	return web_done(cx, VERIFICATION, SAID_SAVED);
}

enum fail web_verification_again(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(verify_later(cx));
	return web_done(cx, VERIFICATION, SAID_CHECKING);
}
