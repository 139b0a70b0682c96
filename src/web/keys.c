/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keyboard shortcuts: what there are, and the switch (WCAG 2.2, 2.1.4). */
#include "social/preference.h"
#include "web/frame.h"
#include "web/view_live.h"
#include "web/web.h"

static const struct {
	struct sv group;
	const char *key, *act, *arg;
	struct sv what;
} keys[] = {
#define KEY(group, key, act, arg, what) { group, key, act, arg, what },
#include "web/keys.def"
#undef KEY
};

enum fail web_keys(struct ctx *cx)
{
	struct view_page page;
	struct view_key *list = arena_array(&cx->arena, struct view_key, COUNT_OF(keys));
	struct view_keys view = { .list = list, .count = COUNT_OF(keys) };
	TRY(web_settings_page(cx, SV("/settings/keys"), TR("Keyboard shortcuts"), &page));
	view.on = page.keys;
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		list[i] = (struct view_key){ .key = keys[i].key, .act = keys[i].act, .arg = keys[i].arg, .what = tr(keys[i].what), .group = tr(keys[i].group),
			                     .first = i == 0 || !sv_eq(keys[i].group, keys[i - 1].group) };
	tpl_keys_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_keys_save(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(preference_put(cx, cx->who.account_id, SV("keyboard_shortcuts"), param_bool(cx->params, "on", false) ? SV("yes") : SV("no")));
	return web_done(cx, SV("/settings/keys"), SAID_SAVED);
}
