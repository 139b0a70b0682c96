/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demo/picture.h"

#include "demo/paint.h"

#define PICK(dice, list) rgb((list)[dice_below((dice), COUNT_OF(list))])

static float between(struct dice *dice, float low, float high)
{
	return low + (high - low) * (float)dice_unit(dice);
}

/* --- faces ------------------------------------------------------------------------------------------------------------------------- */

static const unsigned grounds[] = { 0xf4d8a8, 0xbfd7ea, 0xcde7c9, 0xf2c6c2, 0xd9cdec, 0xf6e7b4, 0xb8e0dc, 0xe8cdb5, 0xc9d3e0 };
static const unsigned skins[] = { 0xf7d7c0, 0xf0c19c, 0xdba57b, 0xb97d54, 0x8c5a3c, 0x6a4029, 0xe9b991 };
static const unsigned hairs[] = { 0x2b2320, 0x4a2f21, 0x7a4a28, 0xb06a34, 0xd8a65a, 0x8f8a86, 0xd9d5d0, 0x9c3b2a, 0x3b4a5e };
static const unsigned clothes[] = { 0x3a6ea5, 0x7c4d79, 0x2f7d6b, 0xb5541c, 0x394b59, 0xa63d40, 0x566e3d, 0xd08c2e };

static void paint_hair_behind(struct canvas *c, unsigned style, struct colour hair)
{
	if (style == 0) { /* long */
		paint_ellipse(c, .5f, .46f, .27f, .31f, hair, 1);
		paint_box(c, .23f, .46f, .54f, .3f, hair);
	} else if (style == 1) { /* curly */
		for (int i = 0; i < 9; i++)
			paint_disc(c, .27f + .0575f * (float)i, .33f - .012f * (float)((i < 5 ? i : 8 - i) * 3), .1f, hair, 1);
	} else if (style == 2) { /* a bun */
		paint_disc(c, .5f, .15f, .1f, hair, 1);
		paint_ellipse(c, .5f, .38f, .235f, .25f, hair, 1);
	} else if (style == 3) { /* short */
		paint_ellipse(c, .5f, .38f, .235f, .25f, hair, 1);
	}
}

static void paint_hair_front(struct canvas *c, unsigned style, struct colour hair, struct colour skin)
{
	if (style == 5) /* bald */
		return;
	paint_ellipse(c, .5f, .31f, .215f, .155f, hair, 1);
	paint_ellipse(c, style % 2 ? .56f : .47f, .4f, .2f, .12f, skin, 1);
}

static void paint_looks(struct canvas *c, struct dice *dice, struct colour hair)
{
	struct colour ink = rgb(0x2a2320);
	if (dice_percent(dice, 18)) { /* a beard */
		paint_ellipse(c, .5f, .585f, .15f, .09f, hair, 1);
		paint_ellipse(c, .5f, .555f, .075f, .022f, rgb(0xb5615a), 1);
	} else {
		paint_ellipse(c, .5f, .565f, .07f, .026f, rgb(0xa8504a), 1);
		paint_ellipse(c, .5f, .553f, .075f, .02f, c->points[(size_t)(.5f * (float)c->height) * c->width + c->width / 2], 1);
	}
	for (int side = -1; side <= 1; side += 2) {
		float x = .5f + .085f * (float)side;
		paint_ellipse(c, x, .455f, .018f, .024f, ink, 1);
		paint_ellipse(c, x, .405f, .04f, .009f, ink, .55f);
	}
	if (dice_percent(dice, 28)) /* glasses */
		for (int side = -1; side <= 1; side += 2) {
			float x = .5f + .085f * (float)side;
			paint_disc(c, x, .455f, .066f, ink, .85f);
			paint_disc(c, x, .455f, .056f, mix(rgb(0xffffff), rgb(0xdfe9f0), .5f), .75f);
			paint_ellipse(c, x, .455f, .018f, .024f, ink, 1);
		}
}

struct sv picture_face(struct arena *arena, struct dice *dice, unsigned size)
{
	struct canvas c = canvas_new(arena, size, size);
	struct colour ground = PICK(dice, grounds), skin = PICK(dice, skins), hair = PICK(dice, hairs), cloth = PICK(dice, clothes);
	unsigned style = dice_below(dice, 6);
	paint_sky(&c, mix(ground, rgb(0xffffff), .25f), ground, 1);
	paint_hair_behind(&c, style, hair);
	paint_ellipse(&c, .5f, 1.02f, .36f, .3f, cloth, 1);
	paint_box(&c, .43f, .58f, .14f, .2f, mix(skin, rgb(0x5a3020), .12f));
	paint_ellipse(&c, .5f, .76f, .1f, .05f, mix(skin, rgb(0x5a3020), .12f), 1);
	paint_ellipse(&c, .5f, .46f, .19f, .225f, skin, 1);
	paint_hair_front(&c, style, hair, skin);
	paint_looks(&c, dice, hair);
	return canvas_png(arena, &c);
}

