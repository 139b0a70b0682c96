/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/reading.h"

enum { MANY_STRANGERS = 5, MANY_MENTIONS = 10 };

void rule_mention_flood(struct reading *reading)
{
	const struct normal *normal = &reading->texts[0].normal;
	size_t mentions = 0;
	for (size_t i = 0; reading->count && i < normal->count; i++)
		mentions += normal->tokens[i].kind == TOKEN_MENTION;
	if (reading->item->strangers_mentioned < MANY_STRANGERS && mentions < MANY_MENTIONS)
		return;
	struct finding *finding = rule_found(reading, RULE_mention_flood, 0);
	for (size_t i = 0; finding && reading->count && i < normal->count; i++)
		if (normal->tokens[i].kind == TOKEN_MENTION)
			finding_show(finding, normal, i, i);
	if (finding)
		finding_weigh(reading, finding, NULL, NULL, 0, 0);
}
