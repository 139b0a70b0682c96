/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demo/demo.h"

#include "demo/cast.h"
#include "social/effect.h"
#include "social/rule.h"
#include "store/q.h"
#include "store/store.h"

#include <sys/mman.h>
#include <unistd.h>

enum { STEP = 250 };

void demo_be(struct demo *demo, unsigned person, int64_t at)
{
	demo->cx->who.account_id = demo->people[person].id;
	demo->cx->now = at < demo->now ? at : demo->now;
}

int demo_file(struct sv bytes)
{
	int fd = memfd_create("folkmoot-demo", MFD_CLOEXEC);
	if (fd >= 0 && write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n) {
		close(fd);
		return -1;
	}
	return fd;
}

struct stretch {
	struct demo *demo;
	unsigned from, to;
	enum fail (*step)(struct demo *demo, unsigned at);
};

static enum fail run_stretch(struct ctx *cx, void *arg)
{
	const struct stretch *s = arg;
	(void)cx;
	for (unsigned at = s->from; at < s->to; at++)
		TRY(s->step(s->demo, at));
	return OK;
}

enum fail demo_in_steps(struct demo *demo, const char *what, unsigned count, enum fail (*step)(struct demo *demo, unsigned at))
{
	struct ctx *cx = demo->cx;
	for (unsigned from = 0; from < count; from += STEP) {
		struct stretch stretch = { demo, from, from + STEP < count ? from + STEP : count, step };
		struct db *reader = cx->db;
		enum fail fail = writer_run(cx->community->writer, cx, run_stretch, &stretch);
		cx->db = reader;
		cx->effects = NULL; /* nobody is there yet to hear of them */
		TRY(fail);
		demo->options->progress(what, stretch.to, count);
	}
	return OK;
}

static enum fail furnish(struct ctx *cx, void *arg)
{
	static const struct {
		const char *name, *value;
	} set[] = {
		{ "title", "Folkmoot demo" },
		{ "description", "A small town's worth of invented people, so that you see what a community here looks and feels like." },
		{ "about", "Everybody here is made up, and so is what they say. The faces and pictures are drawn by the program.\n\n"
		           "Sign in with one of the logins that were printed when the demo was made, post, follow, vote, look around. "
		           "Nothing leaves this machine." },
		{ "contact_email", "owner@demo.example" },
		{ "languages", "en de es" },
		{ "confirm_email", "no" },
	};
	static const char *const rules[] = { "Be kind, or be quiet for a while.", "No threats, no harassment, no hatred of groups of people.",
		                             "Describe your pictures for those who do not see them.", "Mark what others may not want to meet unprepared." };
	(void)arg;
	for (size_t i = 0; i < COUNT_OF(set); i++)
		TRY(setting_put(cx, sv_of(set[i].name), sv_of(set[i].value)));
	for (size_t i = 0; i < COUNT_OF(rules); i++)
		TRY(rule_add(cx, sv_of(rules[i]), SV("")));
	return OK;
}

static enum fail is_empty(struct ctx *cx)
{
	struct demo_anybody_row row;
	enum fail fail = q_demo_anybody(cx, &row);
	if (fail == OK)
		return refuse(cx, FAIL_CONFLICT, "There are people in this community already; the demo only fills an empty one.");
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail demo_fill(struct ctx *cx, const struct demo_options *options, struct demo_login logins_r[DEMO_LOGINS])
{
	struct demo demo = { .cx = cx, .options = options, .dice = { options->seed }, .now = cx->now, .logins = logins_r };
	demo.people = arena_array(&cx->arena, struct person, options->people);
	TRY(is_empty(cx));
	struct db *reader = cx->db;
	TRY(writer_run(cx->community->writer, cx, furnish, NULL));
	cx->db = reader;
	cx->effects = NULL;
	TRY(demo_make_people(&demo));
	TRY(demo_make_follows(&demo));
	TRY(demo_make_talk(&demo));
	TRY(demo_make_likes(&demo));
	for (unsigned i = 0; i < options->people; i++)
		map_free(&demo.people[i].follows);
	cx->now = demo.now;
	cx->who = (struct principal){ 0 };
	return OK;
}
