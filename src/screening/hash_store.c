/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/hash_store.h"

#include <stdlib.h>
#include <unistd.h>

enum { READ_AT_ONCE = 10000 };

/* --- banks -------------------------------------------------------------------------------------------------------------------------- */

static enum fail check(struct ctx *cx, const struct hash_bank_draft *draft)
{
	if (!draft->name.n || draft->name.n > HASH_BANK_NAME_MOST)
		return refuse(cx, FAIL_INVALID, "The name of a bank has 1 to %d bytes.", HASH_BANK_NAME_MOST);
	for (size_t i = 0; i < draft->name.n; i++)
		if ((unsigned char)draft->name.p[i] < ' ')
			return refuse(cx, FAIL_INVALID, "The name of a bank has no control characters.");
	if (draft->near > HASH_DISTANCE_MOST)
		return refuse(cx, FAIL_INVALID, "The distance is 0 to %d bits of 256.", HASH_DISTANCE_MOST);
	if (draft->act == ACT_OFF)
		return refuse(cx, FAIL_INVALID, "A copy can lead to note, label, report, hold or reject.");
	if (draft->note.n > HASH_NOTE_MOST)
		return refuse(cx, FAIL_INVALID, "A note has at most %d bytes.", HASH_NOTE_MOST);
	return OK;
}

static enum fail add_bank(struct ctx *cx, const struct hash_bank_draft *draft, struct hash_bank_row *bank)
{
	struct hash_bank_row *rows;
	size_t count;
	TRY(q_hash_banks_all(cx, &rows, &count));
	if (count >= HASH_BANKS_MOST)
		return refuse(cx, FAIL_INVALID, "There can be %d banks. Remove one first.", HASH_BANKS_MOST);
	*bank = (struct hash_bank_row){
		.id = count ? rows[count - 1].id + 1 : 1,
		.name = draft->name,
		.category = sv_of(category_name(draft->category < 0 ? CATEGORY_violence : (unsigned)draft->category)),
		.act = sv_of(act_name(draft->act < 0 ? ACT_REPORT : (unsigned)draft->act)),
		.distance = draft->near < 0 ? PDQ_NEAR : draft->near,
		.note = draft->note.p ? draft->note : SV(""),
		.version = cx->now, /* not that of a removed one, whose number it may have */
		.created_at = cx->now,
	};
	return q_hash_bank_insert(cx, bank);
}

enum fail hash_bank_put(struct ctx *cx, const struct hash_bank_draft *draft, struct hash_bank_row *bank_r)
{
	TRY(check(cx, draft));
	enum fail fail = q_hash_bank_by_name(cx, draft->name, bank_r);
	if (fail == FAIL_NOT_FOUND)
		return add_bank(cx, draft, bank_r);
	if (fail != OK || (draft->category < 0 && draft->act < 0 && draft->near < 0 && !draft->note.p))
		return fail;
	if (draft->category >= 0)
		bank_r->category = sv_of(category_name((unsigned)draft->category));
	if (draft->act >= 0)
		bank_r->act = sv_of(act_name((unsigned)draft->act));
	if (draft->near >= 0)
		bank_r->distance = draft->near;
	if (draft->note.p)
		bank_r->note = draft->note;
	return q_hash_bank_update(cx, bank_r->id, bank_r->category, bank_r->act, bank_r->distance, bank_r->note);
}

enum fail hash_bank_get(struct ctx *cx, struct sv name, struct hash_bank_row *bank_r)
{
	enum fail fail = q_hash_bank_by_name(cx, name, bank_r);
	return fail == FAIL_NOT_FOUND ? refuse(cx, fail, "There is no bank called " SVF "; folkmoot bank list names them.", SVA(name)) : fail;
}

enum fail hash_bank_remove(struct ctx *cx, int64_t bank_id)
{
	return q_hash_bank_delete(cx, bank_id);
}

/* --- hashes ------------------------------------------------------------------------------------------------------------------------- */

