/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/json.h"

#include "base/clock.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

static void before_value(struct json *j)
{
	if (j->comma)
		buf_putc(j->out, ',');
	j->comma = true;
}

static void open_container(struct json *j, char opener, char closer)
{
	before_value(j);
	if (j->depth == JSON_DEPTH)
		abort(); /* the depth of what we write is fixed in code */
	buf_putc(j->out, opener);
	j->closers[j->depth++] = closer;
	j->comma = false;
}

void json_object(struct json *j)
{
	open_container(j, '{', '}');
}

void json_array(struct json *j)
{
	open_container(j, '[', ']');
}

void json_end(struct json *j)
{
	if (j->depth == 0)
		abort();
	buf_putc(j->out, j->closers[--j->depth]);
	j->comma = true;
}

struct json *json_key(struct json *j, const char *name)
{
	size_t n = strlen(name);
	char *to = buf_room(j->out, n + 4);
	if (!to)
		return j;
	char *at = to;
	if (j->comma)
		*at++ = ',';
	*at++ = '"';
	memcpy(at, name, n);
	at += n;
	*at++ = '"';
	*at++ = ':';
	buf_took(j->out, (size_t)(at - to));
	j->comma = false;
	return j;
}

/* 0: as it is; otherwise the letter after the backslash, or 'u'. */
static const char escapes[256] = {
	[0] = 'u',  [1] = 'u',  [2] = 'u',  [3] = 'u',  [4] = 'u',  [5] = 'u',  [6] = 'u',  [7] = 'u',
	[8] = 'b',  [9] = 't',  [10] = 'n', [11] = 'u', [12] = 'f', [13] = 'r', [14] = 'u', [15] = 'u',
	[16] = 'u', [17] = 'u', [18] = 'u', [19] = 'u', [20] = 'u', [21] = 'u', [22] = 'u', [23] = 'u',
	[24] = 'u', [25] = 'u', [26] = 'u', [27] = 'u', [28] = 'u', [29] = 'u', [30] = 'u', [31] = 'u',
	['"'] = '"', ['\\'] = '\\',
};

static void put_escaped(struct buf *out, struct sv s)
{
	size_t plain = 0; /* start of the run not yet written */
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (!escapes[c])
			continue;
		buf_put(out, (struct sv){ s.p + plain, i - plain });
		plain = i + 1;
		if (escapes[c] == 'u') {
			static const char hex[] = "0123456789abcdef";
			char code[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
			buf_put(out, (struct sv){ code, sizeof(code) });
		} else {
			char pair[2] = { '\\', escapes[c] };
			buf_put(out, (struct sv){ pair, 2 });
		}
	}
	buf_put(out, sv_from(s, plain));
}

void json_string(struct json *j, struct sv s)
{
	if (!s.p) {
		json_null(j);
		return;
	}
	before_value(j);
	buf_putc(j->out, '"');
	put_escaped(j->out, utf8_valid(s) ? s : utf8_repair(j->out->arena, s));
	buf_putc(j->out, '"');
}

void json_key_sv(struct json *j, struct sv name)
{
	json_string(j, name.p ? name : SV(""));
	buf_putc(j->out, ':');
	j->comma = false;
}

void json_cstr(struct json *j, const char *s)
{
	json_string(j, sv_of(s));
}

void json_int(struct json *j, int64_t value)
{
	before_value(j);
	buf_int(j->out, value);
}

void json_real(struct json *j, double value)
{
	if (!isfinite(value)) {
		json_null(j);
		return;
	}
	before_value(j);
	buf_printf(j->out, "%.10g", value);
}

void json_bool(struct json *j, bool value)
{
	before_value(j);
	buf_put(j->out, value ? SV("true") : SV("false"));
}

void json_null(struct json *j)
{
	before_value(j);
	buf_put(j->out, SV("null"));
}

void json_id(struct json *j, int64_t id)
{
	if (!id) {
		json_null(j);
		return;
	}
	before_value(j);
	buf_putc(j->out, '"');
	buf_int(j->out, id);
	buf_putc(j->out, '"');
}

void json_time(struct json *j, int64_t ms)
{
	if (!ms) {
		json_null(j);
		return;
	}
	char text[TIME_TEXT + 2];
	text[0] = text[TIME_TEXT + 1] = '"';
	time_text(ms, text + 1);
	before_value(j);
	buf_put(j->out, (struct sv){ text, sizeof(text) });
}

void json_raw(struct json *j, struct sv json)
{
	before_value(j);
	buf_put(j->out, json);
}
