/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/media_process.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef FOLKMOOT_LIBEXEC
#define FOLKMOOT_LIBEXEC "/usr/libexec/folkmoot"
#endif

enum { FD_ABOVE = 16, LIMITS = sizeof(struct media_limits) / sizeof(int64_t) };

/* What one run holds; worker_drop() gives all of it back, on every way out. */
struct worker {
	const struct media_job *job;
	struct sv part, preview_part;  /* names of the files while the worker writes them */
	int keep, preview, answer, end; /* end: the worker's end of the answer's pipe */
	pid_t pid;                     /* 0: none to wait for */
	bool timed_out;
	int status;                    /* as waitpid() says */
	char text[MEDIA_ANSWER_MAX + 1];
	size_t text_n;
};

static void fd_drop(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void worker_drop(struct worker *w)
{
	if (w->pid) { /* not waited for yet, so the id is still its own */
		kill(w->pid, SIGKILL);
		waitpid(w->pid, NULL, 0);
	}
	if (w->part.p)
		unlinkat(w->job->dir, w->part.p, 0);
	if (w->preview_part.p)
		unlinkat(w->job->dir, w->preview_part.p, 0);
	fd_drop(&w->keep);
	fd_drop(&w->preview);
	fd_drop(&w->answer);
	fd_drop(&w->end);
}

static const char *program_find(struct ctx *cx)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self));
	struct sv dir = { self, n > 0 ? (size_t)n : 0 }, name;
	if (dir.n && sv_cut_last(&dir, '/', &name)) {
		struct sv beside = arena_printf(&cx->arena, SVF "/folkmoot-media", SVA(dir));
		if (access(beside.p, X_OK) == 0)
			return beside.p;
	}
	return FOLKMOOT_LIBEXEC "/folkmoot-media";
}

static bool name_is_sound(struct sv name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", name.p[i]) || !name.p[i])
			return false;
	return name.n > 0 && name.n <= 100;
}

static enum fail no_room(struct ctx *cx)
{
	LOG(ERROR, "media_no_room", F("request", (const char *)cx->number));
	return refuse(cx, FAIL_UNAVAILABLE, "There is no room for uploads at the moment; try again later.");
}

