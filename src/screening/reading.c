/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/reading.h"

void finding_show(struct finding *finding, const struct normal *normal, size_t first, size_t last)
{
	struct span span = { normal->tokens[first].start, normal->tokens[last].end };
	struct span *before = finding->span_count ? &finding->spans[finding->span_count - 1] : NULL;
	if (before && span.start <= before->end + 1) /* side by side, or one word on the page */
		before->end = span.end > before->end ? span.end : before->end;
	else if (finding->span_count < SPANS_MOST)
		finding->spans[finding->span_count++] = span;
}

struct finding *rule_found(struct reading *reading, enum rule rule, size_t text)
{
	const struct rule_about *about = rule_about(rule);
	const struct rule_setting *setting = &reading->ruleset->rules[rule];
	const struct category_setting *category = &reading->ruleset->categories[about->category];
	struct findings *findings = reading->findings;
	if (setting->act == ACT_OFF || !category->on || findings->count == FINDINGS_MOST)
		return NULL;
	struct finding *finding = &findings->list[findings->count++];
	*finding = (struct finding){ .category = about->category, .probability = setting->weight, .by = about->name, .why = about->what, .act = setting->act,
		                     .text = (uint8_t)text, .labels = category->label };
	return finding;
}
