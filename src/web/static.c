/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/static.h"

/* A few dozen files: a walk along them is shorter than a request's first cache miss. */
const struct static_file *static_find(struct sv path, bool *forever_r)
{
	for (size_t i = 0; i < STATIC_COUNT; i++) {
		*forever_r = sv_eq(path, static_files[i].hashed);
		if (*forever_r || sv_eq(path, static_files[i].name))
			return &static_files[i];
	}
	return NULL;
}

/* "q=0", "q=0.0", "q=0.000": not wanted. */
static bool is_zero_weight(struct sv weight)
{
	if (!sv_starts_nocase(weight, SV("q=")))
		return false;
	for (size_t i = 2; i < weight.n; i++)
		if (weight.p[i] != '0' && weight.p[i] != '.')
			return false;
	return weight.n > 2;
}

static bool accepts(struct sv list, struct sv coding)
{
	while (list.n) {
		struct sv item, name;
		sv_cut(&list, ',', &item);
		sv_cut(&item, ';', &name);
		if (sv_eq_nocase(sv_trim(name), coding))
			return !is_zero_weight(sv_trim(item));
	}
	return false;
}

struct sv static_body(const struct static_file *file, struct sv accept_encoding, struct sv *encoding_r)
{
	if (file->brotli.n && accepts(accept_encoding, SV("br"))) {
		*encoding_r = SV("br");
		return file->brotli;
	}
	if (file->gzip.n && accepts(accept_encoding, SV("gzip"))) {
		*encoding_r = SV("gzip");
		return file->gzip;
	}
	*encoding_r = SV_NONE;
	return file->raw;
}
