/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/params.h"

#include "base/id.h"
#include "http/params_read.h"

#include <sys/mman.h>
#include <unistd.h>

static enum fail read_body(struct params_reader *reader, struct sv content_type, struct sv body)
{
	struct sv rest = content_type, type;
	sv_cut(&rest, ';', &type);
	type = sv_trim(type);
	if (sv_eq_nocase(type, SV("application/json")))
		return params_read_json(reader, body);
	if (sv_eq_nocase(type, SV("application/x-www-form-urlencoded")))
		return params_read_form(reader, body);
	if (sv_eq_nocase(type, SV("multipart/form-data")))
		return params_read_multipart(reader, content_type, body);
	return OK; /* somebody else's format: the handler reads rq->body itself */
}

/* A spooled body is looked at through a mapping: what is text in it is copied by then. */
static enum fail read_spooled(struct params_reader *reader, struct sv content_type, const struct http_request *rq)
{
	size_t n = (size_t)rq->body_size;
	char *map = mmap(NULL, n, PROT_READ, MAP_PRIVATE, rq->body_fd, 0);
	if (map == MAP_FAILED)
		return broken(reader->cx, "cannot map a body of %zu bytes", n);
	enum fail fail = read_body(reader, content_type, (struct sv){ map, n });
	munmap(map, n);
	return fail;
}

enum fail params_read(struct ctx *cx, struct http_request *rq, struct params **params_r)
{
	struct params *params = arena_new(&cx->arena, struct params);
	struct params_reader reader = { .cx = cx, .params = params };
	struct sv type = http_header(rq, SV("content-type"));
	enum fail fail = params_read_form(&reader, rq->query);
	if (fail == OK && rq->body_size)
		fail = rq->body_fd >= 0 ? read_spooled(&reader, type, rq) : read_body(&reader, type, rq->body);
	if (fail != OK) {
		params_close(params);
		return fail;
	}
	*params_r = params;
	return OK;
}

void params_close(struct params *params)
{
	for (size_t i = 0; params && i < params->count; i++) {
		if (params->list[i].file_fd >= 0)
			close(params->list[i].file_fd);
		params->list[i].file_fd = -1;
	}
}

static const struct param *find(const struct params *params, struct sv name)
{
	for (size_t i = params->count; i-- > 0;)
		if (sv_eq(params->list[i].name, name))
			return &params->list[i];
	return NULL;
}

const struct param *param_find(const struct params *params, const char *name)
{
	return find(params, sv_of(name));
}

/* What follows "name[" in a longer name, or none. */
static struct sv inside(struct sv whole, struct sv name)
{
	if (whole.n <= name.n || !sv_starts(whole, name) || whole.p[name.n] != '[')
		return SV_NONE;
	return sv_from(whole, name.n + 1);
}

bool param_sent(const struct params *params, const char *name)
{
	struct sv wanted = sv_of(name);
	for (size_t i = 0; i < params->count; i++)
		if (sv_eq(params->list[i].name, wanted) || inside(params->list[i].name, wanted).p)
			return true;
	return false;
}

struct sv param_sv(const struct params *params, const char *name)
{
	const struct param *param = param_find(params, name);
	return param ? param->value : SV_NONE;
}

bool param_bool(const struct params *params, const char *name, bool otherwise)
{
	static const struct sv no[] = { SV_INIT(""), SV_INIT("0"), SV_INIT("f"), SV_INIT("F"), SV_INIT("false"), SV_INIT("FALSE"),
		                        SV_INIT("off"), SV_INIT("OFF") };
	struct sv value = param_sv(params, name);
	if (!value.p)
		return otherwise;
	for (size_t i = 0; i < COUNT_OF(no); i++)
		if (sv_eq(value, no[i]))
			return false;
	return true;
}

int64_t param_int(const struct params *params, const char *name, int64_t otherwise)
{
	int64_t n = otherwise;
	sv_to_i64(param_sv(params, name), &n);
	return n;
}

int64_t param_id(const struct params *params, const char *name)
{
	int64_t id = 0;
	return id_parse(param_sv(params, name), &id) ? id : 0;
}

/* "name", "name[]" and "name[7]" are values of a list, "name[7][field]" is not. */
static bool in_list(struct sv whole, struct sv name)
{
	if (sv_eq(whole, name))
		return true;
	struct sv rest = inside(whole, name), number;
	int64_t n;
	return rest.p && sv_cut(&rest, ']', &number) && rest.n == 0 && (number.n == 0 || sv_to_i64(number, &n));
}

size_t param_list(struct arena *arena, const struct params *params, const char *name, struct sv **values_r)
{
	struct sv wanted = sv_of(name), *values = arena_array(arena, struct sv, params->count + 1);
	size_t count = 0;
	for (size_t i = 0; i < params->count; i++)
		if (params->list[i].value.p && in_list(params->list[i].name, wanted))
			values[count++] = params->list[i].value;
	*values_r = values;
	return count;
}

size_t param_ids(struct arena *arena, const struct params *params, const char *name, int64_t **ids_r)
{
	struct sv *values;
	size_t count = param_list(arena, params, name, &values), ids = 0;
	*ids_r = arena_array(arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		if (id_parse(values[i], &(*ids_r)[ids]))
			ids++;
	return ids;
}

size_t param_members(struct arena *arena, const struct params *params, const char *name, struct sv **members_r)
{
	struct sv wanted = sv_of(name), *members = arena_array(arena, struct sv, params->count + 1);
	size_t count = 0;
	for (size_t i = 0; i < params->count; i++) {
		struct sv rest = inside(params->list[i].name, wanted), member;
		if (!rest.p || !sv_cut(&rest, ']', &member) || !member.n)
			continue;
		size_t at = 0;
		while (at < count && !sv_eq(members[at], member))
			at++;
		if (at == count)
			members[count++] = member;
	}
	*members_r = members;
	return count;
}

const struct param *param_member(const struct params *params, const char *name, struct sv member, const char *field)
{
	struct sv prefix = sv_of(name), wanted = sv_of(field);
	for (size_t i = params->count; i-- > 0;) {
		struct sv rest = inside(params->list[i].name, prefix), got;
		if (rest.p && sv_cut(&rest, ']', &got) && sv_eq(got, member) && rest.n == wanted.n + 2 && rest.p[0] == '[' &&
		    rest.p[rest.n - 1] == ']' && sv_eq((struct sv){ rest.p + 1, wanted.n }, wanted))
			return &params->list[i];
	}
	return NULL;
}
