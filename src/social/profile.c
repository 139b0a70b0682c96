/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/profile.h"

#include "social/account.h"
#include "social/effect.h"
#include "social/follow.h"
#include "social/media.h"
#include "social/media_files.h"
#include "social/preference.h"
#include "social/profile_text.h"
#include "social/text.h"
#include "social/verify.h"

#include <unistd.h>

struct profile_change profile_unchanged(void)
{
	return (struct profile_change){
#define FLAG(name, yes) .name = PROFILE_AS_IS,
#include "social/profile_flag.def"
#undef FLAG
		.sensitive = PROFILE_AS_IS,
		.avatar.file = -1,
		.header.file = -1,
	};
}

/* --- check -------------------------------------------------------------------------------------------------------------------------- */

static enum fail check_length(struct ctx *cx, const char *what, struct sv text, int64_t most)
{
	if (text.p && (int64_t)text_graphemes(&cx->arena, sv_trim(text)) > most)
		return refuse(cx, FAIL_INVALID, "Validation failed: %s is too long (maximum is %lld characters)", what, (long long)most);
	return OK;
}

static enum fail check_note(struct ctx *cx, struct sv note)
{
	int64_t most = settings(cx)->max_note_chars;
	if (note.p && (int64_t)text_length(&cx->arena, sv_trim(note)) > most)
		return refuse(cx, FAIL_INVALID, "Validation failed: Note is too long (maximum is %lld characters)", (long long)most);
	return OK;
}

static enum fail check_choice(struct ctx *cx, const char *what, struct sv value, const char *const *choices)
{
	struct buf list = BUF(&cx->arena, 200);
	if (!value.p)
		return OK;
	for (; *choices; choices++) {
		if (sv_eq(value, sv_of(*choices)))
			return OK;
		buf_printf(&list, "%s%s", list.n ? ", " : "", *choices);
	}
	return refuse(cx, FAIL_INVALID, "Validation failed: %s is not included in the list: " SVF, what, SVA(buf_sv(&list)));
}

/* "", "en", "pt-BR" */
static enum fail check_language(struct ctx *cx, struct sv language)
{
	struct sv rest = language, first;
	sv_cut(&rest, '-', &first);
	bool good = !language.n || first.n == 2 || first.n == 3;
	good = good && rest.n <= 8;
	for (size_t i = 0; i < language.n && good; i++)
		good = language.p[i] == '-' || (language.p[i] >= '0' && language.p[i] <= '9') || (language.p[i] | 32) - 'a' + 0u < 26;
	return good ? OK : refuse(cx, FAIL_INVALID, "Validation failed: Language is not a code of ISO 639, like \"en\"");
}

static enum fail check_posting(struct ctx *cx, const struct profile_change *change)
{
	static const char *const visibilities[] = { "public", "unlisted", "private", NULL };
	static const char *const policies[] = { "public", "followers", "nobody", NULL };
	TRY(check_choice(cx, "Privacy", change->visibility, visibilities));
	TRY(check_choice(cx, "Quote policy", change->quote_policy, policies));
	return check_language(cx, change->language);
}

static enum fail check_picture(struct ctx *cx, const char *what, const struct profile_picture *picture)
{
	char head[MEDIA_SNIFF];
	if (picture->file < 0)
		return OK;
	if (picture->bytes > PROFILE_PICTURE_MOST)
		return refuse(cx, FAIL_INVALID, "Validation failed: %s file size must be less than %d MB", what, PROFILE_PICTURE_MOST >> 20);
	ssize_t n = pread(picture->file, head, sizeof(head), 0);
	if (n > 0 && media_format_kind(media_format_sniff((struct sv){ head, (size_t)n })) == MEDIA_PICTURE)
		return OK;
	return refuse(cx, FAIL_INVALID, "Validation failed: %s must be an image: JPEG, PNG, GIF, WebP, HEIC or AVIF", what);
}

static enum fail check(struct ctx *cx, const struct profile_change *change)
{
	TRY(check_length(cx, "Display name", change->display_name, PROFILE_NAME_MOST));
	TRY(check_note(cx, change->note));
	TRY(check_length(cx, "Avatar description", change->avatar_description, MEDIA_DESCRIPTION_MOST));
	TRY(check_length(cx, "Header description", change->header_description, MEDIA_DESCRIPTION_MOST));
	TRY(check_posting(cx, change));
	TRY(check_picture(cx, "Avatar", &change->avatar));
	return check_picture(cx, "Header", &change->header);
}

/* --- prepare ------------------------------------------------------------------------------------------------------------------------ */

/* A profile cannot be held back as a status can: a verdict to hold it leaves it as it was. */
static enum fail pass_gate(struct ctx *cx, struct profile_edit *edit)
{
	const struct profile_change *change = edit->change;
	struct sv *more = arena_array(&cx->arena, struct sv, 3 + 2 * change->field_count);
	struct gate_item item = { .kind = GATE_PROFILE, .account_id = cx->who.account_id, .text = change->note, .more = more };
	const struct sv texts[] = { change->display_name, change->avatar_description, change->header_description };
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (texts[i].n)
			more[item.more_count++] = texts[i];
	for (size_t i = 0; i < change->field_count; i++) {
		more[item.more_count++] = change->fields[i].name;
		more[item.more_count++] = change->fields[i].value;
	}
	if (!item.text.n && !item.more_count)
		return OK;
	edit->item = item;
	gate_judge(cx, &edit->item, &edit->judgement);
	return gate_admit_now(cx, &edit->item, &edit->judgement);
}

