/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* totp.h - codes that change with time (RFC 6238: SHA-1, six digits, steps of 30 seconds, as every authenticator app has it). */
#ifndef SOCIAL_TOTP_H
#define SOCIAL_TOTP_H

#include "base/arena.h"

enum { TOTP_SECRET = 20, TOTP_DIGITS = 6 };

uint32_t totp_code(struct sv secret, int64_t step, unsigned digits);
/* The step that `code` is of, one step back or ahead allowed for clocks that differ, later than `last_step`; 0: it is wrong or
 * was used. Spaces in the code do not count. */
int64_t totp_match(struct sv secret, struct sv code, int64_t now_ms, int64_t last_step);

struct sv base32(struct arena *arena, struct sv bytes); /* RFC 4648 without padding: for typing a secret into an app */
/* otpauth://totp/… (the format of Google Authenticator), for a link. */
struct sv totp_uri(struct arena *arena, struct sv secret, struct sv issuer, struct sv account);

#endif
