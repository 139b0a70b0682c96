/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demo/cast.h"

/* The rows of topics.def in order: a text belongs to the topic above it. */
static const struct {
	const char *topic, *text; /* topic: NULL for a text */
} rows[] = {
#define TOPIC(name, bio) { #name, bio },
#define TEXT(text) { NULL, text },
#include "demo/topics.def"
#undef TOPIC
#undef TEXT
};
static const char *const replies[] = {
#define REPLY(text) text,
#include "demo/replies.def"
#undef REPLY
};

unsigned topic_count(void)
{
	unsigned count = 0;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		count += rows[i].topic != NULL;
	return count;
}

static size_t row_of(unsigned topic)
{
	size_t at = 0;
	for (unsigned seen = 0;; at++)
		if (rows[at].topic && seen++ == topic)
			return at;
}

const char *topic_bio(unsigned topic)
{
	return rows[row_of(topic)].text;
}

const char *topic_language(unsigned topic)
{
	struct sv name = sv_of(rows[row_of(topic)].topic);
	return sv_eq(name, SV("deutsch")) ? "de" : sv_eq(name, SV("espanol")) ? "es" : "en";
}

struct sv topic_text(struct arena *arena, struct dice *dice, unsigned topic)
{
	size_t first = row_of(topic) + 1, end = first;
	while (end < COUNT_OF(rows) && !rows[end].topic)
		end++;
	return dice_text(arena, dice, rows[first + dice_below(dice, (uint32_t)(end - first))].text);
}

struct sv reply_text(struct arena *arena, struct dice *dice)
{
	return dice_text(arena, dice, replies[dice_below(dice, COUNT_OF(replies))]);
}
