/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot rule …: the rules of a community. */
#include "social/rule.h"

#include "cli/cli.h"
#include "store/q.h"
#include "store/store.h"

#include <stdio.h>

struct wish {
	struct sv text, hint;
	int64_t number;
};

static enum fail add(struct ctx *cx, void *arg)
{
	const struct wish *wish = arg;
	return rule_add(cx, wish->text, wish->hint);
}

static enum fail take_away(struct ctx *cx, void *arg)
{
	return rule_remove(cx, ((const struct wish *)arg)->number);
}

enum fail cmd_rule_add(struct cli *cli)
{
	struct ctx *cx = &cli->cx;
	if (cli->word_count != 1)
		return refuse(cx, FAIL_UNREADABLE, "Say what: folkmoot rule add \"Be kind.\"");
	struct wish wish = { .text = sv_of(cli->words[0]), .hint = sv_of(cli_option(cli, "hint")) };
	TRY(cli_open_community(cli));
	return writer_run(cx->community->writer, cx, add, &wish);
}

enum fail cmd_rule_remove(struct cli *cli)
{
	struct ctx *cx = &cli->cx;
	struct wish wish = { 0 };
	if (cli->word_count != 1 || !sv_to_i64(sv_of(cli->words[0]), &wish.number))
		return refuse(cx, FAIL_UNREADABLE, "Say which: folkmoot rule remove NUMBER; folkmoot rule list tells them");
	TRY(cli_open_community(cli));
	enum fail fail = writer_run(cx->community->writer, cx, take_away, &wish);
	return fail == FAIL_NOT_FOUND ? refuse(cx, fail, "There is no rule %lld.", (long long)wish.number) : fail;
}

enum fail cmd_rule_list(struct cli *cli)
{
	struct rules_all_row *rows;
	size_t count;
	TRY(cli_open_community(cli));
	TRY(q_rules_all(&cli->cx, &rows, &count));
	for (size_t i = 0; i < count; i++)
		printf("%zu. " SVF "\n", i + 1, SVA(rows[i].text));
	return OK;
}
