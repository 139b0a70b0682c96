/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cast.h - who and what the demo is made of. Inside demo/ only. */
#ifndef DEMO_CAST_H
#define DEMO_CAST_H

#include "demo/demo.h"
#include "demo/dice.h"
#include "demo/picture.h"

struct person {
	int64_t id, joined_at;
	struct sv username;
	unsigned topic, second_topic;
	double activity, fame; /* weights: how often they post, how often they are followed */
	struct map follows;
	unsigned follower_count;
};

struct said { /* a status that others may answer, boost or like */
	int64_t id, at;
	unsigned author, depth; /* depth: 0 begins a thread */
};

struct demo {
	struct ctx *cx;
	const struct demo_options *options;
	struct dice dice;
	int64_t now;           /* when the demo is made; cx->now runs from the past up to it */
	struct person *people;
	struct said *said;
	unsigned said_count;
	struct demo_login *logins;
};

unsigned topic_count(void);
const char *topic_bio(unsigned topic);
struct sv topic_text(struct arena *arena, struct dice *dice, unsigned topic);
const char *topic_language(unsigned topic);
struct sv reply_text(struct arena *arena, struct dice *dice);

/* people.c */
enum fail demo_make_people(struct demo *demo) MUST_USE;
enum fail demo_make_follows(struct demo *demo) MUST_USE;
/* A person drawn by how much they post; never `but` (people: nobody is left out). */
unsigned demo_somebody(struct demo *demo, unsigned but);
/* talk.c */
enum fail demo_make_talk(struct demo *demo) MUST_USE;
enum fail demo_make_likes(struct demo *demo) MUST_USE;

/* Acts as a person at a time. */
void demo_be(struct demo *demo, unsigned person, int64_t at);
/* Runs `step(demo, from, to)` on the writer for 0 … count, some hundred at a time, with progress. */
enum fail demo_in_steps(struct demo *demo, const char *what, unsigned count, enum fail (*step)(struct demo *demo, unsigned at)) MUST_USE;
/* An open temporary file with these bytes; -1 when there is no room. */
int demo_file(struct sv bytes);

#endif
