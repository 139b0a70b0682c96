/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/reading.h"

/* Words that point at somebody (patterns.txt) beside what gives their whereabouts away (raw.txt). */
void rule_personal_data(struct reading *reading)
{
	for (size_t t = 0; t < reading->count; t++) {
		const struct read_text *text = &reading->texts[t];
		const struct hit *hit, *pointing = NULL, *telling = NULL;
		for (size_t at = 0; rule_next_hit(reading, RULE_personal_data, t, &at, &hit);) {
			telling = hit->raw && !telling ? hit : telling;
			pointing = !hit->raw && !pointing ? hit : pointing;
		}
		struct finding *finding = pointing && telling ? rule_found(reading, RULE_personal_data, t) : NULL;
		if (!finding)
			continue;
		finding_show(finding, pointing->plain ? &text->plain : &text->normal, pointing->first, pointing->last);
		finding_show(finding, &text->normal, telling->first, telling->last);
		finding_weigh(reading, finding, &text->normal, text->parts, telling->first, telling->last);
	}
}
