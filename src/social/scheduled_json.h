/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* scheduled_json.h - a draft as the JSON of a scheduled status (Mastodon documentation: ScheduledStatus::Params); scheduled_draft() is
 * the way back. Two files do it, because what writes JSON and what reads it use the same names. Inside social/ only. */
#ifndef SOCIAL_SCHEDULED_JSON_H
#define SOCIAL_SCHEDULED_JSON_H

#include "social/status_write.h"

struct sv scheduled_params(struct ctx *cx, const struct status_draft *draft);

#endif
