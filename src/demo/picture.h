/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* picture.h - small drawings: faces and scenes, painted point by point, as PNG (ISO/IEC 15948). */
#ifndef DEMO_PICTURE_H
#define DEMO_PICTURE_H

#include "demo/dice.h"

enum scene {
#define SCENE(name, text, alt) SCENE_##name,
#include "demo/scenes.def"
#undef SCENE
	SCENES
};

/* The bytes of a PNG file, in the arena. */
struct sv picture_face(struct arena *arena, struct dice *dice, unsigned size);
struct sv picture_scene(struct arena *arena, struct dice *dice, enum scene scene, unsigned width, unsigned height);

#endif
