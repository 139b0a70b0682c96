/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/search_query.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"

#include <unictype.h>

enum { DAY_MS = 86400000, EXPRESSION_MOST = 16 << 10 };

/* --- words ------------------------------------------------------------------------------------------------------------------------ */

/* What both engines take for a part of a word: letters, digits, private use; marks only behind one of those. */
static bool is_word_char(uint32_t code, bool inside)
{
	static const uint32_t always = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_Co;
	return uc_is_general_category_withtable(code, always | (inside ? UC_CATEGORY_MASK_Mn : 0));
}

/* The next word of `s`, taken from its front; none when there is no more. */
static struct sv next_word(struct sv *s)
{
	struct sv word = SV_NONE;
	while (s->n) {
		struct sv at = *s;
		bool is_part = is_word_char(utf8_next(s), word.p);
		if (is_part)
			word = word.p ? (struct sv){ word.p, (size_t)(s->p - word.p) } : sv_first(at, at.n - s->n);
		else if (word.p)
			break;
	}
	return word;
}

/* Words in a row, for both engines: "quiet evening" and ('quiet' <-> 'evening'). */
struct expression {
	struct buf fts5, tsquery;
	unsigned words;
};

static void put_phrase(struct expression *e, struct sv phrase, const char *fts5_join, const char *tsquery_join)
{
	struct sv word = next_word(&phrase);
	if (!word.p || e->words >= SEARCH_MOST_WORDS)
		return;
	buf_printf(&e->fts5, "%s\"" SVF, e->fts5.n ? fts5_join : "", SVA(word));
	buf_printf(&e->tsquery, "%s('" SVF "'", e->tsquery.n ? tsquery_join : "", SVA(word));
	while (e->words++ < SEARCH_MOST_WORDS && (word = next_word(&phrase)).p) {
		buf_printf(&e->fts5, " " SVF, SVA(word));
		buf_printf(&e->tsquery, " <-> '" SVF "'", SVA(word));
	}
	buf_put(&e->fts5, SV("\""));
	buf_put(&e->tsquery, SV(")"));
}

/* --- operators -------------------------------------------------------------------------------------------------------------------- */

struct name_of_bit {
	struct sv name;
	unsigned bit;
};
static const struct name_of_bit has_names[] = {
	{ SV_INIT("media"), HAS_MEDIA }, { SV_INIT("image"), HAS_IMAGE }, { SV_INIT("video"), HAS_VIDEO }, { SV_INIT("audio"), HAS_AUDIO },
	{ SV_INIT("poll"), HAS_POLL },   { SV_INIT("link"), HAS_LINK },   { SV_INIT("embed"), HAS_LINK },  { SV_NONE, 0 },
};
static const struct name_of_bit is_names[] = { { SV_INIT("reply"), IS_REPLY }, { SV_INIT("sensitive"), IS_SENSITIVE }, { SV_NONE, 0 } };
static const struct name_of_bit in_names[] = {
	{ SV_INIT("all"), IN_ALL }, { SV_INIT("library"), IN_LIBRARY }, { SV_INIT("public"), IN_PUBLIC }, { SV_NONE, 0 },
};

static const struct name_of_bit *bit_by_name(const struct name_of_bit *names, struct sv name)
{
	for (; names->name.p; names++)
		if (sv_eq_nocase(names->name, name))
			return names;
	return NULL;
}

static bool add_bit(const struct name_of_bit *names, struct sv name, unsigned *bits)
{
	const struct name_of_bit *found = bit_by_name(names, name);
	if (found)
		*bits |= found->bit;
	return found;
}

static bool add_from(struct search_query *query, struct sv acct, bool negative)
{
	if (acct.n && acct.p[0] == '@')
		acct = sv_from(acct, 1);
	if (!acct.n || query->from_count == SEARCH_MOST_FROM)
		return false;
	query->from[query->from_count++] = (struct search_from){ acct, negative };
	return true;
}

static bool add_day(struct search_query *query, struct sv name, struct sv text)
{
	int64_t day;
	if (text.n != 10 || !time_parse(text, &day))
		return false;
	int64_t from = sv_eq_nocase(name, SV("after")) ? day + DAY_MS : day;
	if (!sv_eq_nocase(name, SV("before")) && from > query->after)
		query->after = from;
	int64_t until = sv_eq_nocase(name, SV("during")) ? day + DAY_MS : day;
	if (!sv_eq_nocase(name, SV("after")) && until < query->before)
		query->before = until;
	return true;
}

static bool is_language(struct sv text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((text.p[i] | 0x20) < 'a' || (text.p[i] | 0x20) > 'z')
			return false;
	return text.n == 2 || text.n == 3;
}

static bool add_language(struct search_query *query, struct sv text, bool negative)
{
	if (!is_language(text))
		return false;
	*(negative ? &query->language_not : &query->language) = text;
	return true;
}

static bool add_place(struct search_query *query, struct sv name)
{
	const struct name_of_bit *found = bit_by_name(in_names, name);
	if (found)
		query->in = (enum search_in)found->bit;
	return found;
}

