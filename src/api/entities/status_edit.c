/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* StatusEdit: the versions of a status. */
#include "api/entities/entities.h"

#include "social/status_version.h"

struct version {
	struct sv html, text, spoiler_text;
	bool sensitive;
	int64_t created_at;
	const struct media_row *media;
	size_t media_count;
	const struct sv *options; /* of its poll */
	size_t option_count;
};

static void put_poll(struct json *j, const struct version *version)
{
	if (!version->option_count)
		return;
	json_object(json_key(j, "poll"));
	json_array(json_key(j, "options"));
	for (size_t i = 0; i < version->option_count; i++) {
		json_object(j);
		json_string(json_key(j, "title"), version->options[i]);
		json_end(j);
	}
	json_end(j);
	json_end(j);
}

static enum fail put_version(struct ctx *cx, struct json *j, int64_t account_id, const struct version *version)
{
	struct sv texts[] = { version->text, version->spoiler_text };
	const struct emoji **emojis;
	size_t count = emojis_in(cx, texts, COUNT_OF(texts), &emojis);
	json_object(j);
	json_string(json_key(j, "content"), version->html);
	json_string(json_key(j, "spoiler_text"), version->spoiler_text);
	json_bool(json_key(j, "sensitive"), version->sensitive);
	json_time(json_key(j, "created_at"), version->created_at);
	TRY(entity_account(cx, json_key(j, "account"), account_id));
	put_poll(j, version);
	json_array(json_key(j, "media_attachments"));
	for (size_t i = 0; i < version->media_count; i++)
		entity_media(cx, j, &version->media[i]);
	json_end(j);
	json_key(j, "emojis");
	entity_emojis(cx, j, emojis, count);
	json_end(j);
	return OK;
}

/* As it was never edited: what it is now. */
static enum fail put_present(struct ctx *cx, struct json *j, const struct status_row *row)
{
	struct status *status;
	TRY(status_load_row(cx, row, &status));
	size_t count = status->poll ? status->poll->option_count : 0;
	struct sv *options = arena_array(&cx->arena, struct sv, count + 1);
	for (size_t i = 0; i < count; i++)
		options[i] = status->poll->options[i].title;
	return put_version(cx, j, row->account_id,
			   &(struct version){ .html = row->html,
					      .text = row->text,
					      .spoiler_text = row->spoiler_text,
					      .sensitive = row->sensitive,
					      .created_at = row->created_at,
					      .media = status->media,
					      .media_count = status->media_count,
					      .options = options,
					      .option_count = count });
}

static enum fail put_past(struct ctx *cx, struct json *j, const struct status_row *row, const struct status_edits_of_row *edit)
{
	struct version version = { .html = edit->html,
				   .text = edit->text,
				   .spoiler_text = edit->spoiler_text,
				   .sensitive = edit->sensitive,
				   .created_at = edit->created_at };
	struct media_row *media;
	struct sv *options;
	TRY(status_version_media(cx, edit->media, &media, &version.media_count));
	version.option_count = status_version_options(cx, edit->poll_options, &options);
	version.media = media;
	version.options = options;
	return put_version(cx, j, row->account_id, &version);
}

enum fail entity_status_edits(struct ctx *cx, struct json *j, const struct status_row *row)
{
	struct status_edits_of_row *edits;
	size_t count;
	TRY(q_status_edits_of(cx, row->id, &edits, &count));
	json_array(j);
	if (!count)
		TRY(put_present(cx, j, row));
	for (size_t i = 0; i < count; i++)
		TRY(put_past(cx, j, row, &edits[i]));
	json_end(j);
	return OK;
}
