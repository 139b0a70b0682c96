/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lines in, records out. What one read brings is a batch: its lines are screened by all processors, each whichever is next, and written
 * in their order. So a pipe is answered at once, and memory stays within the buffer, whatever comes. */
#include "cli/screen_row.h"
#include "cli/screen_tool.h"

#include "base/json.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum {
	LINE_MOST = 1 << 20,      /* bytes of a line that are kept */
	READ_MOST = 256 << 10,
	BATCH_MOST = 4096,        /* lines */
	FEW = 4,                  /* lines for which no thread is started */
	THREADS_MOST = 16,
};

/* --- lines -------------------------------------------------------------------------------------------------------------------------------------- */

struct lines {
	int fd;
	char *p;               /* LINE_MOST + READ_MOST bytes */
	size_t from, n;        /* what is in it and not taken yet */
	bool skips;            /* in the rest of a line that was too long */
	bool ended;
	int error;             /* errno of a read */
};

static void fill(struct lines *lines)
{
	memmove(lines->p, lines->p + lines->from, lines->n - lines->from);
	lines->n -= lines->from;
	lines->from = 0;
	ssize_t n;
	while ((n = read(lines->fd, lines->p + lines->n, READ_MOST)) < 0 && errno == EINTR)
		;
	lines->error = n < 0 ? errno : 0;
	lines->ended = n <= 0;
	lines->n += n > 0 ? (size_t)n : 0;
}

/* The next line that is there whole, or as much as is kept of it; false: more must be read. */
static bool take_line(struct lines *lines, struct sv *line_r, bool *cut_r)
{
	struct sv rest = { lines->p + lines->from, lines->n - lines->from };
	const char *end = rest.n ? memchr(rest.p, '\n', rest.n) : NULL;
	if (lines->skips) {
		lines->from = end ? (size_t)(end + 1 - lines->p) : lines->n;
		lines->skips = !end;
		return end && take_line(lines, line_r, cut_r);
	}
	if (!end && rest.n < LINE_MOST && (!lines->ended || !rest.n))
		return false;
	*line_r = end ? sv_first(rest, (size_t)(end - rest.p)) : sv_first(rest, LINE_MOST);
	*cut_r = !end && !lines->ended;
	lines->skips = *cut_r;
	lines->from += line_r->n + (end != NULL);
	if (sv_ends(*line_r, SV("\r")))
		line_r->n--;
	return true;
}

/* --- records ----------------------------------------------------------------------------------------------------------------------------------- */

struct line {
	struct sv text;
	int64_t number;
	bool cut;
	bool bad;              /* it could not be read */
	struct arena arena;    /* of `out` */
	struct sv out;         /* the record; none: there is nothing to say */
};

struct batch {
	const struct screen_tool *tool;
	bool json;             /* the lines are JSON objects */
	struct line *list;
	size_t count;
	atomic_size_t next;
};

