/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot held …: posts that the screen holds back. */
#include "moderation/held.h"

#include "base/clock.h"
#include "base/id.h"
#include "cli/cli.h"
#include "social/effect.h"
#include "social/status.h"
#include "store/page.h"
#include "store/store.h"

#include <stdio.h>

enum { PART = 100, LINE = 200 /* bytes of a text that are shown */ };

/* In one line. */
static void print_text(struct ctx *cx, struct sv text)
{
	struct sv part = sv_first(text, LINE);
	while (part.n && part.n < text.n && ((unsigned char)text.p[part.n] & 0xc0) == 0x80)
		part.n--;
	char *line = arena_alloc(&cx->arena, part.n + 1);
	for (size_t i = 0; i < part.n; i++)
		line[i] = (unsigned char)part.p[i] < ' ' || part.p[i] == 0x7f ? ' ' : part.p[i];
	printf("    %.*s%s\n", (int)part.n, line, part.n < text.n ? " …" : "");
}

static enum fail print_one(struct ctx *cx, const struct status_row *row)
{
	struct account_row author;
	struct finding_row *findings;
	size_t count;
	TRY(q_account_get(cx, row->account_id, &author));
	TRY(q_findings_of(cx, row->id, &findings, &count));
	printf("%lld  " SVF "  @" SVF "\n", (long long)row->id, SVA(time_dup(&cx->arena, row->hidden_at)), SVA(author.username));
	print_text(cx, row->text);
	for (size_t i = 0; i < count; i++)
		if (!findings[i].decided.n)
			printf("    " SVF " %.0f %% (" SVF "): " SVF "\n", SVA(findings[i].category), 100 * findings[i].score, SVA(findings[i].found_by), SVA(findings[i].why));
	return OK;
}

enum fail cmd_held_list(struct cli *cli)
{
	struct ctx *cx = &cli->cx;
	struct status_row *rows;
	struct page page = PAGE_NEWEST(PART);
	size_t count;
	TRY(cli_open_community(cli));
	do {
		TRY(q_held_statuses(cx, &page, &rows, &count));
		for (size_t i = 0; i < count; i++)
			TRY(print_one(cx, &rows[i]));
		if (count)
			page.max_id = rows[count - 1].id;
	} while (count == PART);
	return OK;
}

struct decision {
	enum fail (*decide)(struct ctx *cx, int64_t status_id);
	int64_t id;
};

/* A server that runs beside has it in memory that the post is not there. */
static enum fail decide(struct ctx *cx, void *arg)
{
	const struct decision *decision = arg;
	TRY(decision->decide(cx, decision->id));
	return effect_job(cx, JOB_STATUS_APPEARS, decision->id, SV_NONE, 0);
}

static enum fail run(struct cli *cli, const char *verb, enum fail (*how)(struct ctx *cx, int64_t status_id))
{
	struct ctx *cx = &cli->cx;
	struct decision decision = { .decide = how };
	if (cli->word_count != 1 || !id_parse(sv_of(cli->words[0]), &decision.id))
		return refuse(cx, FAIL_UNREADABLE, "Say which: folkmoot held %s ID; folkmoot held list tells them", verb);
	TRY(cli_open_community(cli));
	enum fail fail = writer_run(cx->community->writer, cx, decide, &decision);
	return fail == FAIL_NOT_FOUND ? refuse(cx, fail, "There is no post %lld.", (long long)decision.id) : fail;
}

enum fail cmd_held_release(struct cli *cli)
{
	TRY(run(cli, "release", held_release));
	printf("Released. A server that is running shows it within a minute.\n");
	return OK;
}

enum fail cmd_held_remove(struct cli *cli)
{
	TRY(run(cli, "remove", held_remove));
	printf("It stays away. Its author is told.\n");
	return OK;
}
