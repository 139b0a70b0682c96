/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/parse.h"

#include <stdio.h>

const unsigned char http_token_char[256] = {
	['!'] = 1, ['#'] = 1, ['$'] = 1, ['%'] = 1, ['&'] = 1, ['\''] = 1, ['*'] = 1, ['+'] = 1, ['-'] = 1, ['.'] = 1,
	['^'] = 1, ['_'] = 1, ['`'] = 1, ['|'] = 1, ['~'] = 1,
	['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1,
};

enum { EMPTY_LINES = 2 }; /* bytes of one CRLF before the request line, which RFC 9112 §2.2 asks to forgive */

enum http_scan http_head_scan(const char *p, size_t n, size_t *scanned, size_t *end_r)
{
	if (n && !http_token_char[(unsigned char)p[0]] && p[0] != '\r')
		return HTTP_SCAN_BAD; /* a TLS hello, most likely */
	size_t at = *scanned;
	for (const char *lf; at < n && (lf = memchr(p + at, '\n', n - at)); at = (size_t)(lf - p) + 1) {
		if (lf == p || lf[-1] != '\r')
			return HTTP_SCAN_BAD;
		if (lf - p >= 3 && lf[-2] == '\n') {
			*end_r = (size_t)(lf - p) + 1;
			return HTTP_SCAN_END;
		}
	}
	*scanned = n;
	return HTTP_SCAN_MORE;
}

static bool refuse_head(struct http_head *head, int status, const char *text)
{
	head->refuse_status = status;
	head->refuse_text = text;
	return false;
}

static bool plain_byte(unsigned char c)
{
	return (c >= 0x20 && c != 0x7f) || c == '\t';
}

/* RFC 9110 §5.5: no control byte but the tab. Eight at a time while none can be one. */
static bool value_plain(struct sv s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones * 0x80;
	uint64_t x;
	for (; s.n >= 8; s = sv_from(s, 8)) {
		memcpy(&x, s.p, 8);
		uint64_t del = x ^ ones * 0x7f;
		if (((x - ones * 0x20) & ~x & high) | ((del - ones) & ~del & high))
			break;
	}
	for (size_t i = 0; i < s.n; i++)
		if (!plain_byte((unsigned char)s.p[i]))
			return false;
	return true;
}

static enum http_method method_of(struct sv name)
{
	static const struct sv names[] = { SV_INIT("GET"), SV_INIT("HEAD"), SV_INIT("POST"), SV_INIT("PUT"), SV_INIT("PATCH"),
		                           SV_INIT("DELETE"), SV_INIT("OPTIONS") };
	for (unsigned i = 0; i < COUNT_OF(names); i++)
		if (sv_eq(name, names[i]))
			return (enum http_method)i;
	return HTTP_OTHER;
}

static bool parse_version(struct http_head *head, struct sv version)
{
	if (version.n != 8 || !sv_starts(version, SV("HTTP/")) || version.p[6] != '.')
		return refuse_head(head, 400, "The request line is not \"METHOD /path HTTP/1.1\".");
	if (version.p[5] != '1' || (version.p[7] != '0' && version.p[7] != '1'))
		return refuse_head(head, 505, "This server speaks HTTP/1.1 here; send the request in that version.");
	head->minor = version.p[7] - '0';
	return true;
}

static bool host_valid(struct sv host)
{
	static const unsigned char ok[256] = {
		['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['.'] = 1, ['-'] = 1, ['_'] = 1, [':'] = 1, ['['] = 1, [']'] = 1,
	};
	for (size_t i = 0; i < host.n; i++)
		if (!ok[(unsigned char)host.p[i]])
			return false;
	return host.n > 0 && host.n <= 255 + 6;
}

/* "http://host/path" (RFC 9112 §3.2.2): its host counts, the Host field does not. */
static void cut_absolute_form(struct http_head *head, struct sv *target)
{
	size_t scheme = sv_starts_nocase(*target, SV("http://")) ? 7 : sv_starts_nocase(*target, SV("https://")) ? 8 : 0;
	if (!scheme)
		return;
	struct sv rest = sv_from(*target, scheme);
	size_t n = 0;
	while (n < rest.n && rest.p[n] != '/' && rest.p[n] != '?')
		n++;
	head->host = sv_first(rest, n);
	*target = sv_from(rest, n);
	if (target->n == 0)
		*target = SV("/");
}

static bool parse_target(struct http_head *head, struct sv target)
{
	for (size_t i = 0; i < target.n; i++)
		if (target.p[i] <= ' ' || target.p[i] == 0x7f || target.p[i] == '#') /* as signed char, also all above 0x7f */
			return refuse_head(head, 400, "The path has a byte in it that must be percent-encoded.");
	cut_absolute_form(head, &target);
	if (head->method == HTTP_OPTIONS && sv_eq(target, SV("*")))
		target = SV("/");
	if (target.n == 0 || target.p[0] != '/')
		return refuse_head(head, 400, "The path must begin with a slash.");
	head->target = target;
	head->query = target;
	if (!sv_cut(&head->query, '?', &head->path))
		head->query = SV("");
	return true;
}

static bool parse_request_line(struct http_head *head, struct sv line)
{
	size_t n = 0;
	while (n < line.n && http_token_char[(unsigned char)line.p[n]])
		n++;
	if (n == 0 || n > 24 || n == line.n || line.p[n] != ' ')
		return refuse_head(head, 400, "The request line is not \"METHOD /path HTTP/1.1\".");
	head->method = method_of(sv_first(line, n));
	struct sv target = sv_from(line, n + 1), version;
	if (!sv_cut_last(&target, ' ', &version))
		return refuse_head(head, 400, "The request line is not \"METHOD /path HTTP/1.1\".");
	return parse_version(head, version) && parse_target(head, target);
}

static bool parse_host(struct http_head *head, struct sv value, bool *seen)
{
	if (*seen)
		return refuse_head(head, 400, "There are two Host fields; send one.");
	*seen = true;
	if (!host_valid(value))
		return refuse_head(head, 400, "The Host field is not a host name.");
	if (!head->host.p)
		head->host = value;
	return true;
}

static bool parse_content_length(struct http_head *head, struct sv value)
{
	int64_t length = 0;
	if (head->content_length >= 0)
		return refuse_head(head, 400, "There are two Content-Length fields; send one.");
	if (value.n == 0 || value.n > 18)
		return refuse_head(head, 400, "Content-Length is not a number.");
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] < '0' || value.p[i] > '9')
			return refuse_head(head, 400, "Content-Length is not a number.");
		length = length * 10 + (value.p[i] - '0');
	}
	head->content_length = length;
	return true;
}

