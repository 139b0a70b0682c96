/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/reading.h"
#include "screening/recent.h"

enum { OTHERS = 2, OFTEN = 3 };

/* An edit says nearly the same again, and so it should. */
void rule_repeated_text(struct reading *reading)
{
	const struct item *item = reading->item;
	if (!item->recent || !reading->count || item->kind == ITEM_EDIT)
		return;
	const struct normal *normal = &reading->texts[0].normal;
	struct recent_seen seen = recent_texts_note(item->recent, text_fingerprint(normal), item->author_id, item->now_ms);
	if (seen.by_others < OTHERS && seen.by_author < OFTEN)
		return;
	struct finding *finding = rule_found(reading, RULE_repeated_text, 0);
	if (!finding)
		return;
	finding_show(finding, normal, 0, normal->count - 1);
	finding_weigh(reading, finding, NULL, NULL, 0, 0);
}
