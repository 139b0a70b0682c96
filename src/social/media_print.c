/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/media_print.h"

#include "social/media_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* The worker writes its files into a folder that is gone afterwards. */
static enum fail process(struct ctx *cx, int input, bool to_bank, const char *folder, struct media_result *made)
{
	int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct media_job job = { .mode = to_bank ? MEDIA_BANK : MEDIA_ATTACHMENT, .input = input, .dir = dir, .name = SV("looked-at") };
	if (dir < 0)
		return broken(cx, "%s cannot be opened: %s", folder, strerror(errno));
	enum fail fail = media_process_run(cx, &job, made);
	if (fail == OK && made->file.n)
		unlinkat(dir, made->file.p, 0);
	if (fail == OK && made->preview.n)
		unlinkat(dir, made->preview.p, 0);
	close(dir);
	return fail;
}

enum fail media_print(struct ctx *cx, int input, bool to_bank, struct media_print *print_r)
{
	const char *at = getenv("TMPDIR");
	char *folder = (char *)(uintptr_t)arena_printf(&cx->arena, "%s/folkmoot-XXXXXX", at && *at ? at : "/tmp").p; /* its X are replaced */
	struct media_result made = { 0 };
	TRY(media_sha256(cx, input, &print_r->sha256));
	if (!mkdtemp(folder))
		return broken(cx, "%s cannot be made: %s", folder, strerror(errno));
	enum fail fail = process(cx, input, to_bank, folder, &made);
	rmdir(folder);
	print_r->prints = made.prints;
	print_r->print_count = made.print_count;
	print_r->print_quality = made.print_quality;
	return fail;
}
