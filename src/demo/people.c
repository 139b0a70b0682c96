/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/rand.h"
#include "demo/cast.h"
#include "social/account.h"
#include "social/follow.h"
#include "social/password.h"
#include "social/profile.h"
#include "social/role.h"

#include <fcntl.h>
#include <math.h>
#include <unistd.h>

enum { DAY = 86400000, FACE = 240 };

static const char *const first_names[] = {
#define FIRST(name) name,
#define LAST(name)
#include "demo/names.def"
#undef FIRST
#undef LAST
};
static const char *const last_names[] = {
#define FIRST(name)
#define LAST(name) name,
#include "demo/names.def"
#undef FIRST
#undef LAST
};

/* Written beside the media of members, under a name that nobody can guess. */
static enum fail write_picture(struct ctx *cx, struct sv png, struct sv *file_r)
{
	struct sv name = rand_token(&cx->arena);
	*file_r = arena_printf(&cx->arena, SVF ".png", SVA(name));
	const char *path = arena_printf(&cx->arena, SVF "/" SVF, SVA(cx->community->media_dir), SVA(*file_r)).p;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	ssize_t written = fd < 0 ? -1 : write(fd, png.p, png.n);
	if (fd >= 0)
		close(fd);
	return written == (ssize_t)png.n ? OK : broken(cx, "%s cannot be written: %m", path);
}

static void cast_person(struct demo *demo, unsigned at)
{
	struct person *p = &demo->people[at];
	struct dice *dice = &demo->dice;
	p->topic = dice_below(dice, topic_count());
	p->second_topic = dice_percent(dice, 60) ? dice_below(dice, topic_count()) : p->topic;
	p->joined_at = demo->now - (int64_t)(40 + dice_below(dice, 360)) * DAY - (int64_t)dice_below(dice, DAY);
	p->activity = pow(1.0 / (1 + dice_below(dice, demo->options->people)), .7);
	p->fame = pow(1.0 / (1 + dice_below(dice, demo->options->people)), .9);
}

/* The pictures are ours: they need not go through the worker that takes strangers' files apart. */
static enum fail draw_pictures(struct demo *demo, struct profile_edit *edit)
{
	struct ctx *cx = demo->cx;
	TRY(write_picture(cx, picture_face(&cx->arena, &demo->dice, FACE), &edit->new_avatar.file));
	edit->new_avatar.still = edit->new_avatar.file;
	if (dice_percent(&demo->dice, 30))
		return OK;
	enum scene scene = (enum scene)dice_below(&demo->dice, SCENES);
	TRY(write_picture(cx, picture_scene(&cx->arena, &demo->dice, scene, 900, 300), &edit->new_header.file));
	edit->new_header.still = edit->new_header.file;
	return OK;
}

static enum fail dress(struct demo *demo, unsigned at)
{
	struct ctx *cx = demo->cx;
	struct profile_edit edit;
	struct profile_change change = profile_unchanged();
	struct profile_field field = { SV("Talks about"), dice_text(&cx->arena, &demo->dice, "{long walks|the weather|what grows|small things|old maps|soup}") };
	change.note = dice_text(&cx->arena, &demo->dice, topic_bio(demo->people[at].topic));
	change.avatar_description = SV("A drawn portrait.");
	change.header_description = SV("A drawn scene.");
	change.discoverable = PROFILE_YES;
	change.indexable = dice_percent(&demo->dice, 70) ? PROFILE_YES : PROFILE_NO;
	change.fields_sent = dice_percent(&demo->dice, 40);
	change.fields = &field;
	change.field_count = change.fields_sent ? 1 : 0;
	TRY(profile_prepare(cx, &change, &edit));
	TRY(draw_pictures(demo, &edit));
	return profile_save(cx, &edit);
}

static enum fail log_in_as(struct demo *demo, unsigned at, struct account_draft *draft)
{
	static const struct {
		const char *role;
		int number;
	} roles[DEMO_LOGINS] = { { "owner", ROLE_OWNER }, { "moderator", ROLE_MODERATOR }, { "member", ROLE_MEMBER } };
	if (at >= DEMO_LOGINS)
		return OK;
	struct demo_login *login = &demo->logins[at];
	*login = (struct demo_login){ .username = draft->username,
		                      .email = draft->email,
		                      .password = sv_first(rand_token(&demo->cx->arena), 12),
		                      .role = roles[at].role };
	draft->role = roles[at].number;
	return password_hash(demo->cx, login->password, &draft->password_hash);
}

