/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The server's side: workers that lie, hang, chatter and crash (shell scripts here), and the real one's sandbox. */
#include "upload.h"

#include "base/clock.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define SOUND "{\"type\":\"image\",\"mime\":\"image/png\",\"preview_mime\":null,\"width\":1,\"height\":1,\"duration_ms\":0," \
	      "\"blurhash\":null,\"colour\":\"#aabbcc\",\"meta\":{}}"
#define PNG_MAGIC "\\211PNG\\r\\n\\032\\n"

static enum fail run_script(struct upload *up, const char *text)
{
	up->job.program = upload_script(up, text);
	return upload_run(up, SV("anything"));
}

static void a_sound_answer_is_taken(void **state)
{
	struct upload *up = *state;
	assert_int_equal(run_script(up, "printf '" PNG_MAGIC "rest' >&4; echo '" SOUND "'"), OK);
	assert_true(sv_eq(up->result.file, SV("kept.png")));
	assert_true(sv_eq(up->result.colour, SV("#aabbcc")));
	assert_true(sv_eq(up->result.meta_json, SV("{}")));
	assert_int_equal(up->result.type, MEDIA_TYPE_IMAGE);
}

/* A shell takes the descriptors from 10 on for itself. */
static void a_worker_gets_no_other_descriptor_and_no_secret(void **state)
{
	struct upload *up = *state;
	int low = dup2(up->dir_fd, 7), high = dup2(up->dir_fd, 40); /* not closed by exec */
	setenv("DATABASE_PASSWORD", "secret", 1);
	assert_int_equal(run_script(up, "for fd in 6 7 8 9 40; do test -e /proc/$$/fd/$fd && exit 9; done\n"
	                                "for fd in 0 1 2 3 4 5; do test -e /proc/$$/fd/$fd || exit 9; done\n"
	                                "test -z \"$HOME$DATABASE_PASSWORD\" || exit 9\n"
	                                "printf '" PNG_MAGIC "rest' >&4; echo '" SOUND "'"),
	                 OK);
	close(low);
	close(high);
}

static void a_page_under_the_name_of_a_picture_is_not_kept(void **state)
{
	struct upload *up = *state;
	assert_int_equal(run_script(up, "echo '<html>' >&4; echo '" SOUND "'"), FAIL_BROKEN);
	assert_int_equal(run_script(up, "echo '" SOUND "'"), FAIL_BROKEN); /* nothing written at all */
}

static void an_answer_that_is_not_sound_is_broken(void **state)
{
	struct upload *up = *state;
	assert_int_equal(run_script(up, "printf '" PNG_MAGIC "rest' >&4; echo '{}'"), FAIL_BROKEN);
	assert_int_equal(run_script(up, "echo 'no JSON'"), FAIL_BROKEN);
	assert_int_equal(run_script(up, "exit 0"), FAIL_BROKEN);
	assert_int_equal(run_script(up, "while echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; do :; done"), FAIL_INVALID);
}

static void a_refusal_reaches_the_author(void **state)
{
	struct upload *up = *state;
	assert_int_equal(run_script(up, "echo '{\"error\":\"Send a smaller one.\"}'; exit 1"), FAIL_INVALID);
	assert_said(up, "Send a smaller one.");
	assert_int_equal(run_script(up, "echo '{\"error\":\"no memory\"}'; exit 2"), FAIL_BROKEN);
	assert_true(sv_find(up->cx.said, SV("no memory")) < 0);
	assert_int_equal(run_script(up, "echo '{\"error\":\"write\"}'; exit 3"), FAIL_UNAVAILABLE);
	assert_said(up, "no room");
}

static void a_crash_is_the_files_fault(void **state)
{
	struct upload *up = *state;
	assert_int_equal(run_script(up, "kill -SEGV $$"), FAIL_INVALID);
	assert_said(up, "damaged");
	assert_int_equal(run_script(up, "exit 77"), FAIL_INVALID);
}

static void a_worker_that_hangs_is_ended_in_time(void **state)
{
	struct upload *up = *state;
	up->job.limits.wall_ms = 300;
	int64_t start = clock_monotonic();
	assert_int_equal(run_script(up, "exec sleep 60"), FAIL_INVALID);
	assert_said(up, "too long");
	assert_in_range(clock_monotonic() - start, 290000, 5000000);
}

static void a_worker_that_does_not_exist_is_for_the_log(void **state)
{
	struct upload *up = *state;
	up->job.program = "/nonexistent/folkmoot-media";
	assert_int_equal(upload_run(up, SV("anything")), FAIL_BROKEN);
}

static void a_name_with_a_path_in_it_is_not_used(void **state)
{
	struct upload *up = *state;
	up->job.name = SV("../kept");
	assert_int_equal(upload_run(up, SV("anything")), FAIL_BROKEN);
	up->job.name = SV("");
	assert_int_equal(upload_run(up, SV("anything")), FAIL_BROKEN);
}

/* What the real worker says when, inside its sandbox, it tries a deed; its exit status in `status_r`. */
static struct sv deed(struct upload *up, const char *name, const char *limits, int *status_r)
{
	char *text = arena_alloc(&up->cx.arena, 64);
	FILE *out = popen(arena_printf(&up->cx.arena, "exec '%s' --selftest-sandbox %s %s", up->job.program, name, limits).p, "re");
	size_t n = fread(text, 1, 64, out);
	*status_r = pclose(out);
	return (struct sv){ text, n };
}

static void in_the_sandbox_nothing_can_be_opened_or_started(void **state)
{
	static const char *const failing[] = { "open", "create", "unlink", "fork", "executable-memory", "raise-limit" };
	static const char *const deadly[] = { "socket", "exec", "ptrace", "kill" };
	struct upload *up = *state;
	int status;
	assert_true(sv_eq(deed(up, "nothing", "", &status), SV("done\n")));
	assert_int_equal(status, 0);
	for (size_t i = 0; i < COUNT_OF(failing); i++)
		assert_true(sv_eq(deed(up, failing[i], "", &status), SV("EPERM\n")));
	for (size_t i = 0; i < COUNT_OF(deadly); i++) {
		assert_int_equal(deed(up, deadly[i], "", &status).n, 0);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
	}
}

static void processor_time_runs_out(void **state)
{
	struct upload *up = *state;
	int status;
	deed(up, "burn", "cpu_seconds=1", &status);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, upload_setup, upload_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_sound_answer_is_taken),
		TEST(a_worker_gets_no_other_descriptor_and_no_secret),
		TEST(a_page_under_the_name_of_a_picture_is_not_kept),
		TEST(an_answer_that_is_not_sound_is_broken),
		TEST(a_refusal_reaches_the_author),
		TEST(a_crash_is_the_files_fault),
		TEST(a_worker_that_hangs_is_ended_in_time),
		TEST(a_worker_that_does_not_exist_is_for_the_log),
		TEST(a_name_with_a_path_in_it_is_not_used),
		TEST(in_the_sandbox_nothing_can_be_opened_or_started),
		TEST(processor_time_runs_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
