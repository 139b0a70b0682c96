/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is typed into the search box: how it is understood, and that SQLite takes every expression that is made of it. */
#include "base/buf.h"
#include "social/search_query.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct arena arena;

static struct search_query read_query(const char *typed)
{
	struct search_query query;
	search_query_read(&arena, sv_of(typed), &query);
	return query;
}

static void assert_sv(struct sv got, const char *wanted)
{
	assert_string_equal(arena_cstr(&arena, got), wanted);
}

static void words_must_all_occur(void **state)
{
	(void)state;
	struct search_query q = read_query("tea  Café");
	assert_sv(q.fts5, "\"tea\" AND \"Café\"");
	assert_sv(q.tsquery, "('tea') & ('Café')");
	assert_sv(q.fts5_not, "");
}

static void quotes_make_a_phrase_and_a_minus_excludes(void **state)
{
	(void)state;
	struct search_query q = read_query("\"quiet  evening\" -coffee -\"black tea\"");
	assert_sv(q.fts5, "\"quiet evening\"");
	assert_sv(q.tsquery, "('quiet' <-> 'evening')");
	assert_sv(q.fts5_not, "\"coffee\" OR \"black tea\"");
	assert_sv(q.tsquery_not, "('coffee') | ('black' <-> 'tea')");
	assert_sv(search_fts5(&arena, &q, 0, -1), "(\"quiet evening\") NOT (\"coffee\" OR \"black tea\")");
}

static void a_word_with_punctuation_inside_is_a_phrase(void **state)
{
	(void)state;
	assert_sv(read_query("don't re-use #Folk_moot").fts5, "\"don t\" AND \"re use\" AND \"Folk moot\"");
}

static void operators_are_understood(void **state)
{
	(void)state;
	struct search_query q = read_query("from:@ada -from:bob has:poll -has:media is:reply -is:sensitive language:EN in:library tea");
	assert_int_equal(q.from_count, 2);
	assert_sv(q.from[0].acct, "ada");
	assert_true(!q.from[0].negative && q.from[1].negative);
	assert_int_equal(q.has, HAS_POLL);
	assert_int_equal(q.has_not, HAS_MEDIA);
	assert_int_equal(q.is, IS_REPLY);
	assert_int_equal(q.is_not, IS_SENSITIVE);
	assert_sv(q.language, "EN");
	assert_int_equal(q.in, IN_LIBRARY);
	assert_sv(q.fts5, "\"tea\"");
}

static void days_bound_the_time(void **state)
{
	(void)state;
	int64_t first = INT64_C(1772323200000), day = 86400000; /* 2026-03-01 */
	struct search_query q = read_query("before:2026-03-01");
	assert_true(q.before == first && q.after == 0);
	q = read_query("after:2026-03-01");
	assert_true(q.after == first + day && q.before == INT64_MAX);
	q = read_query("during:2026-03-01");
	assert_true(q.after == first && q.before == first + day);
}

static void what_is_no_operator_is_words(void **state)
{
	(void)state;
	assert_sv(read_query("before:yesterday").fts5, "\"before yesterday\"");
	assert_sv(read_query("has:wings").fts5, "\"has wings\"");
	assert_sv(read_query("\"from:ada\"").fts5, "\"from ada\"");
	assert_sv(read_query("https://talk.example/@ada").fts5, "\"https talk example ada\"");
}

static void nothing_typed_is_the_whole_index(void **state)
{
	(void)state;
	struct search_query q = read_query(" \"\" -- !? ");
	assert_sv(q.fts5, "");
	assert_sv(search_fts5(&arena, &q, 0, -1), "(\"fmin0\" OR \"fmin1\" OR \"fmin2\" OR \"fmin3\")");
	assert_sv(search_fts5(&arena, &q, 42, -1), "\"fmby42\"");
	assert_sv(search_tsquery(&arena, &q, 42, 0), "'fmby42' & ('fmin0')");
}

static void a_hundred_words_are_cut(void **state)
{
	(void)state;
	struct buf many = BUF(&arena, 4096);
	for (int i = 0; i < 100; i++)
		buf_printf(&many, "w%d ", i);
	struct search_query query;
	search_query_read(&arena, buf_sv(&many), &query);
	assert_true(sv_find(query.fts5, SV("\"w10\"")) > 0);
	assert_int_equal(sv_find(query.fts5, SV("w40")), -1);
}

/* --- against SQLite itself --------------------------------------------------------------------------------------------------------- */

static int64_t found(sqlite3 *db, const char *typed)
{
	sqlite3_stmt *statement;
	struct search_query query = read_query(typed);
	struct sv match = search_fts5(&arena, &query, 0, -1);
	assert_int_equal(sqlite3_prepare_v2(db, "SELECT COUNT(*) FROM t WHERE t MATCH ?1", -1, &statement, NULL), SQLITE_OK);
	sqlite3_bind_text(statement, 1, match.p, (int)match.n, SQLITE_TRANSIENT);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t count = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return count;
}

static sqlite3 *open_index(void)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
	                              "CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');"
	                              "INSERT INTO t VALUES ('A quiet evening with black tea fmby1 fmin0'), ('Tea, café; and coffee fmby2 fmin2')",
	                              NULL, NULL, NULL),
	                 SQLITE_OK);
	return db;
}

static void sqlite_finds_what_is_meant(void **state)
{
	(void)state;
	sqlite3 *db = open_index();
	assert_int_equal(found(db, "tea"), 2);
	assert_int_equal(found(db, "TEA -coffee"), 1);
	assert_int_equal(found(db, "cafe"), 1);
	assert_int_equal(found(db, "\"black tea\""), 1);
	assert_int_equal(found(db, "\"tea black\""), 0);
	assert_int_equal(found(db, "-coffee"), 1);
	assert_int_equal(found(db, ""), 2);
	sqlite3_close(db);
}

static void nothing_typed_breaks_the_syntax(void **state)
{
	(void)state;
	static const char *const hostile[] = {
		"\"", "\"\"\"", "a\"b", "a AND", "OR NOT", "NEAR(a b)", "a*", "^a", "{x} : y", "text:a", "-", "--", "-\"", "+", "(((", ")))", "a + b",
		"'; DROP TABLE t; --", "\\", "\xff\xfe", "a\xcc\x81", "日本語 テスト", "🦊 -🦊", ": : :", "from:", "-from:@", "\xe2\x80\x94", "\xcc\x81",
	};
	sqlite3 *db = open_index();
	for (size_t i = 0; i < COUNT_OF(hostile); i++)
		found(db, hostile[i]);
	sqlite3_close(db);
}

static int end(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_must_all_occur),
		cmocka_unit_test(quotes_make_a_phrase_and_a_minus_excludes),
		cmocka_unit_test(a_word_with_punctuation_inside_is_a_phrase),
		cmocka_unit_test(operators_are_understood),
		cmocka_unit_test(days_bound_the_time),
		cmocka_unit_test(what_is_no_operator_is_words),
		cmocka_unit_test(nothing_typed_is_the_whole_index),
		cmocka_unit_test(a_hundred_words_are_cut),
		cmocka_unit_test(sqlite_finds_what_is_meant),
		cmocka_unit_test(nothing_typed_breaks_the_syntax),
	};
	return cmocka_run_group_tests(tests, NULL, end);
}
