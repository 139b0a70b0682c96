/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/mail_args.h"

#include "social/seal.h"

#include <jansson.h>
#include <stdlib.h>

enum { KEPT_MS = 30 * 86400000LL };

enum fail mail_args_write(struct ctx *cx, const struct mail *mail, struct sv *args_r)
{
	struct sv sealed;
	TRY(seal_note(cx, mail->text, cx->now + KEPT_MS, &sealed));
	json_t *object = json_pack("{s:s%, s:s%, s:s%}", "to", mail->to.p, mail->to.n, "subject", mail->subject.p, mail->subject.n, "text",
	                           sealed.p, sealed.n);
	char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	json_decref(object);
	if (!text)
		return broken(cx, "a mail could not be written as JSON");
	*args_r = arena_dup(&cx->arena, sv_of(text));
	free(text);
	return OK;
}

static struct sv member(struct ctx *cx, json_t *object, const char *name)
{
	json_t *value = json_object_get(object, name);
	return json_is_string(value) ? arena_dup(&cx->arena, (struct sv){ json_string_value(value), json_string_length(value) }) : SV_NONE;
}

enum fail mail_args_read(struct ctx *cx, struct sv args, struct mail *mail)
{
	json_t *object = json_loadb(args.p ? args.p : "", args.n, 0, NULL);
	mail->to = member(cx, object, "to");
	mail->subject = member(cx, object, "subject");
	struct sv sealed = member(cx, object, "text");
	json_decref(object);
	if (!mail->to.n || !unseal_note(&cx->arena, sealed, cx->now, &mail->text))
		return broken(cx, "a mail's job has no address, or its text was sealed with another key");
	return OK;
}
