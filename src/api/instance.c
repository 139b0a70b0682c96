/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a server says of itself (documentation: methods/instance). */
#include "api/api.h"
#include "api/entities/instance.h"
#include "base/clock.h"

enum fail api_health(struct ctx *cx)
{
	answer_body(cx, "text/plain; charset=utf-8", SV("OK"));
	return OK;
}

enum fail api_instance(struct ctx *cx)
{
	struct figures_now now;
	TRY(figures_get(cx, &now));
	return entity_instance(cx, answer_json(cx), &now);
}

enum fail api_instance_v1(struct ctx *cx)
{
	struct figures_now now;
	TRY(figures_get(cx, &now));
	return entity_instance_v1(cx, answer_json(cx), &now);
}

enum fail api_instance_rules(struct ctx *cx)
{
	return entity_rules(cx, answer_json(cx));
}

static void put_names(struct json *j, const struct peers_all_row *rows, size_t count)
{
	json_array(j);
	for (size_t i = 0; i < count; i++)
		json_string(j, rows[i].domain);
	json_end(j);
}

enum fail api_instance_peers(struct ctx *cx)
{
	struct peers_all_row *rows;
	size_t count;
	if (!settings(cx)->show_peers)
		return FAIL_NOT_FOUND;
	TRY(q_peers_all(cx, &rows, &count));
	put_names(answer_json(cx), rows, count);
	return OK;
}

/* Undocumented; for who wants to mute a domain: those that begin with what is typed. */
enum fail api_peers_search(struct ctx *cx)
{
	enum { MOST = 10 };
	struct peers_starting_row *rows;
	size_t count = 0;
	struct sv start = ascii_lower(&cx->arena, sv_trim(param_sv(cx->params, "q")));
	struct sv end = arena_printf(&cx->arena, SVF "\xf4\x8f\xbf\xbf", SVA(start));
	if (start.n)
		TRY(q_peers_starting(cx, start, end, MOST, &rows, &count));
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		json_string(j, rows[i].domain);
	json_end(j);
	return OK;
}

static void put_number(struct ctx *cx, struct json *j, const char *name, int64_t number)
{
	json_string(json_key(j, name), arena_printf(&cx->arena, "%lld", (long long)number));
}

enum fail api_instance_activity(struct ctx *cx)
{
	struct figures_now now;
	if (!settings(cx)->show_activity)
		return FAIL_NOT_FOUND;
	TRY(figures_get(cx, &now));
	struct json *j = answer_json(cx);
	json_array(j);
	for (unsigned i = 0; i < FIGURE_WEEKS; i++) {
		json_object(j);
		put_number(cx, j, "week", now.weeks[i].starts_at);
		put_number(cx, j, "statuses", now.weeks[i].statuses);
		put_number(cx, j, "logins", now.weeks[i].logins);
		put_number(cx, j, "registrations", now.weeks[i].registrations);
		json_end(j);
	}
	json_end(j);
	return OK;
}

/* --- long texts ------------------------------------------------------------------------------------------------------------------ */

static enum fail answer_text(struct ctx *cx, struct sv text, int64_t changed_at)
{
	struct json *j = answer_json(cx);
	json_object(j);
	json_time(json_key(j, "updated_at"), text.n ? changed_at : 0);
	json_string(json_key(j, "content"), text_of_setting(cx, text));
	json_end(j);
	return OK;
}

enum fail api_instance_extended_description(struct ctx *cx)
{
	return answer_text(cx, settings(cx)->about, settings(cx)->about_at);
}

enum fail api_instance_privacy_policy(struct ctx *cx)
{
	return answer_text(cx, settings(cx)->privacy_policy, settings(cx)->privacy_policy_at);
}

/* There is one version: the present one, in effect since it was last changed. */
enum fail api_instance_terms_of_service(struct ctx *cx)
{
	struct sv text = settings(cx)->terms_of_service;
	int64_t at = settings(cx)->terms_of_service_at ? settings(cx)->terms_of_service_at : cx->now;
	struct sv date = time_date(&cx->arena, at);
	if (!text.n || (cx->path[0].n && !sv_eq(cx->path[0], date)))
		return FAIL_NOT_FOUND;
	struct json *j = answer_json(cx);
	json_object(j);
	json_string(json_key(j, "effective_date"), date);
	json_bool(json_key(j, "effective"), true);
	json_string(json_key(j, "content"), text_of_setting(cx, text));
	json_null(json_key(j, "succeeded_by"));
	json_end(j);
	return OK;
}

/* --- languages --------------------------------------------------------------------------------------------------------------------- */

/* None: statuses are not translated here. */
enum fail api_instance_translation_languages(struct ctx *cx)
{
	return answer_empty(cx);
}

enum fail api_instance_languages(struct ctx *cx)
{
	static const struct { const char *code, *name; } languages[] = {
#define LANGUAGE(code, name) { code, name },
#include "social/language.def"
#undef LANGUAGE
	};
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t i = 0; i < COUNT_OF(languages); i++) {
		json_object(j);
		json_cstr(json_key(j, "code"), languages[i].code);
		json_cstr(json_key(j, "name"), languages[i].name);
		json_end(j);
	}
	json_end(j);
	return OK;
}

/* --- emojis ------------------------------------------------------------------------------------------------------------------------ */

/* In memory already; clients may keep it for a while. */
enum fail api_custom_emojis(struct ctx *cx)
{
	const struct emojis *emojis = cx->community->emojis;
	const struct emoji **list = arena_array(&cx->arena, const struct emoji *, emojis->count + 1);
	size_t count = 0;
	for (size_t i = 0; i < emojis->count; i++)
		if (emojis->list[i].visible)
			list[count++] = &emojis->list[i];
	entity_emojis(cx, answer_json(cx), list, count);
	return OK;
}

/* None is ever run here; Mastodon's server answers so, too, when its own has none for a reader. */
enum fail api_donation_campaigns(struct ctx *cx)
{
	answer_status(cx, 204);
	answer_body(cx, NULL, SV(""));
	return OK;
}
