/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An expression, a newline, and a text to look in: what was compiled is found wherever PCRE2 by itself finds it,
 * so that the index of what it needs leaves nothing out. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "screening/pattern.h"

#include <pcre2.h>
#include <stdlib.h>

static bool found_plainly(struct sv expression, struct sv text)
{
	int error;
	size_t at;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)expression.p, expression.n, PCRE2_CASELESS | PCRE2_DOTALL | PCRE2_NEVER_UTF, &error, &at, NULL);
	if (!code)
		return false;
	pcre2_match_context *limits = pcre2_match_context_create(NULL);
	pcre2_match_data *found = pcre2_match_data_create(1, NULL);
	pcre2_set_match_limit(limits, 2000); /* less than what is looked for with: what is found here must be found there */
	bool yes = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, 0, 0, found, limits) > 0;
	pcre2_match_data_free(found);
	pcre2_match_context_free(limits);
	pcre2_code_free(code);
	return yes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct sv text = { (const char *)data, size }, expression;
	static struct pattern_hits hits;
	sv_cut(&text, '\n', &expression);
	for (enum pattern_kind kind = PATTERN_PHRASE; kind <= PATTERN_RAW; kind++) {
		struct pattern one = { expression, kind, 3 };
		const char *why = NULL;
		if (pattern_fault(&arena, &one))
			continue;
		struct patterns *set = patterns_new(&arena, &one, 1, &why);
		if (!set && !why)
			abort();
		if (!set) /* [z-a] and the like are left to PCRE2 to refuse */
			continue;
		patterns_search(set, kind == PATTERN_RAW, text, &hits);
		for (size_t i = 0; i < hits.count; i++)
			if (hits.list[i].start > hits.list[i].end || hits.list[i].end > text.n || hits.list[i].group != 3)
				abort();
		if (kind == PATTERN_RAW && !hits.count && !hits.cut && text.n && found_plainly(expression, text))
			abort();
		patterns_free(set);
	}
	arena_free(&arena);
	return 0;
}
