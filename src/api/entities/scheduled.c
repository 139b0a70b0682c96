/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/entities/entities.h"

enum fail entity_scheduled(struct ctx *cx, struct json *j, const struct scheduled_row *row)
{
	struct media_row *media;
	size_t count;
	TRY(q_media_of_scheduled(cx, row->id, &media, &count));
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_time(json_key(j, "scheduled_at"), row->scheduled_at);
	json_raw(json_key(j, "params"), row->params);
	json_array(json_key(j, "media_attachments"));
	for (size_t i = 0; i < count; i++)
		entity_media(cx, j, &media[i]);
	json_end(j);
	json_end(j);
	return OK;
}
