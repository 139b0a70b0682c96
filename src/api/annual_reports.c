/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Annual reports (documentation: methods/annual_reports). None are made here, and the answers say so as Mastodon's do. */
#include "api/api.h"

enum fail api_annual_reports(struct ctx *cx)
{
	static const char *const lists[] = { "annual_reports", "accounts", "statuses" };
	struct json *j = answer_json(cx);
	json_object(j);
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		json_array(json_key(j, lists[i]));
		json_end(j);
	}
	json_end(j);
	return OK;
}

enum fail api_annual_report(struct ctx *cx)
{
	(void)cx;
	return FAIL_NOT_FOUND;
}

enum fail api_annual_report_state(struct ctx *cx)
{
	struct json *j = answer_json(cx);
	json_object(j);
	json_cstr(json_key(j, "state"), "ineligible");
	json_end(j);
	return OK;
}

enum fail api_annual_report_generate(struct ctx *cx)
{
	return refuse(cx, FAIL_NOT_FOUND, "No annual reports are made here");
}
