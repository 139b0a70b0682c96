/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* poll.h - voting, and the end of polls (Mastodon documentation: methods/polls). Inside the caller's transaction. */
#ifndef SOCIAL_POLL_H
#define SOCIAL_POLL_H

#include "social/status.h"

/* The poll, when cx->who may see its status; FAIL_NOT_FOUND otherwise. */
enum fail poll_see(struct ctx *cx, int64_t id, struct poll *poll_r) MUST_USE;
/* cx->who votes, once. FAIL_INVALID: it is over, their own, voted on already, no such option, or more than one of a single choice. */
enum fail poll_cast(struct ctx *cx, const struct poll *poll, const int64_t *choices, size_t count) MUST_USE;

/* Periodic: tells authors and voters of polls that are over by cx->now, some hundred polls at a time. */
enum fail polls_end_due(struct ctx *cx) MUST_USE;

#endif