static enum fail make_picture(struct ctx *cx, const struct profile_picture *picture, enum media_mode mode, struct profile_files *files_r)
{
	struct media_result made;
	if (picture->file < 0)
		return OK;
	TRY(media_make(cx, picture->file, mode, &made));
	*files_r = (struct profile_files){ made.file, made.preview };
	return OK;
}

static void unlink_both(struct ctx *cx, const struct profile_files *files)
{
	media_unlink(cx, files->file);
	media_unlink(cx, files->still);
}

enum fail profile_prepare(struct ctx *cx, const struct profile_change *change, struct profile_edit *edit_r)
{
	*edit_r = (struct profile_edit){ .change = change };
	TRY(check(cx, change));
	TRY(profile_note_html(cx, sv_trim(change->note), &edit_r->note_html));
	TRY(profile_fields_json(cx, change->fields, change->field_count, &edit_r->fields));
	TRY(profile_domains_json(cx, change->domains, change->domain_count, &edit_r->domains));
	TRY(pass_gate(cx, edit_r));
	TRY(make_picture(cx, &change->avatar, MEDIA_AVATAR, &edit_r->new_avatar));
	enum fail fail = make_picture(cx, &change->header, MEDIA_HEADER, &edit_r->new_header);
	if (fail != OK)
		unlink_both(cx, &edit_r->new_avatar);
	return fail;
}

/* --- save --------------------------------------------------------------------------------------------------------------------------- */

static void take_texts(const struct profile_edit *edit, struct profile_row *row)
{
	const struct profile_change *change = edit->change;
	if (change->display_name.p)
		row->display_name = sv_trim(change->display_name);
	if (change->avatar_description.p)
		row->avatar_description = sv_trim(change->avatar_description);
	if (change->header_description.p)
		row->header_description = sv_trim(change->header_description);
	if (change->note.p) {
		row->note = sv_trim(change->note);
		row->note_html = edit->note_html;
	}
	if (change->fields_sent)
		row->fields = edit->fields;
	if (change->domains_sent)
		row->attribution_domains = edit->domains;
}

static void take_flags(const struct profile_change *change, struct profile_row *row)
{
#define FLAG(name, yes)                     \
	if (change->name != PROFILE_AS_IS)  \
		row->name = change->name == PROFILE_YES;
#include "social/profile_flag.def"
#undef FLAG
}

/* Returns what is replaced. */
static struct profile_files take_picture(const struct profile_files *made, struct sv *file, struct sv *still)
{
	struct profile_files old = { *file, *still };
	if (!made->file.n)
		return (struct profile_files){ SV_NONE, SV_NONE };
	*file = made->file;
	*still = made->still.n ? made->still : SV_NONE;
	return old;
}

static struct profile_files drop_picture(struct sv *file, struct sv *still, struct sv *description)
{
	struct profile_files old = { *file, *still };
	*file = *still = SV_NONE;
	*description = SV("");
	return old;
}

static void take_pictures(struct profile_edit *edit, struct profile_row *row)
{
	edit->old_avatar = edit->change->avatar.gone ? drop_picture(&row->avatar, &row->avatar_static, &row->avatar_description)
	                                             : take_picture(&edit->new_avatar, &row->avatar, &row->avatar_static);
	edit->old_header = edit->change->header.gone ? drop_picture(&row->header, &row->header_static, &row->header_description)
	                                             : take_picture(&edit->new_header, &row->header, &row->header_static);
}

static enum fail save_posting(struct ctx *cx, const struct profile_change *change)
{
	int64_t id = cx->who.account_id;
	if (change->visibility.p)
		TRY(preference_put(cx, id, SV("posting_default_visibility"), change->visibility));
	if (change->quote_policy.p)
		TRY(preference_put(cx, id, SV("posting_default_quote_policy"), change->quote_policy));
	if (change->language.p)
		TRY(preference_put(cx, id, SV("posting_default_language"), change->language));
	if (change->sensitive != PROFILE_AS_IS)
		TRY(preference_put(cx, id, SV("posting_default_sensitive"), change->sensitive == PROFILE_YES ? SV("yes") : SV("no")));
	return OK;
}

/* So that people find it by its new name. */
static enum fail index_names(struct ctx *cx)
{
	struct account_row row;
	TRY(q_account_get(cx, cx->who.account_id, &row));
	TRY(q_account_text_delete(cx, row.id));
	return q_account_text_insert(cx, row.id, arena_printf(&cx->arena, SVF " " SVF, SVA(row.username), SVA(row.display_name)));
}

static bool has_links(const struct profile_change *change)
{
	for (size_t i = 0; i < change->field_count; i++)
		if (verify_may(&(struct account_field){ .value = change->fields[i].value }))
			return true;
	return false;
}

enum fail profile_save(struct ctx *cx, void *arg)
{
	struct profile_edit *edit = arg;
	const struct profile_change *change = edit->change;
	struct profile_row row;
	int64_t id = cx->who.account_id;
	TRY(q_profile_get(cx, id, &row));
	bool opened = row.locked && change->locked == PROFILE_NO;
	take_texts(edit, &row);
	take_flags(change, &row);
	take_pictures(edit, &row);
	TRY(q_profile_put(cx, id, &row));
	if (change->display_name.p)
		TRY(index_names(cx));
	TRY(save_posting(cx, change));
	if (has_links(change))
		TRY(verify_later(cx));
	TRY(gate_keep(cx, &edit->item, &edit->judgement, id));
	effect_add(cx, EFFECT_ACCOUNT, id, 0);
	return opened ? follow_authorize_all(cx) : OK;
}

void profile_finish(struct ctx *cx, const struct profile_edit *edit, enum fail saved)
{
	unlink_both(cx, saved == OK ? &edit->old_avatar : &edit->new_avatar);
	unlink_both(cx, saved == OK ? &edit->old_header : &edit->new_header);
}
