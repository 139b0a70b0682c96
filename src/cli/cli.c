/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/cli.h"

#include "base/clock.h"
#include "base/log.h"
#include "cli/visible.h"
#include "store/store.h"

#include <stdio.h>

static const struct command {
	const char *words;
	enum fail (*run)(struct cli *cli);
	const char *takes, *does;
} commands[] = {
#define COMMAND(words, function, takes, does) { words, function, takes, does },
#include "cli/commands.def"
#undef COMMAND
};

static void print_commands(FILE *to, struct sv first_word)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		struct sv words = sv_of(commands[i].words), rest = words, word;
		sv_cut(&rest, ' ', &word);
		if (!first_word.n || sv_eq(word, first_word))
			fprintf(to, "  %-20.*s %s\n", SVA(words), commands[i].does);
	}
}

static bool is_first_word(struct sv name)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		struct sv words = sv_of(commands[i].words), word;
		sv_cut(&words, ' ', &word);
		if (sv_eq(word, name))
			return true;
	}
	return false;
}

static void print_help(void)
{
	puts("folkmoot " FOLKMOOT_VERSION " - a social network that stays online, and the host under it\n\nusage: folkmoot COMMAND [OPTIONS]\n");
	print_commands(stdout, SV_NONE);
	puts("\nEvery command takes --config FILE (settings), --data FOLDER (default: data), --community DOMAIN (when there is more than\n"
	     "one) and --help, which says more of the command.\n\n"
	     "To look around: folkmoot demo, then folkmoot serve. For a community of your own: folkmoot init --help.");
}

/* Asked for nothing, for help, or for what there is not. Returns the exit status. */
static int no_command(const char *word, const char *second)
{
	struct sv name = sv_of(word);
	if (!name.n || sv_eq(name, SV("--help")) || sv_eq(name, SV("-h")) || sv_eq(name, SV("help"))) {
		print_help();
		return 0;
	}
	if (sv_eq(name, SV("--version"))) {
		puts("folkmoot " FOLKMOOT_VERSION);
		return 0;
	}
	if (is_first_word(name)) {
		bool asks = second && strcmp(second, "--help") == 0;
		if (!asks)
			fprintf(stderr, "folkmoot: \"%s\" is the beginning of several commands:\n\n", word);
		print_commands(asks ? stdout : stderr, name);
		return asks ? 0 : 2;
	}
	fprintf(stderr, "folkmoot: there is no command \"%s\". `folkmoot --help` lists them.\n", word);
	return 2;
}

static const struct {
	const char *words, *text;
} helps[] = {
#define HELP(words, text) { words, text },
#include "cli/help.def"
#undef HELP
};

static void print_command_help(const struct command *command)
{
	printf("usage: folkmoot %s %s\n\n%s\n", command->words, command->takes, command->does);
	for (size_t i = 0; i < COUNT_OF(helps); i++)
		if (strcmp(helps[i].words, command->words) == 0)
			printf("\n%s\n", helps[i].text);
	puts("\nof every command:\n"
	     "--config FILE       settings of the host; see folkmoot.conf(5)\n"
	     "--data FOLDER       where everything is kept; default: data\n"
	     "--community DOMAIN  which community, when there is more than one\n\n"
	     "Exit status: 0 done, 1 refused or failed, 2 wrongly called.");
}

/* How many of argv's words the command's name takes; 0: it is another one. */
static int matches(const struct command *command, int argc, char **argv)
{
	struct sv words = sv_of(command->words), word;
	int at = 1;
	while (words.n) {
		sv_cut(&words, ' ', &word);
		if (at >= argc || !sv_eq(word, sv_of(argv[at])))
			return 0;
		at++;
	}
	return at - 1;
}

static const struct command *find_command(int argc, char **argv, int *taken_r)
{
	const struct command *best = NULL;
	*taken_r = 0;
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		int taken = matches(&commands[i], argc, argv);
		if (taken > *taken_r) {
			best = &commands[i];
			*taken_r = taken;
		}
	}
	return best;
}

static bool is_bare(const char *name)
{
	static const char *const bare[] = { "help", "http", "force", "yes", "json", "undo", "no-second-step", "all-day", "accept", "host" };
	for (size_t i = 0; i < COUNT_OF(bare); i++)
		if (strcmp(bare[i], name) == 0)
			return true;
	return false;
}

/* What stands in the third column of commands.def, and what every command takes. */
static bool takes_option(const struct command *command, struct sv name)
{
	static const char *const all[] = { "config", "data", "community", "help" };
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (sv_eq(name, sv_of(all[i])))
			return true;
	struct sv rest = sv_of(command->takes), word;
	while (rest.n) {
		sv_cut(&rest, ' ', &word);
		if (word.n && word.p[0] == '[')
			word = sv_from(word, 1);
		if (sv_ends(word, SV("]")))
			word.n--;
		if (sv_starts(word, SV("--")) && sv_eq(sv_from(word, 2), name))
			return true;
	}
	return false;
}

