/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "host/secret.h"

#include "base/rand.h"
#include "social/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

enum { HEX = 2 * SEAL_KEY };

static enum fail make(struct ctx *cx, const char *path)
{
	unsigned char key[SEAL_KEY];
	char hex[HEX + 2];
	rand_bytes(key, sizeof(key));
	sodium_bin2hex(hex, sizeof(hex), key, sizeof(key));
	hex[HEX] = '\n';
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 && errno == EEXIST)
		return OK; /* somebody was faster */
	if (fd < 0 && errno == ENOENT)
		return refuse(cx, FAIL_NOT_FOUND, "The folder of %s is not there. A first community makes it: folkmoot init --data FOLDER --domain DOMAIN", path);
	if (fd < 0)
		return refuse(cx, FAIL_UNAVAILABLE, "The file for the secret key, %s, cannot be made: %s", path, strerror(errno));
	bool written = write(fd, hex, HEX + 1) == HEX + 1 && fsync(fd) == 0;
	sodium_memzero(hex, sizeof(hex));
	if (close(fd) < 0 || !written) {
		unlink(path);
		return refuse(cx, FAIL_UNAVAILABLE, "The secret key cannot be written to %s: %s", path, strerror(errno));
	}
	return OK;
}

static enum fail read_key(struct ctx *cx, const char *path)
{
	char hex[HEX + 1];
	unsigned char key[SEAL_KEY];
	size_t n = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return refuse(cx, FAIL_UNAVAILABLE, "The file of the secret key, %s, cannot be read: %s", path, strerror(errno));
	ssize_t got = read(fd, hex, HEX);
	close(fd);
	if (got != HEX || sodium_hex2bin(key, sizeof(key), hex, HEX, NULL, &n, NULL) != 0 || n != sizeof(key))
		return refuse(cx, FAIL_INVALID, "%s is no key: it has to begin with %d hexadecimal digits.", path, HEX);
	seal_set_key(key);
	return OK;
}

enum fail secret_load(struct ctx *cx, const struct config *config)
{
	const char *path = *config->secret_file ? config->secret_file : arena_printf(&cx->arena, "%s/secret.key", config->data).p;
	if (access(path, F_OK) < 0 && errno == ENOENT)
		TRY(make(cx, path));
	return read_key(cx, path);
}
