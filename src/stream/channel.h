/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* channel.h - what a client asks to be streamed, as it says it: {"type":"subscribe","stream":"hashtag","tag":"cats"} over a
 * WebSocket, or parameters. */
#ifndef STREAM_CHANNEL_H
#define STREAM_CHANNEL_H

#include "base/arena.h"
#include "social/scope.h"

enum channel {
#define CHANNEL(constant, name, scope, takes) CHANNEL_##constant,
#include "stream/channel.def"
#undef CHANNEL
	CHANNEL_COUNT
};
enum channel_takes { CHANNEL_TAKES_NOTHING, CHANNEL_TAKES_TAG, CHANNEL_TAKES_LIST };

const char *channel_name(enum channel channel);
uint64_t channel_scopes(enum channel channel);
enum channel_takes channel_takes(enum channel channel);

struct channel_wish {
	enum { CHANNEL_SUBSCRIBE, CHANNEL_UNSUBSCRIBE, CHANNEL_IGNORE } what;
	enum channel channel;
	struct sv name;    /* the tag or the list's id, as the client wrote it; empty: none */
	struct sv key;     /* of a tag: text_tag_key() */
	int64_t list_id;
};

/* NULL when it is fine, else what Mastodon says to it (with status 400): "Unknown stream type", "Missing tag name parameter", … */
const char *channel_read(struct arena *arena, struct sv stream, struct sv tag, struct sv list, struct channel_wish *wish_r);
/* The same from a message; one that is not understood at all is to be ignored, as Mastodon does. Up to 64 KB. */
const char *channel_message(struct arena *arena, struct sv message, struct channel_wish *wish_r);

#endif
