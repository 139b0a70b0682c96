/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/parse.h"

/* RFC 9112 §7.1. Extensions and trailers are dropped, and together may not be longer than this: else a client could keep
 * us busy with a body of nothing. */
enum { MOST_OVERHEAD = 16 << 10, MOST_DIGITS = 15 };

enum { AT_SIZE, AT_EXTENSION, AT_SIZE_LF, AT_DATA, AT_DATA_CR, AT_DATA_LF, AT_TRAILER_START, AT_TRAILER, AT_TRAILER_LF, AT_LAST_LF, AT_END };

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool take_size(struct http_chunked *chunked, char c)
{
	int digit = hex_digit(c);
	if (digit >= 0) {
		chunked->left = chunked->left << 4 | (unsigned)digit;
		return ++chunked->digits <= MOST_DIGITS;
	}
	chunked->at = c == '\r' ? AT_SIZE_LF : AT_EXTENSION;
	return chunked->digits > 0 && (c == '\r' || c == ';' || c == ' ' || c == '\t');
}

/* Inside a line that is dropped. */
static bool take_dropped(struct http_chunked *chunked, char c, unsigned char at_cr)
{
	if (c == '\r')
		chunked->at = at_cr;
	else if (((unsigned char)c < ' ' && c != '\t') || c == 0x7f)
		return false;
	return true;
}

static bool take_lf(struct http_chunked *chunked, char c, unsigned char next)
{
	chunked->at = next;
	return c == '\n';
}

static bool take_size_lf(struct http_chunked *chunked, char c)
{
	chunked->digits = 0;
	return take_lf(chunked, c, chunked->left ? AT_DATA : AT_TRAILER_START);
}

static bool take_trailer_start(struct http_chunked *chunked, char c)
{
	chunked->at = c == '\r' ? AT_LAST_LF : AT_TRAILER;
	return c == '\r' || http_token_char[(unsigned char)c];
}

static bool take(struct http_chunked *chunked, char c)
{
	switch (chunked->at) {
	case AT_SIZE:
		return take_size(chunked, c);
	case AT_EXTENSION:
		return take_dropped(chunked, c, AT_SIZE_LF);
	case AT_SIZE_LF:
		return take_size_lf(chunked, c);
	case AT_DATA_CR:
		chunked->at = AT_DATA_LF;
		return c == '\r';
	case AT_DATA_LF:
		return take_lf(chunked, c, AT_SIZE);
	case AT_TRAILER_START:
		return take_trailer_start(chunked, c);
	case AT_TRAILER:
		return take_dropped(chunked, c, AT_TRAILER_LF);
	case AT_TRAILER_LF:
		return take_lf(chunked, c, AT_TRAILER_START);
	default: /* AT_LAST_LF */
		return take_lf(chunked, c, AT_END);
	}
}

enum http_chunk http_chunked_next(struct http_chunked *chunked, struct sv *in, struct sv *data_r)
{
	while (chunked->at != AT_END && in->n) {
		if (chunked->at == AT_DATA) {
			*data_r = sv_first(*in, chunked->left < in->n ? (size_t)chunked->left : in->n);
			*in = sv_from(*in, data_r->n);
			chunked->left -= data_r->n;
			if (!chunked->left)
				chunked->at = AT_DATA_CR;
			return HTTP_CHUNK_DATA;
		}
		bool dropped = chunked->at == AT_EXTENSION || chunked->at >= AT_TRAILER_START;
		if (!take(chunked, in->p[0]) || (dropped && ++chunked->overhead > MOST_OVERHEAD))
			return HTTP_CHUNK_BAD;
		*in = sv_from(*in, 1);
	}
	return chunked->at == AT_END ? HTTP_CHUNK_END : HTTP_CHUNK_MORE;
}
