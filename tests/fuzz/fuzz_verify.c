/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as the page that a profile links to: it may link back, or not, but it says so in time; without the word "me" it does not. */
#include "social/verify.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct sv html = { (const char *)data, size };
	bool says_me = false;
	for (size_t i = 0; i + 1 < size; i++)
		says_me = says_me || ((data[i] | 32) == 'm' && (data[i + 1] | 32) == 'e') || data[i] == '&';
	if (verify_links_back(&arena, html, SV("https://talk.example/@ada")) && !says_me) {
		fprintf(stderr, "a page that does not say \"me\" links back\n");
		abort();
	}
	arena_free(&arena);
	return 0;
}
