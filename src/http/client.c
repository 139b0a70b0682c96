/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/client.h"

#include "base/buf.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <sys/socket.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo
#define FUNCTIONS(X)              \
	X(curl_global_init)       \
	X(curl_easy_init)         \
	X(curl_easy_setopt)       \
	X(curl_easy_perform)      \
	X(curl_easy_cleanup)      \
	X(curl_easy_strerror)     \
	X(curl_easy_getinfo)      \
	X(curl_slist_append)      \
	X(curl_slist_free_all)

static struct {
#define MEMBER(name) __typeof__(name) *name;
	FUNCTIONS(MEMBER)
#undef MEMBER
	bool loaded;
} lib;

enum { CONNECT_SECONDS = 20, MOST_SECONDS = 60, POST_CONNECT_SECONDS = 7, POST_SECONDS = 20, POST_ANSWER_MOST = 64 << 10,
       GET_CONNECT_SECONDS = 5, GET_SECONDS = 10, GET_REDIRECTS = 3 };

static bool private_allowed;

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

/* --- web addresses that strangers name ------------------------------------------------------------------------------------------------- */

void http_client_allow_private(bool allow)
{
	private_allowed = allow;
}

/* In place of the connect of libcurl, which has looked the name up: what counts is where it leads now. */
static curl_socket_t open_public_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
	bool *refused = data;
	(void)purpose;
	if (!private_allowed && address_is_private(&address->addr)) {
		*refused = true;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t discard(char *from, size_t size, size_t count, void *data)
{
	size_t *seen = data;
	(void)from;
	*seen += size * count;
	return *seen > POST_ANSWER_MOST ? 0 : size * count; /* 0 ends the transfer */
}

static struct curl_slist *header_list(struct ctx *cx, struct sv lines)
{
	struct curl_slist *list = lib.curl_slist_append(NULL, "Expect:");
	struct sv line;
	while (lines.n) {
		sv_cut(&lines, '\n', &line);
		line = sv_trim(line);
		if (line.n)
			list = lib.curl_slist_append(list, arena_cstr(&cx->arena, line));
	}
	return list;
}

static void set_up_post(struct ctx *cx, CURL *curl, struct sv url, struct sv body, char *error)
{
	lib.curl_easy_setopt(curl, CURLOPT_URL, arena_cstr(&cx->arena, url));
	lib.curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, private_allowed ? "http,https" : "https");
	lib.curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* a proxy of the environment would connect where we may not */
	lib.curl_easy_setopt(curl, CURLOPT_POST, 1L);
	lib.curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.p);
	lib.curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.n);
	lib.curl_easy_setopt(curl, CURLOPT_USERAGENT, "Folkmoot");
	lib.curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	lib.curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)POST_CONNECT_SECONDS);
	lib.curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)POST_SECONDS);
	lib.curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	lib.curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
}

static enum fail no_answer(struct ctx *cx, CURLcode code, bool refused, const char *error)
{
	if (refused)
		return refuse(cx, FAIL_INVALID, "The address lies in a private network, where nothing is asked or sent.");
	if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT)
		return refuse(cx, FAIL_INVALID, "Only web addresses are asked, and only https addresses are posted to.");
	return refuse(cx, FAIL_UNAVAILABLE, "There was no answer: %s", *error ? error : lib.curl_easy_strerror(code));
}

enum fail http_client_post(struct ctx *cx, struct sv url, struct sv headers, struct sv body, int *status_r)
{
	char error[CURL_ERROR_SIZE] = "";
	bool refused = false;
	size_t seen = 0;
	long status = 0;
	TRY(need_curl(cx));
	CURL *curl = lib.curl_easy_init();
	struct curl_slist *list = header_list(cx, headers);
	if (!curl || !list)
		return broken(cx, "there was no memory for a request");
	set_up_post(cx, curl, url, body, error);
	lib.curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
	lib.curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_public_socket);
	lib.curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &refused);
	lib.curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, discard);
	lib.curl_easy_setopt(curl, CURLOPT_WRITEDATA, &seen);
	CURLcode code = lib.curl_easy_perform(curl);
	lib.curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	lib.curl_slist_free_all(list);
	lib.curl_easy_cleanup(curl);
	bool too_long = code == CURLE_WRITE_ERROR && status; /* the status is all that counts */
	*status_r = (int)status;
	return code == CURLE_OK || too_long ? OK : no_answer(cx, code, refused, error);
}

