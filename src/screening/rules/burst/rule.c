/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/reading.h"

enum { MANY = 30, MANY_FOR_NEW = 10, NEW_POSTS = 20, DAY_MS = 86400000 };

void rule_burst(struct reading *reading)
{
	const struct item *item = reading->item;
	bool new = item->author_age_ms >= 0 && item->author_age_ms < DAY_MS && item->author_posts < NEW_POSTS;
	if (item->posts_last_hour < (new ? MANY_FOR_NEW : MANY))
		return;
	struct finding *finding = rule_found(reading, RULE_burst, 0);
	if (finding)
		finding_weigh(reading, finding, NULL, NULL, 0, 0);
}
