/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "host/copy.h"

#include "social/file_copy.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEEPEST = 8 };

static enum fail cannot(struct ctx *cx, const char *what, const char *path)
{
	return refuse(cx, FAIL_UNAVAILABLE, "%s cannot be %s: %s", path, what, strerror(errno));
}

enum fail copy_make_parents(struct ctx *cx, const char *path)
{
	char *at = (char *)arena_dup(&cx->arena, sv_of(path)).p;
	for (char *slash = strchr(at + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = 0;
		if (mkdir(at, 0750) < 0 && errno != EEXIST)
			return cannot(cx, "made", at);
		*slash = '/';
	}
	return OK;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

enum fail copy_file_to(struct ctx *cx, const char *from, const char *to, int64_t *bytes_r)
{
	int in CLEANUP(close_fd) = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), out CLEANUP(close_fd) = -1;
	int64_t bytes;
	if (in < 0)
		return cannot(cx, "read", from);
	TRY(copy_make_parents(cx, to));
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (out < 0)
		return cannot(cx, "written", to);
	if (!file_copy(in, out, &bytes))
		return cannot(cx, "written", to);
	*bytes_r += bytes;
	return OK;
}

static enum fail walk(struct ctx *cx, struct sv root, struct sv below, unsigned depth,
                      enum fail (*each)(void *data, const char *path, struct sv below), void *data)
{
	struct sv folder = below.n ? arena_printf(&cx->arena, SVF "/" SVF, SVA(root), SVA(below)) : arena_dup(&cx->arena, root);
	DIR *listing = opendir(folder.p);
	enum fail fail = OK;
	if (!listing)
		return errno == ENOENT ? OK : cannot(cx, "read", folder.p);
	for (struct dirent *entry; fail == OK && (entry = readdir(listing));) {
		struct stat about;
		if (entry->d_name[0] == '.' || fstatat(dirfd(listing), entry->d_name, &about, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		struct sv name = below.n ? arena_printf(&cx->arena, SVF "/%s", SVA(below), entry->d_name) : arena_printf(&cx->arena, "%s", entry->d_name);
		if (S_ISDIR(about.st_mode) && depth < DEEPEST)
			fail = walk(cx, root, name, depth + 1, each, data);
		else if (S_ISREG(about.st_mode))
			fail = each(data, arena_printf(&cx->arena, SVF "/" SVF, SVA(root), SVA(name)).p, name);
	}
	closedir(listing);
	return fail;
}

enum fail copy_walk(struct ctx *cx, struct sv root, enum fail (*each)(void *data, const char *path, struct sv below), void *data)
{
	return walk(cx, root, SV(""), 0, each, data);
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
	(void)about, (void)type, (void)place;
	return remove(path) < 0 && errno != ENOENT ? -1 : 0;
}

void copy_remove(struct ctx *cx, const char *path)
{
	(void)cx;
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

enum fail copy_sync(struct ctx *cx, const char *path)
{
	int fd CLEANUP(close_fd) = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 || syncfs(fd) < 0 ? cannot(cx, "brought to the disk", path) : OK;
}
