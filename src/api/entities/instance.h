/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* instance.h - what a server says of itself (documentation: entities/Instance, V1_Instance, Rule). */
#ifndef API_ENTITIES_INSTANCE_H
#define API_ENTITIES_INSTANCE_H

#include "api/entities/entities.h"
#include "social/figure.h"

enum fail entity_instance(struct ctx *cx, struct json *j, const struct figures_now *now) MUST_USE;
enum fail entity_instance_v1(struct ctx *cx, struct json *j, const struct figures_now *now) MUST_USE;
enum fail entity_rules(struct ctx *cx, struct json *j) MUST_USE;

/* A long text that the owner wrote (about, policy, terms) as HTML; "" when there is none. */
struct sv text_of_setting(struct ctx *cx, struct sv text);
bool sign_up_is_open(const struct ctx *cx);

#endif
