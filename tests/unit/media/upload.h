/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* upload.h - what the tests of the media worker share: a directory of their own, uploads made on the spot, and one run. */
#ifndef TESTS_MEDIA_UPLOAD_H
#define TESTS_MEDIA_UPLOAD_H

#include "social/media_process.h"

/* The words that tests hide in uploads; none may come back. */
#define SECRET_MAKER "FolkmootSecretCamera"
#define SECRET_PLACE "59.9139 N 10.7522 E"

struct upload {
	struct ctx cx;
	char dir[64];
	int dir_fd;
	struct media_job job;       /* to be changed by the test */
	struct media_result result;
	struct sv file, preview;    /* what came back, as bytes */
};

int upload_setup(void **state);
int upload_teardown(void **state);
enum fail upload_run(struct upload *up, struct sv bytes);       /* FAIL: up->cx.said is the text */
void upload_make(struct upload *up, struct sv bytes);           /* the same, and it must do */
const char *upload_script(struct upload *up, const char *text); /* a program that plays the worker */
int upload_count_files(const struct upload *up);

#define assert_said(up, part) assert_true(sv_find((up)->cx.said, sv_of(part)) >= 0)
#define assert_secret_free(bytes)                                       \
	do {                                                            \
		assert_true(sv_find((bytes), SV(SECRET_MAKER)) < 0);    \
		assert_true(sv_find((bytes), SV(SECRET_PLACE)) < 0);    \
	} while (0)

#endif
