/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* admin_screening.h - what the files of the page about the screen share. */
#ifndef WEB_ADMIN_SCREENING_H
#define WEB_ADMIN_SCREENING_H

#include "moderation/replay.h"
#include "web/admin.h"
#include "web/view_screening.h"

struct sv screening_category_label(unsigned category);
struct sv screening_act_label(unsigned act); /* of a post: what becomes of it */

/* The document that was in force when the form was filled in, as the form changes it. */
struct sv screening_form_text(struct ctx *cx, struct sv text);
/* What the document says, as fields. */
void screening_show_text(struct ctx *cx, const struct screen *screen, struct sv text, struct view_screening *view);
/* What was tried. */
const struct view_screen_try *screening_show_replay(struct ctx *cx, const struct replay_plan *plan, const struct replay *replay);

#endif
