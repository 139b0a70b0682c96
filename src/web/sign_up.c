/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Joining: the form, an invitation's link, the link that comes by mail. */
#include "social/login_mail.h"
#include "social/password.h"
#include "social/seal.h"
#include "social/sign_up.h"
#include "web/frame.h"
#include "web/web.h"

/* Who has just joined and waits for a mail: so that it can be sent again. */
#define JOINED_COOKIE "folkmoot_joined"
enum { JOINED_SECONDS = 48 * 3600 };

static const enum view_sign_up_how how_of[] = { [SIGN_UP_OPEN] = VIEW_OPEN,
	                                        [SIGN_UP_APPROVAL] = VIEW_APPROVAL,
	                                        [SIGN_UP_INVITATION] = VIEW_INVITATION,
	                                        [SIGN_UP_CLOSED] = VIEW_CLOSED };

static struct sign_up read_form(struct ctx *cx)
{
	return (struct sign_up){ .username = sv_trim(param_sv(cx->params, "username")),
		                 .email = sv_trim(param_sv(cx->params, "email")),
		                 .password = param_sv(cx->params, "password"),
		                 .reason = sv_trim(param_sv(cx->params, "reason")),
		                 .invite_code = sv_trim(param_sv(cx->params, "invitation")),
		                 .agreement = param_bool(cx->params, "agreement", false),
		                 .locale = language_about(cx->language)->code,
		                 .ip = sv_of(cx->http->peer) };
}

/* Under the field. What the API says to apps ("Username has already been taken") is for them. */
static struct sv say(const struct sign_up *up, enum sign_up_field field)
{
	static const struct {
		enum sign_up_field field;
		const char *code;
		struct sv text;
	} sentences[] = {
		{ FIELD_USERNAME, "ERR_BLANK", TR_MARK("Choose a user name.") },
		{ FIELD_USERNAME, "ERR_INVALID", TR_MARK("A user name has letters, digits and _ only, at most 30.") },
		{ FIELD_USERNAME, "ERR_TOO_LONG", TR_MARK("A user name has letters, digits and _ only, at most 30.") },
		{ FIELD_USERNAME, "ERR_RESERVED", TR_MARK("This user name is kept for the community. Choose another.") },
		{ FIELD_USERNAME, "ERR_TAKEN", TR_MARK("Somebody has this user name already. Choose another.") },
		{ FIELD_EMAIL, "ERR_BLANK", TR_MARK("Give your e-mail address.") },
		{ FIELD_EMAIL, "ERR_INVALID", TR_MARK("That is no e-mail address.") },
		{ FIELD_EMAIL, "ERR_TAKEN", TR_MARK("There is an account with this e-mail address already. Sign in with it.") },
		{ FIELD_EMAIL, "ERR_BLOCKED", TR_MARK("Addresses of this provider are not taken here. Use another one.") },
		{ FIELD_PASSWORD, "ERR_BLANK", TR_MARK("Choose a password.") },
		{ FIELD_PASSWORD, "ERR_TOO_SHORT", TR_MARK("A password has at least 8 characters; a sentence is good.") },
		{ FIELD_PASSWORD, "ERR_TOO_LONG", TR_MARK("A password has at most 128 bytes. Choose a shorter one.") },
		{ FIELD_REASON, "ERR_TOO_LONG", TR_MARK("Say it in at most 2000 characters.") },
		{ FIELD_REASON, "ERR_BLANK", TR_MARK("Say in a sentence or two why you want to join.") },
		{ FIELD_INVITE, "ERR_BLANK", TR_MARK("Type the invitation code.") },
		{ FIELD_INVITE, "ERR_INVALID", TR_MARK("This invitation is used up or over. Ask for a new one.") },
	};
	const char *code = up->problems[field].code;
	for (size_t i = 0; code && i < COUNT_OF(sentences); i++)
		if (sentences[i].field == field && strcmp(sentences[i].code, code) == 0)
			return tr(sentences[i].text);
	return code ? TR("That does not fit. Change it, and try again.") : SV_NONE;
}

/* A good invitation takes the place of approval, and is handed on with the form. */
static enum fail show_how(struct ctx *cx, struct sign_up *up, struct view_sign_up *view)
{
	view->how = how_of[sign_up_mode(cx)];
	view->invitation = up->invite_code;
	if (!up->invite_code.n || view->how == VIEW_CLOSED)
		return OK;
	enum fail fail = invite_open(cx, up->invite_code, &up->invite);
	if (fail == FAIL_NOT_FOUND) {
		view->invitation_problem = TR("This invitation is used up or over. Ask for a new one.");
		view->how = view->how == VIEW_OPEN ? VIEW_OPEN : VIEW_INVITATION;
		return OK;
	}
	TRY(fail);
	view->inviter = arena_printf(&cx->arena, "@" SVF, SVA(up->invite.username));
	view->how = VIEW_INVITATION;
	return OK;
}

