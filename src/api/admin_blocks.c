/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the community keeps out (documentation: methods/admin/domain_blocks, domain_allows, email_domain_blocks,
 * canonical_email_blocks, ip_blocks; methods/instance for what the public sees of it). */
#include "api/api.h"
#include "social/server_block.h"
#include "social/sign_up.h"

/* A list, a single one, a new one and taking it back look the same for all five: `thing` names the rows and statements. */
#define LIST_AND_SHOW(thing)                                                                   \
	enum fail api_admin_##thing##s(struct ctx *cx)                                         \
	{                                                                                      \
		struct page page = page_read(cx, 100, 200);                                    \
		struct thing##_row *rows;                                                      \
		size_t count;                                                                  \
		TRY(q_##thing##s(cx, &page, &rows, &count));                                   \
		struct json *j = answer_json(cx);                                              \
		json_array(j);                                                                 \
		for (size_t i = 0; i < count; i++)                                             \
			put_##thing(cx, j, &rows[i]);                                          \
		json_end(j);                                                                   \
		if (count)                                                                     \
			answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);   \
		return OK;                                                                     \
	}                                                                                      \
	static enum fail answer_##thing(struct ctx *cx, int64_t id)                            \
	{                                                                                      \
		struct thing##_row row;                                                        \
		TRY(q_##thing##_get(cx, id, &row));                                            \
		put_##thing(cx, answer_json(cx), &row);                                        \
		return OK;                                                                     \
	}                                                                                      \
	enum fail api_admin_##thing(struct ctx *cx)                                            \
	{                                                                                      \
		return answer_##thing(cx, path_id(cx, 0));                                     \
	}

/* The answer tells of it as it was. */
static enum fail drop(struct ctx *cx, enum server_block kind, enum fail answered)
{
	return answered == OK ? server_block_drop(cx, kind, path_id(cx, 0)) : answered;
}

/* What was sent, or what is there. */
static struct sv text_or(struct ctx *cx, const char *name, struct sv otherwise)
{
	return param_sent(cx->params, name) ? param_sv(cx->params, name) : otherwise;
}

/* --- domains --------------------------------------------------------------------------------------------------------------------------- */

static void put_domain_block(struct ctx *cx, struct json *j, const struct domain_block_row *row)
{
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_string(json_key(j, "domain"), row->domain);
	json_string(json_key(j, "digest"), domain_digest(&cx->arena, row->domain));
	json_time(json_key(j, "created_at"), row->created_at);
	json_string(json_key(j, "severity"), row->severity);
	json_bool(json_key(j, "reject_media"), row->reject_media);
	json_bool(json_key(j, "reject_reports"), row->reject_reports);
	json_string(json_key(j, "private_comment"), row->private_comment);
	json_string(json_key(j, "public_comment"), row->public_comment);
	json_bool(json_key(j, "obfuscate"), row->obfuscate);
	json_end(j);
}
LIST_AND_SHOW(domain_block)

static void read_domain_block(struct ctx *cx, struct domain_block_row *row)
{
	row->severity = text_or(cx, "severity", row->severity);
	row->reject_media = param_bool(cx->params, "reject_media", row->reject_media);
	row->reject_reports = param_bool(cx->params, "reject_reports", row->reject_reports);
	row->obfuscate = param_bool(cx->params, "obfuscate", row->obfuscate);
	row->private_comment = text_or(cx, "private_comment", row->private_comment);
	row->public_comment = text_or(cx, "public_comment", row->public_comment);
}

enum fail api_admin_domain_block_create(struct ctx *cx)
{
	struct domain_block_row row = { .domain = param_sv(cx->params, "domain"), .severity = SV("silence") };
	read_domain_block(cx, &row);
	TRY(domain_block_write(cx, &row));
	return answer_domain_block(cx, row.id);
}

enum fail api_admin_domain_block_change(struct ctx *cx)
{
	struct domain_block_row row;
	TRY(q_domain_block_get(cx, path_id(cx, 0), &row));
	read_domain_block(cx, &row);
	TRY(domain_block_write(cx, &row));
	return answer_domain_block(cx, row.id);
}

enum fail api_admin_domain_block_delete(struct ctx *cx)
{
	return drop(cx, BLOCK_DOMAIN, answer_domain_block(cx, path_id(cx, 0)));
}

/* What everybody may know. */
enum fail api_instance_domain_blocks(struct ctx *cx)
{
	enum { MOST = 10000 };
	const struct settings *set = settings(cx);
	struct domain_block_row *rows;
	size_t count;
	if (!set->show_domain_blocks)
		return FAIL_NOT_FOUND;
	TRY(q_domain_blocks_public(cx, MOST, &rows, &count));
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		json_object(j);
		json_string(json_key(j, "domain"), rows[i].obfuscate ? domain_obfuscated(&cx->arena, rows[i].domain) : rows[i].domain);
		json_string(json_key(j, "digest"), domain_digest(&cx->arena, rows[i].domain));
		json_string(json_key(j, "severity"), rows[i].severity);
		if (set->show_domain_block_reasons)
			json_string(json_key(j, "comment"), rows[i].public_comment.p ? rows[i].public_comment : SV(""));
		json_end(j);
	}
	json_end(j);
	return OK;
}

