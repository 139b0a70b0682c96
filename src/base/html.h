/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* html.h - text and HTML are different types, so that a stranger's text cannot become markup by mistake (HTML, 13.3).
 *
 * A struct html is safe to put between two tags of a page. Only text_html() (social/text.h), sanitize_html() (social/sanitize.h),
 * the templates and html_of_text() make one; html_stored() is for what one of them made and the store has kept since. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"
#include "base/tr.h"

struct html {
	struct sv markup;
};

void html_text(struct buf *b, struct sv text); /* escaped for text and for quoted attributes: & < > " ' */

/* An address for an attribute, escaped: http, https, mailto, a path or query or fragment of this site. Anything else, and
 * anything a browser might read as another site (//host, /\host, control characters), becomes "#". */
void html_url(struct buf *b, struct sv url);
bool html_url_safe(struct sv url);

/* tr_format(), escaped as html_text() does. */
void html_format(struct buf *b, struct sv format, const struct tr_arg *args);

/* JSON that stands inside of <script>: no '<' or '>' of a stranger can end that, or begin a comment in it (HTML, 13.2.5.20); they
 * stand in strings only, where their escapes mean the same. */
void html_json(struct buf *b, struct sv json);

static inline void html_put(struct buf *b, struct html html)
{
	buf_put(b, html.markup);
}

struct html html_of_text(struct arena *arena, struct sv text);

/* What the sanitizer or text_html() made before, read back from the store. */
static inline struct html html_stored(struct sv markup)
{
	return (struct html){ markup };
}

#endif
