/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fetcher.h - http/client.h becomes what social/card.h asks web pages with. */
#ifndef HOST_FETCHER_H
#define HOST_FETCHER_H

/* Before the threads start. */
void fetcher_start(void);

#endif
