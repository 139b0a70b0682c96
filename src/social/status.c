/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/status.h"

#include "social/role.h"
#include "social/viewer.h"

static const char *const visibility_names[] = { "public", "unlisted", "private", "direct" };

const char *visibility_name(int visibility)
{
	return visibility_names[visibility];
}

bool visibility_parse(struct sv name, int *visibility_r)
{
	for (int i = 0; i < (int)COUNT_OF(visibility_names); i++)
		if (sv_eq(name, sv_of(visibility_names[i]))) {
			*visibility_r = i;
			return true;
		}
	return false;
}

static const char *const quote_policies[] = { [QUOTE_BY_ANYONE] = "public", [QUOTE_BY_FOLLOWERS] = "followers", [QUOTE_BY_NOBODY] = "nobody" };

const char *quote_policy_name(int policy)
{
	return quote_policies[policy];
}

bool quote_policy_parse(struct sv name, int *policy_r)
{
	for (int i = 0; i < (int)COUNT_OF(quote_policies); i++)
		if (sv_eq(name, sv_of(quote_policies[i]))) {
			*policy_r = i;
			return true;
		}
	return false;
}

struct sv status_url(struct ctx *cx, const struct status *status)
{
	if (status->row.url.n)
		return status->row.url;
	return arena_printf(&cx->arena, SVF "/@" SVF "/%lld", SVA(cx->community->url), SVA(status->account.row.username),
	                    (long long)status->row.id);
}

struct sv status_uri(struct ctx *cx, const struct status *status)
{
	if (status->row.uri.n)
		return status->row.uri;
	return arena_printf(&cx->arena, SVF "/users/" SVF "/statuses/%lld%s", SVA(cx->community->url),
	                    SVA(status->account.row.username), (long long)status->row.id, status->row.reblog_of_id ? "/activity" : "");
}

/* --- who may see it ------------------------------------------------------------------------------------------------------------ */

static enum fail is_named(struct ctx *cx, int64_t status_id, bool *named_r)
{
	struct mention_has_row row;
	enum fail fail = q_mention_has(cx, status_id, cx->who.account_id, &row);
	*named_r = fail == OK;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail status_visible(struct ctx *cx, const struct status_row *row, bool *visible_r)
{
	unsigned hidden;
	*visible_r = row->hidden_at >= 0 && cx->who.account_id && cx->who.account_id == row->account_id;
	if (*visible_r || row->hidden_at < 0) /* below 0: deleted, with time to take that back */
		return OK;
	if (row->hidden_at && !(cx->who.may & MAY_MANAGE_REPORTS))
		return OK;
	TRY(viewer_hides(cx, row->account_id, &hidden));
	if (hidden & (HIDDEN_BLOCKED_BY | HIDDEN_SUSPENDED))
		return OK;
	if (row->visibility <= VISIBILITY_UNLISTED) {
		*visible_r = true;
		return OK;
	}
	if (!cx->who.account_id)
		return OK;
	if (row->visibility == VISIBILITY_PRIVATE)
		TRY(viewer_follows(cx, row->account_id, visible_r)); /* mostly from memory: asked first */
	return *visible_r ? OK : is_named(cx, row->id, visible_r);
}

enum fail status_see(struct ctx *cx, int64_t id, struct status_row *row_r)
{
	bool visible;
	TRY(q_status_get(cx, id, row_r));
	TRY(status_visible(cx, row_r, &visible));
	if (visible && row_r->reblog_of_id) { /* a boost shows what it boosts: that must be visible, too */
		struct status_row boosted;
		TRY(q_status_get(cx, row_r->reblog_of_id, &boosted));
		TRY(status_visible(cx, &boosted, &visible));
	}
	return visible ? OK : FAIL_NOT_FOUND;
}

/* --- everything that is shown with it -------------------------------------------------------------------------------------------- */

static bool emoji_seen(const struct emoji *const *list, size_t count, const struct emoji *emoji)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == emoji)
			return true;
	return false;
}

enum { MOST_EMOJIS = 64 };