/* --name value, --name=value, or words. */
static enum fail read_arguments(struct cli *cli, const struct command *command, int argc, char **argv)
{
	struct cli_option *options = arena_array(&cli->cx.arena, struct cli_option, (size_t)argc + 1);
	const char **words = arena_array(&cli->cx.arena, const char *, (size_t)argc + 1);
	for (int i = 0; i < argc; i++) {
		struct sv name = sv_of(argv[i]), head;
		if (!sv_starts(name, SV("--"))) {
			words[cli->word_count++] = argv[i];
			continue;
		}
		struct sv value = sv_from(name, 2);
		bool has_value = sv_cut(&value, '=', &head);
		if (!takes_option(command, head))
			return refuse(&cli->cx, FAIL_UNREADABLE, "There is no option --" SVF " here. See: folkmoot %s --help", SVA(head), command->words);
		struct cli_option *option = &options[cli->option_count++];
		option->name = arena_cstr(&cli->cx.arena, head);
		option->value = has_value ? arena_cstr(&cli->cx.arena, value) : "";
		if (has_value || is_bare(option->name))
			continue;
		if (i + 1 == argc)
			return refuse(&cli->cx, FAIL_UNREADABLE, "--%s needs a value.", option->name);
		option->value = argv[++i];
	}
	cli->options = options;
	cli->words = words;
	return OK;
}

const char *cli_option(const struct cli *cli, const char *name)
{
	for (size_t i = cli->option_count; i-- > 0;)
		if (strcmp(cli->options[i].name, name) == 0)
			return cli->options[i].value;
	return NULL;
}

static enum fail read_config(struct cli *cli)
{
	TRY(config_read(&cli->cx, cli_option(cli, "config"), &cli->config));
	if (cli_option(cli, "data"))
		TRY(config_set(&cli->cx, &cli->config, "data", cli_option(cli, "data")));
	return OK;
}

enum fail cli_domain(struct cli *cli, struct sv *domain_r)
{
	struct ctx *cx = &cli->cx;
	struct sv wanted = sv_of(cli_option(cli, "community"));
	if (!cli->communities)
		TRY(communities_open(cx, cli->config.data, 1, &cli->communities));
	size_t count = communities_count(cli->communities);
	for (size_t i = 0; i < count; i++) {
		*domain_r = communities_at(cli->communities, i)->domain;
		if (wanted.n ? sv_eq_nocase(wanted, *domain_r) : count == 1)
			return OK;
	}
	if (wanted.n)
		return refuse(cx, FAIL_NOT_FOUND, "There is no community called " SVF " in %s.", SVA(wanted), cli->config.data);
	return refuse(cx, FAIL_INVALID, "There are %zu communities in %s: name one with --community DOMAIN.", count, cli->config.data);
}

enum fail cli_open_community(struct cli *cli)
{
	struct sv domain;
	struct community *community;
	TRY(cli_domain(cli, &domain));
	TRY(communities_find(&cli->cx, cli->communities, domain, &community));
	return community_enter(&cli->cx, cli->communities, community, 0);
}

/* It may quote what a stranger wrote into a file. */
static void print_refusal(struct cli *cli, const struct command *command, enum fail fail)
{
	struct sv said = visible(&cli->cx.arena, cli->cx.said.n ? cli->cx.said : sv_of(fail_text(fail)));
	fprintf(stderr, "folkmoot %s: " SVF "\n", command->words, SVA(said));
}

int cli_main(int argc, char **argv)
{
	int taken;
	const struct command *command = find_command(argc, argv, &taken);
	if (!command)
		return no_command(argc > 1 ? argv[1] : NULL, argc > 2 ? argv[2] : NULL);
	struct cli cli = { 0 };
	log_set_level(LOG_LEVEL_WARNING); /* a command says on its output what it did; serve tells more */
	ctx_open(&cli.cx, clock_now());
	enum fail fail = read_arguments(&cli, command, argc - 1 - taken, argv + 1 + taken);
	if (fail == OK && cli_option(&cli, "help")) {
		print_command_help(command);
		ctx_close(&cli.cx);
		return 0;
	}
	if (fail == OK)
		fail = read_config(&cli);
	if (fail == OK)
		fail = command->run(&cli);
	communities_close(cli.communities);
	if (fail != OK)
		print_refusal(&cli, command, fail);
	ctx_close(&cli.cx);
	return fail == OK ? 0 : fail == FAIL_UNREADABLE ? 2 : 1;
}
