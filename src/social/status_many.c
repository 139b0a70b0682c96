/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A page of statuses, read together: one statement for each kind of thing that hangs on them, not for each of them. */
#include "social/status.h"

#include "base/buf.h"

struct many {
	struct status *all; /* those that were asked for, what they boost, what those quote */
	size_t count;
	struct account *accounts;
	size_t account_count;
};

/* --- lists of ids ------------------------------------------------------------------------------------------------------------ */

struct ids {
	int64_t *list;
	size_t count;
};

static void ids_add(struct ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (ids->list[i] == id)
			return;
	if (id)
		ids->list[ids->count++] = id;
}

/* As the statements want them: "1,2,3". */
static struct sv ids_text(struct ctx *cx, const struct ids *ids)
{
	struct buf out = BUF(&cx->arena, ids->count * 21 + 1);
	for (size_t i = 0; i < ids->count; i++) {
		if (i)
			buf_putc(&out, ',');
		buf_int(&out, ids->list[i]);
	}
	return buf_sv(&out);
}

static struct ids ids_new(struct ctx *cx, size_t room)
{
	return (struct ids){ .list = arena_array(&cx->arena, int64_t, room + 1) };
}

static struct status *find(const struct many *many, int64_t id)
{
	for (size_t i = 0; id && i < many->count; i++)
		if (many->all[i].row.id == id)
			return &many->all[i];
	return NULL;
}

static const struct account *find_account(const struct many *many, int64_t id)
{
	for (size_t i = 0; id && i < many->account_count; i++)
		if (many->accounts[i].row.id == id)
			return &many->accounts[i];
	return NULL;
}

/* --- rows and accounts ----------------------------------------------------------------------------------------------------------- */

static enum fail add_rows(struct ctx *cx, struct many *many, const struct ids *ids)
{
	struct status_row *rows;
	size_t count;
	if (!ids->count)
		return OK;
	TRY(q_statuses_among(cx, ids_text(cx, ids), &rows, &count));
	for (size_t i = 0; i < count; i++)
		many->all[many->count++].row = rows[i];
	return OK;
}

static enum fail add_boosted(struct ctx *cx, struct many *many)
{
	struct ids ids = ids_new(cx, many->count);
	for (size_t i = 0; i < many->count; i++)
		if (!find(many, many->all[i].row.reblog_of_id))
			ids_add(&ids, many->all[i].row.reblog_of_id);
	return add_rows(cx, many, &ids);
}

static enum fail add_quoted(struct ctx *cx, struct many *many)
{
	struct ids ids = ids_new(cx, many->count);
	for (size_t i = 0; i < many->count; i++)
		if (many->all[i].row.quote_state == QUOTE_ACCEPTED && !find(many, many->all[i].row.quote_of_id))
			ids_add(&ids, many->all[i].row.quote_of_id);
	return add_rows(cx, many, &ids);
}

static enum fail add_accounts(struct ctx *cx, struct many *many)
{
	struct account_row *rows;
	struct ids ids = ids_new(cx, 2 * many->count);
	for (size_t i = 0; i < many->count; i++) {
		ids_add(&ids, many->all[i].row.account_id);
		ids_add(&ids, many->all[i].row.in_reply_to_account_id);
	}
	TRY(q_accounts_among(cx, ids_text(cx, &ids), &rows, &many->account_count));
	many->accounts = arena_array(&cx->arena, struct account, many->account_count + 1);
	for (size_t i = 0; i < many->account_count; i++)
		TRY(account_of_row(cx, &rows[i], &many->accounts[i]));
	for (size_t i = 0; i < many->count; i++) {
		struct status *status = &many->all[i];
		const struct account *author = find_account(many, status->row.account_id);
		const struct account *answered = find_account(many, status->row.in_reply_to_account_id);
		if (!author)
			return broken(cx, "status %lld has no author", (long long)status->row.id);
		status->account = *author;
		status->answered = answered ? &answered->row : NULL;
	}
	return OK;
}

/* --- what hangs on them -------------------------------------------------------------------------------------------------------------- */

