/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* scene.h - pictures to tell apart: each seed draws another, of one of several kinds. The same seed, the same picture. */
#ifndef TESTS_SCENE_H
#define TESTS_SCENE_H

#include "base/arena.h"

#include <vips/vips.h>

struct dice {
	uint64_t state;
};
struct dice dice_of(uint64_t seed);
uint64_t dice_roll(struct dice *dice);
float dice_part(struct dice *dice);                            /* 0 … 1 */
float dice_between(struct dice *dice, float least, float most);
int dice_below(struct dice *dice, int most);

enum scene_kind { SCENE_LANDSCAPE, SCENE_SHAPES, SCENE_CLOUDS, SCENE_PAGE, SCENE_FACES, SCENE_TILES, SCENE_KINDS };
extern const char *const scene_names[SCENE_KINDS];

/* Its kind is seed % SCENE_KINDS. sRGB, three bands, in memory that lives until the caller unrefs the image. */
VipsImage *scene_draw(uint64_t seed);

#endif
