/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Brings a file's schema up to date: forward only, each migration in a transaction of its own, recorded with its checksum. */
#include "base/log.h"
#include "store/engine.h"
#include "store/q.h"

extern const struct migration q_migrations[];
extern const unsigned q_migration_count;

static unsigned latest_of(const struct migration *list, unsigned count)
{
	return count ? list[count - 1].version : 0;
}

unsigned migrate_latest(void)
{
	return latest_of(q_migrations, q_migration_count);
}

static const struct migration *find(const struct migration *list, unsigned count, int64_t version)
{
	for (unsigned i = 0; i < count; i++)
		if (list[i].version == version)
			return &list[i];
	return NULL;
}

static enum fail check_applied(struct ctx *cx, const char *path, const struct schema_migration_row *row,
                               const struct migration *list, unsigned count)
{
	const struct migration *known = find(list, count, row->version);
	if (row->version > latest_of(list, count))
		return refuse(cx, FAIL_UNAVAILABLE,
		              "%s was made by a newer folkmoot: its schema is %lld, this program knows up to %u. "
		              "Install the newer program, or restore a backup made before the upgrade.",
		              path, (long long)row->version, latest_of(list, count));
	if (!known || !sv_eq(row->checksum, sv_of(known->checksum)))
		return refuse(cx, FAIL_UNAVAILABLE,
		              "%s holds migration %04lld (" SVF ") in another form than this program has it. "
		              "Use the program that made the file, or restore a backup.",
		              path, (long long)row->version, SVA(row->name));
	return OK;
}

static enum fail apply(struct ctx *cx, const struct migration *migration)
{
	TXN(txn);
	TRY(txn_begin(&txn, cx));
	TRY(engine_script(cx, cx->db, migration->text[DIALECT_SQLITE]));
	TRY(q_schema_migration_add(cx, migration->version, sv_of(migration->name), sv_of(migration->checksum), cx->now));
	TRY(txn_commit(&txn));
	LOG(NOTICE, "migrated", F("version", migration->version), F("name", migration->name));
	return OK;
}

static enum fail copy_first(struct ctx *cx, const char *path, unsigned version)
{
	const char *copy = arena_printf(&cx->arena, "%s.before-%04u", path, version).p;
	TRY(db_backup_replace(cx, path, copy));
	LOG(NOTICE, "copied_before_migration", F("copy", copy));
	return OK;
}

static enum fail bring_up(struct ctx *cx, const char *path, const struct migration *list, unsigned count)
{
	struct schema_migration_row *rows;
	size_t applied;
	if (count && list[0].version == 0) {
		TRY(engine_script(cx, cx->db, list[0].text[DIALECT_SQLITE]));
		list++;
		count--;
	}
	TRY(q_schema_migrations(cx, &rows, &applied));
	for (size_t i = 0; i < applied; i++)
		TRY(check_applied(cx, path, &rows[i], list, count));
	if (applied && applied < count)
		TRY(copy_first(cx, path, list[applied].version));
	for (size_t i = applied; i < count; i++)
		TRY(apply(cx, &list[i]));
	return OK;
}

enum fail migrate_along(struct ctx *cx, struct db *db, const char *path, const struct migration *list, unsigned count)
{
	struct db *before = cx->db;
	cx->db = db;
	enum fail fail = bring_up(cx, path, list, count);
	cx->db = before;
	return fail;
}

enum fail migrate(struct ctx *cx, struct db *db, const char *path)
{
	return migrate_along(cx, db, path, q_migrations, q_migration_count);
}