/* false: it is none, so it is words. */
static bool read_operator(struct search_query *query, struct sv term, bool negative)
{
	struct sv name, value = term;
	if (!sv_cut(&value, ':', &name) || !value.n)
		return false;
	if (sv_eq_nocase(name, SV("from")))
		return add_from(query, value, negative);
	if (sv_eq_nocase(name, SV("has")))
		return add_bit(has_names, value, negative ? &query->has_not : &query->has);
	if (sv_eq_nocase(name, SV("is")))
		return add_bit(is_names, value, negative ? &query->is_not : &query->is);
	if (sv_eq_nocase(name, SV("language")))
		return add_language(query, value, negative);
	if (sv_eq_nocase(name, SV("in")))
		return !negative && add_place(query, value);
	if (sv_eq_nocase(name, SV("before")) || sv_eq_nocase(name, SV("after")) || sv_eq_nocase(name, SV("during")))
		return !negative && add_day(query, name, value);
	return false;
}

/* --- the whole --------------------------------------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct sv until_space(struct sv *s)
{
	size_t n = 0;
	while (n < s->n && !is_space(s->p[n]))
		n++;
	struct sv term = sv_first(*s, n);
	*s = sv_from(*s, n);
	return term;
}

static void read_term(struct search_query *query, struct sv *rest, struct expression *yes, struct expression *no)
{
	bool negative = rest->p[0] == '-' && rest->n > 1 && !is_space(rest->p[1]);
	if (negative || rest->p[0] == '+')
		*rest = sv_from(*rest, 1);
	struct sv term;
	bool quoted = rest->n && rest->p[0] == '"';
	if (quoted) {
		*rest = sv_from(*rest, 1);
		sv_cut(rest, '"', &term);
	} else {
		term = until_space(rest);
	}
	if (!quoted && read_operator(query, term, negative))
		return;
	if (negative)
		put_phrase(no, term, " OR ", " | ");
	else
		put_phrase(yes, term, " AND ", " & ");
}

static struct expression expression_new(struct arena *arena)
{
	return (struct expression){ .fts5 = BUF(arena, EXPRESSION_MOST), .tsquery = BUF(arena, EXPRESSION_MOST) };
}

void search_query_read(struct arena *arena, struct sv typed, struct search_query *query_r)
{
	struct expression yes = expression_new(arena), no = expression_new(arena);
	struct sv rest = sv_first(utf8_repair(arena, typed), SEARCH_MOST_BYTES);
	*query_r = (struct search_query){ .before = INT64_MAX };
	while ((rest = sv_trim(rest)).n)
		read_term(query_r, &rest, &yes, &no);
	query_r->fts5 = buf_sv(&yes.fts5);
	query_r->tsquery = buf_sv(&yes.tsquery);
	query_r->fts5_not = buf_sv(&no.fts5);
	query_r->tsquery_not = buf_sv(&no.tsquery);
}

/* --- marks and expressions ------------------------------------------------------------------------------------------------------------ */

struct sv search_marks(struct arena *arena, int64_t account_id, int visibility)
{
	return arena_printf(arena, "fmby%lld fmin%d", (long long)account_id, visibility);
}

static void put_author(struct buf *b, int64_t account_id, const char *quote, const char *and)
{
	if (account_id)
		buf_printf(b, "%s%sfmby%lld%s", b->n ? and : "", quote, (long long)account_id, quote);
}

/* Without words, and without an author, the whole index is meant: each status has one of the four. */
static void put_visibility(struct buf *b, int visibility, const char *quote, const char *and, const char *or)
{
	if (visibility < 0 && b->n)
		return;
	int first = visibility < 0 ? 0 : visibility, last = visibility < 0 ? 3 : visibility;
	buf_printf(b, "%s(", b->n ? and : "");
	for (int i = first; i <= last; i++)
		buf_printf(b, "%s%sfmin%d%s", i > first ? or : "", quote, i, quote);
	buf_put(b, SV(")"));
}

struct sv search_fts5(struct arena *arena, const struct search_query *query, int64_t account_id, int visibility)
{
	struct buf b = BUF(arena, 2 * EXPRESSION_MOST + 256);
	buf_put(&b, query->fts5);
	put_author(&b, account_id, "\"", " AND ");
	put_visibility(&b, visibility, "\"", " AND ", " OR ");
	struct sv yes = buf_sv(&b);
	return query->fts5_not.n ? arena_printf(arena, "(" SVF ") NOT (" SVF ")", SVA(yes), SVA(query->fts5_not)) : yes;
}

struct sv search_tsquery(struct arena *arena, const struct search_query *query, int64_t account_id, int visibility)
{
	struct buf b = BUF(arena, 2 * EXPRESSION_MOST + 256);
	buf_put(&b, query->tsquery);
	put_author(&b, account_id, "'", " & ");
	put_visibility(&b, visibility, "'", " & ", " | ");
	struct sv yes = buf_sv(&b);
	return query->tsquery_not.n ? arena_printf(arena, "(" SVF ") & !(" SVF ")", SVA(yes), SVA(query->tsquery_not)) : yes;
}
