/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "host/communities.h"

#include "base/log.h"
#include "store/q.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

struct open_community {
	struct community community; /* first: the two are the same pointer */
	struct db **readers;        /* one a slot, opened when first used by its thread */
	bool ready;
};

struct communities {
	pthread_mutex_t lock; /* of list */
	struct arena arena;
	struct sv dir;        /* data/communities */
	unsigned slots;
	struct open_community **list; /* every folder, open or not */
	size_t count;
	struct community_hooks hooks;
};

static const char *db_path(struct ctx *cx, struct sv dir)
{
	return arena_printf(&cx->arena, SVF "/community.db", SVA(dir)).p;
}

static void add(struct communities *communities, struct sv domain)
{
	struct open_community **bigger = realloc(communities->list, (communities->count + 1) * sizeof(*bigger));
	struct open_community *one = calloc(1, sizeof(*one));
	struct db **readers = calloc(communities->slots, sizeof(*readers));
	if (!bigger || !one || !readers)
		abort();
	one->readers = readers;
	one->community.domain = arena_dup(&communities->arena, domain);
	communities->list = bigger;
	communities->list[communities->count++] = one;
}

enum fail communities_open(struct ctx *cx, const char *data_dir, unsigned slots, struct communities **communities_r)
{
	struct sv dir = arena_printf(&cx->arena, "%s/communities", data_dir);
	DIR *listing = opendir(dir.p);
	if (!listing)
		return refuse(cx, FAIL_NOT_FOUND, "There are no communities in %s: %s. Make one with: folkmoot init --data %s --domain DOMAIN",
		              data_dir, strerror(errno), data_dir);
	struct communities *communities = calloc(1, sizeof(*communities));
	if (!communities)
		abort();
	communities->dir = arena_dup(&communities->arena, dir);
	communities->slots = slots;
	pthread_mutex_init(&communities->lock, NULL);
	for (struct dirent *entry; (entry = readdir(listing));) {
		struct stat about;
		const char *path = arena_printf(&cx->arena, "%s/%s/community.db", dir.p, entry->d_name).p;
		if (entry->d_name[0] != '.' && stat(path, &about) == 0)
			add(communities, sv_of(entry->d_name));
	}
	closedir(listing);
	*communities_r = communities;
	return OK;
}

void communities_hook(struct communities *communities, const struct community_hooks *hooks)
{
	communities->hooks = *hooks;
}

static void close_one(struct communities *communities, struct open_community *one)
{
	if (one->community.writer)
		writer_stop(one->community.writer);
	for (unsigned i = 0; i < communities->slots; i++)
		if (one->readers[i])
			db_close(one->readers[i]);
	if (one->ready && communities->hooks.closed)
		communities->hooks.closed(&one->community, communities->hooks.data);
	if (one->ready)
		community_close(&one->community);
	free(one->readers);
	free(one);
}

void communities_close(struct communities *communities)
{
	if (!communities)
		return;
	for (size_t i = 0; i < communities->count; i++)
		close_one(communities, communities->list[i]);
	free(communities->list);
	arena_free(&communities->arena);
	pthread_mutex_destroy(&communities->lock);
	free(communities);
}

size_t communities_count(struct communities *communities)
{
	return communities->count;
}

struct community *communities_at(struct communities *communities, size_t index)
{
	return &communities->list[index]->community;
}

static struct open_community *by_host(struct communities *communities, struct sv host)
{
	struct sv name = host, port;
	for (size_t i = 0; i < communities->count; i++)
		if (sv_eq_nocase(communities->list[i]->community.domain, host))
			return communities->list[i];
	if (sv_cut_last(&name, ':', &port))
		for (size_t i = 0; i < communities->count; i++)
			if (sv_eq_nocase(communities->list[i]->community.domain, name))
				return communities->list[i];
	return communities->count == 1 ? communities->list[0] : NULL;
}

static struct sv url_of(struct ctx *cx, struct sv domain)
{
	struct setting_get_row row;
	bool plain = q_setting_get(cx, SV("scheme"), &row) == OK && sv_eq(row.value, SV("http"));
	return arena_printf(&cx->arena, "%s://" SVF, plain ? "http" : "https", SVA(domain));
}

