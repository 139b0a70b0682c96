/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "host/mailer.h"

#include "http/client.h"
#include "social/mail.h"

#include <errno.h>
#include <stdio.h>

static struct smtp_server server;

static enum fail send_by_smtp(void *data, struct ctx *cx, struct sv from, struct sv to, struct sv message)
{
	return smtp_send(cx, data, from, to, message);
}

static enum fail read_password(struct ctx *cx, const struct config *config, const char **password_r)
{
	char line[1024];
	*password_r = config->smtp_password;
	if (!*config->smtp_password_file)
		return OK;
	FILE *file = fopen(config->smtp_password_file, "re");
	if (!file)
		return refuse(cx, FAIL_UNAVAILABLE, "smtp_password_file %s cannot be read: %s", config->smtp_password_file, strerror(errno));
	bool read = fgets(line, sizeof(line), file);
	fclose(file);
	if (!read)
		return refuse(cx, FAIL_INVALID, "smtp_password_file %s is empty.", config->smtp_password_file);
	line[strcspn(line, "\r\n")] = 0;
	*password_r = arena_cstr(&cx->arena, sv_of(line));
	return OK;
}

enum fail mailer_start(struct ctx *cx, const struct config *config)
{
	struct sv url = sv_of(config->smtp_url);
	if (!url.n)
		return OK;
	if (!sv_starts(url, SV("smtp://")) && !sv_starts(url, SV("smtps://")))
		return refuse(cx, FAIL_INVALID, "smtp_url is \"%s\": write smtp://host:587 or smtps://host:465", config->smtp_url);
	if (*config->mail_from && !mail_address_ok(sv_of(config->mail_from)))
		return refuse(cx, FAIL_INVALID, "mail_from is \"%s\": write an address alone, such as moot@talk.example", config->mail_from);
	server = (struct smtp_server){ .url = config->smtp_url, .user = config->smtp_user };
	TRY(read_password(cx, config, &server.password));
	mail_set_transport(&(struct mail_transport){ .data = &server, .send = send_by_smtp, .from = sv_of(config->mail_from) });
	return OK;
}
