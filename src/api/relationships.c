/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Following, blocking, muting and the like (documentation: methods/accounts, follow_requests, mutes, blocks, domain_blocks, endorsements). */
#include "api/api.h"
#include "social/follow.h"
#include "social/network.h"
#include "social/relation.h"
#include "social/standing.h"
#include "social/viewer.h"

enum { USUAL = 40, MOST = 80, MOST_ASKED = 500 };

/* --- acts: each answers with the relationship as it is now ------------------------------------------------------------------------------ */

static enum fail answer_relationship(struct ctx *cx, enum fail done)
{
	TRY(done);
	return entity_relationship(cx, answer_json(cx), path_id(cx, 0));
}

/* What was not sent stays as it was. */
static enum fail read_wish(struct ctx *cx, int64_t target_id, struct follow_wish *wish)
{
	struct relation_get_row now;
	struct sv *languages = NULL;
	size_t count = 0;
	TRY(q_relation_get(cx, cx->who.account_id, target_id, SV(""), cx->now, &now));
	wish->reblogs = param_bool(cx->params, "reblogs", now.following ? now.reblogs : true);
	wish->notify = param_bool(cx->params, "notify", now.following && now.notify);
	bool sent = param_sent(cx->params, "languages") || param_sent(cx->params, "languages[]");
	if (sent)
		count = param_list(&cx->arena, cx->params, "languages", &languages);
	wish->languages = sent ? follow_languages(&cx->arena, languages, count) : now.languages;
	return OK;
}

enum fail api_account_follow(struct ctx *cx)
{
	struct follow_wish wish;
	TRY(read_wish(cx, path_id(cx, 0), &wish));
	return answer_relationship(cx, follow_create(cx, cx->who.account_id, path_id(cx, 0), &wish));
}

enum fail api_account_unfollow(struct ctx *cx)
{
	return answer_relationship(cx, follow_end(cx, cx->who.account_id, path_id(cx, 0)));
}

enum fail api_account_remove_follower(struct ctx *cx)
{
	return answer_relationship(cx, follow_end(cx, path_id(cx, 0), cx->who.account_id));
}

enum fail api_account_block(struct ctx *cx)
{
	return answer_relationship(cx, relation_block(cx, path_id(cx, 0)));
}

enum fail api_account_unblock(struct ctx *cx)
{
	return answer_relationship(cx, relation_unblock(cx, path_id(cx, 0)));
}

enum fail api_account_mute(struct ctx *cx)
{
	bool notifications = param_bool(cx->params, "notifications", true);
	return answer_relationship(cx, relation_mute(cx, path_id(cx, 0), notifications, param_int(cx->params, "duration", 0)));
}

enum fail api_account_unmute(struct ctx *cx)
{
	return answer_relationship(cx, relation_unmute(cx, path_id(cx, 0)));
}

enum fail api_account_note(struct ctx *cx)
{
	struct sv comment = param_sv(cx->params, "comment");
	return answer_relationship(cx, relation_note(cx, path_id(cx, 0), comment.p ? comment : SV("")));
}

enum fail api_account_endorse(struct ctx *cx)
{
	return answer_relationship(cx, relation_endorse(cx, path_id(cx, 0)));
}

enum fail api_account_unendorse(struct ctx *cx)
{
	return answer_relationship(cx, relation_unendorse(cx, path_id(cx, 0)));
}

enum fail api_follow_request_authorize(struct ctx *cx)
{
	return answer_relationship(cx, follow_authorize(cx, path_id(cx, 0)));
}

enum fail api_follow_request_reject(struct ctx *cx)
{
	return answer_relationship(cx, follow_reject(cx, path_id(cx, 0)));
}

enum fail api_domain_block(struct ctx *cx)
{
	TRY(relation_block_domain(cx, param_sv(cx->params, "domain")));
	return answer_empty(cx);
}

enum fail api_domain_unblock(struct ctx *cx)
{
	TRY(relation_unblock_domain(cx, param_sv(cx->params, "domain")));
	return answer_empty(cx);
}

/* --- lists ---------------------------------------------------------------------------------------------------------------------------------- */

