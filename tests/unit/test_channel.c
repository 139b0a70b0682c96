/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a streaming client says. */
#include "stream/channel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;

static const char *say(const char *message, struct channel_wish *wish)
{
	return channel_message(&arena, sv_of(message), wish);
}

static void a_subscription_names_a_channel(void **state)
{
	struct channel_wish wish;
	(void)state;
	assert_null(say("{\"type\":\"subscribe\",\"stream\":\"user:notification\"}", &wish));
	assert_int_equal(wish.what, CHANNEL_SUBSCRIBE);
	assert_int_equal(wish.channel, CHANNEL_USER_NOTIFICATION);
	assert_null(say("{\"type\":\"unsubscribe\",\"stream\":[\"public:local:media\",\"x\"]}", &wish));
	assert_int_equal(wish.what, CHANNEL_UNSUBSCRIBE);
	assert_int_equal(wish.channel, CHANNEL_PUBLIC_LOCAL_MEDIA);
}

static void a_tag_is_kept_as_written_and_found_by_its_key(void **state)
{
	struct channel_wish wish;
	(void)state;
	assert_null(say("{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"#CAF\\u00c9\"}", &wish));
	assert_true(sv_eq(wish.name, SV("#CAF\xc3\x89")));
	assert_true(sv_eq(wish.key, SV("cafe")));
	assert_null(say("{\"type\":\"subscribe\",\"stream\":\"hashtag:local\",\"tag\":2024}", &wish));
	assert_true(sv_eq(wish.key, SV("2024")));
}

static void what_is_missing_is_said(void **state)
{
	struct channel_wish wish;
	(void)state;
	assert_string_equal(say("{\"type\":\"subscribe\"}", &wish), "Unknown stream type");
	assert_string_equal(say("{\"type\":\"subscribe\",\"stream\":\"hashtag\"}", &wish), "Missing tag name parameter");
	assert_string_equal(say("{\"type\":\"subscribe\",\"stream\":\"hashtag\",\"tag\":\"#\"}", &wish), "Missing tag name parameter");
	assert_string_equal(say("{\"type\":\"subscribe\",\"stream\":\"list\",\"list\":null}", &wish), "Missing list name parameter");
	assert_null(say("{\"type\":\"subscribe\",\"stream\":\"list\",\"list\":\"x\"}", &wish));
	assert_int_equal(wish.list_id, 0);
}

static void what_is_no_message_is_ignored(void **state)
{
	static const char *const nonsense[] = { "", "null", "[]", "\"subscribe\"", "{}", "{\"type\":\"dance\"}", "{\"type\":\"subscribe\"" };
	struct channel_wish wish;
	(void)state;
	for (size_t i = 0; i < COUNT_OF(nonsense); i++) {
		assert_null(say(nonsense[i], &wish));
		assert_int_equal(wish.what, CHANNEL_IGNORE);
	}
}

static int forget(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_subscription_names_a_channel),
		cmocka_unit_test(a_tag_is_kept_as_written_and_found_by_its_key),
		cmocka_unit_test(what_is_missing_is_said),
		cmocka_unit_test(what_is_no_message_is_ignored),
	};
	return cmocka_run_group_tests(tests, NULL, forget);
}
