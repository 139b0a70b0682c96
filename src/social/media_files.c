/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/media_files.h"

#include "base/rand.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HASH_AT_ONCE = 256 << 10 };

static void fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define FD CLEANUP(fd_close) int

static enum fail disk_failed(struct ctx *cx, const char *what)
{
	if (errno == ENOSPC || errno == EDQUOT)
		return refuse(cx, FAIL_UNAVAILABLE, "There is no room left for uploads at the moment. Try again later.");
	return broken(cx, "%s: %s", what, strerror(errno));
}

/* A folder below the community's, made when it is not there. */
static int folder_open(struct ctx *cx, const char *name)
{
	const char *path = arena_cstr(&cx->arena, arena_printf(&cx->arena, SVF "/%s", SVA(cx->community->dir), name));
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return -1;
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Files are spread over folders by the beginning of their name. */
static int subfolder_open(int media, struct sv name, char sub[3])
{
	memcpy(sub, name.p, 2);
	sub[2] = 0;
	if (mkdirat(media, sub, 0700) < 0 && errno != EEXIST)
		return -1;
	return openat(media, sub, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static struct sv below(struct ctx *cx, const char *sub, struct sv file)
{
	return file.n ? arena_printf(&cx->arena, "%s/" SVF, sub, SVA(file)) : SV_NONE;
}

static void digest_free(EVP_MD_CTX **digest)
{
	EVP_MD_CTX_free(*digest);
}

/* By libcrypto, which uses the processor's own instructions for it: a gigabyte a second and more. */
enum fail media_sha256(struct ctx *cx, int input, struct sv *sha256_r)
{
	CLEANUP(digest_free) EVP_MD_CTX *digest = EVP_MD_CTX_new();
	unsigned char *sum = arena_alloc(&cx->arena, EVP_MAX_MD_SIZE);
	char *part = arena_alloc(&cx->arena, HASH_AT_ONCE);
	ssize_t n = 0;
	unsigned bytes = 0;
	if (!digest || !EVP_DigestInit_ex(digest, EVP_sha256(), NULL))
		return broken(cx, "libcrypto makes no digest");
	for (off_t at = 0; (n = pread(input, part, HASH_AT_ONCE, at)) > 0; at += n)
		if (!EVP_DigestUpdate(digest, part, (size_t)n))
			return broken(cx, "libcrypto makes no digest");
	if (n < 0 || !EVP_DigestFinal_ex(digest, sum, &bytes))
		return disk_failed(cx, "an upload cannot be read");
	*sha256_r = (struct sv){ (char *)sum, bytes };
	return OK;
}

enum fail media_make(struct ctx *cx, int input, enum media_mode mode, struct media_result *result_r)
{
	char sub[3];
	struct sv name = rand_token(&cx->arena);
	FD media = folder_open(cx, "media");
	FD dir = media < 0 ? -1 : subfolder_open(media, name, sub);
	if (dir < 0)
		return disk_failed(cx, "the media folder cannot be used");
	struct media_job job = { .mode = mode, .input = input, .dir = dir, .name = name };
	TRY(media_process_run(cx, &job, result_r));
	result_r->file = below(cx, sub, result_r->file);
	result_r->preview = below(cx, sub, result_r->preview);
	return OK;
}

enum fail media_make_small(struct ctx *cx, int input, struct sv *file_r)
{
	struct media_result made;
	TRY(media_make(cx, input, MEDIA_ATTACHMENT, &made));
	*file_r = made.preview.n ? made.preview : made.file;
	if (made.preview.n)
		media_unlink(cx, made.file);
	if (made.type == MEDIA_TYPE_IMAGE)
		return OK;
	media_unlink(cx, *file_r);
	return refuse(cx, FAIL_INVALID, "Validation failed: Thumbnail must be an image");
}

void media_unlink(struct ctx *cx, struct sv file)
{
	if (!file.n)
		return;
	const char *path = arena_cstr(&cx->arena, arena_printf(&cx->arena, SVF "/" SVF, SVA(cx->community->media_dir), SVA(file)));
	if (unlink(path) < 0 && errno != ENOENT)
		(void)broken(cx, "%s cannot be deleted: %s", path, strerror(errno));
}

/* --- uploads that wait ------------------------------------------------------------------------------------------------------ */

static void incoming_name(int64_t id, char name[24])
{
	snprintf(name, 24, "%lld", (long long)id);
}

static bool copy_all(int from, int to)
{
	struct stat about;
	off_t at = 0;
	if (fstat(from, &about) < 0)
		return false;
	while (at < about.st_size)
		if (sendfile(to, from, &at, (size_t)(about.st_size - at)) <= 0)
			return false;
	return fsync(to) == 0;
}

enum fail media_incoming_keep(struct ctx *cx, int64_t id, int input)
{
	char name[24];
	incoming_name(id, name);
	FD dir = folder_open(cx, "incoming");
	FD file = dir < 0 ? -1 : openat(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0)
		return disk_failed(cx, "the folder of uploads cannot be used");
	if (copy_all(input, file) && fsync(dir) == 0)
		return OK;
	enum fail fail = disk_failed(cx, "an upload cannot be kept");
	unlinkat(dir, name, 0);
	return fail;
}

int media_incoming_open(struct ctx *cx, int64_t id)
{
	char name[24];
	incoming_name(id, name);
	FD dir = folder_open(cx, "incoming");
	return dir < 0 ? -1 : openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

void media_incoming_drop(struct ctx *cx, int64_t id)
{
	char name[24];
	incoming_name(id, name);
	FD dir = folder_open(cx, "incoming");
	if (dir >= 0)
		unlinkat(dir, name, 0);
}
