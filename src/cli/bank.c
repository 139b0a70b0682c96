/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot bank …: hashes of files that are known, of a community or, with --host, of all of this host. */
#include "cli/cli.h"
#include "screening/hash_list.h"
#include "screening/hash_store.h"
#include "social/media_print.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ADD_AT_ONCE = 2000, WRONG_SHOWN = 10 };

/* What a command works on. */
struct banked {
	struct cli *cli;
	struct ctx *cx;
	struct db *host; /* NULL: a community's */
	struct hash_bank_draft draft;
	struct hash_bank_row bank;
	struct hash_draft *hashes;
	size_t count;
	int64_t added;
	const uint8_t *dropped;
};

static enum fail open_banks(struct cli *cli, enum db_mode mode, struct banked *b)
{
	*b = (struct banked){ .cli = cli, .cx = &cli->cx };
	if (!cli_option(cli, "host"))
		return cli_open_community(cli);
	enum fail fail = host_bank_open(b->cx, cli->config.data, mode, &b->host);
	if (fail == FAIL_NOT_FOUND)
		return refuse(b->cx, fail, "This host has no bank of its own yet: folkmoot bank add --host makes one.");
	b->cx->db = b->host;
	return fail;
}

static void close_banks(struct banked *b)
{
	db_close(b->host);
	if (b->host)
		b->cx->db = NULL;
}

static enum fail write_banks(struct banked *b, enum fail (*run)(struct ctx *cx, void *arg))
{
	if (!b->host)
		return writer_run(b->cx->community->writer, b->cx, run, b);
	TXN(txn);
	TRY(txn_begin(&txn, b->cx));
	TRY(run(b->cx, b));
	return txn_commit(&txn);
}

static enum fail read_draft(struct cli *cli, struct hash_bank_draft *draft)
{
	const char *name = cli_option(cli, "name"), *act = cli_option(cli, "act"), *category = cli_option(cli, "category"), *distance = cli_option(cli, "distance");
	int64_t near = -1;
	*draft = (struct hash_bank_draft){ .name = name ? sv_of(name) : SV("decided"), .act = -1, .category = -1, .note = sv_of(cli_option(cli, "note")) };
	if (act && ((draft->act = act_by_name(sv_of(act))) < 0 || draft->act == ACT_OFF))
		return refuse(&cli->cx, FAIL_INVALID, "--act is note, label, report, hold or reject, not %s.", act);
	if (category && (draft->category = category_by_name(sv_of(category))) < 0)
		return refuse(&cli->cx, FAIL_INVALID, "--category is one of those that folkmoot screen knows, such as violence or sexual, not %s.", category);
	if (distance && (!sv_to_i64(sv_of(distance), &near) || near < 0 || near > HASH_DISTANCE_MOST))
		return refuse(&cli->cx, FAIL_INVALID, "--distance is 0 to %d bits, not %s.", HASH_DISTANCE_MOST, distance);
	draft->near = (int)near;
	return OK;
}

static enum fail put_all(struct ctx *cx, void *arg)
{
	struct banked *b = arg;
	int64_t added;
	TRY(hash_bank_put(cx, &b->draft, &b->bank));
	for (size_t i = 0; i < b->count; i++) {
		TRY(hash_bank_add(cx, b->bank.id, &b->hashes[i], &added));
		b->added += added;
	}
	return OK;
}

/* --- pictures --------------------------------------------------------------------------------------------------------------------------- */

static enum fail print_file(struct ctx *cx, const char *path, bool to_bank, struct media_print *print_r)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return refuse(cx, FAIL_NOT_FOUND, "%s cannot be read: %s", path, strerror(errno));
	enum fail fail = media_print(cx, file, to_bank, print_r);
	close(file);
	return fail == FAIL_INVALID ? refuse(cx, fail, "%s: " SVF, path, SVA(arena_dup(&cx->arena, cx->said))) : fail;
}

static size_t read_prints(struct arena *arena, const struct media_print *print, struct pdq **list_r)
{
	size_t count = 0;
	*list_r = arena_array(arena, struct pdq, print->print_count + 1);
	for (size_t i = 0; i < print->print_count; i++)
		count += pdq_read(print->prints[i], &(*list_r)[count]);
	return count;
}

static enum fail add_picture(struct banked *b, const char *path)
{
	struct media_print print = { 0 };
	struct pdq *list;
	TRY(print_file(b->cx, path, true, &print));
	size_t count = print.print_quality >= PDQ_QUALITY ? read_prints(&b->cx->arena, &print, &list) : 0;
	b->hashes = &(struct hash_draft){ .sha256 = print.sha256, .pdq = count ? list : NULL, .pdq_count = count, .note = sv_of(path) };
	b->count = 1;
	b->added = 0;
	TRY(write_banks(b, put_all));
	if (!b->added)
		printf("%s was in the bank " SVF " already.\n", path, SVA(b->bank.name));
	else if (count)
		printf("%s is in the bank " SVF " now, with %lld hashes of it and of altered copies.\n", path, SVA(b->bank.name), (long long)b->added);
	else
		printf("%s is in the bank " SVF " now, by its bytes alone: there is too little to see in it (quality %d of 100).\n", path, SVA(b->bank.name),
		       print.print_quality);
	return OK;
}

