/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/hash_list.h"

enum { MD5_HEX = 32, SHA1_HEX = 40, HASH_HEX = 2 * HASH_BYTES, SHA512_HEX = 128 };

static const char either[] = "64 digits may be SHA-256 or PDQ: say which with --kind sha256 or --kind pdq";

static bool is_hex(struct sv text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!((text.p[i] >= '0' && text.p[i] <= '9') || ((text.p[i] | 32) >= 'a' && (text.p[i] | 32) <= 'f')))
			return false;
	return text.n > 0;
}

static enum hash_line_is wrong(struct hash_line *line, const char *why)
{
	line->wrong = why;
	return HASH_LINE_WRONG;
}

/* What a field that should be a hash is instead. */
static enum hash_line_is not_a_hash(struct hash_line *line, struct sv text)
{
	if (!is_hex(text))
		return wrong(line, "this is no hash: write 64 hexadecimal digits");
	if (text.n == MD5_HEX)
		return wrong(line, "this looks like MD5, which anybody can forge: only SHA-256 and PDQ are taken");
	if (text.n == SHA1_HEX)
		return wrong(line, "this looks like SHA-1, which can be forged: only SHA-256 and PDQ are taken");
	return wrong(line, text.n == SHA512_HEX ? "this looks like SHA-512: only SHA-256 and PDQ are taken" : "a hash has 64 hexadecimal digits; this one has another number");
}

static enum hash_line_is take(struct hash_line *line, struct sv hex, int kind)
{
	struct pdq bytes;
	if (!pdq_read(hex, &bytes))
		return not_a_hash(line, hex);
	if (kind < 0)
		return wrong(line, either);
	line->kind = (enum hash_kind)kind;
	pdq_bytes(&bytes, line->bytes);
	return HASH_LINE_HASH;
}

