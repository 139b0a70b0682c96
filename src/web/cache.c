/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages that are the same for every visitor are kept as they were sent. What is taken back or changed empties the cache at once;
 * what is new (a post, a number) may be missing for FRESH_MS, so that a busy community still renders a page only once a second. */
#include "social/effect.h"
#include "web/web.h"

#include <sodium.h>
#include <stdlib.h>

enum { SLOTS = 256, PAGE_MOST = 256 << 10, KEPT_MS = 60 * 1000 /* "3m" is written into it */, FRESH_MS = 1000,
       ETAG_BYTES = 12, ETAG_TEXT = 18 };

struct kept {
	int refs; /* under the lock */
	uint64_t changes, news;
	int64_t made_at;
	char etag[ETAG_TEXT];
	size_t key_n, body_n;
	char text[]; /* key, body */
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

void pages_told(struct pages *pages, const struct effect *effects)
{
	for (; effects; effects = effects->next)
		switch (effects->kind) {
		case EFFECT_STATUS_NEW:
		case EFFECT_STATUS_COUNTED:
			pages->news++;
			break;
		case EFFECT_STATUS_EDITED:
		case EFFECT_STATUS_GONE:
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

/* The address, of its query only what pages know: nobody makes us render by asking for "?x=1", "?x=2". */
static struct sv key_of(struct ctx *cx)
{
	struct sv max_id = param_sv(cx->params, "max_id"), min_id = param_sv(cx->params, "min_id");
	if (!max_id.n && !min_id.n)
		return cx->http->path;
	return arena_printf(&cx->arena, SVF "?" SVF "&" SVF, SVA(cx->http->path), SVA(max_id), SVA(min_id));
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
	answer_header(cx, "Vary", SV("Cookie, Accept-Encoding"));
	answer_header(cx, "ETag", sv_of(etag));
	cx->answer->cacheable = true;
}

static void answer_kept(struct ctx *cx, const char *etag, struct sv body)
{
	put_headers(cx, etag);
	bool known = sv_find(http_header(cx->http, SV("if-none-match")), sv_of(etag)) >= 0;
	if (known)
		answer_status(cx, 304);
	answer_body(cx, "text/html; charset=utf-8", known ? SV("") : body);
}

bool web_from_cache(struct ctx *cx)
{
	struct pages *pages = cx->community->pages;
	struct sv key = key_of(cx);
	if (cx->who.session || !pages)
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
	answer_kept(cx, kept->etag, arena_dup(&cx->arena, (struct sv){ kept->text + kept->key_n, kept->body_n }));
	pthread_mutex_lock(&pages->lock);
	release(kept);
	pthread_mutex_unlock(&pages->lock);
	return true;
}

static void make_etag(struct sv body, char etag[ETAG_TEXT])
{
	unsigned char hash[16];
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)body.p, body.n, NULL, 0);
	etag[0] = '"';
	sodium_bin2base64(etag + 1, ETAG_TEXT - 1, hash, ETAG_BYTES - 1, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	strcat(etag, "\"");
}

enum fail web_keep(struct ctx *cx)
{
	struct pages *pages = cx->community->pages;
	struct sv key = key_of(cx), body = buf_sv(&cx->answer->body);
	char etag[ETAG_TEXT];
	if (cx->who.session || !pages || cx->answer->body.overflow)
		return OK;
	make_etag(body, etag);
	if (body.n + key.n < PAGE_MOST) {
		struct kept *kept = malloc(sizeof(*kept) + key.n + body.n);
		if (!kept)
			abort();
		*kept = (struct kept){ .refs = 1, .changes = cx->answer->changes, .news = cx->answer->news, .made_at = cx->now };
		kept->key_n = key.n;
		kept->body_n = body.n;
		memcpy(kept->etag, etag, sizeof(etag));
		memcpy(kept->text, key.p, key.n);
		memcpy(kept->text + key.n, body.p, body.n);
		pthread_mutex_lock(&pages->lock);
		struct kept **slot = slot_of(pages, key);
		release(*slot);
		*slot = kept;
		pthread_mutex_unlock(&pages->lock);
	}
	answer_kept(cx, etag, body);
	return OK;
}
