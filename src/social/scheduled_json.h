/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* scheduled_json.h - a draft as the JSON of a scheduled status (Mastodon documentation: ScheduledStatus::Params), and back. Two files
 * do it, because what writes JSON and what reads it use the same names. Inside social/ only. */
#ifndef SOCIAL_SCHEDULED_JSON_H
#define SOCIAL_SCHEDULED_JSON_H

#include "social/status_write.h"

struct sv scheduled_params(struct ctx *cx, const struct status_draft *draft);
/* What it becomes is in cx->arena. FAIL_BROKEN when it is not what scheduled_params() writes. */
enum fail scheduled_draft(struct ctx *cx, const struct scheduled_row *row, struct status_draft *draft) MUST_USE;

#endif
