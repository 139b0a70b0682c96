/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/account_search.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "social/account.h"

enum { LONGEST_QUERY = 1000, FARTHEST = 1000 };

static bool is_letter(uint32_t code)
{
	return code == '_' || code >= 0x80 || (code >= '0' && code <= '9') || ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
}

/* Takes the next word off; none when there is none left. */
static struct sv next_word(struct sv *rest)
{
	size_t n = 0;
	struct sv word = *rest, next = *rest;
	while (next.n && !is_letter(utf8_next(&next)))
		word = next;
	for (next = word; next.n && is_letter(utf8_next(&next));)
		n = word.n - next.n;
	*rest = sv_from(word, n);
	return sv_first(word, n);
}

struct prefix_query account_prefix_query(struct arena *arena, struct sv typed)
{
	struct buf match = BUF(arena, LONGEST_QUERY), tsquery = BUF(arena, LONGEST_QUERY);
	for (struct sv word; (word = next_word(&typed)).n;) {
		buf_printf(&match, "%s\"" SVF "\"*", match.n ? " " : "", SVA(word));
		buf_printf(&tsquery, "%s'" SVF "':*", tsquery.n ? " & " : "", SVA(word));
	}
	if (match.overflow || tsquery.overflow)
		return (struct prefix_query){ SV(""), SV("") };
	return (struct prefix_query){ buf_sv(&match), buf_sv(&tsquery) };
}

enum fail accounts_find(struct ctx *cx, const struct account_search *search, int64_t **ids_r, size_t *count_r)
{
	struct accounts_search_row *rows = NULL;
	struct sv user = sv_trim(search->typed), domain = SV("");
	if (user.n && user.p[0] == '@')
		user = sv_from(user, 1);
	struct sv words = user;
	if (sv_cut_last(&user, '@', &domain) && sv_eq_nocase(domain, cx->community->domain)) {
		words = user;
		domain = SV("");
	}
	struct prefix_query query = account_prefix_query(&cx->arena, words);
	*count_r = 0;
	if (query.match.n && search->offset <= FARTHEST)
		TRY(q_accounts_search(cx, query.match, query.tsquery, ascii_lower(&cx->arena, user), ascii_lower(&cx->arena, domain),
		                      cx->who.account_id, search->only_followed, search->limit, search->offset, &rows, count_r));
	*ids_r = arena_array(&cx->arena, int64_t, *count_r + 1);
	for (size_t i = 0; i < *count_r; i++)
		(*ids_r)[i] = rows[i].id;
	return OK;
}
