/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The owner sets what settings.def has, in groups. Some have a page of their own (appearance); some are the operator's, or the
 * program's: those are not here. */
#include "social/setting.h"

#include "web/admin.h"

enum { MEGABYTE = 1 << 20 };

static const struct group {
	struct sv path, title;
} groups[] = {
	{ SV_INIT("/admin/settings/texts"), TR_MARK("About and contact") },
	{ SV_INIT("/admin/settings/joining"), TR_MARK("Joining") },
	{ SV_INIT("/admin/settings/visitors"), TR_MARK("What visitors see") },
	{ SV_INIT("/admin/settings/limits"), TR_MARK("Limits") },
};
enum { TEXTS, JOINING, VISITORS, LIMITS };

static const struct shown {
	int group;
	const char *name;
	struct sv label, hint;
	enum view_setting_look look;
	const char *type;
	int64_t unit; /* of a number: what is shown is so many of them */
} all[] = {
	{ TEXTS, "contact_account", TR_MARK("Account that speaks for the community"), TR_MARK("Its user name. It is shown on the about page and in apps."), VIEW_SETTING_LINE, "text", 0 },
	{ TEXTS, "contact_email", TR_MARK("E-mail address for questions"), TR_MARK("Everybody can read it."), VIEW_SETTING_LINE, "email", 0 },
	{ TEXTS, "languages", TR_MARK("Main languages"), TR_MARK("Codes with spaces between, the main one first: en de"), VIEW_SETTING_LINE, "text", 0 },
	{ TEXTS, "about", TR_MARK("About this community"), TR_MARK("For the about page: what it is for, who runs it. Blank lines make paragraphs, links work."), VIEW_SETTING_TEXT, NULL, 0 },
	{ TEXTS, "privacy_policy", TR_MARK("Privacy policy"), TR_MARK("What is kept of whom, for how long, and who can see it."), VIEW_SETTING_TEXT, NULL, 0 },
	{ TEXTS, "terms_of_service", TR_MARK("Terms of service"), TR_MARK("New members agree to them. The date of their last change is shown."), VIEW_SETTING_TEXT, NULL, 0 },
	{ TEXTS, "status_url", TR_MARK("Page that tells of outages"), TR_MARK("Elsewhere, so that it can be read when this site cannot."), VIEW_SETTING_LINE, "url", 0 },
	{ TEXTS, "source_url", TR_MARK("Where the source of this program can be had"), TR_MARK("Only when you have changed it: its licence asks you to share the changes."), VIEW_SETTING_LINE, "url", 0 },
	{ JOINING, "sign_up", TR_MARK("Who may join"), SV_INIT(""), VIEW_SETTING_CHOICE, NULL, 0 },
	{ JOINING, "closed_message", TR_MARK("Why nobody can join"), TR_MARK("Shown while joining is closed."), VIEW_SETTING_TEXT, NULL, 0 },
	{ JOINING, "confirm_email", TR_MARK("Confirm e-mail addresses"), TR_MARK("New members follow a link in a mail before they can sign in. Needs a mail server."), VIEW_SETTING_TICK, NULL, 0 },
	{ JOINING, "blocked_names", TR_MARK("Names that nobody may take"), TR_MARK("User names with spaces or new lines between: yours, your brand's. Who has one already keeps it."), VIEW_SETTING_TEXT, NULL, 0 },
	{ VISITORS, "public_timelines", TR_MARK("Public timelines"), TR_MARK("Visitors read what members post for everybody, without signing in."), VIEW_SETTING_TICK, NULL, 0 },
	{ VISITORS, "trends", TR_MARK("What is talked about"), TR_MARK("Hashtags, posts and links that many use are shown to all."), VIEW_SETTING_TICK, NULL, 0 },
	{ VISITORS, "show_activity", TR_MARK("Activity of the week"), TR_MARK("How many posts, sign-ins and new members there were, for lists of communities."), VIEW_SETTING_TICK, NULL, 0 },
	{ VISITORS, "show_peers", TR_MARK("Known servers"), TR_MARK("Which other servers this one knows."), VIEW_SETTING_TICK, NULL, 0 },
	{ VISITORS, "show_domain_blocks", TR_MARK("Blocked servers"), TR_MARK("Which servers are limited or blocked."), VIEW_SETTING_TICK, NULL, 0 },
	{ VISITORS, "show_domain_block_reasons", TR_MARK("And why"), TR_MARK("With your public comments about them."), VIEW_SETTING_TICK, NULL, 0 },
	{ LIMITS, "max_characters", TR_MARK("Characters of a post"), TR_MARK("A link counts 23, however long it is."), VIEW_SETTING_NUMBER, NULL, 1 },
	{ LIMITS, "max_attachments", TR_MARK("Attachments of a post"), SV_INIT(""), VIEW_SETTING_NUMBER, NULL, 1 },
	{ LIMITS, "max_image_bytes", TR_MARK("Largest picture, in megabytes"), SV_INIT(""), VIEW_SETTING_NUMBER, NULL, MEGABYTE },
	{ LIMITS, "max_video_bytes", TR_MARK("Largest video or sound, in megabytes"), SV_INIT(""), VIEW_SETTING_NUMBER, NULL, MEGABYTE },
	{ LIMITS, "max_poll_options", TR_MARK("Choices of a poll"), SV_INIT(""), VIEW_SETTING_NUMBER, NULL, 1 },
	{ LIMITS, "max_poll_option_chars", TR_MARK("Characters of a choice"), SV_INIT(""), VIEW_SETTING_NUMBER, NULL, 1 },
	{ LIMITS, "max_pins", TR_MARK("Pinned posts of a profile"), SV_INIT(""), VIEW_SETTING_NUMBER, NULL, 1 },
	{ LIMITS, "max_profile_fields", TR_MARK("Fields of a profile"), SV_INIT(""), VIEW_SETTING_NUMBER, NULL, 1 },
	{ LIMITS, "max_note_chars", TR_MARK("Characters that members write about themselves"), SV_INIT(""), VIEW_SETTING_NUMBER, NULL, 1 },
	{ LIMITS, "requests_per_5_minutes", TR_MARK("Requests of an app in five minutes"), TR_MARK("Protects the server from apps that ask too often. 0 is no limit."), VIEW_SETTING_NUMBER, NULL, 1 },
	{ LIMITS, "password_grant", TR_MARK("Passwords in old apps"), TR_MARK("Lets apps trade a password for access, past the second step. Only for apps that know nothing better."), VIEW_SETTING_TICK, NULL, 0 },
};

