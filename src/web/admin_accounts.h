/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* admin_accounts.h - an account, as the list of accounts and its own page show it to those who look after the community. */
#ifndef WEB_ADMIN_ACCOUNTS_H
#define WEB_ADMIN_ACCOUNTS_H

#include "web/admin.h"

struct view_admin_account admin_show_account(struct ctx *cx, const struct admin_account_row *row);

#endif
