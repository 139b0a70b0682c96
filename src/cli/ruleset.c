/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot rule apply, show, history, undo: what the community has set about the screen. */
#include "cli/ruleset.h"

#include "base/clock.h"
#include "moderation/ruleset_log.h"
#include "store/page.h"
#include "store/q.h"
#include "store/store.h"

#include <errno.h>
#include <stdio.h>

enum { AT_ONCE = 50 };

static enum fail read_all(struct ctx *cx, FILE *in, const char *path, struct sv *text_r)
{
	struct buf out = BUF(&cx->arena, RULESET_MOST + 1);
	char part[4096];
	size_t n;
	while ((n = fread(part, 1, sizeof(part), in)) > 0)
		buf_put(&out, (struct sv){ part, n });
	if (ferror(in))
		return refuse(cx, FAIL_NOT_FOUND, "%s cannot be read: %s", path, strerror(errno));
	if (out.overflow)
		return refuse(cx, FAIL_INVALID, "A rule set may have %d KB; %s has more.", RULESET_MOST >> 10, path);
	*text_r = buf_sv(&out);
	return OK;
}

enum fail ruleset_file(struct ctx *cx, const char *path, struct sv *text_r)
{
	if (strcmp(path, "-") == 0)
		return read_all(cx, stdin, "standard input", text_r);
	FILE *in = fopen(path, "re");
	if (!in)
		return refuse(cx, FAIL_NOT_FOUND, "%s cannot be read: %s", path, strerror(errno));
	enum fail fail = read_all(cx, in, path, text_r);
	fclose(in);
	return fail;
}

struct screen *ruleset_screen(struct cli *cli, const char *otherwise)
{
	struct screen *screen;
	const char *path = *cli->config.screen_model ? cli->config.screen_model : screen_model_path(&cli->cx.arena);
	enum model_fault fault = screen_open(path, &screen);
	if (fault)
		fprintf(stderr, "The model %s cannot be used: %s. %s\n", path, model_fault_text(fault), otherwise);
	return screen;
}

/* --- changing ------------------------------------------------------------------------------------------------------------------------------- */

struct wish {
	struct sv text, why;
	int64_t version;
};

static enum fail apply(struct ctx *cx, void *arg)
{
	struct wish *wish = arg;
	return ruleset_apply(cx, wish->text, wish->why, &wish->version);
}

static enum fail undo(struct ctx *cx, void *arg)
{
	struct wish *wish = arg;
	return ruleset_undo(cx, wish->version, wish->why, &wish->version);
}

static enum fail change(struct cli *cli, enum fail (*how)(struct ctx *, void *), struct wish *wish)
{
	struct ctx *cx = &cli->cx;
	const char *why = cli_option(cli, "why");
	if (!why)
		return refuse(cx, FAIL_UNREADABLE, "Say why: --why \"Photographers shoot all day.\" It stays in the history.");
	wish->why = sv_of(why);
	TRY(cli_open_community(cli));
	TRY(writer_run(cx->community->writer, cx, how, wish));
	printf("Version %lld is in force; a running server goes by it within a minute.\n", (long long)wish->version);
	return OK;
}

enum fail cmd_rule_apply(struct cli *cli)
{
	struct wish wish = { 0 };
	if (cli->word_count != 1)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say which: folkmoot rule apply FILE --why TEXT");
	TRY(ruleset_file(&cli->cx, cli->words[0], &wish.text));
	return change(cli, apply, &wish);
}

static enum fail read_version(struct cli *cli, int64_t *version_r)
{
	if (cli->word_count > 1 || (cli->word_count && (!sv_to_i64(sv_of(cli->words[0]), version_r) || *version_r < 0)))
		return refuse(&cli->cx, FAIL_UNREADABLE, "VERSION is a number of folkmoot rule history.");
	return OK;
}

enum fail cmd_rule_undo(struct cli *cli)
{
	struct wish wish = { .version = -1 };
	TRY(read_version(cli, &wish.version));
	return change(cli, undo, &wish);
}

/* --- looking -------------------------------------------------------------------------------------------------------------------------------- */

enum fail cmd_rule_show(struct cli *cli)
{
	struct sv text;
	int64_t version = -1;
	TRY(read_version(cli, &version));
	TRY(cli_open_community(cli));
	if (version < 0)
		TRY(ruleset_newest(&cli->cx, &version, &text));
	else
		TRY(ruleset_version(&cli->cx, version, &text));
	fwrite(text.p, 1, text.n, stdout);
	if (!text.n)
		fputs("The rule set is empty: everything is as it was shipped.\n", stderr);
	return OK;
}

enum fail cmd_rule_history(struct cli *cli)
{
	struct ctx *cx = &cli->cx;
	struct page page = PAGE_NEWEST(AT_ONCE);
	struct ruleset_row *rows;
	size_t count;
	TRY(cli_open_community(cli));
	do {
		TRY(q_screen_rulesets(cx, &page, &rows, &count));
		for (size_t i = 0; i < count; i++) {
			struct sv who = rows[i].username.n ? rows[i].username : rows[i].account_id ? SV("(left)") : SV("(operator)");
			printf("%4lld  " SVF "  %-16.*s  " SVF "\n", (long long)rows[i].id, SVA(time_date(&cx->arena, rows[i].created_at)), SVA(who), SVA(rows[i].reason));
			page.max_id = rows[i].id;
		}
	} while (count == AT_ONCE);
	if (page.max_id == INT64_MAX)
		puts("Nothing has been changed: everything is as it was shipped.");
	return OK;
}
