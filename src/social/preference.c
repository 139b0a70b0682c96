/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/preference.h"

#include "store/q.h"

static const struct preference_kind {
	struct sv name, otherwise;
	size_t offset;
	enum { TEXT, BOOL } kind;
} kinds[] = {
#define PREFERENCE(kind_, name_, otherwise_, help) { SV_INIT(#name_), SV_INIT(otherwise_), offsetof(struct preferences, name_), kind_ },
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

enum fail preferences_load(struct ctx *cx, int64_t account_id, struct preferences *preferences_r)
{
	struct preferences_of_row *rows;
	size_t count;
	TRY(q_preferences_of(cx, account_id, &rows, &count));
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		set(preferences_r, &kinds[i], kinds[i].otherwise);
	for (size_t i = 0; i < count; i++) {
		const struct preference_kind *kind = kind_of(rows[i].name);
		if (kind)
			set(preferences_r, kind, rows[i].value);
	}
	return OK;
}

enum fail preference_put(struct ctx *cx, int64_t account_id, struct sv name, struct sv value)
{
	if (!kind_of(name))
		return refuse(cx, FAIL_INVALID, "There is no preference \"" SVF "\".", SVA(name));
	return q_preference_put(cx, account_id, name, value);
}
