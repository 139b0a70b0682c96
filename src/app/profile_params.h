/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* profile_params.h - a change of one's profile as a request says it: the API and the page of settings have the same names for it
 * (Mastodon documentation: accounts#update_credentials). */
#ifndef APP_PROFILE_PARAMS_H
#define APP_PROFILE_PARAMS_H

#include "social/profile.h"

struct profile_change profile_params_read(struct ctx *cx);
/* In a SLOW handler: all three steps of profile.h. */
enum fail profile_apply(struct ctx *cx, const struct profile_change *change) MUST_USE;

#endif
