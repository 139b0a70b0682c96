/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The settings of the host: folkmoot.conf. */
#include "cli/cli.h"

#include <stdio.h>
#include <unistd.h>

static enum fail check_range(struct cli *cli, const char *name, int64_t value, int64_t least, int64_t most)
{
	if (value >= least && value <= most)
		return OK;
	return refuse(&cli->cx, FAIL_INVALID, "%s takes a number from %lld to %lld, not %lld.", name, (long long)least, (long long)most,
	              (long long)value);
}

static enum fail check_readable(struct cli *cli, const char *name, const char *path)
{
	if (!*path || access(path, R_OK) == 0)
		return OK;
	return refuse(&cli->cx, FAIL_INVALID, "%s: the file %s cannot be read.", name, path);
}

enum fail cmd_config_check(struct cli *cli)
{
	const struct config *config = &cli->config;
	struct sv smtp = sv_of(config->smtp_url);
	TRY(check_range(cli, "port", config->port, 0, 65535));
	TRY(check_range(cli, "workers", config->workers, 1, 64));
	TRY(check_range(cli, "slow_threads", config->slow_threads, 1, 64));
	TRY(check_range(cli, "max_connections", config->max_connections, 1, 1000000));
	TRY(check_range(cli, "max_connections_per_address", config->max_connections_per_address, 1, 1000000));
	TRY(check_range(cli, "max_upload", config->max_upload, 1 << 16, INT64_C(1) << 32));
	if (smtp.n && !sv_starts(smtp, SV("smtp://")) && !sv_starts(smtp, SV("smtps://")))
		return refuse(&cli->cx, FAIL_INVALID, "smtp_url begins with smtp:// or smtps://, not \"%s\".", config->smtp_url);
	TRY(check_readable(cli, "smtp_password_file", config->smtp_password_file));
	TRY(check_readable(cli, "secret_file", config->secret_file));
	if (access(config->data, R_OK | W_OK | X_OK) != 0)
		return refuse(&cli->cx, FAIL_INVALID, "data: the folder %s cannot be written. Make a community with: folkmoot init", config->data);
	puts("The settings are in order.");
	return OK;
}

enum fail cmd_config_show(struct cli *cli)
{
	const struct config_about *list;
	size_t count = config_list(&list);
	for (size_t i = 0; i < count; i++) {
		const char *value = config_get(&cli->cx, &cli->config, list[i].name);
		bool usual = strcmp(value, list[i].otherwise) == 0;
		if (strcmp(list[i].name, "smtp_password") == 0 && *value)
			value = "(not shown)";
		printf("%s%s = %s\n", usual ? "# " : "", list[i].name, value);
	}
	return OK;
}

void cli_print_about(const char *name, const char *kind, const char *otherwise, const char *help)
{
	printf("%s (%s; default: %s)\n    %s\n", name, kind, *otherwise ? otherwise : "empty", help);
}

enum fail cmd_config_explain(struct cli *cli)
{
	const struct config_about *list;
	size_t count = config_list(&list);
	(void)cli;
	puts("Of the host, in folkmoot.conf, one \"name = value\" a line:\n");
	for (size_t i = 0; i < count; i++)
		cli_print_about(list[i].name, list[i].kind, list[i].otherwise, list[i].help);
	puts("\nOf a community, by its owner or by `folkmoot setting set NAME VALUE`:\n");
	cli_print_settings();
	return OK;
}
