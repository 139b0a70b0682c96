/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot rule test: a dry run of a rule set. The database is opened for reading alone. */
#include "cli/ruleset.h"

#include "base/clock.h"
#include "moderation/ruleset_log.h"
#include "store/store.h"

#include <stdio.h>
#include <unistd.h>

enum { CHANGES = 20 };
static const int64_t hour_ms = 3600000;

/* "30d", "12h", "4w", or a date. */
static enum fail read_since(struct ctx *cx, const char *text, int64_t *since_r)
{
	struct sv s = sv_of(text ? text : "30d");
	int64_t number, unit;
	if (time_parse(s, since_r))
		return OK;
	char last = s.n ? s.p[s.n - 1] : 0;
	unit = last == 'h' ? hour_ms : last == 'd' ? 24 * hour_ms : last == 'w' ? 7 * 24 * hour_ms : 0;
	if (!unit || !sv_to_i64(sv_first(s, s.n - 1), &number) || number < 1 || number > 100000)
		return refuse(cx, FAIL_UNREADABLE, "--since takes hours, days, weeks or a date: 12h, 30d, 4w, 2026-11-01");
	*since_r = cx->now > number * unit ? cx->now - number * unit : 0;
	return OK;
}

static enum fail read_changes(struct cli *cli, size_t *changes_r)
{
	const char *text = cli_option(cli, "changes");
	int64_t number = CHANGES;
	if (text && (!sv_to_i64(sv_of(text), &number) || number < 0 || number > REPLAY_CHANGES_MOST))
		return refuse(&cli->cx, FAIL_UNREADABLE, "--changes takes a number from 0 to %d", REPLAY_CHANGES_MOST);
	*changes_r = (size_t)number;
	return OK;
}

static void show_progress(void *data, int64_t done, int64_t total)
{
	(void)data;
	cli_progress("posts", done, total);
}

static unsigned cores(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);
	return count < 1 ? 1 : count > REPLAY_THREADS_MOST ? REPLAY_THREADS_MOST : (unsigned)count;
}

static enum fail run(struct cli *cli, struct replay_plan *plan)
{
	struct sv text;
	struct ruleset *before = NULL;
	struct rule_test test = { .plan = plan };
	TRY(ruleset_newest(&cli->cx, &test.in_force, &text));
	TRY(ruleset_read(&cli->cx, text, &before));
	plan->before = before;
	enum fail fail = replay_run(&cli->cx, plan, &test.replay);
	cli_progress_end();
	if (fail == OK && cli_option(cli, "json"))
		fail = rule_test_json(&cli->cx, &test);
	else if (fail == OK)
		rule_test_print(&test);
	ruleset_free(before);
	return fail;
}

static enum fail run_read_only(struct cli *cli, struct replay_plan *plan)
{
	struct ctx *cx = &cli->cx;
	struct sv domain;
	TRY(cli_domain(cli, &domain));
	TRY(db_open(cx, arena_printf(&cx->arena, "%s/communities/" SVF "/community.db", cli->config.data, SVA(domain)).p, DB_READ, &cx->db));
	enum fail fail = run(cli, plan);
	db_close(cx->db);
	cx->db = NULL;
	return fail;
}

enum fail cmd_rule_test(struct cli *cli)
{
	struct ctx *cx = &cli->cx;
	struct sv text;
	struct ruleset *after;
	struct screen *screen;
	struct replay_plan plan = { .progress = show_progress, .threads = cores() };
	if (cli->word_count != 1)
		return refuse(cx, FAIL_UNREADABLE, "Say which: folkmoot rule test FILE [--since 30d]");
	TRY(read_since(cx, cli_option(cli, "since"), &plan.since));
	TRY(read_changes(cli, &plan.changes));
	TRY(ruleset_file(cx, cli->words[0], &text));
	TRY(ruleset_read(cx, text, &after));
	plan.screen = screen = ruleset_screen(cli, "These are the rules alone.");
	plan.after = after;
	enum fail fail = run_read_only(cli, &plan);
	screen_close(screen);
	ruleset_free(after);
	return fail;
}
