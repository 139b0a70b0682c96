/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "alter.h"

#include <math.h>
#include <stdlib.h>

static void must(int failed)
{
	if (failed) {
		g_printerr("%s\n", vips_error_buffer());
		abort();
	}
}

static VipsImage *in_memory(VipsImage *image)
{
	VipsImage *memory = vips_image_copy_memory(image);
	must(!memory);
	g_object_unref(image);
	return memory;
}

static VipsImage *encoded(VipsImage *image, const char *end)
{
	void *p;
	size_t n;
	VipsImage *read = vips_image_new();
	must(vips_image_write_to_buffer(image, end, &p, &n, NULL));
	g_object_unref(read);
	read = vips_image_new_from_buffer(p, n, "", NULL);
	must(!read);
	read = in_memory(read);
	g_free(p);
	return read;
}

static VipsImage *cut(VipsImage *image, float left, float top, float right, float bottom)
{
	VipsImage *out;
	int x = (int)lroundf(left * (float)image->Xsize), y = (int)lroundf(top * (float)image->Ysize);
	int width = image->Xsize - x - (int)lroundf(right * (float)image->Xsize), height = image->Ysize - y - (int)lroundf(bottom * (float)image->Ysize);
	must(vips_crop(image, &out, x, y, width, height, NULL));
	return in_memory(out);
}

static VipsImage *scaled(VipsImage *image, float across, float down)
{
	VipsImage *out;
	must(vips_resize(image, &out, (double)across, "vscale", (double)down, NULL));
	return in_memory(out);
}

static VipsImage *lines(VipsImage *image, const double a[3], const double b[3])
{
	VipsImage *out, *bytes;
	must(vips_linear(image, &out, a, b, 3, NULL));
	must(vips_cast_uchar(out, &bytes, NULL));
	g_object_unref(out);
	bytes->Type = VIPS_INTERPRETATION_sRGB;
	return in_memory(bytes);
}

/* --- ways ------------------------------------------------------------------------------------------------------------------------------- */

static VipsImage *smaller(VipsImage *image, struct dice *dice)
{
	float scale = dice_between(dice, 0.35f, 0.9f);
	return scaled(image, scale, scale);
}

static VipsImage *larger(VipsImage *image, struct dice *dice)
{
	float scale = dice_between(dice, 1.1f, 3);
	return scaled(image, scale, scale);
}

static VipsImage *stretched(VipsImage *image, struct dice *dice)
{
	return scaled(image, dice_between(dice, 0.7f, 1.4f), dice_between(dice, 0.7f, 1.4f));
}

static VipsImage *jpeg_80(VipsImage *image, struct dice *dice)
{
	(void)dice;
	return encoded(image, ".jpg[Q=80]");
}

static VipsImage *jpeg_50(VipsImage *image, struct dice *dice)
{
	(void)dice;
	return encoded(image, ".jpg[Q=50]");
}

static VipsImage *jpeg_20(VipsImage *image, struct dice *dice)
{
	(void)dice;
	return encoded(image, ".jpg[Q=20]");
}

static VipsImage *webp_40(VipsImage *image, struct dice *dice)
{
	(void)dice;
	return encoded(image, ".webp[Q=40]");
}

static VipsImage *cut_around(VipsImage *image, struct dice *dice) /* 5 % of width and height in all */
{
	(void)dice;
	return cut(image, 0.025f, 0.025f, 0.025f, 0.025f);
}

static VipsImage *cut_each(VipsImage *image, struct dice *dice) /* 5 % at each edge */
{
	(void)dice;
	return cut(image, 0.05f, 0.05f, 0.05f, 0.05f);
}

static VipsImage *cut_one(VipsImage *image, struct dice *dice)
{
	int side = dice_below(dice, 4);
	return cut(image, side == 0 ? 0.05f : 0, side == 1 ? 0.05f : 0, side == 2 ? 0.05f : 0, side == 3 ? 0.05f : 0);
}

