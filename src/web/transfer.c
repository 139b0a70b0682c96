/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a member takes along or brings in. */
#include "social/transfer.h"

#include "web/frame.h"
#include "web/web.h"

#define HERE SV("/settings/transfer")
enum { SHOWN = 20 };

static struct sv state_text(struct sv state)
{
	if (sv_eq(state, SV("done")))
		return TR("done");
	if (sv_eq(state, SV("failed")))
		return TR("failed");
	return sv_eq(state, SV("running")) ? TR("under way") : TR("waiting");
}

static struct view_transfer show_one(struct ctx *cx, const struct transfer_row *row)
{
	int kind = transfer_kind_by_text(row->kind);
	bool export = sv_eq(row->direction, SV("export"));
	struct sv what = kind < 0 ? SV("?") : tr(sv_of(transfer_kind_what((enum transfer_kind)kind)));
	struct view_transfer view = { .what = export ? TRF(&cx->arena, "Export: %s", what) : TRF(&cx->arena, "Import: %s", what),
		                      .state = state_text(row->state),
		                      .message = row->message,
		                      .when = view_time(&cx->arena, row->created_at, cx->now).full,
		                      .running = !sv_eq(row->state, SV("done")) && !sv_eq(row->state, SV("failed")),
		                      .done = row->done,
		                      .total = row->total };
	if (export && row->file.n && sv_eq(row->state, SV("done")))
		view.download = arena_printf(&cx->arena, "/settings/exports/%lld/archive.zip", (long long)row->id);
	return view;
}

static enum fail show_list(struct ctx *cx, struct view_transfers *view)
{
	struct transfer_row *rows;
	TRY(q_transfers_of(cx, cx->who.account_id, SHOWN, &rows, &view->count));
	struct view_transfer *list = arena_array(&cx->arena, struct view_transfer, view->count + 1);
	for (size_t i = 0; i < view->count; i++) {
		list[i] = show_one(cx, &rows[i]);
		view->busy = view->busy || list[i].running;
	}
	view->list = list;
	return OK;
}

static void show_csv(struct ctx *cx, struct view_transfers *view)
{
	struct view_transfer_csv *list = arena_array(&cx->arena, struct view_transfer_csv, TRANSFER_KINDS);
	for (int i = 0; i < TRANSFER_KINDS; i++) {
		enum transfer_kind kind = (enum transfer_kind)i;
		if (!transfer_kind_csv(kind))
			continue;
		list[view->csv_count++] = (struct view_transfer_csv){
			.kind = sv_of(transfer_kind_text(kind)),
			.what = tr(sv_of(transfer_kind_what(kind))),
			.path = arena_printf(&cx->arena, "/settings/exports/%s", transfer_kind_csv(kind)),
		};
	}
	view->csv = list;
}

static enum fail show(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct view_transfers view = { 0 };
	TRY(web_settings_page(cx, HERE, TR("Export and import"), &page));
	TRY(show_list(cx, &view));
	show_csv(cx, &view);
	view.csrf = page.csrf;
	page.problem = problem;
	tpl_transfer_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_transfers(struct ctx *cx)
{
	return show(cx, SV_NONE);
}

static enum fail answer(struct ctx *cx, enum fail fail)
{
	struct sv problem;
	if (web_mendable(cx, fail, &problem))
		return show(cx, problem);
	TRY(fail);
	return web_done(cx, HERE, SAID_TRANSFER);
}

/* The addresses that people know from Mastodon. */
enum fail web_transfers_elsewhere(struct ctx *cx)
{
	return web_redirect(cx, HERE);
}

/* --- export ------------------------------------------------------------------------------------------------------------------------- */

static void as_download(struct ctx *cx, struct sv name)
{
	answer_header(cx, "Content-Disposition", arena_printf(&cx->arena, "attachment; filename=\"" SVF "\"", SVA(name)));
}

enum fail web_export_csv(struct ctx *cx)
{
	for (int i = 0; i < TRANSFER_KINDS; i++) {
		struct sv name = sv_of(transfer_kind_csv((enum transfer_kind)i)), csv;
		if (!name.n || !sv_eq(name, cx->path[0]))
			continue;
		TRY(export_csv(cx, cx->who.account_id, (enum transfer_kind)i, &csv));
		as_download(cx, name);
		answer_body(cx, "text/csv; charset=utf-8", csv);
		return OK;
	}
	return FAIL_NOT_FOUND;
}

enum fail web_export_post(struct ctx *cx)
{
	int64_t id;
	TRY(web_check_form(cx));
	return answer(cx, transfer_export(cx, cx->who.account_id, &id));
}

/* Only its owner's. */
enum fail web_export_archive(struct ctx *cx)
{
	struct transfer_row row;
	TRY(q_transfer_get(cx, path_id(cx, 0), &row));
	if (row.account_id != cx->who.account_id || !row.file.n || !sv_eq(row.direction, SV("export")) || !sv_eq(row.state, SV("done")))
		return FAIL_NOT_FOUND;
	as_download(cx, SV("archive.zip"));
	return answer_file(cx, arena_printf(&cx->arena, SVF "/" SVF, SVA(cx->community->dir), SVA(row.file)).p, "application/zip",
	                   SV("private, no-store"));
}

/* --- import ------------------------------------------------------------------------------------------------------------------------- */

struct wish {
	enum transfer_kind kind;
	bool overwrite;
	struct sv file;
	int64_t id;
};

static enum fail write_import(struct ctx *cx, void *arg)
{
	struct wish *wish = arg;
	return transfer_import(cx, cx->who.account_id, wish->kind, wish->overwrite, wish->file, &wish->id);
}

enum fail web_import_post(struct ctx *cx)
{
	const struct param *upload = param_find(cx->params, "file");
	int kind = transfer_kind_by_text(param_sv(cx->params, "kind"));
	TRY(web_check_form(cx));
	if (kind < 0)
		return answer(cx, refuse(cx, FAIL_INVALID, "Say what the file is."));
	if (!upload || upload->file_fd < 0 || upload->file_size == 0)
		return answer(cx, refuse(cx, FAIL_INVALID, "Choose a file to import."));
	struct wish wish = { .kind = (enum transfer_kind)kind, .overwrite = param_bool(cx->params, "overwrite", false) };
	TRY(transfer_keep_upload(cx, upload->file_fd, &wish.file));
	enum fail fail = app_write(cx, write_import, &wish);
	if (fail != OK)
		transfer_drop_upload(cx, wish.file);
	return answer(cx, fail);
}