static const struct {
	const char *value;
	struct sv label, hint;
} ways_to_join[] = {
	{ "open", TR_MARK("Everybody"), TR_MARK("Whoever signs up is a member at once.") },
	{ "approval", TR_MARK("Who asks"), TR_MARK("They say why; you let them in.") },
	{ "invitation", TR_MARK("Who is invited"), TR_MARK("By a link that a member has made.") },
	{ "closed", TR_MARK("Nobody"), TR_MARK("Members stay, others cannot join.") },
};

static enum fail find_group(struct ctx *cx, struct sv name, int *group_r)
{
	for (*group_r = 0; *group_r < (int)COUNT_OF(groups); ++*group_r)
		if (sv_eq(groups[*group_r].path, arena_printf(&cx->arena, "/admin/settings/" SVF, SVA(name))))
			return OK;
	return FAIL_NOT_FOUND;
}

/* --- between the form and settings.def --------------------------------------------------------------------------------------------- */

static struct sv in_units(struct ctx *cx, const struct shown *shown, struct sv value)
{
	int64_t number;
	if (shown->unit < 2 || !sv_to_i64(value, &number))
		return value;
	return arena_printf(&cx->arena, "%lld", (long long)(number / shown->unit));
}

/* Browsers send lines that end in two characters. */
static struct sv one_newline(struct ctx *cx, struct sv text)
{
	struct buf out = BUF(&cx->arena, text.n + 1);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\r')
			buf_putc(&out, text.p[i]);
	return buf_sv(&out);
}

