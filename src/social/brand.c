/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/brand.h"

#include "social/audit.h"
#include "social/effect.h"
#include "social/media_files.h"

#include <sys/stat.h>

enum { FILES = 4 };
static const char *const names[][FILES] = { [BRAND_LOGO] = { "logo", "logo_small", "logo_tile", "logo_touch" }, [BRAND_BANNER] = { "thumbnail" } };
static const char *const actions[][2] = { [BRAND_LOGO] = { "brand.logo", "brand.no_logo" }, [BRAND_BANNER] = { "brand.banner", "brand.no_banner" } };

struct change {
	enum brand_picture which;
	struct sv files[FILES], old[FILES]; /* by names[which]; files none: it goes */
};

static void drop_files(struct ctx *cx, const struct sv files[FILES])
{
	for (size_t i = 0; i < FILES; i++)
		media_unlink(cx, files[i]);
}

static enum fail write_change(struct ctx *cx, void *arg)
{
	struct change *change = arg;
	const struct settings *set = settings(cx);
	const struct sv old[][FILES] = { [BRAND_LOGO] = { set->logo, set->logo_small, set->logo_tile, set->logo_touch },
		                         [BRAND_BANNER] = { set->thumbnail } };
	memcpy(change->old, old[change->which], sizeof(change->old));
	for (size_t i = 0; i < FILES && names[change->which][i]; i++)
		TRY(setting_put(cx, sv_of(names[change->which][i]), change->files[i].p ? change->files[i] : SV("")));
	return audit_write(cx, actions[change->which][!change->files[0].n], "community", 0, SV(""));
}

static enum fail make_logo(struct ctx *cx, int file, struct sv files[FILES])
{
	struct media_result logo, tile;
	TRY(media_make(cx, file, MEDIA_LOGO, &logo));
	files[0] = logo.file;
	files[1] = logo.preview;
	TRY(media_make(cx, file, MEDIA_TILE, &tile));
	files[2] = tile.file;
	files[3] = tile.preview;
	return OK;
}

static enum fail make(struct ctx *cx, enum brand_picture which, int file, struct sv files[FILES])
{
	struct media_result banner;
	if (which == BRAND_LOGO)
		return make_logo(cx, file, files);
	TRY(media_make(cx, file, MEDIA_BANNER, &banner));
	files[0] = banner.file;
	return OK;
}

enum fail brand_put(struct ctx *cx, enum brand_picture which, int file)
{
	struct stat about;
	struct change change = { .which = which };
	if (fstat(file, &about) < 0 || !S_ISREG(about.st_mode) || !about.st_size)
		return refuse(cx, FAIL_INVALID, "Choose a picture first.");
	if (about.st_size > BRAND_MOST_BYTES)
		return refuse(cx, FAIL_INVALID, "The picture may have %d MB.", BRAND_MOST_BYTES >> 20);
	enum fail fail = make(cx, which, file, change.files);
	if (fail == OK)
		fail = effects_write(cx, write_change, &change);
	drop_files(cx, fail == OK ? change.old : change.files);
	return fail;
}

enum fail brand_drop(struct ctx *cx, enum brand_picture which)
{
	struct change change = { .which = which };
	TRY(effects_write(cx, write_change, &change));
	drop_files(cx, change.old);
	return OK;
}
