/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/entities/entities.h"
#include "base/id.h"

/* With nobody else in it, it is with oneself. */
static enum fail put_accounts(struct ctx *cx, struct json *j, struct sv participants)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, participants.n / 2 + 2);
	size_t count = 0;
	struct sv one;
	while (participants.n) {
		sv_cut(&participants, ' ', &one);
		if (id_parse(one, &ids[count]))
			count++;
	}
	if (!count)
		ids[count++] = cx->who.account_id;
	return entity_accounts(cx, json_key(j, "accounts"), ids, count);
}

enum fail entity_conversation(struct ctx *cx, struct json *j, const struct conversation_row *row)
{
	struct status_row status;
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_bool(json_key(j, "unread"), row->unread);
	TRY(put_accounts(cx, j, row->participants));
	json_key(j, "last_status");
	enum fail fail = status_see(cx, row->last_status_id, &status);
	if (fail == OK)
		fail = entity_status(cx, j, status.id, FILTER_THREAD);
	if (fail == FAIL_NOT_FOUND)
		json_null(j);
	else
		TRY(fail);
	json_end(j);
	return OK;
}
