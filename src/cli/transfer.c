/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/transfer.h"

#include "cli/cli.h"
#include "social/account.h"
#include "social/file_copy.h"
#include "social/login_change.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void watch(const struct transfer_row *row)
{
	cli_progress("posts", row->done + row->skipped, row->total);
}

static enum fail find_account(struct cli *cli, const char *name, int64_t *id_r)
{
	struct account_row account;
	TRY(cli_open_community(cli));
	enum fail fail = account_find_acct(&cli->cx, sv_of(name), &account);
	if (fail == FAIL_NOT_FOUND)
		return refuse(&cli->cx, FAIL_NOT_FOUND, "There is no account called %s.", name);
	TRY(fail);
	*id_r = account.id;
	return OK;
}

struct wish {
	int64_t account_id, id;
	const char *direction;
	enum transfer_kind kind;
	bool overwrite;
	struct sv file;
};

static enum fail note(struct ctx *cx, void *arg)
{
	struct wish *w = arg;
	return transfer_note(cx, w->account_id, w->direction, w->kind, w->overwrite, w->file, &w->id);
}

static enum fail tell_server(struct ctx *cx, void *arg)
{
	return login_tell_server(cx, ((const struct wish *)arg)->account_id);
}

/* Does it and tells how it ended. */
static enum fail run(struct cli *cli, struct wish *wish, struct transfer_row *row_r)
{
	struct ctx *cx = &cli->cx;
	TRY(writer_run(cx->community->writer, cx, note, wish));
	enum fail fail = transfer_do(cx, wish->id, watch);
	cli_progress_end();
	TRY(fail);
	TRY(writer_run(cx->community->writer, cx, tell_server, wish));
	TRY(q_transfer_get(cx, wish->id, row_r));
	if (!sv_eq(row_r->state, SV("done")))
		return refuse(cx, FAIL_INVALID, SVF, SVA(row_r->message));
	return OK;
}

/* --- export ------------------------------------------------------------------------------------------------------------------------- */

static enum fail write_csv(struct cli *cli, int64_t account_id, enum transfer_kind kind, const char *folder)
{
	struct sv text;
	const char *path = arena_printf(&cli->cx.arena, "%s/%s", folder, transfer_kind_csv(kind)).p;
	TRY(export_csv(&cli->cx, account_id, kind, &text));
	FILE *file = fopen(path, "wxe");
	if (!file || fwrite(text.p, 1, text.n, file) != text.n || fclose(file) != 0)
		return refuse(&cli->cx, FAIL_UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno));
	return OK;
}

static enum fail move_archive(struct cli *cli, struct sv file, const char *folder)
{
	struct ctx *cx = &cli->cx;
	const char *from = arena_printf(&cx->arena, SVF "/" SVF, SVA(cx->community->dir), SVA(file)).p;
	const char *to = arena_printf(&cx->arena, "%s/archive.zip", folder).p;
	if (rename(from, to) == 0)
		return OK;
	int in = open(from, O_RDONLY | O_CLOEXEC), out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int64_t bytes;
	bool whole = in >= 0 && out >= 0 && file_copy(in, out, &bytes);
	int error = errno;
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	if (!whole)
		return refuse(cx, FAIL_UNAVAILABLE, "%s cannot be written: %s", to, strerror(error));
	unlink(from);
	return OK;
}

enum fail cmd_export(struct cli *cli)
{
	struct transfer_row row;
	struct wish wish = { .direction = "export", .kind = TRANSFER_ARCHIVE };
	if (cli->word_count != 2)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say whose and where to: folkmoot export ACCOUNT FOLDER");
	const char *folder = cli->words[1];
	TRY(find_account(cli, cli->words[0], &wish.account_id));
	if (mkdir(folder, 0700) < 0 && errno != EEXIST)
		return refuse(&cli->cx, FAIL_UNAVAILABLE, "The folder %s cannot be made: %s", folder, strerror(errno));
	for (int i = 0; i < TRANSFER_KINDS; i++)
		if (transfer_kind_csv((enum transfer_kind)i))
			TRY(write_csv(cli, wish.account_id, (enum transfer_kind)i, folder));
	TRY(run(cli, &wish, &row));
	TRY(move_archive(cli, row.file, folder));
	printf("Exported %lld posts of %s into %s. " SVF "\n", (long long)row.done, cli->words[0], folder, SVA(row.message));
	return OK;
}

/* --- import ------------------------------------------------------------------------------------------------------------------------- */

static enum fail guess_kind(struct cli *cli, const char *path, enum transfer_kind *kind_r)
{
	struct sv name = sv_of(path), rest = name, tail;
	const char *wanted = cli_option(cli, "kind");
	if (sv_cut_last(&rest, '/', &tail))
		name = tail;
	int kind = wanted ? transfer_kind_by_text(sv_of(wanted)) : -1;
	for (int i = 0; i < TRANSFER_KINDS && !wanted; i++)
		if (transfer_kind_csv((enum transfer_kind)i) && sv_eq(name, sv_of(transfer_kind_csv((enum transfer_kind)i))))
			kind = i;
	if (!wanted && (sv_ends(name, SV(".zip")) || sv_ends(name, SV(".tar.gz")) || sv_ends(name, SV(".tgz")) || sv_ends(name, SV(".tar"))))
		kind = TRANSFER_ARCHIVE;
	if (kind < 0)
		return refuse(&cli->cx, FAIL_UNREADABLE,
		              "Say what it is: --kind following, blocks, mutes, domain_blocks, lists, bookmarks or archive.");
	*kind_r = (enum transfer_kind)kind;
	return OK;
}

static enum fail keep(struct cli *cli, const char *path, struct sv *file_r)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return refuse(&cli->cx, FAIL_NOT_FOUND, "%s cannot be read: %s", path, strerror(errno));
	enum fail fail = transfer_keep_upload(&cli->cx, fd, file_r);
	close(fd);
	return fail;
}

enum fail cmd_import(struct cli *cli)
{
	struct transfer_row row;
	struct wish wish = { .direction = "import" };
	struct sv mode = sv_of(cli_option(cli, "mode"));
	if (cli->word_count != 2)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say whose and what: folkmoot import ACCOUNT FILE");
	wish.overwrite = sv_eq(mode, SV("overwrite"));
	if (mode.n && !wish.overwrite && !sv_eq(mode, SV("merge")))
		return refuse(&cli->cx, FAIL_UNREADABLE, "--mode takes merge or overwrite.");
	TRY(guess_kind(cli, cli->words[1], &wish.kind));
	TRY(find_account(cli, cli->words[0], &wish.account_id));
	TRY(keep(cli, cli->words[1], &wish.file));
	TRY(run(cli, &wish, &row));
	printf("Imported %lld, skipped %lld. " SVF "\n", (long long)row.done, (long long)row.skipped, SVA(row.message));
	return OK;
}
