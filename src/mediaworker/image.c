/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mediaworker/image.h"

#include "mediaworker/movie.h"
#include "mediaworker/webp.h"

#include <math.h>
#include <stdio.h>
#include <vips/vips.h>
#include <vips/vector.h>

enum { HASH_SIDE = 32, AVATAR_SIDE = 400, HEADER_WIDTH = 1500, HEADER_HEIGHT = 500, EMOJI_SIDE = 128, BANNER_WIDTH = 1200, BANNER_HEIGHT = 630,
       ICON_SIDE = 512, LOGO_SMALL = 192, TILE_SMALL = 180, QUALITY = 85, MANY_FRAMES = 2000 };
enum { SIDE_AT_MOST = 16383 }; /* of a WebP image */

/* What a picture is to fit; crop: fill all of it, and lose what juts out. */
struct fit {
	int width, height;
	bool crop;
};

void image_start(void)
{
	if (VIPS_INIT("folkmoot-media"))
		broke("libvips does not start: %s", vips_error_buffer());
	vips_block_untrusted_set(TRUE);
	vips_concurrency_set(2);
	vips_cache_set_max(0);
	vips_vector_set_enabled(FALSE); /* it writes machine code at run time, which the sandbox denies */
}

static void sound(int failed)
{
	if (failed)
		refused("This image is damaged or incomplete. Open it in an image program, save it anew, and send that.");
}

/* The loader is chosen by our own look at the first bytes, so libvips' many others are never reached. Lazy: only the header
 * is read until pixels are asked for. A file that ends too early is refused rather than filled with grey. */
