/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/profile_text.h"

#include "base/json.h"
#include "social/account.h"
#include "social/text.h"

enum { LONGEST_DOMAIN = 253, JSON_MOST = 256 << 10 };

/* --- text ----------------------------------------------------------------------------------------------------------------------- */

struct naming {
	struct ctx *cx;
	enum fail failed; /* inside the callback */
};

static bool resolve_mention(void *data, struct sv user, struct sv domain, struct text_mention *mention_r)
{
	struct naming *naming = data;
	struct ctx *cx = naming->cx;
	struct account_row row;
	struct sv acct = domain.n ? arena_printf(&cx->arena, SVF "@" SVF, SVA(user), SVA(domain)) : user;
	enum fail fail = account_find_acct(cx, acct, &row);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		naming->failed = fail;
	if (fail != OK || row.suspended_at)
		return false;
	mention_r->url = account_url(cx, &row);
	mention_r->shown = user;
	return true;
}

static enum fail render(struct ctx *cx, struct sv text, bool one_line, struct sv *html_r)
{
	struct naming naming = { .cx = cx };
	struct text_style style = { .base = cx->community->url, .one_line = one_line, .me = true, .mention = resolve_mention, .data = &naming };
	*html_r = text_html(&cx->arena, text, &style).markup;
	return naming.failed;
}

enum fail profile_note_html(struct ctx *cx, struct sv note, struct sv *html_r)
{
	*html_r = SV("");
	return note.n ? render(cx, note, false, html_r) : OK;
}

/* --- fields --------------------------------------------------------------------------------------------------------------------- */

static enum fail check_field(struct ctx *cx, const struct profile_field *field)
{
	if (!sv_trim(field->name).n)
		return refuse(cx, FAIL_INVALID, "Validation failed: Profile fields with values cannot have empty names");
	if (text_graphemes(&cx->arena, field->name) > PROFILE_FIELD_MOST || text_graphemes(&cx->arena, field->value) > PROFILE_FIELD_MOST)
		return refuse(cx, FAIL_INVALID, "Validation failed: Fields have a name or a value that is too long (maximum is %d characters)",
		              PROFILE_FIELD_MOST);
	return OK;
}

/* When the same link was verified: it stays so. */
static int64_t verified_at(const struct account *account, struct sv value)
{
	for (size_t i = 0; i < account->field_count; i++)
		if (account->fields[i].verified_at && sv_eq(account->fields[i].value, value))
			return account->fields[i].verified_at;
	return 0;
}

static enum fail put_field(struct ctx *cx, struct json *j, const struct profile_field *field, const struct account *before)
{
	int64_t verified = verified_at(before, field->value);
	struct sv html;
	TRY(check_field(cx, field));
	TRY(render(cx, field->value, true, &html));
	json_object(j);
	json_string(json_key(j, "name"), field->name);
	json_string(json_key(j, "value"), field->value);
	json_string(json_key(j, "html"), html);
	if (verified)
		json_int(json_key(j, "verified_at"), verified);
	json_end(j);
	return OK;
}

enum fail profile_fields_json(struct ctx *cx, const struct profile_field *fields, size_t count, struct sv *json_r)
{
	int64_t most = settings(cx)->max_profile_fields, written = 0;
	struct buf out = BUF(&cx->arena, JSON_MOST);
	struct json j = JSON(&out);
	struct account before;
	TRY(account_load(cx, cx->who.account_id, &before));
	json_array(&j);
	for (size_t i = 0; i < count; i++) {
		struct profile_field field = { sv_trim(fields[i].name), sv_trim(fields[i].value) };
		if (!field.name.n && !field.value.n)
			continue;
		if (++written > most)
			return refuse(cx, FAIL_INVALID, "Validation failed: Fields are too many (maximum is %lld)", (long long)most);
		TRY(put_field(cx, &j, &field, &before));
	}
	json_end(&j);
	*json_r = buf_sv(&out);
	return out.overflow ? broken(cx, "fields of a profile over %d bytes", JSON_MOST) : OK;
}

/* --- attribution domains ------------------------------------------------------------------------------------------------------------ */

static bool is_domain(struct sv domain)
{
	bool good = domain.n && domain.n <= LONGEST_DOMAIN && sv_has(domain, '.') && domain.p[0] != '.' && domain.p[domain.n - 1] != '.';
	for (size_t i = 0; i < domain.n && good; i++) {
		unsigned char c = (unsigned char)domain.p[i];
		good = c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
	}
	return good;
}

static struct sv without(struct sv s, struct sv prefix)
{
	return sv_starts(s, prefix) ? sv_from(s, prefix.n) : s;
}

static bool is_among(const struct sv *list, size_t count, struct sv s)
{
	for (size_t i = 0; i < count; i++)
		if (sv_eq(list[i], s))
			return true;
	return false;
}

enum fail profile_domains_json(struct ctx *cx, const struct sv *domains, size_t count, struct sv *json_r)
{
	struct sv *kept = arena_array(&cx->arena, struct sv, count + 1);
	struct buf out = BUF(&cx->arena, JSON_MOST);
	struct json j = JSON(&out);
	size_t kept_count = 0;
	json_array(&j);
	for (size_t i = 0; i < count; i++) {
		struct sv domain = ascii_lower(&cx->arena, sv_trim(domains[i]));
		domain = without(without(without(domain, SV("http://")), SV("https://")), SV("*."));
		if (!domain.n || is_among(kept, kept_count, domain))
			continue;
		if (!is_domain(domain))
			return refuse(cx, FAIL_INVALID, "Validation failed: Attribution domains have one that is not a valid domain name");
		if (kept_count == PROFILE_DOMAINS_MOST)
			return refuse(cx, FAIL_INVALID, "Validation failed: Attribution domains are too many (maximum is %d)", PROFILE_DOMAINS_MOST);
		kept[kept_count++] = domain;
		json_string(&j, domain);
	}
	json_end(&j);
	*json_r = buf_sv(&out);
	return OK;
}
