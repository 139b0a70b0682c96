/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* static.h - the files of static/, which are part of the program. Their names carry a hash of what is in them, so a browser may keep
 * a hashed one for ever; the plain name ("favicon.svg") is for addresses that others know by heart, and is to be revalidated. */
#ifndef WEB_STATIC_H
#define WEB_STATIC_H

#include "base/sv.h"
#include "web/static_names.h" /* enum static_name: STATIC_CSS_APP_CSS for css/app.css; made by tools/staticgen.py */

struct static_file {
	struct sv name, hashed; /* "css/app.css", "css/app.3f2a91c45b07.css" */
	struct sv url;          /* "/static/css/app.3f2a91c45b07.css" */
	struct sv etag;         /* with its quotes */
	struct sv type;         /* Content-Type */
	struct sv raw;
	struct sv gzip, brotli; /* none where they would not be smaller */
};
extern const struct static_file static_files[STATIC_COUNT];

/* By what follows "/static/" in the path, hashed or plain; NULL: there is none. `*forever_r`: it was the hashed name, so that
 * "Cache-Control: public, max-age=31536000, immutable" is right. */
const struct static_file *static_find(struct sv path, bool *forever_r);

static inline struct sv static_url(enum static_name name)
{
	return static_files[name].url;
}

/* What to send to a client with this Accept-Encoding (RFC 9110, 12.5.3): its body, and the Content-Encoding (none: as it is). */
struct sv static_body(const struct static_file *file, struct sv accept_encoding, struct sv *encoding_r);

#endif
