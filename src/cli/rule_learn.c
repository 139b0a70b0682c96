/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot rule learn: what the decisions of the moderators say about the screen. */
#include "cli/ruleset.h"
#include "moderation/learning.h"
#include "moderation/ruleset_log.h"
#include "store/store.h"

#include <stdio.h>

struct learn {
	struct learning learning;
	struct sv in_force, why;
	int64_t version;
};

static enum fail accept_proposal(struct ctx *cx, void *arg)
{
	struct learn *learn = arg;
	struct sv newest;
	TRY(ruleset_newest(cx, &learn->version, &newest));
	if (!sv_eq(newest, learn->in_force))
		return refuse(cx, FAIL_CONFLICT, "Somebody has changed the rule set meanwhile; look at it again.");
	return ruleset_apply(cx, learn->learning.text, learn->why, &learn->version);
}

static void print_share(const char *name, double before, double after)
{
	printf("%s ", name);
	if (before < 0 || after < 0)
		printf("cannot be told");
	else
		printf("%.0f %% → %.0f %%", 100 * before, 100 * after);
}

static void print_category(const char *name, const struct learning_category *c)
{
	if (!c->harmless && !c->harmful)
		return;
	printf("%s: %lld decided harmless, %lld harmful\n", name, (long long)c->harmless, (long long)c->harmful);
	if (!c->enough) {
		printf("  too few: %d are needed, %d of each kind at least\n", LEARNING_LEAST, LEARNING_LEAST_EACH);
		return;
	}
	if (!c->proposed) {
		printf("  nothing to propose: no correction does better on decisions that it has not seen\n");
		return;
	}
	printf("  proposed: shift = %.2f, scale = %.2f\n  ", (double)c->shift, (double)c->scale);
	print_share("precision", replay_precision(&c->before), replay_precision(&c->after));
	print_share(", recall", replay_recall(&c->before), replay_recall(&c->after));
	printf("; false alarms %lld → %lld, missed %lld → %lld\n", (long long)c->before.false_alarms, (long long)c->after.false_alarms,
	       (long long)c->before.missed, (long long)c->after.missed);
}

static void print_rule(unsigned r, const struct learning_rule *rule)
{
	if (!rule->harmless && !rule->harmful)
		return;
	printf("rule " SVF ": %lld decided harmless, %lld harmful\n", SVA(rule_about(r)->name), (long long)rule->harmless, (long long)rule->harmful);
	if (!rule->enough)
		printf("  too few: %d are needed\n", LEARNING_LEAST_RULE);
	else if (rule->proposed)
		printf("  proposed: weight = %.2f instead of %.2f%s\n", (double)rule->after, (double)rule->before, rule->after < 0.5f ? "; below one half it is only noted" : "");
	else
		printf("  its weight of %.2f fits\n", (double)rule->before);
}

static void print_learning(const struct learning *learning)
{
	if (!learning->decisions)
		puts("Nobody has decided about anything that was found yet.");
	for (unsigned c = 0; c < CATEGORIES; c++)
		print_category(category_name(c), &learning->categories[c]);
	for (unsigned r = 0; r < RULES; r++)
		print_rule(r, &learning->rules[r]);
}

static enum fail learn_from(struct cli *cli, const struct screen *screen)
{
	struct ctx *cx = &cli->cx;
	struct learn learn = { .why = sv_of(cli_option(cli, "why")) };
	TRY(ruleset_newest(cx, &learn.version, &learn.in_force));
	TRY(learning_propose(cx, screen, learn.in_force, &learn.learning));
	print_learning(&learn.learning);
	if (!cli_option(cli, "accept")) {
		if (learn.learning.text.n)
			puts("\nNothing is changed yet. With --accept --why TEXT it becomes a new version of the rule set; rule undo takes it back.");
		return OK;
	}
	if (!learn.learning.text.n)
		return refuse(cx, FAIL_INVALID, "There is nothing to accept.");
	TRY(writer_run(cx->community->writer, cx, accept_proposal, &learn));
	printf("\nVersion %lld is in force; a running server goes by it within a minute.\n", (long long)learn.version);
	return OK;
}

enum fail cmd_rule_learn(struct cli *cli)
{
	if (cli->word_count || (cli_option(cli, "accept") != NULL) != (cli_option(cli, "why") != NULL))
		return refuse(&cli->cx, FAIL_UNREADABLE, "folkmoot rule learn shows a proposal; --accept --why TEXT puts it in force.");
	TRY(cli_open_community(cli));
	struct screen *screen = ruleset_screen(cli, "Only rules are weighed.");
	enum fail fail = learn_from(cli, screen);
	screen_close(screen);
	return fail;
}
