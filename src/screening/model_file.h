/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* model_file.h - the layout of a model file, in the order of its sections. Numbers are little-endian; each section begins at a multiple
 * of 16 bytes. */
#ifndef SCREENING_MODEL_FILE_H
#define SCREENING_MODEL_FILE_H

#include "screening/model.h"

#define MODEL_MAGIC "Folkmoot screen\n"
enum { MODEL_FILE_VERSION = 2 };

struct model_head {
	char magic[16];
	uint32_t version, categories;
	uint64_t size;             /* of the whole file, bytes */
	uint64_t print;            /* XXH3 of all that follows the head */
	uint32_t lexicon_size;     /* slots, a power of two */
	uint32_t feature_bits;
	uint32_t word_count;
	uint32_t word_slots;       /* a power of two */
};

struct word_slot {
	uint32_t mark, number; /* upper half of the hash; 0, 0: empty */
};

typedef int8_t linear_row[8];  /* CATEGORIES of them */
typedef int8_t vector_row[NET_VECTOR + NET_LEARNED];

/* What the taps make of a word, a part or marks: the sums are linear, so that those of common words are made once. */
typedef float tap_row[NET_TAPS][NET_FILTERS];
enum { COMMON_WORDS = 4096, MARKS = 1 << NET_MARKS };
struct tap_tables {
	tap_row word[COMMON_WORDS], part[FRAME_PART + 1], marks[MARKS];
};

struct model {
	const struct model_head *head;
	struct lexicon lexicon;
	const struct word_slot *slots;
	const float *vector_scale; /* of each word */
	const vector_row *vectors;
	const struct model_net *net;
	const float *linear_scale, *linear_bias; /* by category */
	const linear_row *linear;
	const struct model_calibration *calibration;
	struct tap_tables *tables;
	struct sv mapped;          /* what model_close() unmaps; none: the bytes are somebody else's */
};

/* The vector of a word, alone in a network's input. */
void word_input(const struct model *model, uint32_t number, float x_r[NET_IN]);

#endif
