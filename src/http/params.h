/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* params.h - what a request says, however it says it: query, form, multipart and JSON become one flat list of names as forms
 * write them. {"poll":{"options":["a","b"]}} and poll[options][]=a&poll[options][]=b are the same thing; so are an array of
 * objects, a JSON map "0": {} and fields_attributes[0][name]. Later values of a name win, except under "[]".
 * Bounds: 1,000 values, depth 8. */
#ifndef HTTP_PARAMS_H
#define HTTP_PARAMS_H

#include "base/ctx.h"
#include "http/server.h"

struct param {
	struct sv name;    /* "status", "media_ids[]", "poll[options][]", "fields_attributes[0][name]" */
	struct sv value;   /* valid UTF-8 without NUL; none for JSON null */
	int file_fd;       /* an uploaded file, at offset 0, or -1; closed with the request */
	int64_t file_size;
	struct sv filename, content_type; /* of an uploaded file, as the client named it */
};

struct params {
	struct param *list;
	size_t count;
};

/* Reads query and body. FAIL_UNREADABLE with a sentence when the body is not what its Content-Type says. */
enum fail params_read(struct ctx *cx, struct http_request *rq, struct params **params_r) MUST_USE;

const struct param *param_find(const struct params *params, const char *name); /* NULL when it was not sent */
bool param_sent(const struct params *params, const char *name);               /* also true for null and for empty */
struct sv param_sv(const struct params *params, const char *name);            /* none when it was not sent, or null */
bool param_bool(const struct params *params, const char *name, bool otherwise); /* false: "", 0, f, F, false, off, … as in Rails */
int64_t param_int(const struct params *params, const char *name, int64_t otherwise);
int64_t param_id(const struct params *params, const char *name);              /* 0 when it was not sent or is no id */
/* The values of name[] in their order; also accepts a single plain `name`, and name[0], name[1], …. */
size_t param_list(struct arena *arena, const struct params *params, const char *name, struct sv **values_r);
size_t param_ids(struct arena *arena, const struct params *params, const char *name, int64_t **ids_r); /* those that are ids */
/* The distinct first-level members under a name: for "keywords_attributes" with [0][keyword]=a&[1][keyword]=b, "0" and "1", in the
 * order they came. An array of objects without indexes (x[][a]=1&x[][b]=2&x[][a]=3) starts a new member when a name repeats. */
size_t param_members(struct arena *arena, const struct params *params, const char *name, struct sv **members_r);
/* param_find for name[member][field]. */
const struct param *param_member(const struct params *params, const char *name, struct sv member, const char *field);
void params_close(struct params *params); /* closes the files */

struct sv url_decode(struct arena *arena, struct sv s, bool plus_is_space); /* a bad escape stays as it is */
void url_encode(struct buf *out, struct sv s);                              /* all but unreserved (RFC 3986) */

#endif