static void put_finding(struct json *j, const struct finding *one)
{
	char score[16];
	snprintf(score, sizeof(score), "%.4f", (double)one->probability);
	json_object(j);
	json_cstr(json_key(j, "category"), category_name(one->category));
	json_raw(json_key(j, "score"), sv_of(score));
	json_cstr(json_key(j, "level"), finding_level_name(one->level));
	json_string(json_key(j, "by"), one->by);
	json_string(json_key(j, "why"), one->why);
	json_cstr(json_key(j, "act"), act_name(one->act));
	if (one->aimed)
		json_bool(json_key(j, "aimed"), true);
	json_int(json_key(j, "text"), one->text);
	json_array(json_key(j, "spans"));
	for (size_t i = 0; i < one->span_count; i++) {
		json_array(j);
		json_int(j, one->spans[i].start);
		json_int(j, one->spans[i].end);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static void put_findings(struct json *j, const struct screen_tool *tool, const struct screen_row *row, struct arena *scratch)
{
	struct findings *found = arena_new(scratch, struct findings);
	screen_tool_ask(tool, scratch, row->texts, row->text_count, found);
	json_array(json_key(j, "findings"));
	for (size_t i = 0; i < found->count; i++)
		if (screen_tool_tells(tool, &found->list[i]))
			put_finding(j, &found->list[i]);
	json_end(j);
	if (found->foreign)
		json_bool(json_key(j, "foreign"), true);
	if (found->cut)
		json_bool(json_key(j, "cut"), true);
}

static struct screen_row read_row(const struct batch *batch, const struct line *line, struct arena *scratch)
{
	if (!batch->json)
		return (struct screen_row){ .texts = { line->text }, .text_count = 1 };
	if (line->cut)
		return (struct screen_row){ .error = arena_printf(scratch, "the line is longer than %d bytes", LINE_MOST) };
	return screen_row_read(scratch, line->text);
}

static void screen_line(const struct batch *batch, struct line *line, struct arena *scratch)
{
	struct buf out = BUF(&line->arena, 256 << 10);
	struct json j = JSON(&out);
	struct screen_row row = read_row(batch, line, scratch);
	json_object(&j);
	json_int(json_key(&j, "line"), line->number);
	if (row.id.n)
		json_raw(json_key(&j, "id"), row.id);
	if (row.error.p)
		json_string(json_key(&j, "error"), row.error);
	else
		put_findings(&j, batch->tool, &row, scratch);
	json_end(&j);
	buf_putc(&out, '\n');
	line->bad = row.error.p;
	line->out = buf_sv(&out);
}

static void *work(void *arg)
{
	struct batch *batch = arg;
	size_t i;
	while ((i = atomic_fetch_add(&batch->next, 1)) < batch->count) {
		struct arena scratch = { 0 }; /* a long text takes much: it is not kept until the batch is done */
		if (!batch->json || sv_trim(batch->list[i].text).n)
			screen_line(batch, &batch->list[i], &scratch);
		arena_free(&scratch);
	}
	return NULL;
}

static void screen_batch(struct batch *batch)
{
	pthread_t threads[THREADS_MOST];
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t started = 0;
	batch->next = 0;
	while (batch->count >= FEW && (long)started + 1 < processors && started < THREADS_MOST && !pthread_create(&threads[started], NULL, work, batch))
		started++;
	work(batch);
	while (started)
		pthread_join(threads[--started], NULL);
}

/* --- all of it ------------------------------------------------------------------------------------------------------------------------------------ */

struct count {
	int64_t lines, texts, bad;
};

static void take_batch(struct lines *lines, struct batch *batch, struct count *count)
{
	for (batch->count = 0; batch->count < BATCH_MOST; batch->count++) {
		struct line *line = &batch->list[batch->count];
		*line = (struct line){ 0 };
		if (!take_line(lines, &line->text, &line->cut))
			break;
		line->number = ++count->lines;
		if (line->number > 1)
			continue;
		if (sv_starts(line->text, SV("\xef\xbb\xbf")))
			line->text = sv_from(line->text, 3);
		batch->json = sv_starts(sv_trim(line->text), SV("{"));
	}
}

static void write_batch(struct batch *batch, struct count *count)
{
	for (size_t i = 0; i < batch->count; i++) {
		struct line *line = &batch->list[i];
		if (line->out.n)
			fwrite(line->out.p, 1, line->out.n, stdout);
		count->texts += line->out.n > 0;
		count->bad += line->bad;
		arena_free(&line->arena);
	}
	fflush(stdout);
	cli_progress("texts", count->texts, 0);
}

enum fail screen_lines(struct ctx *cx, const struct screen_tool *tool, int fd)
{
	struct lines lines = { .fd = fd, .p = arena_alloc(&cx->arena, LINE_MOST + READ_MOST) };
	struct batch batch = { .tool = tool, .list = arena_array(&cx->arena, struct line, BATCH_MOST) };
	struct count count = { 0 };
	while (!lines.ended && !ferror(stdout)) {
		fill(&lines);
		do {
			take_batch(&lines, &batch, &count);
			screen_batch(&batch);
			write_batch(&batch, &count);
		} while (batch.count && !ferror(stdout));
	}
	cli_progress_end();
	if (lines.error)
		return refuse(cx, FAIL_BROKEN, "Reading ended early: %s", strerror(lines.error));
	if (ferror(stdout))
		return refuse(cx, FAIL_BROKEN, "Writing ended early: %s", strerror(errno));
	if (count.bad)
		return refuse(cx, FAIL_INVALID, "%lld of %lld lines could not be read; \"error\" in their records says why.", (long long)count.bad, (long long)count.lines);
	return OK;
}
