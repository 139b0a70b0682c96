/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mail.h - mails to members: written down as jobs with what caused them (mail.def), sent afterwards. */
#ifndef SOCIAL_MAIL_H
#define SOCIAL_MAIL_H

#include "base/ctx.h"
#include "jobs/jobs.h"

enum mail_kind {
#define MAIL(kind, subject, text) MAIL_##kind,
#include "social/mail.def"
#undef MAIL
};

/* How a mail leaves this machine; set once, before the threads start. */
struct mail_transport {
	void *data;
	/* Waits until it is handed over; FAIL_UNAVAILABLE when it is not. */
	enum fail (*send)(void *data, struct ctx *cx, struct sv from, struct sv to, struct sv message);
	struct sv from; /* none: folkmoot@<domain> */
};
void mail_set_transport(const struct mail_transport *transport);
bool mail_works(void); /* there is a transport: else nothing is asked of people that needs a mail */

struct mail_word { /* what stands for {name} */
	const char *name;
	struct sv value;
};
/* In a transaction. In the language of its reader. Does nothing without a transport. */
enum fail mail_queue(struct ctx *cx, enum mail_kind kind, int64_t account_id, struct sv to, const struct mail_word *words, size_t count) MUST_USE;
/* The job. */
enum fail mail_deliver(struct ctx *cx, const struct job *job) MUST_USE;

/* --- for mail_deliver and its tests ------------------------------------------------------------------------------------------- */

struct mail {
	struct sv from_name, from, to, subject, text;
	struct sv id;      /* left of the @ in its Message-ID */
	int64_t at;        /* ms */
};
/* The message (RFC 5322, MIME of RFC 2045 and 2047): UTF-8 in quoted-printable, CRLF. Nothing in `mail` can add a header or a recipient.
 * FAIL_INVALID when an address could not stand in a header. */
enum fail mail_format(struct ctx *cx, const struct mail *mail, struct sv *message_r) MUST_USE;

/* One @, something on both sides, no spaces and no characters that need quoting. That it works is proven by writing to it. */
bool mail_address_ok(struct sv address);

#endif
