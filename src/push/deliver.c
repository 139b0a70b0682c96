/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The job: one notification for one subscription. */
#include "base/id.h"
#include "base/json.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "http/client.h"
#include "push/deliver.h"
#include "push/encrypt.h"
#include "push/vapid.h"
#include "social/account.h"
#include "social/preference.h"
#include "social/push.h"
#include "social/seal.h"
#include "social/status.h"
#include "store/store.h"

enum { TITLE_MOST = 120, BODY_MOST = 140, TTL_SECONDS = 48 * 3600 }; /* the first two: characters */

/* --- what the app gets --------------------------------------------------------------------------------------------------------------- */

static struct sv shortened(struct ctx *cx, struct sv text, size_t most)
{
	struct sv rest = text;
	for (size_t i = 0; i < most; i++)
		if (!rest.n)
			return text;
		else
			utf8_next(&rest);
	struct sv kept = sv_first(text, text.n - rest.n);
	return rest.n ? arena_printf(&cx->arena, SVF "\xe2\x80\xa6", SVA(kept)) : text;
}

static struct sv title_of(struct ctx *cx, const struct account_row *from, const struct notification_type *type)
{
	struct sv name = from->display_name.n ? from->display_name : from->username;
	if (type->about == NOTIFICATION_OF_EVENT || type->about == NOTIFICATION_OF_WARNING)
		name = settings(cx)->title;
	return tr_format(&cx->arena, tr(sv_of(type->push)), TR_ARGS(shortened(cx, name, TITLE_MOST)));
}

/* A warning hides what comes after it. */
static enum fail body_of(struct ctx *cx, const struct notification_row *row, const struct account_row *from, struct sv *body_r)
{
	struct status_row status;
	*body_r = from->note;
	if (row->status_id) {
		TRY(q_status_get(cx, row->status_id, &status));
		*body_r = status.spoiler_text.n ? status.spoiler_text : status.text;
	}
	*body_r = shortened(cx, *body_r, BODY_MOST);
	return OK;
}

/* Where our own worker leads to. */
static enum fail path_of(struct ctx *cx, const struct notification_row *row, struct sv *path_r)
{
	struct status_row status;
	struct account_row author;
	*path_r = SV("/notifications");
	if (!row->status_id)
		return OK;
	TRY(q_status_get(cx, row->status_id, &status));
	TRY(q_account_get(cx, status.account_id, &author));
	*path_r = arena_printf(&cx->arena, "/@" SVF "/%lld", SVA(account_acct(cx, &author)), (long long)status.id);
	return OK;
}

static enum fail compose(struct ctx *cx, const struct push_subscription_row *subscription, const struct notification_row *row, struct sv *text_r)
{
	struct account_row from;
	struct sv token = SV_NONE, body, path;
	enum language language;
	struct buf out = BUF(&cx->arena, 16 << 10);
	struct json j = JSON(&out);
	const struct notification_type *type = notification_type(row->type);
	if (!type)
		return FAIL_NOT_FOUND;
	TRY(q_account_get(cx, row->from_account_id, &from));
	TRY(body_of(cx, row, &from, &body));
	TRY(reader_language(cx, subscription->account_id, &language));
	TRY(path_of(cx, row, &path));
	if (subscription->token_id && !unseal(&cx->arena, subscription->access_token, &token))
		return refuse(cx, FAIL_INVALID, "the subscription was made under another host key");
	json_object(&j);
	if (token.n)
		json_string(json_key(&j, "access_token"), token);
	else
		json_string(json_key(&j, "url"), path);
	json_string(json_key(&j, "preferred_locale"), subscription->locale);
	json_int(json_key(&j, "notification_id"), row->id); /* a number: apps decode it as one */
	json_string(json_key(&j, "notification_type"), row->type);
	json_string(json_key(&j, "icon"), account_avatar(cx, &from, true));
	enum language before = tr_use(language);
	json_string(json_key(&j, "title"), title_of(cx, &from, type));
	tr_use(before);
	json_string(json_key(&j, "body"), body);
	json_end(&j);
	*text_r = buf_sv(&out);
	return OK;
}

/* --- sending -------------------------------------------------------------------------------------------------------------------------- */

