/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/cli.h"

#include "host/backup.h"

#include <stdio.h>

static void watch(void *data, const char *what, int64_t done)
{
	(void)data;
	cli_progress(what, done, 0);
}

static void print_figures(const char *what, struct sv domain, const char *where, const struct backup_figures *figures)
{
	printf("%s " SVF " %s: %lld files, %.1f MB.\n", what, SVA(domain), where, (long long)figures->files, (double)figures->bytes / 1e6);
}

enum fail cmd_backup(struct cli *cli)
{
	struct backup_figures figures;
	struct backup_draft draft = { .data_dir = cli->config.data, .progress = watch };
	if (cli->word_count != 1)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say where to: folkmoot backup FILE.tar.gz, or folkmoot backup FOLDER");
	draft.target = cli->words[0];
	TRY(cli_domain(cli, &draft.domain));
	enum fail fail = backup_make(&cli->cx, &draft, &figures);
	cli_progress_end();
	TRY(fail);
	print_figures("Saved", draft.domain, draft.target, &figures);
	return OK;
}

enum fail cmd_restore(struct cli *cli)
{
	struct sv domain;
	struct backup_figures figures;
	struct restore_draft draft = { .data_dir = cli->config.data,
		                       .domain = sv_of(cli_option(cli, "community")),
		                       .replace = cli_option(cli, "force") != NULL,
		                       .progress = watch };
	if (cli->word_count != 1)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say what from: folkmoot restore FILE.tar.gz, or folkmoot restore FOLDER");
	draft.source = cli->words[0];
	enum fail fail = backup_restore(&cli->cx, &draft, &domain, &figures);
	cli_progress_end();
	TRY(fail);
	print_figures("Restored", domain, "here", &figures);
	return OK;
}
