/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* json.h - writes JSON (RFC 8259) into a buf; commas place themselves. Reading is jansson's work.
 *
 *   struct json j = JSON(&out);
 *   json_object(&j);
 *   json_id(json_key(&j, "id"), 42);            "id":"42"
 *   json_array(json_key(&j, "tags"));
 *   json_end(&j);
 *   json_end(&j);
 *
 * Each value function writes one value; json_key() goes before it inside an object. Text that is not UTF-8 is written with
 * U+FFFD in place of the bad bytes, so the output is always valid. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"

enum { JSON_DEPTH = 32 };

struct json {
	struct buf *out;
	bool comma;                 /* the next value or key in this container needs one */
	unsigned depth;
	char closers[JSON_DEPTH];
};

#define JSON(out_) ((struct json){ .out = (out_) })

void json_object(struct json *j);
void json_array(struct json *j);
void json_end(struct json *j); /* closes what was opened last */

struct json *json_key(struct json *j, const char *name); /* `name`: plain ASCII of ours; returns `j` */
void json_key_sv(struct json *j, struct sv name);         /* any name, escaped */
void json_string(struct json *j, struct sv s);           /* none (p == NULL): null */
void json_cstr(struct json *j, const char *s);
void json_int(struct json *j, int64_t value);
void json_real(struct json *j, double value);            /* not finite: null */
void json_bool(struct json *j, bool value);
void json_null(struct json *j);
void json_id(struct json *j, int64_t id);                /* as a string; 0: null */
void json_time(struct json *j, int64_t ms);              /* "2026-11-24T14:41:11.000Z"; 0: null */
void json_raw(struct json *j, struct sv json);           /* one value that is JSON already */

#endif
