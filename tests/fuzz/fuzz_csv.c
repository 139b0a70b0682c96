/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* CSV: every row ends, cells lie in memory, and what is put is read back. */
#include "social/csv.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct sv rest = { (const char *)data, size }, cells[CSV_CELLS], again[CSV_CELLS];
	size_t count, count_again;
	while (csv_row(&arena, &rest, cells, &count)) {
		struct buf out = BUF(&arena, 4 * size + 64);
		csv_put(&out, cells, count);
		struct sv put = buf_sv(&out);
		bool blank = count == 1 && !cells[0].n;
		if (out.overflow || (!blank && !sv_starts(put, SV("\xef\xbb\xbf")) && (!csv_row(&arena, &put, again, &count_again) || count_again != count)))
			abort();
		for (size_t i = 0; !blank && put.n == 0 && i < count && !sv_starts(buf_sv(&out), SV("\xef\xbb\xbf")); i++)
			if (!sv_eq(cells[i], again[i]))
				abort();
	}
	arena_free(&arena);
	return 0;
}
