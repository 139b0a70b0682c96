/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The files of a community's media folder. Their names cannot be guessed and never mean something else: they may be kept for ever.
 * Opened by itself, a file can do nothing: it is data of strangers at our address. */
#include "api/api.h"
#include "social/media_format.h"

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

/* "x7/x7Kq….jpg": no segment is empty or begins with a dot, so nothing leads out of the folder. */
static bool is_inside(struct sv path)
{
	bool start = true;
	for (size_t i = 0; i < path.n; i++) {
		char c = path.p[i];
		if (c == '/' ? start : !is_plain(c) || (start && c == '.'))
			return false;
		start = c == '/';
	}
	return path.n && !start;
}

enum fail api_media_file(struct ctx *cx)
{
	struct sv path = cx->path[0], name = path, end;
	if (!is_inside(path) || !sv_cut_last(&name, '.', &end))
		return FAIL_NOT_FOUND;
	enum media_format format = media_format_by_end(end);
	if (format == MEDIA_NONE)
		return FAIL_NOT_FOUND;
	const char *file = arena_cstr(&cx->arena, arena_printf(&cx->arena, SVF "/" SVF, SVA(cx->community->media_dir), SVA(path)));
	answer_header(cx, "Content-Security-Policy", SV("default-src 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"));
	answer_header(cx, "Cross-Origin-Resource-Policy", SV("cross-origin"));
	return answer_file(cx, file, media_format_mime(format), SV("public, max-age=31536000, immutable"));
}
