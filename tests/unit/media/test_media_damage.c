/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files with a few bytes changed: whatever the decoders make of them, the server gets a file it may keep or a reason. */
#include "film.h"
#include "picture.h"
#include "upload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { ROUNDS = 6, CHANGES = 8, MOST = 10 };

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static size_t make_files(struct arena *arena, struct sv files[MOST])
{
	static const enum media_format stills[] = { MEDIA_PNG, MEDIA_WEBP, MEDIA_AVIF, MEDIA_HEIC };
	static const struct film films[] = {
		{ .muxer = "mp4", .video = "libx264", .sound = "aac", .width = 64, .height = 48, .fps = 10, .seconds = 1 },
		{ .muxer = "webm", .video = "libvpx", .sound = "libopus", .width = 64, .height = 48, .fps = 10, .seconds = 1 },
		{ .muxer = "mp3", .sound = "libmp3lame", .seconds = 1 },
	};
	size_t n = 0;
	files[n++] = picture_jpeg_with_secrets(arena, picture_file(arena, picture_halves(90, 60), MEDIA_JPEG), 6);
	files[n++] = picture_animation(arena, 60, 40, 4, MEDIA_GIF);
	for (size_t i = 0; i < COUNT_OF(stills); i++)
		files[n++] = picture_file(arena, picture_halves(90, 60), stills[i]);
	for (size_t i = 0; i < COUNT_OF(films); i++)
		files[n++] = film_make(arena, &films[i]);
	return n;
}

static void damaged_files_are_kept_whole_or_refused(void **state)
{
	struct upload *up = *state;
	struct arena arena = { 0 };
	struct sv files[MOST];
	uint32_t seed = 41;
	size_t count = make_files(&arena, files);
	for (size_t i = 0; i < count * ROUNDS; i++) {
		struct sv file = arena_dup(&up->cx.arena, files[i % count]);
		char *p = (char *)(uintptr_t)file.p; /* our own copy */
		size_t body = file.n - 16, head = body < 300 ? body : 300;
		for (int k = 0; k < CHANGES; k++)
			p[16 + next(&seed) % (k & 1 ? head : body)] = (char)next(&seed); /* half of them in the headers */
		enum fail said = upload_run(up, file); /* checks that no file is left over */
		if (said != OK && said != FAIL_INVALID)
			fail_msg("file %zu: " SVF, i, SVA(up->cx.said));
		assert_secret_free(said == OK ? up->file : SV(""));
		arena_reset(&up->cx.arena);
	}
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(damaged_files_are_kept_whole_or_refused, upload_setup, upload_teardown),
	};
	if (VIPS_INIT("test"))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
