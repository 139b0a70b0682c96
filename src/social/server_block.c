/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/server_block.h"

#include "base/id.h"
#include "social/account.h"
#include "social/audit.h"
#include "social/sign_up.h"

#include <arpa/inet.h>
#include <sodium.h>

/* --- names and numbers ----------------------------------------------------------------------------------------------------------------- */

static struct sv sha256_hex(struct arena *arena, struct sv text)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char *hex = arena_alloc(arena, 2 * sizeof(hash) + 1);
	crypto_hash_sha256(hash, (const unsigned char *)(text.p ? text.p : ""), text.n);
	sodium_bin2hex(hex, 2 * sizeof(hash) + 1, hash, sizeof(hash));
	return (struct sv){ hex, 2 * sizeof(hash) };
}

struct sv domain_digest(struct arena *arena, struct sv domain)
{
	return sha256_hex(arena, domain);
}

struct sv domain_obfuscated(struct arena *arena, struct sv domain)
{
	struct sv copy = arena_dup(arena, domain);
	char *to = (char *)(uintptr_t)copy.p; /* ours: just copied */
	size_t shown = domain.n / 4;
	for (size_t i = 0; i < domain.n; i++)
		if (i > shown && i < domain.n - shown && to[i] != '.')
			to[i] = '*';
	return copy;
}

/* Letters, digits, hyphens and dots; the form of names in other scripts is xn--…. */
static enum fail read_domain(struct ctx *cx, struct sv text, struct sv *domain_r)
{
	struct sv domain = ascii_lower(&cx->arena, sv_trim(text));
	if (domain.n && domain.p[0] == '@')
		domain = sv_from(domain, 1);
	bool fine = domain.n && domain.n <= 253 && domain.p[0] != '.' && domain.p[domain.n - 1] != '.';
	for (size_t i = 0; fine && i < domain.n; i++) {
		char c = domain.p[i];
		fine = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
		       (c == '.' && domain.p[i - 1] != '.');
	}
	*domain_r = domain;
	return fine ? OK : refuse(cx, FAIL_INVALID, "Validation failed: Domain is not a valid domain name (write it as example.org, or xn--….example)");
}

static void clear_behind(unsigned char *address, size_t bytes, int64_t prefix)
{
	for (size_t i = 0; i < bytes; i++) {
		int64_t kept = prefix - (int64_t)i * 8;
		if (kept < 8)
			address[i] &= kept <= 0 ? 0 : (unsigned char)(0xff << (8 - kept));
	}
}

bool ip_range_read(struct arena *arena, struct sv text, struct sv *range_r)
{
	unsigned char bytes[16];
	char shown[INET6_ADDRSTRLEN];
	struct sv address = sv_trim(text), length = SV_NONE;
	sv_cut_last(&address, '/', &length);
	const char *name = arena_cstr(arena, address);
	int family = inet_pton(AF_INET, name, bytes) == 1 ? AF_INET : inet_pton(AF_INET6, name, bytes) == 1 ? AF_INET6 : 0;
	int64_t most = family == AF_INET ? 32 : 128, prefix = most;
	if (!family || (length.p && (!sv_to_i64(length, &prefix) || prefix < 0 || prefix > most)))
		return false;
	clear_behind(bytes, family == AF_INET ? 4 : 16, prefix);
	inet_ntop(family, bytes, shown, sizeof(shown));
	*range_r = arena_printf(arena, "%s/%lld", shown, (long long)prefix);
	return true;
}

/* --- writing --------------------------------------------------------------------------------------------------------------------------- */

