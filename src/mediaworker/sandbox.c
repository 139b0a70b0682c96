/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mediaworker/sandbox.h"

#include "mediaworker/worker.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1 /* its shadow memory needs terabytes of address space, and its reports need files */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

enum { FILES_AT_MOST = 32 };

static void bound(int what, const char *name, int64_t most, int64_t hard)
{
	struct rlimit limit = { (rlim_t)most, (rlim_t)hard };
	if (setrlimit((__rlimit_resource_t)what, &limit) < 0)
		broke("the limit %s of the sandbox: %s", name, strerror(errno));
}

/* RLIMIT_NPROC counts all processes and threads of the user, the server's too, so it says nothing here; seccomp refuses new
 * processes instead. */
static void bound_resources(const struct media_limits *limits)
{
	if (!UNDER_ASAN)
		bound(RLIMIT_AS, "memory_bytes", limits->memory_bytes, limits->memory_bytes);
	bound(RLIMIT_CPU, "cpu_seconds", limits->cpu_seconds, limits->cpu_seconds + 2); /* SIGXCPU tells the server why, before SIGKILL */
	bound(RLIMIT_FSIZE, "out_bytes", limits->out_bytes, limits->out_bytes);
	bound(RLIMIT_NOFILE, "of open files", FILES_AT_MOST, FILES_AT_MOST);
	bound(RLIMIT_CORE, "of core files", 0, 0); /* somebody's private picture */
	signal(SIGXFSZ, SIG_IGN);               /* write() then says EFBIG, and file_write() says what to do */
}

/* Landlock holds only the thread that asks for it and those that it starts. */
static bool is_alone(void)
{
	DIR *tasks = opendir("/proc/self/task");
	int count = 0;
	if (!tasks)
		return false;
	for (struct dirent *task; (task = readdir(tasks));)
		count += task->d_name[0] != '.';
	closedir(tasks);
	return count == 1;
}

/* No path is allowed, so no rule is added: all rights are handled, hence denied. Rights grew with Landlock's version. */
static void lock_file_system(void)
{
	static const uint64_t rights[] = { 0, 0x1fff, 0x3fff, 0x7fff, 0x7fff, 0xffff };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return; /* an older kernel, or switched off: seccomp below denies every call that takes a path */
	struct landlock_ruleset_attr attr = { .handled_access_fs = rights[version > 5 ? 5 : version] };
	int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (rules < 0 || syscall(SYS_landlock_restrict_self, rules, 0) < 0)
		broke("Landlock: %s", strerror(errno));
	close(rules);
}

/* What decoders, the memory allocator and threads need, on descriptors that are open already. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(readv), SCMP_SYS(write), SCMP_SYS(pwrite64), SCMP_SYS(writev),
	SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(ftruncate), SCMP_SYS(close), SCMP_SYS(dup),
	SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise),
	SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
	SCMP_SYS(sched_setaffinity), SCMP_SYS(getcpu), SCMP_SYS(membarrier), SCMP_SYS(gettid), SCMP_SYS(getpid),
	SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
	SCMP_SYS(restart_syscall), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep),
	SCMP_SYS(getrandom), SCMP_SYS(getrusage), SCMP_SYS(sysinfo), SCMP_SYS(uname), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/* No decoder in its right mind does these: the end at once, which the server logs. All others just fail. */
static const int deadly[] = {
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev), SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(kill),
	SCMP_SYS(bpf), SCMP_SYS(io_uring_setup), SCMP_SYS(userfaultfd), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(mount),
	SCMP_SYS(unshare), SCMP_SYS(setns),
};

static int add_conditional_rules(scmp_filter_ctx filter)
{
	/* memory is written or run, never both: nothing is run that was not loaded before */
	int error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	error |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	/* threads, no processes; clone3() hides its flags in memory, and the C library goes back to clone() without it */
	error |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
	                          SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM));
	error |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	error |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid())); /* abort() */
	error |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
	error |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A2(SCMP_CMP_EQ, 0)); /* reading a limit */
	return error;
}

static void filter_calls(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	int error = filter ? 0 : -1;
	for (size_t i = 0; !error && i < COUNT_OF(allowed); i++)
		error = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; !error && i < COUNT_OF(deadly); i++)
		error = seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, deadly[i], 0);
	if (error || add_conditional_rules(filter) || seccomp_load(filter) < 0)
		broke("seccomp: the filter cannot be loaded");
	seccomp_release(filter);
}

void sandbox_enter(const struct media_limits *limits)
{
	if (!is_alone())
		broke("threads were started before the sandbox was entered");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		broke("prctl: %s", strerror(errno));
	bound_resources(limits);
	lock_file_system();
	filter_calls();
}

static int try_exec(void)
{
	return execl("/bin/true", "true", (char *)NULL);
}

static int try_memory(void)
{
	return mmap(NULL, 4096, PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static int try_time(void)
{
	for (volatile unsigned turns = 0;; turns++) /* until the limit of processor time ends it */
		;
	return 0;
}

static int try_sleep(void)
{
	for (struct timespec hour = { 3600, 0 }; nanosleep(&hour, NULL) == 0 || errno == EINTR;)
		;
	return 0;
}

static int try_deed(struct sv deed)
{
	struct rlimit more = { RLIM_INFINITY, RLIM_INFINITY };
	if (sv_eq(deed, SV("nothing")))
		return 0;
	if (sv_eq(deed, SV("open")))
		return open("/etc/passwd", O_RDONLY | O_CLOEXEC);
	if (sv_eq(deed, SV("create")))
		return open("/tmp/folkmoot-selftest", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (sv_eq(deed, SV("unlink")))
		return unlink("/tmp/folkmoot-selftest");
	if (sv_eq(deed, SV("socket")))
		return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (sv_eq(deed, SV("exec")))
		return try_exec();
	if (sv_eq(deed, SV("fork")))
		return (int)syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
	if (sv_eq(deed, SV("ptrace")))
		return (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
	if (sv_eq(deed, SV("kill")))
		return kill(getppid(), SIGTERM);
	if (sv_eq(deed, SV("executable-memory")))
		return try_memory();
	if (sv_eq(deed, SV("raise-limit")))
		return setrlimit(RLIMIT_CPU, &more);
	if (sv_eq(deed, SV("burn")))
		return try_time();
	if (sv_eq(deed, SV("sleep")))
		return try_sleep();
	broke("no such deed: " SVF, SVA(deed));
}

void sandbox_selftest(const struct media_limits *limits, const char *deed)
{
	char text[64];
	sandbox_enter(limits);
	int error = try_deed(sv_of(deed)) < 0 ? errno : 0;
	int n = snprintf(text, sizeof(text), "%s\n", error ? strerrorname_np(error) : "done");
	file_write(MEDIA_FD_ANSWER, text, (size_t)n);
	_exit(error ? MEDIA_REFUSED : MEDIA_DONE);
}
