/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What judging costs: the whole gate (context, rules, model) of texts by length, in milliseconds of this thread's CPU.
 *
 *	gate_bench MODEL [TEXTS]      `make gate-bench` */
#include "../unit/community_fixture.h"
#include "moderation/gate.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const char *const words[] = { "the", "harbour", "is", "quiet", "today", "and", "nobody", "knows", "why", "she", "will", "kill", "it", "on", "stage", "you", "@bob",
	                             "#boats", "bread", "tomorrow", "they", "go", "home", "https://example.org/a", "never", "said", "he", "match", "shot", "great" };

static double cpu_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static struct sv some_words(struct arena *arena, size_t count)
{
	struct buf out = BUF(arena, 1 << 20);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i ? " " : "", words[(size_t)rand() % COUNT_OF(words)]);
	return buf_sv(&out);
}

static struct sv repeated(struct arena *arena, const char *piece, size_t bytes)
{
	struct buf out = BUF(arena, 1 << 20);
	while (out.n + strlen(piece) <= bytes)
		buf_put(&out, sv_of(piece));
	return buf_sv(&out);
}

static double judge_once(struct fixture *at, struct sv text)
{
	struct judgement judgement;
	struct gate_item item = { .kind = GATE_STATUS, .account_id = at->ada, .in_reply_to_account_id = at->bob, .text = text };
	at->cx.now++;
	double start = cpu_ms();
	gate_judge(&at->cx, &item, &judgement);
	return cpu_ms() - start;
}

static int order(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void measure_words(struct fixture *at, size_t length, size_t count)
{
	double *took = calloc(count, sizeof(*took)), sum = 0;
	uint64_t statements = db_statement_count(at->cx.db);
	if (!took)
		abort();
	for (size_t i = 0; i < count; i++) {
		struct sv text = some_words(&at->cx.arena, length);
		sum += took[i] = judge_once(at, text);
		arena_reset(&at->cx.arena);
	}
	qsort(took, count, sizeof(*took), order);
	printf("%4zu words: mean %.3f ms, p50 %.3f, p99 %.3f, worst %.3f; %.0f a second on one core; %.2f statements each\n", length, sum / (double)count, took[count / 2],
	       took[count * 99 / 100], took[count - 1], 1e3 * (double)count / sum, (double)(db_statement_count(at->cx.db) - statements) / (double)count);
	free(took);
}

static void measure_odd(struct fixture *at, const char *name, const char *piece)
{
	struct sv text = repeated(&at->cx.arena, piece, 64 << 10);
	judge_once(at, text);
	printf("64 KB of %-28s %.2f ms\n", name, judge_once(at, text));
	arena_reset(&at->cx.arena);
}

int main(int argc, char **argv)
{
	static const size_t lengths[] = { 3, 10, 30, 80, 400 };
	void *state;
	size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) : 3000;
	if (argc < 2 || fixture_setup(&state) != 0)
		return 2;
	struct fixture *at = state;
	struct gatehouse *house = gatehouse_new(argv[1], NULL);
	gate_open(house, &at->community);
	measure_words(at, 20, 100); /* warm */
	for (size_t i = 0; i < COUNT_OF(lengths); i++)
		measure_words(at, lengths[i], count);
	measure_odd(at, "one letter", "a");
	measure_odd(at, "spaced-out letters", "k i l l ");
	measure_odd(at, "look-alikes and marks", "\xd0\xb0\xcc\x81\xe2\x80\x8b");
	measure_odd(at, "a threat again and again", "i will kill you at home tomorrow ");
	measure_odd(at, "mentions", "@bob ");
	measure_odd(at, "dots", ".");
	gate_close(&at->community);
	gatehouse_free(house);
	return fixture_teardown(&state);
}