static int load(struct sv file, enum media_format format, int frames, VipsImage **image_r)
{
	void *p = (void *)(uintptr_t)file.p; /* libvips does not write there */
	switch (format) {
	case MEDIA_JPEG:
		return vips_jpegload_buffer(p, file.n, image_r, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
	case MEDIA_PNG:
		return vips_pngload_buffer(p, file.n, image_r, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
	case MEDIA_GIF:
		return vips_gifload_buffer(p, file.n, image_r, "n", frames, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
	case MEDIA_WEBP:
		return vips_webpload_buffer(p, file.n, image_r, "n", frames, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
	case MEDIA_HEIC:
	case MEDIA_AVIF:
		return vips_heifload_buffer(p, file.n, image_r, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
	default:
		return -1;
	}
}

static void check_pixels(const VipsImage *header, int frames, int64_t most)
{
	int64_t pixels = (int64_t)header->Xsize * header->Ysize * frames;
	if (pixels <= most)
		return;
	if (frames > 1)
		refused("This animation has %d frames of %dx%d pixels, more than the %lld million pixels allowed. Send a shorter or smaller one.",
		        frames, header->Xsize, header->Ysize, (long long)(most / 1000000));
	refused("This image has %dx%d pixels, more than the %lld million allowed. Make it smaller and send it again.", header->Xsize,
	        header->Ysize, (long long)(most / 1000000));
}

static VipsImage *to_srgb(VipsImage *image)
{
	VipsImage *out = NULL, *bytes = NULL;
	if (!vips_image_get_typeof(image, VIPS_META_ICC_NAME) ||
	    vips_icc_transform(image, &out, "srgb", "embedded", TRUE, "depth", 8, NULL)) {
		vips_error_clear(); /* a broken profile is no reason to refuse the picture */
		sound(vips_colourspace(image, &out, VIPS_INTERPRETATION_sRGB, NULL));
	}
	sound(vips_cast_uchar(out, &bytes, NULL));
	if (bytes->Bands > 4)
		sound(vips_extract_band(bytes, &out, 0, "n", 3, NULL));
	return bytes->Bands > 4 ? out : bytes;
}

static VipsImage *resize(VipsImage *image, struct fit fit)
{
	VipsImage *out = NULL;
	if (!fit.crop && fit.width >= image->Xsize && fit.height >= image->Ysize)
		return image;
	sound(vips_thumbnail_image(image, &out, fit.width, "height", fit.height, "size", fit.crop ? VIPS_SIZE_BOTH : VIPS_SIZE_FORCE, "crop",
	                           fit.crop ? VIPS_INTERESTING_CENTRE : VIPS_INTERESTING_NONE, "no_rotate", TRUE, NULL));
	return out;
}

static int at_least_1(double side)
{
	return side < 1 ? 1 : (int)side;
}

static struct fit fit_area(int width, int height, int64_t pixels)
{
	double scale = fmin(1, sqrt((double)pixels / ((double)width * height)));
	scale = fmin(scale, (double)SIDE_AT_MOST / (width > height ? width : height));
	return (struct fit){ .width = at_least_1(width * scale), .height = at_least_1(height * scale) };
}

static struct fit fit_side(int width, int height, int side)
{
	double scale = fmin(1, (double)side / (width > height ? width : height));
	return (struct fit){ .width = at_least_1(width * scale), .height = at_least_1(height * scale) };
}

static struct fit fit_mode(const struct work *work, int width, int height)
{
	switch (work->mode) {
	case MEDIA_AVATAR:
		return (struct fit){ AVATAR_SIDE, AVATAR_SIDE, true };
	case MEDIA_HEADER:
		return (struct fit){ HEADER_WIDTH, HEADER_HEIGHT, true };
	case MEDIA_EMOJI:
		return fit_side(width, height, EMOJI_SIDE);
	case MEDIA_BANNER:
		return (struct fit){ BANNER_WIDTH, BANNER_HEIGHT, true };
	case MEDIA_BANK:
		return fit_side(width, height, PDQ_POINTS_SIDE);
	default:
		return fit_area(width, height, work->limits.keep_pixels);
	}
}

/* Decodes, once: what comes after reads from memory. */
static VipsImage *in_memory(VipsImage *image)
{
	VipsImage *out = vips_image_copy_memory(image);
	sound(!out);
	return out;
}

/* All that the file said beside its pixels: EXIF, XMP, IPTC, profiles, comments. The savers are told to strip too; this is for
 * what a saver forgets. */
static VipsImage *strip(VipsImage *image)
{
	static const char *const kept[] = { VIPS_META_PAGE_HEIGHT, VIPS_META_N_PAGES, "delay", "loop" };
	VipsImage *out = NULL;
	sound(vips_copy(image, &out, NULL));
	char **fields = vips_image_get_fields(out);
	for (char **field = fields; *field; field++) {
		bool keep = false;
		for (size_t i = 0; i < COUNT_OF(kept); i++)
			keep |= strcmp(*field, kept[i]) == 0;
		if (!keep)
			vips_image_remove(out, *field);
	}
	g_strfreev(fields);
	return out;
}

static void save(VipsImage *image, enum media_format format, int fd)
{
	void *p = NULL;
	size_t n = 0;
	int failed = -1;
	VipsImage *bare = strip(image);
	if (format == MEDIA_JPEG)
		failed = vips_jpegsave_buffer(bare, &p, &n, "Q", QUALITY, "optimize_coding", TRUE, "strip", TRUE, NULL);
	else if (format == MEDIA_PNG)
		failed = vips_pngsave_buffer(bare, &p, &n, "strip", TRUE, NULL);
	else if (format == MEDIA_WEBP)
		failed = vips_webpsave_buffer(bare, &p, &n, "Q", QUALITY, "strip", TRUE, NULL);
	else if (format == MEDIA_GIF)
		failed = vips_gifsave_buffer(bare, &p, &n, "strip", TRUE, NULL);
	sound(failed); /* pixels are decoded here at the latest, so a failure is the file's */
	file_write(fd, p, format == MEDIA_WEBP ? webp_drop_metadata(p, n) : n);
	g_free(p);
}

static VipsImage *without_alpha(VipsImage *image)
{
	VipsImage *out = NULL;
	double white[] = { 255, 255, 255 };
	if (!vips_image_hasalpha(image))
		return image;
	VipsArrayDouble *background = vips_array_double_new(white, 3);
	sound(vips_flatten(image, &out, "background", background, NULL));
	return out;
}

/* What hash banks know it by. */
static void find_print(struct work *work, VipsImage *image)
{
	size_t n = 0;
	VipsImage *small = without_alpha(resize(image, fit_side(image->Xsize, image->Ysize, PDQ_POINTS_SIDE)));
	uint8_t *rgb = vips_image_write_to_memory(small, &n);
	sound(!rgb || small->Bands != 3);
	(work->mode == MEDIA_BANK ? copies_to_bank : copies_to_ask)(&work->arena, rgb, small->Xsize, small->Ysize, &work->found.print);
	g_free(rgb);
}

static void find_hash(struct work *work, VipsImage *image)
{
	size_t n = 0;
	VipsImage *tiny = without_alpha(resize(image, fit_side(image->Xsize, image->Ysize, HASH_SIDE)));
	uint8_t *rgb = vips_image_write_to_memory(tiny, &n);
	unsigned long sums[3] = { 0, 0, 0 }, pixels = n / 3;
	sound(!rgb || tiny->Bands != 3);
	bool wide = tiny->Xsize >= tiny->Ysize;
	blurhash_encode(rgb, tiny->Xsize, tiny->Ysize, wide ? 4 : 3, wide ? 3 : 4, work->found.blurhash);
	for (size_t i = 0; i < n; i++)
		sums[i % 3] += rgb[i];
	snprintf(work->found.colour, sizeof(work->found.colour), "#%02x%02x%02x", (unsigned)(sums[0] / pixels) & 255,
	         (unsigned)(sums[1] / pixels) & 255, (unsigned)(sums[2] / pixels) & 255);
	find_print(work, image);
}

static void make_preview(struct work *work, VipsImage *image, enum media_format format)
{
	VipsImage *small = in_memory(resize(image, fit_area(image->Xsize, image->Ysize, work->limits.small_pixels)));
	save(small, format, MEDIA_FD_PREVIEW);
	work->found.preview_format = format;
	work->found.small = (struct picture_size){ small->Xsize, small->Ysize };
	find_hash(work, small);
}

static enum media_format format_kept(enum media_format format, VipsImage *image)
{
	if (format == MEDIA_PNG || format == MEDIA_WEBP)
		return format;
	if (format == MEDIA_GIF)
		return MEDIA_PNG;
	return vips_image_hasalpha(image) ? MEDIA_WEBP : MEDIA_JPEG;
}

/* --- icons: always PNG, always square ---------------------------------------------------------------------------------------------- */

static VipsImage *fitted(VipsImage *image, int side, bool fill)
{
	VipsImage *out = NULL;
	sound(vips_thumbnail_image(image, &out, side, "height", side, "crop", fill ? VIPS_INTERESTING_CENTRE : VIPS_INTERESTING_NONE,
	                           "no_rotate", TRUE, NULL));
	return out;
}

/* In the middle of a square that can be seen through. */
static VipsImage *centred(VipsImage *image, int side)
{
	double clear[] = { 0, 0, 0, 0 };
	VipsImage *with_alpha = image, *out = NULL;
	VipsArrayDouble *background = vips_array_double_new(clear, 4);
	if (!vips_image_hasalpha(image))
		sound(vips_addalpha(image, &with_alpha, NULL));
	sound(vips_gravity(with_alpha, &out, VIPS_COMPASS_DIRECTION_CENTRE, side, side, "extend", VIPS_EXTEND_BACKGROUND, "background", background,
	                   NULL));
	return out;
}

/* A tile is cut to a circle or less by home screens: what has a ground of its own fills it, the rest stands on white, within the
 * circle that is always left (Web App Manifest: "maskable"). */
static VipsImage *icon(const struct work *work, VipsImage *image, int side)
{
	bool alpha = vips_image_hasalpha(image);
	if (work->mode == MEDIA_LOGO)
		return centred(fitted(image, side, false), side);
	return alpha ? without_alpha(centred(fitted(image, side * 5 / 8, false), side)) : fitted(image, side, true);
}

static void make_icons(struct work *work, VipsImage *loaded)
{
	VipsImage *upright = NULL;
	sound(vips_autorot(loaded, &upright, NULL));
	VipsImage *image = in_memory(to_srgb(upright)), *large = in_memory(icon(work, image, ICON_SIDE));
	save(large, MEDIA_PNG, MEDIA_FD_KEEP);
	save(in_memory(icon(work, image, work->mode == MEDIA_LOGO ? LOGO_SMALL : TILE_SMALL)), MEDIA_PNG, MEDIA_FD_PREVIEW);
	work->found.format = work->found.preview_format = MEDIA_PNG;
	work->found.size = (struct picture_size){ large->Xsize, large->Ysize };
	find_hash(work, large);
}

static void make_still(struct work *work, VipsImage *loaded)
{
	VipsImage *upright = NULL;
	sound(vips_autorot(loaded, &upright, NULL));
	VipsImage *image = to_srgb(upright);
	image = in_memory(resize(image, fit_mode(work, image->Xsize, image->Ysize)));
	work->found.format = format_kept(work->format, image);
	work->found.size = (struct picture_size){ image->Xsize, image->Ysize };
	save(image, work->found.format, MEDIA_FD_KEEP);
	if (work->mode == MEDIA_ATTACHMENT)
		make_preview(work, image, work->found.format);
	else
		find_hash(work, image);
}

/* Frames lie one below the other in one tall image. */
static VipsImage *make_frame(const struct work *work, VipsImage *strip_of_frames, int height, int k)
{
	VipsImage *frame = NULL;
	sound(vips_crop(strip_of_frames, &frame, 0, k * height, strip_of_frames->Xsize, height, NULL));
	vips_image_remove(frame, VIPS_META_PAGE_HEIGHT);
	vips_image_remove(frame, VIPS_META_N_PAGES);
	frame = to_srgb(frame);
	return in_memory(resize(frame, fit_mode(work, frame->Xsize, frame->Ysize)));
}

/* An animation stays one; beside it goes a still twin (or, of an attachment, the preview). */
static void make_animation(struct work *work, VipsImage *loaded, int frames)
{
	int height = vips_image_get_page_height(loaded);
	VipsImage *all = NULL, **each = g_new(VipsImage *, (size_t)frames);
	for (int k = 0; k < frames; k++)
		each[k] = make_frame(work, loaded, height, k);
	sound(vips_arrayjoin(each, &all, frames, "across", 1, NULL));
	VipsImage *image = strip(all);
	vips_image_set_int(image, VIPS_META_PAGE_HEIGHT, each[0]->Ysize);
	work->found.format = work->format;
	work->found.size = (struct picture_size){ each[0]->Xsize, each[0]->Ysize };
	save(image, work->format, MEDIA_FD_KEEP);
	if (work->mode == MEDIA_ATTACHMENT) {
		make_preview(work, each[0], work->format);
		return;
	}
	save(each[0], MEDIA_PNG, MEDIA_FD_PREVIEW);
	work->found.preview_format = MEDIA_PNG;
	find_hash(work, each[0]);
}

static void check_emoji(const struct work *work)
{
	if (work->mode != MEDIA_EMOJI)
		return;
	if (work->format != MEDIA_PNG && work->format != MEDIA_GIF && work->format != MEDIA_WEBP)
		refused("A custom emoji must be a PNG, GIF or WebP image.");
	if (work->input.n > (size_t)work->limits.emoji_bytes)
		refused("A custom emoji may have %lld KB; this one has %zu. Make it smaller.", (long long)(work->limits.emoji_bytes / 1024),
		        (work->input.n + 1023) / 1024);
}

void image_make(struct work *work)
{
	VipsImage *image = NULL;
	check_emoji(work);
	sound(load(work->input, work->format, 1, &image));
	bool moves = work->mode < MEDIA_BANNER && (work->format == MEDIA_GIF || work->format == MEDIA_WEBP); /* of the others, the first frame */
	int frames = moves ? vips_image_get_n_pages(image) : 1;
	work->found.type = "image";
	if (frames > 1 && work->format == MEDIA_GIF && work->mode == MEDIA_ATTACHMENT) {
		movie_make(work); /* a tenth of its size */
		return;
	}
	check_pixels(image, frames, work->limits.max_pixels);
	if (frames > MANY_FRAMES)
		refused("This animation has %d frames; it may have %d. Send a shorter one.", frames, MANY_FRAMES);
	if (frames == 1) {
		if (work->mode == MEDIA_LOGO || work->mode == MEDIA_TILE)
			make_icons(work, image);
		else
			make_still(work, image);
		return;
	}
	sound(load(work->input, work->format, -1, &image));
	make_animation(work, image, frames);
}

void image_preview_frame(struct work *work, const uint8_t *rgb, struct picture_size size, int turn)
{
	VipsImage *turned = NULL, *image = vips_image_new_from_memory(rgb, (size_t)size.width * (size_t)size.height * 3, size.width,
	                                                              size.height, 3, VIPS_FORMAT_UCHAR);
	sound(!image);
	image->Type = VIPS_INTERPRETATION_sRGB;
	sound(vips_rot(image, &turned, (VipsAngle)(VIPS_ANGLE_D0 + turn), NULL));
	make_preview(work, turned, MEDIA_JPEG);
}

bool image_preview_cover(struct work *work, struct sv file)
{
	VipsImage *image = NULL, *upright = NULL;
	enum media_format format = media_format_sniff(file);
	if ((format != MEDIA_JPEG && format != MEDIA_PNG) || load(file, format, 1, &image) ||
	    (int64_t)image->Xsize * image->Ysize > work->limits.max_pixels)
		return false;
	sound(vips_autorot(image, &upright, NULL));
	make_preview(work, without_alpha(to_srgb(upright)), MEDIA_JPEG);
	return true;
}