static VipsImage *cut_anywhere(VipsImage *image, struct dice *dice) /* 95 % of each side, somewhere */
{
	float left = dice_between(dice, 0, 0.05f), top = dice_between(dice, 0, 0.05f);
	return cut(image, left, top, 0.05f - left, 0.05f - top);
}

static VipsImage *bordered(VipsImage *image, struct dice *dice, float least, float most, bool same)
{
	VipsImage *out;
	int sides[4];
	double colour[3] = { dice_part(dice) * 255, dice_part(dice) * 255, dice_part(dice) * 255 };
	int kind = dice_below(dice, 3);
	for (int i = 0; i < 3 && kind < 2; i++)
		colour[i] = kind ? 255 : 0;
	float all = dice_between(dice, least, most);
	for (int i = 0; i < 4; i++)
		sides[i] = (int)lroundf((same ? all : dice_between(dice, least, most)) * (float)(i < 2 ? image->Xsize : image->Ysize));
	VipsArrayDouble *background = vips_array_double_new(colour, 3);
	must(vips_embed(image, &out, sides[0], sides[2], image->Xsize + sides[0] + sides[1], image->Ysize + sides[2] + sides[3], "extend",
	                VIPS_EXTEND_BACKGROUND, "background", background, NULL));
	vips_area_unref((VipsArea *)background);
	return in_memory(out);
}

static VipsImage *border(VipsImage *image, struct dice *dice)
{
	return bordered(image, dice, 0.02f, 0.1f, true);
}

static VipsImage *border_jpeg(VipsImage *image, struct dice *dice)
{
	VipsImage *wide = bordered(image, dice, 0, 0.12f, false), *out = encoded(wide, ".jpg[Q=60]");
	g_object_unref(wide);
	return out;
}

static float some_turn(struct dice *dice)
{
	return dice_between(dice, 1, 3) * (dice_below(dice, 2) ? 1.f : -1.f);
}

static VipsImage *turned(VipsImage *image, float degrees, bool white)
{
	VipsImage *out;
	double colour[3] = { white ? 255 : 0, white ? 255 : 0, white ? 255 : 0 };
	VipsArrayDouble *background = vips_array_double_new(colour, 3);
	must(vips_rotate(image, &out, (double)degrees, "background", background, NULL));
	vips_area_unref((VipsArea *)background);
	return in_memory(out);
}

static VipsImage *turn_whole(VipsImage *image, struct dice *dice) /* on a canvas that holds all of it */
{
	float degrees = some_turn(dice);
	return turned(image, degrees, dice_below(dice, 2));
}

static VipsImage *middle(VipsImage *image, float width, float height)
{
	VipsImage *out;
	int x = (int)width < image->Xsize ? (int)width : image->Xsize, y = (int)height < image->Ysize ? (int)height : image->Ysize;
	must(vips_crop(image, &out, (image->Xsize - x) / 2, (image->Ysize - y) / 2, x, y, NULL));
	g_object_unref(image);
	return in_memory(out);
}

static VipsImage *turn_same(VipsImage *image, struct dice *dice) /* on the canvas that it had */
{
	float degrees = some_turn(dice);
	return middle(turned(image, degrees, dice_below(dice, 2)), (float)image->Xsize, (float)image->Ysize);
}

static VipsImage *turn_inside(VipsImage *image, struct dice *dice) /* without the corners */
{
	float degrees = some_turn(dice), width = (float)image->Xsize, height = (float)image->Ysize, ratio = fmaxf(width / height, height / width);
	float keep = 1 / (cosf(degrees * (float)M_PI / 180) + fabsf(sinf(degrees * (float)M_PI / 180)) * ratio);
	return middle(turned(image, degrees, false), width * keep, height * keep);
}