/* "PDQ", "HASH_PDQ", "sha-256": -1 when it is neither. */
static int kind_named(struct sv name)
{
	static const struct {
		struct sv name;
		enum hash_kind kind;
	} names[] = {
		{ SV_INIT("pdq"), HASH_PDQ },       { SV_INIT("hash_pdq"), HASH_PDQ },       { SV_INIT("pdq_hash"), HASH_PDQ },
		{ SV_INIT("sha256"), HASH_SHA256 }, { SV_INIT("hash_sha256"), HASH_SHA256 }, { SV_INIT("sha-256"), HASH_SHA256 },
		{ SV_INIT("sha256_hash"), HASH_SHA256 },
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (sv_eq_nocase(name, names[i].name))
			return (int)names[i].kind;
	return -1;
}

/* --- CSV ------------------------------------------------------------------------------------------------------------------------------ */

/* The next field; quotes around it are taken off, a separator inside them is part of it. False: there is none. */
static bool next_field(struct sv *rest, char separator, struct sv *field_r)
{
	if (!rest->p)
		return false;
	bool quoted = rest->n && rest->p[0] == '"';
	size_t end = quoted;
	while (end < rest->n && (quoted || rest->p[end] != separator)) {
		if (rest->p[end] == '"' && end > 0)
			quoted = !quoted;
		end++;
	}
	*field_r = sv_trim(sv_first(*rest, end));
	if (field_r->n >= 2 && field_r->p[0] == '"' && field_r->p[field_r->n - 1] == '"')
		*field_r = (struct sv){ field_r->p + 1, field_r->n - 2 };
	*rest = end < rest->n ? sv_from(*rest, end + 1) : SV_NONE;
	return true;
}

static bool name_is(struct sv name, const char *const names[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sv_eq_nocase(name, sv_of(names[i])))
			return true;
	return false;
}
#define NAME_IS(name, ...) name_is(name, (const char *const[]){ __VA_ARGS__ }, sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void name_column(struct hash_columns *columns, struct sv name, int at)
{
	int kind = kind_named(name);
	int *column = kind == HASH_PDQ                                                        ? &columns->pdq
	              : kind == HASH_SHA256                                                   ? &columns->sha256
	              : NAME_IS(name, "hash", "hash_value", "indicator", "signal", "value")   ? &columns->hash
	              : NAME_IS(name, "type", "kind", "hash_type", "indicator_type", "signal_type", "algorithm") ? &columns->kind
	              : NAME_IS(name, "quality", "pdq_quality")                               ? &columns->quality
	              : NAME_IS(name, "note", "description", "comment", "label", "tags")      ? &columns->note
	                                                                                      : NULL;
	if (column && !*column)
		*column = at;
}

static bool read_heading(struct hash_list *list, struct sv line)
{
	static const char separators[] = ",;\t";
	struct hash_columns columns = { 0 };
	struct sv rest = line, field;
	list->separator = ',';
	for (const char *c = separators; *c; c++)
		if (sv_has(line, *c)) {
			list->separator = *c;
			break;
		}
	for (int at = 1; at <= HASH_COLUMNS_MOST && next_field(&rest, list->separator, &field); at++)
		name_column(&columns, field, at);
	list->csv = columns.sha256 || columns.pdq || columns.hash;
	list->columns = columns;
	return list->csv;
}

static enum hash_line_is read_row(struct hash_list *list, struct sv line, struct hash_line *line_r)
{
	const struct hash_columns *c = &list->columns;
	struct sv fields[HASH_COLUMNS_MOST + 1] = { { 0 } }, rest = line, *const f = fields;
	int64_t quality = 100;
	for (int at = 1; at <= HASH_COLUMNS_MOST && next_field(&rest, list->separator, &fields[at]); at++)
		;
	int kind = c->kind ? kind_named(f[c->kind]) : c->quality ? HASH_PDQ : list->kind;
	if (c->kind && kind < 0 && !f[c->pdq].n && !f[c->sha256].n)
		return wrong(line_r, "this is another kind of hash: only SHA-256 and PDQ are taken");
	line_r->note = c->note ? f[c->note] : SV_NONE;
	enum hash_line_is is = f[c->pdq].n && c->pdq          ? take(line_r, f[c->pdq], HASH_PDQ)
	                       : f[c->sha256].n && c->sha256 ? take(line_r, f[c->sha256], HASH_SHA256)
	                                                      : take(line_r, f[c->hash], kind);
	if (is == HASH_LINE_HASH && line_r->kind == HASH_PDQ && c->quality && f[c->quality].n) {
		if (!sv_to_i64(f[c->quality], &quality) || quality < 0 || quality > 100)
			return wrong(line_r, "the quality is no number from 0 to 100");
		return quality < PDQ_QUALITY ? HASH_LINE_DULL : HASH_LINE_HASH;
	}
	return is;
}

/* --- lines ---------------------------------------------------------------------------------------------------------------------------- */

/* "pdq:" or "sha256:" before it, a name behind it as sha256sum writes it; anything else behind a blank is a note. */
static enum hash_line_is read_plain(struct hash_list *list, struct sv line, struct hash_line *line_r)
{
	struct sv rest = line, head, after;
	int kind = list->kind;
	if (sv_cut(&rest, ':', &head) && kind_named(head) >= 0) {
		kind = kind_named(head);
		line = sv_trim(rest);
	}
	size_t end = 0;
	while (end < line.n && line.p[end] != ' ' && line.p[end] != '\t' && line.p[end] != ',')
		end++;
	after = sv_from(line, end);
	if (kind < 0 && (sv_starts(after, SV("  ")) || sv_starts(after, SV(" *"))))
		kind = HASH_SHA256;
	line_r->note = after.n ? sv_trim(sv_from(after, 1)) : SV_NONE;
	return take(line_r, sv_first(line, end), kind);
}

enum hash_line_is hash_list_read(struct hash_list *list, struct sv line, struct hash_line *line_r)
{
	*line_r = (struct hash_line){ 0 };
	bool first = list->lines++ == 0;
	if (line.n > HASH_LINE_MOST)
		return wrong(line_r, "this line is longer than 4096 bytes");
	if (first && sv_starts(line, SV("\xef\xbb\xbf")))
		line = sv_from(line, 3);
	line = sv_trim(line);
	if (line.n == 0 || line.p[0] == '#')
		return HASH_LINE_NONE;
	if (list->csv)
		return read_row(list, line, line_r);
	if (!is_hex(sv_first(line, 1)) || !is_hex(sv_first(line, MD5_HEX)))
		if (read_heading(list, line))
			return HASH_LINE_NONE;
	return read_plain(list, line, line_r);
}
