/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static struct arena arena;

static int stop(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const struct text_language *guess(const char *text)
{
	struct normal normal;
	normalise(&arena, NULL, sv_of(text), &normal);
	return language_guess(&normal);
}

static void languages_are_told_apart(void **state)
{
	(void)state;
	static const char *const texts[][2] = {
		{ "en", "I am going to the shop tomorrow to buy some bread and it's raining" }, { "de", "Ich gehe morgen mit den Kindern in die Stadt und kaufe ein Brot" },
		{ "es", "Mañana voy a la tienda para comprar el pan, pero no sé si está abierta" }, { "fr", "Demain je vais au marché avec ma sœur et nous achetons du pain" },
		{ "it", "Domani vado al mercato con mia sorella, perché non ho più pane" }, { "nl", "Ik ga morgen naar de winkel om brood te kopen en het regent" },
		{ "pl", "Jutro nie ma mnie w domu, bo jestem w pracy i to jest pewne" }, { "fi", "Minä menen huomenna kauppaan, mutta en tiedä mitä hän sanoo, jos se on kiinni" },
		{ "pt", "Amanhã eu não vou para a praia, mas você tem que ir com ele" }, { "ru", "Завтра я пойду в магазин за хлебом" },
		{ "ja", "明日はパンを買いに行きます" }, { "zh", "我明天去商店买面包" }, { "ko", "내일 빵을 사러 가게에 가요" }, { "ar", "سأذهب غدا إلى المتجر لشراء الخبز" },
		{ "he", "אני הולך מחר לחנות לקנות לחם" }, { "el", "Αύριο θα πάω στο μαγαζί για ψωμί" }
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strcmp(guess(texts[i][1])->tag, texts[i][0]))
			fail_msg("%s was taken for %s", texts[i][1], guess(texts[i][1])->tag);
}

static void a_few_words_are_of_no_language(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "lol", "🔥🔥🔥", "@ada https://example.com/a", "Zaphod Beeblebrox 42" };
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_string_equal(guess(texts[i])->tag, "und");
}

static void it_says_which_languages_are_screened(void **state)
{
	(void)state;
	size_t count;
	const struct text_language *list = screen_languages(&count);
	assert_int_equal(count, 5);
	assert_string_equal(list[0].tag, "en");
	assert_int_equal(list[0].coverage, SCREENED_WHOLE);
	for (size_t i = 1; i < count; i++)
		assert_int_equal(list[i].coverage, SCREENED_PARTLY);
	assert_int_equal(guess("Завтра я пойду в магазин")->coverage, SCREENED_NOT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(languages_are_told_apart),
		cmocka_unit_test(a_few_words_are_of_no_language),
		cmocka_unit_test(it_says_which_languages_are_screened),
	};
	return cmocka_run_group_tests(tests, NULL, stop);
}
