/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot screen: the screen as a tool. */
#include "cli/ruleset.h"
#include "cli/screen_tool.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void screen_tool_ask(const struct screen_tool *tool, struct arena *arena, const struct sv *texts, size_t count, struct findings *findings_r)
{
	struct item *item = arena_new(arena, struct item);
	item->now_ms = tool->now;
	item->author_age_ms = -1;
	item->text_count = count;
	memcpy(item->texts, texts, count * sizeof(*texts));
	screen_item(tool->screen, tool->ruleset, arena, item, findings_r);
}

/* --- what was asked for -------------------------------------------------------------------------------------------------------------------- */

static enum fail open_screen(struct cli *cli, struct screen **screen_r)
{
	const char *path = cli_option(cli, "model");
	if (!path)
		path = screen_model_path(&cli->cx.arena);
	enum model_fault fault = screen_open(path, screen_r);
	return fault ? refuse(&cli->cx, FAIL_NOT_FOUND, "The model %s cannot be used: %s. --model FILE names another.", path, model_fault_text(fault)) : OK;
}

/* --least: a level, or a probability. */
static enum fail read_least(struct cli *cli, struct screen_tool *tool)
{
	const char *least = cli_option(cli, "least");
	char *end;
	tool->least = 0;
	if (!least)
		return OK;
	for (unsigned i = FINDING_NOTED; i <= FINDING_HOLD; i++)
		if (strcmp(least, finding_level_name(i)) == 0) {
			tool->level = i;
			return OK;
		}
	tool->least = strtof(least, &end);
	bool is_probability = *least && !*end && tool->least >= 0 && tool->least <= 1;
	return is_probability ? OK : refuse(&cli->cx, FAIL_UNREADABLE, "--least takes noted, report, hold or a number from 0 to 1, not \"%s\".", least);
}

static enum fail read_ruleset(struct cli *cli, struct ruleset **ruleset_r)
{
	const char *path = cli_option(cli, "ruleset");
	struct sv text;
	*ruleset_r = NULL;
	if (!path)
		return OK;
	TRY(ruleset_file(&cli->cx, path, &text));
	enum fail fail = ruleset_read(&cli->cx, text, ruleset_r);
	return fail ? refuse(&cli->cx, fail, "%s: " SVF, path, SVA(cli->cx.said)) : OK;
}

/* --- the command ----------------------------------------------------------------------------------------------------------------------------- */

static enum fail screen_file(struct cli *cli, const struct screen_tool *tool)
{
	if (!cli->word_count && isatty(STDIN_FILENO) && isatty(STDERR_FILENO))
		fputs("Write texts, a line each; Ctrl-D ends.\n", stderr);
	if (!cli->word_count)
		return screen_lines(&cli->cx, tool, STDIN_FILENO);
	int fd = open(cli->words[0], O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return refuse(&cli->cx, FAIL_NOT_FOUND, "%s cannot be read: %s", cli->words[0], strerror(errno));
	enum fail fail = screen_lines(&cli->cx, tool, fd);
	close(fd);
	return fail;
}

static enum fail run(struct cli *cli, struct screen_tool *tool)
{
	const char *text = cli_option(cli, "explain");
	if (!text)
		return screen_file(cli, tool);
	if (!cli_option(cli, "least"))
		tool->level = FINDING_REPORT; /* of others, only the names */
	screen_draw(tool, &cli->cx.arena, sv_of(text));
	return OK;
}

enum fail cmd_screen(struct cli *cli)
{
	struct screen *screen;
	struct ruleset *ruleset;
	struct screen_tool tool = { .now = cli->cx.now };
	if (cli->word_count > 1 || (cli->word_count && cli_option(cli, "explain")))
		return refuse(&cli->cx, FAIL_UNREADABLE, "Name one file, none for standard input, or --explain TEXT: folkmoot screen [FILE]");
	signal(SIGPIPE, SIG_DFL); /* what reads us has had enough */
	TRY(read_least(cli, &tool));
	TRY(read_ruleset(cli, &ruleset));
	enum fail fail = open_screen(cli, &screen);
	if (!fail) {
		tool.screen = screen;
		tool.ruleset = ruleset ? ruleset : ruleset_default();
		fail = run(cli, &tool);
		screen_close(screen);
	}
	ruleset_free(ruleset);
	return fail;
}
