/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "host/fetcher.h"

#include "http/client.h"
#include "social/card.h"

static enum fail get(void *data, struct ctx *cx, struct sv url, struct sv agent, size_t most, struct sv *html_r)
{
	(void)data;
	return http_client_get(cx, url, agent, most, html_r);
}

void fetcher_start(void)
{
	card_set_fetcher(&(struct card_fetcher){ .get = get });
}
