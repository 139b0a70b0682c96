/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* context.h - an item of the gate as the screen takes it. */
#ifndef MODERATION_CONTEXT_H
#define MODERATION_CONTEXT_H

#include "screening/item.h"
#include "social/gate.h"

/* Reads through cx->db what is known of the author: one statement or, when somebody is mentioned, two. What cannot be read stays
 * unknown. */
void gate_item_read(struct ctx *cx, const struct gate_item *from, struct item *item_r);
/* Only the texts: what was written, then those of the others that are not empty, in their order. finding.text_index counts them. */
void item_texts(struct ctx *cx, const struct gate_item *from, struct item *item);

#endif
