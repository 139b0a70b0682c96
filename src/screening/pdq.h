/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pdq.h - a perceptual hash of a picture: 256 bits that differ little when the picture does, and how much there is to see in it.
 *
 * PDQ as it was published: Facebook, "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (2019). Luminance,
 * a tent filter of two passes of boxes, 64 by 64 points, the 16 by 16 lowest waves of their cosine transform but for the constant
 * ones, and of each whether it is over the median. Hashes are the same as those of other makers, bit by bit, for the same points. */
#ifndef SCREENING_PDQ_H
#define SCREENING_PDQ_H

#include "base/arena.h"

enum { PDQ_BITS = 256, PDQ_WORDS = 4, PDQ_HEX = 64, PDQ_SIDE = 64, PDQ_WAVES = 16, PDQ_TURNS = 8 };
enum { PDQ_POINTS_SIDE = 512 /* pictures are made smaller than this before, each way */, PDQ_LEAST_SIDE = 5 };
enum { PDQ_NEAR = 31, PDQ_QUALITY = 50 }; /* what is usual: as far as this is the same; a hash of less quality says nothing */

struct pdq {
	uint64_t words[PDQ_WORDS]; /* bit 0 of the hash is the lowest of words[0] */
};

/* How bright each point is, row by row, 0 … 255; and made soft, so that any part can be looked at with few points. */
struct pdq_picture {
	float *sharp, *soft;
	int width, height;
};
/* What is looked at: a rectangle of the picture, as parts of its width and height, turned around its middle. */
struct pdq_view {
	float left, top, right, bottom; /* 0, 0, 1, 1: all of it */
	float degrees;                  /* clockwise */
};
#define PDQ_WHOLE ((struct pdq_view){ .right = 1, .bottom = 1 })

struct pdq_waves {
	float wave[PDQ_WAVES][PDQ_WAVES];
	int quality; /* 0 … 100 */
};

/* As PDQ sees colours (Rec. 601), and as some programs make them grey: by their light (Rec. 709, linear). */
enum pdq_grey { PDQ_GREY, PDQ_GREY_OF_LIGHT };

/* `rgb`: width * height * 3 bytes of sRGB. The result lives in the arena, and so does what was needed on the way. */
struct pdq_picture pdq_picture_read(struct arena *arena, const uint8_t *rgb, int width, int height, enum pdq_grey grey);
/* A rectangle of it alone. */
struct pdq_picture pdq_picture_part(struct arena *arena, const struct pdq_picture *picture, int left, int top, int width, int height);

/* Of all of the picture: PDQ as published. One with a side under PDQ_LEAST_SIDE has quality 0. */
void pdq_look(const struct pdq_picture *picture, struct pdq_waves *waves_r);
/* Of a part. What lies outside looks like what is at the edge. */
void pdq_look_at(const struct pdq_picture *picture, const struct pdq_view *view, struct pdq_waves *waves_r);

struct pdq pdq_of(const struct pdq_waves *waves);
/* As if the picture had been mirrored and turned. `turn` below PDQ_TURNS: 1 left and right change places, 2 above and below,
 * 4 rows and columns, before the others. */
struct pdq pdq_turned(const struct pdq_waves *waves, unsigned turn);

static inline unsigned pdq_distance(const struct pdq *a, const struct pdq *b)
{
	unsigned bits = 0;
	for (int i = 0; i < PDQ_WORDS; i++)
		bits += (unsigned)__builtin_popcountll(a->words[i] ^ b->words[i]);
	return bits;
}

void pdq_text(const struct pdq *pdq, char hex_r[PDQ_HEX + 1]); /* highest bit first */
bool pdq_read(struct sv hex, struct pdq *pdq_r);               /* either case; false: not 64 digits */
enum { PDQ_BYTES = 32 };
void pdq_bytes(const struct pdq *pdq, uint8_t bytes_r[PDQ_BYTES]); /* as the text has them */
struct pdq pdq_of_bytes(const uint8_t bytes[PDQ_BYTES]);

#endif
