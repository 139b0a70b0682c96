/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/link_host.h"

#include "screening/rule_lists.h"

struct sv link_host(struct sv text, const struct token *link, char to[LINK_HOST_MOST], bool *user_r)
{
	struct sv rest = { text.p + link->start, link->end - link->start }, head;
	ptrdiff_t scheme = sv_find(rest, SV("://"));
	size_t n = 0;
	rest = scheme >= 0 ? sv_from(rest, (size_t)scheme + 3) : rest;
	for (n = 0; n < rest.n && !strchr("/?#", rest.p[n]); n++)
		;
	rest = sv_first(rest, n);
	*user_r = sv_cut(&rest, '@', &head);
	if (!*user_r)
		rest = head;
	sv_cut(&rest, ':', &head);
	head = sv_starts_nocase(head, SV("www.")) ? sv_from(head, 4) : head;
	while (head.n && strchr(".,;:!)>'\"", head.p[head.n - 1]))
		head.n--; /* what ends the sentence */
	for (n = 0; n < head.n && n < LINK_HOST_MOST; n++)
		to[n] = head.p[n] >= 'A' && head.p[n] <= 'Z' ? (char)(head.p[n] | 32) : head.p[n];
	return (struct sv){ to, n };
}

static bool is_listed(struct sv host, enum rule rule)
{
	size_t low = 0, high = rule_host_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sv_cmp(rule_hosts[middle].host, host) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < rule_host_count && sv_eq(rule_hosts[low].host, host); low++)
		if (rule_hosts[low].rule == rule)
			return true;
	return false;
}

bool link_host_listed(struct sv host, enum rule rule)
{
	struct sv part;
	for (; host.n; sv_cut(&host, '.', &part))
		if (is_listed(host, rule))
			return true;
	return false;
}
