/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What social has loaded becomes what a template shows. */
#include "base/clock.h"
#include "moderation/held.h"
#include "social/badge.h"
#include "social/role.h"
#include "social/session.h"
#include "social/text.h"
#include "social/viewer.h"
#include "web/blur.h"
#include "web/frame.h"
#include "web/pieces.h"
#include "web/web.h"

/* --- texts ------------------------------------------------------------------------------------------------------------------- */

struct html web_emojify(struct ctx *cx, struct html html, const struct emoji *const *emojis, size_t count)
{
	if (!count)
		return html;
	struct view_emoji *list = arena_array(&cx->arena, struct view_emoji, count);
	for (size_t i = 0; i < count; i++)
		list[i] = (struct view_emoji){ emojis[i]->shortcode, media_url(cx, emojis[i]->static_file) };
	return view_emojify(&cx->arena, html, list, count);
}

struct html web_text(struct ctx *cx, struct sv text, const struct emoji *const *emojis, size_t count)
{
	return web_emojify(cx, html_of_text(&cx->arena, text), emojis, count);
}

struct html web_prose(struct ctx *cx, struct sv text)
{
	struct text_style style = { .base = cx->community->url };
	return text.n ? text_html(&cx->arena, text, &style) : (struct html){ SV_NONE };
}

struct sv web_summary(struct ctx *cx, struct sv text)
{
	enum { MOST = 200 };
	size_t n = text.n;
	if (n > MOST)
		for (n = MOST; n > MOST / 2 && ((unsigned char)text.p[n] & 0xc0) == 0x80;)
			n--; /* not inside of a character */
	char *line = arena_alloc(&cx->arena, n + 4);
	for (size_t i = 0; i < n; i++)
		line[i] = (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i];
	memcpy(line + n, n < text.n ? "…" : "\0\0", 3);
	return (struct sv){ line, n + (n < text.n ? 3 : 0) };
}

/* --- accounts ---------------------------------------------------------------------------------------------------------------------- */

static struct view_badge show_badge(struct ctx *cx, const struct badge *badge)
{
	return (struct view_badge){ .label = sv_eq(badge->label, SV("Verified")) ? TR("Verified") : badge->label,
		                    .reason = badge->reason,
		                    .issuer = badge->issuer.n ? arena_printf(&cx->arena, "@" SVF, SVA(badge->issuer)) : settings(cx)->title,
		                    .verified = true };
}

static void add_badges(struct ctx *cx, const struct account *account, struct view_account *view)
{
	size_t count;
	const struct badge *given = badges_of(cx, account->row.id, &count);
	struct view_badge *badges = arena_array(&cx->arena, struct view_badge, count + 1);
	for (size_t i = 0; i < count; i++)
		badges[view->badge_count++] = show_badge(cx, &given[i]);
	if (account->row.role != ROLE_MEMBER)
		badges[view->badge_count++] = (struct view_badge){ .label = tr(sv_of(role_about((int)account->row.role)->title)),
			                                           .reason = TR("Helps to run this community"),
			                                           .issuer = settings(cx)->title };
	view->badges = badges;
}

enum fail web_show_account(struct ctx *cx, const struct account *account, struct view_account *view_r)
{
	const struct account_row *row = &account->row;
	bool named = row->display_name.n && !row->suspended_at;
	struct sv name = named ? row->display_name : row->username;
	*view_r = (struct view_account){ .name = web_text(cx, name, account->emojis, account->emoji_count),
		                         .plain_name = name,
		                         .acct = account_acct(cx, row),
		                         .path = arena_printf(&cx->arena, "/@" SVF, SVA(account_acct(cx, row))),
		                         .avatar = account_avatar(cx, row, true),
		                         .indexable = row->indexable && !row->silenced_at };
	add_badges(cx, account, view_r);
	return OK;
}

/* --- what hangs on a status ---------------------------------------------------------------------------------------------------------- */

static enum view_media_kind media_kind(struct sv type)
{
	static const struct sv names[] = { SV_INIT("image"), SV_INIT("gifv"), SV_INIT("video"), SV_INIT("audio") };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (sv_eq(type, names[i]))
			return (enum view_media_kind)i;
	return VIEW_OTHER;
}

void web_show_media(struct ctx *cx, const struct media_row *media, struct view_media *view_r)
{
	*view_r = (struct view_media){ .kind = media_kind(media->type),
		                       .url = media_url(cx, media->file),
		                       .preview = media->preview.n ? media_url(cx, media->preview) : SV_NONE,
		                       .type = media->mime,
		                       .plays = web_plays(cx),
		                       .alt = media->description,
		                       .blur = blur_bmp(&cx->arena, media->blurhash) };
	media_meta_read(media->meta, view_r);
}

