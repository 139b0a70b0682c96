/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/cli.h"

#include <stdio.h>

enum fail cmd_init(struct cli *cli)
{
	const char *domain = cli_option(cli, "domain"), *title = cli_option(cli, "title");
	if (!domain)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Which domain? folkmoot init --domain talk.example");
	struct community_draft draft = { .domain = sv_of(domain), .https = !cli_option(cli, "http"), .title = sv_of(title) };
	TRY(community_create(&cli->cx, cli->config.data, &draft));
	printf("Made the community %s in %s/communities/%s.\nNext: folkmoot account create NAME --email ADDRESS --role owner\n", domain,
	       cli->config.data, domain);
	return OK;
}
