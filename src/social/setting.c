/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/setting.h"

#include "base/html.h"
#include "base/utf8.h"
#include "social/account.h"
#include "social/audit.h"
#include "social/effect.h"
#include "social/mail.h"
#include "store/q.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { LONGEST_LINE = 500, LONGEST_TEXT = 100000, SHOWN_IN_AUDIT = 100 };

/* Where a setting lives in struct settings, and what it is. */
static const struct setting {
	struct setting_about about;
	size_t offset;
} all[] = {
#define SETTING(kind, name, otherwise, help) { { #name, otherwise, help, SETTING_TYPE_##kind }, offsetof(struct settings, name) },
#include "social/settings.def"
#undef SETTING
};

static const struct setting *find(struct sv name)
{
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (sv_eq(sv_of(all[i].about.name), name))
			return &all[i];
	return NULL;
}

const struct setting_about *setting_find(struct sv name)
{
	const struct setting *setting = find(name);
	return setting ? &setting->about : NULL;
}

/* --- what is set ----------------------------------------------------------------------------------------------------------------- */

static bool bool_parse(struct sv text, bool *r)
{
	*r = sv_eq_nocase(text, SV("yes")) || sv_eq_nocase(text, SV("true")) || sv_eq(text, SV("1"));
	return *r || sv_eq_nocase(text, SV("no")) || sv_eq_nocase(text, SV("false")) || sv_eq(text, SV("0"));
}

/* Returns whether the text is a value of that type. */
static bool set(struct settings *settings, const struct setting *setting, struct sv text)
{
	void *at = (char *)settings + setting->offset;
	if (setting->about.type == SETTING_TYPE_INT)
		return sv_to_i64(text, at);
	if (setting->about.type == SETTING_TYPE_BOOL)
		return bool_parse(text, at);
	*(struct sv *)at = arena_dup(&settings->arena, text);
	return true;
}

struct sv setting_value(struct ctx *cx, const struct setting_about *about)
{
	const void *at = (const char *)settings(cx) + find(sv_of(about->name))->offset;
	if (about->type == SETTING_TYPE_INT)
		return arena_printf(&cx->arena, "%lld", (long long)*(const int64_t *)at);
	if (about->type == SETTING_TYPE_BOOL)
		return *(const bool *)at ? SV("yes") : SV("no");
	return *(const struct sv *)at;
}

static uint64_t print_of(const struct settings_all_row *rows, size_t count)
{
	uint64_t print = 1;
	for (size_t i = 0; i < count; i++)
		print = print * 31 + (hash_sv(rows[i].name) ^ hash_sv(rows[i].value) * 7);
	return print;
}

enum fail settings_differ(struct ctx *cx, bool *differ_r)
{
	struct settings_all_row *rows;
	size_t count;
	TRY(q_settings_all(cx, &rows, &count));
	*differ_r = print_of(rows, count) != settings(cx)->print;
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
	for (size_t i = 0; i < COUNT_OF(all); i++)
		set(fresh, &all[i], sv_of(all[i].about.otherwise));
	for (size_t i = 0; i < count; i++) {
		const struct setting *setting = find(rows[i].name);
		if (setting)
			set(fresh, setting, rows[i].value);
	}
	fresh->print = print_of(rows, count);
	fresh->older = atomic_exchange(&cx->community->settings, fresh); /* the writer and settings_follow() may both come here */
	return OK;
}

/* --- what may be set --------------------------------------------------------------------------------------------------------------- */

static enum fail check_type(struct ctx *cx, const struct setting_about *about, struct sv value)
{
	struct settings scratch = { 0 };
	bool fits = set(&scratch, find(sv_of(about->name)), value);
	arena_free(&scratch.arena);
	if (fits)
		return OK;
	return refuse(cx, FAIL_INVALID, "%s takes %s, not \"" SVF "\".", about->name,
	              about->type == SETTING_TYPE_INT ? "a whole number" : "yes or no", SVA(value));
}

/* Numbers outside of these would make a part of the program useless, or the machine. Others are free. */
static enum fail check_number(struct ctx *cx, const struct setting_about *about, struct sv value)
{
	static const struct {
		const char *name;
		int64_t least, most;
	} bounds[] = { { "max_characters", 1, 100000 },        { "max_attachments", 1, 16 },          { "max_pins", 0, 100 },
		       { "max_poll_options", 2, 50 },          { "max_poll_option_chars", 1, 1000 },  { "max_profile_fields", 0, 20 },
		       { "max_note_chars", 1, 10000 },         { "max_image_bytes", 1024, 1 << 30 },  { "max_video_bytes", 1024, INT64_C(1) << 32 },
		       { "requests_per_5_minutes", 0, 1000000 } };
	int64_t number;
	if (about->type != SETTING_TYPE_INT || !sv_to_i64(value, &number))
		return OK;
	for (size_t i = 0; i < COUNT_OF(bounds); i++)
		if (strcmp(bounds[i].name, about->name) == 0 && (number < bounds[i].least || number > bounds[i].most))
			return refuse(cx, FAIL_INVALID, "%s takes a number from %lld to %lld.", about->name, (long long)bounds[i].least,
			              (long long)bounds[i].most);
	return OK;
}

