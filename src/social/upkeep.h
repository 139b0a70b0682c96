/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* upkeep.h - small things that are over after a time (jobs/periodic.def). */
#ifndef SOCIAL_UPKEEP_H
#define SOCIAL_UPKEEP_H

#include "base/ctx.h"

enum fail mutes_end_due(struct ctx *cx) MUST_USE;
enum fail idempotency_forget_old(struct ctx *cx) MUST_USE;
/* Settings that another process has changed (folkmoot setting set) are taken over. */
enum fail settings_follow(struct ctx *cx) MUST_USE;

/* Sessions, codes and links whose time is over; names that somebody took and did not confirm for a week are free again. */
enum fail logins_forget_old(struct ctx *cx) MUST_USE;

#endif
