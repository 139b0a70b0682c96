/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a server says of itself (documentation: methods/instance). */
#include "api/api.h"

enum fail api_health(struct ctx *cx)
{
	answer_body(cx, "text/plain; charset=utf-8", SV("OK"));
	return OK;
}
