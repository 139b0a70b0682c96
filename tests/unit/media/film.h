/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* film.h - videos and sound to test with, full of secrets: title, maker, place, comment, a chapter, an attached cover. */
#ifndef TESTS_MEDIA_FILM_H
#define TESTS_MEDIA_FILM_H

#include "base/arena.h"

struct film {
	const char *muxer;         /* "mp4", "mov", "webm", "mp3", "ogg", "flac", "wav", "ipod", "adts" */
	const char *video, *sound; /* encoders: "libx264", "mpeg4", "libvpx", "aac", "libmp3lame" …; NULL: without */
	int width, height, fps, seconds;
	int turn;                  /* degrees clockwise that a player must turn it by */
	struct sv cover;           /* a JPEG */
};

struct sv film_make(struct arena *arena, const struct film *film); /* ends the test when a library cannot */
struct sv film_join(struct arena *arena, struct sv first, struct sv second);

#endif