/* --- pages ------------------------------------------------------------------------------------------------------------------------------ */

struct page {
	CURL *curl;
	struct buf text;
	bool other; /* it is something else than HTML */
};

static bool is_html(const struct page *page)
{
	char *type = NULL;
	lib.curl_easy_getinfo(page->curl, CURLINFO_CONTENT_TYPE, &type);
	return sv_starts_nocase(sv_of(type), SV("text/html")) || sv_starts_nocase(sv_of(type), SV("application/xhtml+xml"));
}

static size_t keep(char *from, size_t size, size_t count, void *data)
{
	struct page *page = data;
	struct sv part = sv_first((struct sv){ from, size * count }, page->text.max - page->text.n);
	page->other = !page->text.n && !is_html(page);
	if (page->other)
		return 0;
	buf_put(&page->text, part);
	return part.n; /* less than there is ends the transfer */
}

/* The host that a redirect leads to is connected to in the same way. */
static void set_up_get(struct ctx *cx, CURL *curl, struct sv url, struct sv agent, char *error)
{
	lib.curl_easy_setopt(curl, CURLOPT_URL, arena_cstr(&cx->arena, url));
	lib.curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	lib.curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
	lib.curl_easy_setopt(curl, CURLOPT_PROXY, "");
	lib.curl_easy_setopt(curl, CURLOPT_USERAGENT, arena_cstr(&cx->arena, agent));
	lib.curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	lib.curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)GET_REDIRECTS);
	lib.curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)GET_CONNECT_SECONDS);
	lib.curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)GET_SECONDS);
	lib.curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	lib.curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
}

enum fail http_client_get(struct ctx *cx, struct sv url, struct sv agent, size_t most, struct sv *html_r)
{
	char error[CURL_ERROR_SIZE] = "";
	bool refused = false;
	long status = 0;
	TRY(need_curl(cx));
	struct page page = { .curl = lib.curl_easy_init(), .text = BUF(&cx->arena, most) };
	struct curl_slist *list = header_list(cx, SV("Accept: text/html, application/xhtml+xml\r\n"));
	if (!page.curl || !list)
		return broken(cx, "there was no memory for a request");
	set_up_get(cx, page.curl, url, agent, error);
	lib.curl_easy_setopt(page.curl, CURLOPT_HTTPHEADER, list);
	lib.curl_easy_setopt(page.curl, CURLOPT_OPENSOCKETFUNCTION, open_public_socket);
	lib.curl_easy_setopt(page.curl, CURLOPT_OPENSOCKETDATA, &refused);
	lib.curl_easy_setopt(page.curl, CURLOPT_WRITEFUNCTION, keep);
	lib.curl_easy_setopt(page.curl, CURLOPT_WRITEDATA, &page);
	CURLcode code = lib.curl_easy_perform(page.curl);
	lib.curl_easy_getinfo(page.curl, CURLINFO_RESPONSE_CODE, &status);
	lib.curl_slist_free_all(list);
	lib.curl_easy_cleanup(page.curl);
	*html_r = buf_sv(&page.text);
	if (page.other || (status && (status < 200 || status > 299)))
		return refuse(cx, FAIL_INVALID, "There is no web page at this address.");
	bool cut = code == CURLE_WRITE_ERROR && page.text.n == most;
	return code == CURLE_OK || cut ? OK : no_answer(cx, code, refused, error);
}