static bool all_in(struct sv text, const char *ranges)
{
	for (size_t i = 0; i < text.n; i++) {
		bool in = false;
		for (const char *r = ranges; *r && !in; r += 2)
			in = text.p[i] >= r[0] && text.p[i] <= r[1];
		if (!in)
			return false;
	}
	return true;
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

static enum fail check_words(struct ctx *cx, struct sv name, struct sv value)
{
	if (sv_eq(name, SV("accent")) && value.n && (value.n != 7 || value.p[0] != '#' || !all_in(sv_from(value, 1), "09afAF")))
		return refuse(cx, FAIL_INVALID, "A colour has the form #22654a; leave it empty for the default.");
	if (sv_eq(name, SV("languages")) && (!sv_trim(value).n || !all_in(value, "az  ")))
		return refuse(cx, FAIL_INVALID, "languages takes codes with spaces between, the main one first: en de");
	if (sv_eq(name, SV("blocked_names")) && !all_in(value, "azAZ09__  \t\n\r\r"))
		return refuse(cx, FAIL_INVALID, "Names have letters, digits and _ only; write a space or a new line between two.");
	return OK;
}

static enum fail check_contact(struct ctx *cx, struct sv name, struct sv value)
{
	struct account_row row;
	if (!value.n)
		return OK;
	if (sv_eq(name, SV("contact_email")) && !mail_address_ok(value))
		return refuse(cx, FAIL_INVALID, "That is no e-mail address.");
	if ((sv_eq(name, SV("source_url")) || sv_eq(name, SV("status_url"))) &&
	    (!html_url_safe(value) || !(sv_starts(value, SV("https://")) || sv_starts(value, SV("http://")))))
		return refuse(cx, FAIL_INVALID, "That is no address of a page: it begins with https://.");
	if (!sv_eq(name, SV("contact_account")))
		return OK;
	enum fail fail = account_find_acct(cx, value, &row);
	if (fail == FAIL_NOT_FOUND || (fail == OK && row.domain.n))
		return refuse(cx, FAIL_INVALID, "There is no member called " SVF ".", SVA(value));
	return fail;
}

static enum fail check_length(struct ctx *cx, struct sv name, struct sv value)
{
	static const struct sv long_texts[] = { SV_INIT("about"), SV_INIT("privacy_policy"), SV_INIT("terms_of_service"), SV_INIT("blocked_names"),
		                                SV_INIT("closed_message"), SV_INIT("vapid_private") };
	size_t most = LONGEST_LINE;
	for (size_t i = 0; i < COUNT_OF(long_texts); i++)
		most = sv_eq(name, long_texts[i]) ? LONGEST_TEXT : most;
	if (utf8_count(value) > most)
		return refuse(cx, FAIL_INVALID, "That is too long: at most %zu characters.", most);
	if (sv_eq(name, SV("title")) && !sv_trim(value).n)
		return refuse(cx, FAIL_INVALID, "A community needs a name.");
	return OK;
}

enum fail setting_check(struct ctx *cx, const struct setting_about *about, struct sv value)
{
	struct sv name = sv_of(about->name);
	TRY(check_type(cx, about, value));
	TRY(check_number(cx, about, value));
	TRY(check_length(cx, name, value));
	TRY(check_choice(cx, name, value));
	TRY(check_words(cx, name, value));
	return check_contact(cx, name, value);
}

/* --- changing it --------------------------------------------------------------------------------------------------------------------- */

/* The long texts are shown with the time of their last change, which is a setting "…_at" of its own. */
static enum fail text_changed(struct ctx *cx, struct sv name)
{
	struct sv at = arena_printf(&cx->arena, SVF "_at", SVA(name));
	return find(at) ? q_setting_put(cx, at, arena_printf(&cx->arena, "%lld", (long long)cx->now)) : OK;
}

enum fail setting_put(struct ctx *cx, struct sv name, struct sv value)
{
	const struct setting *setting = find(name);
	if (!setting)
		return refuse(cx, FAIL_INVALID, "There is no setting \"" SVF "\".", SVA(name));
	TRY(setting_check(cx, &setting->about, value));
	TRY(q_setting_put(cx, name, value));
	TRY(text_changed(cx, name));
	effect_add(cx, EFFECT_SETTINGS, 0, 0);
	return OK;
}

enum fail setting_change(struct ctx *cx, struct sv name, struct sv value)
{
	const struct setting_about *about = setting_find(name);
	if (about && sv_eq(value, setting_value(cx, about)))
		return OK;
	TRY(setting_put(cx, name, value));
	bool is_short = value.n <= SHOWN_IN_AUDIT && !sv_has(value, '\n');
	return audit_write(cx, "setting.change", "setting", 0, is_short ? arena_printf(&cx->arena, SVF "=" SVF, SVA(name), SVA(value)) : name);
}
