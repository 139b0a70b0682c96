/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* trend.h - lists of what is talked about (documentation: entities/Trends_Link, Admin::Tag). Those that are gone are left out. */
#ifndef API_ENTITIES_TREND_H
#define API_ENTITIES_TREND_H

#include "api/entities/entities.h"

enum fail entity_tags(struct ctx *cx, struct json *j, const int64_t *ids, size_t count) MUST_USE;
enum fail entity_links(struct ctx *cx, struct json *j, const int64_t *ids, size_t count) MUST_USE;
enum fail entity_link(struct ctx *cx, struct json *j, int64_t card_id) MUST_USE;
enum fail entity_admin_tag(struct ctx *cx, struct json *j, int64_t tag_id) MUST_USE;
enum fail entity_admin_tags(struct ctx *cx, struct json *j, const int64_t *ids, size_t count) MUST_USE;

#endif
