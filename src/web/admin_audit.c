/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The audit log: who did what, in sentences. */
#include "social/role.h"

#include "web/admin.h"

enum { PER_PAGE = 50 };

/* The first argument is who did it, the second what it was done to: an account by its name, anything else by what the entry kept. */
static const struct {
	const char *action;
	struct sv sentence;
} sentences[] = {
	{ "account.approve", TR_MARK("%s let %s in") },
	{ "account.reject", TR_MARK("%s did not let %s in") },
	{ "account.delete", TR_MARK("%s had everything of %s deleted") },
	{ "account.role", TR_MARK("%s changed the role of %s") },
	{ "account.none", TR_MARK("%s warned %s") },
	{ "account.sensitive", TR_MARK("%s had the media of %s covered") },
	{ "account.disable", TR_MARK("%s kept %s from signing in") },
	{ "account.silence", TR_MARK("%s limited %s") },
	{ "account.suspend", TR_MARK("%s suspended %s") },
	{ "account.unsensitive", TR_MARK("%s no longer has the media of %s covered") },
	{ "account.undisable", TR_MARK("%s lets %s sign in again") },
	{ "account.unsilence", TR_MARK("%s no longer limits %s") },
	{ "account.unsuspend", TR_MARK("%s took back the suspension of %s") },
	{ "badge.give", TR_MARK("%s gave a badge to %s") },
	{ "badge.take", TR_MARK("%s took a badge back from %s") },
	{ "rule.add", TR_MARK("%s added the rule “%s”") },
	{ "rule.change", TR_MARK("%s changed a rule to “%s”") },
	{ "rule.move", TR_MARK("%s moved the rule “%s”") },
	{ "rule.remove", TR_MARK("%s removed the rule “%s”") },
	{ "emoji.add", TR_MARK("%s added the emoji :%s:") },
	{ "emoji.change", TR_MARK("%s changed the emoji :%s:") },
	{ "emoji.disable", TR_MARK("%s switched the emoji :%s: off") },
	{ "emoji.remove", TR_MARK("%s deleted the emoji :%s:") },
	{ "announcement.write", TR_MARK("%s wrote the announcement “%s”") },
	{ "announcement.change", TR_MARK("%s changed the announcement “%s”") },
	{ "announcement.publish", TR_MARK("%s published the announcement “%s”") },
	{ "announcement.remove", TR_MARK("%s removed the announcement “%s”") },
	{ "screening.apply", TR_MARK("%s changed the screening: %s") },
	{ "screening.undo", TR_MARK("%s put an earlier version of the screening in force: %s") },
	{ "setting.change", TR_MARK("%s changed the setting %s") },
	{ "brand.logo", TR_MARK("%s changed the logo") },
	{ "brand.no_logo", TR_MARK("%s removed the logo") },
	{ "brand.banner", TR_MARK("%s changed the banner") },
	{ "brand.no_banner", TR_MARK("%s removed the banner") },
	{ "invite.end", TR_MARK("%s ended somebody's invitation") },
	{ "status.release", TR_MARK("%s released a post that was held back") },
	{ "status.remove", TR_MARK("%s decided that a post that was held back stays away") },
	{ "report.file", TR_MARK("%s reported an account (%s)") },
	{ "report.resolve", TR_MARK("%s closed a report") },
	{ "report.reopen", TR_MARK("%s opened a report again") },
	{ "report.assign", TR_MARK("%s took on a report") },
	{ "report.change", TR_MARK("%s changed a report") },
	{ "tag.change", TR_MARK("%s changed what the hashtag %s may do") },
	{ "domain_block.create", TR_MARK("%s blocked the server %s") },
	{ "domain_block.change", TR_MARK("%s changed the block of the server %s") },
	{ "domain_allow.create", TR_MARK("%s allowed the server %s") },
	{ "ip_block.create", TR_MARK("%s blocked the network %s") },
	{ "ip_block.change", TR_MARK("%s changed the block of the network %s") },
	{ "email_domain_block.create", TR_MARK("%s blocked e-mail addresses at %s") },
	{ "email_block.create", TR_MARK("%s blocked an e-mail address") },
};

static const struct {
	const char *kind;
	struct sv label;
} kinds[] = {
	{ "account", TR_MARK("Accounts") },   { "badge", TR_MARK("Badges") },     { "setting", TR_MARK("Settings") },
	{ "brand", TR_MARK("Logo and banner") }, { "rule", TR_MARK("Rules") },    { "announcement", TR_MARK("Announcements") },
	{ "emoji", TR_MARK("Custom emoji") }, { "invite", TR_MARK("Invitations") }, { "report", TR_MARK("Reports") },
	{ "status", TR_MARK("Posts") },
	{ "screening", TR_MARK("Screening") }, { "domain_block", TR_MARK("Blocked servers") }, { "ip_block", TR_MARK("Blocked networks") },
};

