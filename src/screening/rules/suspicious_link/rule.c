/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/link_host.h"
#include "screening/reading.h"
#include "screening/rule_lists.h"

/* 203.0.113.9: nobody's home page. */
static bool is_address(struct sv host)
{
	size_t dots = 0;
	for (size_t i = 0; i < host.n; i++) {
		if (host.p[i] == '.')
			dots++;
		else if (host.p[i] < '0' || host.p[i] > '9')
			return false;
	}
	return dots == 3;
}

static bool has_many_parts(struct sv host)
{
	enum { MANY = 5 };
	size_t parts = 1, dashes = 0;
	for (size_t i = 0; i < host.n; i++) {
		parts += host.p[i] == '.';
		dashes += host.p[i] == '-';
	}
	return parts > MANY || dashes > MANY;
}

static bool is_suspicious(struct sv host, bool user)
{
	return user || is_address(host) || has_many_parts(host) || link_host_listed(host, RULE_suspicious_link);
}

void rule_suspicious_link(struct reading *reading)
{
	for (size_t t = 0; t < reading->count; t++) {
		const struct read_text *text = &reading->texts[t];
		struct finding *finding = NULL;
		for (size_t i = 0, links = 0; i < text->normal.count && links < LINKS_MOST; i++) {
			bool user;
			char host[LINK_HOST_MOST];
			if (text->normal.tokens[i].kind != TOKEN_LINK)
				continue;
			links++;
			struct sv written = link_host(text->text, &text->normal.tokens[i], host, &user);
			if (!is_suspicious(written, user))
				continue;
			if (!finding && !(finding = rule_found(reading, RULE_suspicious_link, t)))
				return;
			finding_show(finding, &text->normal, i, i);
		}
		if (finding)
			finding_weigh(reading, finding, NULL, NULL, 0, 0);
	}
}