/* The rows come by status: each gets its run of them. */
static enum fail add_media(struct ctx *cx, struct many *many)
{
	struct media_row *rows;
	size_t count;
	struct ids ids = ids_new(cx, many->count);
	for (size_t i = 0; i < many->count; i++)
		ids_add(&ids, many->all[i].row.media_count ? many->all[i].row.id : 0);
	if (!ids.count)
		return OK;
	TRY(q_media_among(cx, ids_text(cx, &ids), &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct status *status = find(many, rows[i].status_id);
		if (!status->media_count++)
			status->media = &rows[i];
	}
	return OK;
}

/* Mentions and hashtags of a status of ours are in its text; of one from elsewhere there is only HTML. */
static struct ids with_mark(struct ctx *cx, const struct many *many, char mark)
{
	struct ids ids = ids_new(cx, many->count);
	for (size_t i = 0; i < many->count; i++) {
		const struct status_row *row = &many->all[i].row;
		bool may_have = row->uri.n || sv_has(row->text, mark) || sv_has(row->text, '\xef'); /* or in its full-width form */
		ids_add(&ids, may_have && !row->reblog_of_id ? row->id : 0);
	}
	return ids;
}

static enum fail add_mentions(struct ctx *cx, struct many *many)
{
	struct mentions_among_row *rows;
	size_t count;
	struct ids ids = with_mark(cx, many, '@');
	if (!ids.count)
		return OK;
	TRY(q_mentions_among(cx, ids_text(cx, &ids), &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct status *status = find(many, rows[i].status_id);
		if (!status->mentions)
			status->mentions = arena_array(&cx->arena, struct mentions_of_row, count - i);
		status->mentions[status->mention_count++] = (struct mentions_of_row){
			.id = rows[i].id, .username = rows[i].username, .domain = rows[i].domain, .url = rows[i].url, .silent = rows[i].silent };
	}
	return OK;
}

static enum fail add_tags(struct ctx *cx, struct many *many)
{
	struct tags_among_row *rows;
	size_t count;
	struct ids ids = with_mark(cx, many, '#');
	if (!ids.count)
		return OK;
	TRY(q_tags_among(cx, ids_text(cx, &ids), &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct status *status = find(many, rows[i].status_id);
		if (!status->tags)
			status->tags = arena_array(&cx->arena, struct tags_of_row, count - i);
		status->tags[status->tag_count++] =
			(struct tags_of_row){ .id = rows[i].id, .name = rows[i].name, .display_name = rows[i].display_name };
	}
	return OK;
}

static struct poll *poll_of(const struct many *many, int64_t id)
{
	for (size_t i = 0; i < many->count; i++)
		if (many->all[i].row.poll_id == id)
			return many->all[i].poll;
	return NULL;
}

static enum fail add_polls(struct ctx *cx, struct many *many)
{
	struct poll_get_row *rows;
	struct poll_options_among_row *options;
	size_t count, option_count;
	struct ids ids = ids_new(cx, many->count);
	for (size_t i = 0; i < many->count; i++)
		ids_add(&ids, many->all[i].row.poll_id);
	if (!ids.count)
		return OK;
	struct sv text = ids_text(cx, &ids);
	TRY(q_polls_among(cx, text, &rows, &count));
	TRY(q_poll_options_among(cx, text, &options, &option_count));
	for (size_t i = 0; i < many->count; i++)
		for (size_t k = 0; k < count; k++)
			if (many->all[i].row.poll_id == rows[k].id) {
				many->all[i].poll = arena_new(&cx->arena, struct poll);
				many->all[i].poll->row = rows[k];
				many->all[i].poll->options = arena_array(&cx->arena, struct poll_options_of_row, option_count + 1);
			}
	for (size_t i = 0; i < option_count; i++) {
		struct poll *poll = poll_of(many, options[i].poll_id);
		if (poll)
			poll->options[poll->option_count++] = (struct poll_options_of_row){ options[i].title, options[i].votes_count };
	}
	return OK;
}

static enum fail add_cards(struct ctx *cx, struct many *many)
{
	struct card_get_row *rows;
	size_t count;
	struct ids ids = ids_new(cx, many->count);
	for (size_t i = 0; i < many->count; i++)
		ids_add(&ids, many->all[i].row.card_id);
	if (!ids.count)
		return OK;
	TRY(q_cards_among(cx, ids_text(cx, &ids), &rows, &count));
	for (size_t i = 0; i < many->count; i++)
		for (size_t k = 0; k < count; k++)
			if (many->all[i].row.card_id == rows[k].id)
				many->all[i].card = &rows[k];
	return OK;
}

static enum fail add_apps(struct ctx *cx, struct many *many)
{
	struct apps_among_row *rows;
	size_t count;
	struct ids ids = ids_new(cx, many->count);
	for (size_t i = 0; i < many->count; i++)
		ids_add(&ids, many->all[i].row.app_id);
	if (!ids.count)
		return OK;
	TRY(q_apps_among(cx, ids_text(cx, &ids), &rows, &count));
	for (size_t i = 0; i < many->count; i++)
		for (size_t k = 0; k < count; k++)
			if (many->all[i].row.app_id == rows[k].id)
				many->all[i].app = (struct app_name_get_row){ .name = rows[k].name, .website = rows[k].website };
	return OK;
}

static void tie_together(struct ctx *cx, struct many *many)
{
	for (size_t i = 0; i < many->count; i++) {
		struct status *status = &many->all[i];
		struct sv *texts;
		status->reblog = find(many, status->row.reblog_of_id);
		status->quoted = status->row.quote_state == QUOTE_ACCEPTED ? find(many, status->row.quote_of_id) : NULL;
		size_t count = status_texts(cx, status, &texts);
		status->emoji_count = emojis_in(cx, texts, count, &status->emojis);
	}
}

enum fail status_load_many(struct ctx *cx, const int64_t *ids, size_t count, struct status ***statuses_r, size_t *count_r)
{
	struct many many = { .all = arena_array(&cx->arena, struct status, 4 * count + 1) }; /* each may boost one that quotes one */
	struct ids asked = ids_new(cx, count);
	for (size_t i = 0; i < count; i++)
		ids_add(&asked, ids[i]);
	*statuses_r = arena_array(&cx->arena, struct status *, count + 1);
	*count_r = 0;
	TRY(add_rows(cx, &many, &asked));
	if (!many.count)
		return OK;
	TRY(add_boosted(cx, &many));
	TRY(add_quoted(cx, &many));
	TRY(add_accounts(cx, &many));
	TRY(add_media(cx, &many));
	TRY(add_mentions(cx, &many));
	TRY(add_tags(cx, &many));
	TRY(add_polls(cx, &many));
	TRY(add_cards(cx, &many));
	TRY(add_apps(cx, &many));
	tie_together(cx, &many);
	for (size_t i = 0; i < count; i++) {
		struct status *status = find(&many, ids[i]);
		if (status && (!status->row.reblog_of_id || status->reblog))
			(*statuses_r)[(*count_r)++] = status;
	}
	return OK;
}
