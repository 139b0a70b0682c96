/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* figures.h - what the engine and the writers count by themselves, for /metrics. */
#ifndef MAIN_FIGURES_H
#define MAIN_FIGURES_H

#include "base/metrics.h"
#include "host/communities.h"
#include "http/server.h"
#include "moderation/gate.h"

struct figures_source {
	struct communities *communities;
	struct http_server *server;
	const struct gatehouse *gatehouse;
};
void write_figures(void *source, struct buf *out); /* a metrics_collector's */

#endif
