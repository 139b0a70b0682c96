/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What people say: posts over the days, threads, boosts, polls, pictures; then who likes what. */
#include "demo/cast.h"
#include "social/media.h"
#include "social/poll.h"
#include "social/status_mark.h"
#include "social/status_write.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

enum { DAY = 86400000, HOUR = 3600000, MINUTE = 60000, DEEPEST = 9, ANSWERED = 5, BOOSTED = 40 };

static const struct {
	const char *question, *options;
	bool multiple;
} polls[] = {
#define POLL(question, options, multiple) { question, options, multiple },
#include "demo/polls.def"
#undef POLL
};
static const struct {
	const char *text, *alt;
} scenes[SCENES] = {
#define SCENE(name, text, alt) [SCENE_##name] = { text, alt },
#include "demo/scenes.def"
#undef SCENE
};

/* --- when ------------------------------------------------------------------------------------------------------------------------------- */

/* People sleep: few posts at night, most in the evening. Out of 24. */
static bool awake(struct dice *dice, int64_t at)
{
	static const unsigned char percent[24] = { 12, 6, 4, 3, 3, 6, 18, 35, 50, 55, 55, 60, 65, 60, 55, 55, 60, 70, 85, 100, 100, 90, 60, 30 };
	return dice_percent(dice, percent[at / HOUR % 24]);
}

