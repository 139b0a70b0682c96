/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot announcement …: what everybody is told. */
#include "social/announcement.h"

#include "base/clock.h"
#include "base/id.h"
#include "cli/cli.h"
#include "social/community.h"
#include "store/q.h"

#include <stdio.h>

static enum fail read_time(struct ctx *cx, const char *name, const char *text, int64_t *ms_r)
{
	*ms_r = 0;
	if (text && !time_parse(sv_of(text), ms_r))
		return refuse(cx, FAIL_INVALID, "--%s takes a date or a time: 2026-12-24 or 2026-12-24T18:00:00Z", name);
	return OK;
}

struct publishing {
	struct announcement_draft draft;
	int64_t id;
};

static enum fail publish(struct ctx *cx, void *arg)
{
	struct publishing *p = arg;
	TRY(announcement_write(cx, &p->draft, &p->id));
	return announcement_tell_server(cx, p->id);
}

enum fail cmd_announcement_create(struct cli *cli)
{
	struct ctx *cx = &cli->cx;
	struct publishing p = { .draft.all_day = cli_option(cli, "all-day") != NULL };
	if (cli->word_count != 1)
		return refuse(cx, FAIL_UNREADABLE, "Say what: folkmoot announcement create \"The server moves on Sunday.\"");
	p.draft.text = sv_of(cli->words[0]);
	TRY(read_time(cx, "starts", cli_option(cli, "starts"), &p.draft.starts_at));
	TRY(read_time(cx, "ends", cli_option(cli, "ends"), &p.draft.ends_at));
	TRY(cli_open_community(cli));
	TRY(writer_run(cx->community->writer, cx, publish, &p));
	printf("Published as %lld. Who reads the pages is told within a minute.\n", (long long)p.id);
	return OK;
}

static enum fail remove_one(struct ctx *cx, void *arg)
{
	int64_t id = *(const int64_t *)arg;
	TRY(announcement_remove(cx, id));
	return announcement_tell_server(cx, id);
}

enum fail cmd_announcement_delete(struct cli *cli)
{
	struct ctx *cx = &cli->cx;
	int64_t id;
	if (cli->word_count != 1 || !id_parse(sv_of(cli->words[0]), &id))
		return refuse(cx, FAIL_UNREADABLE, "Say which: folkmoot announcement delete ID; folkmoot announcement list tells them");
	TRY(cli_open_community(cli));
	enum fail fail = writer_run(cx->community->writer, cx, remove_one, &id);
	return fail == FAIL_NOT_FOUND ? refuse(cx, fail, "There is no announcement %lld.", (long long)id) : fail;
}

enum fail cmd_announcement_list(struct cli *cli)
{
	struct announcement_row *rows;
	size_t count;
	TRY(cli_open_community(cli));
	TRY(q_announcements_all(&cli->cx, &rows, &count));
	for (size_t i = 0; i < count; i++)
		printf("%lld  " SVF "  " SVF "\n", (long long)rows[i].id, SVA(time_dup(&cli->cx.arena, rows[i].published_at)), SVA(rows[i].text));
	return OK;
}
