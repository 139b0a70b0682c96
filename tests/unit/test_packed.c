/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/packed.h"

#include "base/metrics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <zlib.h>
#include <cmocka.h>

struct at {
	struct packed *packed;
	struct arena arena;
};

static int setup(void **state)
{
	static struct at at;
	at = (struct at){ .packed = packed_new() };
	*state = &at;
	return 0;
}

static int teardown(void **state)
{
	struct at *at = *state;
	packed_free(at->packed);
	arena_free(&at->arena);
	return 0;
}

static struct sv unpacked(struct arena *arena, struct sv packed)
{
	z_stream z = { .next_in = (Bytef *)(uintptr_t)packed.p, .avail_in = (uInt)packed.n };
	char *text = arena_alloc(arena, 1 << 20);
	z.next_out = (Bytef *)text;
	z.avail_out = 1 << 20;
	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK); /* looks at the checksum and the length, too */
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(z.avail_in, 0);
	inflateEnd(&z);
	return (struct sv){ text, (1 << 20) - z.avail_out };
}

/* A page of some length, whose end is `own`. */
static struct sv page(struct at *at, const char *word, int words, const char *own, size_t *shared_r)
{
	struct buf b = BUF(&at->arena, 1 << 20);
	for (int i = 0; i < words; i++)
		buf_printf(&b, "<p>%s %d</p>", word, i);
	*shared_r = b.n;
	buf_put(&b, sv_of(own));
	return buf_sv(&b);
}

static void comes_out_as_it_went_in_made_or_kept(void **state)
{
	struct at *at = *state;
	static const char *const owns[] = { "", "x", "token one", "token two", "token one" };
	size_t shared;
	for (int words = 100; words < 6000; words *= 3)
		for (size_t i = 0; i < COUNT_OF(owns); i++) {
			struct sv body = page(at, "word", words, owns[i], &shared);
			struct sv packed = packed_gzip(at->packed, &at->arena, body, shared, 7);
			assert_true(packed.n && packed.n < body.n);
			assert_true(sv_eq(unpacked(&at->arena, packed), body));
		}
}

static void the_end_is_not_compressed(void **state)
{
	struct at *at = *state;
	size_t shared;
	struct sv body = page(at, "secret", 100, "secret-secret-secret", &shared);
	struct sv packed = packed_gzip(at->packed, &at->arena, body, shared, 7);
	assert_true(sv_find(packed, SV("secret-secret-secret")) > 0);
}

static uint64_t hits(void)
{
	return metric_value(METRIC_packed_hits_total);
}

static void what_one_had_compressed_is_not_anothers(void **state)
{
	struct at *at = *state;
	size_t shared;
	struct sv body = page(at, "word", 200, "end", &shared);
	uint64_t before = hits();
	assert_true(packed_gzip(at->packed, &at->arena, body, shared, 7).n);
	assert_true(packed_gzip(at->packed, &at->arena, body, shared, 8).n);
	assert_int_equal(hits(), before);
	assert_true(packed_gzip(at->packed, &at->arena, body, shared, 7).n);
	assert_int_equal(hits(), before + 1);
	body = page(at, "work", 200, "end", &shared);
	assert_true(sv_eq(unpacked(&at->arena, packed_gzip(at->packed, &at->arena, body, shared, 7)), body));
	assert_int_equal(hits(), before + 1);
}

static void what_does_not_shrink_stays(void **state)
{
	struct at *at = *state;
	size_t shared;
	struct sv body = page(at, "w", 3, "end", &shared);
	assert_int_equal(packed_gzip(at->packed, &at->arena, body, shared, 7).n, 0);
	char *rest = arena_zeroed(&at->arena, 70000);
	assert_int_equal(packed_gzip(at->packed, &at->arena, (struct sv){ rest, 70000 }, 2000, 7).n, 0); /* too long to be stored in one block */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(comes_out_as_it_went_in_made_or_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(the_end_is_not_compressed, setup, teardown),
		cmocka_unit_test_setup_teardown(what_one_had_compressed_is_not_anothers, setup, teardown),
		cmocka_unit_test_setup_teardown(what_does_not_shrink_stays, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
