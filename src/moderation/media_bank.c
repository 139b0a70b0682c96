/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/media_bank.h"

#include "social/community.h"
#include "social/effect.h"
#include "social/media_print.h"

#include <fcntl.h>
#include <jansson.h>
#include <unistd.h>

enum fail bank_media(struct ctx *cx, int64_t bank_id, int64_t media_id, struct sv note)
{
	struct media_hashes_row media;
	struct pdq pdq;
	int64_t added;
	TRY(q_media_hashes(cx, media_id, &media));
	struct hash_draft draft = { .sha256 = media.sha256, .note = note };
	if (media.pdq.n == PDQ_BYTES && media.pdq_quality >= PDQ_QUALITY) {
		pdq = pdq_of_bytes((const uint8_t *)media.pdq.p);
		draft.pdq = &pdq;
		draft.pdq_count = 1;
	}
	TRY(hash_bank_add(cx, bank_id, &draft, &added));
	return effect_job(cx, JOB_BANK_COPIES, media_id, arena_printf(&cx->arena, "{\"bank_id\":%lld}", (long long)bank_id), 0);
}

/* --- altered copies ------------------------------------------------------------------------------------------------------------------- */

struct copied {
	const struct job *job;
	int64_t bank_id;
	struct hash_draft draft;
};

static enum fail write_copies(struct ctx *cx, void *arg)
{
	const struct copied *copied = arg;
	int64_t added;
	TRY(job_done(cx, copied->job));
	return copied->draft.pdq_count ? hash_bank_add(cx, copied->bank_id, &copied->draft, &added) : OK;
}

static int64_t bank_of(struct sv args)
{
	json_t *said = json_loadb(args.p ? args.p : "", args.n, 0, NULL);
	int64_t id = json_integer_value(json_object_get(said, "bank_id"));
	json_decref(said);
	return id;
}

/* Of a video or sound, the preview. A file that is gone has no copies to expect; one that cannot be read stays known by what was kept. */
static enum fail print_kept(struct ctx *cx, const struct media_hashes_row *media, struct media_print *print)
{
	struct sv name = sv_starts(media->mime, SV("image/")) ? media->file : media->preview;
	const char *path = arena_printf(&cx->arena, SVF "/" SVF, SVA(cx->community->media_dir), SVA(name)).p;
	int file = name.n ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (file < 0)
		return OK;
	enum fail fail = media_print(cx, file, true, print);
	close(file);
	return fail == FAIL_INVALID ? OK : fail;
}

enum fail bank_copies(struct ctx *cx, const struct job *job)
{
	struct media_hashes_row media;
	struct media_print print = { 0 };
	struct copied copied = { .job = job, .bank_id = bank_of(job->args) };
	struct db *reader = cx->db;
	enum fail fail = q_media_hashes(cx, job->subject_id, &media);
	if (fail == OK)
		fail = print_kept(cx, &media, &print);
	if (fail == FAIL_NOT_FOUND)
		media = (struct media_hashes_row){ 0 };
	else if (fail != OK)
		return fail;
	struct pdq *list = arena_array(&cx->arena, struct pdq, print.print_count + 2);
	if (media.pdq.n == PDQ_BYTES) /* the hash that is there already: the others are of the same picture */
		list[copied.draft.pdq_count++] = pdq_of_bytes((const uint8_t *)media.pdq.p);
	for (size_t i = 0; i < print.print_count && print.print_quality >= PDQ_QUALITY; i++)
		copied.draft.pdq_count += pdq_read(print.prints[i], &list[copied.draft.pdq_count]);
	copied.draft.pdq = list;
	if (copied.draft.pdq_count < 2)
		copied.draft.pdq_count = 0;
	fail = writer_run(cx->community->writer, cx, write_copies, &copied);
	cx->db = reader;
	return fail;
}
