/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scene.h"

#include <math.h>
#include <stdlib.h>

const char *const scene_names[SCENE_KINDS] = { "landscape", "shapes", "clouds", "page", "faces", "tiles" };

struct colour {
	float c[3];
};
struct sheet {
	int width, height;
	uint8_t *rgb;
	struct dice *dice;
};

struct dice dice_of(uint64_t seed)
{
	struct dice dice = { (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) };
	for (int i = 0; i < 4; i++)
		dice_roll(&dice);
	return dice;
}

uint64_t dice_roll(struct dice *dice)
{
	dice->state ^= dice->state << 13;
	dice->state ^= dice->state >> 7;
	dice->state ^= dice->state << 17;
	return dice->state * UINT64_C(0x2545f4914f6cdd1d) >> 8;
}

float dice_part(struct dice *dice)
{
	return (float)(dice_roll(dice) & 0xffffff) / (float)0x1000000;
}

float dice_between(struct dice *dice, float least, float most)
{
	return least + (most - least) * dice_part(dice);
}

int dice_below(struct dice *dice, int most)
{
	return (int)(dice_roll(dice) % (uint64_t)most);
}

/* --- colours and dots ------------------------------------------------------------------------------------------------------------------ */

static struct colour any_colour(struct dice *dice)
{
	return (struct colour){ { dice_part(dice) * 255, dice_part(dice) * 255, dice_part(dice) * 255 } };
}

static struct colour mixed(struct colour a, struct colour b, float part)
{
	for (int i = 0; i < 3; i++)
		a.c[i] += (b.c[i] - a.c[i]) * part;
	return a;
}

static void dot(struct sheet *sheet, int x, int y, struct colour colour, float strength)
{
	if (x < 0 || y < 0 || x >= sheet->width || y >= sheet->height)
		return;
	uint8_t *p = sheet->rgb + 3 * ((size_t)y * (size_t)sheet->width + (size_t)x);
	for (int i = 0; i < 3; i++)
		p[i] = (uint8_t)fminf(fmaxf((float)p[i] + (colour.c[i] - (float)p[i]) * strength, 0), 255);
}

static void fill(struct sheet *sheet, struct colour top, struct colour bottom, float slope)
{
	for (int y = 0; y < sheet->height; y++)
		for (int x = 0; x < sheet->width; x++) {
			float part = (float)y / (float)sheet->height * (1 - slope) + (float)x / (float)sheet->width * slope;
			dot(sheet, x, y, mixed(top, bottom, part), 1);
		}
}

/* Middle and half sides in points, turned by `angle`. */
static void ellipse(struct sheet *sheet, float x, float y, float a, float b, float angle, struct colour colour, float strength)
{
	float reach = fmaxf(a, b), along = cosf(angle), across = sinf(angle);
	for (int j = (int)(y - reach); j <= (int)(y + reach); j++)
		for (int i = (int)(x - reach); i <= (int)(x + reach); i++) {
			float u = (((float)i - x) * along + ((float)j - y) * across) / a, v = (((float)j - y) * along - ((float)i - x) * across) / b;
			if (u * u + v * v <= 1)
				dot(sheet, i, j, colour, strength);
		}
}

static void box(struct sheet *sheet, float x, float y, float a, float b, float angle, struct colour colour, float strength)
{
	float reach = a + b, along = cosf(angle), across = sinf(angle);
	for (int j = (int)(y - reach); j <= (int)(y + reach); j++)
		for (int i = (int)(x - reach); i <= (int)(x + reach); i++) {
			float u = ((float)i - x) * along + ((float)j - y) * across, v = ((float)j - y) * along - ((float)i - x) * across;
			if (fabsf(u) <= a && fabsf(v) <= b)
				dot(sheet, i, j, colour, strength);
		}
}

/* --- noise of several sizes -------------------------------------------------------------------------------------------------------------- */

static float corner(uint64_t seed, int x, int y)
{
	uint64_t h = (seed ^ ((uint64_t)(uint32_t)x << 32 | (uint32_t)y)) * UINT64_C(0x9e3779b97f4a7c15);
	h = (h ^ h >> 29) * UINT64_C(0xbf58476d1ce4e5b9);
	return (float)(h >> 40) / (float)(1 << 24);
}

static float smooth(uint64_t seed, float x, float y)
{
	int i = (int)floorf(x), j = (int)floorf(y);
	float u = x - (float)i, v = y - (float)j;
	u = u * u * (3 - 2 * u);
	v = v * v * (3 - 2 * v);
	float top = corner(seed, i, j) + (corner(seed, i + 1, j) - corner(seed, i, j)) * u;
	float below = corner(seed, i, j + 1) + (corner(seed, i + 1, j + 1) - corner(seed, i, j + 1)) * u;
	return top + (below - top) * v;
}

