/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One line on standard error that counts, when somebody watches. */
#include "base/clock.h"
#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

enum { AGAIN_US = 100000 };

static bool shown;
static int64_t last;

void cli_progress(const char *what, int64_t done, int64_t total)
{
	int64_t now = clock_monotonic();
	if (!isatty(STDERR_FILENO) || now - last < AGAIN_US)
		return;
	last = now;
	shown = true;
	if (total)
		fprintf(stderr, "\r\033[K%s: %lld of %lld (%lld %%)", what, (long long)done, (long long)total, (long long)(done * 100 / total));
	else
		fprintf(stderr, "\r\033[K%s: %lld", what, (long long)done);
}

void cli_progress_end(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
	last = 0;
}
