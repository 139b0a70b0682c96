/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/community.h"

#include "social/effect.h"
#include "social/feed.h"
#include "social/public_top.h"
#include "social/figure.h"
#include "social/standing.h"
#include "social/token.h"
#include "social/upkeep.h"
#include "social/viewer.h"
#include "store/q.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Where a setting lives in struct settings, and how its text becomes a value. */
static const struct setting_kind {
	struct sv name, otherwise;
	size_t offset;
	enum { TEXT, INT, BOOL } kind;
} setting_kinds[] = {
#define SETTING(kind_, name_, otherwise_, help) { SV_INIT(#name_), SV_INIT(otherwise_), offsetof(struct settings, name_), kind_ },
#include "social/settings.def"
#undef SETTING
};

static const struct setting_kind *setting_kind(struct sv name)
{
	for (size_t i = 0; i < COUNT_OF(setting_kinds); i++)
		if (sv_eq(setting_kinds[i].name, name))
			return &setting_kinds[i];
	return NULL;
}

static bool bool_parse(struct sv text, bool *r)
{
	*r = sv_eq_nocase(text, SV("yes")) || sv_eq_nocase(text, SV("true")) || sv_eq(text, SV("1"));
	return *r || sv_eq_nocase(text, SV("no")) || sv_eq_nocase(text, SV("false")) || sv_eq(text, SV("0"));
}

/* Returns whether the text is a value of that kind. */
static bool setting_set(struct settings *settings, const struct setting_kind *kind, struct sv text)
{
	void *at = (char *)settings + kind->offset;
	if (kind->kind == INT)
		return sv_to_i64(text, at);
	if (kind->kind == BOOL)
		return bool_parse(text, at);
	*(struct sv *)at = arena_dup(&settings->arena, text);
	return true;
}

static uint64_t settings_print(const struct settings_all_row *rows, size_t count)
{
	uint64_t print = 1;
	for (size_t i = 0; i < count; i++)
		print = print * 31 + (hash_sv(rows[i].name) ^ hash_sv(rows[i].value) * 7);
	return print;
}

static uint64_t emojis_print(const struct emojis_all_row *rows, size_t count)
{
	uint64_t print = 1;
	for (size_t i = 0; i < count; i++)
		print = print * 31 + (hash_sv(rows[i].shortcode) ^ hash_sv(rows[i].file) * 7 ^ hash_sv(rows[i].category) * 13);
	return print;
}

enum fail settings_follow(struct ctx *cx)
{
	struct settings_all_row *rows;
	struct emojis_all_row *emojis;
	size_t count, emoji_count;
	TRY(q_settings_all(cx, &rows, &count));
	TRY(q_emojis_all(cx, &emojis, &emoji_count));
	if (settings_print(rows, count) != settings(cx)->print)
		effect_add(cx, EFFECT_SETTINGS, 0, 0);
	if (emojis_print(emojis, emoji_count) != cx->community->emojis->print)
		effect_add(cx, EFFECT_EMOJIS, 0, 0);
	effects_apply(cx);
	return OK;
}

enum fail community_reload_settings(struct ctx *cx)
{
	struct settings_all_row *rows;
	size_t count;
	TRY(q_settings_all(cx, &rows, &count));
	struct settings *fresh = calloc(1, sizeof(*fresh));
	if (!fresh)
		abort();
	for (size_t i = 0; i < COUNT_OF(setting_kinds); i++)
		setting_set(fresh, &setting_kinds[i], setting_kinds[i].otherwise);
	for (size_t i = 0; i < count; i++) {
		const struct setting_kind *kind = setting_kind(rows[i].name);
		if (kind)
			setting_set(fresh, kind, rows[i].value);
	}
	fresh->print = settings_print(rows, count);
	fresh->older = atomic_exchange(&cx->community->settings, fresh); /* the writer and settings_follow() may both come here */
	return OK;
}

/* The long texts are shown with the time of their last change, which is a setting "…_at" of its own. */
static enum fail text_changed(struct ctx *cx, struct sv name)
{
	struct sv at = arena_printf(&cx->arena, SVF "_at", SVA(name));
	return setting_kind(at) ? q_setting_put(cx, at, arena_printf(&cx->arena, "%lld", (long long)cx->now)) : OK;
}

/* Settings that take one of a few words: anything else would be taken for the strictest of them, in silence. */
static enum fail check_choice(struct ctx *cx, struct sv name, struct sv value)
{
	static const struct {
		struct sv name, words;
	} choices[] = { { SV_INIT("sign_up"), SV_INIT("open approval invitation closed") }, { SV_INIT("scheme"), SV_INIT("https http") } };
	for (size_t i = 0; i < COUNT_OF(choices); i++) {
		struct sv rest = choices[i].words, word = SV_NONE;
		if (!sv_eq(choices[i].name, name))
			continue;
		while (rest.n && !sv_eq(word, value))
			sv_cut(&rest, ' ', &word);
		if (!sv_eq(word, value))
			return refuse(cx, FAIL_INVALID, SVF " takes one of: " SVF ".", SVA(name), SVA(choices[i].words));
	}
	return OK;
}

enum fail setting_put(struct ctx *cx, struct sv name, struct sv value)
{
	struct settings scratch = { 0 };
	const struct setting_kind *kind = setting_kind(name);
	if (!kind)
		return refuse(cx, FAIL_INVALID, "There is no setting \"" SVF "\".", SVA(name));
	bool fits = setting_set(&scratch, kind, value);
	arena_free(&scratch.arena);
	if (!fits)
		return refuse(cx, FAIL_INVALID, SVF " takes %s, not \"" SVF "\".", SVA(name), kind->kind == INT ? "a whole number" : "yes or no",
		              SVA(value));
	TRY(check_choice(cx, name, value));
	TRY(q_setting_put(cx, name, value));
	TRY(text_changed(cx, name));
	effect_add(cx, EFFECT_SETTINGS, 0, 0);
	return OK;
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
	community->tokens = tokens_new();
	community->figures = figures_new();
	community->standings = standings_new();
	cx->community = community;
	TRY(community_reload_settings(cx));
	TRY(standings_load(cx));
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
	recent_free(community->recent);
	public_top_free(community->public_top);
	viewers_free(community->viewers);
	tokens_free(community->tokens);
	figures_free(community->figures);
	standings_free(community->standings);
	arena_free(&community->arena);
}

struct sv media_url(struct ctx *cx, struct sv file)
{
	if (!file.p || sv_starts(file, SV("http://")) || sv_starts(file, SV("https://")))
		return file;
	return arena_printf(&cx->arena, SVF "/media/" SVF, SVA(cx->community->url), SVA(file));
}

enum fail gate_pass(struct ctx *cx, const struct gate_item *item, enum verdict *verdict_r)
{
	struct sv reason = SV_NONE;
	const struct gate *gate = &cx->community->gate;
	*verdict_r = gate->judge ? gate->judge(gate->data, cx, item, &reason) : VERDICT_ALLOW;
	if (*verdict_r == VERDICT_REJECT)
		return refuse(cx, FAIL_INVALID, "This was not published: " SVF, SVA(reason));
	return OK;
}
