/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* hub_cast.h - inside the hub: a status that is new or was edited, and for whom it is. */
#ifndef STREAM_HUB_CAST_H
#define STREAM_HUB_CAST_H

#include "social/status.h"
#include "stream/hub_room.h"

struct cast {
	struct recent_status recent;
	struct status_row row;
	struct tags_of_row *tags;
	size_t tag_count;
	struct mentions_of_row *mentions;
	size_t mention_count;
	bool fresh;             /* it is new, not edited */
	bool broadcast;         /* goes to public and hashtag streams */
	bool in_public, local, media;
	struct sv as_nobody;    /* rendered, when somebody needed it */
};

/* FAIL_NOT_FOUND: it is not there any more, or nobody is to hear of it. */
enum fail cast_read(struct ctx *cx, const struct happening *happening, struct cast *cast_r) MUST_USE;

bool cast_fits_public(const struct cast *cast, enum channel channel);
bool cast_has_tag(const struct cast *cast, const struct subscription *subscription);
bool cast_is_hidden(const struct listener *listener, const struct cast *cast);
bool cast_is_near(const struct listener *listener, const struct cast *cast);
/* Whether it belongs into that list of `who`; list_id 0: into the home timeline. Ask cast_is_near() first. */
bool cast_is_wanted(struct ctx *cx, const struct principal *who, int64_t list_id, const struct cast *cast);

#endif
