/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"
#include "base/rand.h"
#include "cli/cli.h"
#include "social/account.h"
#include "social/password.h"
#include "social/role.h"
#include "social/scope.h"
#include "social/token.h"
#include "store/store.h"

#include <stdio.h>

static enum fail create_one(struct ctx *cx, void *arg)
{
	int64_t id;
	return account_create(cx, arg, &id);
}

enum fail cmd_account_create(struct cli *cli)
{
	struct ctx *cx = &cli->cx;
	const char *email = cli_option(cli, "email"), *password = cli_option(cli, "password"), *role = cli_option(cli, "role");
	if (cli->word_count != 1 || !email)
		return refuse(cx, FAIL_UNREADABLE, "Say who: folkmoot account create NAME --email ADDRESS");
	if (role && role_by_name(role) < 0)
		return refuse(cx, FAIL_INVALID, "\"%s\" is no role: member, moderator, admin, owner.", role);
	struct sv secret = password ? sv_of(password) : sv_first(rand_token(&cx->arena), 20);
	struct account_draft draft = { .username = sv_of(cli->words[0]),
		                       .email = sv_of(email),
		                       .display_name = sv_of(cli_option(cli, "display-name")),
		                       .role = role ? role_by_name(role) : ROLE_MEMBER,
		                       .confirmed = true,
		                       .approved = true };
	TRY(cli_open_community(cli));
	TRY(password_hash(cx, secret, &draft.password_hash));
	TRY(writer_run(cx->community->writer, cx, create_one, &draft));
	printf("Made the account %s%s" SVF "\n", cli->words[0], password ? "" : " with the password ", SVA(password ? SV("") : secret));
	return OK;
}

struct token_wish {
	struct sv token, scopes;
	int64_t account_id;
};

static enum fail create_token(struct ctx *cx, void *arg)
{
	struct token_wish *wish = arg;
	int64_t app_id = id_new(cx->now);
	TRY(q_oauth_app_insert(cx, app_id, SV("folkmoot token create"), SV_NONE, SV("urn:ietf:wg:oauth:2.0:oob"), wish->scopes,
	                       rand_token(&cx->arena), token_hash_sv(&cx->arena, rand_token(&cx->arena)), cx->now));
	return q_oauth_token_insert(cx, id_new(cx->now), token_hash_sv(&cx->arena, wish->token), app_id, wish->account_id, wish->scopes,
	                            cx->now, SV(""));
}

enum fail cmd_token_create(struct cli *cli)
{
	struct ctx *cx = &cli->cx;
	struct account_row account;
	uint64_t set;
	struct token_wish wish = { .token = rand_token(&cx->arena), .scopes = sv_of(cli_option(cli, "scopes")) };
	if (cli->word_count != 1)
		return refuse(cx, FAIL_UNREADABLE, "Say whose: folkmoot token create NAME");
	if (!wish.scopes.p)
		wish.scopes = SV("read write follow push");
	if (!scopes_parse(wish.scopes, &set))
		return refuse(cx, FAIL_INVALID, "\"" SVF "\" has a scope that does not exist.", SVA(wish.scopes));
	TRY(cli_open_community(cli));
	enum fail fail = account_find_acct(cx, sv_of(cli->words[0]), &account);
	if (fail == FAIL_NOT_FOUND)
		return refuse(cx, FAIL_NOT_FOUND, "There is no account called %s.", cli->words[0]);
	TRY(fail);
	wish.account_id = account.id;
	TRY(writer_run(cx->community->writer, cx, create_token, &wish));
	printf(SVF "\n", SVA(wish.token));
	return OK;
}
