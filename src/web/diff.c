/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The longest common subsequence of words; white space between them counts as words of its own. */
#include "web/diff.h"

enum { HTML_MOST = 1 << 20 };

struct words {
	struct sv *list;
	size_t count;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static struct words split(struct arena *arena, struct sv text)
{
	struct words words = { .list = arena_array(arena, struct sv, text.n + 1) };
	while (text.n) {
		size_t n = 1;
		while (n < text.n && !is_space(text.p[0]) && !is_space(text.p[n]))
			n++;
		words.list[words.count++] = sv_first(text, n);
		text = sv_from(text, n);
	}
	return words;
}

/* How many are the same at the front, and then at the end. */
static size_t same_ends(const struct words *a, const struct words *b, size_t *back_r)
{
	size_t most = a->count < b->count ? a->count : b->count, front = 0, back = 0;
	while (front < most && sv_eq(a->list[front], b->list[front]))
		front++;
	while (front + back < most && sv_eq(a->list[a->count - 1 - back], b->list[b->count - 1 - back]))
		back++;
	*back_r = back;
	return front;
}

struct writing {
	struct buf out;
	const char *open; /* the element that is open, or NULL */
};

static void element(struct writing *w, const char *name)
{
	if (w->open == name)
		return;
	if (w->open)
		buf_printf(&w->out, "</%s>", w->open);
	if (name)
		buf_printf(&w->out, "<%s>", name);
	w->open = name;
}

static void put(struct writing *w, const char *name, const struct sv *words, size_t count)
{
	if (!count)
		return;
	element(w, name);
	for (size_t i = 0; i < count; i++)
		html_text(&w->out, words[i]);
}

static const char *const gone = "del", *const new = "ins";

/* common[i][j]: how many words a[i…] and b[j…] have in common. */
static void write_middle(struct writing *w, struct arena *arena, struct words a, struct words b)
{
	size_t wide = b.count + 1, i = 0, j = 0;
	uint32_t *common = arena_zeroed_array(arena, sizeof(*common), (a.count + 1) * wide);
	for (i = a.count; i-- > 0;)
		for (j = b.count; j-- > 0;) {
			uint32_t down = common[(i + 1) * wide + j], right = common[i * wide + j + 1];
			bool same = sv_eq(a.list[i], b.list[j]);
			common[i * wide + j] = same ? common[(i + 1) * wide + j + 1] + 1 : down > right ? down : right;
		}
	for (i = j = 0; i < a.count && j < b.count;) {
		if (sv_eq(a.list[i], b.list[j])) {
			put(w, NULL, &a.list[i++], 1);
			j++;
		} else if (common[(i + 1) * wide + j] >= common[i * wide + j + 1]) {
			put(w, gone, &a.list[i++], 1);
		} else {
			put(w, new, &b.list[j++], 1);
		}
	}
	put(w, gone, a.list + i, a.count - i);
	put(w, new, b.list + j, b.count - j);
}

struct html diff_html(struct arena *arena, struct sv before, struct sv after)
{
	struct writing w = { .out = BUF(arena, HTML_MOST) };
	struct words a = split(arena, before), b = split(arena, after);
	size_t back, front = same_ends(&a, &b, &back);
	struct words x = { a.list + front, a.count - front - back }, y = { b.list + front, b.count - front - back };
	put(&w, NULL, b.list, front);
	if ((x.count + 1) * (y.count + 1) <= DIFF_MOST) {
		write_middle(&w, arena, x, y);
	} else {
		put(&w, gone, x.list, x.count);
		put(&w, new, y.list, y.count);
	}
	put(&w, NULL, b.list + b.count - back, back);
	element(&w, NULL);
	return w.out.overflow ? html_of_text(arena, after) : (struct html){ buf_sv(&w.out) };
}