static enum fail make_person(struct demo *demo, unsigned at)
{
	struct ctx *cx = demo->cx;
	struct person *p = &demo->people[at];
	struct account_id_find_row taken;
	struct sv first, last;
	cast_person(demo, at);
	do {
		first = sv_of(first_names[dice_below(&demo->dice, COUNT_OF(first_names))]);
		last = sv_of(last_names[dice_below(&demo->dice, COUNT_OF(last_names))]);
		p->username = ascii_lower(&cx->arena, arena_printf(&cx->arena, SVF "%s" SVF, SVA(first), dice_percent(&demo->dice, 50) ? "_" : "", SVA(last)));
	} while (q_account_id_find(cx, p->username, SV(""), &taken) == OK);
	struct account_draft draft = { .username = p->username,
		                       .email = arena_printf(&cx->arena, SVF "@demo.example", SVA(p->username)),
		                       .display_name = arena_printf(&cx->arena, SVF " " SVF, SVA(first), SVA(last)),
		                       .password_hash = SV(""), /* nobody can sign in with it */
		                       .confirmed = true,
		                       .approved = true,
		                       .created_at = p->joined_at };
	TRY(log_in_as(demo, at, &draft));
	demo_be(demo, at, p->joined_at);
	TRY(account_create(cx, &draft, &p->id));
	demo_be(demo, at, p->joined_at);
	return dress(demo, at);
}

enum fail demo_make_people(struct demo *demo)
{
	return demo_in_steps(demo, "people", demo->options->people, make_person);
}

/* --- who follows whom ------------------------------------------------------------------------------------------------------------------- */

static unsigned draw_by(struct demo *demo, double (*weight)(const struct demo *demo, unsigned of, unsigned for_whom), unsigned for_whom)
{
	double total = 0;
	for (unsigned i = 0; i < demo->options->people; i++)
		total += weight(demo, i, for_whom);
	double left = dice_unit(&demo->dice) * total;
	for (unsigned i = 0; i < demo->options->people; i++)
		if ((left -= weight(demo, i, for_whom)) <= 0)
			return i;
	return demo->options->people - 1;
}

static double activity(const struct demo *demo, unsigned of, unsigned but)
{
	return of == but ? 0 : demo->people[of].activity;
}

unsigned demo_somebody(struct demo *demo, unsigned but)
{
	return draw_by(demo, activity, but);
}

/* Who is known gets known better, and who talks about the same is found more easily. */
static double appeal(const struct demo *demo, unsigned of, unsigned for_whom)
{
	const struct person *a = &demo->people[for_whom], *b = &demo->people[of];
	if (of == for_whom || map_has(&a->follows, b->id))
		return 0;
	bool alike = a->topic == b->topic || a->topic == b->second_topic || a->second_topic == b->topic;
	return b->fame * (1 + b->follower_count / 6.0) * (alike ? 4 : 1);
}

static enum fail follow_some(struct demo *demo, unsigned at)
{
	static const struct follow_wish wish = { .reblogs = true };
	struct person *p = &demo->people[at];
	/* log-normal: most follow some twenty, a few over a hundred */
	double normal = 0;
	for (int i = 0; i < 12; i++)
		normal += dice_unit(&demo->dice);
	unsigned most = demo->options->people * 3 / 5, wanted = (unsigned)exp(3.1 + .8 * (normal - 6));
	if (at < DEMO_LOGINS)
		wanted = demo->options->people / 3;
	for (unsigned i = 0; i < wanted && i < most; i++) {
		unsigned other = draw_by(demo, appeal, at);
		if (map_has(&p->follows, demo->people[other].id) || other == at)
			continue;
		int64_t since = p->joined_at > demo->people[other].joined_at ? p->joined_at : demo->people[other].joined_at;
		demo_be(demo, at, since + (int64_t)((double)(demo->now - since) * dice_unit(&demo->dice)));
		TRY(follow_create(demo->cx, p->id, demo->people[other].id, &wish));
		map_put(&p->follows, demo->people[other].id, 1);
		demo->people[other].follower_count++;
	}
	return OK;
}

enum fail demo_make_follows(struct demo *demo)
{
	return demo_in_steps(demo, "follows", demo->options->people, follow_some);
}
