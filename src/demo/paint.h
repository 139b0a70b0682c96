/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* paint.h - what a picture is painted with. Coordinates run from 0 to 1 down and right; soft edges are one point wide. */
#ifndef DEMO_PAINT_H
#define DEMO_PAINT_H

#include "base/arena.h"

struct colour {
	float r, g, b; /* 0 … 1 */
};
struct canvas {
	unsigned width, height;
	struct colour *points;
};

struct colour rgb(unsigned hex);                       /* 0xrrggbb */
struct colour mix(struct colour a, struct colour b, float part_of_b);

struct canvas canvas_new(struct arena *arena, unsigned width, unsigned height);
void paint_sky(struct canvas *c, struct colour top, struct colour bottom, float until);
/* x and width in parts of the canvas's width, y and height of its height; radius in parts of its height. */
void paint_disc(struct canvas *c, float x, float y, float radius, struct colour colour, float strength);
void paint_ellipse(struct canvas *c, float x, float y, float half_width, float half_height, struct colour colour, float strength);
void paint_box(struct canvas *c, float x, float y, float width, float height, struct colour colour);
void paint_triangle(struct canvas *c, const float xy[6], struct colour colour);
/* Everything below a wavy line around y. */
void paint_ridge(struct canvas *c, float y, float swing, float waves, float phase, struct colour colour);

struct sv canvas_png(struct arena *arena, const struct canvas *c);

#endif
