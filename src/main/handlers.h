/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* handlers.h - jobs.def and periodic.def as tables of functions, for jobs_new(). */
#ifndef MAIN_HANDLERS_H
#define MAIN_HANDLERS_H

#include "jobs/jobs.h"

extern const struct job_handler job_handlers[];
extern const size_t job_handler_count;
extern const struct periodic periodic_handlers[];
extern const size_t periodic_handler_count;

#endif
