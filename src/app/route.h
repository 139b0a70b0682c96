/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* route.h - one row of a routes.def: what may be asked, by whom, and who answers.
 *
 *      method  path                              who      scope           lane   limit   handler
 * ROUTE( GET,  "/api/v1/accounts/:id/statuses",  ANYONE,  READ_STATUSES,  READ,  READ,   account_statuses )
 */
#ifndef APP_ROUTE_H
#define APP_ROUTE_H

#include "base/ctx.h"
#include "http/server.h"
#include "social/role.h"
#include "social/scope.h"

enum lane { LANE_READ, LANE_WRITE, LANE_SLOW };

/* Each has its own allowance (limit.def). */
enum limit {
#define LIMIT(name, per_5_minutes, what) LIMIT_##name,
#include "app/limit.def"
#undef LIMIT
	LIMIT_COUNT
};

/* Who may ask; any set of enum permission means a member whose role has them all. */
#define WHO_ANYONE UINT64_C(0)        /* a token is not needed, but must be good and have the scope when it is sent */
#define WHO_APP    (UINT64_C(1) << 61) /* any good token, an app's own too */
#define WHO_MEMBER (UINT64_C(1) << 62) /* a member's token */
#define WHO_WAITING (WHO_MEMBER | UINT64_C(1) << 60) /* a member's, also before the address is confirmed or the account approved */
#define WHO_STAFF(permissions) (WHO_MEMBER | (permissions))

/* What kind of client asks: how errors look, whether other sites may read the answer, whether cookies count. */
enum route_kind { ROUTE_API, ROUTE_PAGE };

struct route {
	enum http_method method;
	const char *pattern;
	uint64_t who, scopes;
	enum lane lane;
	enum limit limit;
	enum fail (*handle)(struct ctx *cx);
	const char *name; /* of the handler: in the log and the metrics */
	enum route_kind kind;
};

#endif
