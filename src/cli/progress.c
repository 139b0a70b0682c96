/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One line on standard error that counts, when somebody watches. */
#include "base/clock.h"
#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

enum { AGAIN_US = 100000 };

static bool shown;
static int64_t begun, last;

static int64_t rate(int64_t done, int64_t now)
{
	return now > begun ? done * 1000000 / (now - begun) : 0;
}

void cli_progress(const char *what, int64_t done, int64_t total)
{
	int64_t now = clock_monotonic();
	if (!begun)
		begun = now;
	if (!isatty(STDERR_FILENO) || now - last < AGAIN_US)
		return;
	last = now;
	shown = true;
	if (total)
		fprintf(stderr, "\r\033[K%s: %lld of %lld (%lld %%)", what, (long long)done, (long long)total, (long long)(done * 100 / total));
	else
		fprintf(stderr, "\r\033[K%s: %lld, %lld a second", what, (long long)done, (long long)rate(done, now));
}

void cli_progress_end(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
	begun = last = 0;
}
