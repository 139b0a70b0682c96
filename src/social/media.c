/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/media.h"

#include "base/id.h"
#include "social/gate.h"
#include "social/effect.h"
#include "social/media_files.h"
#include "social/media_meta.h"
#include "social/text.h"
#include "store/store.h"

#include <sodium.h>
#include <unistd.h>

enum { LOOSE_MS = 24 * 3600 * 1000, PURGE_MOST = 200 };

/* The reading connection is there again afterwards. */
static enum fail write_part(struct ctx *cx, enum fail (*run)(struct ctx *cx, void *arg), void *arg)
{
	struct db *reader = cx->db;
	enum fail fail = writer_run(cx->community->writer, cx, run, arg);
	cx->db = reader;
	if (fail == OK)
		effects_apply(cx);
	else
		cx->effects = NULL;
	return fail;
}

/* --- check ------------------------------------------------------------------------------------------------------------------ */

enum fail media_description_check(struct ctx *cx, struct sv description)
{
	if (text_graphemes(&cx->arena, description) > MEDIA_DESCRIPTION_MOST)
		return refuse(cx, FAIL_INVALID, "Validation failed: Description is too long (maximum is %d characters)",
			      MEDIA_DESCRIPTION_MOST);
	return OK;
}

static enum fail check_file(struct ctx *cx, const struct media_draft *draft, enum media_format *format_r)
{
	char head[MEDIA_SNIFF];
	const struct settings *set = settings(cx);
	ssize_t n = draft->file < 0 ? -1 : pread(draft->file, head, sizeof(head), 0);
	if (n < 0)
		return refuse(cx, FAIL_INVALID,
			      "Validation failed: File can't be blank: send it as the part \"file\" of a multipart form");
	*format_r = media_format_sniff((struct sv){ head, (size_t)n });
	if (*format_r == MEDIA_NONE)
		return refuse(cx, FAIL_INVALID,
			      "Validation failed: File has contents that are not what they are reported to be or are not "
			      "accepted. " MEDIA_ACCEPTED);
	int64_t most = media_format_kind(*format_r) == MEDIA_PICTURE ? set->max_image_bytes : set->max_video_bytes;
	if (draft->file_bytes > most)
		return refuse(cx, FAIL_INVALID, "Validation failed: File size must be less than %lld MB", (long long)(most >> 20));
	return OK;
}

static enum fail check_thumbnail(struct ctx *cx, const struct media_draft *draft)
{
	char head[MEDIA_SNIFF];
	if (draft->thumbnail < 0)
		return OK;
	ssize_t n = pread(draft->thumbnail, head, sizeof(head), 0);
	if (n > 0 && media_format_kind(media_format_sniff((struct sv){ head, (size_t)n })) == MEDIA_PICTURE)
		return OK;
	return refuse(cx, FAIL_INVALID, "Validation failed: Thumbnail must be an image");
}

static enum fail pass_gate(struct ctx *cx, struct sv description)
{
	struct judgement judgement;
	struct gate_item item = { .kind = GATE_MEDIA, .account_id = cx->who.account_id, .text = description };
	if (!description.n)
		return OK;
	gate_judge(cx, &item, &judgement);
	return gate_admit_now(cx, &item, &judgement);
}

/* --- what hash banks know it by ------------------------------------------------------------------------------------------------ */

struct looked_up {
	struct gate_item item;
	struct judgement judgement;
};

/* Asks the gate about a file that was made ready; rejected: what was made is for the caller to take away. */
static enum fail look_up(struct ctx *cx, int input, int64_t account_id, const struct media_result *made, struct looked_up *seen)
{
	*seen = (struct looked_up){ .item = { .kind = GATE_MEDIA, .account_id = account_id, .text = SV(""), .prints = made->prints,
		                              .print_count = made->print_count, .print_quality = made->print_quality } };
	TRY(media_sha256(cx, input, &seen->item.sha256));
	gate_judge(cx, &seen->item, &seen->judgement);
	return gate_admit(cx, &seen->item, &seen->judgement);
}

/* With the row, in its transaction. */
static enum fail keep_hashes(struct ctx *cx, int64_t id, const struct looked_up *seen)
{
	unsigned char pdq[32];
	size_t n = 0;
	if (seen->item.print_count)
		sodium_hex2bin(pdq, sizeof(pdq), seen->item.prints[0].p, seen->item.prints[0].n, NULL, &n, NULL);
	TRY(q_media_hashed(cx, id, seen->item.sha256, n ? (struct sv){ (char *)pdq, n } : SV_NONE, seen->item.print_quality));
	return gate_keep(cx, &seen->item, &seen->judgement, id);
}

/* --- upload ----------------------------------------------------------------------------------------------------------------- */

struct upload {
	struct media_row row;
	struct looked_up seen; /* none while it waits */
};