struct adding {
	const struct hash_draft *draft;
	int64_t bank_id, next_id, first_id, added;
};

/* The first that is new stands for the picture; when one was there before, its first does. */
static enum fail add_one(struct ctx *cx, struct adding *a, enum hash_kind kind, struct sv bytes)
{
	struct banked_hash_find_row before;
	struct sv kind_name = sv_of(hash_kind_names[kind]);
	enum fail fail = q_banked_hash_find(cx, a->bank_id, kind_name, bytes, &before);
	if (fail == OK && !a->first_id)
		a->first_id = before.of_id ? before.of_id : before.id;
	if (fail != FAIL_NOT_FOUND)
		return fail;
	int64_t changes, id = a->next_id++;
	TRY(q_banked_hash_insert(cx, id, a->bank_id, a->first_id, kind_name, bytes, a->draft->note, cx->who.account_id, cx->now, &changes));
	a->first_id = a->first_id ? a->first_id : id;
	a->added += changes;
	return OK;
}

enum fail hash_bank_add(struct ctx *cx, int64_t bank_id, const struct hash_draft *draft, int64_t *added_r)
{
	struct banked_hash_last_row last;
	TRY(q_banked_hash_last(cx, &last));
	struct adding a = { .draft = draft, .bank_id = bank_id, .next_id = last.id + 1 };
	if (draft->sha256.n)
		TRY(add_one(cx, &a, HASH_SHA256, draft->sha256));
	for (size_t i = 0; i < draft->pdq_count; i++) {
		uint8_t bytes[PDQ_BYTES];
		pdq_bytes(&draft->pdq[i], bytes);
		TRY(add_one(cx, &a, HASH_PDQ, (struct sv){ (const char *)bytes, sizeof(bytes) }));
	}
	*added_r = a.added;
	return OK;
}

static enum fail drop_group(struct ctx *cx, int64_t bank_id, const struct banked_hash_find_row *found)
{
	int64_t first = found->of_id ? found->of_id : found->id, changes;
	TRY(q_banked_hash_delete_of(cx, first));
	TRY(q_banked_hash_delete(cx, first, &changes));
	return q_hash_bank_touch(cx, bank_id);
}

enum fail hash_bank_drop(struct ctx *cx, int64_t bank_id, const uint8_t hash[HASH_BYTES])
{
	struct sv bytes = { (const char *)hash, HASH_BYTES };
	bool any = false;
	for (enum hash_kind kind = 0; kind < HASH_KINDS; kind++) {
		struct banked_hash_find_row found;
		enum fail fail = q_banked_hash_find(cx, bank_id, sv_of(hash_kind_names[kind]), bytes, &found);
		if (fail == OK)
			TRY(drop_group(cx, bank_id, &found));
		else if (fail != FAIL_NOT_FOUND)
			return fail;
		any |= fail == OK;
	}
	return any ? OK : refuse(cx, FAIL_NOT_FOUND, "This hash is not in the bank.");
}

enum fail host_bank_open(struct ctx *cx, const char *data_dir, enum db_mode mode, struct db **db_r)
{
	const char *path = arena_printf(&cx->arena, "%s/hash_bank.db", data_dir).p;
	*db_r = NULL;
	if (mode == DB_READ && access(path, F_OK) < 0)
		return FAIL_NOT_FOUND;
	TRY(db_open(cx, path, mode, db_r));
	enum fail fail = mode == DB_WRITE ? migrate(cx, *db_r, path) : OK;
	if (fail == OK)
		return OK;
	db_close(*db_r);
	*db_r = NULL;
	return fail;
}

/* --- into memory -------------------------------------------------------------------------------------------------------------------- */

struct reading {
	const struct hash_bank_about *list;
	size_t list_count;
	struct hash_entry *entries;
	size_t count, room;
	int64_t last_id;
};

static int place_of(const struct reading *r, int64_t bank_id)
{
	for (size_t i = 0; i < r->list_count; i++)
		if (r->list[i].id == bank_id)
			return (int)i;
	return -1;
}

