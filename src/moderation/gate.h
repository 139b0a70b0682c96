/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* gate.h - the gate of a community (social/gate.h): shows what is written to the screen, decides by the rule set in force what that leads
 * to, keeps what was found in the transaction of the thing, and tells its author.
 *
 * The rule set is read when the community opens, after each change (EFFECT_RULESET), and within a minute of one made beside the server. */
#ifndef MODERATION_GATE_H
#define MODERATION_GATE_H

#include "screening/screen.h"
#include "social/effect.h"

/* What all gates of the process share: the model. */
struct gatehouse;
/* `model`: the file; "": the one that came with the program. A file that cannot be used is logged, now and each hour: the rules are all
 * there is then. Never fails. */
/* `data_dir`: where the host's own hash banks are, if there are any; NULL: there are none. */
struct gatehouse *gatehouse_new(const char *model, const char *data_dir);
void gatehouse_free(struct gatehouse *house); /* after the last gate is closed */

/* As the community opens, before anybody can write; and after its last reader is gone. Without a writer the rule set is read by the
 * first gate_follow(). */
void gate_open(struct gatehouse *house, struct community *community);
void gate_close(struct community *community);
/* After a commit: a new rule set takes hold. */
void gate_told(struct community *community, const struct effect *effect);

/* Why the model of the open gate is not used: a sentence's part; NULL: it is, or there is no gate. */
const char *gate_model_fault(const struct community *community);
/* The screen of the open gate (NULL: no model, or no gate), and the rule set in force; valid until the community closes. */
const struct screen *gate_screen(const struct community *community);
const struct ruleset *gate_ruleset(const struct community *community);

/* Periodic (jobs/periodic.def). */
enum fail gate_follow(struct ctx *cx) MUST_USE; /* the rule set that a command has changed */
enum fail gate_remind(struct ctx *cx) MUST_USE; /* that the model is missing */

/* The lines of /metrics. */
void gate_write_figures(const struct gatehouse *house, struct buf *out);

#endif
