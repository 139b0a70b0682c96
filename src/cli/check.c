/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot check: is everything there? It changes nothing and may run beside a server. */
#include "cli/cli.h"

#include "store/q.h"
#include "store/store.h"

#include <stdio.h>
#include <unistd.h>

enum { AT_ONCE = 1000, NAMED_MOST = 20 };

struct check {
	struct cli *cli;
	struct sv media_dir;
	int64_t files, missing, findings;
};

static void check_file(struct check *check, struct sv file)
{
	struct arena *arena = &check->cli->cx.arena;
	if (!file.n || sv_starts(file, SV("http://")) || sv_starts(file, SV("https://")))
		return;
	check->files++;
	if (access(arena_printf(arena, SVF "/" SVF, SVA(check->media_dir), SVA(file)).p, R_OK) == 0)
		return;
	if (++check->missing <= NAMED_MOST)
		printf("  missing: media/" SVF "\n", SVA(file));
}

static enum fail check_attachments(struct check *check)
{
	struct check_media_row *rows;
	size_t count;
	int64_t after = 0;
	do {
		TRY(q_check_media(&check->cli->cx, after, AT_ONCE, &rows, &count));
		for (size_t i = 0; i < count; i++) {
			check_file(check, rows[i].file);
			check_file(check, rows[i].preview);
			after = rows[i].id;
		}
		cli_progress("media files", check->files, 0);
	} while (count == AT_ONCE);
	return OK;
}

static enum fail check_profiles(struct check *check)
{
	struct check_pictures_row *rows;
	size_t count;
	int64_t after = 0;
	do {
		TRY(q_check_pictures(&check->cli->cx, after, AT_ONCE, &rows, &count));
		for (size_t i = 0; i < count; i++) {
			const struct sv files[] = { rows[i].avatar, rows[i].avatar_static, rows[i].header, rows[i].header_static };
			for (size_t k = 0; k < COUNT_OF(files); k++)
				check_file(check, files[k]);
			after = rows[i].id;
		}
	} while (count == AT_ONCE);
	return OK;
}

static enum fail check_files(struct check *check)
{
	TRY(check_attachments(check));
	TRY(check_profiles(check));
	cli_progress_end();
	if (check->missing > NAMED_MOST)
		printf("  … and %lld more\n", (long long)(check->missing - NAMED_MOST));
	printf("media      %lld files, %lld missing\n", (long long)check->files, (long long)check->missing);
	check->findings += check->missing;
	return OK;
}

static enum fail check_search(struct check *check)
{
	struct ctx *cx = &check->cli->cx;
	struct check_count_statuses_row statuses;
	struct check_count_accounts_row accounts;
	struct check_unsearchable_statuses_row lost_statuses;
	struct check_unsearchable_accounts_row lost_accounts;
	TRY(q_check_count_statuses(cx, &statuses));
	TRY(q_check_count_accounts(cx, &accounts));
	TRY(q_check_unsearchable_statuses(cx, &lost_statuses));
	TRY(q_check_unsearchable_accounts(cx, &lost_accounts));
	printf("statuses   %lld, %lld of them unknown to search\n", (long long)statuses.statuses, (long long)lost_statuses.statuses);
	printf("accounts   %lld, %lld of them unknown to search\n", (long long)accounts.accounts, (long long)lost_accounts.accounts);
	check->findings += lost_statuses.statuses + lost_accounts.accounts;
	return OK;
}

static enum fail check_database(struct check *check, struct sv dir)
{
	struct ctx *cx = &check->cli->cx;
	TRY(db_open(cx, arena_printf(&cx->arena, SVF "/community.db", SVA(dir)).p, DB_READ, &cx->db));
	enum fail fail = db_check(cx, cx->db);
	printf("database   %s\n", fail == OK ? "whole" : "DAMAGED");
	if (fail == OK)
		fail = check_search(check);
	if (fail == OK)
		fail = check_files(check);
	db_close(cx->db);
	cx->db = NULL;
	return fail;
}

enum fail cmd_check(struct cli *cli)
{
	struct sv domain;
	TRY(cli_domain(cli, &domain));
	struct sv dir = arena_printf(&cli->cx.arena, "%s/communities/" SVF, cli->config.data, SVA(domain));
	struct check check = { .cli = cli, .media_dir = arena_printf(&cli->cx.arena, SVF "/media", SVA(dir)) };
	printf(SVF "\n", SVA(domain));
	enum fail fail = check_database(&check, dir);
	cli_progress_end();
	TRY(fail);
	if (check.findings)
		return refuse(&cli->cx, FAIL_CONFLICT, "%lld things are wrong; a backup may have what is missing.", (long long)check.findings);
	puts("Nothing is wrong.");
	return OK;
}
