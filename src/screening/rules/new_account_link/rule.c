/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/reading.h"

enum { DAY_MS = 86400000 };

void rule_new_account_link(struct reading *reading)
{
	int64_t age = reading->item->author_age_ms;
	if (age < 0 || age >= DAY_MS)
		return;
	for (size_t t = 0; t < reading->count; t++) {
		const struct normal *normal = &reading->texts[t].normal;
		struct finding *finding = NULL;
		for (size_t i = 0; i < normal->count; i++) {
			if (normal->tokens[i].kind != TOKEN_LINK)
				continue;
			if (!finding && !(finding = rule_found(reading, RULE_new_account_link, t)))
				return;
			finding_show(finding, normal, i, i);
		}
		if (finding)
			finding_weigh(reading, finding, NULL, NULL, 0, 0);
	}
}
