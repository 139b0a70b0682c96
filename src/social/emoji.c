/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/emoji.h"

#include "base/id.h"
#include "base/utf8.h"
#include "social/audit.h"
#include "social/effect.h"
#include "social/media_files.h"
#include "store/q.h"

#include <sys/stat.h>

enum { SHORTEST = 2, LONGEST = 30, LONGEST_CATEGORY = 50, MOST_BYTES = 256 << 10 };

static enum fail check_category(struct ctx *cx, struct sv category)
{
	if (utf8_count(category) > LONGEST_CATEGORY)
		return refuse(cx, FAIL_INVALID, "The name of a category has at most %d characters.", LONGEST_CATEGORY);
	return OK;
}

static enum fail check(struct ctx *cx, const struct emoji_draft *draft)
{
	struct stat about;
	bool fits = draft->shortcode.n >= SHORTEST && draft->shortcode.n <= LONGEST;
	for (size_t i = 0; i < draft->shortcode.n; i++) {
		char c = draft->shortcode.p[i];
		fits = fits && (c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
	}
	if (!fits)
		return refuse(cx, FAIL_INVALID, "A shortcode has %d to %d of a-z, A-Z, 0-9 and _.", SHORTEST, LONGEST);
	if (fstat(draft->file, &about) < 0 || !S_ISREG(about.st_mode) || about.st_size > MOST_BYTES)
		return refuse(cx, FAIL_INVALID, "The picture must be a file of at most %d KB.", MOST_BYTES >> 10);
	return check_category(cx, draft->category);
}

struct change {
	struct sv shortcode, category, file, still; /* file none: take it away */
	struct emoji_files_row old;
};

static enum fail write_change(struct ctx *cx, void *arg)
{
	struct change *change = arg;
	enum fail fail = q_emoji_files(cx, change->shortcode, &change->old);
	if (fail != OK && (fail != FAIL_NOT_FOUND || !change->file.n))
		return fail;
	int64_t id = fail == OK ? change->old.id : id_new(cx->now);
	effect_add(cx, EFFECT_EMOJIS, 0, 0);
	if (change->file.n)
		TRY(q_emoji_put(cx, id, change->shortcode, change->file, change->still, change->category));
	else
		TRY(q_emoji_delete(cx, change->shortcode));
	return audit_write(cx, change->file.n ? "emoji.add" : "emoji.remove", "emoji", id, change->shortcode);
}

static void drop_files(struct ctx *cx, struct sv file, struct sv still)
{
	media_unlink(cx, file);
	if (!sv_eq(file, still))
		media_unlink(cx, still);
}

static enum fail run(struct ctx *cx, struct change *change)
{
	TRY(effects_write(cx, write_change, change));
	drop_files(cx, change->old.file, change->old.static_file);
	return OK;
}

enum fail emoji_add(struct ctx *cx, const struct emoji_draft *draft)
{
	struct media_result made;
	TRY(check(cx, draft));
	TRY(media_make(cx, draft->file, MEDIA_EMOJI, &made));
	struct change change = { .shortcode = draft->shortcode, .category = draft->category, .file = made.file };
	change.still = made.preview.n ? made.preview : made.file;
	enum fail fail = run(cx, &change);
	if (fail != OK)
		drop_files(cx, change.file, change.still);
	return fail;
}

enum fail emoji_remove(struct ctx *cx, struct sv shortcode)
{
	return run(cx, &(struct change){ .shortcode = shortcode });
}

enum fail emoji_alter(struct ctx *cx, const struct emoji_change *change)
{
	struct emoji_files_row row;
	int64_t changes;
	struct sv category = sv_trim(change->category);
	TRY(check_category(cx, category));
	TRY(q_emoji_files(cx, change->shortcode, &row));
	TRY(q_emoji_change(cx, change->shortcode, category.n ? category : SV_NONE, change->visible, change->disabled, &changes));
	effect_add(cx, EFFECT_EMOJIS, 0, 0);
	return audit_write(cx, change->disabled ? "emoji.disable" : "emoji.change", "emoji", row.id, change->shortcode);
}
