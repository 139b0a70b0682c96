/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is asked of somebody who joins, and what is wrong with it. */
#include "base/buf.h"
#include "base/utf8.h"
#include "social/account.h"
#include "social/mail.h"
#include "social/sign_up.h"

#include <arpa/inet.h>
#include <sodium.h>

enum { SHORTEST_PASSWORD = 8, LONGEST_PASSWORD = 128, LONGEST_USERNAME = 30, LONGEST_REASON = 2000 };

static const struct {
	const char *name;
	struct sv title;
} fields[] = {
	[FIELD_USERNAME] = { "username", SV_INIT("Username") },          [FIELD_EMAIL] = { "email", SV_INIT("E-mail address") },
	[FIELD_PASSWORD] = { "password", SV_INIT("Password") },          [FIELD_AGREEMENT] = { "agreement", SV_INIT("Service agreement") },
	[FIELD_REASON] = { "reason", SV_INIT("Reason for joining") },    [FIELD_INVITE] = { "invite_code", SV_INIT("Invitation") },
};

const char *sign_up_field_name(enum sign_up_field field)
{
	return fields[field].name;
}

struct sv sign_up_field_title(enum sign_up_field field)
{
	return fields[field].title;
}

static void problem(struct field_problem *at, const char *code, struct sv text)
{
	*at = (struct field_problem){ code, text };
}

enum sign_up_mode sign_up_mode(struct ctx *cx)
{
	struct sv mode = settings(cx)->sign_up;
	return sv_eq(mode, SV("open")) ? SIGN_UP_OPEN : sv_eq(mode, SV("approval")) ? SIGN_UP_APPROVAL :
	       sv_eq(mode, SV("invitation")) ? SIGN_UP_INVITATION : SIGN_UP_CLOSED;
}

/* --- addresses ------------------------------------------------------------------------------------------------------------------ */

static bool read_ip(struct sv text, unsigned char bytes[16], unsigned *bits_r)
{
	char cstr[64];
	if (text.n >= sizeof(cstr))
		return false;
	memcpy(cstr, text.p ? text.p : "", text.n);
	cstr[text.n] = 0;
	memset(bytes, 0, 16);
	if (inet_pton(AF_INET6, cstr, bytes) == 1) {
		*bits_r = 128;
		return true;
	}
	bytes[10] = bytes[11] = 0xff; /* ::ffff:a.b.c.d, so that both kinds compare */
	*bits_r = 32;
	return inet_pton(AF_INET, cstr, bytes + 12) == 1;
}

bool ip_in_block(struct sv ip, struct sv block)
{
	unsigned char address[16], net[16];
	unsigned bits, of_net;
	struct sv prefix = block, base;
	int64_t length;
	bool has_length = sv_cut(&prefix, '/', &base);
	if (!read_ip(ip, address, &bits) || !read_ip(base, net, &of_net))
		return false;
	if (!has_length)
		length = of_net;
	else if (!sv_to_i64(prefix, &length) || length < 0 || length > of_net)
		return false;
	unsigned same = (unsigned)length + (of_net == 32 ? 96 : 0);
	if (memcmp(address, net, same / 8) != 0)
		return false;
	unsigned rest = same % 8;
	return rest == 0 || ((address[same / 8] ^ net[same / 8]) >> (8 - rest)) == 0;
}

static enum fail check_ip(struct ctx *cx, struct sign_up *up)
{
	struct sign_up_ip_blocks_row *blocks;
	size_t count;
	TRY(q_sign_up_ip_blocks(cx, cx->now, &blocks, &count));
	for (size_t i = 0; i < count; i++) {
		if (!ip_in_block(up->ip, blocks[i].ip))
			continue;
		if (!sv_eq(blocks[i].severity, SV("sign_up_requires_approval")))
			return refuse(cx, FAIL_FORBIDDEN, "Nobody can join from where you are: this network is blocked. Write to the people who run this community.");
		up->needs_approval = true;
	}
	return OK;
}

struct sv email_canonical_hash(struct arena *arena, struct sv email)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[2 * sizeof(hash) + 1];
	struct sv local = ascii_lower(arena, email), domain = SV(""), base;
	struct buf out = BUF(arena, 512);
	sv_cut_last(&local, '@', &domain);
	sv_cut(&local, '+', &base);
	for (size_t i = 0; i < base.n; i++)
		if (base.p[i] != '.')
			buf_putc(&out, base.p[i]);
	buf_putc(&out, '@');
	buf_put(&out, domain);
	crypto_hash_sha256(hash, (const unsigned char *)out.p, out.n);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	return arena_dup(arena, sv_of(hex));
}

/* The domain or one above it. */
static enum fail domain_block(struct ctx *cx, struct sv domain, bool *blocked_r, bool *approval_r)
{
	while (domain.n) {
		struct email_domain_find_row row;
		struct sv label;
		enum fail fail = q_email_domain_find(cx, domain, &row);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
		if (fail == OK && !row.allow_with_approval)
			*blocked_r = true;
		if (fail == OK && row.allow_with_approval)
			*approval_r = true;
		if (!sv_cut(&domain, '.', &label))
			break;
	}
	return OK;
}

