/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sandbox.h - what the worker gives up before it looks at the first byte of an upload. */
#ifndef MEDIAWORKER_SANDBOX_H
#define MEDIAWORKER_SANDBOX_H

#include "social/media_protocol.h"

/* For good, and for all threads to come: the file system (Landlock, where the kernel has it), new programs, processes,
 * sockets and executable memory (seccomp), more memory, time and disk than `limits` say. Call it with one thread running and
 * every library loaded; broke() when a part of it cannot be had. */
void sandbox_enter(const struct media_limits *limits);

/* For the tests: enters the sandbox, tries what `deed` names, and says how that went on standard output. */
_Noreturn void sandbox_selftest(const struct media_limits *limits, const char *deed);

#endif