/* --- scenes ------------------------------------------------------------------------------------------------------------------------ */

static void scene_hills(struct canvas *c, struct dice *dice)
{
	struct colour far = rgb(0xe9b48a), near = mix(rgb(0x2f4a3d), rgb(0x4a3a55), between(dice, 0, 1));
	paint_sky(c, rgb(0x8fb3d1), rgb(0xf7c58c), .65f);
	paint_disc(c, between(dice, .2f, .8f), between(dice, .34f, .46f), .075f, rgb(0xfff0c2), 1);
	for (int i = 0; i < 5; i++)
		paint_ridge(c, .5f + .1f * (float)i, .045f, between(dice, .6f, 1.4f), between(dice, 0, 6), mix(far, near, .2f + .2f * (float)i));
}

static void scene_sea(struct canvas *c, struct dice *dice)
{
	float x = between(dice, .25f, .75f), y = between(dice, .56f, .64f);
	paint_sky(c, rgb(0x9cc9e3), rgb(0xfbe9d0), .52f);
	paint_disc(c, between(dice, .15f, .85f), .3f, .06f, rgb(0xfff6da), 1);
	paint_ridge(c, .52f, 0, 1, 0, rgb(0x3f86ab));
	for (int i = 0; i < 26; i++)
		paint_ellipse(c, between(dice, 0, 1), between(dice, .55f, 1), between(dice, .02f, .08f), .003f, rgb(0xd8eef5), .6f);
	paint_triangle(c, (float[]){ x, y - .2f, x, y - .01f, x + .075f, y - .01f }, rgb(0xffffff));
	paint_triangle(c, (float[]){ x - .008f, y - .16f, x - .008f, y - .01f, x - .06f, y - .01f }, rgb(0xf2ead8));
	paint_ellipse(c, x, y + .01f, .085f, .03f, rgb(0x7a3b2e), 1);
	paint_box(c, x - .1f, y - .02f, .2f, .022f, rgb(0x3f86ab));
}

static void scene_night(struct canvas *c, struct dice *dice)
{
	float moon = between(dice, .2f, .8f);
	paint_sky(c, rgb(0x0b1230), rgb(0x33406f), .9f);
	for (int i = 0; i < 150; i++)
		paint_disc(c, between(dice, 0, 1), between(dice, 0, .8f), between(dice, .001f, .004f), rgb(0xffffff), between(dice, .4f, 1));
	paint_disc(c, moon, .22f, .06f, rgb(0xfdf4d2), 1);
	paint_disc(c, moon + .022f, .21f, .056f, rgb(0x131c40), 1);
	for (int i = 0; i < 22; i++) {
		float x = between(dice, -.05f, 1.05f), h = between(dice, .12f, .34f);
		for (int tier = 0; tier < 3; tier++)
			paint_triangle(c, (float[]){ x, 1 - h + h * .2f * (float)tier, x - .03f - .012f * (float)tier, 1 - h * .35f + h * .18f * (float)tier,
			                             x + .03f + .012f * (float)tier, 1 - h * .35f + h * .18f * (float)tier }, rgb(0x070b1c));
	}
	paint_ridge(c, .95f, .01f, 1, 0, rgb(0x070b1c));
}

static void scene_city(struct canvas *c, struct dice *dice)
{
	static const unsigned walls[] = { 0xd98f5c, 0xc7665b, 0xe3c178, 0x8aa3a0, 0xb98aa0, 0x9db07a };
	paint_sky(c, rgb(0x5a4b8a), rgb(0xf0a9a0), .8f);
	for (float x = -.02f; x < 1;) {
		float w = between(dice, .09f, .16f), top = between(dice, .34f, .6f);
		struct colour wall = PICK(dice, walls);
		paint_triangle(c, (float[]){ x, top, x + w, top, x + w / 2, top - .09f }, rgb(0x6b3b33));
		paint_box(c, x, top, w, 1 - top, wall);
		for (float wy = top + .05f; wy < .88f; wy += .1f)
			for (float wx = x + .02f; wx + .025f < x + w; wx += .042f)
				paint_box(c, wx, wy, .022f, .055f, dice_percent(dice, 55) ? rgb(0xffe39a) : rgb(0x3c3550));
		x += w;
	}
	paint_ridge(c, .96f, 0, 1, 0, rgb(0x3a3346));
}

