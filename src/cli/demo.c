/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/cli.h"
#include "demo/demo.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void show_progress(const char *what, unsigned done, unsigned of)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[K%s: %u of %u%s", what, done, of, done == of ? "\n" : "");
	else if (done == of)
		fprintf(stderr, "%s: %u\n", what, of);
}

/* Kept beside the data, for the next start: only its owner may read it. */
static enum fail write_logins(struct cli *cli, const char *domain, const struct demo_login *logins)
{
	const char *path = arena_printf(&cli->cx.arena, "%s/demo.txt", cli->config.data).p;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	if (!file)
		return refuse(&cli->cx, FAIL_UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno));
	fprintf(file, "The demo community is at http://%s. Sign in with one of these:\n\n", domain);
	for (int i = 0; i < DEMO_LOGINS; i++)
		fprintf(file, "  %-10s %-34.*s password %.*s\n", logins[i].role, SVA(logins[i].email), SVA(logins[i].password));
	fputc('\n', file);
	return fclose(file) ? refuse(&cli->cx, FAIL_UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno)) : OK;
}

static enum fail read_number(struct cli *cli, const char *name, unsigned *value)
{
	int64_t number;
	const char *sent = cli_option(cli, name);
	if (!sent)
		return OK;
	if (!sv_to_i64(sv_of(sent), &number) || number < 10 || number > 100000)
		return refuse(&cli->cx, FAIL_INVALID, "--%s takes a number from 10 to 100000.", name);
	*value = (unsigned)number;
	return OK;
}

enum fail cmd_demo(struct cli *cli)
{
	const char *domain = cli_option(cli, "domain");
	struct demo_options options = { .seed = 2021, .people = 200, .posts = 5000, .days = 24, .progress = show_progress };
	struct demo_login logins[DEMO_LOGINS];
	if (!domain)
		domain = "127.0.0.1:8080";
	TRY(read_number(cli, "people", &options.people));
	TRY(read_number(cli, "posts", &options.posts));
	fprintf(stderr, "Making a demo community for %s: this takes a few seconds, once.\n", domain);
	TRY(community_create(&cli->cx, cli->config.data, &(struct community_draft){ .domain = sv_of(domain) }));
	TRY(cli_open_community(cli));
	TRY(demo_fill(&cli->cx, &options, logins));
	return write_logins(cli, domain, logins);
}
