/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* log.h - one event, one line of logfmt on standard error: `level=notice event=report_filed case=41 acct=ada`.
 * journald adds the time. Values are quoted when they need it; control characters never reach the terminal. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/sv.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_NOTICE, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

struct log_field {
	const char *name;
	enum { LOG_INT, LOG_SV, LOG_CSTR } kind;
	union {
		int64_t i;
		struct sv sv;
		const char *cstr;
	};
};

static inline struct log_field log_field_int(const char *name, int64_t i)
{
	return (struct log_field){ .name = name, .kind = LOG_INT, .i = i };
}
static inline struct log_field log_field_sv(const char *name, struct sv sv)
{
	return (struct log_field){ .name = name, .kind = LOG_SV, .sv = sv };
}
static inline struct log_field log_field_cstr(const char *name, const char *cstr)
{
	return (struct log_field){ .name = name, .kind = LOG_CSTR, .cstr = cstr };
}

#define F(name, value)                                                                                      \
	_Generic((value), struct sv: log_field_sv, const char *: log_field_cstr, char *: log_field_cstr, \
	         default: log_field_int)(name, value)
#define LOG(level, event, ...)                                                                           \
	log_write(LOG_LEVEL_##level, event, (struct log_field[]){ __VA_ARGS__ },                         \
	          sizeof((struct log_field[]){ __VA_ARGS__ }) / sizeof(struct log_field))

void log_write(enum log_level level, const char *event, const struct log_field *fields, size_t count);
void log_set_level(enum log_level least); /* quieter ones are dropped; NOTICE at start */

#endif
