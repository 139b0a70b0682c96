/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* params_read.h - inside params: the list while it grows, and its three readers. */
#ifndef HTTP_PARAMS_READ_H
#define HTTP_PARAMS_READ_H

#include "http/params.h"

enum { PARAMS_MOST = 1000, PARAMS_DEPTH = 8 };

struct params_reader {
	struct ctx *cx;
	struct params *params;
	size_t room;
};

/* Checks that name and value are text, and adds them. The file descriptor is taken over, also when it is refused. */
enum fail params_add(struct params_reader *reader, struct param param) MUST_USE;
enum fail params_read_form(struct params_reader *reader, struct sv form) MUST_USE;
enum fail params_read_json(struct params_reader *reader, struct sv json) MUST_USE;
enum fail params_read_multipart(struct params_reader *reader, struct sv content_type, struct sv body) MUST_USE;

#endif
