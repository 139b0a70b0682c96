/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* html_tree.h - strangers' HTML as gumbo reads it (HTML5), within bounds. Inside social/ only.
 *
 * A few kilobytes can make an HTML5 parser clone formatting elements by the million, or walk along ten thousand open elements at
 * each tag; and gumbo neither knows a limit nor expects an allocation to fail. So it allocates from an arena of its own, with a
 * budget of bytes and of processor time, and is left by longjmp() when one is spent. */
#ifndef SOCIAL_HTML_TREE_H
#define SOCIAL_HTML_TREE_H

#include "base/arena.h"

#include <gumbo.h>
#include <setjmp.h>

struct html_tree {
	size_t budget;    /* bytes; set by the caller */
	int64_t cpu_us;   /* microseconds of processor time; set by the caller */
	struct arena arena;
	int64_t deadline; /* clock_cpu() */
	unsigned allocations;
	jmp_buf spent;
};

/* The root of what `html` (valid UTF-8, living as long as the tree) says, as a whole page or as what may stand in a <div>. NULL when
 * the budget was spent. Whatever comes back, html_tree_close() frees it; CLEANUP() knows it. */
const GumboNode *html_tree_page(struct html_tree *tree, struct sv html);
const GumboNode *html_tree_fragment(struct html_tree *tree, struct sv html);
void html_tree_close(struct html_tree *tree);

#endif