/* A line of marks that can be seen through, as wide as wanted, on a place of the picture. */
static VipsImage *marked(VipsImage *image, struct dice *dice, float x, float y, float size, float strength)
{
	size_t n;
	uint8_t *rgb = vips_image_write_to_memory(image, &n);
	float ink = dice_below(dice, 2) ? 255 : 0;
	for (int k = 0; k < 9; k++) {
		int left = (int)((x + size * 0.11f * (float)k) * (float)image->Xsize), right = left + (int)(size * 0.07f * (float)image->Xsize);
		int top = (int)(y * (float)image->Ysize), bottom = top + (int)(size * dice_between(dice, 0.1f, 0.16f) * (float)image->Ysize);
		for (int j = top; j < bottom && j < image->Ysize; j++)
			for (int i = left; i < right && i < image->Xsize; i++)
				for (int c = 0; c < 3 && (i + j + k) % 3; c++) {
					uint8_t *p = rgb + 3 * (j * image->Xsize + i) + c;
					*p = (uint8_t)((float)*p + (ink - (float)*p) * strength);
				}
	}
	VipsImage *out = vips_image_new_from_memory_copy(rgb, n, image->Xsize, image->Ysize, 3, VIPS_FORMAT_UCHAR);
	g_free(rgb);
	out->Type = VIPS_INTERPRETATION_sRGB;
	return out;
}

static VipsImage *mark_corner(VipsImage *image, struct dice *dice)
{
	return marked(image, dice, dice_below(dice, 2) ? 0.02f : 0.72f, dice_below(dice, 2) ? 0.03f : 0.9f, 0.25f, 0.8f);
}

static VipsImage *mark_across(VipsImage *image, struct dice *dice)
{
	return marked(image, dice, 0.1f, dice_between(dice, 0.35f, 0.55f), 0.8f, 0.35f);
}

static VipsImage *brighter(VipsImage *image, struct dice *dice)
{
	double a = (double)dice_between(dice, 1.1f, 1.3f);
	return lines(image, (double[]){ a, a, a }, (double[]){ 10, 10, 10 });
}

static VipsImage *darker(VipsImage *image, struct dice *dice)
{
	double a = (double)dice_between(dice, 0.6f, 0.85f);
	return lines(image, (double[]){ a, a, a }, (double[]){ 0, 0, 0 });
}

static VipsImage *contrast(VipsImage *image, struct dice *dice)
{
	double a = (double)dice_between(dice, 0.7f, 1.4f), b = 128 * (1 - a);
	return lines(image, (double[]){ a, a, a }, (double[]){ b, b, b });
}

static VipsImage *tinted(VipsImage *image, struct dice *dice)
{
	return lines(image, (double[]){ (double)dice_between(dice, 0.85f, 1.15f), 1, (double)dice_between(dice, 0.85f, 1.15f) }, (double[]){ 0, 0, 0 });
}

static VipsImage *grey(VipsImage *image, struct dice *dice) /* Rec. 601, as most programs make it */
{
	(void)dice;
	const double weights[3] = { 0.299, 0.587, 0.114 };
	VipsImage *weight = vips_image_new_matrixv(3, 1, weights[0], weights[1], weights[2]), *out, *bytes, *again;
	must(vips_recomb(image, &out, weight, NULL));
	must(vips_cast_uchar(out, &bytes, NULL));
	must(vips_bandjoin((VipsImage *[]){ bytes, bytes, bytes }, &again, 3, NULL));
	g_object_unref(weight);
	g_object_unref(out);
	g_object_unref(bytes);
	again->Type = VIPS_INTERPRETATION_sRGB;
	return in_memory(again);
}

static VipsImage *grey_of_light(VipsImage *image, struct dice *dice)
{
	(void)dice;
	VipsImage *out, *again;
	must(vips_colourspace(image, &out, VIPS_INTERPRETATION_B_W, NULL));
	must(vips_colourspace(out, &again, VIPS_INTERPRETATION_sRGB, NULL));
	g_object_unref(out);
	return in_memory(again);
}

