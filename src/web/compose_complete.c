/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the compose form completes while somebody types, and the emoji to pick from. */
#include "social/account_search.h"
#include "social/search.h"
#include "web/frame.h"
#include "web/view_compose.h"
#include "web/web.h"

enum { OFFERED = 8, SHORTEST = 2 };

enum group { SMILEYS, PEOPLE, NATURE, FOOD, ACTIVITIES, PLACES, THINGS, SYMBOLS, GROUPS };

static const struct glyph {
	enum group group;
	struct sv text, name;
} glyphs[] = {
#define EMOJI(group, text, name) { group, SV_INIT(text), SV_INIT(name) },
#include "web/emoji.def"
#undef EMOJI
};

static struct sv group_title(int group)
{
	const struct sv titles[GROUPS] = { [SMILEYS] = TR("Smileys"), [PEOPLE] = TR("People"),         [NATURE] = TR("Nature"),
		                           [FOOD] = TR("Food"),       [ACTIVITIES] = TR("Activities"), [PLACES] = TR("Places"),
		                           [THINGS] = TR("Things"),   [SYMBOLS] = TR("Symbols") };
	return titles[group];
}

static struct view_completion of_emoji(struct ctx *cx, const struct emoji *emoji)
{
	struct sv code = arena_printf(&cx->arena, ":" SVF ":", SVA(emoji->shortcode));
	return (struct view_completion){ .insert = code, .code = code, .picture = media_url(cx, emoji->static_file), .name = html_of_text(&cx->arena, code) };
}

static struct view_completion of_glyph(struct ctx *cx, const struct glyph *glyph)
{
	struct sv code = arena_printf(&cx->arena, ":" SVF ":", SVA(glyph->name));
	return (struct view_completion){ .insert = glyph->text, .code = code, .name = html_of_text(&cx->arena, code) };
}

/* --- what was begun ---------------------------------------------------------------------------------------------------------------- */

static enum fail complete_mention(struct ctx *cx, struct sv typed, struct view_completion *list, size_t *count_r)
{
	int64_t *ids;
	struct account account;
	struct view_account view;
	TRY(accounts_find(cx, &(struct account_search){ .typed = typed, .limit = OFFERED }, &ids, count_r));
	for (size_t i = 0; i < *count_r; i++) {
		TRY(account_load(cx, ids[i], &account));
		TRY(web_show_account(cx, &account, &view));
		struct sv acct = arena_printf(&cx->arena, "@" SVF, SVA(view.acct));
		list[i] = (struct view_completion){ .insert = acct, .picture = view.avatar, .name = view.name, .detail = acct };
	}
	return OK;
}

static enum fail complete_tag(struct ctx *cx, struct sv typed, struct view_completion *list, size_t *count_r)
{
	int64_t *ids;
	struct tag_row tag;
	TRY(search_tags(cx, typed, OFFERED, 0, &ids, count_r));
	for (size_t i = 0; i < *count_r; i++) {
		TRY(q_tag_get(cx, ids[i], &tag));
		struct sv name = arena_printf(&cx->arena, "#" SVF, SVA(tag.display_name.n ? tag.display_name : tag.name));
		list[i] = (struct view_completion){ .insert = name, .name = html_of_text(&cx->arena, name) };
	}
	return OK;
}

static bool has_nocase(struct sv s, struct sv part)
{
	for (size_t i = 0; i + part.n <= s.n; i++)
		if (sv_starts_nocase(sv_from(s, i), part))
			return true;
	return false;
}

/* The community's own before the others; those that begin so before those that have it somewhere. */
static void complete_emoji(struct ctx *cx, struct sv typed, struct view_completion *list, size_t *count_r)
{
	const struct emojis *own = cx->community->emojis;
	for (int inside = 0; inside < 2; inside++) {
		for (size_t i = 0; own && i < own->count && *count_r < OFFERED; i++) {
			bool begins = sv_starts_nocase(own->list[i].shortcode, typed);
			if (own->list[i].visible && (inside ? !begins && has_nocase(own->list[i].shortcode, typed) : begins))
				list[(*count_r)++] = of_emoji(cx, &own->list[i]);
		}
		for (size_t i = 0; i < COUNT_OF(glyphs) && *count_r < OFFERED; i++) {
			bool begins = sv_starts_nocase(glyphs[i].name, typed);
			if (inside ? !begins && has_nocase(glyphs[i].name, typed) : begins)
				list[(*count_r)++] = of_glyph(cx, &glyphs[i]);
		}
	}
}

enum fail web_compose_complete(struct ctx *cx)
{
	struct sv q = param_sv(cx->params, "q"), typed = sv_from(q, 1);
	struct view_completion list[OFFERED];
	struct view_completions view = { .list = list };
	if (typed.n > 0 && q.p[0] == '@')
		TRY(complete_mention(cx, typed, list, &view.count));
	else if (typed.n > 0 && q.p[0] == '#')
		TRY(complete_tag(cx, typed, list, &view.count));
	else if (typed.n >= SHORTEST && q.p[0] == ':')
		complete_emoji(cx, typed, list, &view.count);
	tpl_compose_completions(web_html(cx), &view);
	return OK;
}

/* --- to pick from ------------------------------------------------------------------------------------------------------------------ */

static size_t own_groups(struct ctx *cx, struct view_emoji_group *groups)
{
	const struct emojis *own = cx->community->emojis;
	struct view_completion *list = arena_array(&cx->arena, struct view_completion, own ? own->count + 1 : 1);
	size_t count = 0;
	for (size_t i = 0; own && i < own->count; i++)
		if (own->list[i].visible)
			list[count++] = of_emoji(cx, &own->list[i]);
	groups[0] = (struct view_emoji_group){ .title = settings(cx)->title, .list = list, .count = count };
	return count > 0;
}

enum fail web_compose_emoji(struct ctx *cx)
{
	struct view_emoji_group groups[1 + GROUPS];
	size_t count = own_groups(cx, groups);
	struct view_completion *list = arena_array(&cx->arena, struct view_completion, COUNT_OF(glyphs));
	for (size_t i = 0; i < COUNT_OF(glyphs); i++) {
		list[i] = of_glyph(cx, &glyphs[i]);
		if (i == 0 || glyphs[i].group != glyphs[i - 1].group)
			groups[count++] = (struct view_emoji_group){ .title = group_title((int)glyphs[i].group), .list = &list[i] };
		groups[count - 1].count++;
	}
	tpl_compose_emoji(web_html(cx), groups, count);
	return OK;
}
