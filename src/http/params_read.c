/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/params_read.h"

#include "base/utf8.h"
#include "http/file.h"
#include "http/multipart.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_MEMORY_FILE = 1 << 20 };

static bool is_text(struct sv s)
{
	return !sv_has(s, 0) && utf8_valid(s);
}

/* How a param under prefix[] continues: does it start the next member? It does when the member has the field already, unless the
 * field is itself a list. */
static bool member_has(const struct params *params, struct sv prefix, struct sv member, struct sv field)
{
	if (sv_ends(field, SV("[]")))
		return false;
	for (size_t i = params->count; i-- > 0;) {
		struct sv name = params->list[i].name;
		if (name.n == prefix.n + member.n + 2 + field.n && sv_starts(name, prefix) && sv_ends(name, field) &&
		    sv_starts(sv_from(name, prefix.n + 1), member))
			return true;
	}
	return false;
}

/* The number of the last member of prefix[0], prefix[1], … so far, or -1. */
static int64_t last_member(const struct params *params, struct sv prefix)
{
	for (size_t i = params->count; i-- > 0;) {
		struct sv name = params->list[i].name, number;
		int64_t n;
		if (!sv_starts(name, prefix) || name.n <= prefix.n || name.p[prefix.n] != '[')
			continue;
		name = sv_from(name, prefix.n + 1);
		if (sv_cut(&name, ']', &number) && sv_to_i64(number, &n) && n >= 0 && n < PARAMS_MOST)
			return n;
	}
	return -1;
}

/* Objects in a list without indexes, x[][a]=1&x[][b]=2&x[][a]=3, get them: x[0][a], x[0][b], x[1][a]. */
static struct sv number_member(struct params_reader *reader, struct sv name)
{
	ptrdiff_t at = sv_find(name, SV("[][")); /* and not "x[][]", a list in a list, which nobody sends */
	if (at <= 0)
		return name;
	struct sv prefix = sv_first(name, (size_t)at), field = sv_from(name, (size_t)at + 2);
	int64_t last = last_member(reader->params, prefix);
	struct sv member = arena_printf(&reader->cx->arena, "%lld", (long long)(last < 0 ? 0 : last));
	if (last >= 0 && member_has(reader->params, prefix, member, field))
		member = arena_printf(&reader->cx->arena, "%lld", (long long)last + 1);
	return arena_printf(&reader->cx->arena, SVF "[" SVF "]" SVF, SVA(prefix), SVA(member), SVA(field));
}

static unsigned depth_of(struct sv name)
{
	unsigned depth = 0;
	for (size_t i = 0; i < name.n; i++)
		depth += name.p[i] == '[';
	return depth;
}

static enum fail check(struct params_reader *reader, const struct param *param)
{
	if (!is_text(param->name) || param->name.n > 500)
		return refuse(reader->cx, FAIL_UNREADABLE, "The name of a parameter is too long or not valid UTF-8.");
	if (!is_text(param->value))
		return refuse(reader->cx, FAIL_UNREADABLE, "The value of \"" SVF "\" is not valid UTF-8.", SVA(param->name));
	if (reader->params->count == PARAMS_MOST)
		return refuse(reader->cx, FAIL_UNREADABLE, "There are more than %d parameters.", PARAMS_MOST);
	if (depth_of(param->name) > PARAMS_DEPTH)
		return refuse(reader->cx, FAIL_UNREADABLE, "Parameters are nested more than %d deep.", PARAMS_DEPTH);
	return OK;
}

static void make_room(struct params_reader *reader)
{
	struct params *params = reader->params;
	if (params->count < reader->room)
		return;
	reader->room = reader->room ? reader->room * 2 : 16;
	struct param *grown = arena_array(&reader->cx->arena, struct param, reader->room);
	if (params->count)
		memcpy(grown, params->list, params->count * sizeof(*grown));
	params->list = grown;
}

enum fail params_add(struct params_reader *reader, struct param param)
{
	enum fail fail = check(reader, &param);
	if (fail != OK) {
		if (param.file_fd >= 0)
			close(param.file_fd);
		return fail;
	}
	make_room(reader);
	param.name = number_member(reader, param.name);
	reader->params->list[reader->params->count++] = param;
	return OK;
}

enum fail params_read_form(struct params_reader *reader, struct sv form)
{
	struct arena *arena = &reader->cx->arena;
	struct sv pair, name;
	while (form.n) {
		sv_cut(&form, '&', &pair);
		if (!pair.n)
			continue;
		sv_cut(&pair, '=', &name);
		TRY(params_add(reader, (struct param){ .name = url_decode(arena, name, true), .value = url_decode(arena, pair, true),
		                                       .file_fd = -1 }));
	}
	return OK;
}

/* --- multipart: a file gets a file of its own ---------------------------------------------------------------------------- */

static int open_part_file(size_t size)
{
	if (size <= MOST_MEMORY_FILE)
		return memfd_create("upload", MFD_CLOEXEC);
	return http_file_temporary();
}

static bool write_all(int fd, struct sv bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes = sv_from(bytes, (size_t)n);
	}
	return lseek(fd, 0, SEEK_SET) == 0;
}

static enum fail add_file(struct params_reader *reader, const struct multipart_part *part)
{
	struct ctx *cx = reader->cx;
	if (!part->filename.n && !part->body.n)
		return OK; /* a browser's file field in which nothing was chosen */
	struct param param = { .name = arena_dup(&cx->arena, part->name), .filename = utf8_repair(&cx->arena, part->filename),
		               .content_type = utf8_repair(&cx->arena, part->content_type), .value = SV(""),
		               .file_size = (int64_t)part->body.n, .file_fd = open_part_file(part->body.n) };
	if (param.file_fd < 0)
		return broken(cx, "no file for an upload: errno %d", errno);
	if (!write_all(param.file_fd, part->body)) {
		close(param.file_fd);
		return broken(cx, "cannot write an upload of %zu bytes: errno %d", part->body.n, errno);
	}
	return params_add(reader, param);
}

enum fail params_read_multipart(struct params_reader *reader, struct sv content_type, struct sv body)
{
	struct arena *arena = &reader->cx->arena;
	struct multipart parts;
	struct multipart_part part;
	enum multipart_step step = MULTIPART_BAD;
	if (multipart_open(arena, content_type, body, &parts))
		while ((step = multipart_next(arena, &parts, &part)) == MULTIPART_PART) {
			if (part.filename.p)
				TRY(add_file(reader, &part));
			else
				TRY(params_add(reader, (struct param){ .name = arena_dup(arena, part.name),
				                                       .value = arena_dup(arena, part.body), .file_fd = -1 }));
		}
	if (step == MULTIPART_BAD)
		return refuse(reader->cx, FAIL_UNREADABLE, "The body is not complete multipart/form-data (RFC 7578).");
	return OK;
}