static VipsImage *blurred(VipsImage *image, struct dice *dice)
{
	VipsImage *out;
	must(vips_gaussblur(image, &out, (double)dice_between(dice, 0.5f, 2), NULL));
	return in_memory(out);
}

static VipsImage *mirrored(VipsImage *image, struct dice *dice)
{
	VipsImage *out;
	must(vips_flip(image, &out, dice_below(dice, 2) ? VIPS_DIRECTION_HORIZONTAL : VIPS_DIRECTION_VERTICAL, NULL));
	return in_memory(out);
}

static VipsImage *quarter(VipsImage *image, struct dice *dice)
{
	VipsImage *out;
	must(vips_rot(image, &out, dice_below(dice, 2) ? VIPS_ANGLE_D90 : VIPS_ANGLE_D270, NULL));
	return in_memory(out);
}

static VipsImage *several(VipsImage *image, struct dice *dice) /* a cut, smaller, brighter, saved anew */
{
	VipsImage *a = cut(image, 0.02f, 0.02f, 0.02f, 0.02f), *b = smaller(a, dice), *c = brighter(b, dice), *d = encoded(c, ".jpg[Q=70]");
	g_object_unref(a);
	g_object_unref(b);
	g_object_unref(c);
	return d;
}

const struct alteration alterations[] = {
	{ "smaller, .35 to .9", smaller }, { "larger, 1.1 to 3", larger }, { "stretched, .7 to 1.4 each way", stretched },
	{ "JPEG, quality 80", jpeg_80 }, { "JPEG, quality 50", jpeg_50 }, { "JPEG, quality 20", jpeg_20 }, { "WebP, quality 40", webp_40 },
	{ "cut 5 % around (2.5 % an edge)", cut_around }, { "cut 5 % at each edge", cut_each }, { "cut 5 % at one edge", cut_one },
	{ "cut 5 %, anywhere", cut_anywhere }, { "border, 2 to 10 %", border }, { "uneven border, 0 to 12 %, JPEG 60", border_jpeg },
	{ "turned 1 to 3 degrees, larger canvas", turn_whole }, { "turned 1 to 3 degrees, same canvas", turn_same },
	{ "turned 1 to 3 degrees, corners cut off", turn_inside }, { "mark in a corner", mark_corner }, { "mark all across", mark_across },
	{ "brighter", brighter }, { "darker", darker }, { "contrast .7 to 1.4", contrast }, { "tinted", tinted }, { "grey", grey }, { "grey, by light", grey_of_light },
	{ "blurred", blurred }, { "mirrored", mirrored }, { "a quarter turn", quarter }, { "cut, smaller, brighter, JPEG 70", several },
};
const size_t alteration_count = sizeof(alterations) / sizeof(*alterations);

static void hashes_of(VipsImage *image, void (*make)(struct arena *, const uint8_t *, int, int, struct copies *), struct copies *copies)
{
	VipsImage *small = image;
	struct arena arena = { 0 };
	size_t n;
	if (image->Xsize > PDQ_POINTS_SIDE || image->Ysize > PDQ_POINTS_SIDE)
		must(vips_thumbnail_image(image, &small, PDQ_POINTS_SIDE, "height", PDQ_POINTS_SIDE, NULL));
	uint8_t *rgb = vips_image_write_to_memory(small, &n);
	must(!rgb || small->Bands != 3);
	make(&arena, rgb, small->Xsize, small->Ysize, copies);
	arena_free(&arena);
	g_free(rgb);
	if (small != image)
		g_object_unref(small);
}

void alter_to_bank(VipsImage *image, struct copies *copies_r)
{
	hashes_of(image, copies_to_bank, copies_r);
}

void alter_to_ask(VipsImage *image, struct copies *copies_r)
{
	hashes_of(image, copies_to_ask, copies_r);
}
