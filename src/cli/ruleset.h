/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ruleset.h - what the commands about rule sets of the screen share. */
#ifndef CLI_RULESET_H
#define CLI_RULESET_H

#include "cli/cli.h"
#include "moderation/replay.h"

/* The whole file; "-": standard input. */
enum fail ruleset_file(struct ctx *cx, const char *path, struct sv *text_r) MUST_USE;

/* The model of the settings, or the one that came with the program. NULL when it cannot be used: it is said, and `otherwise` with it. */
struct screen *ruleset_screen(struct cli *cli, const char *otherwise);

struct rule_test {
	struct replay replay;
	const struct replay_plan *plan;
	int64_t in_force; /* version; 0: the empty one */
};
const char *rule_test_act(unsigned act); /* what becomes of a post; "nothing" when nothing was found */
void rule_test_print(const struct rule_test *test);
enum fail rule_test_json(struct ctx *cx, const struct rule_test *test) MUST_USE;

#endif
