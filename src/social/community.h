/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* community.h - one network with its own domain, as it is in memory while it is open.
 *
 * What is here can always be thrown away and read again from its database. host/ opens and closes it; every thread of the
 * process shares it, so each part below says how it is locked. */
#ifndef SOCIAL_COMMUNITY_H
#define SOCIAL_COMMUNITY_H

#include "base/ctx.h"
#include "base/map.h"
#include "social/gate.h"

#include <pthread.h>

struct effect;

/* The owner's settings (settings.def), read-only once loaded; a change loads a new one. */
struct settings {
	struct arena arena;
	struct settings *older; /* kept until the community closes: a request may still read it */
	uint64_t print;         /* of what the database said: another one means that it says something else */
#define SETTING_TEXT struct sv
#define SETTING_INT  int64_t
#define SETTING_BOOL bool
#define SETTING(kind, name, otherwise, help) SETTING_##kind name;
#include "social/settings.def"
#undef SETTING
#undef SETTING_TEXT
#undef SETTING_INT
#undef SETTING_BOOL
};

struct emoji {
	int64_t id;
	struct sv shortcode, file, static_file, category;
	bool visible;
};
struct emojis {
	struct arena arena;
	struct emojis *older; /* as for settings */
	uint64_t print;       /* of what was read: another one means that it changed */
	struct emoji *list;   /* by shortcode */
	size_t count;
};

struct community {
	struct sv domain;           /* "talk.example", or with a port in a trial: "127.0.0.1:8080" */
	struct sv url;              /* "https://talk.example", without a slash at the end */
	struct sv dir;              /* data/communities/<domain> */
	struct sv media_dir;        /* dir/media */
	struct arena arena;         /* of the three above */
	struct writer *writer;
	_Atomic(struct settings *) settings;
	_Atomic(struct emojis *) emojis;
	_Atomic(struct badges *) badges; /* badge.h */
	struct gate gate;           /* gate.h; judge == NULL: everything is allowed */
	struct recent *recent;      /* feed.h: the newest statuses, for home timelines */
	struct public_top *public_top; /* public_top.h */
	struct viewers *viewers;    /* viewer.h */
	struct principals *tokens, *sessions; /* principals.h: who bearer tokens and cookies stand for */
	struct figures *figures;    /* figure.h: how many members, posts, … */
	struct overview_cache *overview; /* overview.h */
	struct standings *standings; /* standing.h: who is suspended or limited */
	struct fragments *fragments; /* api: rendered statuses and accounts; owned by whoever set it */
	struct pages *pages;        /* web: rendered pages; owned by whoever set it */
	struct hub *hub;            /* api: tells clients that stay; owned by whoever set it */
	/* Called after each commit with what changed, on the writer's thread; set by main. Must not wait. */
	void (*told)(struct community *community, const struct effect *effects);
	void *told_data;
};

/* Fills a zeroed community and reads its settings and emojis through cx->db. The writer is the opener's business. */
enum fail community_open(struct ctx *cx, struct community *community, struct sv domain, struct sv url, struct sv dir) MUST_USE;
void community_close(struct community *community);
enum fail community_reload_settings(struct ctx *cx) MUST_USE;
enum fail community_reload_emojis(struct ctx *cx) MUST_USE;

static inline const struct settings *settings(const struct ctx *cx)
{
	return cx->community->settings;
}

/* The first of the setting `languages` that there are texts in; LANGUAGE_NONE. */
enum language community_language(const struct ctx *cx);

/* Sets one, after a look whether it exists and the value fits; inside a transaction. Ends with an effect that reloads. */
enum fail setting_put(struct ctx *cx, struct sv name, struct sv value) MUST_USE;

const struct emoji *emoji_find(const struct community *community, struct sv shortcode); /* NULL: no such, or disabled */

/* The URL of a file below media/; a value that is a URL already stays; none stays none. */
struct sv media_url(struct ctx *cx, struct sv file);

#endif