static enum fail insert(struct ctx *cx, void *arg)
{
	const struct upload *upload = arg;
	const struct media_row *m = &upload->row;
	TRY(q_media_insert(cx, m->id, cx->who.account_id, m->type, m->mime, m->file, m->preview, m->description, m->blurhash,
			   m->meta, m->bytes, m->state, cx->now));
	return m->state == MEDIA_WAITING ? effect_job(cx, JOB_MEDIA_FINISH, m->id, SV_NONE, 0) : keep_hashes(cx, m->id, &upload->seen);
}

static enum fail fill(struct ctx *cx, const struct media_result *made, struct media_row *media)
{
	media->type = sv_of(media_type_name(made->type));
	media->mime = sv_of(media_format_mime(made->format));
	media->file = made->file;
	media->preview = media->preview.n ? media->preview : made->preview;
	media->blurhash = made->blurhash.n ? made->blurhash : SV_NONE;
	media->bytes = made->file_bytes;
	media->state = MEDIA_READY;
	return media_meta_join(cx, made->meta_json, media->meta, &media->meta);
}

static enum fail upload_now(struct ctx *cx, const struct media_draft *draft, struct upload *upload)
{
	struct media_result made;
	TRY(media_make(cx, draft->file, MEDIA_ATTACHMENT, &made));
	enum fail fail = fill(cx, &made, &upload->row);
	if (fail == OK)
		fail = look_up(cx, draft->file, cx->who.account_id, &made, &upload->seen);
	if (fail == OK)
		fail = write_part(cx, insert, upload);
	if (fail == OK)
		return OK;
	media_unlink(cx, made.file);
	media_unlink(cx, made.preview);
	return fail;
}

static enum fail upload_later(struct ctx *cx, const struct media_draft *draft, enum media_format format, struct upload *upload)
{
	struct media_row *media = &upload->row;
	media->type = media_format_kind(format) == MEDIA_SOUND ? SV("audio") : SV("video");
	media->mime = sv_of(media_format_mime(format));
	media->state = MEDIA_WAITING;
	TRY(media_incoming_keep(cx, media->id, draft->file));
	enum fail fail = write_part(cx, insert, upload);
	if (fail != OK)
		media_incoming_drop(cx, media->id);
	return fail;
}

enum fail media_upload(struct ctx *cx, const struct media_draft *draft, bool at_once, int64_t *id_r, bool *waiting_r)
{
	enum media_format format;
	struct upload upload = { .row = { .id = id_new(cx->now),
		                          .meta = SV("{}"),
		                          .description = draft->description.n ? draft->description : SV_NONE } };
	struct media_row *media = &upload.row;
	TRY(check_file(cx, draft, &format));
	TRY(check_thumbnail(cx, draft));
	TRY(media_description_check(cx, draft->description));
	if (draft->focus.n)
		TRY(media_meta_focus(cx, media->meta, draft->focus, &media->meta));
	TRY(pass_gate(cx, draft->description));
	if (draft->thumbnail >= 0)
		TRY(media_make_small(cx, draft->thumbnail, &media->preview));
	*id_r = media->id;
	*waiting_r = !at_once && media_format_kind(format) != MEDIA_PICTURE;
	enum fail fail = *waiting_r ? upload_later(cx, draft, format, &upload) : upload_now(cx, draft, &upload);
	if (fail != OK && draft->thumbnail >= 0)
		media_unlink(cx, media->preview);
	return fail;
}

/* --- what waits ------------------------------------------------------------------------------------------------------------- */

struct finished {
	const struct job *job;
	int64_t id;
	const struct media_result *made; /* NULL: failed */
	struct sv error;
	struct looked_up seen;
	struct media_row row;
	int64_t changes;
};

static enum fail write_finished(struct ctx *cx, void *arg)
{
	struct finished *f = arg;
	TRY(job_done(cx, f->job));
	if (!f->made)
		return q_media_failed(cx, f->id, f->error);
	TRY(q_media_get(cx, f->id, &f->row)); /* its focus may have been changed meanwhile */
	struct sv preview = f->row.preview;
	TRY(fill(cx, f->made, &f->row));
	f->row.preview = preview;
	TRY(keep_hashes(cx, f->id, &f->seen));
	return q_media_done(cx, f->id, f->row.type, f->row.mime, f->row.file, f->made->preview, f->row.blurhash, f->row.meta,
			    f->row.bytes, &f->changes);
}

static enum fail make_waiting(struct ctx *cx, int64_t id, struct media_result *made, struct looked_up *seen)
{
	struct media_row row;
	int input = media_incoming_open(cx, id);
	if (input < 0)
		return refuse(cx, FAIL_INVALID, "The upload was lost. Send it again.");
	enum fail fail = media_make(cx, input, MEDIA_ATTACHMENT, made);
	bool is_made = fail == OK;
	if (fail == OK)
		fail = q_media_get(cx, id, &row);
	if (fail == OK)
		fail = look_up(cx, input, row.account_id, made, seen);
	if (is_made && fail != OK) {
		media_unlink(cx, made->file);
		media_unlink(cx, made->preview);
	}
	close(input);
	return fail;
}

