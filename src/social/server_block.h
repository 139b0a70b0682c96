/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* server_block.h - what a whole community keeps out (Mastodon documentation: methods/admin/domain_blocks, domain_allows,
 * email_domain_blocks, canonical_email_blocks, ip_blocks). The *_put() and *_drop() run in the caller's transaction and are
 * written to the audit. FAIL_INVALID says what is wrong, also when it is there already. */
#ifndef SOCIAL_SERVER_BLOCK_H
#define SOCIAL_SERVER_BLOCK_H

#include "store/q.h"

enum server_block { BLOCK_DOMAIN, BLOCK_EMAIL_DOMAIN, BLOCK_EMAIL, BLOCK_IP, ALLOW_DOMAIN };

/* block->id 0: a new one (the id is set); else it is changed, and its domain stays. */
enum fail domain_block_write(struct ctx *cx, struct domain_block_row *block) MUST_USE;
enum fail ip_block_write(struct ctx *cx, struct ip_block_row *block) MUST_USE;
enum fail domain_allow_add(struct ctx *cx, struct sv domain, int64_t *id_r) MUST_USE;
enum fail email_domain_block_add(struct ctx *cx, struct sv domain, bool allow_with_approval, int64_t *id_r) MUST_USE;
/* By address or, when that is none, by its hash. */
enum fail email_block_add(struct ctx *cx, struct sv email, struct sv hash, int64_t *id_r) MUST_USE;
enum fail server_block_drop(struct ctx *cx, enum server_block kind, int64_t id) MUST_USE;

struct sv domain_digest(struct arena *arena, struct sv domain); /* SHA-256 in hexadecimal */
/* How the public sees a domain that is not to be named in full: "ex*******ple". */
struct sv domain_obfuscated(struct arena *arena, struct sv domain);

/* "192.0.2.1" → "192.0.2.1/32", "2001:DB8::/32" → "2001:db8::/32", bits behind the prefix cleared; false: it is no address. */
bool ip_range_read(struct arena *arena, struct sv text, struct sv *range_r);

#endif