/* `fail`: of looking for one like it. */
static enum fail must_be_new(struct ctx *cx, enum fail fail, const char *what)
{
	if (fail == OK)
		return refuse(cx, FAIL_INVALID, "Validation failed: %s has already been taken", what);
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static enum fail check_severity(struct ctx *cx, struct sv severity, const char *const *names)
{
	for (size_t i = 0; names[i]; i++)
		if (sv_eq(severity, sv_of(names[i])))
			return OK;
	return refuse(cx, FAIL_INVALID, "Validation failed: Severity is not included in the list: %s, %s, %s", names[0], names[1], names[2]);
}

enum fail domain_block_write(struct ctx *cx, struct domain_block_row *block)
{
	static const char *const severities[] = { "silence", "suspend", "noop", NULL };
	struct domain_block_row other;
	bool is_new = !block->id;
	TRY(check_severity(cx, block->severity, severities));
	if (is_new) {
		TRY(read_domain(cx, block->domain, &block->domain));
		TRY(must_be_new(cx, q_domain_block_find(cx, block->domain, &other), "Domain"));
		block->id = id_new(cx->now);
		block->created_at = cx->now;
	}
	TRY(q_domain_block_put(cx, block));
	return audit_write(cx, is_new ? "domain_block.create" : "domain_block.change", "domain_block", block->id, block->domain);
}

enum fail ip_block_write(struct ctx *cx, struct ip_block_row *block)
{
	static const char *const severities[] = { "sign_up_requires_approval", "sign_up_block", "no_access", NULL };
	struct ip_block_row other;
	bool is_new = !block->id;
	TRY(check_severity(cx, block->severity, severities));
	if (!ip_range_read(&cx->arena, block->ip, &block->ip))
		return refuse(cx, FAIL_INVALID, "Validation failed: IP is invalid: write it as 192.0.2.0/24 or 2001:db8::/32");
	enum fail fail = q_ip_block_find(cx, block->ip, &other);
	if (fail != OK || other.id != block->id)
		TRY(must_be_new(cx, fail, "IP"));
	if (is_new) {
		block->id = id_new(cx->now);
		block->created_at = cx->now;
	}
	TRY(q_ip_block_put(cx, block));
	return audit_write(cx, is_new ? "ip_block.create" : "ip_block.change", "ip_block", block->id, block->ip);
}

enum fail domain_allow_add(struct ctx *cx, struct sv domain, int64_t *id_r)
{
	struct domain_allow_row other;
	TRY(read_domain(cx, domain, &domain));
	enum fail fail = q_domain_allow_find(cx, domain, &other);
	*id_r = other.id;
	if (fail != FAIL_NOT_FOUND)
		return fail; /* allowed already: that is what was asked for */
	*id_r = id_new(cx->now);
	TRY(q_domain_allow_insert(cx, *id_r, domain, cx->now));
	return audit_write(cx, "domain_allow.create", "domain_allow", *id_r, domain);
}

enum fail email_domain_block_add(struct ctx *cx, struct sv domain, bool allow_with_approval, int64_t *id_r)
{
	struct email_domain_block_row other;
	TRY(read_domain(cx, domain, &domain));
	TRY(must_be_new(cx, q_email_domain_block_find(cx, domain, &other), "Domain"));
	*id_r = id_new(cx->now);
	TRY(q_email_domain_block_insert(cx, *id_r, domain, allow_with_approval, cx->now));
	return audit_write(cx, "email_domain_block.create", "email_domain_block", *id_r, domain);
}

static bool is_hash(struct sv text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!((text.p[i] >= '0' && text.p[i] <= '9') || (text.p[i] >= 'a' && text.p[i] <= 'f')))
			return false;
	return text.n == 2 * crypto_hash_sha256_BYTES;
}

enum fail email_block_add(struct ctx *cx, struct sv email, struct sv hash, int64_t *id_r)
{
	struct email_block_row other;
	if (email.n && !sv_has(email, '@'))
		return refuse(cx, FAIL_INVALID, "Validation failed: E-mail address is invalid");
	hash = email.n ? email_canonical_hash(&cx->arena, email) : ascii_lower(&cx->arena, hash);
	if (!is_hash(hash))
		return refuse(cx, FAIL_INVALID, "Validation failed: send email, or canonical_email_hash: 64 hexadecimal digits");
	TRY(must_be_new(cx, q_email_block_find(cx, hash, &other), "Canonical email"));
	*id_r = id_new(cx->now);
	TRY(q_email_block_insert(cx, *id_r, hash, cx->now));
	return audit_write(cx, "email_block.create", "email_block", *id_r, SV(""));
}

static enum fail delete_one(struct ctx *cx, enum server_block kind, int64_t id, int64_t *changes)
{
	switch (kind) {
	case BLOCK_DOMAIN:
		return q_domain_block_delete(cx, id, changes);
	case BLOCK_EMAIL_DOMAIN:
		return q_email_domain_block_delete(cx, id, changes);
	case BLOCK_EMAIL:
		return q_email_block_delete(cx, id, changes);
	case BLOCK_IP:
		return q_ip_block_delete(cx, id, changes);
	case ALLOW_DOMAIN:
		return q_domain_allow_delete(cx, id, changes);
	}
	return FAIL_NOT_FOUND;
}

enum fail server_block_drop(struct ctx *cx, enum server_block kind, int64_t id)
{
	static const char *const names[] = { "domain_block", "email_domain_block", "email_block", "ip_block", "domain_allow" };
	int64_t changes = 0;
	TRY(delete_one(cx, kind, id, &changes));
	if (!changes)
		return FAIL_NOT_FOUND;
	struct sv action = arena_printf(&cx->arena, "%s.delete", names[kind]);
	return audit_write(cx, arena_cstr(&cx->arena, action), names[kind], id, SV(""));
}
