/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* audit.h - what people with a role did, and what was reported to them: written in the transaction of the act itself. */
#ifndef SOCIAL_AUDIT_H
#define SOCIAL_AUDIT_H

#include "base/ctx.h"

/* `action`: "account.suspend", "report.resolve"; `kind` and `id`: of what it was done to ("account", 42); `detail`: for people. */
enum fail audit_write(struct ctx *cx, const char *action, const char *kind, int64_t id, struct sv detail) MUST_USE;

#endif
