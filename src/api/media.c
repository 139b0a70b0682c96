/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Attachments (documentation: methods/media). */
#include "social/media.h"
#include "api/api.h"

static int file_of(const struct params *params, const char *name, int64_t *bytes_r)
{
	const struct param *param = param_find(params, name);
	*bytes_r = param ? param->file_size : 0;
	return param ? param->file_fd : -1;
}

static struct media_draft read_draft(const struct ctx *cx)
{
	int64_t unused;
	struct media_draft draft = { .description = param_sv(cx->params, "description"), .focus = param_sv(cx->params, "focus") };
	draft.file = file_of(cx->params, "file", &draft.file_bytes);
	draft.thumbnail = file_of(cx->params, "thumbnail", &unused);
	return draft;
}

/* 200 when it is ready, `waiting_status` while it is not. */
static enum fail answer_media(struct ctx *cx, int64_t id, int waiting_status)
{
	struct media_row media;
	TRY(media_own(cx, id, &media));
	if (media.state == MEDIA_FAILED)
		return refuse(cx, FAIL_INVALID, "Error processing the upload: " SVF, SVA(media.error));
	if (media.state == MEDIA_WAITING)
		answer_status(cx, waiting_status);
	entity_media(cx, answer_json(cx), &media);
	return OK;
}

static enum fail upload(struct ctx *cx, bool at_once)
{
	struct media_draft draft = read_draft(cx);
	int64_t id;
	bool waiting;
	TRY(media_upload(cx, &draft, at_once, &id, &waiting));
	return answer_media(cx, id, 202);
}

enum fail api_media_upload_v1(struct ctx *cx)
{
	return upload(cx, true);
}

enum fail api_media_upload(struct ctx *cx)
{
	return upload(cx, false);
}

enum fail api_media_show(struct ctx *cx)
{
	return answer_media(cx, path_id(cx, 0), 206);
}

enum fail api_media_update(struct ctx *cx)
{
	struct media_draft draft = read_draft(cx);
	TRY(media_change(cx, path_id(cx, 0), &draft));
	return answer_media(cx, path_id(cx, 0), 206);
}

enum fail api_media_delete(struct ctx *cx)
{
	TRY(media_remove(cx, path_id(cx, 0)));
	return answer_empty(cx);
}
