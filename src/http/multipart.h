/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* multipart.h - the parts of a multipart/form-data body (RFC 7578), one after the other, as views into it. */
#ifndef HTTP_MULTIPART_H
#define HTTP_MULTIPART_H

#include "base/arena.h"

struct multipart {
	struct sv rest;      /* private: from after the delimiter on */
	struct sv delimiter; /* "\r\n--boundary" */
};

struct multipart_part {
	struct sv name;
	struct sv filename;     /* none: an ordinary field */
	struct sv content_type; /* none when it was not sent */
	struct sv body;
};

/* False when `content_type` has no usable boundary or the body does not begin with it. */
bool multipart_open(struct arena *arena, struct sv content_type, struct sv body, struct multipart *parts_r);

/* A part, the end, or a broken body: no end, no name, part headers over 4 KB. */
enum multipart_step { MULTIPART_PART, MULTIPART_END, MULTIPART_BAD };
enum multipart_step multipart_next(struct arena *arena, struct multipart *parts, struct multipart_part *part_r);

#endif