enum fail cmd_bank_add(struct cli *cli)
{
	struct banked b;
	struct hash_bank_draft draft;
	if (!cli->word_count)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say which: folkmoot bank add FILE --name BANK");
	TRY(read_draft(cli, &draft));
	enum fail fail = open_banks(cli, DB_WRITE, &b);
	b.draft = draft;
	for (size_t i = 0; i < cli->word_count && fail == OK; i++)
		fail = add_picture(&b, cli->words[i]);
	close_banks(&b);
	return fail;
}

static void print_found(const struct bank_finding *found)
{
	if (found->kind == HASH_SHA256)
		printf("  the same bytes   bank " SVF " (%s, %s), hash %lld\n", SVA(found->bank), category_name(found->category), act_name(found->act), (long long)found->id);
	else
		printf("  %2u of 256 bits   bank " SVF " (%s, %s), hash %lld%s\n", found->distance, SVA(found->bank), category_name(found->category), act_name(found->act),
		       (long long)found->id, found->print ? ", once it is cut, turned or mirrored back" : "");
}

static enum fail test_file(struct banked *b, const char *path)
{
	struct bank_finding found[HASH_MATCHES], nearest;
	struct media_print print = { 0 };
	struct pdq *list;
	struct hash_banks *banks = hash_banks_new();
	enum fail fail = print_file(b->cx, path, false, &print);
	if (fail == OK)
		fail = hash_banks_follow(b->cx, banks);
	if (fail == OK) {
		struct hash_query query = { .sha256 = (const uint8_t *)print.sha256.p, .print_count = read_prints(&b->cx->arena, &print, &list), .quality = print.print_quality };
		query.prints = list;
		size_t count = hash_banks_look(banks, &b->cx->arena, &query, found);
		printf("%s: %s; quality %d of 100\n", path, count ? "found" : "not found", print.print_quality);
		for (size_t i = 0; i < count; i++)
			print_found(&found[i]);
		if (!count && hash_banks_nearest(banks, &b->cx->arena, &query, &nearest))
			print_found(&nearest);
	}
	hash_banks_free(banks);
	return fail;
}

enum fail cmd_bank_test(struct cli *cli)
{
	struct banked b;
	if (!cli->word_count)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say which: folkmoot bank test FILE");
	enum fail fail = open_banks(cli, DB_READ, &b);
	for (size_t i = 0; i < cli->word_count && fail == OK; i++)
		fail = test_file(&b, cli->words[i]);
	close_banks(&b);
	return fail;
}

/* --- lists ---------------------------------------------------------------------------------------------------------------------------------- */

struct importing {
	struct banked b;
	struct hash_list list;
	struct hash_draft hashes[ADD_AT_ONCE];
	struct pdq pdqs[ADD_AT_ONCE];
	struct arena arena; /* of a part */
	int64_t read, dull, wrong, added, size;
};

static enum fail flush(struct importing *im)
{
	im->b.hashes = im->hashes;
	im->b.added = 0;
	enum fail fail = write_banks(&im->b, put_all);
	im->added += im->b.added;
	im->b.count = 0;
	arena_reset(&im->arena);
	return fail;
}

static void take_hash(struct importing *im, const struct hash_line *line)
{
	size_t n = im->b.count++;
	struct hash_draft *draft = &im->hashes[n];
	*draft = (struct hash_draft){ .note = line->note.n ? arena_dup(&im->arena, sv_first(line->note, HASH_NOTE_MOST)) : SV_NONE };
	im->read++;
	if (line->kind == HASH_SHA256) {
		draft->sha256 = arena_dup(&im->arena, (struct sv){ (const char *)line->bytes, HASH_BYTES });
		return;
	}
	im->pdqs[n] = pdq_of_bytes(line->bytes);
	draft->pdq = &im->pdqs[n];
	draft->pdq_count = 1;
}

static enum fail read_line(struct importing *im, struct sv text)
{
	struct hash_line line;
	switch (hash_list_read(&im->list, text, &line)) {
	case HASH_LINE_HASH:
		take_hash(im, &line);
		break;
	case HASH_LINE_DULL:
		im->dull++;
		break;
	case HASH_LINE_WRONG:
		if (im->wrong++ < WRONG_SHOWN)
			fprintf(stderr, "line %lld: %s\n", (long long)im->list.lines, line.wrong);
		break;
	case HASH_LINE_NONE:
		break;
	}
	return im->b.count == ADD_AT_ONCE ? flush(im) : OK;
}