static void keep(struct reading *r, const struct banked_hash_after_row *row)
{
	int bank = place_of(r, row->bank_id), pdq = sv_eq(row->kind, sv_of(hash_kind_names[HASH_PDQ]));
	r->last_id = row->id;
	if (bank < 0 || row->hash.n != HASH_BYTES)
		return;
	if (r->count == r->room) {
		r->room = r->room ? 2 * r->room : 1024;
		r->entries = realloc(r->entries, r->room * sizeof(*r->entries));
		if (!r->entries)
			abort();
	}
	struct hash_entry *entry = &r->entries[r->count++];
	*entry = (struct hash_entry){ .id = row->id, .bank = (uint16_t)bank, .kind = pdq ? HASH_PDQ : HASH_SHA256 };
	if (pdq)
		entry->pdq = pdq_of_bytes((const uint8_t *)row->hash.p);
	else
		memcpy(entry->sha256, row->hash.p, HASH_BYTES);
}

/* A part, as a unit of its own: a million rows are much memory. */
static enum fail read_part(struct ctx *cx, struct reading *r, bool *more_r)
{
	struct banked_hash_after_row *rows;
	struct ctx part;
	size_t count = 0;
	ctx_open(&part, cx->now);
	part.db = cx->db;
	part.community = cx->community;
	enum fail fail = q_banked_hash_after(&part, r->last_id, READ_AT_ONCE, &rows, &count);
	for (size_t i = 0; i < count && fail == OK; i++)
		keep(r, &rows[i]);
	cx->said = arena_dup(&cx->arena, part.said);
	ctx_close(&part);
	*more_r = count == READ_AT_ONCE;
	return fail;
}

static enum fail read_after(struct ctx *cx, struct reading *r)
{
	bool more = true;
	while (more)
		TRY(read_part(cx, r, &more));
	return OK;
}

/* What a bank in the database says that this program does not know, of another version, leads to a report. */
static struct hash_bank_about about(const struct hash_bank_row *row)
{
	int category = category_by_name(row->category), act = act_by_name(row->act);
	return (struct hash_bank_about){ .id = row->id,
		                         .version = row->version,
		                         .name = row->name,
		                         .category = category < 0 ? CATEGORY_violence : (enum category)category,
		                         .act = act < 0 ? ACT_REPORT : (enum act)act,
		                         .near = row->distance < 0 || row->distance > HASH_DISTANCE_MOST ? PDQ_NEAR : (unsigned)row->distance };
}

static bool same(const struct hash_bank_about *a, size_t a_count, const struct hash_bank_about *b, size_t b_count)
{
	for (size_t i = 0; i < a_count && a_count == b_count; i++)
		if (a[i].id != b[i].id || a[i].version != b[i].version)
			return false;
	return a_count == b_count;
}

static enum fail follow(struct ctx *cx, struct hash_banks *banks, struct reading *r)
{
	struct hash_bank_about *have;
	struct hash_bank_row *rows;
	size_t count;
	TRY(q_hash_banks_all(cx, &rows, &count));
	struct hash_bank_about *now = arena_array(&cx->arena, struct hash_bank_about, count + 1);
	for (size_t i = 0; i < count; i++)
		now[i] = about(&rows[i]);
	size_t have_count = hash_banks_list(banks, &cx->arena, &have, &r->last_id);
	bool append = same(now, count, have, have_count);
	r->list = now;
	r->list_count = count;
	r->last_id = append ? r->last_id : 0;
	if (count)
		TRY(read_after(cx, r));
	if (append)
		hash_banks_append(banks, r->entries, r->count);
	else
		hash_banks_replace(banks, now, count, r->entries, r->count);
	return OK;
}

enum fail hash_banks_follow(struct ctx *cx, struct hash_banks *banks)
{
	struct reading r = { 0 };
	enum fail fail = follow(cx, banks, &r);
	free(r.entries);
	return fail;
}
