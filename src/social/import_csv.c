/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mastodon's CSV files, and those of others that are like them: a header or none, accounts as user@domain. */
#include "base/clock.h"
#include "base/id.h"
#include "social/account.h"
#include "social/csv.h"
#include "social/effect.h"
#include "social/follow.h"
#include "social/relation.h"
#include "social/status_mark.h"
#include "social/viewer.h"
#include "social/transfer.h"
#include "store/store.h"

#include <stdio.h>

enum { CSV_FILE_MOST = 20 << 20, ROWS_MOST = 200000, ROWS_AT_ONCE = 100 };

struct reading {
	struct transfer *transfer;
	enum transfer_kind kind;
	struct sv *rows;           /* CSV_CELLS each */
	size_t count, next;
	size_t columns[4];         /* where the columns stand */
	struct map kept;           /* accounts or statuses that are in the file */
};

static const struct sv columns[][4] = {
	[TRANSFER_FOLLOWS] = { SV_INIT("Account address"), SV_INIT("Show boosts"), SV_INIT("Notify on new posts"), SV_INIT("Languages") },
	[TRANSFER_MUTES] = { SV_INIT("Account address"), SV_INIT("Hide notifications") },
	[TRANSFER_BLOCKS] = { SV_INIT("Account address") },
	[TRANSFER_LISTS] = { SV_INIT("List name"), SV_INIT("Account address") },
	[TRANSFER_BOOKMARKS] = { SV_INIT("#uri") },
	[TRANSFER_DOMAIN_BLOCKS] = { SV_INIT("#domain") },
};

static bool is_true(struct sv text, bool otherwise)
{
	return text.n ? sv_eq_nocase(text, SV("true")) || sv_eq(text, SV("1")) : otherwise;
}

static struct sv cell(const struct reading *r, size_t row, size_t column)
{
	size_t at = r->columns[column];
	return at < CSV_CELLS ? sv_trim(r->rows[row * CSV_CELLS + at]) : SV("");
}

/* --- a row ---------------------------------------------------------------------------------------------------------------------------- */

static enum fail find_account(struct ctx *cx, struct reading *r, struct sv acct, int64_t *id_r)
{
	struct account_row row;
	TRY(account_find_acct(cx, acct, &row));
	*id_r = row.id;
	map_put(&r->kept, row.id, 1);
	return OK;
}

/* "en, de" → "en de" */
static struct sv languages(struct ctx *cx, struct sv list)
{
	struct buf out = BUF(&cx->arena, 1024);
	struct sv word;
	while (list.n) {
		sv_cut(&list, ',', &word);
		word = sv_trim(word);
		if (!word.n || word.n > 16)
			continue;
		if (out.n)
			buf_putc(&out, ' ');
		buf_put(&out, word);
	}
	return out.n && !out.overflow ? buf_sv(&out) : SV_NONE;
}

static enum fail add_follow(struct ctx *cx, struct reading *r, size_t row)
{
	int64_t id;
	struct follow_wish wish = { .reblogs = is_true(cell(r, row, 1), true),
		                    .notify = is_true(cell(r, row, 2), false),
		                    .languages = languages(cx, cell(r, row, 3)) };
	TRY(find_account(cx, r, cell(r, row, 0), &id));
	return follow_create(cx, cx->who.account_id, id, &wish);
}

static enum fail add_block(struct ctx *cx, struct reading *r, size_t row)
{
	int64_t id;
	TRY(find_account(cx, r, cell(r, row, 0), &id));
	return relation_block(cx, id);
}

static enum fail add_mute(struct ctx *cx, struct reading *r, size_t row)
{
	int64_t id;
	TRY(find_account(cx, r, cell(r, row, 0), &id));
	return relation_mute(cx, id, is_true(cell(r, row, 1), true), 0);
}

static enum fail add_domain(struct ctx *cx, struct reading *r, size_t row)
{
	return relation_block_domain(cx, cell(r, row, 0));
}

/* Who is on a list is followed, as Mastodon does it when it imports one. */
static enum fail add_list_member(struct ctx *cx, struct reading *r, size_t row)
{
	int64_t id, me = cx->who.account_id;
	struct import_list_find_row list;
	struct sv title = sv_first(cell(r, row, 0), 256);
	if (!title.n)
		return refuse(cx, FAIL_INVALID, "A list needs a name.");
	TRY(find_account(cx, r, cell(r, row, 1), &id));
	bool follows;
	TRY(viewer_follows(cx, id, &follows));
	if (!follows && id != me)
		TRY(follow_create(cx, me, id, &(struct follow_wish){ .reblogs = true }));
	enum fail fail = q_import_list_find(cx, me, title, &list);
	if (fail == FAIL_NOT_FOUND) {
		list.id = id_new(cx->now);
		fail = q_import_list_insert(cx, list.id, me, title);
	}
	TRY(fail);
	effect_add(cx, EFFECT_VIEWER, me, 0);
	return q_import_list_member(cx, list.id, id, id_new(cx->now));
}

