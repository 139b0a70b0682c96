/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/report.h"

#include "base/id.h"
#include "base/json.h"
#include "base/metrics.h"
#include "base/utf8.h"
#include "social/account.h"
#include "social/audit.h"
#include "social/community.h"
#include "social/notification.h"
#include "social/role.h"
#include "social/status.h"

static const struct sv categories[] = { SV_INIT("spam"), SV_INIT("legal"), SV_INIT("violation"), SV_INIT("other") };

static bool is_category(struct sv name)
{
	for (size_t i = 0; i < COUNT_OF(categories); i++)
		if (sv_eq(name, categories[i]))
			return true;
	return false;
}

static enum fail check_category(struct ctx *cx, struct sv category)
{
	return is_category(category) ? OK : refuse(cx, FAIL_INVALID, "Validation failed: Category is not included in the list: spam, legal, violation, other");
}

static struct sv ids_json(struct ctx *cx, const int64_t *ids, size_t count)
{
	struct buf out = BUF(&cx->arena, 16 << 10);
	struct json j = JSON(&out);
	json_array(&j);
	for (size_t i = 0; i < count; i++)
		json_id(&j, ids[i]);
	json_end(&j);
	return buf_sv(&out);
}

size_t report_ids(struct arena *arena, struct sv json, int64_t **ids_r)
{
	size_t count = 0;
	*ids_r = arena_array(arena, int64_t, json.n / 2 + 1);
	struct sv rest = json, piece;
	while (rest.n) {
		sv_cut(&rest, '"', &piece);
		if (id_parse(piece, &(*ids_r)[count]))
			count++;
	}
	return count;
}

/* --- filing ------------------------------------------------------------------------------------------------------------------------ */

static enum fail check_statuses(struct ctx *cx, const struct report_draft *draft)
{
	if (draft->status_count > REPORT_MOST_STATUSES)
		return refuse(cx, FAIL_INVALID, "Validation failed: a report takes at most %d posts", REPORT_MOST_STATUSES);
	for (size_t i = 0; i < draft->status_count; i++) {
		struct status_row row;
		TRY(status_see(cx, draft->status_ids[i], &row));
		if (row.account_id != draft->target_id)
			return FAIL_NOT_FOUND;
	}
	return OK;
}

static enum fail check_rules(struct ctx *cx, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct rule_get_row row;
		TRY(q_rule_get(cx, ids[i], &row));
	}
	return OK;
}

static enum fail check(struct ctx *cx, const struct report_draft *draft)
{
	struct account_row target;
	TRY(q_account_get(cx, draft->target_id, &target));
	if (target.id == cx->who.account_id)
		return refuse(cx, FAIL_INVALID, "Validation failed: You cannot report yourself");
	if (utf8_count(draft->comment) > REPORT_MOST_COMMENT)
		return refuse(cx, FAIL_INVALID, "Validation failed: Comment is too long (maximum is %d characters)", REPORT_MOST_COMMENT);
	TRY(check_statuses(cx, draft));
	return check_rules(cx, draft->rule_ids, draft->rule_count);
}

static enum fail tell_staff(struct ctx *cx, int64_t report_id, int64_t reporter_id)
{
	struct staff_all_row *rows;
	size_t count;
	TRY(q_staff_all(cx, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (role_permissions((int)rows[i].role) & MAY_MANAGE_REPORTS && rows[i].account_id != reporter_id)
			TRY(notification_create(cx, &(struct notification_draft){ .to = rows[i].account_id,
			                                                          .from = reporter_id ? reporter_id : rows[i].account_id,
			                                                          .type = "admin.report",
			                                                          .report_id = report_id }));
	return OK;
}

enum fail report_file(struct ctx *cx, const struct report_draft *draft, int64_t *id_r)
{
	struct sv category = draft->rule_count ? SV("violation") : draft->category.n ? draft->category : SV("other");
	TRY(check(cx, draft));
	TRY(check_category(cx, category));
	*id_r = id_new(cx->now);
	TRY(q_report_insert(cx, *id_r, cx->who.account_id, draft->target_id, category, draft->comment.p ? draft->comment : SV(""),
	                    draft->forward, ids_json(cx, draft->status_ids, draft->status_count),
	                    ids_json(cx, draft->rule_ids, draft->rule_count), ids_json(cx, draft->collection_ids, draft->collection_count),
	                    cx->now));
	TRY(audit_write(cx, "report.file", "report", *id_r, category));
	metric_add(METRIC_reports_total, 1);
	return tell_staff(cx, *id_r, cx->who.account_id);
}

enum fail report_file_unasked(struct ctx *cx, const struct report_draft *draft)
{
	struct report_of_screen_row open;
	struct sv statuses = ids_json(cx, draft->status_ids, draft->status_count);
	enum fail fail = q_report_of_screen(cx, draft->target_id, statuses, &open);
	if (fail != FAIL_NOT_FOUND)
		return fail;
	int64_t id = id_new(cx->now);
	TRY(q_report_insert(cx, id, 0, draft->target_id, draft->category, draft->comment, false, statuses, SV("[]"), SV("[]"), cx->now));
	metric_add(METRIC_reports_total, 1);
	return tell_staff(cx, id, 0);
}

enum fail report_representative(struct ctx *cx, int64_t *account_id_r)
{
	struct account_row row;
	struct staff_all_row *staff;
	size_t count;
	struct sv contact = settings(cx)->contact_account;
	*account_id_r = 0;
	enum fail fail = contact.n ? account_find_acct(cx, contact, &row) : FAIL_NOT_FOUND;
	if (fail != FAIL_NOT_FOUND) {
		*account_id_r = row.id;
		return fail;
	}
	TRY(q_staff_all(cx, &staff, &count));
	for (size_t i = count; i-- > 0;)
		if (staff[i].role == ROLE_OWNER)
			*account_id_r = staff[i].account_id;
	return OK;
}

/* --- handling ---------------------------------------------------------------------------------------------------------------------- */

static enum fail changed(struct ctx *cx, int64_t changes, const char *action, int64_t id, struct sv detail)
{
	return changes ? audit_write(cx, action, "report", id, detail) : FAIL_NOT_FOUND;
}

enum fail report_resolve(struct ctx *cx, int64_t id)
{
	int64_t changes;
	TRY(q_report_resolve(cx, id, cx->who.account_id, cx->now, &changes));
	return changed(cx, changes, "report.resolve", id, SV(""));
}

enum fail report_reopen(struct ctx *cx, int64_t id)
{
	int64_t changes;
	TRY(q_report_reopen(cx, id, cx->now, &changes));
	return changed(cx, changes, "report.reopen", id, SV(""));
}

enum fail report_assign(struct ctx *cx, int64_t id, int64_t to_id)
{
	int64_t changes;
	TRY(q_report_assign(cx, id, to_id, cx->now, &changes));
	return changed(cx, changes, to_id ? "report.assign" : "report.unassign", id, SV(""));
}

enum fail report_change(struct ctx *cx, int64_t id, struct sv category, const int64_t *rule_ids, size_t rule_count)
{
	struct report_row row;
	int64_t changes;
	TRY(q_report_get(cx, id, &row));
	category = category.n ? category : row.category;
	TRY(check_category(cx, category));
	TRY(check_rules(cx, rule_ids, rule_count));
	struct sv rules = rule_ids ? ids_json(cx, rule_ids, rule_count) : row.rule_ids;
	if (!sv_eq(category, SV("violation")))
		rules = SV("[]");
	TRY(q_report_change(cx, id, category, rules, cx->now, &changes));
	return changed(cx, changes, "report.change", id, category);
}
