/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot screen: the screen as a tool. Lines of text, or JSON objects with a field "text", in; a JSON object for each out. */
#include "screening/screen.h"

#include "base/json.h"
#include "cli/cli.h"
#include "cli/screen_row.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PROGRESS_EVERY = 5000 };
static const float shown_from = 0.05f;

static enum fail open_screen(struct cli *cli, struct screen **screen_r)
{
	const char *path = cli_option(cli, "model");
	if (!path)
		path = screen_model_path(&cli->cx.arena);
	enum model_fault fault = screen_open(path, screen_r);
	return fault ? refuse(&cli->cx, FAIL_NOT_FOUND, "The model %s cannot be used: %s. --model FILE names another.", path, model_fault_text(fault)) : OK;
}

/* --- --explain: in colour -------------------------------------------------------------------------------------------------------------------- */

static const char *colour_of(enum finding_level level)
{
	static const char *const colours[] = { "\033[36m", "\033[1;33m", "\033[1;31m" };
	return isatty(STDOUT_FILENO) ? colours[level] : "[";
}

static void print_marked(struct sv text, const struct finding *finding)
{
	bool colour = isatty(STDOUT_FILENO);
	size_t at = 0;
	for (size_t i = 0; i < finding->span_count; i++) {
		const struct span *span = &finding->spans[i];
		printf("%.*s%s%.*s%s", (int)(span->start - at), text.p + at, colour_of(finding->level), (int)(span->end - span->start), text.p + span->start,
		       colour ? "\033[0m" : "]");
		at = span->end;
	}
	printf(SVF "\n", SVA(sv_from(text, at)));
}

static void explain(struct cli *cli, const struct screen *screen, struct sv text)
{
	struct findings findings;
	screen_text(screen, &cli->cx.arena, text, shown_from, &findings);
	if (findings.foreign)
		printf("Most of these words are unknown to the model: texts in this language are not screened.\n");
	if (!findings.count)
		printf("Nothing found.\n");
	for (size_t i = 0; i < findings.count; i++) {
		const struct finding *one = &findings.list[i];
		printf("%-10s %5.1f %%  %-6s  ", category_name(one->category), 100 * (double)one->probability, finding_level_name(one->level));
		print_marked(text, one);
	}
}

/* --- lines ------------------------------------------------------------------------------------------------------------------------------------- */

static void put_finding(struct json *j, const struct finding *finding)
{
	char score[16];
	snprintf(score, sizeof(score), "%.4f", (double)finding->probability);
	json_object(j);
	json_cstr(json_key(j, "category"), category_name(finding->category));
	json_raw(json_key(j, "score"), sv_of(score));
	json_cstr(json_key(j, "level"), finding_level_name(finding->level));
	json_array(json_key(j, "spans"));
	for (size_t i = 0; i < finding->span_count; i++) {
		json_array(j);
		json_int(j, finding->spans[i].start);
		json_int(j, finding->spans[i].end);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

/* `id`: JSON; none: the line's number. */
static void put_line(struct ctx *cx, const struct screen *screen, struct sv id, int64_t number, struct sv text)
{
	struct findings findings;
	struct buf out = BUF(&cx->arena, 64 << 10);
	struct json j = JSON(&out);
	screen_text(screen, &cx->arena, text, shown_from, &findings);
	json_object(&j);
	if (id.n)
		json_raw(json_key(&j, "id"), id);
	else
		json_int(json_key(&j, "line"), number);
	json_array(json_key(&j, "findings"));
	for (size_t i = 0; i < findings.count; i++)
		put_finding(&j, &findings.list[i]);
	json_end(&j);
	if (findings.foreign)
		json_bool(json_key(&j, "foreign"), true);
	if (findings.cut)
		json_bool(json_key(&j, "cut"), true);
	json_end(&j);
	printf(SVF "\n", SVA(buf_sv(&out)));
}

static enum fail screen_stream(struct cli *cli, const struct screen *screen, FILE *in)
{
	char *line = NULL;
	size_t room = 0;
	int64_t number = 0;
	ssize_t n;
	while ((n = getline(&line, &room, in)) >= 0) {
		struct ctx cx;
		if (n && line[n - 1] == '\n')
			n--;
		ctx_open(&cx, cli->cx.now);
		struct screen_row row = screen_row_read(&cx.arena, (struct sv){ line, (size_t)n });
		put_line(&cx, screen, row.id, ++number, row.text);
		ctx_close(&cx);
		if (number % PROGRESS_EVERY == 0)
			cli_progress("texts", number, 0);
	}
	cli_progress_end();
	free(line);
	if (ferror(in) || fflush(stdout) || ferror(stdout))
		return refuse(&cli->cx, FAIL_BROKEN, "Reading or writing ended early: %s", strerror(errno));
	return OK;
}

enum fail cmd_screen(struct cli *cli)
{
	struct screen *screen;
	const char *text = cli_option(cli, "explain");
	if (cli->word_count > 1)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Name one file, or none for standard input: folkmoot screen [FILE]");
	TRY(open_screen(cli, &screen));
	FILE *in = stdin;
	enum fail fail = OK;
	if (text)
		explain(cli, screen, sv_of(text));
	else if (cli->word_count && !(in = fopen(cli->words[0], "r")))
		fail = refuse(&cli->cx, FAIL_NOT_FOUND, "%s cannot be read: %s", cli->words[0], strerror(errno));
	else
		fail = screen_stream(cli, screen, in);
	if (in && in != stdin)
		fclose(in);
	screen_close(screen);
	return fail;
}