static enum fail part_open(struct ctx *cx, int dir, struct sv name, int *fd_r)
{
	*fd_r = openat(dir, name.p, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (*fd_r < 0 && (errno == ENOSPC || errno == EDQUOT))
		return no_room(cx);
	return *fd_r < 0 ? broken(cx, "media file cannot be made: %s", strerror(errno)) : OK;
}

static enum fail files_open(struct ctx *cx, struct worker *w)
{
	int ends[2];
	if (!name_is_sound(w->job->name))
		return broken(cx, "media file name is not one");
	struct sv part = arena_printf(&cx->arena, SVF ".part", SVA(w->job->name));
	struct sv preview_part = arena_printf(&cx->arena, SVF "-small.part", SVA(w->job->name));
	TRY(part_open(cx, w->job->dir, part, &w->keep));
	w->part = part;
	TRY(part_open(cx, w->job->dir, preview_part, &w->preview));
	w->preview_part = preview_part;
	if (pipe2(ends, O_CLOEXEC) < 0)
		return broken(cx, "pipe: %s", strerror(errno));
	w->answer = ends[0];
	w->end = ends[1];
	return OK;
}

/* The command line: the mode, and each limit that differs from the table's. */
static void arguments(struct ctx *cx, const struct media_job *job, const char *program, const char **argv)
{
	static const char *const names[] = {
#define LIMIT(name, at_first, what) #name,
#include "social/media_limit.def"
#undef LIMIT
	};
	const int64_t *values = (const int64_t *)&job->limits;
	size_t n = 0;
	argv[n++] = program;
	argv[n++] = media_mode_names[job->mode];
	for (size_t i = 0; i < LIMITS; i++)
		if (values[i] > 0)
			argv[n++] = arena_printf(&cx->arena, "%s=%lld", names[i], (long long)values[i]).p;
	argv[n] = NULL;
}

/* Descriptors are first moved out of the way of the numbers that they are to have. */
static int place(posix_spawn_file_actions_t *actions, int fd, int at, int *moved_r)
{
	*moved_r = fcntl(fd, F_DUPFD_CLOEXEC, FD_ABOVE);
	return *moved_r < 0 ? errno : posix_spawn_file_actions_adddup2(actions, *moved_r, at);
}

static int spawn_at(struct worker *w, const char *program, const char **argv, posix_spawn_file_actions_t *actions, int moved[4])
{
	static const char *const env[] = { "LC_ALL=C.UTF-8", "MALLOC_ARENA_MAX=2", "VIPS_DISC_THRESHOLD=8g", "VIPS_NOVECTOR=1", NULL };
	posix_spawnattr_t attr;
	sigset_t none;
	int error = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
	error = error ? error : posix_spawn_file_actions_addopen(actions, 2, "/dev/null", O_WRONLY, 0);
	error = error ? error : place(actions, w->end, MEDIA_FD_ANSWER, &moved[0]);
	error = error ? error : place(actions, w->job->input, MEDIA_FD_INPUT, &moved[1]);
	error = error ? error : place(actions, w->keep, MEDIA_FD_KEEP, &moved[2]);
	error = error ? error : place(actions, w->preview, MEDIA_FD_PREVIEW, &moved[3]);
	error = error ? error : posix_spawn_file_actions_addclosefrom_np(actions, MEDIA_FD_END);
	if (error)
		return error;
	posix_spawnattr_init(&attr); /* our threads block signals; the worker must not inherit that */
	sigemptyset(&none);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
	error = posix_spawn(&w->pid, program, actions, &attr, (char *const *)argv, (char *const *)env);
	posix_spawnattr_destroy(&attr);
	return error;
}

static enum fail worker_start(struct ctx *cx, struct worker *w)
{
	const char *argv[2 + LIMITS + 1], *program = w->job->program ? w->job->program : program_find(cx);
	posix_spawn_file_actions_t actions;
	int moved[4] = { -1, -1, -1, -1 };
	arguments(cx, w->job, program, argv);
	posix_spawn_file_actions_init(&actions);
	int error = spawn_at(w, program, argv, &actions, moved);
	posix_spawn_file_actions_destroy(&actions);
	for (size_t i = 0; i < COUNT_OF(moved); i++)
		fd_drop(&moved[i]);
	fd_drop(&w->end); /* now only the worker's copy holds the pipe open */
	if (error) {
		w->pid = 0;
		return broken(cx, "media worker %s does not start: %s", program, strerror(error));
	}
	return OK;
}

static int64_t wall_ms(const struct media_job *job)
{
	static const struct media_limits at_first = {
#define LIMIT(name, value, what) .name = value,
#include "social/media_limit.def"
#undef LIMIT
	};
	return job->limits.wall_ms > 0 ? job->limits.wall_ms : at_first.wall_ms;
}

/* Reads until the worker closes its end, says too much, or the time is up. */
static void answer_wait(struct worker *w)
{
	int64_t deadline = clock_monotonic() + wall_ms(w->job) * 1000;
	while (w->text_n < MEDIA_ANSWER_MAX) {
		int64_t left = (deadline - clock_monotonic() + 999) / 1000;
		struct pollfd ready = { .fd = w->answer, .events = POLLIN };
		int n = left > 0 ? poll(&ready, 1, (int)left) : 0;
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			w->timed_out = n == 0;
			return;
		}
		ssize_t got = read(w->answer, w->text + w->text_n, MEDIA_ANSWER_MAX - w->text_n);
		if (got == 0 || (got < 0 && errno != EINTR))
			return;
		w->text_n += got > 0 ? (size_t)got : 0;
	}
}

static void worker_end(struct worker *w)
{
	siginfo_t info = { 0 };
	answer_wait(w);
	if (!w->timed_out && w->text_n < MEDIA_ANSWER_MAX) { /* it closed the pipe: a moment to exit by itself */
		for (int tries = 0; tries < 200 && info.si_pid == 0; tries++)
			if (waitid(P_PID, (id_t)w->pid, &info, WEXITED | WNOWAIT | WNOHANG) < 0)
				break;
			else if (info.si_pid == 0)
				poll(NULL, 0, tries < 10 ? 1 : 10);
	}
	if (info.si_pid == 0)
		kill(w->pid, SIGKILL);
	while (waitpid(w->pid, &w->status, 0) < 0 && errno == EINTR)
		;
	w->pid = 0;
}

