/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The settings of a community (social/settings.def). */
#include "cli/cli.h"

#include "store/q.h"
#include "store/store.h"

#include <stdio.h>

#define KIND_TEXT "text"
#define KIND_INT  "a number"
#define KIND_BOOL "yes or no"
static const struct {
	const char *name, *kind, *otherwise, *help;
} about[] = {
#define SETTING(kind, name, otherwise, help) { #name, KIND_##kind, otherwise, help },
#include "social/settings.def"
#undef SETTING
};

void cli_print_settings(void)
{
	for (size_t i = 0; i < COUNT_OF(about); i++)
		cli_print_about(about[i].name, about[i].kind, about[i].otherwise, about[i].help);
}

static enum fail find(struct cli *cli, const char *name, size_t *index_r)
{
	for (*index_r = 0; *index_r < COUNT_OF(about); ++*index_r)
		if (strcmp(about[*index_r].name, name) == 0)
			return OK;
	return refuse(&cli->cx, FAIL_NOT_FOUND, "There is no setting \"%s\". `folkmoot setting list` names them.", name);
}

/* What is sealed is nobody's to read. */
static bool is_secret(const char *name)
{
	return strstr(name, "private") != NULL;
}

static enum fail value_of(struct cli *cli, size_t index, struct sv *value_r)
{
	struct setting_get_row row;
	enum fail fail = q_setting_get(&cli->cx, sv_of(about[index].name), &row);
	*value_r = fail == OK ? row.value : sv_of(about[index].otherwise);
	if (is_secret(about[index].name) && value_r->n)
		*value_r = SV("(not shown)");
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail cmd_setting_get(struct cli *cli)
{
	size_t index;
	struct sv value;
	if (cli->word_count != 1)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say which: folkmoot setting get NAME");
	TRY(find(cli, cli->words[0], &index));
	TRY(cli_open_community(cli));
	TRY(value_of(cli, index, &value));
	printf(SVF "\n", SVA(value));
	return OK;
}

enum fail cmd_setting_list(struct cli *cli)
{
	TRY(cli_open_community(cli));
	for (size_t i = 0; i < COUNT_OF(about); i++) {
		struct sv value;
		TRY(value_of(cli, i, &value));
		printf("%s%s = " SVF "\n", sv_eq(value, sv_of(about[i].otherwise)) ? "# " : "", about[i].name, SVA(value));
	}
	return OK;
}

static enum fail put(struct ctx *cx, void *arg)
{
	const char *const *words = arg;
	return setting_put(cx, sv_of(words[0]), sv_of(words[1]));
}

enum fail cmd_setting_set(struct cli *cli)
{
	size_t index;
	if (cli->word_count != 2)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say which and what: folkmoot setting set NAME VALUE");
	TRY(find(cli, cli->words[0], &index));
	if (is_secret(about[index].name))
		return refuse(&cli->cx, FAIL_INVALID, "%s is made by the server and kept sealed; it cannot be set.", about[index].name);
	TRY(cli_open_community(cli));
	return writer_run(cli->cx.community->writer, &cli->cx, put, (void *)cli->words);
}
