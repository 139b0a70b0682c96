/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file of its own: jansson's names and those of base/json.h cannot be in one. */
#include "web/frame.h"

#include <jansson.h>

void media_meta_read(struct sv meta, struct view_media *view)
{
	json_t *all = json_loadb(meta.p ? meta.p : "", meta.n, 0, NULL), *small = json_object_get(all, "small"), *focus = json_object_get(all, "focus");
	view->width = json_integer_value(json_object_get(small, "width"));
	view->height = json_integer_value(json_object_get(small, "height"));
	view->focus_x = json_number_value(json_object_get(focus, "x"));
	view->focus_y = json_number_value(json_object_get(focus, "y"));
	json_decref(all);
}
