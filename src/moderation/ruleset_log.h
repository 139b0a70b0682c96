/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ruleset_log.h - the rule sets that a community has had, numbered from 1: the newest is in force, and the rows say who made it so and
 * why. Nothing is ever changed or removed; to undo is to make an earlier text the newest. Version 0 is the empty document, with which
 * every community begins. */
#ifndef MODERATION_RULESET_LOG_H
#define MODERATION_RULESET_LOG_H

#include "screening/ruleset.h"

enum { RULESET_WHY_MOST = 500 }; /* characters */

/* What is in force. */
enum fail ruleset_newest(struct ctx *cx, int64_t *version_r, struct sv *text_r) MUST_USE;
/* FAIL_NOT_FOUND, with a sentence, when there is no such version. */
enum fail ruleset_version(struct ctx *cx, int64_t version, struct sv *text_r) MUST_USE;

/* Refused as ruleset_read() refuses, and when nobody says why. Inside the caller's transaction; who: cx->who. It is in the audit. */
enum fail ruleset_apply(struct ctx *cx, struct sv text, struct sv why, int64_t *version_r) MUST_USE;
/* Makes that version's text the newest; `version` below 0: that of the one before the newest. */
enum fail ruleset_undo(struct ctx *cx, int64_t version, struct sv why, int64_t *version_r) MUST_USE;

#endif
