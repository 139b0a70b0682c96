/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* features.h - what the linear model sees of a text: numbers of hashed words, word pairs and triples, pieces of words, and frames: the
 * order in which the parts of a threat come (frame.def). Each knows the tokens it came from, so that a score can be explained. */
#ifndef SCREENING_FEATURES_H
#define SCREENING_FEATURES_H

#include "screening/normalise.h"

enum { FEATURE_BITS = 18, FEATURES_MOST = 4096, FRAME_WINDOW = 5 };

/* Of each token: its part, and what its sentence makes of it. */
enum {
	FRAME_PART = 31,   /* enum frame_part is below this mask */
	FRAME_IS_QUOTED = 32,  /* between quotation marks */
	FRAME_IS_DENIED = 64,  /* a "not" or "nobody" stands a few words before it */
	FRAME_IS_SAID = 128,   /* its sentence tells what somebody said, or denounces */
};

enum frame_part {
	FRAME_NONE,
#define FRAME(name, words) FRAME_##name,
#include "screening/frame.def"
#undef FRAME
	FRAME_QUOTED, FRAME_PICTURE_HARM, FRAME_MENTION,
	FRAME_PARTS
};

struct feature {
	uint32_t number;      /* below 1 << FEATURE_BITS */
	uint16_t first, last; /* tokens that it spans */
	uint8_t kind;         /* enum feature_kind */
};
enum feature_kind { FEATURE_WORDS, FEATURE_PIECE, FEATURE_FRAME, FEATURE_SHAPE };

struct features {
	struct feature list[FEATURES_MOST];
	size_t count; /* of them; what is over FEATURES_MOST is left out */
};

void features_start(void); /* once, before the first use */
/* `parts_r`: of each token its part and marks, as many as normal->count. */
void frame_parts(const struct normal *normal, uint8_t *parts_r);
void features_of(const struct normal *normal, const uint8_t *parts, struct features *features_r);

/* What the frames of a text say by themselves, without a model: whether somebody shall come to harm, by its sentences one by one, and
 * what that names. What is denied or between quotation marks is no threat. The widest reading counts: it is asked about texts that a
 * score already speaks against. */
struct frame_view {
	bool threat; /* intent, wish or call, and harm */
	bool target; /* who: "you", a group, an official, somebody mentioned */
	bool place, time;
};
struct frame_view frame_view_of(const struct normal *normal, const uint8_t *parts);

/* A threat that says whom, where or when. */
static inline bool is_aimed(struct frame_view view)
{
	return view.threat && (view.target || view.place || view.time);
}

#endif
