/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* import.h - archives of other places, read into one form. import_archive.c brings them in; a file of its own reads each kind.
 * Inside social/ only. */
#ifndef SOCIAL_IMPORT_H
#define SOCIAL_IMPORT_H

#include "social/unpack.h"

#include <jansson.h>

enum { IMPORT_ITEM_MOST = 4 << 20, IMPORT_MEDIA_MOST = 16 };

/* One post, as it was there. Views live in the arena of the ctx that read it, or in the item. */
struct import_post {
	struct sv source;      /* names it for ever: its URI, or "twitter:1234" */
	struct sv reply_to;    /* the source of what it answers; none: nothing */
	int64_t at;            /* ms */
	struct sv text, spoiler_text, language;
	int visibility;        /* enum visibility */
	bool sensitive;
	struct import_media {
		struct sv name; /* of the file in the archive */
		struct sv alt, focus;
	} media[IMPORT_MEDIA_MOST];
	size_t media_count;
};

/* Why an item is no post that is imported. */
enum import_skip { IMPORT_POST, IMPORT_BOOST, IMPORT_OTHER };

struct import_format {
	const char *what;      /* "Mastodon" */
	/* The JSON files that hold items, in the archive. */
	bool (*is_items)(struct sv name);
	struct sv key;         /* of the array in them; none: the file is one array */
	/* When an item was posted and its source; 0: no post. Cheap: asked of all before the first is imported. */
	enum import_skip (*date)(struct arena *arena, json_t *item, int64_t *at_r);
	enum import_skip (*read)(struct ctx *cx, json_t *item, struct import_post *post_r);
	/* Other files to look at first; may be NULL. `*state_r` lives in the arena of `cx`. */
	enum fail (*prepare)(struct ctx *cx, const struct unpacked *files, struct sv prefix, void **state_r);
	void (*complete)(struct ctx *cx, void *state, struct import_post *post);
	struct sv root;        /* a file or folder at the top of the archive: what stands before it is before all names */
};
extern const struct import_format import_mastodon, import_twitter;

/* The text of a string member, a view that lives as long as `object`; none when it is no string. */
struct sv import_text(json_t *object, const char *name);

#endif