struct message {
	EVP_PKEY *identity, *own; /* of the community; made for this message */
	struct sv headers, body;
};

static enum fail encrypt(struct ctx *cx, const struct push_subscription_row *subscription, struct sv text, struct message *m)
{
	struct push_keys keys = { .app_point = (const unsigned char *)subscription->p256dh.p,
		                  .app_secret = (const unsigned char *)subscription->auth.p,
		                  .own = m->own };
	unsigned char point[KEY_POINT];
	struct sv token, identity = settings(cx)->vapid_public;
	rand_bytes(keys.salt, sizeof(keys.salt));
	if (!m->own || !key_point(m->own, point))
		return broken(cx, "OpenSSL cannot make a key");
	TRY(vapid_token(cx, m->identity, subscription->endpoint, &token));
	struct sv common = arena_printf(&cx->arena, "TTL: %d\r\nUrgency: normal\r\nContent-Type: application/octet-stream\r\n", TTL_SECONDS);
	if (subscription->standard) {
		m->headers = arena_printf(&cx->arena, SVF "Content-Encoding: aes128gcm\r\nAuthorization: vapid t=" SVF ", k=" SVF "\r\n", SVA(common),
		                          SVA(token), SVA(identity));
		return push_encrypt(cx, &keys, text, &m->body);
	}
	struct sv salt = base64url(&cx->arena, (struct sv){ (char *)keys.salt, PUSH_SALT });
	m->headers = arena_printf(&cx->arena,
	                          SVF "Content-Encoding: aesgcm\r\nEncryption: salt=" SVF "\r\nCrypto-Key: dh=" SVF ";p256ecdsa=" SVF
	                              "\r\nAuthorization: WebPush " SVF "\r\n",
	                          SVA(common), SVA(salt), SVA(base64url(&cx->arena, (struct sv){ (char *)point, KEY_POINT })), SVA(identity),
	                          SVA(token));
	return push_encrypt_draft(cx, &keys, text, &m->body);
}

static enum fail forget_in_writer(struct ctx *cx, void *arg)
{
	const struct push_subscription_row *subscription = arg;
	return q_push_subscription_delete(cx, subscription->id);
}

/* RFC 8030, 5 and 7.3: gone means that the app, or the service, has ended it; so does a key that is not accepted. */
static enum fail judge(struct ctx *cx, struct push_subscription_row *subscription, int status)
{
	if (status >= 200 && status < 300)
		return OK;
	if (status == 404 || status == 410 || status == 401 || status == 403)
		return writer_run(cx->community->writer, cx, forget_in_writer, subscription);
	if (status == 408 || status == 429 || status >= 500)
		return refuse(cx, FAIL_UNAVAILABLE, "the push service answered %d", status);
	return refuse(cx, FAIL_INVALID, "the push service answered %d", status);
}

static enum fail deliver(struct ctx *cx, struct push_subscription_row *subscription, struct sv text)
{
	int status;
	struct message m = { .own = key_new() };
	enum fail fail = vapid_key(cx, &m.identity);
	if (fail == OK)
		fail = encrypt(cx, subscription, text, &m);
	EVP_PKEY_free(m.own);
	EVP_PKEY_free(m.identity);
	TRY(fail);
	TRY(http_client_post(cx, subscription->endpoint, m.headers, m.body, &status));
	return judge(cx, subscription, status);
}

enum fail web_push_deliver(struct ctx *cx, const struct job *job)
{
	struct push_subscription_row subscription;
	struct notification_row row;
	int64_t notification_id;
	struct sv text = SV_NONE;
	bool wanted;
	if (!id_parse(job->args, &notification_id))
		return refuse(cx, FAIL_INVALID, "the arguments of the job are none");
	enum fail fail = q_push_subscription_get(cx, job->subject_id, &subscription);
	if (fail == OK)
		fail = q_notification_get(cx, notification_id, subscription.account_id, &row);
	if (fail == OK)
		fail = compose(cx, &subscription, &row, &text);
	if (fail == FAIL_NOT_FOUND)
		return OK; /* unsubscribed, or taken back, in the meantime */
	TRY(fail);
	TRY(push_wanted(cx, &subscription, &row, &wanted));
	return wanted ? deliver(cx, &subscription, text) : OK;
}
