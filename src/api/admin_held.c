/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posts that the screen holds back, for moderators. Ours: Mastodon has no such thing. What a moderator's app gets:
 *	[{"id":"1","status":{…},"findings":[{"category":"threat","by":"model","why":"…","score":0.97,"level":"hold","aimed":true,"text":0,
 *	  "excerpt":["…"]}]}] */
#include "api/api.h"
#include "moderation/held.h"
#include "social/viewer.h"

enum { EXCERPTS_MOST = 8 };

static void put_excerpts(struct json *j, const struct finding_row *finding, const struct item *item)
{
	struct held_span spans[EXCERPTS_MOST];
	bool there = finding->text_index >= 0 && (size_t)finding->text_index < item->text_count;
	struct sv text = there ? item->texts[finding->text_index] : SV("");
	size_t count = held_spans(finding->spans, text, spans, EXCERPTS_MOST);
	json_array(json_key(j, "excerpt"));
	for (size_t i = 0; i < count; i++)
		json_string(j, (struct sv){ text.p + spans[i].start, spans[i].end - spans[i].start });
	json_end(j);
}

static void put_finding(struct ctx *cx, struct json *j, const struct finding_row *finding, const struct item *item)
{
	json_object(j);
	json_string(json_key(j, "category"), finding->category);
	json_string(json_key(j, "by"), finding->found_by);
	json_string(json_key(j, "why"), finding->why);
	json_raw(json_key(j, "score"), arena_printf(&cx->arena, "%.4f", finding->score));
	json_string(json_key(j, "level"), finding->level);
	json_bool(json_key(j, "aimed"), finding->aimed);
	json_int(json_key(j, "text"), finding->text_index);
	put_excerpts(j, finding, item);
	json_end(j);
}

static enum fail put_held(struct ctx *cx, struct json *j, const struct status_row *row)
{
	struct item item;
	struct finding_row *findings;
	size_t count;
	TRY(q_findings_of(cx, row->id, &findings, &count));
	TRY(held_texts(cx, row, &item));
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	TRY(entity_status(cx, json_key(j, "status"), row->id, 0));
	json_array(json_key(j, "findings"));
	for (size_t i = 0; i < count; i++)
		put_finding(cx, j, &findings[i], &item);
	json_end(j);
	json_end(j);
	return OK;
}

enum fail api_admin_held(struct ctx *cx)
{
	struct page page = page_read(cx, 20, 40);
	struct status_row *rows;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(q_held_statuses(cx, &page, &rows, &count));
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(put_held(cx, j, &rows[i]));
	json_end(j);
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	return OK;
}

enum fail api_admin_held_release(struct ctx *cx)
{
	TRY(held_release(cx, path_id(cx, 0)));
	return api_answer_status(cx, path_id(cx, 0));
}

enum fail api_admin_held_remove(struct ctx *cx)
{
	TRY(held_remove(cx, path_id(cx, 0)));
	return api_answer_status(cx, path_id(cx, 0));
}
