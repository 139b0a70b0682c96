/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* accent.h - the owner's colour becomes a style sheet for both themes that can be read: its hue and strength stay, its lightness gives
 * way until each text has the contrast that static/css/tokens.css promises (WCAG 2.2, 1.4.3). Lightness is that of OKLCH (CSS Color 4). */
#ifndef WEB_ACCENT_H
#define WEB_ACCENT_H

#include "base/buf.h"

struct colour {
	double red, green, blue; /* of sRGB, 0 … 1 */
};
/* "#7a1fd0", or the same without the sign. */
bool colour_read(struct sv text, struct colour *colour_r);
double colour_contrast(struct colour a, struct colour b); /* 1 … 21 */

/* The colours of a theme that follow the accent. */
struct accent {
	struct colour accent, strong, soft, on_accent;
};
struct accent accent_light(struct colour wish);
struct accent accent_dark(struct colour wish);

/* The style sheet; and its address on this site, "/accent/7a1fd0.1.css", which changes with what is in it. None: that is no colour. */
struct sv accent_css(struct arena *arena, struct colour wish);
struct sv accent_path(struct arena *arena, struct sv colour);

#endif
