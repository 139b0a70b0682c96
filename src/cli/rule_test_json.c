/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A dry run as one JSON object. */
#include "base/json.h"
#include "cli/ruleset.h"

#include <stdio.h>

enum { MOST = 2 << 20 };

static void put_hits(struct json *j, const char *name, const struct replay_hits *hits)
{
	json_object(json_key(j, name));
	json_int(json_key(j, "found"), hits->found);
	json_int(json_key(j, "acted"), hits->acted);
	json_end(j);
}

static void put_share(struct json *j, const char *name, double share)
{
	if (share < 0)
		json_null(json_key(j, name));
	else
		json_real(json_key(j, name), share);
}

static void put_truth(struct json *j, const struct replay_truth *truth)
{
	json_object(json_key(j, "decided"));
	json_int(json_key(j, "hits"), truth->hits);
	json_int(json_key(j, "false_alarms"), truth->false_alarms);
	json_int(json_key(j, "missed"), truth->missed);
	json_int(json_key(j, "rest"), truth->rest);
	put_share(j, "precision", replay_precision(truth));
	put_share(j, "recall", replay_recall(truth));
	json_bool(json_key(j, "too_few"), replay_few(truth));
	json_end(j);
}

static void put_category(struct json *j, const struct replay_side *side, unsigned c)
{
	json_object(json_key(j, category_name(c)));
	put_hits(j, "posts", &side->categories[c]);
	put_hits(j, "model", &side->model[c]);
	json_array(json_key(j, "scores"));
	for (int i = 0; i < REPLAY_BINS; i++)
		json_int(j, side->bins[c][i]);
	json_end(j);
	put_truth(j, &side->truths[c]);
	json_end(j);
}

static void put_side(struct json *j, const char *name, const struct replay_side *side, const struct ruleset *set)
{
	json_object(json_key(j, name));
	json_object(json_key(j, "acts"));
	for (unsigned a = 0; a < ACTS; a++)
		json_int(json_key(j, rule_test_act(a)), side->acts[a]);
	json_end(j);
	json_object(json_key(j, "categories"));
	for (unsigned c = 0; c < CATEGORIES; c++)
		put_category(j, side, c);
	json_end(j);
	json_object(json_key(j, "rules"));
	for (unsigned r = 0; r < RULES; r++)
		if (side->rules[r].found)
			put_hits(j, rule_about(r)->name.p, &side->rules[r]);
	json_end(j);
	json_array(json_key(j, "lists"));
	for (size_t i = 0; i < set->list_count; i++) {
		json_object(j);
		json_string(json_key(j, "name"), set->lists[i].name);
		json_int(json_key(j, "found"), side->lists[i].found);
		json_int(json_key(j, "acted"), side->lists[i].acted);
		json_end(j);
	}
	json_end(j);
	put_truth(j, &side->truth);
	json_end(j);
}

static void put_change(struct json *j, const struct replay_change *change)
{
	static const char *const said[] = { NULL, "harmless", "harmful" };
	json_object(j);
	json_id(json_key(j, "id"), change->id);
	json_string(json_key(j, "author"), change->username);
	json_cstr(json_key(j, "before"), rule_test_act(change->before));
	json_cstr(json_key(j, "after"), rule_test_act(change->after));
	json_cstr(json_key(j, "category"), category_name(change->category));
	json_string(json_key(j, "by"), change->by);
	json_string(json_key(j, "excerpt"), change->excerpt);
	json_array(json_key(j, "span"));
	json_int(j, change->span.start);
	json_int(j, change->span.end);
	json_end(j);
	json_string(json_key(j, "decided"), change->word ? sv_of(said[change->word]) : SV_NONE);
	json_end(j);
}

enum fail rule_test_json(struct ctx *cx, const struct rule_test *test)
{
	const struct replay *replay = &test->replay;
	struct buf out = BUF(&cx->arena, MOST);
	struct json j = JSON(&out);
	json_object(&j);
	json_time(json_key(&j, "since"), test->plan->since);
	json_int(json_key(&j, "in_force"), test->in_force);
	json_bool(json_key(&j, "model"), test->plan->screen != NULL);
	json_int(json_key(&j, "posts"), replay->posts);
	json_int(json_key(&j, "foreign"), replay->foreign);
	json_int(json_key(&j, "harmless"), replay->harmless);
	json_int(json_key(&j, "harmful"), replay->harmful);
	put_side(&j, "before", &replay->before, test->plan->before);
	put_side(&j, "after", &replay->after, test->plan->after);
	json_int(json_key(&j, "changed"), replay->changed);
	json_int(json_key(&j, "stricter"), replay->stricter);
	json_array(json_key(&j, "changes"));
	for (size_t i = 0; i < replay->change_count; i++)
		put_change(&j, &replay->changes[i]);
	json_end(&j);
	json_end(&j);
	if (out.overflow)
		return broken(cx, "the dry run has over %d bytes", MOST);
	printf(SVF "\n", SVA(buf_sv(&out)));
	return OK;
}
