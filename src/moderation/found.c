/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/found.h"

#include "base/id.h"
#include "moderation/media_gate.h"
#include "social/notification.h"
#include "social/preference.h"
#include "social/report.h"

static const struct sv sentences[CATEGORIES] = {
	[CATEGORY_threat] = TR_MARK("It looks like a threat of violence."),
	[CATEGORY_violence] = TR_MARK("It looks like a threat of violence, or approval of it."),
	[CATEGORY_hate] = TR_MARK("It looks like an attack on a group of people."),
	[CATEGORY_harassment] = TR_MARK("It looks like an attack on somebody."),
	[CATEGORY_sexual] = TR_MARK("It looks like sexual content."),
	[CATEGORY_selfharm] = TR_MARK("It looks like it is about self-harm."),
	[CATEGORY_spam] = TR_MARK("It looks like advertising or fraud."),
};

static const struct sv labels[CATEGORIES] = {
	[CATEGORY_threat] = TR_MARK("Violence"),
	[CATEGORY_violence] = TR_MARK("Violence"),
	[CATEGORY_hate] = TR_MARK("Hostile to a group of people"),
	[CATEGORY_sexual] = TR_MARK("Sexual content"),
	[CATEGORY_selfharm] = TR_MARK("Self-harm"),
};

struct sv found_sentence(unsigned category)
{
	return tr(sentences[category]);
}

static struct sv why_of(const struct finding *finding)
{
	return sv_eq(finding->by, BY_HASH_BANK) ? TR("A file is the same as one that was decided about, or much like it.") : found_sentence(finding->category);
}

struct sv found_label(unsigned category)
{
	return labels[category].n ? tr(labels[category]) : SV_NONE;
}

const struct finding *found_first(const struct found *found)
{
	return found->findings.count ? &found->findings.list[0] : NULL;
}

/* --- writing it down --------------------------------------------------------------------------------------------------------------------- */

/* A model has an opinion about everything; below its points that is none. */
static bool counts(const struct finding *finding)
{
	return finding->act > ACT_NOTE || finding->level > FINDING_NOTED || !sv_eq(finding->by, SV("model"));
}

static struct sv spans_text(struct ctx *cx, const struct finding *finding)
{
	struct buf out = BUF(&cx->arena, 200);
	for (size_t i = 0; i < finding->span_count; i++)
		buf_printf(&out, "%s%u-%u", i ? " " : "", finding->spans[i].start, finding->spans[i].end);
	return out.n ? buf_sv(&out) : SV("");
}

enum fail found_write(struct ctx *cx, const struct found *found, int64_t subject_id)
{
	static const char *const subjects[] = { [ITEM_STATUS] = "status", [ITEM_EDIT] = "edit", [ITEM_PROFILE] = "profile", [ITEM_MEDIA] = "media" };
	static const char *const verdicts[] = { [VERDICT_ALLOW] = "allow", [VERDICT_LABEL] = "label", [VERDICT_HOLD] = "hold", [VERDICT_REPORT] = "report",
		                                [VERDICT_REJECT] = "reject" };
	for (size_t i = 0; i < found->findings.count; i++) {
		const struct finding *one = &found->findings.list[i];
		if (!counts(one))
			continue;
		TRY(q_finding_insert(cx, id_new(cx->now), sv_of(subjects[found->item.kind]), subject_id, found->item.author_id,
		                     sv_of(category_name(one->category)), one->by, one->why.p ? one->why : SV(""), (double)one->probability,
		                     sv_of(finding_level_name(one->level)), sv_of(act_name(one->act)), one->aimed, one->text, spans_text(cx, one),
		                     sv_of(verdicts[found->verdict]), cx->now));
	}
	return OK;
}

/* --- saying it ---------------------------------------------------------------------------------------------------------------------------- */

static struct sv news_of(struct ctx *cx, enum verdict verdict, bool profile, struct sv why)
{
	switch (verdict) {
	case VERDICT_HOLD:
		return TRF(&cx->arena, "An automatic check holds back a post of yours: only you and the moderators see it. %s A moderator will look at it, and you "
		                       "will be told what was decided.", why);
	case VERDICT_LABEL:
		return TRF(&cx->arena, "An automatic check has put a content warning on a post of yours. %s Everybody can open it.", why);
	default:
		return profile ? TRF(&cx->arena, "An automatic check has pointed the moderators to your profile. %s It is shown as it is, and they may look at it.", why) :
		                 TRF(&cx->arena, "An automatic check has pointed the moderators to a post of yours. %s It is public as usual, and they may look at it.", why);
	}
}

enum fail found_tell_author(struct ctx *cx, const struct found *found, int64_t subject_id)
{
	enum language language;
	bool profile = found->item.kind == ITEM_PROFILE;
	const struct finding *first = found_first(found);
	if (!first)
		return OK;
	TRY(reader_language(cx, found->item.author_id, &language));
	enum language before = tr_use(language);
	struct sv text = news_of(cx, found->verdict, profile, why_of(first));
	tr_use(before);
	return notification_warn(cx, found->item.author_id, found->verdict == VERDICT_LABEL ? "mark_statuses_as_sensitive" : "none", text, profile ? 0 : subject_id);
}

enum fail found_report(struct ctx *cx, const struct found *found, int64_t subject_id)
{
	const struct finding *first = found_first(found);
	bool profile = found->item.kind == ITEM_PROFILE;
	if (!first)
		return OK;
	struct sv comment = arena_printf(&cx->arena, "%s by the screen: %s, %.0f %% (" SVF "). " SVF, found->verdict == VERDICT_HOLD ? "Held back" : "Reported",
	                                 category_name(first->category), 100 * (double)first->probability, SVA(first->by), SVA(first->why));
	return report_file_unasked(cx, &(struct report_draft){ .target_id = found->item.author_id,
	                                                       .category = first->category == CATEGORY_spam ? SV("spam") : SV("other"),
	                                                       .comment = sv_first(comment, REPORT_MOST_COMMENT),
	                                                       .status_ids = &subject_id,
	                                                       .status_count = profile ? 0 : 1 });
}
