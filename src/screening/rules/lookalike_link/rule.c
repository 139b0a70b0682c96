/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/link_host.h"
#include "screening/reading.h"
#include "screening/rule_lists.h"

enum { NAME_LEAST = 5 /* letters: shorter names are in too many others */ };

/* The name alone: "paypal" of paypal.com. */
static struct sv name_of(struct sv host)
{
	struct sv name;
	sv_cut(&host, '.', &name);
	return name;
}

static char straight(char c)
{
	static const char from[] = "0135@$|", to[] = "oleSasl";
	const char *at = c ? strchr(from, c) : NULL;
	return at ? to[at - from] == 'S' ? 's' : to[at - from] : c;
}

/* "paypa1", "rnicrosoft", "gooogle" beside the name they stand for. */
static bool looks_like(struct sv part, struct sv name)
{
	size_t i = 0, j = 0;
	while (i < part.n && j < name.n) {
		char c = straight(part.p[i]);
		if (name.p[j] == 'm' && c == 'r' && i + 1 < part.n && part.p[i + 1] == 'n') {
			i += 2;
			j++;
		} else if (c == name.p[j] || (name.p[j] == 'i' && c == 'l') || (name.p[j] == 'l' && c == 'i')) {
			i++;
			j++;
		} else if (i && c == straight(part.p[i - 1])) {
			i++; /* a letter too many */
		} else {
			return false;
		}
	}
	while (i && i < part.n && part.p[i] == part.p[i - 1])
		i++;
	return i == part.n && j == name.n;
}

static bool is_bait(struct sv piece)
{
	static const char *const baits[] = { "login", "signin", "secure", "security", "verify", "account", "accounts", "support", "update", "wallet", "pay", "payment",
		                             "service", "help", "bonus", "claim", "gift", "id", "auth", "confirm", "online", "bank", "billing", "airdrop", "recovery" };
	for (size_t i = 0; i < COUNT_OF(baits); i++)
		if (sv_eq(piece, sv_of(baits[i])))
			return true;
	return false;
}

/* paypal-login: the name and a bait. */
static bool is_baited(struct sv part, struct sv name)
{
	bool named = false, bait = false;
	struct sv piece;
	while (part.n) {
		sv_cut(&part, '-', &piece);
		named |= sv_eq(piece, name);
		bait |= is_bait(piece);
	}
	return named && bait;
}

/* `written` is the host as it stands, `folded` with its look-alike letters made Latin. */
static bool imitates(struct sv written, struct sv folded, struct sv known)
{
	struct sv name = name_of(known), part, rest = folded;
	bool all_ascii = sv_eq(written, folded);
	if (name.n < NAME_LEAST)
		return false;
	while (rest.n) {
		sv_cut(&rest, '.', &part);
		if (!rest.n)
			return false; /* .com */
		if (sv_eq(part, name) && !all_ascii)
			return true;
		if (!sv_eq(part, name) && (looks_like(part, name) || is_baited(part, name)))
			return true;
		struct sv ending = sv_from(known, name.n + 1); /* com */
		if (sv_eq(part, name) && sv_starts(rest, ending) && sv_has(sv_from(rest, ending.n + 1), '.'))
			return true; /* paypal.com.evil.example; amazon.com.br is what it says */
	}
	return false;
}

static bool is_imitation(struct sv written, struct sv folded)
{
	if (link_host_listed(written, RULE_lookalike_link))
		return false;
	for (size_t i = 0; i < rule_host_count; i++)
		if (rule_hosts[i].rule == RULE_lookalike_link && imitates(written, folded, rule_hosts[i].host))
			return true;
	return false;
}

void rule_lookalike_link(struct reading *reading)
{
	for (size_t t = 0; t < reading->count; t++) {
		const struct read_text *text = &reading->texts[t];
		struct finding *finding = NULL;
		for (size_t i = 0, links = 0; i < text->normal.count && links < LINKS_MOST; i++) {
			const struct token *token = &text->normal.tokens[i];
			bool user;
			char host[LINK_HOST_MOST];
			if (token->kind != TOKEN_LINK)
				continue;
			links++;
			struct sv written = link_host(text->text, token, host, &user), folded = token->form;
			folded = sv_starts(folded, SV("www.")) ? sv_from(folded, 4) : folded;
			if (!is_imitation(written, written.n >= WORD_MOST - 4 ? written : folded))
				continue;
			if (!finding && !(finding = rule_found(reading, RULE_lookalike_link, t)))
				return;
			finding_show(finding, &text->normal, i, i);
		}
		if (finding)
			finding_weigh(reading, finding, NULL, NULL, 0, 0);
	}
}
