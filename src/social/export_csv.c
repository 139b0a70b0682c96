/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mastodon's CSV files (app/models/export.rb there): the same names, columns and order, so that they can be imported there and here. */
#include "social/csv.h"
#include "social/status.h"
#include "social/transfer.h"

enum { CSV_MOST = 64 << 20, PAGE = 500 };

static struct sv acct(struct ctx *cx, struct sv username, struct sv domain)
{
	return arena_printf(&cx->arena, SVF "@" SVF, SVA(username), SVA(domain.n ? domain : cx->community->domain));
}

static struct sv yes(bool value)
{
	return value ? SV("true") : SV("false");
}

/* "en de" → "en, de" */
static struct sv languages(struct ctx *cx, struct sv list)
{
	struct buf out = BUF(&cx->arena, 4096);
	struct sv word;
	while (list.n) {
		sv_cut(&list, ' ', &word);
		if (out.n && word.n)
			buf_put(&out, SV(", "));
		buf_put(&out, word);
	}
	return buf_sv(&out);
}

static enum fail put_follows(struct ctx *cx, int64_t account_id, struct buf *out)
{
	struct export_follows_row *rows;
	size_t count;
	TRY(q_export_follows(cx, account_id, &rows, &count));
	buf_put(out, SV("Account address,Show boosts,Notify on new posts,Languages\n"));
	for (size_t i = 0; i < count; i++)
		csv_put(out, (struct sv[]){ acct(cx, rows[i].username, rows[i].domain), yes(rows[i].reblogs), yes(rows[i].notify),
		                            languages(cx, rows[i].languages) }, 4);
	return OK;
}

static enum fail put_blocks(struct ctx *cx, int64_t account_id, struct buf *out)
{
	struct export_blocks_row *rows;
	size_t count;
	TRY(q_export_blocks(cx, account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		csv_put(out, (struct sv[]){ acct(cx, rows[i].username, rows[i].domain) }, 1);
	return OK;
}

static enum fail put_mutes(struct ctx *cx, int64_t account_id, struct buf *out)
{
	struct export_mutes_row *rows;
	size_t count;
	TRY(q_export_mutes(cx, account_id, cx->now, &rows, &count));
	buf_put(out, SV("Account address,Hide notifications\n"));
	for (size_t i = 0; i < count; i++)
		csv_put(out, (struct sv[]){ acct(cx, rows[i].username, rows[i].domain), yes(rows[i].notifications) }, 2);
	return OK;
}

static enum fail put_lists(struct ctx *cx, int64_t account_id, struct buf *out)
{
	struct export_lists_row *rows;
	size_t count;
	TRY(q_export_lists(cx, account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		csv_put(out, (struct sv[]){ rows[i].title, acct(cx, rows[i].username, rows[i].domain) }, 2);
	return OK;
}

static enum fail put_domains(struct ctx *cx, int64_t account_id, struct buf *out)
{
	struct export_domains_row *rows;
	size_t count;
	TRY(q_export_domains(cx, account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		csv_put(out, (struct sv[]){ rows[i].domain }, 1);
	return OK;
}

static enum fail put_bookmarks(struct ctx *cx, int64_t account_id, struct buf *out)
{
	struct export_bookmarks_row *rows;
	size_t count;
	int64_t after = 0;
	do {
		TRY(q_export_bookmarks(cx, account_id, after, PAGE, &rows, &count));
		for (size_t i = 0; i < count; i++) {
			struct status *status;
			TRY(status_load(cx, rows[i].status_id, &status));
			csv_put(out, (struct sv[]){ status_uri(cx, status) }, 1);
			after = rows[i].id;
		}
	} while (count == PAGE);
	return OK;
}

enum fail export_csv(struct ctx *cx, int64_t account_id, enum transfer_kind kind, struct sv *csv_r)
{
	static enum fail (*const puts[TRANSFER_KINDS])(struct ctx *cx, int64_t account_id, struct buf *out) = {
		[TRANSFER_FOLLOWS] = put_follows, [TRANSFER_BLOCKS] = put_blocks,          [TRANSFER_MUTES] = put_mutes,
		[TRANSFER_LISTS] = put_lists,     [TRANSFER_DOMAIN_BLOCKS] = put_domains, [TRANSFER_BOOKMARKS] = put_bookmarks,
	};
	struct buf out = BUF(&cx->arena, CSV_MOST);
	if (!puts[kind])
		return refuse(cx, FAIL_NOT_FOUND, "There is no CSV file of that.");
	TRY(puts[kind](cx, account_id, &out));
	if (out.overflow)
		return refuse(cx, FAIL_TOO_LARGE, "This list is too long for one file.");
	*csv_r = buf_sv(&out);
	return OK;
}