static size_t ids_asked(struct ctx *cx, size_t most, int64_t **ids_r)
{
	size_t count = param_ids(&cx->arena, cx->params, "id", ids_r);
	return count > most ? most : count;
}

enum fail api_relationships(struct ctx *cx)
{
	int64_t *ids;
	size_t count = ids_asked(cx, MOST_ASKED, &ids);
	struct json *j = answer_json(cx);
	bool with_suspended = param_bool(cx->params, "with_suspended", false);
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		if (!with_suspended && standing_of(cx, ids[i]) & STANDING_SUSPENDED)
			continue;
		enum fail fail = entity_relationship(cx, j, ids[i]);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	json_end(j);
	return OK;
}

enum fail api_familiar_followers(struct ctx *cx)
{
	int64_t *ids;
	size_t count = ids_asked(cx, MOST, &ids);
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		struct familiar_followers_row *rows;
		size_t familiar;
		TRY(q_familiar_followers(cx, cx->who.account_id, ids[i], 10, &rows, &familiar));
		json_object(j);
		json_id(json_key(j, "id"), ids[i]);
		json_array(json_key(j, "accounts"));
		for (size_t k = 0; k < familiar; k++)
			TRY(entity_account(cx, j, rows[k].id));
		json_end(j);
		json_end(j);
	}
	json_end(j);
	return OK;
}

static enum fail answer_page(struct ctx *cx, const struct relation_page_row *rows, size_t count, const struct page *page)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].account_id;
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page->limit);
	return entity_accounts(cx, answer_json(cx), ids, count);
}

typedef enum fail page_query(struct ctx *cx, int64_t account_id, const struct page *page, struct relation_page_row **rows_r, size_t *count_r);

static enum fail answer_query(struct ctx *cx, page_query *query, int64_t account_id)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct relation_page_row *rows;
	size_t count;
	TRY(query(cx, account_id, &page, &rows, &count));
	return answer_page(cx, rows, count, &page);
}

static enum fail answer_network(struct ctx *cx, enum network network)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct account_row account;
	struct relation_page_row *rows;
	size_t count, shown;
	int64_t *ids;
	bool told;
	TRY(api_account_see(cx, &account));
	TRY(viewer_enter(cx));
	TRY(network_page(cx, &account, network, &page, &rows, &count, &told));
	TRY(network_shown(cx, rows, count, &ids, &shown));
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	return entity_accounts(cx, answer_json(cx), ids, shown);
}

enum fail api_account_followers(struct ctx *cx)
{
	return answer_network(cx, NETWORK_FOLLOWERS);
}

enum fail api_account_following(struct ctx *cx)
{
	return answer_network(cx, NETWORK_FOLLOWING);
}

enum fail api_follow_requests(struct ctx *cx)
{
	return answer_query(cx, q_follow_requests_page, cx->who.account_id);
}

enum fail api_blocks(struct ctx *cx)
{
	return answer_query(cx, q_blocks_page, cx->who.account_id);
}

enum fail api_endorsements(struct ctx *cx)
{
	return answer_query(cx, q_endorsements_page, cx->who.account_id);
}

enum fail api_account_endorsements(struct ctx *cx)
{
	return answer_network(cx, NETWORK_ENDORSED);
}

/* MutedAccount: an account and when the mute ends. */
enum fail api_mutes(struct ctx *cx)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct mutes_page_below_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(q_mutes_page(cx, cx->who.account_id, cx->now, &page, &rows, &count));
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		struct buf account = BUF(&cx->arena, ANSWER_MOST);
		struct json inner = JSON(&account);
		TRY(entity_account(cx, &inner, rows[i].account_id));
		json_raw(j, sv_first(buf_sv(&account), account.n - 1)); /* without its closing brace */
		buf_put(j->out, SV(",\"mute_expires_at\":"));
		j->comma = false;
		json_time(j, rows[i].expires_at);
		buf_putc(j->out, '}');
	}
	json_end(j);
	return OK;
}

enum fail api_domain_blocks(struct ctx *cx)
{
	struct page page = page_read(cx, 100, 200);
	struct domain_mutes_page_below_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(q_domain_mutes_page(cx, cx->who.account_id, &page, &rows, &count));
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		json_string(j, rows[i].domain);
	json_end(j);
	return OK;
}
