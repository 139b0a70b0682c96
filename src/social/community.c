/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/community.h"

#include "social/badge.h"
#include "social/effect.h"
#include "social/feed.h"
#include "social/public_top.h"
#include "social/figure.h"
#include "social/overview.h"
#include "social/setting.h"
#include "social/standing.h"
#include "social/principals.h"
#include "social/upkeep.h"
#include "social/viewer.h"
#include "store/q.h"

#include <stdatomic.h>
#include <stdlib.h>

static uint64_t emojis_print(const struct emojis_all_row *rows, size_t count)
{
	uint64_t print = 1;
	for (size_t i = 0; i < count; i++)
		print = print * 31 + (hash_sv(rows[i].shortcode) ^ hash_sv(rows[i].file) * 7 ^ hash_sv(rows[i].category) * 13 ^ rows[i].visible);
	return print;
}

enum fail settings_follow(struct ctx *cx)
{
	struct emojis_all_row *emojis;
	size_t emoji_count;
	bool differ;
	TRY(settings_differ(cx, &differ));
	TRY(q_emojis_all(cx, &emojis, &emoji_count));
	if (differ)
		effect_add(cx, EFFECT_SETTINGS, 0, 0);
	if (emojis_print(emojis, emoji_count) != cx->community->emojis->print)
		effect_add(cx, EFFECT_EMOJIS, 0, 0);
	effects_apply(cx);
	return OK;
}

enum language community_language(const struct ctx *cx)
{
	struct sv codes = settings(cx)->languages, code;
	enum language language = LANGUAGE_NONE;
	while (codes.n && !language) {
		sv_cut(&codes, ' ', &code);
		language = language_by_code(code);
	}
	return language;
}

enum fail community_reload_emojis(struct ctx *cx)
{
	struct emojis_all_row *rows;
	size_t count;
	TRY(q_emojis_all(cx, &rows, &count));
	struct emojis *fresh = calloc(1, sizeof(*fresh));
	if (!fresh)
		abort();
	fresh->list = arena_array(&fresh->arena, struct emoji, count + 1);
	fresh->count = count;
	for (size_t i = 0; i < count; i++)
		fresh->list[i] = (struct emoji){
			.id = rows[i].id,
			.shortcode = arena_dup(&fresh->arena, rows[i].shortcode),
			.file = arena_dup(&fresh->arena, rows[i].file),
			.static_file = arena_dup(&fresh->arena, rows[i].static_file),
			.category = arena_dup(&fresh->arena, rows[i].category),
			.visible = rows[i].visible,
		};
	fresh->print = emojis_print(rows, count);
	fresh->older = atomic_exchange(&cx->community->emojis, fresh);
	return OK;
}

static int emoji_order(const void *key, const void *emoji)
{
	return sv_cmp(*(const struct sv *)key, ((const struct emoji *)emoji)->shortcode);
}

const struct emoji *emoji_find(const struct community *community, struct sv shortcode)
{
	const struct emojis *emojis = community->emojis;
	return bsearch(&shortcode, emojis->list, emojis->count, sizeof(*emojis->list), emoji_order);
}

enum fail community_open(struct ctx *cx, struct community *community, struct sv domain, struct sv url, struct sv dir)
{
	community->domain = arena_dup(&community->arena, domain);
	community->url = arena_dup(&community->arena, url);
	community->dir = arena_dup(&community->arena, dir);
	community->media_dir = arena_printf(&community->arena, SVF "/media", SVA(dir));
	community->recent = recent_new();
	community->public_top = public_top_new();
	community->viewers = viewers_new();
	community->tokens = principals_new();
	community->sessions = principals_new();
	community->figures = figures_new();
	community->overview = overview_cache_new();
	community->standings = standings_new();
	cx->community = community;
	TRY(community_reload_settings(cx));
	TRY(standings_load(cx));
	TRY(badges_load(cx));
	return community_reload_emojis(cx);
}

void community_close(struct community *community)
{
	for (struct settings *s = community->settings, *older; s; s = older) {
		older = s->older;
		arena_free(&s->arena);
		free(s);
	}
	for (struct emojis *e = community->emojis, *older; e; e = older) {
		older = e->older;
		arena_free(&e->arena);
		free(e);
	}
	badges_free(community);
	recent_free(community->recent);
	public_top_free(community->public_top);
	viewers_free(community->viewers);
	principals_free(community->tokens);
	principals_free(community->sessions);
	figures_free(community->figures);
	overview_cache_free(community->overview);
	standings_free(community->standings);
	arena_free(&community->arena);
}

struct sv media_url(struct ctx *cx, struct sv file)
{
	if (!file.p || sv_starts(file, SV("http://")) || sv_starts(file, SV("https://")))
		return file;
	return arena_printf(&cx->arena, SVF "/media/" SVF, SVA(cx->community->url), SVA(file));
}
