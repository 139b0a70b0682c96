/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "upload.h"

#include "base/clock.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

int upload_setup(void **state)
{
	struct upload *up = calloc(1, sizeof(*up));
	ctx_open(&up->cx, clock_now());
	strcpy(up->dir, "/tmp/folkmoot-media-XXXXXX");
	assert_non_null(mkdtemp(up->dir));
	up->dir_fd = open(up->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_non_null(getenv("FOLKMOOT_MEDIA"));
	up->job = (struct media_job){ .dir = up->dir_fd, .name = SV("kept"), .program = getenv("FOLKMOOT_MEDIA") };
	*state = up;
	return 0;
}

/* Calls `each` with the name of every file in the directory, if given; returns how many there are. */
static int for_files(const struct upload *up, void (*each)(const struct upload *up, const char *name))
{
	DIR *dir = opendir(up->dir);
	int count = 0;
	for (struct dirent *entry; (entry = readdir(dir));)
		if (entry->d_name[0] != '.' && strcmp(entry->d_name, "upload") != 0 && strcmp(entry->d_name, "worker") != 0) {
			count++;
			if (each)
				each(up, entry->d_name);
		}
	closedir(dir);
	return count;
}

static void forget(const struct upload *up, const char *name)
{
	unlinkat(up->dir_fd, name, 0);
}

int upload_teardown(void **state)
{
	struct upload *up = *state;
	for_files(up, forget);
	forget(up, "upload");
	forget(up, "worker");
	rmdir(up->dir);
	close(up->dir_fd);
	ctx_close(&up->cx);
	free(up);
	return 0;
}

int upload_count_files(const struct upload *up)
{
	return for_files(up, NULL);
}

static struct sv bytes_of(struct upload *up, struct sv name)
{
	struct stat st;
	int fd = openat(up->dir_fd, name.p, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0 && fstat(fd, &st) == 0);
	char *p = arena_alloc(&up->cx.arena, (size_t)st.st_size + 1);
	assert_int_equal(read(fd, p, (size_t)st.st_size), st.st_size);
	close(fd);
	return (struct sv){ p, (size_t)st.st_size };
}

enum fail upload_run(struct upload *up, struct sv bytes)
{
	for_files(up, forget); /* of an earlier run of the same test */
	int fd = openat(up->dir_fd, "upload", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_int_equal(write(fd, bytes.p, bytes.n), bytes.n);
	up->job.input = fd;
	up->cx.said = SV_NONE;
	enum fail fail = media_process_run(&up->cx, &up->job, &up->result);
	close(fd);
	if (fail != OK) {
		assert_int_equal(upload_count_files(up), 0);
		return fail;
	}
	up->file = bytes_of(up, up->result.file);
	assert_int_equal(up->result.file_bytes, up->file.n);
	up->preview = up->result.preview.p ? bytes_of(up, up->result.preview) : SV_NONE;
	assert_int_equal(upload_count_files(up), 1 + (up->result.preview.p != NULL));
	return OK;
}

void upload_make(struct upload *up, struct sv bytes)
{
	if (upload_run(up, bytes) != OK)
		fail_msg("refused: " SVF, SVA(up->cx.said));
}

const char *upload_script(struct upload *up, const char *text)
{
	int fd = openat(up->dir_fd, "worker", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0700);
	assert_int_equal(dprintf(fd, "#!/bin/sh\n%s\n", text) > 0, 1);
	close(fd);
	return arena_printf(&up->cx.arena, "%s/worker", up->dir).p;
}
