/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/scheduled.h"

#include "base/id.h"
#include "base/log.h"
#include "social/notification.h"
#include "social/preference.h"
#include "social/scheduled_json.h"
#include "social/token.h"
#include "store/store.h"

enum { PUBLISH_MOST = 200, DAY_MS = 24 * 3600 * 1000 };

/* --- members ---------------------------------------------------------------------------------------------------------------- */

static enum fail check_time(struct ctx *cx, int64_t at)
{
	struct scheduled_count_row count;
	int64_t day = at / DAY_MS * DAY_MS;
	if (at < cx->now + SCHEDULED_AHEAD_MS)
		return refuse(cx, FAIL_INVALID, "Validation failed: Scheduled at must be at least five minutes in the future");
	TRY(q_scheduled_count(cx, cx->who.account_id, day, day + DAY_MS, &count));
	if (count.total >= SCHEDULED_MOST)
		return refuse(cx, FAIL_INVALID, "Validation failed: You have exceeded the limit of %d scheduled posts",
			      SCHEDULED_MOST);
	if (count.of_day >= SCHEDULED_MOST_A_DAY)
		return refuse(cx, FAIL_INVALID, "Validation failed: You have exceeded the limit of %d scheduled posts for that day",
			      SCHEDULED_MOST_A_DAY);
	return OK;
}

enum fail scheduled_create(struct ctx *cx, const struct status_draft *draft, int64_t at, int64_t *id_r)
{
	TRY(status_posted_before(cx, draft, id_r));
	if (*id_r)
		return OK;
	TRY(check_time(cx, at));
	TRY(status_check(cx, draft));
	int64_t id = *id_r = id_new(cx->now);
	TRY(q_scheduled_insert(cx, id, draft->account_id, at, scheduled_params(cx, draft)));
	for (size_t i = 0; i < draft->media_count; i++)
		TRY(q_media_schedule(cx, draft->media_ids[i], id, (int64_t)i));
	if (draft->idempotency_key.n)
		TRY(q_idempotency_insert(cx, draft->account_id, token_hash_sv(&cx->arena, draft->idempotency_key), id, cx->now));
	return OK;
}

enum fail scheduled_change(struct ctx *cx, int64_t id, int64_t at)
{
	struct scheduled_row row;
	int64_t changes;
	TRY(q_scheduled_get(cx, id, cx->who.account_id, &row));
	if (at < cx->now + SCHEDULED_AHEAD_MS)
		return refuse(cx, FAIL_INVALID, "Validation failed: Scheduled at must be at least five minutes in the future");
	return q_scheduled_move(cx, id, cx->who.account_id, at, &changes);
}

static enum fail delete_row(struct ctx *cx, int64_t id, int64_t account_id, int64_t *changes_r)
{
	TRY(q_media_unschedule(cx, id, cx->now));
	return q_scheduled_delete(cx, id, account_id, changes_r);
}

enum fail scheduled_cancel(struct ctx *cx, int64_t id)
{
	struct scheduled_row row;
	int64_t changes;
	TRY(q_scheduled_get(cx, id, cx->who.account_id, &row));
	return delete_row(cx, id, cx->who.account_id, &changes);
}

/* --- the time has come ------------------------------------------------------------------------------------------------------ */

static enum fail post(struct ctx *cx, const struct scheduled_row *row)
{
	struct status_draft draft = { 0 };
	int64_t changes, id;
	TRY(scheduled_draft(cx, row, &draft));
	TRY(delete_row(cx, row->id, row->account_id, &changes)); /* its media are free to be attached */
	return status_create(cx, &draft, &id);
}

/* As its author, and all or nothing. */
static enum fail post_as_author(struct ctx *cx, const struct scheduled_row *row)
{
	struct effect *effects = cx->effects;
	struct principal before = cx->who;
	TXN(txn);
	TRY(txn_begin(&txn, cx));
	cx->who = (struct principal){ .account_id = row->account_id };
	enum fail fail = post(cx, row);
	cx->who = before;
	if (fail == OK)
		return txn_commit(&txn);
	cx->effects = effects; /* nobody shall hear of what is rolled back */
	return fail;
}

/* Nobody is there to be refused: they are told, and what they wrote is not lost. */
static enum fail tell_author(struct ctx *cx, const struct scheduled_row *row, struct sv why)
{
	struct status_draft draft = { 0 };
	if (scheduled_draft(cx, row, &draft) != OK) /* damaged: the log has it */
		return OK;
	return notification_warn(cx, row->account_id, "none",
	                         TRF(&cx->arena, "A post of yours was due, and could not be published. %s This is what it said: %s", why, draft.text), 0);
}

static enum fail give_up(struct ctx *cx, const struct scheduled_row *row)
{
	int64_t changes;
	struct sv why = arena_dup(&cx->arena, cx->said);
	LOG(WARNING, "scheduled_dropped", F("scheduled", row->id), F("account", row->account_id), F("why", why));
	TRY(tell_author(cx, row, why));
	return delete_row(cx, row->id, row->account_id, &changes);
}

enum fail scheduled_publish_due(struct ctx *cx)
{
	struct scheduled_row *rows;
	size_t count;
	TRY(q_scheduled_due(cx, cx->now, PUBLISH_MOST, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		enum language language;
		TRY(reader_language(cx, rows[i].account_id, &language));
		enum language before = tr_use(language);
		enum fail fail = post_as_author(cx, &rows[i]);
		if (fail != OK && fail != FAIL_UNAVAILABLE) /* the disk: another time */
			fail = give_up(cx, &rows[i]);
		tr_use(before);
		TRY(fail);
	}
	return OK;
}