static void show_media(struct ctx *cx, const struct status *status, struct view_status *view)
{
	struct view_media *list = arena_array(&cx->arena, struct view_media, status->media_count + 1);
	for (size_t i = 0; i < status->media_count; i++)
		if (status->media[i].file.n)
			web_show_media(cx, &status->media[i], &list[view->media_count++]);
	view->media = list;
}

static struct sv poll_ends(struct ctx *cx, const struct poll *poll)
{
	int64_t left = poll->row.expires_at - cx->now;
	if (!poll->row.expires_at)
		return TR("open without end");
	if (left <= 0)
		return TR("Closed");
	if (left < 3600 * 1000)
		return TRNF(&cx->arena, "%d minute left", "%d minutes left", left / 60000 + 1);
	if (left < 48 * 3600 * 1000)
		return TRNF(&cx->arena, "%d hour left", "%d hours left", left / 3600000 + 1);
	return TRNF(&cx->arena, "%d day left", "%d days left", left / 86400000 + 1);
}

/* What its viewer chose, as a bit for each option; own polls count as voted on. */
static enum fail find_votes(struct ctx *cx, const struct poll *poll, uint64_t *chosen_r, bool *voted_r)
{
	struct poll_votes_by_row *votes = NULL;
	size_t count = 0;
	bool own = cx->who.account_id == poll->row.account_id;
	if (cx->who.account_id && !own)
		TRY(q_poll_votes_by(cx, poll->row.id, cx->who.account_id, &votes, &count));
	*chosen_r = 0;
	for (size_t i = 0; i < count; i++)
		*chosen_r |= UINT64_C(1) << (votes[i].position & 63);
	*voted_r = own || count;
	return OK;
}

static void show_options(struct ctx *cx, const struct status *status, uint64_t chosen, bool over, struct view_poll *view)
{
	const struct poll *poll = status->poll;
	struct view_poll_option *options = arena_array(&cx->arena, struct view_poll_option, poll->option_count + 1);
	bool told = over || !poll->row.hide_totals;
	int64_t most = 0, people = view->voters;
	for (size_t i = 0; i < poll->option_count; i++)
		most = poll->options[i].votes_count > most ? poll->options[i].votes_count : most;
	for (size_t i = 0; i < poll->option_count; i++) {
		int64_t votes = poll->options[i].votes_count;
		options[i] = (struct view_poll_option){ .title = web_text(cx, poll->options[i].title, status->emojis, status->emoji_count),
			                                .votes = told ? votes : -1,
			                                .percent = told && people ? (votes * 100 + people / 2) / people : 0,
			                                .chosen = i < 64 && chosen >> i & 1,
			                                .leading = over && votes && votes == most };
	}
	view->options = options;
	view->option_count = poll->option_count;
}

static void let_vote(struct ctx *cx, struct view_poll *view)
{
	view->action = arena_printf(&cx->arena, "/polls/%lld/votes", (long long)view->id);
	view->csrf = session_csrf(&cx->arena, web_session_cookie(cx));
	view->next = cx->http->method == HTTP_GET ? cx->http->target : SV_NONE;
}

static enum fail show_poll(struct ctx *cx, const struct status *status, struct view_status *view)
{
	const struct poll *poll = status->poll;
	uint64_t chosen;
	if (!poll)
		return OK;
	struct view_poll *one = arena_new(&cx->arena, struct view_poll);
	bool over = poll->row.expires_at && poll->row.expires_at <= cx->now;
	*one = (struct view_poll){ .id = poll->row.id,
		                   .voters = poll->row.voters_count ? poll->row.voters_count : poll->row.votes_count,
		                   .ends = poll_ends(cx, poll),
		                   .multiple = poll->row.multiple };
	TRY(find_votes(cx, poll, &chosen, &one->voted));
	show_options(cx, status, chosen, over, one);
	if (cx->who.account_id && !over)
		one->results = arena_printf(&cx->arena, SVF "?results=1", SVA(view->path));
	if (cx->who.account_id && !over && !one->voted && !param_bool(cx->params, "results", false))
		let_vote(cx, one);
	view->poll = one;
	return OK;
}

struct view_card web_show_card(struct ctx *cx, const struct card_get_row *card)
{
	return (struct view_card){ .url = card->url,
		                   .title = card->title,
		                   .description = card->description,
		                   .provider = card->provider_name,
		                   .image = media_url(cx, card->image),
		                   .image_alt = card->image_description };
}

