/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/announcement.h"

#include "base/id.h"
#include "base/utf8.h"
#include "social/audit.h"
#include "social/community.h"
#include "social/effect.h"
#include "social/text.h"
#include "store/q.h"

#include <unictype.h>

enum { MOST_CHARACTERS = 5000, MOST_EMOJI_CODES = 16, EXTRACT = 100 /* bytes */ };

static bool mention_here(void *data, struct sv user, struct sv domain, struct text_mention *mention_r)
{
	struct ctx *cx = data;
	struct account_row row;
	if (domain.n || q_account_find(cx, text_tag_key(&cx->arena, user), SV(""), &row) != OK)
		return false;
	*mention_r = (struct text_mention){ arena_printf(&cx->arena, SVF "/@" SVF, SVA(cx->community->url), SVA(row.username)), row.username };
	return true;
}

/* As much as the audit shows: its beginning, not cut within a character. */
static struct sv extract(struct sv text)
{
	size_t n = text.n < EXTRACT ? text.n : EXTRACT;
	while (n && n < text.n && ((unsigned char)text.p[n] & 0xc0) == 0x80)
		n--;
	return sv_first(text, n);
}

static enum fail check(struct ctx *cx, const struct announcement_draft *draft)
{
	if (!sv_trim(draft->text).n)
		return refuse(cx, FAIL_INVALID, "Validation failed: Text can't be blank");
	if (utf8_count(draft->text) > MOST_CHARACTERS)
		return refuse(cx, FAIL_INVALID, "Validation failed: Text is too long (maximum is %d characters)", MOST_CHARACTERS);
	if (draft->starts_at && draft->ends_at && draft->ends_at < draft->starts_at)
		return refuse(cx, FAIL_INVALID, "Validation failed: it ends before it starts");
	return OK;
}

/* Streams are told at once or, by a job, at its time. */
static enum fail tell(struct ctx *cx, const struct announcement_row *row)
{
	TRY(job_cancel(cx, JOB_ANNOUNCE, row->id));
	if (row->published_at > cx->now)
		TRY(effect_job(cx, JOB_ANNOUNCE, row->id, SV_NONE, row->published_at));
	if (announcement_is_out(row->published_at, cx->now))
		effect_add(cx, EFFECT_ANNOUNCEMENT, row->id, 0);
	return OK;
}

static int64_t publishing_time(struct ctx *cx, const struct announcement_draft *draft, int64_t before)
{
	if (announcement_is_out(before, cx->now))
		return before;
	return draft->held ? 0 : draft->publish_at > cx->now ? draft->publish_at : cx->now;
}

enum fail announcement_write(struct ctx *cx, const struct announcement_draft *draft, int64_t *id)
{
	struct announcement_row old = { 0 };
	struct text_style style = { .base = cx->community->url, .mention = mention_here, .data = cx };
	bool is_new = !*id;
	TRY(check(cx, draft));
	if (!is_new)
		TRY(q_announcement_get(cx, *id, &old));
	struct announcement_row row = { .id = is_new ? id_new(cx->now) : old.id,
		                        .text = draft->text,
		                        .html = text_html(&cx->arena, draft->text, &style).markup,
		                        .starts_at = draft->starts_at,
		                        .ends_at = draft->ends_at,
		                        .all_day = draft->all_day,
		                        .published_at = publishing_time(cx, draft, old.published_at),
		                        .updated_at = cx->now };
	TRY(q_announcement_put(cx, &row));
	*id = row.id;
	TRY(tell(cx, &row));
	return audit_write(cx, is_new ? "announcement.write" : "announcement.change", "announcement", row.id, extract(draft->text));
}

enum fail announcement_publish(struct ctx *cx, int64_t id)
{
	struct announcement_row row;
	TRY(q_announcement_get(cx, id, &row));
	if (announcement_is_out(row.published_at, cx->now))
		return OK;
	row.published_at = row.updated_at = cx->now;
	TRY(q_announcement_put(cx, &row));
	TRY(tell(cx, &row));
	return audit_write(cx, "announcement.publish", "announcement", id, extract(row.text));
}

enum fail announcement_tell_server(struct ctx *cx, int64_t id)
{
	return effect_job(cx, JOB_ANNOUNCE, id, SV_NONE, 0);
}

enum fail announcement_due(struct ctx *cx, const struct job *job)
{
	effect_add(cx, EFFECT_ANNOUNCEMENT, job->subject_id, 0);
	return OK;
}

enum fail announcement_remove(struct ctx *cx, int64_t id)
{
	struct announcement_row row;
	int64_t changes;
	TRY(q_announcement_get(cx, id, &row));
	TRY(q_announcement_delete(cx, id, &changes));
	TRY(job_cancel(cx, JOB_ANNOUNCE, id));
	effect_add(cx, EFFECT_ANNOUNCEMENT, id, 0);
	return audit_write(cx, "announcement.remove", "announcement", id, extract(row.text));
}

static enum fail must_exist(struct ctx *cx, int64_t id)
{
	struct announcement_row row;
	TRY(q_announcement_get(cx, id, &row));
	return announcement_is_out(row.published_at, cx->now) ? OK : FAIL_NOT_FOUND;
}

enum fail announcement_dismiss(struct ctx *cx, int64_t id)
{
	TRY(must_exist(cx, id));
	return q_announcement_dismiss(cx, cx->who.account_id, id);
}

/* --- reactions ------------------------------------------------------------------------------------------------------------------------ */

static bool is_emoji_part(uint32_t code)
{
	return code == 0x200d || code == 0xfe0f || code == 0x20e3 || uc_is_property_emoji_modifier(code) || (code >= 0xe0020 && code <= 0xe007f);
}

bool is_emoji(struct sv text)
{
	unsigned codes = 0;
	bool picture = false;
	while (text.n) {
		uint32_t code = utf8_next(&text);
		bool is_base = uc_is_property_emoji(code);
		if ((!is_base && !is_emoji_part(code)) || ++codes > MOST_EMOJI_CODES)
			return false;
		picture |= (is_base && code > 0x7f) || code == 0x20e3; /* a digit alone is none, but with the keycap it is */
	}
	return picture;
}

static enum fail check_reaction(struct ctx *cx, int64_t id, struct sv name)
{
	struct announcement_reactions_row *rows;
	size_t count;
	if (!emoji_find(cx->community, name) && !is_emoji(name))
		return refuse(cx, FAIL_INVALID, "Validation failed: Name is not a recognized emoji");
	TRY(q_announcement_reactions(cx, id, cx->who.account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (sv_eq(rows[i].name, name))
			return OK;
	if (count >= ANNOUNCEMENT_MOST_REACTIONS)
		return refuse(cx, FAIL_INVALID, "Validation failed: Limit of different reactions reached");
	return OK;
}

enum fail announcement_react(struct ctx *cx, int64_t id, struct sv name)
{
	TRY(must_exist(cx, id));
	TRY(check_reaction(cx, id, name));
	TRY(q_announcement_reaction_put(cx, id, name, cx->who.account_id, cx->now));
	effect_add(cx, EFFECT_REACTION, id, 0)->text = name;
	return OK;
}

enum fail announcement_unreact(struct ctx *cx, int64_t id, struct sv name)
{
	int64_t changes;
	TRY(must_exist(cx, id));
	TRY(q_announcement_reaction_delete(cx, id, name, cx->who.account_id, &changes));
	if (!changes)
		return FAIL_NOT_FOUND;
	effect_add(cx, EFFECT_REACTION, id, 0)->text = name;
	return OK;
}
