/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A QR code (ISO/IEC 18004) by libqrencode, as the path of an SVG: one unit a module, runs of dark ones joined. */
#include "web/frame.h"

#include <qrencode.h>

enum { PATH_MOST = 64 << 10 };

struct sv web_qr_path(struct ctx *cx, struct sv text, int64_t *size_r)
{
	struct buf path = BUF(&cx->arena, PATH_MOST);
	QRcode *code = QRcode_encodeString(arena_cstr(&cx->arena, text), 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	*size_r = 0;
	if (!code)
		return SV_NONE; /* too long for one: the link is there as text */
	for (int y = 0; y < code->width; y++)
		for (int x = 0, run; x < code->width; x += run + 1) {
			for (run = 0; x + run < code->width && code->data[y * code->width + x + run] & 1; run++)
				;
			if (run)
				buf_printf(&path, "M%d %dh%dv1h-%dz", x, y, run, run);
		}
	*size_r = code->width;
	QRcode_free(code);
	return path.overflow ? SV_NONE : buf_sv(&path);
}