static void scene_garden(struct canvas *c, struct dice *dice)
{
	static const unsigned petals[] = { 0xd9453d, 0xf2b632, 0xffffff, 0xc95b97, 0xef7f45 };
	paint_sky(c, rgb(0xbfe3f2), rgb(0xeaf6d8), .5f);
	paint_ridge(c, .42f, .03f, 1, 2, rgb(0x8cbf6a));
	for (int i = 0; i < 42; i++) {
		float y = .42f + .52f * (float)i / 42, x = between(dice, .02f, .98f), size = .018f + .05f * (y - .4f);
		struct colour petal = PICK(dice, petals);
		paint_box(c, x - .003f, y, .006f, .2f, rgb(0x3f7a3b));
		for (int leaf = 0; leaf < 5; leaf++) {
			static const float dx[] = { 0, .95f, .59f, -.59f, -.95f }, dy[] = { -1, -.31f, .81f, .81f, -.31f };
			paint_disc(c, x + dx[leaf] * size * .66f, y + dy[leaf] * size, size * .72f, petal, 1);
		}
		paint_disc(c, x, y, size * .55f, rgb(0x8a5a1f), 1);
	}
}

static void scene_quilt(struct canvas *c, struct dice *dice)
{
	static const unsigned cloth[] = { 0x8c2f2b, 0xc98b3c, 0x2f4d6b, 0xe9dcc3, 0x6b7f5a, 0xb5541c };
	const float w = 1.f / 9, h = 1.f / 6;
	for (int row = 0; row < 6; row++)
		for (int column = 0; column < 9; column++) {
			float x = w * (float)column, y = h * (float)row;
			paint_box(c, x, y, w, h, PICK(dice, cloth));
			if (dice_percent(dice, 70))
				paint_triangle(c, dice_percent(dice, 50) ? (float[]){ x, y, x + w, y, x, y + h } : (float[]){ x, y, x + w, y + h, x, y + h },
				               PICK(dice, cloth));
			paint_box(c, x, y, .003f, h, rgb(0xf7efe0));
			paint_box(c, x, y, w, .004f, rgb(0xf7efe0));
		}
}

static void scene_tracks(struct canvas *c, struct dice *dice)
{
	float at = between(dice, .35f, .65f);
	paint_sky(c, rgb(0x6fa8dc), rgb(0xf3ead2), .5f);
	for (int i = 0; i < 6; i++)
		paint_ellipse(c, between(dice, 0, 1), between(dice, .08f, .35f), between(dice, .06f, .16f), .03f, rgb(0xffffff), .75f);
	paint_ridge(c, .5f, .004f, 2, 0, rgb(0xe2bd4a));
	paint_triangle(c, (float[]){ at, .5f, .12f, 1.3f, .88f, 1.3f }, rgb(0x8d8172));
	for (int i = 0; i < 14; i++) {
		float y = .5f + .5f * (float)(i * i + 2 * i) / 200, half = (y - .5f) * .42f;
		paint_box(c, at + (.5f - at) * (y - .5f) * 1.2f - half, y, 2 * half, .008f + .02f * (y - .5f), rgb(0x5b4433));
	}
	paint_triangle(c, (float[]){ at, .5f, .27f, 1.2f, .3f, 1.2f }, rgb(0x3c3f46));
	paint_triangle(c, (float[]){ at, .5f, .7f, 1.2f, .73f, 1.2f }, rgb(0x3c3f46));
}

static void scene_forest(struct canvas *c, struct dice *dice)
{
	struct colour fog = rgb(0xdfe8dc), bark = rgb(0x36413a);
	paint_sky(c, fog, mix(fog, rgb(0xb8c9b2), .6f), 1);
	for (int layer = 0; layer < 4; layer++) {
		float near = .18f + .27f * (float)layer;
		for (int i = 0; i < 7; i++) {
			float w = .012f + .014f * (float)layer;
			paint_box(c, between(dice, 0, 1), 0, w, 1, mix(fog, bark, near));
		}
		paint_ridge(c, .72f + .08f * (float)layer, .012f, 1.5f, between(dice, 0, 6), mix(fog, rgb(0x5f7a52), near));
	}
}

struct sv picture_scene(struct arena *arena, struct dice *dice, enum scene scene, unsigned width, unsigned height)
{
	static void (*const painters[SCENES])(struct canvas *, struct dice *) = {
#define SCENE(name, text, alt) [SCENE_##name] = scene_##name,
#include "demo/scenes.def"
#undef SCENE
	};
	struct canvas c = canvas_new(arena, width, height);
	painters[scene](&c, dice);
	return canvas_png(arena, &c);
}
