/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fail.h - what can go wrong, by what the one who asked can do about it (fail.def). */
#ifndef BASE_FAIL_H
#define BASE_FAIL_H

#include "base/attr.h"

enum fail {
	OK,
#define FAIL(kind, http, remedy, text) FAIL_##kind,
#include "base/fail.def"
#undef FAIL
};

/* Leaves the function when `expr` failed. */
#define TRY(expr)                        \
	do {                             \
		enum fail try_ = (expr); \
		if (try_ != OK)          \
			return try_;     \
	} while (0)

int fail_http_status(enum fail fail);       /* 200 for OK */
const char *fail_text(enum fail fail);      /* what is said when nobody said more */
const char *fail_name(enum fail fail);      /* "NOT_FOUND" */

#endif
