/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Prints what is found in each line of standard input.
 *
 *	cc screen_lines.c $(pkg-config --cflags --libs folkmoot-screen) -o screen_lines
 *	./screen_lines < posts.txt
 *
 * C99, and C++ as it stands. */
#include <folkmoot-screen.h>
#include <stdio.h>
#include <string.h>

static void print_finding(const char *text, const folkmoot_finding *one)
{
	size_t i;
	printf("  %-10s %.3f %-6s", one->category, one->score, one->level == FOLKMOOT_HOLD ? "hold" : "report");
	for (i = 0; i < one->span_count; i++)
		printf(" \"%.*s\"", (int)(one->spans[i].end - one->spans[i].start), text + one->spans[i].start);
	printf("; %s: %s\n", one->by, one->why);
}

int main(int argc, char **argv)
{
	char line[4096], error[FOLKMOOT_SCREEN_ERROR];
	folkmoot_screen *screen = folkmoot_screen_open(argc > 1 ? argv[1] : NULL, error);
	if (!screen) {
		fprintf(stderr, "%s\n", error);
		return 1;
	}
	while (fgets(line, sizeof(line), stdin)) {
		size_t i, length = strcspn(line, "\n");
		folkmoot_findings *found = folkmoot_screen_text(screen, NULL, line, length, FOLKMOOT_REPORT);
		printf("%.*s\n", (int)length, line);
		for (i = 0; i < found->count; i++)
			print_finding(line, found->list[i]);
		if (found->foreign)
			printf("  in a language that is not screened\n");
		folkmoot_findings_free(found);
	}
	folkmoot_screen_close(screen);
	return 0;
}
