/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/preference.h"

#include "base/tr.h"
#include "social/community.h"
#include "social/effect.h"
#include "social/viewer.h"
#include "store/q.h"

static const struct preference_kind {
	struct sv name, otherwise, among;
	size_t offset;
	enum { TEXT, BOOL } kind;
} kinds[] = {
#define PREFERENCE(kind_, name_, otherwise_, among_, help) { SV_INIT(#name_), SV_INIT(otherwise_), SV_INIT(among_), offsetof(struct preferences, name_), kind_ },
#include "social/preference.def"
#undef PREFERENCE
};

static const struct preference_kind *kind_of(struct sv name)
{
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (sv_eq(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}

static void set(struct preferences *preferences, const struct preference_kind *kind, struct sv value)
{
	char *at = (char *)preferences + kind->offset;
	if (kind->kind == BOOL)
		*(bool *)at = sv_eq(value, SV("yes"));
	else
		memcpy(at, &value, sizeof(value));
}

struct preferences preferences_default(void)
{
	struct preferences preferences;
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		set(&preferences, &kinds[i], kinds[i].otherwise);
	return preferences;
}

enum fail preferences_load(struct ctx *cx, int64_t account_id, struct preferences *preferences_r)
{
	struct preferences_of_row *rows;
	size_t count;
	TRY(q_preferences_of(cx, account_id, &rows, &count));
	*preferences_r = preferences_default();
	for (size_t i = 0; i < count; i++) {
		const struct preference_kind *kind = kind_of(rows[i].name);
		if (kind)
			set(preferences_r, kind, rows[i].value);
	}
	return OK;
}

enum fail preferences_of_reader(struct ctx *cx, struct preferences *preferences_r)
{
	if (cx->viewer)
		*preferences_r = cx->viewer->preferences;
	else if (cx->who.account_id)
		return preferences_load(cx, cx->who.account_id, preferences_r);
	else
		*preferences_r = preferences_default();
	return OK;
}

static bool is_among(struct sv among, struct sv value)
{
	struct sv one;
	if (!among.n)
		return true;
	while (among.n) {
		sv_cut(&among, ' ', &one);
		if (sv_eq(one, value))
			return true;
	}
	return false;
}

enum fail preference_put(struct ctx *cx, int64_t account_id, struct sv name, struct sv value)
{
	const struct preference_kind *kind = kind_of(name);
	if (!kind)
		return refuse(cx, FAIL_INVALID, "There is no preference \"" SVF "\".", SVA(name));
	if (!is_among(kind->among, value))
		return refuse(cx, FAIL_INVALID, "\"" SVF "\" is none of: " SVF ".", SVA(value), SVA(kind->among));
	if (sv_eq(name, SV("interface_language")) && value.n && !language_by_code(value))
		return refuse(cx, FAIL_INVALID, "The pages are not translated to \"" SVF "\".", SVA(value));
	effect_add(cx, EFFECT_VIEWER, account_id, 0);
	if (sv_eq(name, SV("interface_language")))
		effect_add(cx, EFFECT_LANGUAGE, account_id, 0);
	return q_preference_put(cx, account_id, name, value);
}

enum fail reader_language(struct ctx *cx, int64_t account_id, enum language *language_r)
{
	struct reader_language_row row;
	*language_r = community_language(cx);
	enum fail fail = q_reader_language(cx, account_id, &row);
	if (fail == OK)
		*language_r = language_by_code(row.chosen.n ? row.chosen : row.locale);
	return fail == FAIL_NOT_FOUND ? OK : fail;
}