static enum fail read_lines(struct importing *im, FILE *in, const char *path)
{
	char *line = NULL;
	size_t room = 0;
	int64_t at = 0;
	enum fail fail = OK;
	for (ssize_t n; fail == OK && (n = getline(&line, &room, in)) >= 0;) {
		at += n;
		fail = read_line(im, (struct sv){ line, (size_t)n });
		if (im->list.lines % ADD_AT_ONCE == 0)
			cli_progress("KB", at >> 10, im->size >> 10);
	}
	cli_progress_end();
	if (fail == OK)
		fail = ferror(in) ? refuse(im->b.cx, FAIL_BROKEN, "Reading %s ended early: %s", path, strerror(errno)) : flush(im);
	free(line);
	return fail;
}

/* A list in which anything is wrong is read all the same: what it says elsewhere counts. */
static enum fail say_imported(const struct importing *im)
{
	printf("%lld hashes read, %lld of them new in the bank " SVF ".\n", (long long)im->read, (long long)im->added, SVA(im->b.bank.name));
	if (im->dull)
		printf("%lld left out: their quality is under %d, there is too little to see in the picture.\n", (long long)im->dull, PDQ_QUALITY);
	if (im->wrong)
		return refuse(im->b.cx, FAIL_INVALID, "%lld lines were refused; the others are in the bank.", (long long)im->wrong);
	return OK;
}

static enum fail read_kind(struct cli *cli, int *kind_r)
{
	const char *kind = cli_option(cli, "kind");
	*kind_r = -1;
	for (int i = 0; kind && i < HASH_KINDS; i++)
		if (strcmp(kind, hash_kind_names[i]) == 0)
			*kind_r = i;
	return kind && *kind_r < 0 ? refuse(&cli->cx, FAIL_INVALID, "--kind is sha256 or pdq, not %s.", kind) : OK;
}

enum fail cmd_bank_import(struct cli *cli)
{
	struct hash_bank_draft draft;
	int kind;
	if (cli->word_count != 1)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say which: folkmoot bank import FILE --name BANK");
	TRY(read_draft(cli, &draft));
	TRY(read_kind(cli, &kind));
	FILE *in = fopen(cli->words[0], "re");
	if (!in)
		return refuse(&cli->cx, FAIL_NOT_FOUND, "%s cannot be read: %s", cli->words[0], strerror(errno));
	struct importing *im = calloc(1, sizeof(*im));
	if (!im)
		abort();
	enum fail fail = open_banks(cli, DB_WRITE, &im->b);
	im->b.draft = draft;
	im->list.kind = kind;
	im->size = fseeko(in, 0, SEEK_END) == 0 ? ftello(in) : 0;
	rewind(in);
	if (fail == OK)
		fail = read_lines(im, in, cli->words[0]);
	if (fail == OK)
		fail = say_imported(im);
	close_banks(&im->b);
	arena_free(&im->arena);
	free(im);
	fclose(in);
	return fail;
}

/* --- list, remove ----------------------------------------------------------------------------------------------------------------------- */

static enum fail list_all(struct banked *b)
{
	struct hash_bank_row *rows;
	size_t count;
	TRY(q_hash_banks_all(b->cx, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct hash_bank_count_row n;
		TRY(q_hash_bank_count(b->cx, rows[i].id, &n));
		printf(SVF "  %lld known by %lld hashes, to %lld bits; a copy leads to: " SVF " (" SVF ")%s" SVF "\n", SVA(rows[i].name), (long long)n.pictures,
		       (long long)n.hashes, (long long)rows[i].distance, SVA(rows[i].act), SVA(rows[i].category), rows[i].note.n ? "; " : "", SVA(rows[i].note));
	}
	return OK;
}

enum fail cmd_bank_list(struct cli *cli)
{
	struct banked b;
	enum fail fail = open_banks(cli, DB_READ, &b);
	if (fail == OK)
		fail = list_all(&b);
	close_banks(&b);
	return fail;
}

static enum fail take_away(struct ctx *cx, void *arg)
{
	struct banked *b = arg;
	TRY(hash_bank_get(cx, b->draft.name, &b->bank));
	return b->dropped ? hash_bank_drop(cx, b->bank.id, b->dropped) : hash_bank_remove(cx, b->bank.id);
}

enum fail cmd_bank_remove(struct cli *cli)
{
	struct banked b;
	struct pdq hash;
	uint8_t bytes[PDQ_BYTES];
	if (cli->word_count < 1 || cli->word_count > 2)
		return refuse(&cli->cx, FAIL_UNREADABLE, "Say which: folkmoot bank remove BANK [HASH]; folkmoot bank list names them");
	if (cli->word_count == 2 && !pdq_read(sv_of(cli->words[1]), &hash))
		return refuse(&cli->cx, FAIL_INVALID, "A hash is 64 hexadecimal digits.");
	enum fail fail = open_banks(cli, DB_WRITE, &b);
	b.draft.name = sv_of(cli->words[0]);
	if (cli->word_count == 2) {
		pdq_bytes(&hash, bytes);
		b.dropped = bytes;
	}
	if (fail == OK)
		fail = write_banks(&b, take_away);
	close_banks(&b);
	return fail;
}
