/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings: how pages look to a member, and who sees what of them. */
#include "app/profile_params.h"
#include "base/tr.h"
#include "social/preference.h"
#include "web/frame.h"
#include "web/languages.h"
#include "web/web.h"

#define LOOK    SV("/settings/appearance")
#define PRIVACY SV("/settings/privacy")

/* --- appearance ------------------------------------------------------------------------------------------------------------------- */

/* As their speakers call them. */
static void show_interface_languages(struct ctx *cx, struct view_look *view)
{
	struct view_language *list = arena_array(&cx->arena, struct view_language, LANGUAGE_COUNT);
	for (int i = LANGUAGE_NONE + 1; i < LANGUAGE_COUNT; i++) {
		const struct language_about *about = language_about((enum language)i);
		if (about->offered)
			list[view->language_count++] = (struct view_language){ about->code, about->name };
	}
	view->languages = list;
}

enum fail web_look(struct ctx *cx)
{
	struct view_page page;
	struct preferences p;
	TRY(web_settings_page(cx, LOOK, TR("Appearance"), &page));
	TRY(preferences_of_reader(cx, &p));
	struct view_look view = { .theme = p.look_theme,
		                  .contrast = p.look_contrast,
		                  .text = p.look_text,
		                  .motion = p.look_motion,
		                  .media = p.reading_expand_media,
		                  .spoilers = p.reading_expand_spoilers,
		                  .gifs = p.reading_autoplay_gifs,
		                  .language = p.interface_language };
	show_interface_languages(cx, &view);
	tpl_settings_look_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_look_save(struct ctx *cx)
{
	static const char *const chosen[] = { "look_theme", "look_contrast", "look_text", "look_motion", "reading_expand_media", "interface_language" };
	static const char *const ticked[] = { "reading_expand_spoilers", "reading_autoplay_gifs" };
	int64_t id = cx->who.account_id;
	TRY(web_check_form(cx));
	for (size_t i = 0; i < COUNT_OF(chosen); i++)
		if (param_sent(cx->params, chosen[i]))
			TRY(preference_put(cx, id, sv_of(chosen[i]), param_sv(cx->params, chosen[i])));
	for (size_t i = 0; i < COUNT_OF(ticked); i++)
		TRY(preference_put(cx, id, sv_of(ticked[i]), param_bool(cx->params, ticked[i], false) ? SV("yes") : SV("no")));
	return web_done(cx, LOOK, SAID_SAVED);
}

/* --- privacy ---------------------------------------------------------------------------------------------------------------------- */

static enum fail show_privacy(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct preferences p;
	struct profile_row row;
	TRY(web_settings_page(cx, PRIVACY, TR("Privacy"), &page));
	TRY(preferences_of_reader(cx, &p));
	TRY(q_profile_get(cx, cx->who.account_id, &row));
	struct view_privacy view = { .locked = row.locked,
		                     .discoverable = row.discoverable,
		                     .indexable = row.indexable,
		                     .hide_collections = row.hide_collections,
		                     .sensitive = p.posting_default_sensitive,
		                     .visibility = p.posting_default_visibility,
		                     .quote_policy = p.posting_default_quote_policy,
		                     .language = p.posting_default_language };
	view.languages = web_languages(cx, NULL, NULL, &view.language_count);
	page.problem = problem;
	tpl_settings_privacy_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_privacy(struct ctx *cx)
{
	return show_privacy(cx, SV_NONE);
}

static enum profile_wish ticked(struct ctx *cx, const char *name)
{
	return param_bool(cx->params, name, false) ? PROFILE_YES : PROFILE_NO;
}

enum fail web_privacy_save(struct ctx *cx)
{
	struct sv problem;
	TRY(web_check_form(cx));
	struct profile_change change = profile_params_read(cx);
	change.locked = ticked(cx, "locked");
	change.discoverable = ticked(cx, "discoverable");
	change.indexable = ticked(cx, "indexable");
	change.hide_collections = ticked(cx, "hide_collections");
	change.sensitive = ticked(cx, "source[sensitive]");
	enum fail fail = profile_apply(cx, &change);
	if (web_mendable(cx, fail, &problem))
		return show_privacy(cx, problem);
	TRY(fail);
	return web_done(cx, PRIVACY, SAID_SAVED);
}
