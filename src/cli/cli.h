/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cli.h - folkmoot's commands. Every command takes --config FILE, --data FOLDER and --community DOMAIN; each has a --help. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "host/communities.h"
#include "host/config.h"

struct cli {
	struct ctx cx;
	struct config config;
	const char *const *words; /* what stands behind the command's words and is no option */
	size_t word_count;
	const struct cli_option { const char *name, *value; } *options; /* value: "" for a bare one */
	size_t option_count;
	struct communities *communities; /* those of the data folder, once somebody asked; closed at the end */
};

/* Returns the exit status: 0 done, 1 refused or failed, 2 wrongly called. */
int cli_main(int argc, char **argv);

/* The value of --name, or NULL. */
const char *cli_option(const struct cli *cli, const char *name);
/* Opens the one community that --community names (or the only one) for writing, outside of a running server or beside it. */
enum fail cli_open_community(struct cli *cli) MUST_USE;

/* Which one it is, without opening it. */
enum fail cli_domain(struct cli *cli, struct sv *domain_r) MUST_USE;

/* Shows how far long work is, when standard error is a terminal; total 0: not known. The end wipes the line. */
void cli_progress(const char *what, int64_t done, int64_t total);
void cli_progress_end(void);

void cli_print_about(const char *name, const char *kind, const char *otherwise, const char *help);
void cli_print_settings(void); /* all of social/settings.def */

#define COMMAND(words, function, takes, does) enum fail function(struct cli *cli);
#include "cli/commands.def"
#undef COMMAND

#endif
