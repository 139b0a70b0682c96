/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* faces.h - accounts that a page shows by name and picture: first said, then loaded with one statement. */
#ifndef WEB_FACES_H
#define WEB_FACES_H

#include "base/ctx.h"
#include "web/view.h"

struct faces {
	struct face {
		int64_t id;
		bool there;
		struct view_account view;
	} *list;
	size_t count, room;
};

struct faces faces_new(struct ctx *cx, size_t room); /* for up to `room` of them; what is wanted beyond stays away */
void faces_want(struct faces *faces, int64_t account_id);
enum fail faces_load(struct ctx *cx, struct faces *faces) MUST_USE;
const struct view_account *faces_find(const struct faces *faces, int64_t account_id); /* NULL: it is gone */

#endif
