/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The accounts of one page, loaded together. */
#include "web/faces.h"

#include "social/account.h"
#include "web/web.h"

void faces_want(struct faces *faces, int64_t account_id)
{
	for (size_t i = 0; i < faces->count; i++)
		if (faces->list[i].id == account_id)
			return;
	if (account_id && faces->count < faces->room)
		faces->list[faces->count++].id = account_id;
}

struct faces faces_new(struct ctx *cx, size_t room)
{
	return (struct faces){ .list = arena_array(&cx->arena, struct face, room + 1), .room = room };
}

static struct face *find(const struct faces *faces, int64_t account_id)
{
	for (size_t i = 0; i < faces->count; i++)
		if (faces->list[i].id == account_id)
			return &faces->list[i];
	return NULL;
}

enum fail faces_load(struct ctx *cx, struct faces *faces)
{
	struct account_row *rows;
	size_t count;
	struct buf ids = BUF(&cx->arena, faces->count * 21 + 1);
	for (size_t i = 0; i < faces->count; i++)
		buf_printf(&ids, "%s%lld", i ? "," : "", (long long)faces->list[i].id);
	TRY(q_accounts_among(cx, buf_sv(&ids), &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct account account;
		struct face *face = find(faces, rows[i].id);
		TRY(account_of_row(cx, &rows[i], &account));
		TRY(web_show_account(cx, &account, &face->view));
		face->there = true;
	}
	return OK;
}

const struct view_account *faces_find(const struct faces *faces, int64_t account_id)
{
	const struct face *face = find(faces, account_id);
	return face && face->there ? &face->view : NULL;
}
