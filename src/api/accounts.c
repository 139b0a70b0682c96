/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Looking at accounts and what they post (documentation: methods/accounts). */
#include "api/api.h"
#include "base/utf8.h"
#include "social/tag.h"
#include "social/text.h"
#include "social/viewer.h"

enum fail api_account_show(struct ctx *cx)
{
	return entity_account(cx, answer_json(cx), path_id(cx, 0));
}

enum fail api_accounts_show(struct ctx *cx)
{
	int64_t *ids;
	size_t count = param_ids(&cx->arena, cx->params, "id", &ids);
	return entity_accounts(cx, answer_json(cx), ids, count > 40 ? 40 : count);
}

enum fail api_account_lookup(struct ctx *cx)
{
	struct account_row row;
	struct sv acct = param_sv(cx->params, "acct");
	TRY(account_find_acct(cx, acct.p ? acct : SV(""), &row));
	return entity_account(cx, answer_json(cx), row.id);
}

/* --- search by the beginning of a name -------------------------------------------------------------------------------------------------------- */

/* The words of what was typed, each as the beginning of a word: "ada lo" → "ada"* "lo"*. Nothing of it is taken for an operator. */
struct sv account_prefix_query(struct arena *arena, struct sv typed)
{
	struct buf out = BUF(arena, 1000);
	struct sv rest = typed;
	bool in_word = false;
	while (rest.n) {
		struct sv before = rest;
		uint32_t code = utf8_next(&rest);
		bool letter = code == '_' || code >= 0x80 || (code >= '0' && code <= '9') || ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
		if (letter && !in_word)
			buf_put(&out, out.n ? SV(" \"") : SV("\""));
		if (!letter && in_word)
			buf_put(&out, SV("\"*"));
		if (letter)
			buf_put(&out, sv_first(before, before.n - rest.n));
		in_word = letter;
	}
	if (in_word)
		buf_put(&out, SV("\"*"));
	return out.overflow ? SV("") : buf_sv(&out);
}

enum fail api_account_search(struct ctx *cx)
{
	struct sv typed = sv_trim(param_sv(cx->params, "q"));
	int64_t limit = page_read(cx, 40, 80).limit, offset = param_int(cx->params, "offset", 0);
	bool following = param_bool(cx->params, "following", false);
	if (typed.n && typed.p[0] == '@')
		typed = sv_from(typed, 1);
	struct sv user = typed, domain = SV_NONE;
	if (sv_cut_last(&user, '@', &domain) && sv_eq_nocase(domain, cx->community->domain))
		typed = user;
	struct sv query = account_prefix_query(&cx->arena, typed);
	struct accounts_search_row *rows = NULL;
	size_t count = 0;
	if (query.n)
		TRY(q_accounts_search(cx, query, ascii_lower(&cx->arena, typed), following ? cx->who.account_id : 0, limit, offset < 0 ? 0 : offset,
		                      &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].id;
	return entity_accounts(cx, answer_json(cx), ids, count);
}

/* --- what an account has posted ------------------------------------------------------------------------------------------------------------------ */

/* What the reader may see of the author: 0 public and unlisted, 1 followers-only as well, 2 everything (their own). */
static enum fail depth_of(struct ctx *cx, int64_t account_id, int64_t *depth_r)
{
	bool follows;
	TRY(viewer_follows(cx, account_id, &follows));
	*depth_r = cx->who.account_id == account_id ? 2 : follows ? 1 : 0;
	return OK;
}

static enum fail answer_pinned(struct ctx *cx, int64_t account_id, int64_t depth)
{
	struct page page = page_read(cx, 20, 40);
	struct feed_row *rows;
	size_t count;
	TRY(q_profile_pinned(cx, account_id, depth, &page, &rows, &count));
	return api_answer_profile(cx, rows, count, &page);
}

static enum fail tag_asked(struct ctx *cx, int64_t *tag_id_r)
{
	struct sv name = param_sv(cx->params, "tagged");
	*tag_id_r = 0;
	if (!name.n)
		return OK;
	enum fail fail = tag_by_name(cx, name, tag_id_r);
	if (fail == FAIL_NOT_FOUND) {
		*tag_id_r = -1; /* nobody has used it */
		return OK;
	}
	return fail;
}

enum fail api_account_statuses(struct ctx *cx)
{
	struct page page = page_read(cx, 20, 40);
	struct account_row account;
	struct feed_row *rows;
	size_t count;
	unsigned hidden;
	int64_t depth, tag_id, id = path_id(cx, 0);
	TRY(viewer_enter(cx));
	TRY(q_account_get(cx, id, &account));
	TRY(viewer_hides(cx, id, &hidden));
	if (account.suspended_at || hidden & HIDDEN_BLOCKED_BY)
		return entity_statuses(cx, answer_json(cx), NULL, 0, 0);
	TRY(depth_of(cx, id, &depth));
	if (param_bool(cx->params, "pinned", false))
		return answer_pinned(cx, id, depth);
	TRY(tag_asked(cx, &tag_id));
	TRY(q_profile_statuses(cx, id, depth, cx->who.account_id, param_bool(cx->params, "exclude_replies", false),
	                       param_bool(cx->params, "exclude_reblogs", false), param_bool(cx->params, "only_media", false), tag_id, &page, &rows,
	                       &count));
	return api_answer_profile(cx, rows, count, &page);
}
