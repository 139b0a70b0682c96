/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mailer.h - the host's mail server (smtp_… in folkmoot.conf) becomes the transport of social/mail.h. */
#ifndef HOST_MAILER_H
#define HOST_MAILER_H

#include "host/config.h"

/* Nothing happens without smtp_url. FAIL_INVALID, FAIL_UNAVAILABLE for settings that cannot work. Before the threads start. */
enum fail mailer_start(struct ctx *cx, const struct config *config) MUST_USE;

#endif
