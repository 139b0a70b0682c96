/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* deliver.h - sends notifications to the push services of apps (RFC 8030). */
#ifndef PUSH_DELIVER_H
#define PUSH_DELIVER_H

#include "jobs/jobs.h"

/* The handler of JOB_WEB_PUSH: subject_id is the subscription, args the id of the notification. */
enum fail web_push_deliver(struct ctx *cx, const struct job *job) MUST_USE;

#endif
