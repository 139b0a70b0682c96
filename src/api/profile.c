/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One's own profile (documentation: methods/accounts#update_credentials, profile, preferences). */
#include "api/api.h"
#include "app/profile_params.h"
#include "social/preference.h"

/* --- answers ------------------------------------------------------------------------------------------------------------------------ */

/* Either scope will do, which a row of routes.def cannot say. */
static enum fail may_read_own(struct ctx *cx)
{
	if (cx->who.session || cx->who.scopes & (SCOPE_BIT_PROFILE | SCOPE_BIT_READ_ACCOUNTS))
		return OK;
	return refuse(cx, FAIL_FORBIDDEN, "This action is outside the authorized scopes");
}

enum fail api_account_verify_credentials(struct ctx *cx)
{
	TRY(may_read_own(cx));
	return entity_own_account(cx, answer_json(cx), cx->who.account_id);
}

enum fail api_account_update_credentials(struct ctx *cx)
{
	struct profile_change change = profile_params_read(cx);
	TRY(profile_apply(cx, &change));
	return entity_own_account(cx, answer_json(cx), cx->who.account_id);
}

enum fail api_profile_show(struct ctx *cx)
{
	TRY(may_read_own(cx));
	return entity_profile(cx, answer_json(cx), cx->who.account_id);
}

enum fail api_profile_update(struct ctx *cx)
{
	struct profile_change change = profile_params_read(cx);
	TRY(profile_apply(cx, &change));
	return entity_profile(cx, answer_json(cx), cx->who.account_id);
}

enum fail api_profile_avatar_delete(struct ctx *cx)
{
	struct profile_change change = profile_unchanged();
	change.avatar.gone = true;
	TRY(profile_apply(cx, &change));
	return entity_own_account(cx, answer_json(cx), cx->who.account_id);
}

enum fail api_profile_header_delete(struct ctx *cx)
{
	struct profile_change change = profile_unchanged();
	change.header.gone = true;
	TRY(profile_apply(cx, &change));
	return entity_own_account(cx, answer_json(cx), cx->who.account_id);
}

enum fail api_preferences(struct ctx *cx)
{
	struct preferences p;
	struct json *j = answer_json(cx);
	TRY(preferences_load(cx, cx->who.account_id, &p));
	json_object(j);
	json_string(json_key(j, "posting:default:visibility"), p.posting_default_visibility);
	json_bool(json_key(j, "posting:default:sensitive"), p.posting_default_sensitive);
	json_string(json_key(j, "posting:default:language"), p.posting_default_language.n ? p.posting_default_language : SV_NONE);
	json_string(json_key(j, "posting:default:quote_policy"), p.posting_default_quote_policy);
	json_string(json_key(j, "reading:expand:media"), p.reading_expand_media);
	json_bool(json_key(j, "reading:expand:spoilers"), p.reading_expand_spoilers);
	json_bool(json_key(j, "reading:autoplay:gifs"), p.reading_autoplay_gifs);
	json_end(j);
	return OK;
}
