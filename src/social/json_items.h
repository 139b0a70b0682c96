/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* json_items.h - the values of one long JSON array, one after another, without reading all of it into memory: each is then parsed by
 * itself (jansson). Made for files of archives, which may be larger than memory and come from strangers.
 *
 *   struct json_items items;
 *   struct sv item;
 *   if (json_items_find(text, SV("orderedItems"), &items))
 *           while (json_items_next(&items, &item)) ...
 */
#ifndef SOCIAL_JSON_ITEMS_H
#define SOCIAL_JSON_ITEMS_H

#include "base/sv.h"

struct json_items {
	struct sv rest;
};

/* The array under `key` of the outermost object; with a key of none the first array of the text, whatever stands before it
 * ("window.YTD.tweets.part0 = [ … ]"). false: there is none. */
bool json_items_find(struct sv text, struct sv key, struct json_items *items_r);
/* The next value as it stands there; a view. false at the end, also where the text ends in the middle of one. */
bool json_items_next(struct json_items *items, struct sv *item_r);

#endif
