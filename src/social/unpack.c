/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME_MOST = 1024, FREE_BYTES = 64 << 20, AT_ONCE = 1 << 16 };

const struct unpack_limits unpack_limits_default = {
	.entries = 500000,
	.file_bytes = INT64_C(2) << 30,
	.total_bytes = INT64_C(32) << 30,
	.ratio = 100,
};

struct unpacking {
	struct ctx *cx;
	const struct unpack_limits *limits;
	const char *source, *dir;
	struct archive *archive;
	int64_t packed, total, entries;
	struct unpacked *out;
};

static enum fail damaged(struct unpacking *u)
{
	const char *why = archive_error_string(u->archive);
	return refuse(u->cx, FAIL_INVALID, "The archive cannot be read: %s. It has to be the .zip or .tar.gz file as it was downloaded, whole.",
	              why ? why : "it is damaged");
}

static enum fail check_bounds(struct unpacking *u, int64_t file_bytes)
{
	const struct unpack_limits *limits = u->limits;
	if (u->entries > limits->entries)
		return refuse(u->cx, FAIL_INVALID, "The archive has more than %lld files.", (long long)limits->entries);
	if (file_bytes > limits->file_bytes)
		return refuse(u->cx, FAIL_INVALID, "The archive has a file of more than %lld MB.", (long long)(limits->file_bytes >> 20));
	if (u->total > limits->total_bytes)
		return refuse(u->cx, FAIL_INVALID, "The archive unpacks to more than %lld MB.", (long long)(limits->total_bytes >> 20));
	if (u->total > FREE_BYTES + u->packed * limits->ratio)
		return refuse(u->cx, FAIL_INVALID, "The archive unpacks to more than %lld times its size: it is no archive of posts.",
		              (long long)limits->ratio);
	return OK;
}

static enum fail write_all(struct unpacking *u, int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t done = write(fd, bytes, n);
		if (done < 0)
			return refuse(u->cx, FAIL_UNAVAILABLE, "The archive cannot be unpacked: %s", strerror(errno));
		bytes += done;
		n -= (size_t)done;
	}
	return OK;
}

static enum fail copy_data(struct unpacking *u, int fd, struct unpacked_file *file)
{
	static _Thread_local char bytes[AT_ONCE];
	la_ssize_t n;
	while ((n = archive_read_data(u->archive, bytes, sizeof(bytes))) > 0) {
		file->bytes += n;
		u->total += n;
		TRY(check_bounds(u, file->bytes));
		TRY(write_all(u, fd, bytes, (size_t)n));
	}
	return n < 0 ? damaged(u) : OK;
}

static void remember(struct unpacking *u, const struct unpacked_file *file)
{
	struct unpacked *out = u->out;
	if (out->count == out->capacity) {
		out->capacity = out->capacity ? 2 * out->capacity : 64;
		out->files = reallocarray(out->files, out->capacity, sizeof(*out->files));
		if (!out->files)
			abort();
	}
	map_put(&out->by_name, (int64_t)(hash_sv(file->name) | 1), out->count);
	out->files[out->count++] = *file;
}

static enum fail take_file(struct unpacking *u, struct sv name)
{
	struct unpacked_file file = { .name = arena_dup(&u->cx->arena, name),
		                      .path = arena_printf(&u->cx->arena, "%s/%zu", u->dir, u->out->count).p };
	int fd = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return refuse(u->cx, FAIL_UNAVAILABLE, "The archive cannot be unpacked: %s", strerror(errno));
	enum fail fail = copy_data(u, fd, &file);
	close(fd);
	if (fail == OK)
		remember(u, &file);
	return fail;
}

static struct sv name_of(struct archive_entry *entry)
{
	const char *name = archive_entry_pathname_utf8(entry);
	struct sv text = sv_of(name ? name : archive_entry_pathname(entry));
	while (sv_starts(text, SV("./")))
		text = sv_from(text, 2);
	return text;
}

static enum fail take_all(struct unpacking *u)
{
	struct archive_entry *entry;
	int code;
	while ((code = archive_read_next_header(u->archive, &entry)) == ARCHIVE_OK || code == ARCHIVE_WARN) {
		struct sv name = name_of(entry);
		u->entries++;
		TRY(check_bounds(u, 0));
		if (archive_entry_filetype(entry) == AE_IFREG && name.n && name.n <= NAME_MOST)
			TRY(take_file(u, name));
	}
	return code == ARCHIVE_EOF ? OK : damaged(u);
}

static enum fail open_archive(struct unpacking *u)
{
	struct stat about;
	u->archive = archive_read_new();
	if (!u->archive)
		return broken(u->cx, "no memory for an archive");
	archive_read_support_filter_gzip(u->archive);
	archive_read_support_format_zip(u->archive);
	archive_read_support_format_tar(u->archive);
	u->packed = stat(u->source, &about) == 0 ? about.st_size : 0;
	return archive_read_open_filename(u->archive, u->source, AT_ONCE) == ARCHIVE_OK ? OK : damaged(u);
}

enum fail unpack(struct ctx *cx, const char *archive, const char *dir, const struct unpack_limits *limits, struct unpacked *unpacked_r)
{
	*unpacked_r = (struct unpacked){ 0 };
	struct unpacking u = { .cx = cx, .limits = limits, .source = archive, .dir = dir, .out = unpacked_r };
	if (mkdir(dir, 0700) < 0 && errno != EEXIST)
		return refuse(cx, FAIL_UNAVAILABLE, "The archive cannot be unpacked: %s", strerror(errno));
	enum fail fail = open_archive(&u);
	if (fail == OK)
		fail = take_all(&u);
	if (u.archive)
		archive_read_free(u.archive);
	return fail;
}

void unpack_end(struct unpacked *unpacked)
{
	free(unpacked->files);
	map_free(&unpacked->by_name);
	*unpacked = (struct unpacked){ 0 };
}

const struct unpacked_file *unpacked_find(const struct unpacked *unpacked, struct sv name)
{
	uint64_t *at = map_find(&unpacked->by_name, (int64_t)(hash_sv(name) | 1));
	return at && sv_eq(unpacked->files[*at].name, name) ? &unpacked->files[*at] : NULL;
}
