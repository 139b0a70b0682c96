/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "push/vapid.h"

#include "base/json.h"
#include "base/log.h"
#include "social/community.h"
#include "social/seal.h"
#include "store/q.h"

#include <sodium.h>

enum { TOKEN_SECONDS = 12 * 3600 };

static bool decode(struct sv text, unsigned char *to, size_t room, size_t *n_r)
{
	return sodium_base642bin(to, room, text.p ? text.p : "", text.n, NULL, n_r, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
}

enum fail vapid_key(struct ctx *cx, EVP_PKEY **key_r)
{
	const struct settings *set = settings(cx);
	unsigned char point[KEY_POINT], sealed[256];
	size_t point_n = 0, sealed_n = 0;
	struct sv number;
	*key_r = NULL;
	if (decode(set->vapid_public, point, sizeof(point), &point_n) && point_n == KEY_POINT &&
	    decode(set->vapid_private, sealed, sizeof(sealed), &sealed_n) &&
	    unseal(&cx->arena, (struct sv){ (char *)sealed, sealed_n }, &number) && number.n == KEY_NUMBER)
		*key_r = key_pair((const unsigned char *)number.p, point);
	return *key_r ? OK : broken(cx, "the Web Push key of the community cannot be read");
}

static enum fail make(struct ctx *cx, void *arg)
{
	unsigned char point[KEY_POINT], number[KEY_NUMBER];
	struct sv sealed;
	EVP_PKEY *key = key_new();
	(void)arg;
	bool ok = key && key_point(key, point) && key_number(key, number);
	EVP_PKEY_free(key);
	if (!ok)
		return broken(cx, "OpenSSL cannot make a key");
	TRY(seal(cx, (struct sv){ (char *)number, KEY_NUMBER }, &sealed));
	sodium_memzero(number, sizeof(number));
	TRY(setting_put(cx, SV("vapid_public"), base64url(&cx->arena, (struct sv){ (char *)point, KEY_POINT })));
	TRY(setting_put(cx, SV("vapid_private"), base64url(&cx->arena, sealed)));
	TRY(q_push_subscriptions_delete_all(cx));
	return community_reload_settings(cx); /* nobody asks yet: the community is being opened */
}

enum fail vapid_ensure(struct ctx *cx)
{
	EVP_PKEY *key;
	bool first = !settings(cx)->vapid_public.n;
	if (!first && vapid_key(cx, &key) == OK) {
		EVP_PKEY_free(key);
		return OK;
	}
	if (!first)
		LOG(WARNING, "vapid_key_lost", F("domain", cx->community->domain), F("advice", "apps have to subscribe to pushes again"));
	return writer_run(cx->community->writer, cx, make, NULL);
}

/* "https://push.example:8443" */
static struct sv origin_of(struct sv url)
{
	ptrdiff_t scheme = sv_find(url, SV("://"));
	size_t n = scheme < 0 ? 0 : (size_t)scheme + 3;
	while (n < url.n && url.p[n] != '/' && url.p[n] != '?' && url.p[n] != '#')
		n++;
	return sv_first(url, n);
}

static struct sv contact(struct ctx *cx)
{
	struct sv mail = settings(cx)->contact_email;
	return mail.n ? arena_printf(&cx->arena, "mailto:" SVF, SVA(mail)) : cx->community->url;
}

enum fail vapid_token(struct ctx *cx, EVP_PKEY *key, struct sv endpoint, struct sv *token_r)
{
	unsigned char signature[KEY_SIGNATURE];
	struct buf claims = BUF(&cx->arena, 4096);
	struct json j = JSON(&claims);
	json_object(&j);
	json_string(json_key(&j, "aud"), origin_of(endpoint));
	json_int(json_key(&j, "exp"), cx->now / 1000 + TOKEN_SECONDS);
	json_string(json_key(&j, "sub"), contact(cx));
	json_end(&j);
	struct sv head = base64url(&cx->arena, SV("{\"typ\":\"JWT\",\"alg\":\"ES256\"}")), body = base64url(&cx->arena, buf_sv(&claims));
	struct sv text = arena_printf(&cx->arena, SVF "." SVF, SVA(head), SVA(body));
	if (!key_sign(key, text, signature))
		return broken(cx, "OpenSSL cannot sign");
	*token_r = arena_printf(&cx->arena, SVF "." SVF, SVA(text), SVA(base64url(&cx->arena, (struct sv){ (char *)signature, KEY_SIGNATURE })));
	return OK;
}