static bool is_shortcode_char(char c)
{
	return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void find_shortcodes(struct ctx *cx, struct sv text, const struct emoji **list, size_t *count)
{
	for (size_t i = 0; i < text.n && *count < MOST_EMOJIS; i++) {
		if (text.p[i] != ':')
			continue;
		size_t end = i + 1;
		while (end < text.n && is_shortcode_char(text.p[end]))
			end++;
		if (end == text.n || text.p[end] != ':' || end - i < 3)
			continue;
		const struct emoji *emoji = emoji_find(cx->community, (struct sv){ text.p + i + 1, end - i - 1 });
		if (emoji && !emoji_seen(list, *count, emoji))
			list[(*count)++] = emoji;
		if (emoji)
			i = end;
	}
}

size_t emojis_in(struct ctx *cx, const struct sv *texts, size_t text_count, const struct emoji ***emojis_r)
{
	size_t count = 0;
	*emojis_r = NULL;
	const struct emojis *all = cx->community->emojis;
	if (!all->count)
		return 0;
	*emojis_r = arena_array(&cx->arena, const struct emoji *, MOST_EMOJIS);
	for (size_t i = 0; i < text_count; i++)
		find_shortcodes(cx, texts[i], *emojis_r, &count);
	return count;
}

static enum fail load_poll(struct ctx *cx, struct status *status)
{
	if (!status->row.poll_id)
		return OK;
	status->poll = arena_new(&cx->arena, struct poll);
	TRY(q_poll_get(cx, status->row.poll_id, &status->poll->row));
	return q_poll_options_of(cx, status->row.poll_id, &status->poll->options, &status->poll->option_count);
}

static enum fail missing_is_fine(enum fail fail)
{
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static enum fail load_card_and_app(struct ctx *cx, struct status *status)
{
	if (status->row.app_id)
		TRY(missing_is_fine(q_app_name_get(cx, status->row.app_id, &status->app)));
	if (!status->row.card_id)
		return OK;
	status->card = arena_new(&cx->arena, struct card_get_row);
	return q_card_get(cx, status->row.card_id, status->card);
}

static enum fail load_other(struct ctx *cx, int64_t id, bool deep, struct status **other_r);

/* Mentions and hashtags of a status of ours are in its text; of one from elsewhere there is only HTML. */
static bool may_have(const struct status *status, char mark)
{
	const struct status_row *row = &status->row;
	return row->uri.n || sv_has(row->text, mark) || sv_has(row->text, '\xef'); /* or in its full-width form */
}

/* `deep`: what it quotes is loaded as well; a quote inside a quote is only named. */
static enum fail load_parts(struct ctx *cx, struct status *status, bool deep)
{
	int64_t id = status->row.id;
	TRY(account_load(cx, status->row.account_id, &status->account));
	if (status->row.reblog_of_id)
		return load_other(cx, status->row.reblog_of_id, true, &status->reblog);
	if (status->row.media_count)
		TRY(q_media_of(cx, id, &status->media, &status->media_count));
	if (may_have(status, '@'))
		TRY(q_mentions_of(cx, id, &status->mentions, &status->mention_count));
	if (may_have(status, '#'))
		TRY(q_tags_of(cx, id, &status->tags, &status->tag_count));
	TRY(load_poll(cx, status));
	TRY(load_card_and_app(cx, status));
	if (deep && status->row.quote_of_id && status->row.quote_state == QUOTE_ACCEPTED)
		TRY(missing_is_fine(load_other(cx, status->row.quote_of_id, false, &status->quoted)));
	struct sv *texts;
	size_t count = status_texts(cx, status, &texts);
	status->emoji_count = emojis_in(cx, texts, count, &status->emojis);
	return OK;
}

static enum fail load_other(struct ctx *cx, int64_t id, bool deep, struct status **other_r)
{
	struct status *other = arena_new(&cx->arena, struct status);
	TRY(q_status_get(cx, id, &other->row));
	TRY(load_parts(cx, other, deep));
	*other_r = other;
	return OK;
}

enum fail status_load(struct ctx *cx, int64_t id, struct status **status_r)
{
	return load_other(cx, id, true, status_r);
}

enum fail status_load_row(struct ctx *cx, const struct status_row *row, struct status **status_r)
{
	*status_r = arena_new(&cx->arena, struct status);
	(*status_r)->row = *row;
	return load_parts(cx, *status_r, true);
}

size_t status_texts(struct ctx *cx, const struct status *status, struct sv **texts_r)
{
	size_t count = 0, options = status->poll ? status->poll->option_count : 0;
	struct sv *texts = arena_array(&cx->arena, struct sv, 2 + status->media_count + options);
	texts[count++] = status->row.text;
	texts[count++] = status->row.spoiler_text;
	for (size_t i = 0; i < status->media_count; i++)
		texts[count++] = status->media[i].description;
	for (size_t i = 0; i < options; i++)
		texts[count++] = status->poll->options[i].title;
	*texts_r = texts;
	return count;
}
