/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Stands in for libFuzzer: feeds each file named, and each file of each folder named, to the target once. A file that ends in .txt
 * is also fed line by line. */
#include "base/arena.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A block of its own for each input, so that AddressSanitizer sees a read past its end. */
static void feed(struct sv input)
{
	uint8_t *copy = malloc(input.n ? input.n : 1);
	if (!copy)
		abort();
	if (input.n)
		memcpy(copy, input.p, input.n);
	LLVMFuzzerTestOneInput(copy, input.n);
	free(copy);
}

static size_t replay_file(const char *path)
{
	static char bytes[1 << 20];
	FILE *file = fopen(path, "rb");
	if (!file)
		return 0;
	struct sv all = { bytes, fread(bytes, 1, sizeof(bytes), file) };
	fclose(file);
	feed(all);
	size_t count = 1;
	struct sv line;
	for (; all.n && sv_ends(sv_of(path), SV(".txt")); count++) {
		sv_cut(&all, '\n', &line);
		feed(line);
	}
	return count;
}

static size_t replay(const char *path)
{
	DIR *folder = opendir(path);
	if (!folder)
		return replay_file(path);
	size_t count = 0;
	for (struct dirent *entry; (entry = readdir(folder));) {
		char name[4096];
		snprintf(name, sizeof(name), "%s/%s", path, entry->d_name);
		if (entry->d_name[0] != '.')
			count += replay_file(name);
	}
	closedir(folder);
	return count;
}

int main(int argc, char **argv)
{
	size_t count = 0;
	for (int i = 1; i < argc; i++)
		count += replay(argv[i]);
	printf("%zu inputs\n", count);
	return count ? 0 : 1; /* an empty corpus tests nothing */
}