static bool parse_transfer_encoding(struct http_head *head, struct sv value)
{
	if (head->chunked || !sv_eq_nocase(value, SV("chunked")))
		return refuse_head(head, 501, "The only Transfer-Encoding that is understood is \"chunked\", once.");
	head->chunked = true;
	return true;
}

static void parse_connection(struct http_head *head, struct sv value)
{
	struct sv token;
	while (value.n) {
		sv_cut(&value, ',', &token);
		token = sv_trim(token);
		head->close |= sv_eq_nocase(token, SV("close"));
		head->keep_alive |= sv_eq_nocase(token, SV("keep-alive"));
		head->upgrade |= sv_eq_nocase(token, SV("upgrade"));
	}
}

static bool parse_expect(struct http_head *head, struct sv value)
{
	if (!sv_eq_nocase(value, SV("100-continue")))
		return refuse_head(head, 417, "The only Expect that is understood is \"100-continue\".");
	head->expect_continue = head->minor == 1;
	return true;
}

/* The fields that say where the request ends and what becomes of the connection. */
static bool parse_own_field(struct http_head *head, const struct http_header *field, bool *host_seen)
{
	switch (field->name.n) {
	case 4:
		return !sv_eq_nocase(field->name, SV("host")) || parse_host(head, field->value, host_seen);
	case 6:
		return !sv_eq_nocase(field->name, SV("expect")) || parse_expect(head, field->value);
	case 10:
		if (sv_eq_nocase(field->name, SV("connection")))
			parse_connection(head, field->value);
		return true;
	case 14:
		return !sv_eq_nocase(field->name, SV("content-length")) || parse_content_length(head, field->value);
	case 17:
		return !sv_eq_nocase(field->name, SV("transfer-encoding")) || parse_transfer_encoding(head, field->value);
	default:
		return true;
	}
}

static bool parse_field(struct http_head *head, struct sv line, struct http_header *field)
{
	size_t n = 0;
	while (n < line.n && http_token_char[(unsigned char)line.p[n]])
		n++;
	if (n == 0 || n == line.n || line.p[n] != ':')
		return refuse_head(head, 400, "A header field is not \"Name: value\" on one line.");
	const char *p = line.p + n + 1, *end = line.p + line.n;
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	while (end > p && (end[-1] == ' ' || end[-1] == '\t'))
		end--;
	*field = (struct http_header){ .name = sv_first(line, n), .value = { p, (size_t)(end - p) } };
	if (!value_plain(field->value))
		return refuse_head(head, 400, "A header field has a control byte in it.");
	return true;
}

/* What no single field can tell. */
static bool check_framing(struct http_head *head, bool host_seen)
{
	if (head->minor == 1 && !host_seen)
		return refuse_head(head, 400, "The Host field is missing.");
	if (head->chunked && head->content_length >= 0)
		return refuse_head(head, 400, "Send Content-Length or Transfer-Encoding, not both.");
	if (head->chunked && head->minor == 0)
		return refuse_head(head, 400, "HTTP/1.0 has no Transfer-Encoding.");
	if (head->host.p && !host_valid(head->host))
		return refuse_head(head, 400, "The host in the request line is not a host name.");
	return true;
}

static void lower_host(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] |= 0x20;
}

/* Takes one line without its CRLF. The scan has seen that a CR stands before each LF and that the head ends with one. */
static struct sv take_line(struct sv *rest)
{
	const char *lf = memchr(rest->p, '\n', rest->n);
	struct sv line = { rest->p, (size_t)(lf - rest->p) - 1 };
	*rest = sv_from(*rest, line.n + 2);
	return line;
}

bool http_head_parse(char *p, size_t n, struct http_header *fields, unsigned max_fields, struct http_head *head)
{
	*head = (struct http_head){ .fields = fields, .content_length = -1 };
	struct sv rest = { p, n }, line;
	bool host_seen = false;
	if (sv_starts(rest, SV("\r\n")))
		rest = sv_from(rest, EMPTY_LINES);
	if (!parse_request_line(head, take_line(&rest)))
		return false;
	while (line = take_line(&rest), line.n) {
		if (head->count == max_fields)
			return refuse_head(head, 431, "There are too many header fields.");
		struct http_header *field = &fields[head->count++];
		if (!parse_field(head, line, field) || !parse_own_field(head, field, &host_seen))
			return false;
	}
	if (!check_framing(head, host_seen))
		return false;
	if (head->host.p)
		lower_host(p + (head->host.p - p), head->host.n);
	else
		head->host = SV("");
	return true;
}
