/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/visible.h"

#include "base/buf.h"
#include "base/utf8.h"

static bool is_in(uint32_t code, uint32_t from, uint32_t to)
{
	return code >= from && code <= to;
}

static bool is_hidden(uint32_t code)
{
	return code < 0x20 || is_in(code, 0x7f, 0x9f) || code == 0xad || code == 0x61c || is_in(code, 0x200b, 0x200f) || is_in(code, 0x2028, 0x202e) ||
	       is_in(code, 0x2060, 0x206f) || code == 0xfeff || is_in(code, 0xe0000, 0xe007f);
}

static void put_hidden(struct buf *out, uint32_t code)
{
	static const char letters[] = { ['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r' };
	if (code < sizeof(letters) && letters[code])
		buf_printf(out, "\\%c", letters[code]);
	else
		buf_printf(out, code < 0x100 ? "\\x%02x" : "\\u%04x", code);
}

static struct sv shown(struct arena *arena, struct sv text, bool lines)
{
	struct buf out = BUF(arena, text.n * 8 + 1);
	while (text.n) {
		struct sv rest = text;
		uint32_t code = utf8_next(&rest);
		size_t n = text.n - rest.n;
		if (code == 0xfffd && n == 1)
			buf_printf(&out, "\\x%02x", (unsigned)(unsigned char)*text.p);
		else if (is_hidden(code) && !(lines && code == '\n'))
			put_hidden(&out, code);
		else
			buf_put(&out, sv_first(text, n));
		text = rest;
	}
	return buf_sv(&out);
}

struct sv visible(struct arena *arena, struct sv text)
{
	return shown(arena, text, true);
}

struct sv visible_line(struct arena *arena, struct sv text)
{
	return shown(arena, text, false);
}
