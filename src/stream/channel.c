/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "stream/channel.h"

#include "base/id.h"
#include "social/text.h"

#include <jansson.h>

static const struct {
	struct sv name;
	uint64_t scopes;
	enum channel_takes takes;
} channels[] = {
#define CHANNEL(constant, name, scope, takes) { SV_INIT(name), SCOPE_BIT_##scope, CHANNEL_TAKES_##takes },
#include "stream/channel.def"
#undef CHANNEL
};

const char *channel_name(enum channel channel)
{
	return channels[channel].name.p;
}

uint64_t channel_scopes(enum channel channel)
{
	return channels[channel].scopes;
}

enum channel_takes channel_takes(enum channel channel)
{
	return channels[channel].takes;
}

static const char *read_name(struct arena *arena, struct sv tag, struct sv list, struct channel_wish *wish)
{
	enum channel_takes takes = channel_takes(wish->channel);
	if (takes == CHANNEL_TAKES_TAG) {
		wish->name = tag;
		wish->key = text_tag_key(arena, tag.n && tag.p[0] == '#' ? sv_from(tag, 1) : tag);
		return wish->key.n ? NULL : "Missing tag name parameter";
	}
	if (takes == CHANNEL_TAKES_LIST) {
		wish->name = list;
		if (!list.n)
			return "Missing list name parameter";
		id_parse(list, &wish->list_id); /* 0: nobody's list */
	}
	return NULL;
}

const char *channel_read(struct arena *arena, struct sv stream, struct sv tag, struct sv list, struct channel_wish *wish_r)
{
	*wish_r = (struct channel_wish){ .what = CHANNEL_SUBSCRIBE };
	for (size_t i = 0; i < COUNT_OF(channels); i++)
		if (sv_eq(stream, channels[i].name)) {
			wish_r->channel = (enum channel)i;
			return read_name(arena, tag, list, wish_r);
		}
	return "Unknown stream type";
}

/* A string, a number, or the first of several of them. */
static struct sv text_of(struct arena *arena, const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);
	if (json_is_array(value))
		value = json_array_get(value, 0);
	if (json_is_integer(value))
		return arena_printf(arena, "%lld", (long long)json_integer_value(value));
	return json_is_string(value) ? arena_dup(arena, (struct sv){ json_string_value(value), json_string_length(value) }) : SV("");
}

static const char *read_message(struct arena *arena, const json_t *message, struct channel_wish *wish_r)
{
	struct sv type = text_of(arena, message, "type");
	bool subscribe = sv_eq(type, SV("subscribe"));
	if (!subscribe && !sv_eq(type, SV("unsubscribe")))
		return NULL;
	const char *error = channel_read(arena, text_of(arena, message, "stream"), text_of(arena, message, "tag"),
	                                 text_of(arena, message, "list"), wish_r);
	wish_r->what = subscribe ? CHANNEL_SUBSCRIBE : CHANNEL_UNSUBSCRIBE;
	return error;
}

const char *channel_message(struct arena *arena, struct sv message, struct channel_wish *wish_r)
{
	*wish_r = (struct channel_wish){ .what = CHANNEL_IGNORE };
	json_t *json = json_loadb(message.p ? message.p : "", message.n, JSON_REJECT_DUPLICATES, NULL);
	const char *error = json ? read_message(arena, json, wish_r) : NULL;
	json_decref(json);
	return error;
}
