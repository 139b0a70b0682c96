/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a model file: refused, never read out of bounds. */
#include "screening/model.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct model *model;
	if ((model_read((struct sv){ (const char *)data, size }, &model) == MODEL_OK) != (model != NULL))
		abort();
	model_close(model);
	return 0;
}
