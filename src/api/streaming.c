/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The doors to the hub: a WebSocket, or server-sent events by path (documentation: methods/streaming). */
#include "api/api.h"
#include "social/community.h"

enum fail api_streaming_health(struct ctx *cx)
{
	answer_body(cx, "text/plain; charset=utf-8", SV("OK"));
	return OK;
}

/* The channel that the request is for; NULL: it names none, or not well, and `*error_r` says so. */
static const struct channel_wish *wished(struct ctx *cx, struct sv stream, const char **error_r)
{
	struct channel_wish *wish = arena_new(&cx->arena, struct channel_wish);
	*error_r = channel_read(&cx->arena, stream, param_sv(cx->params, "tag"), param_sv(cx->params, "list"), wish);
	return *error_r ? NULL : wish;
}

/* Which one a path below /api/v1/streaming/ stands for: "public/local" with only_media is "public:local:media". */
static struct sv stream_of_path(struct ctx *cx)
{
	struct sv path = sv_from(cx->http->path, sizeof("/api/v1/streaming/") - 1);
	struct buf name = BUF(&cx->arena, 64);
	for (size_t i = 0; i < path.n; i++)
		buf_putc(&name, path.p[i] == '/' ? ':' : path.p[i]);
	if (sv_starts(path, SV("public")) && param_bool(cx->params, "only_media", false))
		buf_put(&name, SV(":media"));
	return buf_sv(&name);
}

static struct sv stream_asked(struct ctx *cx)
{
	struct sv stream = param_sv(cx->params, "stream");
	return sv_starts(cx->http->path, SV("/api/v1/streaming/")) && cx->http->path.n > sizeof("/api/v1/streaming/") - 1 ? stream_of_path(cx) : stream;
}

static void start(struct ctx *cx)
{
	const char *error = NULL;
	struct sv stream = stream_asked(cx);
	const struct channel_wish *wish = stream.n ? wished(cx, stream, &error) : NULL;
	hub_open(cx->community->hub, cx, wish, error);
}

/* A WebSocket is told on the socket what is wrong with its wish; server-sent events get it as the answer. */
enum fail api_streaming(struct ctx *cx)
{
	const char *error;
	if (!http_is_websocket(cx->http)) {
		const struct channel_wish *wish = wished(cx, stream_asked(cx), &error);
		if (!wish)
			return refuse(cx, FAIL_UNREADABLE, "%s", error);
		TRY(hub_allows(cx, wish));
	}
	cx->answer->start = start;
	return OK;
}

/* --- for the hub, which cannot ask by itself --------------------------------------------------------------------------------------- */

static enum fail render_notification(struct ctx *cx, struct json *j, int64_t id)
{
	struct notification_row row;
	TRY(q_notification_get(cx, id, cx->who.account_id, &row));
	return entity_notification(cx, j, &row);
}

static enum fail render_conversation(struct ctx *cx, struct json *j, int64_t id)
{
	struct conversation_row row;
	TRY(q_conversation_get(cx, id, cx->who.account_id, &row));
	return entity_conversation(cx, j, &row);
}

enum fail api_stream_render(struct ctx *cx, struct json *j, enum hub_thing thing, int64_t id, unsigned context)
{
	switch (thing) {
	case HUB_NOTIFICATION:
		return render_notification(cx, j, id);
	case HUB_CONVERSATION:
		return render_conversation(cx, j, id);
	case HUB_ANNOUNCEMENT:
		return entity_announcement(cx, j, id);
	default:
		return entity_status(cx, j, id, context);
	}
}
