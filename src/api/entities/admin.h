/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* admin.h - what people with a role see (documentation: entities/Admin_Account, Admin_Report, Report). */
#ifndef API_ENTITIES_ADMIN_H
#define API_ENTITIES_ADMIN_H

#include "api/entities/entities.h"

enum fail entity_admin_account(struct ctx *cx, struct json *j, int64_t id) MUST_USE;
enum fail entity_admin_account_row(struct ctx *cx, struct json *j, const struct admin_account_row *row) MUST_USE;
enum fail entity_admin_report(struct ctx *cx, struct json *j, const struct report_row *row) MUST_USE;

#endif
