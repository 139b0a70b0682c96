/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/mail.h"

#include "base/buf.h"
#include "social/community.h"
#include "social/effect.h"
#include "social/mail_args.h"
#include "social/preference.h"

enum { TEXT_MOST = 32 << 10 };

static const struct {
	struct sv subject, text;
} mails[] = {
#define MAIL(kind, subject_, text_) [MAIL_##kind] = { SV_INIT(subject_), SV_INIT(text_) },
#include "social/mail.def"
#undef MAIL
};

static struct mail_transport transport;

void mail_set_transport(const struct mail_transport *to)
{
	transport = *to;
}

bool mail_works(void)
{
	return transport.send != NULL;
}

static struct sv word_for(struct ctx *cx, struct sv name, const struct mail_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sv_eq(name, sv_of(words[i].name)))
			return words[i].value;
	if (sv_eq(name, SV("title")))
		return settings(cx)->title;
	return sv_eq(name, SV("domain")) ? cx->community->domain : sv_eq(name, SV("url")) ? cx->community->url : SV("");
}

static struct sv fill(struct ctx *cx, struct sv text, const struct mail_word *words, size_t count)
{
	struct buf out = BUF(&cx->arena, TEXT_MOST);
	struct sv part, name;
	while (text.n) {
		bool more = sv_cut(&text, '{', &part);
		buf_put(&out, part);
		if (more && sv_cut(&text, '}', &name))
			buf_put(&out, word_for(cx, name, words, count));
	}
	return buf_sv(&out);
}

enum fail mail_queue(struct ctx *cx, enum mail_kind kind, int64_t account_id, struct sv to, const struct mail_word *words, size_t count)
{
	if (!mail_works())
		return OK;
	struct mail mail = { .to = to };
	struct sv args;
	enum language language;
	TRY(reader_language(cx, account_id, &language));
	enum language before = tr_use(language);
	mail.subject = fill(cx, tr(mails[kind].subject), words, count);
	mail.text = fill(cx, tr(mails[kind].text), words, count);
	tr_use(before);
	TRY(mail_args_write(cx, &mail, &args));
	return effect_job(cx, JOB_MAIL, account_id, args, 0);
}

/* "127.0.0.1:8080" has no place behind an @. */
static struct sv sender(struct ctx *cx)
{
	struct sv domain = cx->community->domain, port;
	if (transport.from.n)
		return transport.from;
	sv_cut_last(&domain, ':', &port);
	return arena_printf(&cx->arena, "folkmoot@" SVF, SVA(domain));
}

enum fail mail_deliver(struct ctx *cx, const struct job *job)
{
	struct sv message;
	struct mail mail = { .from_name = settings(cx)->title, .from = sender(cx), .at = cx->now };
	if (!mail_works())
		return OK; /* the operator has taken the mail server out: there is nobody to give it to */
	TRY(mail_args_read(cx, job->args, &mail));
	mail.id = arena_printf(&cx->arena, "%lld", (long long)job->id);
	TRY(mail_format(cx, &mail, &message));
	return transport.send(transport.data, cx, mail.from, mail.to, message);
}
