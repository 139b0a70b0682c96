/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* version.h - reads the JSON that a version of a status is kept with (status_edit.media, .poll_options). Inside entities/ only. */
#ifndef API_ENTITIES_VERSION_H
#define API_ENTITIES_VERSION_H

#include "social/status.h"

/* The attachments, with their descriptions of then; those whose files are gone are left out. */
enum fail version_media(struct ctx *cx, struct sv json, struct media_row **media_r, size_t *count_r) MUST_USE;
size_t version_options(struct ctx *cx, struct sv json, struct sv **titles_r);

#endif