static struct sv sent_value(struct ctx *cx, const struct shown *shown)
{
	int64_t number;
	struct sv sent = param_sv(cx->params, shown->name), now = setting_value(cx, setting_find(sv_of(shown->name)));
	if (shown->look == VIEW_SETTING_TICK)
		return sent.n ? SV("yes") : SV("no");
	if (shown->look == VIEW_SETTING_TEXT)
		return one_newline(cx, sent);
	if (shown->unit < 2 || !sv_to_i64(sv_trim(sent), &number))
		return sv_trim(sent).n ? sv_trim(sent) : SV("");
	if (sv_eq(in_units(cx, shown, now), sv_trim(sent)))
		return now; /* it was not a round number, and stays */
	return arena_printf(&cx->arena, "%lld", (long long)(number < INT32_MAX ? number * shown->unit : INT64_MAX));
}

static void show_ways(struct ctx *cx, struct view_setting *view)
{
	struct view_option *choices = arena_array(&cx->arena, struct view_option, COUNT_OF(ways_to_join));
	for (size_t i = 0; i < COUNT_OF(ways_to_join); i++)
		choices[i] = (struct view_option){ ways_to_join[i].value, tr(ways_to_join[i].label), tr(ways_to_join[i].hint) };
	view->choices = choices;
	view->choice_count = COUNT_OF(ways_to_join);
}

static struct view_setting show_one(struct ctx *cx, const struct shown *shown, bool sent)
{
	const struct setting_about *about = setting_find(sv_of(shown->name));
	struct sv value = sent ? sent_value(cx, shown) : setting_value(cx, about);
	struct view_setting view = { .name = shown->name, .type = shown->type, .label = tr(shown->label), .look = shown->look };
	view.hint = shown->hint.n ? tr(shown->hint) : SV_NONE;
	view.on = sv_eq(value, SV("yes"));
	view.value = in_units(cx, shown, value);
	if (shown->look == VIEW_SETTING_CHOICE)
		show_ways(cx, &view);
	if (sent && setting_check(cx, about, value) == FAIL_INVALID)
		view.problem = cx->said;
	return view;
}

static enum fail show_group(struct ctx *cx, int group, bool sent)
{
	struct view_page page;
	struct view_settings_group view = { .path = groups[group].path, .title = tr(groups[group].title) };
	struct view_setting *settings = arena_array(&cx->arena, struct view_setting, COUNT_OF(all));
	struct view_entry *tabs = arena_array(&cx->arena, struct view_entry, COUNT_OF(groups));
	TRY(admin_page(cx, SV("/admin/settings"), TR("Settings"), &page));
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (all[i].group == group)
			settings[view.count++] = show_one(cx, &all[i], sent);
	for (size_t i = 0; i < COUNT_OF(groups); i++)
		tabs[i] = (struct view_entry){ .path = groups[i].path, .label = tr(groups[i].title) };
	view.settings = settings;
	view.tabs = tabs;
	view.tab_count = COUNT_OF(groups);
	view.csrf = page.csrf;
	if (sent)
		page.problem = TR("Nothing is changed yet: look at what is marked.");
	tpl_admin_settings_page(web_html(cx), &page, &view);
	return OK;
}

/* --- pages ----------------------------------------------------------------------------------------------------------------------------- */

enum fail web_admin_settings(struct ctx *cx)
{
	return web_redirect(cx, groups[0].path);
}

enum fail web_admin_settings_group(struct ctx *cx)
{
	int group;
	TRY(find_group(cx, cx->path[0], &group));
	return show_group(cx, group, false);
}

static enum fail change_all(struct ctx *cx, void *arg)
{
	int group = *(const int *)arg;
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (all[i].group == group)
			TRY(setting_change(cx, sv_of(all[i].name), sent_value(cx, &all[i])));
	return OK;
}

enum fail web_admin_settings_save(struct ctx *cx)
{
	int group;
	struct sv problem;
	TRY(web_check_form(cx));
	TRY(find_group(cx, cx->path[0], &group));
	enum fail fail = app_write(cx, change_all, &group);
	if (web_mendable(cx, fail, &problem))
		return show_group(cx, group, true);
	TRY(fail);
	return web_done(cx, groups[group].path, SAID_SAVED);
}
