/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot account passwd|role|list|confirm|approve|disable: beside a running server, too, which hears of it within a minute. */
#include "base/rand.h"
#include "cli/cli.h"
#include "host/mailer.h"
#include "host/secret.h"
#include "social/account.h"
#include "social/login_change.h"
#include "social/password.h"
#include "social/role.h"
#include "social/two_factor.h"
#include "store/store.h"

#include <stdio.h>

struct change {
	struct login_row login;
	struct sv hash;
	int role;
	bool off;
	enum fail (*make)(struct ctx *cx, const struct change *change);
};

static enum fail open_account(struct cli *cli, const char *usage, struct login_row *login_r)
{
	struct ctx *cx = &cli->cx;
	struct account_row row;
	if (cli->word_count < 1)
		return refuse(cx, FAIL_UNREADABLE, "Say whose: %s", usage);
	TRY(secret_load(cx, &cli->config));
	TRY(mailer_start(cx, &cli->config)); /* for the mails that go with a change; the server sends them */
	TRY(cli_open_community(cli));
	enum fail fail = account_find_acct(cx, sv_of(cli->words[0]), &row);
	if (fail == OK)
		fail = q_login_get(cx, row.id, login_r);
	return fail == FAIL_NOT_FOUND ? refuse(cx, FAIL_NOT_FOUND, "There is no account called %s.", cli->words[0]) : fail;
}

static enum fail run(struct ctx *cx, void *arg)
{
	const struct change *change = arg;
	TRY(change->make(cx, change));
	return login_tell_server(cx, change->login.account_id);
}

static enum fail carry_out(struct cli *cli, struct change *change, enum fail (*make)(struct ctx *cx, const struct change *change))
{
	change->make = make;
	return writer_run(cli->cx.community->writer, &cli->cx, run, change);
}

static enum fail make_password(struct ctx *cx, const struct change *change)
{
	if (change->off)
		TRY(two_factor_disable(cx, change->login.account_id));
	return login_set_password(cx, &change->login, change->hash, SV(""));
}

enum fail cmd_account_passwd(struct cli *cli)
{
	struct change change = { .off = cli_option(cli, "no-second-step") != NULL };
	const char *password = cli_option(cli, "password");
	struct sv secret = password ? sv_of(password) : sv_first(rand_token(&cli->cx.arena), 20);
	TRY(open_account(cli, "folkmoot account passwd NAME", &change.login));
	TRY(password_hash(&cli->cx, secret, &change.hash));
	TRY(carry_out(cli, &change, make_password));
	printf("Set a new password for %s%s" SVF ". All sessions and apps have to sign in again.\n", cli->words[0], password ? "" : ": ",
	       SVA(password ? SV("") : secret));
	return OK;
}

static enum fail make_role(struct ctx *cx, const struct change *change)
{
	return login_set_role(cx, change->login.account_id, change->role);
}

enum fail cmd_account_role(struct cli *cli)
{
	struct change change = { 0 };
	if (cli->word_count != 2)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say whose, and which: folkmoot account role NAME member|moderator|admin|owner");
	change.role = role_by_name(cli->words[1]);
	if (change.role < 0)
		return refuse(&cli->cx, FAIL_INVALID, "\"%s\" is no role: member, moderator, admin, owner.", cli->words[1]);
	TRY(open_account(cli, "", &change.login));
	TRY(carry_out(cli, &change, make_role));
	printf("%s is now %s.\n", cli->words[0], cli->words[1]);
	return OK;
}

static enum fail make_confirmed(struct ctx *cx, const struct change *change)
{
	return login_confirm(cx, &change->login);
}

enum fail cmd_account_confirm(struct cli *cli)
{
	struct change change = { 0 };
	TRY(open_account(cli, "folkmoot account confirm NAME", &change.login));
	TRY(carry_out(cli, &change, make_confirmed));
	printf("The e-mail address of %s, " SVF ", counts as confirmed.\n", cli->words[0], SVA(change.login.email));
	return OK;
}

static enum fail make_approved(struct ctx *cx, const struct change *change)
{
	return login_approve(cx, change->login.account_id);
}

enum fail cmd_account_approve(struct cli *cli)
{
	struct change change = { 0 };
	TRY(open_account(cli, "folkmoot account approve NAME", &change.login));
	TRY(carry_out(cli, &change, make_approved));
	printf("%s is approved%s.\n", cli->words[0], change.login.confirmed_at ? "" : ", and has to confirm the e-mail address still");
	return OK;
}

static enum fail make_disabled(struct ctx *cx, const struct change *change)
{
	return login_disable(cx, change->login.account_id, !change->off);
}

enum fail cmd_account_disable(struct cli *cli)
{
	struct change change = { .off = cli_option(cli, "undo") != NULL };
	TRY(open_account(cli, "folkmoot account disable NAME [--undo]", &change.login));
	TRY(carry_out(cli, &change, make_disabled));
	printf(change.off ? "%s may sign in again.\n" : "%s cannot sign in any more.\n", cli->words[0]);
	return OK;
}

enum fail cmd_account_list(struct cli *cli)
{
	struct logins_all_row *rows;
	size_t count;
	int64_t after = 0;
	TRY(cli_open_community(cli));
	do {
		TRY(q_logins_all(&cli->cx, after, &rows, &count));
		for (size_t i = 0; i < count; i++) {
			const char *state = rows[i].disabled_at ? "disabled" : !rows[i].confirmed_at ? "not confirmed" : !rows[i].approved_at ? "not approved" : "";
			printf("%-30.*s %-10s %-40.*s %s\n", SVA(rows[i].username), rows[i].role ? role_about((int)rows[i].role)->title : "",
			       SVA(rows[i].email), state);
			after = rows[i].account_id;
		}
	} while (count == 1000);
	return OK;
}