static enum fail show_form(struct ctx *cx, struct sign_up *up, struct sv problem)
{
	struct view_page page;
	TRY(web_form(cx, &page, TR("Join")));
	struct view_sign_up view = { .action = SV("/auth/sign_up"),
		                     .csrf = page.csrf,
		                     .username = up->username,
		                     .email = up->email,
		                     .reason = up->reason,
		                     .username_problem = say(up, FIELD_USERNAME),
		                     .email_problem = say(up, FIELD_EMAIL),
		                     .password_problem = say(up, FIELD_PASSWORD),
		                     .reason_problem = say(up, FIELD_REASON),
		                     .invitation_problem = say(up, FIELD_INVITE),
		                     .agreement_problem = up->problems[FIELD_AGREEMENT].code ? TR("Please read and accept the rules.") : SV_NONE };
	TRY(show_how(cx, up, &view));
	TRY(web_rules(cx, &view.rules, &view.rule_count));
	if (up->needs_approval && view.how == VIEW_OPEN)
		view.how = VIEW_APPROVAL; /* this network or mail provider */
	page.problem = problem;
	tpl_sign_up_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_sign_up_form(struct ctx *cx)
{
	struct sign_up up = { .invite_code = sv_trim(param_sv(cx->params, "invitation")) };
	return cx->who.session ? web_redirect(cx, SV("/home")) : show_form(cx, &up, SV_NONE);
}

enum fail web_invite_link(struct ctx *cx)
{
	struct sign_up up = { .invite_code = cx->path[0] };
	return cx->who.session ? web_redirect(cx, SV("/home")) : show_form(cx, &up, SV_NONE);
}

static enum fail write_sign_up(struct ctx *cx, void *arg)
{
	return sign_up(cx, arg);
}

enum fail web_wait(struct ctx *cx, int64_t account_id, struct sv email, bool for_mail)
{
	struct sv note, about = arena_printf(&cx->arena, "%lld " SVF, (long long)account_id, SVA(email));
	TRY(seal_note(cx, about, cx->now + INT64_C(1000) * JOINED_SECONDS, &note));
	web_set_cookie(cx, JOINED_COOKIE, note, JOINED_SECONDS);
	return web_redirect(cx, for_mail ? SV("/auth/joined") : SV("/auth/joined?waiting=1"));
}

/* What comes next: a mail, a moderator, or the community itself. */
static enum fail go_on(struct ctx *cx, const struct sign_up *up)
{
	if (up->needs_confirmation || up->needs_approval)
		return web_wait(cx, up->account_id, up->email, up->needs_confirmation);
	TRY(web_sign_in(cx, up->account_id));
	return web_redirect(cx, SV("/welcome"));
}

enum fail web_sign_up_post(struct ctx *cx)
{
	struct sign_up up = read_form(cx);
	TRY(web_check_form(cx));
	enum fail fail = sign_up_check(cx, &up);
	if (fail == OK)
		fail = password_hash(cx, up.password, &up.password_hash);
	if (fail == OK)
		fail = app_write(cx, write_sign_up, &up);
	if (fail != FAIL_INVALID && fail != FAIL_FORBIDDEN && fail != OK)
		return fail;
	if (fail == OK)
		return go_on(cx, &up);
	bool placed = false; /* a problem that stands beside its field need not be said above as well */
	for (int i = 0; i < SIGN_UP_FIELDS; i++)
		placed |= up.problems[i].code != NULL;
	answer_status(cx, fail_http_status(fail));
	return show_form(cx, &up, placed ? SV_NONE : cx->said);
}

/* --- after it ------------------------------------------------------------------------------------------------------------------------ */

static bool read_joined(struct ctx *cx, int64_t *account_id_r, struct sv *email_r)
{
	struct sv id;
	if (!unseal_note(&cx->arena, http_cookie(cx->http, SV(JOINED_COOKIE)), cx->now, email_r))
		return false;
	return sv_cut(email_r, ' ', &id) && sv_to_i64(id, account_id_r);
}

enum fail web_joined(struct ctx *cx)
{
	struct view_page page;
	int64_t account_id;
	struct view_confirm view = { .action = SV("/auth/joined"), .waiting = param_bool(cx->params, "waiting", false) };
	if (!read_joined(cx, &account_id, &view.email))
		return web_redirect(cx, SV("/auth/sign_in"));
	TRY(web_form(cx, &page, view.waiting ? TR("Waiting for a moderator") : TR("Look into your mail")));
	view.csrf = page.csrf;
	if (param_bool(cx->params, "sent", false))
		page.notice = TR("The mail was sent again.");
	tpl_confirm_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_joined_again(struct ctx *cx)
{
	int64_t account_id;
	struct sv email;
	struct login_row login;
	TRY(web_check_form(cx));
	if (!read_joined(cx, &account_id, &email))
		return web_redirect(cx, SV("/auth/sign_in"));
	TRY(q_login_get(cx, account_id, &login));
	if (login.confirmed_at)
		return web_redirect(cx, SV("/auth/sign_in"));
	TRY(login_mail_confirm(cx, account_id));
	return web_redirect(cx, SV("/auth/joined?sent=1"));
}

/* A link that is opened changes something: but nothing that its reader did not ask for, and mail programs cannot send forms. */
enum fail web_confirm(struct ctx *cx)
{
	struct view_page page;
	int64_t account_id;
	enum login_link did;
	enum fail fail = login_link_confirm(cx, param_sv(cx->params, "token"), &account_id, &did);
	if (fail == FAIL_NOT_FOUND)
		return refuse(cx, FAIL_NOT_FOUND, "This link was used already, or it is too old. If signing in does not work, ask for a new one there.");
	TRY(fail);
	if (did == LINK_EMAIL_CHANGED)
		return web_redirect(cx, SV("/settings/security?done=email"));
	struct view_confirm view = { .confirmed = did == LINK_CONFIRMED, .waiting = did == LINK_WAITING };
	TRY(web_form(cx, &page, TR("Your address is confirmed")));
	tpl_confirm_page(web_html(cx), &page, &view);
	return OK;
}
