/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/media_gate.h"

#include "base/log.h"
#include "social/community.h"
#include "store/q.h"
#include "store/store.h"

#include <stdlib.h>

struct hash_query media_query(struct arena *arena, const struct gate_item *item)
{
	struct pdq *prints = arena_array(arena, struct pdq, item->print_count + 1);
	struct hash_query query = { .prints = prints, .quality = item->print_quality, .sha256 = item->sha256.n == HASH_BYTES ? (const uint8_t *)item->sha256.p : NULL };
	for (size_t i = 0; i < item->print_count; i++)
		if (pdq_read(item->prints[i], &prints[query.print_count]))
			query.print_count++;
	return query;
}

/* After those that ask for as much or more. Without room the mildest goes. */
static void add_finding(struct findings *findings, const struct finding *one)
{
	size_t at = 0;
	while (at < findings->count && findings->list[at].act >= one->act)
		at++;
	if (at == FINDINGS_MOST)
		return;
	size_t behind = (findings->count < FINDINGS_MOST ? findings->count : FINDINGS_MOST - 1) - at;
	memmove(&findings->list[at + 1], &findings->list[at], behind * sizeof(*one));
	findings->list[at] = *one;
	findings->count += findings->count < FINDINGS_MOST;
}

/* What a finding of a person's bank counts as: they have looked at it already. */
static struct finding finding_of(struct ctx *cx, const struct bank_finding *found, bool host)
{
	const char *whose = host ? "of the host" : "of this community";
	struct sv why = found->kind == HASH_SHA256 ?
	                        arena_printf(&cx->arena, "The same file, byte by byte, is in the bank \"" SVF "\" %s (hash %lld).", SVA(found->bank), whose, (long long)found->id) :
	                        arena_printf(&cx->arena, "A picture much like it is in the bank \"" SVF "\" %s (hash %lld): %u of 256 bits differ%s.", SVA(found->bank), whose,
	                                     (long long)found->id, found->distance, found->print ? ", once it is cut, turned or mirrored back" : "");
	return (struct finding){ .category = found->category,
		                 .probability = 1 - (float)found->distance / PDQ_BITS,
		                 .level = found->act >= ACT_HOLD ? FINDING_HOLD : found->act >= ACT_REPORT ? FINDING_REPORT : FINDING_NOTED,
		                 .by = BY_HASH_BANK,
		                 .why = why,
		                 .act = found->act,
		                 .labels = found->act == ACT_LABEL };
}

static void find_in(struct ctx *cx, struct hash_banks *banks, const struct hash_query *query, bool host, struct findings *findings)
{
	struct bank_finding found[HASH_MATCHES];
	size_t count = hash_banks_look(banks, &cx->arena, query, found);
	for (size_t i = 0; i < count; i++) {
		struct finding one = finding_of(cx, &found[i], host);
		add_finding(findings, &one);
	}
}

/* --- the host's --------------------------------------------------------------------------------------------------------------------------- */

void host_banks_start(struct host_banks *host, const char *data_dir)
{
	*host = (struct host_banks){ .data_dir = data_dir ? strdup(data_dir) : NULL, .banks = hash_banks_new() };
	pthread_mutex_init(&host->lock, NULL);
}

void host_banks_stop(struct host_banks *host)
{
	db_close(host->db);
	hash_banks_free(host->banks);
	free(host->data_dir);
	pthread_mutex_destroy(&host->lock);
}

/* With its own connection in place of the community's. */
static enum fail follow_host(struct ctx *cx, struct host_banks *host)
{
	struct db *own = cx->db;
	enum fail fail = OK;
	if (!host->data_dir)
		return OK;
	pthread_mutex_lock(&host->lock);
	if (!host->db)
		fail = host_bank_open(cx, host->data_dir, DB_READ, &host->db);
	if (fail == OK) {
		cx->db = host->db;
		fail = hash_banks_follow(cx, host->banks);
		cx->db = own;
	}
	pthread_mutex_unlock(&host->lock);
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

/* A file that was found in a bank when it came goes for the post that it is on. */
static enum fail find_of_post(struct ctx *cx, int64_t media_id, struct findings *findings)
{
	struct finding_of_media_row *rows;
	size_t count;
	TRY(q_finding_of_media(cx, media_id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		int category = category_by_name(rows[i].category), act = act_by_name(rows[i].act);
		struct finding one = { .category = category < 0 ? CATEGORY_violence : (enum category)category,
			               .probability = (float)rows[i].score,
			               .by = BY_HASH_BANK,
			               .why = rows[i].why,
			               .act = act < 0 ? ACT_REPORT : (enum act)act,
			               .labels = act == ACT_LABEL };
		one.level = one.act >= ACT_HOLD ? FINDING_HOLD : one.act >= ACT_REPORT ? FINDING_REPORT : FINDING_NOTED;
		if (one.act == ACT_REJECT)
			one.act = ACT_HOLD; /* it was let in when the bank asked for less */
		add_finding(findings, &one);
	}
	return OK;
}

static void say_unread(const struct ctx *cx, enum fail fail)
{
	if (fail != OK)
		LOG(ERROR, "hash_bank_unread", F("community", cx->community->domain), F("what", cx->said), F("advice", "files are compared with what was read before"));
}

void media_find(struct ctx *cx, struct hash_banks *banks, struct host_banks *host, const struct gate_item *item, struct findings *findings)
{
	if (item->print_count || item->sha256.n) {
		struct hash_query query = media_query(&cx->arena, item);
		say_unread(cx, hash_banks_follow(cx, banks));
		say_unread(cx, follow_host(cx, host));
		find_in(cx, banks, &query, false, findings);
		find_in(cx, host->banks, &query, true, findings);
	}
	for (size_t i = 0; i < item->media_count; i++)
		say_unread(cx, find_of_post(cx, item->media_ids[i], findings));
}
