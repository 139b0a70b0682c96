/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The buttons about somebody (tie.def): following, muting, blocking and the like. */
#include "social/follow.h"
#include "social/relation.h"
#include "social/suggestion.h"
#include "web/frame.h"
#include "web/people.h"
#include "web/web.h"

/* --- following ------------------------------------------------------------------------------------------------------------------- */

/* What is wished now; a new follow shows boosts and rings no bell. */
static enum fail read_wish(struct ctx *cx, const struct account_row *them, struct follow_wish *wish)
{
	struct relation_get_row now;
	TRY(q_relation_get(cx, cx->who.account_id, them->id, SV(""), cx->now, &now));
	*wish = (struct follow_wish){ .reblogs = true };
	if (now.following)
		*wish = (struct follow_wish){ now.reblogs, now.notify, now.languages };
	else if (now.requested)
		*wish = (struct follow_wish){ now.requested_reblogs, now.requested_notify, now.requested_languages };
	return OK;
}

static enum fail put_wish(struct ctx *cx, const struct account_row *them, const struct follow_wish *wish)
{
	return follow_create(cx, cx->who.account_id, them->id, wish);
}

static enum fail tie_follow(struct ctx *cx, const struct account_row *them)
{
	struct follow_wish wish;
	TRY(read_wish(cx, them, &wish));
	return put_wish(cx, them, &wish);
}

static enum fail tie_unfollow(struct ctx *cx, const struct account_row *them)
{
	return follow_end(cx, cx->who.account_id, them->id);
}

static enum fail set_notify(struct ctx *cx, const struct account_row *them, bool on)
{
	struct follow_wish wish;
	TRY(read_wish(cx, them, &wish));
	wish.notify = on;
	return put_wish(cx, them, &wish);
}

static enum fail tie_notify(struct ctx *cx, const struct account_row *them)
{
	return set_notify(cx, them, true);
}

static enum fail tie_unnotify(struct ctx *cx, const struct account_row *them)
{
	return set_notify(cx, them, false);
}

static enum fail set_boosts(struct ctx *cx, const struct account_row *them, bool on)
{
	struct follow_wish wish;
	TRY(read_wish(cx, them, &wish));
	wish.reblogs = on;
	return put_wish(cx, them, &wish);
}

static enum fail tie_show_boosts(struct ctx *cx, const struct account_row *them)
{
	return set_boosts(cx, them, true);
}

static enum fail tie_hide_boosts(struct ctx *cx, const struct account_row *them)
{
	return set_boosts(cx, them, false);
}

static enum fail tie_languages(struct ctx *cx, const struct account_row *them)
{
	struct follow_wish wish;
	struct sv *list;
	size_t count = param_list(&cx->arena, cx->params, "languages", &list);
	TRY(read_wish(cx, them, &wish));
	wish.languages = follow_languages(&cx->arena, list, count);
	return put_wish(cx, them, &wish);
}

static enum fail tie_remove_follower(struct ctx *cx, const struct account_row *them)
{
	return follow_end(cx, them->id, cx->who.account_id);
}

static enum fail tie_accept(struct ctx *cx, const struct account_row *them)
{
	return follow_authorize(cx, them->id);
}

static enum fail tie_reject(struct ctx *cx, const struct account_row *them)
{
	return follow_reject(cx, them->id);
}

/* --- the rest -------------------------------------------------------------------------------------------------------------------- */

static enum fail tie_mute(struct ctx *cx, const struct account_row *them)
{
	return relation_mute(cx, them->id, param_bool(cx->params, "notifications", false), param_int(cx->params, "duration", 0));
}

static enum fail tie_unmute(struct ctx *cx, const struct account_row *them)
{
	return relation_unmute(cx, them->id);
}

static enum fail tie_block(struct ctx *cx, const struct account_row *them)
{
	return relation_block(cx, them->id);
}

static enum fail tie_unblock(struct ctx *cx, const struct account_row *them)
{
	return relation_unblock(cx, them->id);
}

static enum fail tie_block_domain(struct ctx *cx, const struct account_row *them)
{
	return them->domain.n ? relation_block_domain(cx, them->domain) : FAIL_NOT_FOUND;
}

static enum fail tie_unblock_domain(struct ctx *cx, const struct account_row *them)
{
	return them->domain.n ? relation_unblock_domain(cx, them->domain) : FAIL_NOT_FOUND;
}

static enum fail tie_endorse(struct ctx *cx, const struct account_row *them)
{
	return relation_endorse(cx, them->id);
}

static enum fail tie_unendorse(struct ctx *cx, const struct account_row *them)
{
	return relation_unendorse(cx, them->id);
}

static enum fail tie_note(struct ctx *cx, const struct account_row *them)
{
	struct sv comment = param_sv(cx->params, "comment");
	return relation_note(cx, them->id, comment.p ? comment : SV(""));
}

static enum fail tie_dismiss(struct ctx *cx, const struct account_row *them)
{
	return suggestion_dismiss(cx, them->id);
}

/* --- doing it ---------------------------------------------------------------------------------------------------------------------- */

static const struct tie {
	const char *name;
	enum fail (*run)(struct ctx *cx, const struct account_row *them);
	enum said said;
} ties[] = {
#define TIE(name, run, said) { #name, run, SAID_##said },
#include "web/tie.def"
#undef TIE
};

static const struct tie *tie_named(struct sv name)
{
	for (size_t i = 0; i < COUNT_OF(ties); i++)
		if (sv_eq(name, sv_of(ties[i].name)))
			return &ties[i];
	return NULL;
}

/* All the places of a page that show it: as they are now. */
static enum fail answer_part(struct ctx *cx, const struct account_row *them, const struct tie *tie)
{
	struct account account;
	struct view_relation relation;
	struct view_person *person;
	size_t count;
	if (tie->run == tie_dismiss) {
		tpl_person_gone(web_html(cx), web_said_text(tie->said));
		return OK;
	}
	TRY(account_load(cx, them->id, &account));
	TRY(web_show_relation(cx, &account, &relation));
	TRY(web_show_people(cx, &them->id, 1, PERSON_TIE, &person, &count));
	tpl_relation_part(web_html(cx), &relation, count ? person : NULL, web_said_text(tie->said));
	return OK;
}

enum fail web_person_act(struct ctx *cx)
{
	struct account_row them;
	const struct tie *tie = tie_named(cx->path[1]);
	TRY(web_check_form(cx));
	if (!tie)
		return FAIL_NOT_FOUND;
	TRY(web_find_them(cx, &them));
	TRY(tie->run(cx, &them));
	if (web_wants_part(cx))
		return answer_part(cx, &them, tie);
	struct sv next = web_next(cx, arena_printf(&cx->arena, "/@" SVF, SVA(account_acct(cx, &them))));
	return tie->said == SAID_QUIETLY ? web_redirect(cx, next) : web_done(cx, next, tie->said);
}