static void show_card(struct ctx *cx, const struct status *status, struct view_status *view)
{
	if (!status->card)
		return;
	struct view_card *one = arena_new(&cx->arena, struct view_card);
	*one = web_show_card(cx, status->card);
	view->card = one;
}

static enum fail show_reply_to(struct ctx *cx, const struct status *status, struct view_status *view)
{
	const struct status_row *row = &status->row;
	struct account_row account;
	if (!row->in_reply_to_id || row->in_reply_to_account_id == row->account_id)
		return OK;
	enum fail fail = status->answered ? OK : q_account_get(cx, row->in_reply_to_account_id, &account);
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	view->reply_to = account_acct(cx, status->answered ? status->answered : &account);
	view->reply_to_path = arena_printf(&cx->arena, "/@" SVF "/%lld", SVA(view->reply_to), (long long)row->in_reply_to_id);
	return OK;
}

static enum fail show_quote(struct ctx *cx, const struct status *status, struct view_status *view)
{
	static const struct sv missing[] = { [QUOTE_PENDING] = TR_MARK("The quoted author has not agreed yet."),
		                             [QUOTE_REJECTED] = TR_MARK("The quoted author does not want to be quoted here."),
		                             [QUOTE_REVOKED] = TR_MARK("The quoted author has taken this back."),
		                             [QUOTE_DELETED] = TR_MARK("The quoted post was deleted.") };
	bool visible = false;
	if (status->row.quote_state == QUOTE_NONE)
		return OK;
	if (status->quoted)
		TRY(status_visible(cx, &status->quoted->row, &visible));
	if (status->row.quote_state != QUOTE_ACCEPTED || !visible) {
		view->quote_missing = status->row.quote_state == QUOTE_ACCEPTED ? TR("The quoted post cannot be shown.") : tr(missing[status->row.quote_state]);
		return OK;
	}
	struct view_status *quote = arena_new(&cx->arena, struct view_status);
	TRY(web_show_status(cx, status->quoted, quote));
	view->quote = quote;
	return OK;
}

/* --- statuses ------------------------------------------------------------------------------------------------------------------------ */

static enum fail show_author(struct ctx *cx, const struct account *account, const struct view_account **view_r)
{
	struct view_account *author = arena_new(&cx->arena, struct view_account);
	*view_r = author;
	return web_show_account(cx, account, author);
}

/* What the viewer has done with it, and may do. */
static enum fail show_acts(struct ctx *cx, const struct status_row *row, struct view_status *view)
{
	unsigned flags;
	if (!cx->who.account_id)
		return OK;
	struct view_acts *acts = arena_new(&cx->arena, struct view_acts);
	bool mine = row->account_id == cx->who.account_id, wide = row->visibility <= VISIBILITY_UNLISTED;
	TRY(viewer_flags(cx, row->id, row->conversation_id, &flags));
	*acts = (struct view_acts){ .favourited = flags & FLAG_FAVOURITED,
		                    .boosted = flags & FLAG_REBLOGGED,
		                    .bookmarked = flags & FLAG_BOOKMARKED,
		                    .pinned = flags & FLAG_PINNED,
		                    .muted = flags & FLAG_MUTED,
		                    .mine = mine,
		                    .may_boost = !row->hidden_at && (wide || (mine && row->visibility == VISIBILITY_PRIVATE)),
		                    .may_quote = row->hidden_at ? false : mine ? row->visibility != VISIBILITY_DIRECT : wide && row->quote_policy != QUOTE_BY_NOBODY,
		                    .may_pin = mine && !row->hidden_at && row->visibility != VISIBILITY_DIRECT };
	view->acts = acts;
	return OK;
}

static void show_words(struct ctx *cx, const struct status *status, struct view_status *view)
{
	const struct status_row *row = &status->row;
	view->text = row->text;
	view->content = web_emojify(cx, html_stored(row->html), status->emojis, status->emoji_count);
	view->plain_warning = row->spoiler_text;
	if (row->spoiler_text.n)
		view->warning = web_text(cx, row->spoiler_text, status->emojis, status->emoji_count);
}

static enum fail show_held(struct ctx *cx, const struct status_row *row, struct view_status *view)
{
	enum held_state state;
	TRY(held_state(cx, row, &state));
	view->held = (int)state;
	return OK;
}