static void put_domain_allow(struct ctx *cx, struct json *j, const struct domain_allow_row *row)
{
	(void)cx;
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_string(json_key(j, "domain"), row->domain);
	json_time(json_key(j, "created_at"), row->created_at);
	json_end(j);
}
LIST_AND_SHOW(domain_allow)

enum fail api_admin_domain_allow_create(struct ctx *cx)
{
	int64_t id;
	TRY(domain_allow_add(cx, param_sv(cx->params, "domain"), &id));
	return answer_domain_allow(cx, id);
}

enum fail api_admin_domain_allow_delete(struct ctx *cx)
{
	return drop(cx, ALLOW_DOMAIN, answer_domain_allow(cx, path_id(cx, 0)));
}

/* --- mail ------------------------------------------------------------------------------------------------------------------------------ */

/* Attempts to join are not counted by mail domain here: the week is there, and empty. */
static void put_empty_history(struct ctx *cx, struct json *j)
{
	json_array(json_key(j, "history"));
	for (int64_t day = cx->now / 86400000, last = day - 7; day > last; day--) {
		json_object(j);
		json_string(json_key(j, "day"), arena_printf(&cx->arena, "%lld", (long long)day * 86400));
		json_cstr(json_key(j, "accounts"), "0");
		json_cstr(json_key(j, "uses"), "0");
		json_end(j);
	}
	json_end(j);
}

static void put_email_domain_block(struct ctx *cx, struct json *j, const struct email_domain_block_row *row)
{
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_string(json_key(j, "domain"), row->domain);
	json_time(json_key(j, "created_at"), row->created_at);
	json_bool(json_key(j, "allow_with_approval"), row->allow_with_approval);
	put_empty_history(cx, j);
	json_end(j);
}
LIST_AND_SHOW(email_domain_block)

enum fail api_admin_email_domain_block_create(struct ctx *cx)
{
	int64_t id;
	TRY(email_domain_block_add(cx, param_sv(cx->params, "domain"), param_bool(cx->params, "allow_with_approval", false), &id));
	return answer_email_domain_block(cx, id);
}

enum fail api_admin_email_domain_block_delete(struct ctx *cx)
{
	return drop(cx, BLOCK_EMAIL_DOMAIN, answer_email_domain_block(cx, path_id(cx, 0)));
}

static void put_email_block(struct ctx *cx, struct json *j, const struct email_block_row *row)
{
	(void)cx;
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_string(json_key(j, "canonical_email_hash"), row->email_hash);
	json_end(j);
}
LIST_AND_SHOW(email_block)

enum fail api_admin_email_block_create(struct ctx *cx)
{
	int64_t id;
	TRY(email_block_add(cx, param_sv(cx->params, "email"), param_sv(cx->params, "canonical_email_hash"), &id));
	return answer_email_block(cx, id);
}

/* Which of them an address would meet. */
enum fail api_admin_email_block_test(struct ctx *cx)
{
	struct email_block_row row;
	struct sv email = param_sv(cx->params, "email");
	if (!email.n)
		return refuse(cx, FAIL_INVALID, "Validation failed: E-mail address can't be blank");
	enum fail fail = q_email_block_find(cx, email_canonical_hash(&cx->arena, email), &row);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	struct json *j = answer_json(cx);
	json_array(j);
	if (fail == OK)
		put_email_block(cx, j, &row);
	json_end(j);
	return OK;
}

enum fail api_admin_email_block_delete(struct ctx *cx)
{
	return drop(cx, BLOCK_EMAIL, answer_email_block(cx, path_id(cx, 0)));
}

/* --- network addresses -------------------------------------------------------------------------------------------------------------------- */

static void put_ip_block(struct ctx *cx, struct json *j, const struct ip_block_row *row)
{
	(void)cx;
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_string(json_key(j, "ip"), row->ip);
	json_string(json_key(j, "severity"), row->severity);
	json_string(json_key(j, "comment"), row->comment);
	json_time(json_key(j, "created_at"), row->created_at);
	json_time(json_key(j, "expires_at"), row->expires_at);
	json_end(j);
}
LIST_AND_SHOW(ip_block)

static void read_ip_block(struct ctx *cx, struct ip_block_row *row)
{
	int64_t seconds = param_int(cx->params, "expires_in", 0);
	row->ip = text_or(cx, "ip", row->ip);
	row->severity = text_or(cx, "severity", row->severity);
	row->comment = text_or(cx, "comment", row->comment);
	if (!row->comment.p)
		row->comment = SV("");
	if (param_sent(cx->params, "expires_in"))
		row->expires_at = seconds > 0 && seconds < INT32_MAX ? cx->now + seconds * 1000 : 0;
}

enum fail api_admin_ip_block_create(struct ctx *cx)
{
	struct ip_block_row row = { .severity = SV(""), .comment = SV("") };
	read_ip_block(cx, &row);
	TRY(ip_block_write(cx, &row));
	return answer_ip_block(cx, row.id);
}

enum fail api_admin_ip_block_change(struct ctx *cx)
{
	struct ip_block_row row;
	TRY(q_ip_block_get(cx, path_id(cx, 0), &row));
	read_ip_block(cx, &row);
	TRY(ip_block_write(cx, &row));
	return answer_ip_block(cx, row.id);
}

enum fail api_admin_ip_block_delete(struct ctx *cx)
{
	return drop(cx, BLOCK_IP, answer_ip_block(cx, path_id(cx, 0)));
}
