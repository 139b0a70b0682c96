/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a model file: refused, never read out of bounds; as they are, and with the print over them made right, so that what is
 * behind the print is reached. What is taken for a model scores a text. */
#include "screening/model_file.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

static void use(const struct model *model)
{
	struct arena arena = { 0 };
	struct normal normal;
	struct score scores[CATEGORIES];
	normalise(&arena, model_lexicon(model), SV("I will k1ll you tonight, \"he said\". Never a b c."), &normal);
	uint8_t *parts = arena_alloc(&arena, normal.count + 1);
	float *weights = arena_alloc(&arena, (normal.count + 1) * sizeof(*weights));
	frame_parts(&normal, parts);
	model_explain(model, model_score(model, &arena, &normal, parts, SCORE_WHOLE, scores), CATEGORY_threat, weights);
	arena_free(&arena);
}

static void attempt(struct sv bytes)
{
	struct model *model;
	if ((model_read(bytes, &model) == MODEL_OK) != (model != NULL))
		abort();
	if (model)
		use(model);
	model_close(model);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct model_head head;
	attempt((struct sv){ (const char *)data, size });
	if (size < sizeof(head))
		return 0;
	char *copy = aligned_alloc(16, (size + 15) & ~(size_t)15);
	memcpy(copy, data, size);
	memcpy(&head, data, sizeof(head));
	memcpy(head.magic, MODEL_MAGIC, sizeof(head.magic));
	head.version = MODEL_FILE_VERSION;
	head.categories = CATEGORIES;
	head.feature_bits = FEATURE_BITS;
	head.size = size;
	head.print = XXH3_64bits(copy + sizeof(head), size - sizeof(head));
	memcpy(copy, &head, sizeof(head));
	attempt((struct sv){ copy, size });
	free(copy);
	return 0;
}
