/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/reading.h"

enum { LEAST = 6 /* words */, OF_TEN = 8 };

void rule_shouting(struct reading *reading)
{
	for (size_t t = 0; t < reading->count; t++) {
		const struct normal *normal = &reading->texts[t].normal;
		size_t words = 0, shouted = 0, last = 0;
		for (size_t i = 0; i < normal->count; i++) {
			words += normal->tokens[i].kind == TOKEN_WORD && normal->tokens[i].form.n > 2;
			shouted += normal->tokens[i].shouted;
			last = normal->tokens[i].shouted ? i : last;
		}
		if (shouted < LEAST || shouted * 10 < words * OF_TEN)
			continue;
		struct finding *finding = rule_found(reading, RULE_shouting, t);
		if (!finding)
			return;
		for (size_t i = 0; i <= last; i++)
			if (normal->tokens[i].shouted)
				finding_show(finding, normal, i, i);
		finding_weigh(reading, finding, NULL, NULL, 0, 0);
	}
}
