/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The JSON of archives: items are cut out of the text and read as Mastodon's and as Twitter's. */
#include "social/import.h"
#include "social/json_items.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(struct ctx *cx, const struct import_format *format, struct sv text)
{
	struct json_items items;
	struct sv item;
	if (!json_items_find(text, format->key, &items))
		return;
	while (json_items_next(&items, &item)) {
		struct import_post post;
		json_t *value = json_loadb(item.p, item.n, JSON_REJECT_DUPLICATES, NULL);
		if (value)
			(void)format->read(cx, value, &post);
		json_decref(value);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx cx;
	struct sv text = { (const char *)data, size };
	ctx_open(&cx, 1000);
	read_all(&cx, &import_mastodon, text);
	read_all(&cx, &import_twitter, text);
	ctx_close(&cx);
	return 0;
}
