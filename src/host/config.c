/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "host/config.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>

enum kind { TEXT, INT, BOOL };
static const struct {
	enum kind kind;
	size_t offset;
} places[] = {
#define CONFIG(kind_, name_, otherwise_, help_) { kind_, offsetof(struct config, name_) },
#include "host/config.def"
#undef CONFIG
};
#define KIND_TEXT "text"
#define KIND_INT  "a number"
#define KIND_BOOL "yes or no"
static const struct config_about about[] = {
#define CONFIG(kind_, name_, otherwise_, help_) { #name_, otherwise_, help_, KIND_##kind_ },
#include "host/config.def"
#undef CONFIG
};

size_t config_list(const struct config_about **list_r)
{
	*list_r = about;
	return COUNT_OF(about);
}

static int place_of(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(about); i++)
		if (strcmp(about[i].name, name) == 0)
			return (int)i;
	return -1;
}

enum fail config_set(struct ctx *cx, struct config *config, const char *name, const char *value)
{
	int i = place_of(name);
	struct sv text = sv_of(value);
	if (i < 0)
		return refuse(cx, FAIL_INVALID, "There is no setting \"%s\". `folkmoot config explain` lists them.", name);
	void *at = (char *)config + places[i].offset;
	if (places[i].kind == TEXT) {
		*(const char **)at = arena_cstr(&cx->arena, text);
	} else if (places[i].kind == INT) {
		if (!sv_to_i64(text, at))
			return refuse(cx, FAIL_INVALID, "%s takes a number, not \"%s\".", name, value);
	} else {
		bool yes = sv_eq_nocase(text, SV("yes")), no = sv_eq_nocase(text, SV("no"));
		if (!yes && !no)
			return refuse(cx, FAIL_INVALID, "%s takes yes or no, not \"%s\".", name, value);
		*(bool *)at = yes;
	}
	return OK;
}

const char *config_get(struct ctx *cx, const struct config *config, const char *name)
{
	int i = place_of(name);
	if (i < 0)
		return "";
	const char *at = (const char *)config + places[i].offset;
	if (places[i].kind == TEXT)
		return *(const char *const *)at;
	if (places[i].kind == BOOL)
		return *(const bool *)at ? "yes" : "no";
	return arena_printf(&cx->arena, "%lld", (long long)*(const int64_t *)at).p;
}

struct reading {
	struct ctx *cx;
	struct config *config;
	enum fail fail;
};

static int take_line(void *data, const char *section, const char *name, const char *value)
{
	struct reading *reading = data;
	if (*section)
		reading->fail = refuse(reading->cx, FAIL_INVALID, "[%s]: this file has no sections.", section);
	else
		reading->fail = config_set(reading->cx, reading->config, name, value);
	return reading->fail == OK;
}

enum fail config_read(struct ctx *cx, const char *file, struct config *config_r)
{
	struct reading reading = { .cx = cx, .config = config_r };
	for (size_t i = 0; i < COUNT_OF(about); i++)
		TRY(config_set(cx, config_r, about[i].name, about[i].otherwise));
	if (!file)
		return OK;
	int line = ini_parse(file, take_line, &reading);
	if (line < 0)
		return refuse(cx, FAIL_NOT_FOUND, "The settings file %s cannot be read: %s", file, strerror(errno));
	if (line > 0)
		return refuse(cx, FAIL_INVALID, "%s, line %d: " SVF, file, line, SVA(cx->said.n ? cx->said : SV("write name = value")));
	return OK;
}
