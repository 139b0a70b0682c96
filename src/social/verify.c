/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/verify.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/utf8.h"
#include "social/card.h"
#include "social/card_read.h"
#include "social/effect.h"
#include "social/html_tree.h"
#include "store/store.h"

enum { PARSE_CPU_US = 200 * 1000, DEEPEST = 300, JSON_MOST = 64 << 10 };

bool verify_may(const struct account_field *field)
{
	struct sv value = sv_trim(field->value);
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] <= ' ')
			return false;
	return sv_starts_nocase(value, SV("https://")) || sv_starts_nocase(value, SV("http://"));
}

/* --- the page --------------------------------------------------------------------------------------------------------------------- */

static struct sv attribute(const GumboNode *node, const char *name)
{
	const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
	return found ? sv_of(found->value) : SV_NONE;
}

static bool says_me(struct sv rel)
{
	struct sv one;
	while (rel.n) {
		sv_cut(&rel, ' ', &one);
		if (sv_eq_nocase(sv_trim(one), SV("me")))
			return true;
	}
	return false;
}

static struct sv without_slash(struct sv url)
{
	return url.n && url.p[url.n - 1] == '/' ? sv_first(url, url.n - 1) : url;
}

static bool leads_to(struct arena *arena, const GumboNode *node, struct sv url)
{
	GumboTag tag = node->v.element.tag;
	if ((tag != GUMBO_TAG_A && tag != GUMBO_TAG_LINK) || !says_me(attribute(node, "rel")))
		return false;
	return sv_eq(without_slash(card_url(arena, sv_trim(attribute(node, "href")))), without_slash(url));
}

static bool any_leads_to(struct arena *arena, const GumboNode *node, struct sv url, unsigned depth)
{
	if (node->type != GUMBO_NODE_ELEMENT || depth > DEEPEST)
		return false;
	if (leads_to(arena, node, url))
		return true;
	const GumboVector *children = &node->v.element.children;
	for (unsigned i = 0; i < children->length; i++)
		if (any_leads_to(arena, children->data[i], url, depth + 1))
			return true;
	return false;
}

bool verify_links_back(struct arena *arena, struct sv html, struct sv url)
{
	html = sv_first(html, CARD_HTML_MOST);
	html = utf8_valid(html) ? html : utf8_repair(arena, html);
	CLEANUP(html_tree_close) struct html_tree tree = { .budget = (1 << 20) + html.n * 64, .cpu_us = PARSE_CPU_US };
	const GumboNode *root = html_tree_page(&tree, html);
	return url.n && root && any_leads_to(arena, root, url, 0);
}

/* --- the job ------------------------------------------------------------------------------------------------------------------------ */

struct visit {
	int64_t account_id;
	struct sv *verified; /* values of fields whose pages link back */
	size_t count;
};

static struct sv fields_json(struct ctx *cx, const struct account *account)
{
	struct buf out = BUF(&cx->arena, JSON_MOST);
	struct json j = JSON(&out);
	json_array(&j);
	for (size_t i = 0; i < account->field_count; i++) {
		const struct account_field *field = &account->fields[i];
		json_object(&j);
		json_string(json_key(&j, "name"), field->name);
		json_string(json_key(&j, "value"), field->value);
		json_string(json_key(&j, "html"), field->html);
		if (field->verified_at)
			json_int(json_key(&j, "verified_at"), field->verified_at);
		json_end(&j);
	}
	json_end(&j);
	return out.overflow ? SV_NONE : buf_sv(&out);
}

/* The profile may have changed while the pages were asked: only what still stands there is marked. */
static enum fail write_visit(struct ctx *cx, void *arg)
{
	const struct visit *visit = arg;
	struct account account;
	TRY(account_load(cx, visit->account_id, &account));
	for (size_t i = 0; i < account.field_count; i++)
		for (size_t k = 0; k < visit->count; k++)
			if (!account.fields[i].verified_at && sv_eq(account.fields[i].value, visit->verified[k]))
				account.fields[i].verified_at = cx->now;
	struct sv fields = fields_json(cx, &account);
	if (!fields.n)
		return OK;
	effect_add(cx, EFFECT_ACCOUNT, visit->account_id, 0);
	return q_account_fields_put(cx, visit->account_id, fields);
}

static enum fail ask(struct ctx *cx, const struct account *account, struct visit *visit)
{
	struct sv html, url = card_url(&cx->arena, account_url(cx, &account->row));
	for (size_t i = 0; i < account->field_count; i++) {
		const struct account_field *field = &account->fields[i];
		if (field->verified_at || !verify_may(field))
			continue;
		enum fail fail = card_ask(cx, card_url(&cx->arena, sv_trim(field->value)), &html);
		if (fail == FAIL_BROKEN || fail == FAIL_LIMITED)
			return fail;
		if (fail == OK && verify_links_back(&cx->arena, html, url))
			visit->verified[visit->count++] = field->value;
	}
	return OK;
}

static enum fail write(struct ctx *cx, struct visit *visit)
{
	struct db *reader = cx->db;
	enum fail fail = writer_run(cx->community->writer, cx, write_visit, visit);
	cx->db = reader;
	if (fail == OK)
		effects_apply(cx);
	else
		cx->effects = NULL;
	return fail;
}

enum fail verify_fields(struct ctx *cx, const struct job *job)
{
	struct account account;
	struct visit visit = { .account_id = job->subject_id };
	enum fail fail = account_load(cx, job->subject_id, &account);
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	visit.verified = arena_array(&cx->arena, struct sv, account.field_count + 1);
	TRY(ask(cx, &account, &visit));
	return visit.count ? write(cx, &visit) : OK;
}

enum fail verify_later(struct ctx *cx)
{
	return effect_job(cx, JOB_VERIFY, cx->who.account_id, SV_NONE, 0);
}
