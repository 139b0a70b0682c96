/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* profile.h - what a member says of themselves. */
#ifndef SOCIAL_PROFILE_H
#define SOCIAL_PROFILE_H

#include "social/account.h"

/* What shall change; what is none stays as it is. */
struct profile_field {
	struct sv name, value;
};
struct profile_change {
	struct sv display_name, note, avatar_description, header_description, attribution_domains; /* the last: JSON */
	const struct profile_field *fields;
	size_t field_count;
	bool fields_sent;
	struct sv avatar, avatar_static, header, header_static; /* files below media/; "" takes the picture away */
	const bool *locked, *bot, *discoverable, *indexable, *hide_collections, *show_media, *show_media_replies, *show_featured;
};

/* Checks lengths, passes the gate, writes; inside the caller's transaction, for cx->who. */
enum fail profile_update(struct ctx *cx, const struct profile_change *change) MUST_USE;

#endif
