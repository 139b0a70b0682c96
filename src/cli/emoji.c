/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot emoji …: custom emojis. */
#include "social/emoji.h"

#include "cli/cli.h"
#include "store/q.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum fail cmd_emoji_add(struct cli *cli)
{
	struct ctx *cx = &cli->cx;
	if (cli->word_count != 2)
		return refuse(cx, FAIL_UNREADABLE, "Say which: folkmoot emoji add SHORTCODE FILE");
	TRY(cli_open_community(cli));
	struct emoji_draft draft = { .shortcode = sv_of(cli->words[0]), .category = sv_of(cli_option(cli, "category")) };
	draft.file = open(cli->words[1], O_RDONLY | O_CLOEXEC);
	if (draft.file < 0)
		return refuse(cx, FAIL_NOT_FOUND, "%s cannot be read: %s", cli->words[1], strerror(errno));
	enum fail fail = emoji_add(cx, &draft);
	close(draft.file);
	TRY(fail);
	printf(":%s: is there; a running server shows it within a minute.\n", cli->words[0]);
	return OK;
}

enum fail cmd_emoji_remove(struct cli *cli)
{
	if (cli->word_count != 1)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say which: folkmoot emoji remove SHORTCODE; folkmoot emoji list tells them");
	TRY(cli_open_community(cli));
	enum fail fail = emoji_remove(&cli->cx, sv_of(cli->words[0]));
	return fail == FAIL_NOT_FOUND ? refuse(&cli->cx, fail, "There is no emoji :%s:.", cli->words[0]) : fail;
}

enum fail cmd_emoji_list(struct cli *cli)
{
	struct emojis_all_row *rows;
	size_t count;
	TRY(cli_open_community(cli));
	TRY(q_emojis_all(&cli->cx, &rows, &count));
	for (size_t i = 0; i < count; i++)
		printf(":" SVF ":  " SVF "\n", SVA(rows[i].shortcode), SVA(rows[i].category));
	return OK;
}