static float clouds(uint64_t seed, float x, float y, int sizes, float keep)
{
	float sum = 0, weight = 1, all = 0;
	for (int i = 0; i < sizes; i++, weight *= keep, x *= 2, y *= 2) {
		sum += weight * smooth(seed + (uint64_t)i, x, y);
		all += weight;
	}
	return sum / all;
}

/* --- kinds ------------------------------------------------------------------------------------------------------------------------------- */

static void grain(struct sheet *sheet, float strength)
{
	for (size_t i = 0; i < (size_t)sheet->width * (size_t)sheet->height * 3; i++)
		sheet->rgb[i] = (uint8_t)fminf(fmaxf((float)sheet->rgb[i] + dice_between(sheet->dice, -strength, strength), 0), 255);
}

static void landscape(struct sheet *sheet)
{
	struct dice *dice = sheet->dice;
	float width = (float)sheet->width, height = (float)sheet->height;
	fill(sheet, any_colour(dice), any_colour(dice), 0.1f);
	ellipse(sheet, dice_part(dice) * width, dice_part(dice) * height / 2, height / 12, height / 12, 0, any_colour(dice), 1);
	for (int ridge = 0, ridges = 3 + dice_below(dice, 3); ridge < ridges; ridge++) {
		uint64_t seed = dice_roll(dice);
		float base = height * (0.25f + 0.7f * (float)ridge / (float)ridges), swing = dice_between(dice, 0.1f, 0.35f) * height;
		struct colour light = any_colour(dice), dark = any_colour(dice);
		for (int x = 0; x < sheet->width; x++) {
			int top = (int)(base - swing * (clouds(seed, (float)x / width * 5, 0, 5, 0.5f) - 0.3f));
			for (int y = top > 0 ? top : 0; y < sheet->height; y++)
				dot(sheet, x, y, mixed(light, dark, clouds(seed + 9, (float)x / width * 12, (float)y / height * 12, 3, 0.6f)), 1);
		}
	}
	for (int i = 0, n = dice_below(dice, 12); i < n; i++)
		box(sheet, dice_part(dice) * width, height * dice_between(dice, 0.5f, 1), width * dice_between(dice, 0.01f, 0.05f), height * dice_between(dice, 0.03f, 0.2f), 0, any_colour(dice), 1);
	grain(sheet, 6);
}

static void shapes(struct sheet *sheet)
{
	struct dice *dice = sheet->dice;
	float width = (float)sheet->width, height = (float)sheet->height;
	fill(sheet, any_colour(dice), any_colour(dice), dice_part(dice));
	for (int i = 0, n = 6 + dice_below(dice, 14); i < n; i++) {
		float x = dice_part(dice) * width, y = dice_part(dice) * height, a = dice_between(dice, 0.03f, 0.25f) * width, b = dice_between(dice, 0.03f, 0.25f) * height;
		(i % 2 ? box : ellipse)(sheet, x, y, a, b, dice_part(dice) * 3, any_colour(dice), dice_between(dice, 0.5f, 1));
	}
}

static void sky_of_clouds(struct sheet *sheet)
{
	struct dice *dice = sheet->dice;
	uint64_t seed = dice_roll(dice);
	float scale = dice_between(dice, 2, 7), keep = dice_between(dice, 0.45f, 0.7f), stretch = dice_between(dice, 0.6f, 1.6f);
	struct colour a = any_colour(dice), b = any_colour(dice), c = any_colour(dice);
	for (int y = 0; y < sheet->height; y++)
		for (int x = 0; x < sheet->width; x++) {
			float u = (float)x / (float)sheet->width * scale, v = (float)y / (float)sheet->width * scale * stretch;
			float much = clouds(seed, u + clouds(seed + 50, u, v, 2, 0.5f), v, 5, keep);
			float sharp = fminf(fmaxf((much - 0.3f) * 2.5f, 0), 1);
			dot(sheet, x, y, sharp < 0.5f ? mixed(a, b, sharp * 2) : mixed(b, c, sharp * 2 - 1), 1);
		}
	grain(sheet, 5);
}

