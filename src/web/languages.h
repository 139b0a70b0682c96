/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* languages.h - the languages that a post can be in (social/language.def), by their names in the reader's. */
#ifndef WEB_LANGUAGES_H
#define WEB_LANGUAGES_H

#include "base/ctx.h"
#include "web/view.h"

/* Those that `wanted` says yes to (NULL: all), in the order of their names. In cx->arena. */
struct view_language *web_languages(struct ctx *cx, bool (*wanted)(struct sv code, const void *data), const void *data,
                                    size_t *count_r);

#endif
