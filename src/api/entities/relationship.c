/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/entities/entities.h"
#include "base/clock.h"

static void put_languages(struct json *j, struct sv languages)
{
	struct sv one;
	if (!languages.n) {
		json_null(j);
		return;
	}
	json_array(j);
	while (languages.n) {
		sv_cut(&languages, ' ', &one);
		json_string(j, one);
	}
	json_end(j);
}

static void put_follow(struct json *j, const struct relation_get_row *r)
{
	bool asked = r->requested;
	json_bool(json_key(j, "following"), r->following);
	json_bool(json_key(j, "showing_reblogs"), r->following ? r->reblogs : asked && r->requested_reblogs);
	json_bool(json_key(j, "notifying"), r->following ? r->notify : asked && r->requested_notify);
	json_key(j, "languages");
	put_languages(j, r->following ? r->languages : asked ? r->requested_languages : SV_NONE);
	json_bool(json_key(j, "followed_by"), r->followed_by);
	json_bool(json_key(j, "requested"), r->requested);
	json_bool(json_key(j, "requested_by"), r->requested_by);
}

enum fail entity_relationship(struct ctx *cx, struct json *j, int64_t account_id)
{
	struct account_row account;
	struct relation_get_row r;
	TRY(q_account_get(cx, account_id, &account));
	TRY(q_relation_get(cx, cx->who.account_id, account_id, account.domain, cx->now, &r));
	json_object(j);
	json_id(json_key(j, "id"), account_id);
	put_follow(j, &r);
	json_bool(json_key(j, "blocking"), r.blocking);
	json_bool(json_key(j, "blocked_by"), r.blocked_by);
	json_bool(json_key(j, "muting"), r.muting);
	json_bool(json_key(j, "muting_notifications"), r.muting_notifications);
	json_time(json_key(j, "muting_expires_at"), r.mute_expires_at);
	json_bool(json_key(j, "domain_blocking"), r.domain_blocking);
	json_bool(json_key(j, "endorsed"), r.endorsed);
	json_string(json_key(j, "note"), r.note);
	json_end(j);
	return OK;
}