/* Words as marks of a few strokes, in lines of different lengths, with headings and pictures. */
static void page(struct sheet *sheet)
{
	struct dice *dice = sheet->dice;
	float width = (float)sheet->width, height = (float)sheet->height, y = height * dice_between(dice, 0.03f, 0.1f);
	bool dark = dice_below(dice, 3) == 0;
	struct colour paper = { { 245, 243, 238 } }, ink = { { 25, 25, 30 } };
	fill(sheet, dark ? ink : paper, dark ? ink : paper, 0);
	while (y < height) {
		float size = height * (dice_below(dice, 5) ? dice_between(dice, 0.02f, 0.035f) : dice_between(dice, 0.05f, 0.09f)), x = width * 0.06f, end = width * dice_between(dice, 0.3f, 0.96f);
		if (dice_below(dice, 7) == 0) {
			float a = width * dice_between(dice, 0.08f, 0.3f), b = height * dice_between(dice, 0.05f, 0.14f);
			box(sheet, width * dice_between(dice, 0.3f, 0.7f), y + b, a, b, 0, any_colour(dice), 1);
			y += 2 * b + size;
			continue;
		}
		while (x < end) {
			float word = size * dice_between(dice, 0.8f, 4);
			for (float at = x; at < x + word && at < end; at += size * 0.5f) {
				int strokes = dice_below(dice, 8) + 1;
				for (int k = 0; k < 3; k++)
					if (strokes >> k & 1)
						box(sheet, at + size * 0.12f * (float)k, y + size * dice_between(dice, 0.3f, 0.7f), size * 0.07f, size * dice_between(dice, 0.15f, 0.4f), (float)k * 0.7f, dark ? paper : ink, 1);
			}
			x += word + size * 0.5f;
		}
		y += size * dice_between(dice, 1.4f, 2.4f);
	}
}

static void faces(struct sheet *sheet)
{
	struct dice *dice = sheet->dice;
	float width = (float)sheet->width, height = (float)sheet->height;
	sky_of_clouds(sheet);
	for (int i = 0, n = 1 + dice_below(dice, 4); i < n; i++) {
		float r = height * dice_between(dice, 0.12f, 0.32f), x = width * dice_between(dice, 0.15f, 0.85f), y = height * dice_between(dice, 0.2f, 0.7f);
		struct colour skin = any_colour(dice), hair = any_colour(dice), shirt = any_colour(dice);
		box(sheet, x, y + 1.9f * r, r * dice_between(dice, 1, 1.6f), r, 0, shirt, 1);
		ellipse(sheet, x, y - r * 0.2f, r * 1.05f, r * dice_between(dice, 1, 1.4f), 0, hair, 1);
		ellipse(sheet, x, y, r * dice_between(dice, 0.7f, 0.85f), r, dice_between(dice, -0.3f, 0.3f), skin, 1);
		for (int side = -1; side <= 1; side += 2)
			ellipse(sheet, x + (float)side * r * 0.33f, y - r * 0.1f, r * 0.13f, r * 0.09f, 0, hair, 1);
		box(sheet, x, y + r * 0.45f, r * dice_between(dice, 0.15f, 0.4f), r * 0.07f, dice_between(dice, -0.2f, 0.2f), shirt, 1);
	}
	grain(sheet, 6);
}

static void tiles(struct sheet *sheet)
{
	struct dice *dice = sheet->dice;
	int across = 3 + dice_below(dice, 7), down = 3 + dice_below(dice, 7);
	struct colour few[5];
	for (int i = 0; i < 5; i++)
		few[i] = any_colour(dice);
	for (int j = 0; j < down; j++)
		for (int i = 0; i < across; i++) {
			float a = (float)sheet->width / (float)across, b = (float)sheet->height / (float)down, x = ((float)i + 0.5f) * a, y = ((float)j + 0.5f) * b;
			box(sheet, x, y, a / 2, b / 2, 0, few[dice_below(dice, 5)], 1);
			if (dice_below(dice, 2))
				ellipse(sheet, x, y, a / 3, b / 3, 0, few[dice_below(dice, 5)], 1);
		}
	grain(sheet, 4);
}

static void draw(struct sheet *sheet, enum scene_kind kind)
{
	static void (*const kinds[SCENE_KINDS])(struct sheet *) = { landscape, shapes, sky_of_clouds, page, faces, tiles };
	kinds[kind](sheet);
}

VipsImage *scene_draw(uint64_t seed)
{
	struct dice dice = dice_of(seed);
	struct sheet sheet = { .width = 240 + dice_below(&dice, 200), .height = 200 + dice_below(&dice, 160), .dice = &dice };
	size_t bytes = (size_t)sheet.width * (size_t)sheet.height * 3;
	sheet.rgb = calloc(1, bytes);
	if (!sheet.rgb)
		abort();
	draw(&sheet, (enum scene_kind)(seed % SCENE_KINDS));
	VipsImage *image = vips_image_new_from_memory_copy(sheet.rgb, bytes, sheet.width, sheet.height, 3, VIPS_FORMAT_UCHAR);
	free(sheet.rgb);
	image->Type = VIPS_INTERPRETATION_sRGB;
	return image;
}