/* What was made for one that was removed meanwhile, or that has a preview of its own, is not needed. */
static void drop_unneeded(struct ctx *cx, const struct finished *f, enum fail fail)
{
	if (!f->made)
		return;
	bool kept = fail == OK && f->changes;
	if (!kept)
		media_unlink(cx, f->made->file);
	if (!kept || f->row.preview.n)
		media_unlink(cx, f->made->preview);
}

enum fail media_finish(struct ctx *cx, const struct job *job)
{
	struct media_result made = { 0 };
	struct finished f = { .id = job->subject_id, .job = job };
	enum fail fail = make_waiting(cx, f.id, &made, &f.seen);
	if (fail == OK)
		f.made = &made;
	else
		f.error = cx->said.n ? cx->said : SV("The file could not be processed.");
	fail = write_part(cx, write_finished, &f);
	drop_unneeded(cx, &f, fail);
	if (fail == OK || fail == FAIL_NOT_FOUND)
		media_incoming_drop(cx, f.id);
	return fail;
}

/* --- change and removal ----------------------------------------------------------------------------------------------------- */

enum fail media_own(struct ctx *cx, int64_t id, struct media_row *media_r)
{
	TRY(q_media_get(cx, id, media_r));
	return media_r->account_id == cx->who.account_id && media_r->state != MEDIA_GONE ? OK : FAIL_NOT_FOUND;
}

struct change {
	int64_t id;
	const struct media_draft *draft;
	struct sv preview, old_preview; /* the new one, if any; what it replaces */
};

static enum fail write_change(struct ctx *cx, void *arg)
{
	struct change *c = arg;
	struct media_row media;
	TRY(media_own(cx, c->id, &media));
	if (media.status_id || media.scheduled_id)
		return refuse(cx, FAIL_NOT_FOUND, "This file is on a post already: edit the post to change it.");
	if (c->draft->description.p)
		media.description = c->draft->description.n ? c->draft->description : SV_NONE;
	if (c->draft->focus.n)
		TRY(media_meta_focus(cx, media.meta, c->draft->focus, &media.meta));
	if (c->preview.n) {
		c->old_preview = media.preview;
		media.preview = c->preview;
	}
	return q_media_describe(cx, c->id, media.description, media.meta, media.preview);
}

enum fail media_describe(struct ctx *cx, int64_t id, struct sv description, struct sv focus)
{
	struct media_draft draft = { .description = description, .focus = focus };
	TRY(media_description_check(cx, description));
	return write_change(cx, &(struct change){ .id = id, .draft = &draft });
}

enum fail media_change(struct ctx *cx, int64_t id, const struct media_draft *draft)
{
	struct media_row media;
	struct change change = { .id = id, .draft = draft };
	TRY(media_own(cx, id, &media));
	TRY(check_thumbnail(cx, draft));
	TRY(media_description_check(cx, draft->description));
	TRY(pass_gate(cx, draft->description));
	if (draft->thumbnail >= 0)
		TRY(media_make_small(cx, draft->thumbnail, &change.preview));
	enum fail fail = write_part(cx, write_change, &change);
	media_unlink(cx, fail == OK ? change.old_preview : change.preview);
	return fail;
}

static enum fail write_discard(struct ctx *cx, void *arg)
{
	int64_t changes;
	TRY(q_media_discard(cx, *(int64_t *)arg, &changes));
	return changes ? OK : refuse(cx, FAIL_INVALID, "Media attachment is currently used by a status");
}

struct loose {
	int64_t id, before;
	int64_t changes;
};

static enum fail write_delete(struct ctx *cx, void *arg)
{
	struct loose *loose = arg;
	return q_media_delete_loose(cx, loose->id, loose->before, &loose->changes);
}

static enum fail delete_loose(struct ctx *cx, int64_t id, int64_t before, struct sv file, struct sv preview)
{
	struct loose loose = { .id = id, .before = before };
	TRY(write_part(cx, write_delete, &loose));
	if (!loose.changes)
		return OK; /* somebody has posted it at the last moment */
	media_unlink(cx, file);
	media_unlink(cx, preview);
	media_incoming_drop(cx, id);
	return OK;
}

enum fail media_remove(struct ctx *cx, int64_t id)
{
	struct media_row media;
	TRY(media_own(cx, id, &media));
	TRY(write_part(cx, write_discard, &id));
	return delete_loose(cx, id, 1, media.file, media.preview);
}

enum fail media_purge(struct ctx *cx)
{
	struct media_loose_row *rows;
	size_t count;
	int64_t before = cx->now - LOOSE_MS;
	TRY(q_media_loose(cx, before, PURGE_MOST, &rows, &count));
	for (size_t i = 0; i < count; i++)
		TRY(delete_loose(cx, rows[i].id, before, rows[i].file, rows[i].preview));
	return OK;
}

enum fail media_purge_job(struct ctx *cx, const struct job *job)
{
	(void)job;
	return media_purge(cx);
}