enum fail web_show_status(struct ctx *cx, const struct status *status, struct view_status *view_r)
{
	if (status->reblog) {
		TRY(web_show_status(cx, status->reblog, view_r));
		return show_author(cx, &status->account, &view_r->booster);
	}
	const struct status_row *row = &status->row;
	*view_r = (struct view_status){ .id = row->id,
		                        .sensitive = row->sensitive || status->account.row.sensitized_at,
		                        .language = row->language,
		                        .visibility = (int)row->visibility,
		                        .time = view_time(&cx->arena, row->created_at, cx->now),
		                        .app = status->app.name,
		                        .replies = row->replies_count,
		                        .boosts = row->reblogs_count,
		                        .favourites = row->favourites_count,
		                        .quotes = row->quotes_count };
	TRY(show_author(cx, &status->account, &view_r->author));
	view_r->path = arena_printf(&cx->arena, SVF "/%lld", SVA(view_r->author->path), (long long)row->id);
	if (row->edited_at)
		view_r->edited = view_time(&cx->arena, row->edited_at, cx->now);
	web_prefer(cx, view_r);
	show_words(cx, status, view_r);
	show_media(cx, status, view_r);
	TRY(show_poll(cx, status, view_r));
	show_card(cx, status, view_r);
	TRY(show_acts(cx, row, view_r));
	TRY(show_held(cx, row, view_r));
	TRY(show_reply_to(cx, status, view_r));
	return show_quote(cx, status, view_r);
}

/* Whether it may be seen, and is by somebody who is shown. */
static enum fail is_shown(struct ctx *cx, const struct status *status, bool *shown_r)
{
	TRY(status_visible(cx, &status->row, shown_r));
	if (*shown_r && status->reblog)
		TRY(status_visible(cx, &status->reblog->row, shown_r));
	const struct status *shown = status->reblog ? status->reblog : status;
	*shown_r = *shown_r && !shown->account.row.suspended_at;
	return OK;
}

/* Those whose HTML is there; the ids of the others, which are to be loaded, are left in `missing`. */
static enum fail find_pieces(struct ctx *cx, const int64_t *ids, size_t count, unsigned contexts, struct piece *pieces, int64_t *missing,
                             size_t *missing_count_r)
{
	*missing_count_r = 0;
	for (size_t i = 0; i < count; i++) {
		TRY(piece_find(cx, ids[i], contexts, &pieces[i]));
		if (pieces[i].state == PIECE_MISSING)
			missing[(*missing_count_r)++] = ids[i];
	}
	return OK;
}

/* One that was loaded: its view, or its HTML where others can use that, too. */
static enum fail show_loaded(struct ctx *cx, const struct status *status, struct view_list *list, uint64_t changes, struct view_status *view,
                             bool *hidden_r)
{
	struct piece piece = { 0 };
	struct buf html = BUF(&cx->arena, 1 << 20);
	bool shown;
	*hidden_r = true;
	TRY(is_shown(cx, status, &shown));
	if (!shown)
		return OK;
	if (list->as_they_are) {
		piece_learn(cx, status, changes);
		TRY(piece_find(cx, status->row.id, list->filters, &piece));
	}
	TRY(web_show_status(cx, status, view));
	list->forms |= view->poll && view->poll->action.n;
	web_sift(cx, status, list->filters, view, hidden_r);
	if (*hidden_r || !piece.key)
		return OK;
	tpl_status(&html, view);
	view->ready = html_stored(buf_sv(&html));
	piece_keep(cx, &piece, buf_sv(&html), changes);
	return OK;
}

enum fail web_show_feed(struct ctx *cx, const int64_t *ids, size_t count, struct view_list *list_r)
{
	struct status **statuses;
	struct view_status *views = arena_array(&cx->arena, struct view_status, count + 1);
	struct piece *pieces = arena_array(&cx->arena, struct piece, count + 1); /* zeroed: PIECE_READY, without HTML */
	int64_t *missing = arena_array(&cx->arena, int64_t, count + 1);
	size_t missing_count = count, loaded = 0, at = 0;
	uint64_t changes = fragments_changes(cx->community->fragments);
	list_r->statuses = views;
	list_r->count = 0;
	if (list_r->as_they_are)
		TRY(find_pieces(cx, ids, count, list_r->filters, pieces, missing, &missing_count));
	TRY(status_load_many(cx, list_r->as_they_are ? missing : ids, missing_count, &statuses, &loaded));
	for (size_t i = 0; i < count; i++) {
		struct view_status *view = &views[list_r->count];
		bool hidden = pieces[i].state == PIECE_HIDDEN;
		if (pieces[i].html.markup.n)
			*view = (struct view_status){ .id = ids[i], .ready = pieces[i].html };
		else if (!hidden && at < loaded && statuses[at]->row.id == ids[i])
			TRY(show_loaded(cx, statuses[at++], list_r, changes, view, &hidden));
		else
			hidden = true; /* it is gone */
		list_r->count += !hidden;
	}
	return OK;
}
