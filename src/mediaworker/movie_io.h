/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* movie_io.h - where the libraries of ffmpeg read and write. */
#ifndef MEDIAWORKER_MOVIE_IO_H
#define MEDIAWORKER_MOVIE_IO_H

#include <libavformat/avformat.h>

#include "base/arena.h"

AVIOContext *movie_io_source(struct arena *arena, struct sv all);
AVIOContext *movie_io_keep(void); /* MEDIA_FD_KEEP, for writing */

/* For AVFormatContext.io_open. Deny: a playlist or a reference in a file opens nothing. Reopen: the MP4 muxer reads again what
 * it wrote, to put the index in front. */
int movie_io_deny(AVFormatContext *format, AVIOContext **io, const char *url, int flags, AVDictionary **options);
int movie_io_reopen(AVFormatContext *format, AVIOContext **io, const char *url, int flags, AVDictionary **options);
int movie_io_close(AVFormatContext *format, AVIOContext *io);

#endif
