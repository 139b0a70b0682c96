/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mail_args.h - a mail as the arguments of its job: JSON with to, subject, text. The text may hold a link that lets somebody in, and is
 * sealed. */
#ifndef SOCIAL_MAIL_ARGS_H
#define SOCIAL_MAIL_ARGS_H

#include "social/mail.h"

enum fail mail_args_write(struct ctx *cx, const struct mail *mail, struct sv *args_r) MUST_USE;
enum fail mail_args_read(struct ctx *cx, struct sv args, struct mail *mail) MUST_USE;

#endif