/* A post of this community by its address, or one that was imported. */
static enum fail find_status(struct ctx *cx, struct sv uri, struct status_row *row_r)
{
	struct imported_find_row imported;
	struct sv rest = uri, tail;
	int64_t id = 0;
	if (q_imported_find(cx, cx->who.account_id, uri, &imported) == OK)
		return status_see(cx, imported.status_id, row_r);
	if (!sv_starts(uri, arena_printf(&cx->arena, SVF "/", SVA(cx->community->url))) || !sv_cut_last(&rest, '/', &tail) || !id_parse(tail, &id))
		return FAIL_NOT_FOUND;
	return status_see(cx, id, row_r);
}

static enum fail add_bookmark(struct ctx *cx, struct reading *r, size_t row)
{
	struct status_row status;
	TRY(find_status(cx, cell(r, row, 0), &status));
	map_put(&r->kept, status.id, 1);
	return status_bookmark(cx, &status, true);
}

/* --- what is not in the file any more ---------------------------------------------------------------------------------------------------- */

static enum fail end_follows(struct ctx *cx, struct reading *r)
{
	struct import_follows_now_row *rows;
	size_t count;
	TRY(q_import_follows_now(cx, cx->who.account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (!map_has(&r->kept, rows[i].target_id))
			TRY(follow_end(cx, cx->who.account_id, rows[i].target_id));
	return OK;
}

static enum fail end_blocks(struct ctx *cx, struct reading *r)
{
	struct import_blocks_now_row *rows;
	size_t count;
	TRY(q_import_blocks_now(cx, cx->who.account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (!map_has(&r->kept, rows[i].target_id))
			TRY(relation_unblock(cx, rows[i].target_id));
	return OK;
}

static enum fail end_mutes(struct ctx *cx, struct reading *r)
{
	struct import_mutes_now_row *rows;
	size_t count;
	TRY(q_import_mutes_now(cx, cx->who.account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (!map_has(&r->kept, rows[i].target_id))
			TRY(relation_unmute(cx, rows[i].target_id));
	return OK;
}

static enum fail end_bookmarks(struct ctx *cx, struct reading *r)
{
	struct import_bookmarks_now_row *rows;
	size_t count;
	TRY(q_import_bookmarks_now(cx, cx->who.account_id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct status_row status;
		if (map_has(&r->kept, rows[i].status_id))
			continue;
		TRY(q_status_get(cx, rows[i].status_id, &status));
		TRY(status_bookmark(cx, &status, false));
	}
	return OK;
}

static enum fail end_domains(struct ctx *cx, struct reading *r)
{
	struct export_domains_row *rows;
	size_t count;
	TRY(q_export_domains(cx, cx->who.account_id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		bool kept = false;
		for (size_t k = 0; k < r->count; k++)
			kept |= sv_eq_nocase(cell(r, k, 0), rows[i].domain);
		if (!kept)
			TRY(relation_unblock_domain(cx, rows[i].domain));
	}
	return OK;
}

/* Lists are filled anew: this comes before the rows. */
static enum fail empty_lists(struct ctx *cx, struct reading *r)
{
	(void)r;
	effect_add(cx, EFFECT_VIEWER, cx->who.account_id, 0);
	return q_import_lists_empty(cx, cx->who.account_id);
}

static const struct {
	enum fail (*add)(struct ctx *cx, struct reading *r, size_t row);
	enum fail (*before)(struct ctx *cx, struct reading *r), (*after)(struct ctx *cx, struct reading *r); /* when it overwrites */
} actions[] = {
	[TRANSFER_FOLLOWS] = { add_follow, NULL, end_follows },
	[TRANSFER_BLOCKS] = { add_block, NULL, end_blocks },
	[TRANSFER_MUTES] = { add_mute, NULL, end_mutes },
	[TRANSFER_DOMAIN_BLOCKS] = { add_domain, NULL, end_domains },
	[TRANSFER_LISTS] = { add_list_member, empty_lists, NULL },
	[TRANSFER_BOOKMARKS] = { add_bookmark, NULL, end_bookmarks },
};

/* --- all of them ------------------------------------------------------------------------------------------------------------------------- */

/* A row that cannot be done is skipped, and leaves nothing behind. */
static enum fail add_row(struct ctx *cx, struct reading *r, size_t row, bool *added_r)
{
	struct effect *before = cx->effects;
	TXN(txn);
	TRY(txn_begin(&txn, cx));
	enum fail fail = actions[r->kind].add(cx, r, row);
	*added_r = fail == OK;
	if (fail == OK)
		return txn_commit(&txn);
	cx->effects = before;
	return fail == FAIL_BROKEN || fail == FAIL_UNAVAILABLE ? fail : OK;
}

static enum fail add_some(struct ctx *cx, void *arg)
{
	struct reading *r = arg;
	struct transfer_row *row = &r->transfer->row;
	for (size_t i = 0; i < ROWS_AT_ONCE && r->next < r->count; i++) {
		bool added;
		TRY(add_row(cx, r, r->next++, &added));
		row->done += added;
		row->skipped += !added;
	}
	return transfer_progress(cx, r->transfer);
}

static enum fail run_before(struct ctx *cx, void *arg)
{
	struct reading *r = arg;
	return actions[r->kind].before(cx, r);
}

static enum fail run_after(struct ctx *cx, void *arg)
{
	struct reading *r = arg;
	return actions[r->kind].after(cx, r);
}

static enum fail write(struct ctx *cx, enum fail (*run)(struct ctx *cx, void *arg), struct reading *r)
{
	TRY(writer_run(cx->community->writer, cx, run, r));
	effects_apply(cx);
	return OK;
}

static enum fail read_file(struct ctx *cx, const char *path, struct sv *text_r)
{
	FILE *file = fopen(path, "re");
	if (!file)
		return refuse(cx, FAIL_NOT_FOUND, "The file cannot be read.");
	char *text = arena_alloc(&cx->arena, CSV_FILE_MOST + 1);
	*text_r = (struct sv){ text, fread(text, 1, CSV_FILE_MOST + 1, file) };
	fclose(file);
	if (text_r->n > CSV_FILE_MOST)
		return refuse(cx, FAIL_TOO_LARGE, "A CSV file may have %d MB.", CSV_FILE_MOST >> 20);
	return OK;
}

/* With a header the columns stand where it says; without one they stand in Mastodon's order. */
static bool read_header(struct reading *r, const struct sv *cells, size_t count)
{
	bool header = false;
	for (size_t c = 0; c < 4; c++) {
		size_t found = CSV_CELLS;
		for (size_t i = 0; i < count; i++)
			if (columns[r->kind][c].n && sv_eq_nocase(sv_trim(cells[i]), columns[r->kind][c]))
				found = i;
		header |= found < CSV_CELLS;
		r->columns[c] = found;
	}
	for (size_t c = 0; c < 4 && !header; c++)
		r->columns[c] = c;
	return header;
}

static enum fail read_rows(struct ctx *cx, struct reading *r, struct sv text)
{
	struct sv cells[CSV_CELLS];
	size_t count, room = 0;
	for (bool first = true; csv_row(&cx->arena, &text, cells, &count); first = false) {
		if (first && read_header(r, cells, count))
			continue;
		if (r->count == ROWS_MOST)
			return refuse(cx, FAIL_INVALID, "A CSV file may have %d rows.", ROWS_MOST);
		if (r->count == room) {
			struct sv *bigger = arena_array(&cx->arena, struct sv, (room = room ? 2 * room : 64) * CSV_CELLS);
			if (r->count)
				memcpy(bigger, r->rows, r->count * CSV_CELLS * sizeof(*bigger));
			r->rows = bigger;
		}
		memcpy(&r->rows[r->count++ * CSV_CELLS], cells, sizeof(cells));
	}
	if (!r->count)
		return refuse(cx, FAIL_INVALID, "The file has no rows.");
	return OK;
}

static enum fail run(struct ctx *cx, struct reading *r)
{
	struct sv text;
	bool overwrite = sv_eq(r->transfer->row.mode, SV("overwrite"));
	TRY(read_file(cx, r->transfer->source, &text));
	TRY(read_rows(cx, r, text));
	r->transfer->row.total = (int64_t)r->count;
	r->transfer->row.done = r->transfer->row.skipped = 0;
	if (overwrite && actions[r->kind].before)
		TRY(write(cx, run_before, r));
	while (r->next < r->count)
		TRY(write(cx, add_some, r));
	if (overwrite && actions[r->kind].after)
		TRY(write(cx, run_after, r));
	if (r->transfer->row.skipped)
		r->transfer->message = arena_printf(&cx->arena, "%lld rows were skipped: what they name is not known here, or may not be.",
		                                    (long long)r->transfer->row.skipped);
	return OK;
}

enum fail import_csv(struct ctx *cx, struct transfer *transfer, enum transfer_kind kind)
{
	struct reading r = { .transfer = transfer, .kind = kind };
	enum fail fail = run(cx, &r);
	map_free(&r.kept);
	return fail;
}
