/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fail.h"

static const struct {
	const char *name, *text;
	int http;
} kinds[] = {
	[OK] = { "OK", "", 200 },
#define FAIL(kind, http, remedy, text) [FAIL_##kind] = { #kind, text, http },
#include "base/fail.def"
#undef FAIL
};

int fail_http_status(enum fail fail)
{
	return kinds[fail].http;
}

const char *fail_text(enum fail fail)
{
	return kinds[fail].text;
}

const char *fail_name(enum fail fail)
{
	return kinds[fail].name;
}
