/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* /metrics: answered before a community is looked for, to the machine itself or to who has the token of the host's settings.
 * Behind a proxy on the same machine everybody seems to be the machine itself; so a request that was passed on needs the token. */
#include "app/work.h"
#include "base/metrics.h"

#include <sodium.h>

enum { PAGE_MOST = 1 << 20 };

static bool is_loopback(const char *peer)
{
	struct sv address = sv_of(peer);
	return sv_starts(address, SV("127.")) || sv_eq(address, SV("::1")) || sv_starts(address, SV("::ffff:127."));
}

static bool was_passed_on(const struct http_request *rq)
{
	return http_header(rq, SV("x-forwarded-for")).p || http_header(rq, SV("forwarded")).p || http_header(rq, SV("via")).p ||
	       http_header(rq, SV("x-real-ip")).p;
}

static bool has_token(const struct app *app, const struct http_request *rq)
{
	struct sv wanted = sv_of(app->config.metrics_token), sent = http_header(rq, SV("authorization"));
	if (!wanted.n || !sv_starts_nocase(sent, SV("bearer ")))
		return false;
	sent = sv_trim(sv_from(sent, 7));
	return sent.n == wanted.n && sodium_memcmp(sent.p, wanted.p, wanted.n) == 0;
}

bool metrics_page_answer(struct app *app, struct http_request *rq)
{
	if (!sv_eq(rq->path, SV("/metrics")) || rq->method > HTTP_HEAD)
		return false;
	if (!has_token(app, rq) && (!is_loopback(rq->peer) || was_passed_on(rq)))
		return false; /* as if there were nothing here */
	struct buf out = BUF(&rq->arena, PAGE_MOST);
	metrics_write(&out);
	http_reply(rq, &(struct http_reply){ .status = 200,
	                                     .headers = SV("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\nCache-Control: no-store\r\n"),
	                                     .body = buf_sv(&out) });
	return true;
}
