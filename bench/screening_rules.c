/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How fast texts are normalised and the rules run, and what the worst texts and rule sets cost:
 *
 *     screening_rules MODEL [FILE]     FILE: a text a line; without one, sentences made here
 *
 * One thread, processor time. `make rules-bench`. */
#include "screening/line.h"
#include "screening/pattern.h"
#include "screening/screen.h"

#include "base/buf.h"
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>

enum { TEXTS_MOST = 200000, SECONDS_US = 2000000, LONG = 64 << 10 };

static struct arena texts_arena;
static struct sv *texts;
static size_t text_count;
static struct screen *screen;

static void add_text(struct sv text)
{
	if (text_count < TEXTS_MOST)
		texts[text_count++] = arena_dup(&texts_arena, text);
}

static void read_texts(const char *path)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t n;
	FILE *file = fopen(path, "r");
	while (file && (n = getline(&line, &room, file)) > 0)
		add_text((struct sv){ line, (size_t)n });
	if (file)
		fclose(file);
	free(line);
}

static void make_texts(void)
{
	static const char *const starts[] = { "Good morning everybody,", "I can't believe that", "@anna do you know whether", "My sister says", "LOL", "Honestly I think", "So tired today...", "RT this:" };
	static const char *const middles[] = { "the train was late again and the whole office laughed", "we are going to see the new film tonight", "this game is killing me", "you should read https://example.org/a/b",
		                               "they shot a great photo of the bridge", "I'll be at the market on Saturday", "nobody told us that the shop is closed", "the weather will be fine for the picnic" };
	static const char *const ends[] = { "and I love it 😀", "lol", "what do you think?", "#monday", "with all my friends from school!", "but who am I to say.", "🔥🔥", "(see you there)" };
	for (size_t i = 0; i < 512; i++)
		add_text(arena_printf(&texts_arena, "%s %s %s", starts[i % 8], middles[i / 8 % 8], ends[i / 64]));
}

static void ask(struct arena *arena, const struct ruleset *set, struct sv text, size_t *found)
{
	struct findings findings;
	struct item item = { .texts = { text }, .text_count = 1, .author_age_ms = -1 };
	screen_rules(screen, set, arena, &item, &findings);
	*found += findings.count;
}

static void print_speed(const char *name, const struct ruleset *set)
{
	struct arena arena = { 0 };
	size_t count = 0, found = 0, bytes = 0;
	int64_t from = clock_cpu();
	while (clock_cpu() - from < SECONDS_US)
		for (size_t i = 0; i < 256; i++, count++) {
			struct sv text = texts[count % text_count];
			ask(&arena, set, text, &found);
			bytes += text.n;
			arena_reset(&arena);
		}
	double us = (double)(clock_cpu() - from);
	printf("%-44s %8.0f texts a second, %.0f bytes each, %.2f %% with a finding\n", name, (double)count * 1e6 / us, (double)bytes / (double)count,
	       100 * (double)found / (double)count);
	arena_free(&arena);
}

static void print_worst(const char *name, const struct ruleset *set, const char *piece)
{
	struct arena arena = { 0 };
	struct buf text = BUF(&texts_arena, LONG + 256);
	size_t found = 0;
	double worst = 0;
	while (text.n < LONG)
		buf_put(&text, sv_of(piece));
	for (int i = 0; i < 5; i++) {
		int64_t from = clock_cpu();
		ask(&arena, set, sv_first(buf_sv(&text), LONG), &found);
		double ms = (double)(clock_cpu() - from) / 1000;
		worst = ms > worst ? ms : worst;
		arena_reset(&arena);
	}
	printf("%-44s %8.2f ms at worst of five\n", name, worst);
	arena_free(&arena);
}

/* 5,000 phrases and patterns of words that the texts have, and ten that would keep a backtracking matcher busy for years. */
static struct ruleset *big_set(void)
{
	struct ctx cx = { 0 };
	struct ruleset *set;
	struct buf out = BUF(&texts_arena, RULESET_MOST);
	buf_put(&out, SV("[list big]\ncategory = spam\n"));
	for (unsigned i = 0, made = 0; made < 5000; i++) {
		struct normal normal;
		normalise(&texts_arena, NULL, texts[i % text_count], &normal);
		struct sv line = sv_trim(line_of(&texts_arena, &normal).text), first, second, third;
		for (unsigned skip = 0; skip <= i / text_count % 7; skip++)
			sv_cut(&line, ' ', &first);
		sv_cut(&line, ' ', &second);
		sv_cut(&line, ' ', &third);
		if (first.n + second.n + third.n > 90)
			continue;
		if (made % 6 == 5)
			buf_printf(&out, "pattern = " SVF " .{0,12}(" SVF "|zz) %u\n", SVA(first), SVA(third), made);
		else
			buf_printf(&out, "phrase = " SVF " " SVF " " SVF " %u\n", SVA(first), SVA(second), SVA(third), made);
		made++;
	}
	for (unsigned i = 0; i < 10; i++)
		buf_printf(&out, "pattern = (a+)+(b|a?){%u}(.*a){9}x\n", 20 + i);
	enum fail fail = ruleset_read(&cx, buf_sv(&out), &set);
	if (fail)
		printf("the big rule set: " SVF "\n", SVA(cx.said));
	arena_free(&cx.arena);
	return set;
}

int main(int argc, char **argv)
{
	texts = calloc(TEXTS_MOST, sizeof(*texts));
	if (argc < 2 || !texts || screen_open(argv[1], &screen) != MODEL_OK)
		return fprintf(stderr, "usage: screening_rules MODEL [FILE]\n");
	if (argc > 2)
		read_texts(argv[2]);
	if (!text_count)
		make_texts();
	struct ruleset *big = big_set();
	print_speed("normalising and rules", ruleset_default());
	if (big)
		print_speed("with 5,000 of a community, ten of them bombs", big);
	static const char *const worst[][2] = { { "64 KB of threats", "I will kill you. " }, { "64 KB of one letter", "a" }, { "64 KB of look-alikes", "\xd1\x96 w\xd1\x96ll k\xd1\x96ll " },
		                                { "64 KB of leet", "k1ll y0u t0n1ght " }, { "64 KB of spaced letters", "k i l l y o u " }, { "64 KB of what is no UTF-8", "\xff\xc0" }, { "64 KB of quotation marks", "\"a' " },
		                                { "64 KB of links", "https://a.example/ " } };
	for (size_t i = 0; i < COUNT_OF(worst); i++)
		print_worst(worst[i][0], big ? big : ruleset_default(), worst[i][1]);
	ruleset_free(big);
	screen_close(screen);
	arena_free(&texts_arena);
	free(texts);
	return 0;
}
