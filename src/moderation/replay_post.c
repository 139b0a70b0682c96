/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/replay_post.h"

#include "social/status.h"
#include "store/q.h"

static void add_text(struct item *item, struct sv text)
{
	if (text.n && item->text_count < ITEM_TEXTS)
		item->texts[item->text_count++] = text;
}

static struct replay_post post_of(const struct replay_posts_row *row)
{
	struct replay_post post = { .id = row->id, .username = row->username };
	post.item = (struct item){ .kind = ITEM_STATUS,
		                   .texts = { row->text },
		                   .text_count = 1,
		                   .now_ms = row->created_at,
		                   .author_id = row->account_id,
		                   .author_age_ms = row->created_at > row->joined_at ? row->created_at - row->joined_at : 0,
		                   .author_posts = row->statuses_count,
		                   .author_trusted = row->trusted,
		                   .author_limited = row->limited,
		                   .is_public = row->visibility == VISIBILITY_PUBLIC,
		                   .is_reply = row->in_reply_to_account_id != 0,
		                   .to_self = row->in_reply_to_account_id == row->account_id,
		                   .to_follower = row->followed,
		                   .strangers_mentioned = (unsigned)row->strangers,
		                   .posts_last_hour = (unsigned)row->lately };
	add_text(&post.item, row->spoiler_text);
	return post;
}

/* The one with that id, from `*at` on: both lists are in the order of their ids. */
static struct replay_post *find(struct replay_post *posts, size_t count, size_t *at, int64_t id)
{
	while (*at < count && posts[*at].id < id)
		++*at;
	return *at < count && posts[*at].id == id ? &posts[*at] : NULL;
}

static enum fail add_more_texts(struct ctx *cx, struct replay_post *posts, size_t count)
{
	struct replay_options_row *options;
	struct replay_descriptions_row *descriptions;
	size_t n, at = 0;
	struct replay_post *post;
	TRY(q_replay_options(cx, posts[0].id, posts[count - 1].id, &options, &n));
	for (size_t i = 0; i < n; i++)
		if ((post = find(posts, count, &at, options[i].status_id)))
			add_text(&post->item, options[i].text);
	TRY(q_replay_descriptions(cx, posts[0].id, posts[count - 1].id, &descriptions, &n));
	for (size_t i = at = 0; i < n; i++)
		if ((post = find(posts, count, &at, descriptions[i].status_id)))
			add_text(&post->item, descriptions[i].text);
	return OK;
}

/* The word of the likeliest finding: that is what somebody looked at. */
static enum fail add_decisions(struct ctx *cx, struct replay_post *posts, size_t count)
{
	struct replay_decisions_row *rows;
	size_t n, at = 0;
	int64_t of = 0;
	double likeliest = 0;
	struct replay_post *post;
	TRY(q_replay_decisions(cx, posts[0].id, posts[count - 1].id, &rows, &n));
	for (size_t i = 0; i < n; i++) {
		int category = category_by_name(rows[i].category);
		if (!(post = find(posts, count, &at, rows[i].status_id)) || category < 0 || (of == post->id && rows[i].score <= likeliest))
			continue;
		of = post->id;
		likeliest = rows[i].score;
		post->category = (enum category)category;
		post->word = sv_eq(rows[i].decided, SV("harmful")) ? REPLAY_HARMFUL : REPLAY_HARMLESS;
	}
	return OK;
}

enum fail replay_read_posts(struct ctx *cx, int64_t after_id, int64_t most, struct replay_post **posts_r, size_t *count_r)
{
	struct replay_posts_row *rows;
	TRY(q_replay_posts(cx, after_id, most, &rows, count_r));
	*posts_r = arena_array(&cx->arena, struct replay_post, *count_r + 1);
	for (size_t i = 0; i < *count_r; i++)
		(*posts_r)[i] = post_of(&rows[i]);
	if (!*count_r)
		return OK;
	TRY(add_more_texts(cx, *posts_r, *count_r));
	return add_decisions(cx, *posts_r, *count_r);
}