enum fail email_check(struct ctx *cx, struct sv email, struct field_problem *problem_r, bool *approval_r)
{
	struct login_row taken;
	struct email_hash_blocked_row row;
	struct sv lower = ascii_lower(&cx->arena, email), domain = SV(""), local = lower;
	bool blocked = false;
	if (!email.n)
		problem(problem_r, "ERR_BLANK", SV("can't be blank"));
	else if (!mail_address_ok(email))
		problem(problem_r, "ERR_INVALID", SV("is invalid"));
	if (problem_r->code)
		return OK;
	sv_cut_last(&local, '@', &domain);
	TRY(domain_block(cx, domain, &blocked, approval_r));
	enum fail fail = q_email_hash_blocked(cx, email_canonical_hash(&cx->arena, email), &row);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	blocked |= fail == OK;
	fail = q_login_by_email(cx, lower, &taken);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	if (fail == OK)
		problem(problem_r, "ERR_TAKEN", SV("has already been taken"));
	else if (blocked)
		problem(problem_r, "ERR_BLOCKED", SV("uses a forbidden e-mail provider"));
	return OK;
}

/* --- the other fields -------------------------------------------------------------------------------------------------------------- */

static bool is_username(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '_')
			return false;
	return true;
}

/* Those that the owner keeps back. */
static bool is_blocked(struct ctx *cx, struct sv username)
{
	struct sv rest = settings(cx)->blocked_names;
	while (rest.n) {
		size_t n = 0;
		while (n < rest.n && (unsigned char)rest.p[n] > ' ')
			n++;
		if (n && sv_eq_nocase(sv_first(rest, n), username))
			return true;
		rest = sv_from(rest, n + 1);
	}
	return false;
}

static enum fail check_username(struct ctx *cx, struct sign_up *up)
{
	struct account_id_find_row row;
	struct field_problem *at = &up->problems[FIELD_USERNAME];
	if (!up->username.n)
		problem(at, "ERR_BLANK", SV("can't be blank"));
	else if (!is_username(up->username))
		problem(at, "ERR_INVALID", SV("must contain only letters, numbers and underscores"));
	else if (up->username.n > LONGEST_USERNAME)
		problem(at, "ERR_TOO_LONG", SV("is too long (maximum is 30 characters)"));
	else if (username_is_reserved(up->username) || is_blocked(cx, up->username))
		problem(at, "ERR_RESERVED", SV("is reserved"));
	if (at->code)
		return OK;
	enum fail fail = q_account_id_find(cx, ascii_lower(&cx->arena, up->username), SV(""), &row);
	if (fail == OK)
		problem(at, "ERR_TAKEN", SV("has already been taken"));
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static void check_rest(struct sign_up *up)
{
	if (!up->password.n)
		problem(&up->problems[FIELD_PASSWORD], "ERR_BLANK", SV("can't be blank"));
	else if (utf8_count(up->password) < SHORTEST_PASSWORD)
		problem(&up->problems[FIELD_PASSWORD], "ERR_TOO_SHORT", SV("is too short (minimum is 8 characters)"));
	else if (up->password.n > LONGEST_PASSWORD)
		problem(&up->problems[FIELD_PASSWORD], "ERR_TOO_LONG", SV("is too long (maximum is 128 bytes)"));
	if (!up->agreement)
		problem(&up->problems[FIELD_AGREEMENT], "ERR_ACCEPTED", SV("must be accepted"));
	if (up->needs_approval && !sv_trim(up->reason).n)
		problem(&up->problems[FIELD_REASON], "ERR_BLANK", SV("can't be blank"));
	else if (utf8_count(up->reason) > LONGEST_REASON)
		problem(&up->problems[FIELD_REASON], "ERR_TOO_LONG", SV("is too long (maximum is 2000 characters)"));
}

/* An invitation stands in for a moderator's approval: its maker answers for it. */
static enum fail check_invite(struct ctx *cx, struct sign_up *up)
{
	enum sign_up_mode mode = sign_up_mode(cx);
	if (mode == SIGN_UP_CLOSED)
		return refuse(cx, FAIL_FORBIDDEN, "This community is not taking new members at the moment.");
	enum fail fail = up->invite_code.n ? invite_open(cx, up->invite_code, &up->invite) : FAIL_NOT_FOUND;
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	if (fail == FAIL_NOT_FOUND && up->invite_code.n)
		problem(&up->problems[FIELD_INVITE], "ERR_INVALID", SV("is used up or over"));
	else if (fail == FAIL_NOT_FOUND && mode == SIGN_UP_INVITATION)
		problem(&up->problems[FIELD_INVITE], "ERR_BLANK", SV("can't be blank"));
	up->needs_approval = mode == SIGN_UP_APPROVAL && fail != OK;
	return OK;
}

static enum fail say_problems(struct ctx *cx, const struct sign_up *up)
{
	struct buf out = BUF(&cx->arena, 4096);
	for (int i = 0; i < SIGN_UP_FIELDS; i++)
		if (up->problems[i].code)
			buf_printf(&out, "%s" SVF " " SVF, out.n ? ", " : "", SVA(fields[i].title), SVA(up->problems[i].text));
	return out.n ? refuse(cx, FAIL_INVALID, "Validation failed: " SVF, SVA(buf_sv(&out))) : OK;
}

enum fail sign_up_check(struct ctx *cx, struct sign_up *up)
{
	bool approval = false;
	memset(up->problems, 0, sizeof(up->problems));
	TRY(check_invite(cx, up));
	TRY(check_ip(cx, up));
	TRY(check_username(cx, up));
	TRY(email_check(cx, up->email, &up->problems[FIELD_EMAIL], &approval));
	up->needs_approval |= approval && !up->invite.id;
	check_rest(up);
	up->needs_confirmation = settings(cx)->confirm_email && mail_works();
	return say_problems(cx, up);
}
