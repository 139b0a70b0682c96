/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* status_version.h - reads the JSON that a version of a status is kept with (status_edit.media, .poll_options). */
#ifndef SOCIAL_STATUS_VERSION_H
#define SOCIAL_STATUS_VERSION_H

#include "social/status.h"

/* The attachments, with their descriptions of then; those whose files are gone are left out. */
enum fail status_version_media(struct ctx *cx, struct sv json, struct media_row **media_r, size_t *count_r) MUST_USE;
size_t status_version_options(struct ctx *cx, struct sv json, struct sv **titles_r);

#endif