/* --- a sentence --------------------------------------------------------------------------------------------------------------------------- */

static struct sv actor_of(const struct audit_row *row)
{
	return row->by_username.n ? row->by_username : row->account_id ? TR("Somebody who has left") : TR("The operator");
}

static struct sv about_of(struct ctx *cx, const struct audit_row *row)
{
	if (!sv_starts(row->target, SV("account:")))
		return row->detail;
	if (!row->about_username.n)
		return sv_eq(row->action, SV("account.reject")) || sv_eq(row->action, SV("account.delete")) ? row->detail : TR("somebody who has left");
	return row->about_domain.n ? arena_printf(&cx->arena, SVF "@" SVF, SVA(row->about_username), SVA(row->about_domain)) : row->about_username;
}

static struct sv sentence_of(struct ctx *cx, const struct audit_row *row, struct sv about)
{
	for (size_t i = 0; i < COUNT_OF(sentences); i++)
		if (sv_eq(row->action, sv_of(sentences[i].action)))
			return tr_format(&cx->arena, tr(sentences[i].sentence), TR_ARGS(actor_of(row), about));
	return arena_printf(&cx->arena, SVF ": " SVF " " SVF, SVA(actor_of(row)), SVA(row->action), SVA(about));
}

static struct view_audit_entry show_entry(struct ctx *cx, const struct audit_row *row)
{
	struct sv about = about_of(cx, row), rest = SV_NONE;
	if (sv_eq(row->action, SV("setting.change"))) { /* "title=Talk" */
		rest = row->detail;
		if (!sv_cut(&rest, '=', &about))
			rest = SV_NONE;
	} else if (sv_starts(row->target, SV("account:")))
		rest = row->detail;
	return (struct view_audit_entry){ .time = view_time(&cx->arena, row->created_at, cx->now),
		                          .sentence = sentence_of(cx, row, about),
		                          .detail = sv_eq(rest, about) ? SV_NONE : rest,
		                          .path = sv_starts(row->target, SV("account:")) && row->about_username.n && cx->who.may & MAY_MANAGE_USERS ?
			                                  arena_printf(&cx->arena, "/admin/accounts/" SVF, SVA(sv_from(row->target, 8))) :
			                                  SV_NONE };
}

/* --- the page ------------------------------------------------------------------------------------------------------------------------------- */

static enum fail show_filters(struct ctx *cx, struct view_audit *view)
{
	struct audit_actors_row *rows;
	TRY(q_audit_actors(cx, &rows, &view->actor_count));
	struct view_option *actors = arena_array(&cx->arena, struct view_option, view->actor_count + 1);
	struct view_option *shown = arena_array(&cx->arena, struct view_option, COUNT_OF(kinds));
	for (size_t i = 0; i < view->actor_count; i++)
		actors[i] = (struct view_option){ .value = arena_printf(&cx->arena, "%lld", (long long)rows[i].id).p, .label = rows[i].username };
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		shown[i] = (struct view_option){ .value = kinds[i].kind, .label = tr(kinds[i].label) };
	view->actors = actors;
	view->kinds = shown;
	view->kind_count = COUNT_OF(kinds);
	return OK;
}

/* "account:42" for "ada"; what is nobody finds nothing. */
static enum fail target_of(struct ctx *cx, struct sv acct, struct sv *target_r)
{
	struct account_row row;
	*target_r = SV("");
	if (!acct.n)
		return OK;
	enum fail fail = account_find_acct(cx, acct, &row);
	*target_r = fail == OK ? arena_printf(&cx->arena, "account:%lld", (long long)row.id) : SV("account:0");
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static struct sv word(struct ctx *cx, const char *name)
{
	struct sv text = sv_trim(param_sv(cx->params, name));
	return text.n ? text : SV("");
}

enum fail web_admin_audit(struct ctx *cx)
{
	struct view_page page;
	struct audit_row *rows;
	struct sv target;
	struct page ids = page_read(cx, PER_PAGE, PER_PAGE);
	struct view_audit view = { .actor = word(cx, "actor"), .kind = word(cx, "kind"), .target = word(cx, "target") };
	TRY(admin_page(cx, SV("/admin/audit"), TR("Audit log"), &page));
	TRY(target_of(cx, view.target, &target));
	TRY(q_audit_page(cx, param_id(cx->params, "actor"), view.kind, target, &ids, &rows, &view.count));
	TRY(show_filters(cx, &view));
	struct view_audit_entry *list = arena_array(&cx->arena, struct view_audit_entry, view.count + 1);
	for (size_t i = 0; i < view.count; i++)
		list[i] = show_entry(cx, &rows[i]);
	view.list = list;
	if (view.count)
		admin_page_links(cx, rows[0].id, rows[view.count - 1].id, view.count, &ids, &view.newer, &view.older);
	tpl_admin_audit_page(web_html(cx), &page, &view);
	return OK;
}
