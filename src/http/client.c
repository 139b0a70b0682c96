/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/client.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>

#undef curl_easy_setopt
#define FUNCTIONS(X)              \
	X(curl_global_init)       \
	X(curl_easy_init)         \
	X(curl_easy_setopt)       \
	X(curl_easy_perform)      \
	X(curl_easy_cleanup)      \
	X(curl_easy_strerror)     \
	X(curl_slist_append)      \
	X(curl_slist_free_all)

static struct {
#define MEMBER(name) __typeof__(name) *name;
	FUNCTIONS(MEMBER)
#undef MEMBER
	bool loaded;
} lib;

enum { CONNECT_SECONDS = 20, MOST_SECONDS = 60 };

static void load(void)
{
	void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		return;
	bool all = true;
#define FIND(name)                                                        \
	*(void **)(uintptr_t)&lib.name = dlsym(handle, #name);            \
	all = all && lib.name;
	FUNCTIONS(FIND)
#undef FIND
	lib.loaded = all && lib.curl_global_init(CURL_GLOBAL_DEFAULT) == 0;
}

static enum fail need_curl(struct ctx *cx)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, load);
	return lib.loaded ? OK : broken(cx, "libcurl cannot be loaded: install the package libcurl4");
}

struct upload {
	struct sv rest;
};

static size_t give(char *to, size_t size, size_t count, void *data)
{
	struct upload *upload = data;
	struct sv part = sv_first(upload->rest, size * count);
	if (part.n)
		memcpy(to, part.p, part.n);
	upload->rest = sv_from(upload->rest, part.n);
	return part.n;
}

static void set_up(struct ctx *cx, CURL *curl, const struct smtp_server *server, struct sv from, char *error, struct upload *upload)
{
	lib.curl_easy_setopt(curl, CURLOPT_URL, server->url);
	lib.curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	lib.curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
	lib.curl_easy_setopt(curl, CURLOPT_MAIL_FROM, arena_printf(&cx->arena, "<" SVF ">", SVA(from)).p);
	lib.curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
	lib.curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
	lib.curl_easy_setopt(curl, CURLOPT_READDATA, upload);
	lib.curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	lib.curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)MOST_SECONDS);
	lib.curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	lib.curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
	if (*server->user) {
		lib.curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
		lib.curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password);
		lib.curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL); /* a password never goes in the clear */
	}
}

enum fail smtp_send(struct ctx *cx, const struct smtp_server *server, struct sv from, struct sv to, struct sv message)
{
	char error[CURL_ERROR_SIZE] = "";
	struct upload upload = { message };
	TRY(need_curl(cx));
	CURL *curl = lib.curl_easy_init();
	struct curl_slist *recipients = lib.curl_slist_append(NULL, arena_printf(&cx->arena, "<" SVF ">", SVA(to)).p);
	if (!curl || !recipients)
		return broken(cx, "there was no memory for a mail");
	set_up(cx, curl, server, from, error, &upload);
	lib.curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
	CURLcode code = lib.curl_easy_perform(curl);
	lib.curl_slist_free_all(recipients);
	lib.curl_easy_cleanup(curl);
	if (code == CURLE_OK)
		return OK;
	return refuse(cx, FAIL_UNAVAILABLE, "The mail server %s did not take a mail: %s", server->url, *error ? error : lib.curl_easy_strerror(code));
}
