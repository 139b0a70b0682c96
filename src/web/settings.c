/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The settings of a member: the list of their pages, and the frame of each. */
#include "social/role.h"
#include "web/frame.h"
#include "web/web.h"

static const struct view_area *settings_area(struct ctx *cx, struct sv here)
{
	const struct view_entry all[] = {
		{ SV("/settings/profile"), TR("Profile"), TR("Your name, pictures and what you say about yourself"), "user", false },
		{ SV("/settings/featured"), TR("Featured hashtags"), TR("What you post about, on your profile"), "star", false },
		{ SV("/settings/verification"), TR("Verified links"), TR("Show that a page is yours"), "check", false },
		{ SV("/settings/privacy"), TR("Privacy"), TR("Who finds you, and who sees what you post"), "lock", false },
		{ SV("/settings/appearance"), TR("Appearance"), TR("Theme, size of the text, covered pictures"), "eye", true },
		{ SV("/settings/notifications"), TR("Notifications"), TR("From whom, and on which devices"), "bell", false },
		{ SV("/settings/keys"), TR("Keyboard shortcuts"), TR("What there are, and whether single letters do things"), "app", false },
		{ SV("/settings/filters"), TR("Filters"), TR("Words that you do not want to read"), "eye-off", false },
		{ SV("/settings/tags"), TR("Followed hashtags"), TR("What comes into your home besides the people you follow"), "hash", false },
		{ SV("/settings/muted"), TR("Muted and blocked"), TR("People and servers that you keep away"), "x", false },
		{ SV("/settings/security"), TR("Account and security"), TR("Password, e-mail address, second step, sessions and apps"), "shield", true },
		{ SV("/settings/invites"), TR("Invite people"), TR("Links that let others join"), "users", false },
		{ SV("/settings/transfer"), TR("Export and import"), TR("Take along what is yours, bring in what you had elsewhere"), "external", false },
		{ SV("/settings/leave"), TR("Delete the account"), TR("Hidden at once, gone after 30 days"), "trash", false },
	};
	struct view_area *area = arena_new(&cx->arena, struct view_area);
	struct view_entry *entries = arena_array(&cx->arena, struct view_entry, COUNT_OF(all));
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (cx->who.may & MAY_INVITE || !sv_eq(all[i].path, SV("/settings/invites")))
			entries[area->count++] = all[i];
	area->title = TR("Settings");
	area->path = SV("/settings");
	area->here = here;
	area->entries = entries;
	return area;
}

enum fail web_settings_page(struct ctx *cx, struct sv here, struct sv title, struct view_page *page_r)
{
	TRY(web_page(cx, page_r));
	page_r->title = title;
	page_r->place = VIEW_SETTINGS;
	page_r->hidden = true;
	page_r->area = settings_area(cx, here);
	return OK;
}

bool web_mendable(struct ctx *cx, enum fail fail, struct sv *problem_r)
{
	if (fail != FAIL_INVALID && fail != FAIL_LIMITED && fail != FAIL_CONFLICT)
		return false;
	answer_status(cx, fail_http_status(fail));
	*problem_r = cx->said;
	return true;
}

enum fail web_settings(struct ctx *cx)
{
	struct view_page page;
	TRY(web_settings_page(cx, SV("/settings"), TR("Settings"), &page));
	tpl_area_page(web_html(cx), &page);
	return OK;
}
