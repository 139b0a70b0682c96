/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The libraries read from memory and write to a descriptor: inside the sandbox they can open nothing. */
#include "mediaworker/movie.h"
#include "mediaworker/movie_io.h"

#include <errno.h>
#include <unistd.h>

enum { BUFFER = 64 << 10 };

struct source {
	struct sv all;
	int64_t at;
};

struct file {
	int fd;
	int64_t at;
};

static int64_t seek_to(int64_t *at, int64_t size, int64_t offset, int whence)
{
	if (whence & AVSEEK_SIZE)
		return size;
	whence &= ~AVSEEK_FORCE;
	int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? *at : size, to;
	if (__builtin_add_overflow(base, offset, &to) || to < 0)
		return AVERROR(EINVAL);
	return *at = to;
}

static int source_read(void *opaque, uint8_t *to, int n)
{
	struct source *source = opaque;
	struct sv rest = sv_first(sv_from(source->all, (size_t)source->at), (size_t)n);
	if (rest.n == 0)
		return AVERROR_EOF;
	memcpy(to, rest.p, rest.n);
	source->at += (int64_t)rest.n;
	return (int)rest.n;
}

static int64_t source_seek(void *opaque, int64_t offset, int whence)
{
	struct source *source = opaque;
	return seek_to(&source->at, (int64_t)source->all.n, offset, whence);
}

static int file_read(void *opaque, uint8_t *to, int n)
{
	struct file *file = opaque;
	ssize_t got = pread(file->fd, to, (size_t)n, file->at);
	if (got <= 0)
		return got ? AVERROR(errno) : AVERROR_EOF;
	file->at += got;
	return (int)got;
}

static int file_put(void *opaque, uint8_t *from, int n)
{
	struct file *file = opaque;
	if (lseek(file->fd, file->at, SEEK_SET) < 0)
		return AVERROR(errno);
	file_write(file->fd, from, (size_t)n);
	file->at += n;
	return n;
}

static int64_t file_seek(void *opaque, int64_t offset, int whence)
{
	struct file *file = opaque;
	return seek_to(&file->at, lseek(file->fd, 0, SEEK_END), offset, whence);
}

static AVIOContext *io_of(void *opaque, bool writes, int (*read)(void *, uint8_t *, int), int64_t (*seek)(void *, int64_t, int))
{
	uint8_t *buffer = av_malloc(BUFFER);
	AVIOContext *io = buffer ? avio_alloc_context(buffer, BUFFER, writes, opaque, read, writes ? file_put : NULL, seek) : NULL;
	if (!io)
		broke("no memory for a file buffer");
	return io;
}

AVIOContext *movie_io_source(struct arena *arena, struct sv all)
{
	struct source *source = arena_new(arena, struct source);
	source->all = all;
	return io_of(source, false, source_read, source_seek);
}

static AVIOContext *file_open(int fd, bool writes)
{
	struct file *file = av_mallocz(sizeof(*file));
	if (!file)
		broke("no memory for a file");
	file->fd = fd;
	return io_of(file, writes, file_read, file_seek);
}

AVIOContext *movie_io_keep(void)
{
	return file_open(MEDIA_FD_KEEP, true);
}

int movie_io_deny(AVFormatContext *format, AVIOContext **io, const char *url, int flags, AVDictionary **options)
{
	(void)format, (void)url, (void)flags, (void)options;
	*io = NULL;
	return AVERROR(EACCES);
}

int movie_io_reopen(AVFormatContext *format, AVIOContext **io, const char *url, int flags, AVDictionary **options)
{
	if (flags & AVIO_FLAG_WRITE)
		return movie_io_deny(format, io, url, flags, options);
	*io = file_open(MEDIA_FD_KEEP, false);
	return 0;
}

int movie_io_close(AVFormatContext *format, AVIOContext *io)
{
	(void)format;
	av_freep(&io->opaque);
	av_freep(&io->buffer);
	avio_context_free(&io);
	return 0;
}