/* Migrates, starts the writer, reads what is kept in memory. */
static enum fail open_one(struct ctx *cx, struct communities *communities, struct open_community *one)
{
	struct sv domain = one->community.domain, dir = arena_printf(&cx->arena, SVF "/" SVF, SVA(communities->dir), SVA(domain));
	const char *path = db_path(cx, dir);
	struct db *db, *before = cx->db;
	TRY(db_open(cx, path, DB_WRITE, &db));
	cx->db = db;
	enum fail fail = migrate(cx, db, path);
	if (fail == OK)
		fail = community_open(cx, &one->community, domain, url_of(cx, domain), dir);
	cx->db = before;
	if (fail != OK) {
		db_close(db);
		return fail;
	}
	one->community.writer = writer_start(db);
	if (communities->hooks.opened)
		communities->hooks.opened(&one->community, communities->hooks.data);
	__atomic_store_n(&one->ready, true, __ATOMIC_RELEASE);
	LOG(NOTICE, "community_opened", F("domain", domain));
	return OK;
}

enum fail communities_find(struct ctx *cx, struct communities *communities, struct sv host, struct community **community_r)
{
	struct open_community *one = by_host(communities, host);
	if (!one)
		return refuse(cx, FAIL_NOT_FOUND, "There is no community called \"" SVF "\" on this host.", SVA(host));
	enum fail fail = OK;
	if (!__atomic_load_n(&one->ready, __ATOMIC_ACQUIRE)) {
		pthread_mutex_lock(&communities->lock);
		if (!one->ready)
			fail = open_one(cx, communities, one);
		pthread_mutex_unlock(&communities->lock);
	}
	*community_r = &one->community;
	return fail;
}

enum fail community_enter(struct ctx *cx, struct communities *communities, struct community *community, unsigned slot)
{
	struct open_community *one = (struct open_community *)community;
	if (slot >= communities->slots)
		return broken(cx, "thread slot %u is not below %u", slot, communities->slots);
	if (!one->readers[slot])
		TRY(db_open(cx, db_path(cx, community->dir), DB_READ, &one->readers[slot]));
	cx->community = community;
	cx->db = one->readers[slot];
	return OK;
}

/* A domain name or address with an optional port; nothing that could leave the folder. */
bool domain_is_valid(struct sv domain)
{
	for (size_t i = 0; i < domain.n; i++)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-.:[]", domain.p[i]))
			return false;
	return domain.n && domain.n <= 253 && domain.p[0] != '.' && domain.p[0] != '-';
}

static enum fail make_dirs(struct ctx *cx, const char *data_dir, struct sv dir)
{
	const char *const paths[] = { data_dir, arena_printf(&cx->arena, "%s/communities", data_dir).p, dir.p,
		                      arena_printf(&cx->arena, SVF "/media", SVA(dir)).p };
	for (size_t i = 0; i < COUNT_OF(paths); i++)
		if (mkdir(paths[i], 0750) < 0 && errno != EEXIST)
			return refuse(cx, FAIL_UNAVAILABLE, "The folder %s cannot be made: %s", paths[i], strerror(errno));
	return OK;
}

static enum fail write_first_settings(struct ctx *cx, const struct community_draft *draft)
{
	TXN(txn);
	TRY(txn_begin(&txn, cx));
	TRY(q_setting_put(cx, SV("scheme"), draft->https ? SV("https") : SV("http")));
	if (draft->title.n)
		TRY(q_setting_put(cx, SV("title"), draft->title));
	return txn_commit(&txn);
}

enum fail community_create(struct ctx *cx, const char *data_dir, const struct community_draft *draft)
{
	struct sv dir = arena_printf(&cx->arena, "%s/communities/" SVF, data_dir, SVA(draft->domain));
	const char *path = db_path(cx, dir);
	struct stat about;
	if (!domain_is_valid(draft->domain))
		return refuse(cx, FAIL_INVALID, "\"" SVF "\" is no domain name: give it in lower case, such as talk.example", SVA(draft->domain));
	if (stat(path, &about) == 0)
		return refuse(cx, FAIL_CONFLICT, "There is a community " SVF " already, in " SVF, SVA(draft->domain), SVA(dir));
	TRY(make_dirs(cx, data_dir, dir));
	TRY(db_open(cx, path, DB_WRITE, &cx->db));
	enum fail fail = migrate(cx, cx->db, path);
	if (fail == OK)
		fail = write_first_settings(cx, draft);
	db_close(cx->db);
	cx->db = NULL;
	return fail;
}
