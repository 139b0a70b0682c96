/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/held.h"

#include "moderation/context.h"
#include "social/audit.h"
#include "social/effect.h"
#include "social/notification.h"
#include "social/preference.h"
#include "social/report.h"
#include "social/status_hold.h"

enum fail held_state(struct ctx *cx, const struct status_row *row, enum held_state *state_r)
{
	struct held_state_row held;
	*state_r = HELD_NOT;
	if (row->hidden_at <= 0)
		return OK;
	enum fail fail = q_held_state(cx, row->id, &held);
	if (fail == OK)
		*state_r = held.decided.n ? HELD_REMOVED : HELD_WAITING;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

/* --- deciding ------------------------------------------------------------------------------------------------------------------------------ */

static enum fail find_waiting(struct ctx *cx, int64_t id, struct status_row *row_r)
{
	enum held_state state;
	TRY(q_status_get(cx, id, row_r));
	TRY(held_state(cx, row_r, &state));
	return state == HELD_WAITING ? OK : refuse(cx, FAIL_CONFLICT, "This post does not wait for a decision: somebody has looked at it already.");
}

static enum fail close_report(struct ctx *cx, const struct status_row *row)
{
	struct report_of_screen_row report;
	int64_t changes;
	enum fail fail = q_report_of_screen(cx, row->account_id, arena_printf(&cx->arena, "[\"%lld\"]", (long long)row->id), &report);
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	return q_report_resolve(cx, report.id, cx->who.account_id, cx->now, &changes);
}

static enum fail tell(struct ctx *cx, const struct status_row *row, bool released)
{
	enum language language;
	TRY(reader_language(cx, row->account_id, &language));
	enum language before = tr_use(language);
	struct sv text = released ? TR("A moderator has looked at a post of yours that was held back: it is fine, and others see it now.") :
	                            TR("A moderator has looked at a post of yours that was held back, and it stays away: only you and the moderators see it.");
	tr_use(before);
	return notification_warn(cx, row->account_id, released ? "none" : "delete_statuses", text, row->id);
}

static enum fail decide(struct ctx *cx, int64_t id, bool released)
{
	struct status_row row;
	int64_t changes;
	TRY(find_waiting(cx, id, &row));
	TRY(q_findings_decide(cx, id, released ? SV("harmless") : SV("harmful"), cx->who.account_id, cx->now, &changes));
	TRY(close_report(cx, &row));
	TRY(audit_write(cx, released ? "status.release" : "status.remove", "status", id, SV("")));
	if (released)
		TRY(status_publish(cx, id));
	else
		effect_add(cx, EFFECT_STATUS_COUNTED, id, 0); /* it looks different to its author */
	return tell(cx, &row, released);
}

enum fail held_release(struct ctx *cx, int64_t status_id)
{
	return decide(cx, status_id, true);
}

enum fail held_remove(struct ctx *cx, int64_t status_id)
{
	return decide(cx, status_id, false);
}

/* --- what it was about ------------------------------------------------------------------------------------------------------------------------ */

size_t held_spans(struct sv spans, struct sv text, struct held_span *list, size_t most)
{
	size_t count = 0, from = 0;
	struct sv one, first;
	while (spans.n && count < most) {
		int64_t start, end;
		sv_cut(&spans, ' ', &one);
		sv_cut(&one, '-', &first);
		if (!sv_to_i64(first, &start) || !sv_to_i64(one, &end) || start < (int64_t)from || end <= start || end > (int64_t)text.n)
			continue; /* the text was edited since */
		list[count++] = (struct held_span){ (size_t)start, (size_t)end };
		from = (size_t)end;
	}
	return count;
}

enum fail held_texts(struct ctx *cx, const struct status_row *row, struct item *item_r)
{
	struct poll_options_of_row *options = NULL;
	struct media_row *media = NULL;
	size_t option_count = 0, media_count = 0;
	if (row->poll_id)
		TRY(q_poll_options_of(cx, row->poll_id, &options, &option_count));
	if (row->media_count)
		TRY(q_media_of(cx, row->id, &media, &media_count));
	struct sv *more = arena_array(&cx->arena, struct sv, option_count + media_count + 1);
	for (size_t i = 0; i < option_count; i++)
		more[i] = options[i].title;
	for (size_t i = 0; i < media_count; i++)
		more[option_count + i] = media[i].description;
	struct gate_item from = { .text = row->text, .spoiler_text = row->spoiler_text, .more = more, .more_count = option_count + media_count };
	*item_r = (struct item){ .kind = ITEM_STATUS, .author_id = row->account_id };
	item_texts(cx, &from, item_r);
	return OK;
}
