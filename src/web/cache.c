/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages that are the same for every visitor are kept as they were sent. What is taken back or changed empties the cache at once;
 * what is new (a post, a number) may be missing for FRESH_MS, so that a busy community still renders a page only once a second. */
#include "http/encoding.h"
#include "http/file.h"
#include "social/effect.h"
#include "web/pieces.h"
#include "web/web.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { SLOTS = 256, PAGE_MOST = 256 << 10, KEPT_MS = 60 * 1000 /* "3m" is written into it */, FRESH_MS = 1000, ETAG_TEXT = 24 };

struct kept {
	int refs; /* under the lock */
	uint64_t changes, news;
	int64_t made_at;
	char etag[ETAG_TEXT];
	const char *content_type;
	size_t key_n, body_n, packed_n;
	char text[]; /* key, body, body once more, compressed (packed_n 0: that did not make it smaller) */
};

struct pages {
	pthread_mutex_t lock;
	struct kept *slots[SLOTS];
	_Atomic uint64_t changes, news;
};

struct pages *pages_new(void)
{
	struct pages *pages = calloc(1, sizeof(*pages));
	if (!pages)
		abort();
	pthread_mutex_init(&pages->lock, NULL);
	return pages;
}

void pages_free(struct pages *pages)
{
	if (!pages)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		free(pages->slots[i]);
	pthread_mutex_destroy(&pages->lock);
	free(pages);
}

void pages_told(struct community *community, const struct effect *effects)
{
	struct pages *pages = community->pages;
	pieces_forget(community, effects);
	for (; effects; effects = effects->next)
		switch (effects->kind) {
		case EFFECT_STATUS_NEW:
		case EFFECT_STATUS_COUNTED:
			pages->news++;
			break;
		case EFFECT_STATUS_EDITED:
		case EFFECT_STATUS_GONE:
		case EFFECT_STATUS_BACK:
		case EFFECT_FLAGS: /* a pin, perhaps */
		case EFFECT_ACCOUNT:
		case EFFECT_SETTINGS:
		case EFFECT_EMOJIS:
			pages->changes++;
			break;
		default:
			break;
		}
}

/* The language and the address, of its query only what pages know: nobody makes us render by asking for "?x=1", "?x=2". */
static struct sv key_of(struct ctx *cx)
{
	struct sv max_id = param_sv(cx->params, "max_id"), min_id = param_sv(cx->params, "min_id");
	struct sv code = language_about(cx->language)->code;
	return arena_printf(&cx->arena, SVF SVF "?" SVF "&" SVF, SVA(code), SVA(cx->http->path), SVA(max_id), SVA(min_id));
}

/* Of a member, of a visitor who is told something, or a part of a page: made for the occasion. */
static bool is_for_all(const struct ctx *cx)
{
	return !cx->who.session && cx->community->pages && !param_sv(cx->params, "said").n && !web_wants_part(cx);
}

static struct kept **slot_of(struct pages *pages, struct sv key)
{
	return &pages->slots[hash_sv(key) % SLOTS];
}

/* Under the lock. */
static void release(struct kept *kept)
{
	if (kept && --kept->refs == 0)
		free(kept);
}

static bool is_good(const struct pages *pages, const struct kept *kept, struct sv key, int64_t now)
{
	int64_t age = now - kept->made_at;
	return kept->changes == pages->changes && age < KEPT_MS && (kept->news == pages->news || age < FRESH_MS) && kept->key_n == key.n &&
	       memcmp(kept->text, key.p, key.n) == 0;
}

static void put_headers(struct ctx *cx, const char etag[ETAG_TEXT])
{
	answer_header(cx, "Cache-Control", SV("public, no-cache"));
	answer_header(cx, "Vary", SV("Cookie, Accept-Language, Accept-Encoding"));
	answer_header(cx, "ETag", sv_of(etag));
	cx->answer->cacheable = cx->answer->as_is = true;
}

static void answer_from(struct ctx *cx, const struct kept *kept)
{
	bool packed = kept->packed_n && http_accepts_coding(http_header(cx->http, SV("accept-encoding")), SV("gzip"));
	struct sv body = { kept->text + kept->key_n, kept->body_n };
	struct sv chosen = packed ? (struct sv){ body.p + body.n, kept->packed_n } : body;
	bool known = http_not_modified(cx->http, sv_of(kept->etag));
	if (known)
		answer_status(cx, 304);
	else if (packed)
		answer_header(cx, "Content-Encoding", SV("gzip"));
	put_headers(cx, kept->etag);
	answer_body(cx, kept->content_type, known ? SV("") : arena_dup(&cx->arena, chosen));
}

bool web_from_cache(struct ctx *cx)
{
	struct pages *pages = cx->community->pages;
	struct sv key = key_of(cx);
	if (!is_for_all(cx))
		return false;
	pthread_mutex_lock(&pages->lock);
	struct kept *kept = *slot_of(pages, key);
	bool good = kept && is_good(pages, kept, key, cx->now);
	if (good)
		kept->refs++;
	pthread_mutex_unlock(&pages->lock);
	if (!good) {
		cx->answer->changes = pages->changes;
		cx->answer->news = pages->news;
		return false;
	}
	answer_from(cx, kept);
	pthread_mutex_lock(&pages->lock);
	release(kept);
	pthread_mutex_unlock(&pages->lock);
	return true;
}

/* Weak: compressed or not, it is the same page. */
static void make_etag(struct sv body, char etag[ETAG_TEXT])
{
	unsigned char hash[16];
	char text[17]; /* 12 bytes */
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)body.p, body.n, NULL, 0);
	sodium_bin2base64(text, sizeof(text), hash, 12, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	snprintf(etag, ETAG_TEXT, "W/\"%s\"", text);
}

static struct kept *kept_new(struct ctx *cx, struct sv key, struct sv body)
{
	struct sv packed = http_gzip(&cx->arena, body);
	struct kept *kept = malloc(sizeof(*kept) + key.n + body.n + packed.n);
	if (!kept)
		abort();
	*kept = (struct kept){ .refs = 1, .changes = cx->answer->changes, .news = cx->answer->news, .made_at = cx->now,
		               .content_type = cx->answer->content_type, .key_n = key.n, .body_n = body.n, .packed_n = packed.n };
	make_etag(body, kept->etag);
	memcpy(kept->text, key.p, key.n);
	memcpy(kept->text + key.n, body.p, body.n);
	if (packed.n)
		memcpy(kept->text + key.n + body.n, packed.p, packed.n);
	return kept;
}

enum fail web_keep(struct ctx *cx)
{
	struct pages *pages = cx->community->pages;
	struct sv key = key_of(cx), body = buf_sv(&cx->answer->body);
	if (!is_for_all(cx) || cx->answer->body.overflow)
		return OK;
	struct kept *kept = kept_new(cx, key, body);
	answer_from(cx, kept);
	if (body.n + key.n >= PAGE_MOST) {
		free(kept);
		return OK;
	}
	pthread_mutex_lock(&pages->lock);
	struct kept **slot = slot_of(pages, key);
	release(*slot);
	*slot = kept;
	pthread_mutex_unlock(&pages->lock);
	return OK;
}
