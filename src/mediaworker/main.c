/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot-media: reads one upload in a sandbox and writes what may be kept of it. See social/media_protocol.h. */
#include "mediaworker/image.h"
#include "mediaworker/movie.h"
#include "mediaworker/sandbox.h"
#include "mediaworker/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int usage(void)
{
	static const char text[] =
		"folkmoot-media is started by folkmoot for each upload: there is nothing to do with it by hand.\n"
		"Usage: folkmoot-media attachment|avatar|header|emoji|banner|logo|tile|bank [LIMIT=NUMBER ...] 3<upload 4<>kept 5<>preview\n"
		"       folkmoot-media --selftest-sandbox DEED [LIMIT=NUMBER ...]\n";
	fputs(text, stderr);
	return MEDIA_BROKEN;
}

static bool limit_read(struct sv word, struct media_limits *limits)
{
	struct sv name;
	int64_t value;
	if (!sv_cut(&word, '=', &name) || !sv_to_i64(word, &value) || value < 1)
		return false;
#define LIMIT(name_, at_first, what)         \
	if (sv_eq(name, SV(#name_))) {       \
		limits->name_ = value;       \
		return true;                 \
	}
#include "social/media_limit.def"
#undef LIMIT
	return false;
}

static bool limits_read(int argc, char **argv, int from, struct media_limits *limits)
{
	*limits = (struct media_limits){
#define LIMIT(name, at_first, what) .name = at_first,
#include "social/media_limit.def"
#undef LIMIT
	};
	for (int i = from; i < argc; i++)
		if (!limit_read(sv_of(argv[i]), limits))
			return false;
	return true;
}

static bool mode_read(struct sv word, enum media_mode *mode_r)
{
	for (*mode_r = 0; *mode_r < MEDIA_MODES; (*mode_r)++)
		if (sv_eq(word, sv_of(media_mode_names[*mode_r])))
			return true;
	return false;
}

/* Mapped, not read: mapping touches no byte of it, so that it can be done before the sandbox. */
static struct sv input_map(void)
{
	struct stat st;
	if (fstat(MEDIA_FD_INPUT, &st) < 0 || !S_ISREG(st.st_mode))
		broke("descriptor 3 is no regular file");
	if (st.st_size == 0)
		refused("This file is empty. " MEDIA_ACCEPTED);
	void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, MEDIA_FD_INPUT, 0);
	if (p == MAP_FAILED)
		broke("mmap: %s", strerror(errno));
	return (struct sv){ p, (size_t)st.st_size };
}

static void work_do(struct work *work)
{
	work->format = media_format_sniff(work->input);
	if (work->format == MEDIA_NONE)
		refused("This file is not an image, video or audio file that can be shown. " MEDIA_ACCEPTED);
	if (media_format_kind(work->format) == MEDIA_PICTURE)
		image_make(work);
	else if (work->mode >= MEDIA_BANNER)
		refused("This is no picture. Send a PNG, JPEG, WebP or GIF.");
	else
		movie_make(work);
}

int main(int argc, char **argv)
{
	struct work work = { .arena = { 0 } };
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* nobody waits for the answer when the server is gone */
	if (argc >= 3 && sv_eq(sv_of(argv[1]), SV("--selftest-sandbox"))) {
		if (!limits_read(argc, argv, 3, &work.limits))
			return usage();
		image_start();
		sandbox_selftest(&work.limits, argv[2]);
	}
	if (argc < 2 || !mode_read(sv_of(argv[1]), &work.mode) || !limits_read(argc, argv, 2, &work.limits))
		return usage();
	if (nice(10) < 0 && errno) /* the server's own requests come first */
		errno = 0;
	image_start();
	work.input = input_map();
	sandbox_enter(&work.limits);
	work_do(&work);
	answer(&work);
}