/* The sentence in {"error": …}: plain text for a person, or none. */
static struct sv error_text(struct ctx *cx, struct sv line)
{
	json_error_t error;
	json_t *answer = json_loadb(line.p, line.n, 0, &error);
	const char *text = json_string_value(json_object_get(answer, "error"));
	struct sv said = text ? arena_dup(&cx->arena, sv_first(sv_of(text), 500)) : SV_NONE;
	json_decref(answer);
	return said;
}

static enum fail worker_judge(struct ctx *cx, const struct worker *w)
{
	struct sv line = { w->text, w->text_n };
	if (w->timed_out || (WIFSIGNALED(w->status) && WTERMSIG(w->status) == SIGXCPU))
		return refuse(cx, FAIL_INVALID, "Reading this file took too long. Send a shorter or smaller one, or convert it to JPEG or "
		                                "MP4 (H.264 and AAC) first.");
	if (WIFEXITED(w->status) && WEXITSTATUS(w->status) == MEDIA_DONE)
		return OK;
	struct sv said = WIFEXITED(w->status) ? error_text(cx, line) : SV_NONE;
	if (said.p && WEXITSTATUS(w->status) == MEDIA_REFUSED)
		return refuse(cx, FAIL_INVALID, SVF, SVA(said));
	if (said.p && WEXITSTATUS(w->status) == MEDIA_BROKEN)
		return broken(cx, "media worker: " SVF, SVA(said));
	if (WIFEXITED(w->status) && WEXITSTATUS(w->status) == MEDIA_NO_ROOM)
		return no_room(cx);
	LOG(WARNING, "media_worker_crashed", F("request", (const char *)cx->number),
	    F("signal", WIFSIGNALED(w->status) ? WTERMSIG(w->status) : 0), F("status", w->status));
	return refuse(cx, FAIL_INVALID, "This file could not be read: it seems to be damaged. Open it, save it anew, and send that.");
}

/* A worker that was taken over could leave a page of HTML under the name of a picture. */
static enum fail file_check(struct ctx *cx, int fd, enum media_format format, int64_t *bytes_r)
{
	char head[MEDIA_SNIFF];
	ssize_t n = pread(fd, head, sizeof(head), 0);
	struct stat st;
	if (n <= 0 || fstat(fd, &st) < 0 || media_format_sniff((struct sv){ head, (size_t)n }) != format)
		return broken(cx, "media worker said %s and wrote something else", media_format_mime(format));
	if (fdatasync(fd) < 0)
		return broken(cx, "media file cannot be synced: %s", strerror(errno));
	*bytes_r = st.st_size;
	return OK;
}

static enum fail file_name(struct ctx *cx, int dir, struct sv *part, const char *suffix, enum media_format format,
                           struct sv name, struct sv *file_r)
{
	*file_r = arena_printf(&cx->arena, SVF "%s.%s", SVA(name), suffix, media_format_end(format));
	if (renameat(dir, part->p, dir, file_r->p) < 0)
		return broken(cx, "media file cannot be renamed: %s", strerror(errno));
	*part = SV_NONE;
	return OK;
}

static enum fail files_keep(struct ctx *cx, struct worker *w, struct media_result *result)
{
	struct sv name = w->job->name;
	int dir = w->job->dir;
	TRY(file_check(cx, w->keep, result->format, &result->file_bytes));
	if (result->preview_format != MEDIA_NONE) {
		TRY(file_check(cx, w->preview, result->preview_format, &result->preview_bytes));
		TRY(file_name(cx, dir, &w->preview_part, "-small", result->preview_format, name, &result->preview));
	}
	enum fail fail = file_name(cx, dir, &w->part, "", result->format, name, &result->file);
	if (fail == OK && fsync(dir) < 0) {
		unlinkat(dir, result->file.p, 0);
		fail = broken(cx, "media directory cannot be synced: %s", strerror(errno));
	}
	if (fail != OK && result->preview.p)
		unlinkat(dir, result->preview.p, 0);
	return fail;
}

enum fail media_process_run(struct ctx *cx, const struct media_job *job, struct media_result *result_r)
{
	CLEANUP(worker_drop) struct worker w = { .job = job, .keep = -1, .preview = -1, .answer = -1, .end = -1 };
	TRY(files_open(cx, &w));
	TRY(worker_start(cx, &w));
	worker_end(&w);
	TRY(worker_judge(cx, &w));
	TRY(media_answer_read(cx, (struct sv){ w.text, w.text_n }, result_r));
	return files_keep(cx, &w, result_r);
}
