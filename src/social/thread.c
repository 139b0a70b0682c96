/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/thread.h"

#include "social/viewer.h"

static enum fail shown(struct ctx *cx, const struct thread_row *row, bool *shown_r)
{
	struct status_row status = {
		.id = row->id, .account_id = row->account_id, .visibility = row->visibility, .hidden_at = row->hidden_at
	};
	unsigned hidden;
	TRY(viewer_hides(cx, row->account_id, &hidden));
	*shown_r = false;
	return hidden ? OK : status_visible(cx, &status, shown_r);
}

enum fail thread_ancestors(struct ctx *cx, const struct status_row *row, const struct thread_bounds *bounds, int64_t **ids_r,
			   size_t *count_r)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, bounds->ancestors + 1), next = row->in_reply_to_id;
	size_t at = bounds->ancestors; /* filled from the end: the root comes last */
	for (size_t steps = 0; next && steps < bounds->ancestors; steps++) {
		struct thread_row parent;
		bool is_shown;
		enum fail fail = q_thread_parent(cx, next, &parent);
		if (fail == FAIL_NOT_FOUND)
			break;
		TRY(fail);
		TRY(shown(cx, &parent, &is_shown));
		if (is_shown)
			ids[--at] = parent.id;
		next = parent.in_reply_to_id < parent.id ? parent.in_reply_to_id : 0; /* an answer is newer: no circles */
	}
	*ids_r = ids + at;
	*count_r = bounds->ancestors - at;
	return OK;
}

/* --- descendants: collected level by level, so that a bound cuts off what is deep, then put in the order of the tree -------- */

struct node {
	struct thread_row row;
	unsigned depth;
	size_t first, count; /* its answers, as indexes */
};

static enum fail collect(struct ctx *cx, const struct status_row *root, const struct thread_bounds *bounds, struct node *nodes,
			 size_t *count)
{
	nodes[0] = (struct node){ .row = { .id = root->id, .replies_count = root->replies_count } };
	*count = 1;
	for (size_t i = 0; i < *count && *count <= bounds->descendants; i++) {
		struct thread_row *replies;
		size_t found;
		if (nodes[i].row.replies_count <= 0 || nodes[i].depth >= bounds->depth)
			continue;
		TRY(q_thread_replies(cx, nodes[i].row.id, (int64_t)(bounds->descendants + 1 - *count), &replies, &found));
		nodes[i].first = *count;
		nodes[i].count = found;
		for (size_t k = 0; k < found; k++)
			nodes[(*count)++] = (struct node){ .row = replies[k], .depth = nodes[i].depth + 1 };
	}
	return OK;
}

static size_t push_answers(const struct node *node, size_t *stack, size_t top)
{
	for (size_t k = node->count; k-- > 0;)
		stack[top++] = node->first + k;
	return top;
}

/* Two lists: answers of authors to themselves, and the others. */
static enum fail put_in_order(struct ctx *cx, const struct node *nodes, size_t count, int64_t *ids, size_t *count_r)
{
	size_t *stack = arena_array(&cx->arena, size_t, count), top = push_answers(&nodes[0], stack, 0), own = 0, rest = 0;
	int64_t *others = arena_array(&cx->arena, int64_t, count);
	while (top) {
		const struct node *node = &nodes[stack[--top]];
		bool is_shown;
		TRY(shown(cx, &node->row, &is_shown));
		if (is_shown && node->row.in_reply_to_account_id == node->row.account_id)
			ids[own++] = node->row.id;
		else if (is_shown)
			others[rest++] = node->row.id;
		top = push_answers(node, stack, top);
	}
	if (rest)
		memcpy(ids + own, others, rest * sizeof(*ids));
	*count_r = own + rest;
	return OK;
}

enum fail thread_descendants(struct ctx *cx, const struct status_row *row, const struct thread_bounds *bounds, int64_t **ids_r,
			     size_t *count_r)
{
	size_t count, room = row->replies_count > 0 ? bounds->descendants + 1 : 1;
	struct node *nodes = arena_array(&cx->arena, struct node, room);
	*ids_r = arena_array(&cx->arena, int64_t, room);
	TRY(collect(cx, row, bounds, nodes, &count));
	return put_in_order(cx, nodes, count, *ids_r, count_r);
}
