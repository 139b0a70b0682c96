/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/html_tree.h"

#include "base/clock.h"

static void *budget_alloc(void *data, size_t n)
{
	struct html_tree *tree = data;
	bool late = ++tree->allocations % 64 == 0 && clock_cpu() > tree->deadline;
	if (late || n > tree->budget)
		longjmp(tree->spent, 1);
	tree->budget -= n;
	return arena_alloc(&tree->arena, n);
}

static void budget_free(void *data, void *p)
{
	(void)data;
	(void)p; /* goes with the arena */
}

static const GumboNode *parse(struct html_tree *tree, struct sv html, GumboTag context)
{
	GumboOptions options = kGumboDefaultOptions;
	options.allocator = budget_alloc;
	options.deallocator = budget_free;
	options.userdata = tree;
	options.max_errors = 0;
	options.fragment_context = context;
	tree->deadline = clock_cpu() + tree->cpu_us;
	if (setjmp(tree->spent))
		return NULL;
	return gumbo_parse_with_options(&options, html.p, html.n)->root;
}

const GumboNode *html_tree_page(struct html_tree *tree, struct sv html)
{
	return parse(tree, html, GUMBO_TAG_LAST); /* no context */
}

const GumboNode *html_tree_fragment(struct html_tree *tree, struct sv html)
{
	return parse(tree, html, GUMBO_TAG_DIV);
}

void html_tree_close(struct html_tree *tree)
{
	arena_free(&tree->arena);
}