static int compare_times(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static int64_t *draw_times(struct demo *demo)
{
	unsigned count = demo->options->posts;
	int64_t *times = arena_array(&demo->cx->arena, int64_t, count), span = (int64_t)demo->options->days * DAY;
	for (unsigned i = 0; i < count; i++)
		do
			times[i] = demo->now - MINUTE - (int64_t)((double)span * dice_unit(&demo->dice));
		while (!awake(&demo->dice, times[i]));
	qsort(times, count, sizeof(*times), compare_times);
	return times;
}

/* --- one post --------------------------------------------------------------------------------------------------------------------------- */

static void remember(struct demo *demo, int64_t id, unsigned author, unsigned depth)
{
	demo->said[demo->said_count++] = (struct said){ .id = id, .at = demo->cx->now, .author = author, .depth = depth };
}

/* One of the last, the newer the likelier; `span`: how far back, on average. */
static const struct said *recent(struct demo *demo, unsigned span)
{
	unsigned back = (unsigned)(-log(1 - dice_unit(&demo->dice)) * span);
	return demo->said_count > back ? &demo->said[demo->said_count - 1 - back] : NULL;
}

static struct status_draft draft_of(struct demo *demo, unsigned author, struct sv text, unsigned topic)
{
	struct status_draft draft = { .account_id = demo->people[author].id,
		                      .text = text,
		                      .language = sv_of(topic_language(topic)),
		                      .created_at = demo->cx->now };
	draft.visibility = dice_percent(&demo->dice, 88) ? VISIBILITY_PUBLIC : dice_percent(&demo->dice, 50) ? VISIBILITY_UNLISTED : VISIBILITY_PRIVATE;
	if (dice_percent(&demo->dice, 3))
		draft.spoiler_text = dice_text(&demo->cx->arena, &demo->dice, "{food|long|weather complaints|mild politics|spiders, friendly}");
	return draft;
}

static enum fail say(struct demo *demo, unsigned author, const struct status_draft *draft, unsigned depth)
{
	int64_t id;
	TRY(status_create(demo->cx, draft, &id));
	if (draft->visibility == VISIBILITY_PUBLIC)
		remember(demo, id, author, depth);
	return OK;
}

static enum fail say_something(struct demo *demo, unsigned author)
{
	const struct person *p = &demo->people[author];
	unsigned mood = dice_below(&demo->dice, 100);
	unsigned topic = mood < 55 ? p->topic : mood < 80 ? p->second_topic : dice_below(&demo->dice, topic_count());
	struct status_draft draft = draft_of(demo, author, topic_text(&demo->cx->arena, &demo->dice, topic), topic);
	return say(demo, author, &draft, 0);
}

static enum fail answer(struct demo *demo, const struct said *to)
{
	struct ctx *cx = demo->cx;
	unsigned author = demo_somebody(demo, to->author);
	if (to->depth >= DEEPEST)
		return say_something(demo, author);
	demo_be(demo, author, cx->now);
	struct sv said = reply_text(&cx->arena, &demo->dice);
	struct sv text = arena_printf(&cx->arena, "@" SVF " " SVF, SVA(demo->people[to->author].username), SVA(said));
	struct status_draft draft = { .account_id = demo->people[author].id,
		                      .text = text,
		                      .language = SV("en"),
		                      .in_reply_to_id = to->id,
		                      .created_at = cx->now };
	return say(demo, author, &draft, to->depth + 1);
}

/* Somebody's post, with a word of one's own. */
static enum fail quote(struct demo *demo, unsigned author, const struct said *what)
{
	struct ctx *cx = demo->cx;
	struct sv text = dice_text(&cx->arena, &demo->dice, "{Worth your time.|This, exactly.|Still thinking about this.|My whole week in one post.|Somebody had to say it.}");
	struct status_draft draft = { .account_id = demo->people[author].id,
		                      .text = text,
		                      .language = SV("en"),
		                      .quote_of_id = what->id,
		                      .created_at = cx->now };
	return say(demo, author, &draft, 0);
}

static enum fail boost(struct demo *demo, const struct said *what)
{
	int64_t id;
	unsigned author = demo_somebody(demo, what->author);
	demo_be(demo, author, demo->cx->now);
	return status_reblog(demo->cx, what->id, VISIBILITY_PUBLIC, &id);
}

static enum fail vote(struct demo *demo, int64_t poll_id, unsigned author, int64_t asked_at)
{
	unsigned voters = 8 + dice_below(&demo->dice, 40);
	for (unsigned i = 0; i < voters; i++) {
		unsigned voter = demo_somebody(demo, author);
		int64_t at = asked_at + (int64_t)(dice_unit(&demo->dice) * 10 * HOUR), choice;
		struct poll poll;
		if (at >= demo->now)
			continue;
		demo_be(demo, voter, at);
		TRY(poll_see(demo->cx, poll_id, &poll));
		choice = (int64_t)(poll.option_count * dice_unit(&demo->dice) * dice_unit(&demo->dice)); /* the first ones more often */
		enum fail fail = poll_cast(demo->cx, &poll, &choice, 1);
		if (fail != OK && fail != FAIL_INVALID) /* voted before: drawn again */
			return fail;
	}
	return OK;
}

static enum fail ask(struct demo *demo, unsigned author)
{
	struct ctx *cx = demo->cx;
	unsigned which = dice_below(&demo->dice, COUNT_OF(polls));
	struct sv list = sv_of(polls[which].options), *options = arena_array(&cx->arena, struct sv, 8);
	struct status_draft draft = { .account_id = demo->people[author].id,
		                      .text = sv_of(polls[which].question),
		                      .language = SV("en"),
		                      .created_at = cx->now,
		                      .poll = { .options = options, .expires_in = 86400 * (1 + dice_below(&demo->dice, 4)), .multiple = polls[which].multiple } };
	while (list.n)
		sv_cut(&list, '\n', &options[draft.poll.option_count++]);
	int64_t asked_at = cx->now;
	TRY(say(demo, author, &draft, 0));
	struct status_row row;
	TRY(q_status_get(cx, demo->said[demo->said_count - 1].id, &row));
	return vote(demo, row.poll_id, author, asked_at);
}

/* --- pictures are made before, as they are not made on the writer ------------------------------------------------------------------------- */

struct talk {
	struct demo *demo;
	int64_t *times;
	struct shown {
		unsigned author, at; /* at: which post */
		enum scene scene;        /* of the first; the next ones follow */
		int64_t media_ids[4];
		unsigned media_count;
	} *pictures;
	unsigned picture_count;
};
static struct talk talk; /* one demo is made at a time, by a command */

static enum fail upload(struct demo *demo, struct shown *shown, unsigned number)
{
	bool waiting;
	enum scene scene = (enum scene)((shown->scene + number) % SCENES);
	struct sv png = picture_scene(&demo->cx->arena, &demo->dice, scene, 960, 640);
	struct media_draft draft = { .file = demo_file(png), .file_bytes = (int64_t)png.n, .thumbnail = -1, .description = sv_of(scenes[scene].alt) };
	if (draft.file < 0)
		return broken(demo->cx, "there is no room for a temporary file: %m");
	demo_be(demo, shown->author, talk.times[shown->at]);
	enum fail fail = media_upload(demo->cx, &draft, true, &shown->media_ids[number], &waiting);
	close(draft.file);
	return fail;
}

/* More of them lately, so that who looks around sees some. */
static unsigned place_of(unsigned number, unsigned count, unsigned posts)
{
	double left = 1 - (number + 1.0) / (count + 1);
	return (unsigned)(posts * (1 - left * left));
}

static enum fail upload_all(struct demo *demo)
{
	unsigned count = demo->options->posts / 90;
	talk.pictures = arena_array(&demo->cx->arena, struct shown, count + 1);
	talk.picture_count = count;
	for (unsigned i = 0; i < count; i++) {
		talk.pictures[i] = (struct shown){ .author = demo_somebody(demo, demo->options->people),
			                           .at = place_of(i, count, demo->options->posts),
			                           .scene = (enum scene)(i % SCENES),
			                           .media_count = i % 4 == 3 ? 2 + i / 4 % 3 : 1 };
		for (unsigned k = 0; k < talk.pictures[i].media_count; k++)
			TRY(upload(demo, &talk.pictures[i], k));
		demo->options->progress("pictures", i + 1, count);
	}
	return OK;
}

static struct shown *picture_at(unsigned at)
{
	for (unsigned i = 0; i < talk.picture_count; i++)
		if (talk.pictures[i].at == at)
			return &talk.pictures[i];
	return NULL;
}

static enum fail show(struct demo *demo, const struct shown *shown)
{
	struct ctx *cx = demo->cx;
	demo_be(demo, shown->author, cx->now);
	struct status_draft draft = { .account_id = demo->people[shown->author].id,
		                      .text = dice_text(&cx->arena, &demo->dice, scenes[shown->scene].text),
		                      .language = SV("en"),
		                      .created_at = cx->now,
		                      .media_ids = shown->media_ids,
		                      .media_count = shown->media_count };
	return say(demo, shown->author, &draft, 0);
}

static enum fail post(struct demo *demo, unsigned at)
{
	const struct shown *shown = picture_at(at);
	const struct said *other;
	unsigned author = demo_somebody(demo, demo->options->people), kind = dice_below(&demo->dice, 1000);
	demo_be(demo, author, talk.times[at]);
	if (shown)
		return show(demo, shown);
	if (kind < 340 && (other = recent(demo, ANSWERED)))
		return answer(demo, other);
	if (kind < 430 && (other = recent(demo, BOOSTED)))
		return boost(demo, other);
	if (kind < 450 && (other = recent(demo, BOOSTED)))
		return quote(demo, author, other);
	return kind < 462 ? ask(demo, author) : say_something(demo, author);
}

enum fail demo_make_talk(struct demo *demo)
{
	talk = (struct talk){ .demo = demo, .times = draw_times(demo) };
	demo->said = arena_array(&demo->cx->arena, struct said, demo->options->posts + 1);
	TRY(upload_all(demo));
	return demo_in_steps(demo, "posts", demo->options->posts, post);
}

/* --- likes -------------------------------------------------------------------------------------------------------------------------------- */

static enum fail like(struct demo *demo, unsigned at)
{
	const struct said *said = &demo->said[at];
	double liked = -log(1 - dice_unit(&demo->dice)) * (1.2 + demo->people[said->author].follower_count / 22.0) / (1 + said->depth);
	for (unsigned i = 0; i < (unsigned)liked && i < 60; i++) {
		struct status_row row;
		int64_t when = said->at + (int64_t)(-log(1 - dice_unit(&demo->dice)) * 2 * HOUR);
		unsigned who = dice_below(&demo->dice, demo->options->people);
		if (who == said->author || when >= demo->now)
			continue;
		demo_be(demo, who, when);
		TRY(status_see(demo->cx, said->id, &row));
		TRY(status_favourite(demo->cx, &row));
		if (who < DEMO_LOGINS && dice_percent(&demo->dice, 15))
			TRY(status_bookmark(demo->cx, &row, true));
	}
	return OK;
}

enum fail demo_make_likes(struct demo *demo)
{
	return demo_in_steps(demo, "favourites", demo->said_count, like);
}
