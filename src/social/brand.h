/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* brand.h - the pictures of a community: its logo, with the icons that are made of it (W3C Web App Manifest: "any" and "maskable"), and
 * its banner. Their names are settings: logo (512 pixels), logo_small (192), logo_tile (512, opaque), logo_touch (180), thumbnail. */
#ifndef SOCIAL_BRAND_H
#define SOCIAL_BRAND_H

#include "base/ctx.h"

enum brand_picture { BRAND_LOGO, BRAND_BANNER };
enum { BRAND_MOST_BYTES = 8 << 20 };

/* Blocks on the media worker: from outside of the writer, with a read connection. `file` stays the caller's. FAIL_INVALID says what is
 * wrong with it. What was there before is deleted. */
enum fail brand_put(struct ctx *cx, enum brand_picture which, int file) MUST_USE;
enum fail brand_drop(struct ctx *cx, enum brand_picture which) MUST_USE; /* ours again; as brand_put() */

#endif
