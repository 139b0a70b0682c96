/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file of its own: jansson's names and those of base/json.h cannot be in one. */
#include "web/frame.h"

#include <jansson.h>

void media_meta_read(struct sv meta, struct view_media *view)
{
	json_t *all = json_loadb(meta.p ? meta.p : "", meta.n, 0, NULL), *small = json_object_get(all, "small"),
	       *full = json_object_get(all, "original"), *focus = json_object_get(all, "focus");
	view->width = json_integer_value(json_object_get(small, "width"));
	view->height = json_integer_value(json_object_get(small, "height"));
	view->full_width = json_integer_value(json_object_get(full, "width"));
	view->full_height = json_integer_value(json_object_get(full, "height"));
	view->focus_x = json_number_value(json_object_get(focus, "x"));
	view->focus_y = json_number_value(json_object_get(focus, "y"));
	json_decref(all);
}
