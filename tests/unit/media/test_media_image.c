/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pictures through the real worker: what comes back is upright, small enough, and knows nothing of its maker. */
#include "picture.h"
#include "upload.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static struct sv halves(struct upload *up, int width, int height, enum media_format format)
{
	return picture_file(&up->cx.arena, picture_halves(width, height), format);
}

static void assert_redder(VipsImage *image, int x, int y, bool redder)
{
	double *pixel = NULL;
	int bands = 0;
	assert_int_equal(vips_getpoint(image, &pixel, &bands, x, y, NULL), 0);
	assert_true((pixel[0] > pixel[2] + 100) == redder);
	assert_true((pixel[2] > pixel[0] + 100) == !redder);
	g_free(pixel);
}

static void assert_no_metadata(struct sv file, enum media_format format)
{
	VipsImage *image = picture_read(file, format);
	assert_int_equal(vips_image_get_typeof(image, VIPS_META_EXIF_NAME), 0);
	assert_int_equal(vips_image_get_typeof(image, VIPS_META_XMP_NAME), 0);
	assert_int_equal(vips_image_get_typeof(image, VIPS_META_IPTC_NAME), 0);
	assert_int_equal(vips_image_get_typeof(image, VIPS_META_ICC_NAME), 0);
	assert_true(sv_find(file, SV("Exif")) < 0);
	assert_secret_free(file);
	g_object_unref(image);
}

static void a_photograph_loses_place_and_maker_and_stands_upright(void **state)
{
	struct upload *up = *state;
	struct sv jpeg = picture_jpeg_with_secrets(&up->cx.arena, halves(up, 80, 40, MEDIA_JPEG), 6);
	VipsImage *before = picture_read(jpeg, MEDIA_JPEG);
	assert_int_not_equal(vips_image_get_typeof(before, "exif-ifd3-GPSLatitude"), 0); /* the upload does hold it */
	assert_int_not_equal(vips_image_get_typeof(before, VIPS_META_XMP_NAME), 0);
	assert_int_not_equal(vips_image_get_typeof(before, VIPS_META_IPTC_NAME), 0);
	upload_make(up, jpeg);
	assert_int_equal(up->result.format, MEDIA_JPEG);
	assert_int_equal(up->result.width, 40);
	assert_int_equal(up->result.height, 80);
	assert_no_metadata(up->file, MEDIA_JPEG);
	assert_no_metadata(up->preview, MEDIA_JPEG);
	VipsImage *after = picture_read(up->file, MEDIA_JPEG); /* orientation 6: a quarter turn clockwise, so left is up */
	assert_int_equal(after->Xsize, 40);
	assert_redder(after, 20, 20, true);
	assert_redder(after, 20, 60, false);
}

static void every_orientation_comes_back_upright(void **state)
{
	static const struct {
		int orientation;
		bool turned, red_first; /* red at the left, or at the top when turned */
	} rows[] = { { 1, false, true }, { 2, false, false }, { 3, false, false }, { 4, false, true },
		     { 5, true, true },  { 6, true, true },   { 7, true, false },  { 8, true, false } };
	struct upload *up = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		upload_make(up, picture_jpeg_with_secrets(&up->cx.arena, halves(up, 80, 40, MEDIA_JPEG), rows[i].orientation));
		VipsImage *after = picture_read(up->file, MEDIA_JPEG);
		assert_int_equal(after->Xsize, rows[i].turned ? 40 : 80);
		assert_redder(after, rows[i].turned ? 20 : 10, rows[i].turned ? 10 : 20, rows[i].red_first);
	}
}

static void png_and_webp_lose_their_metadata_too(void **state)
{
	struct upload *up = *state;
	VipsImage *image = NULL;
	struct sv exif = picture_exif(&up->cx.arena, 1);
	vips_copy(picture_halves(64, 48), &image, NULL);
	vips_image_set_blob_copy(image, VIPS_META_EXIF_NAME, exif.p, exif.n);
	vips_image_set_blob_copy(image, VIPS_META_XMP_NAME, SECRET_PLACE, sizeof(SECRET_PLACE));
	vips_image_set_string(image, "png-comment-0-Location", SECRET_PLACE);
	for (int webp = 0; webp < 2; webp++) {
		enum media_format format = webp ? MEDIA_WEBP : MEDIA_PNG;
		struct sv file = picture_file(&up->cx.arena, image, format);
		assert_int_not_equal(vips_image_get_typeof(picture_read(file, format), VIPS_META_EXIF_NAME), 0);
		assert_int_not_equal(vips_image_get_typeof(picture_read(file, format), VIPS_META_XMP_NAME), 0);
		upload_make(up, file);
		assert_int_equal(up->result.format, format);
		assert_no_metadata(up->file, format);
		assert_no_metadata(up->preview, format);
	}
}

static void heic_and_avif_become_jpeg(void **state)
{
	struct upload *up = *state;
	static const enum media_format formats[] = { MEDIA_HEIC, MEDIA_AVIF };
	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		upload_make(up, halves(up, 128, 64, formats[i]));
		assert_int_equal(up->result.format, MEDIA_JPEG);
		assert_int_equal(up->result.width, 128);
		assert_redder(picture_read(up->file, MEDIA_JPEG), 10, 10, true);
	}
}

static void a_large_picture_is_made_smaller_and_keeps_its_shape(void **state)
{
	struct upload *up = *state;
	upload_make(up, halves(up, 6000, 1500, MEDIA_JPEG)); /* 9 megapixels */
	assert_in_range((int64_t)up->result.width * up->result.height, 8200000, 8294400);
	assert_in_range(up->result.width * 100 / up->result.height, 399, 401);
	VipsImage *preview = picture_read(up->preview, up->result.preview_format);
	assert_in_range((int64_t)preview->Xsize * preview->Ysize, 220000, 230400);
}

static void meta_says_both_sizes(void **state)
{
	struct upload *up = *state;
	upload_make(up, halves(up, 40, 20, MEDIA_PNG));
	assert_true(sv_eq(up->result.meta_json, SV("{\"original\":{\"width\":40,\"height\":20,\"size\":\"40x20\",\"aspect\":2.0},"
	                                           "\"small\":{\"width\":40,\"height\":20,\"size\":\"40x20\",\"aspect\":2.0}}")) ||
	            sv_eq(up->result.meta_json, SV("{\"original\":{\"width\":40,\"height\":20,\"size\":\"40x20\",\"aspect\":2},"
	                                           "\"small\":{\"width\":40,\"height\":20,\"size\":\"40x20\",\"aspect\":2}}")));
	assert_int_equal(up->result.blurhash.n, 28);
	assert_int_equal(up->result.blurhash.p[0], 'L'); /* 4x3 components */
	assert_true(sv_eq(up->result.colour, SV("#7d007d")));
}

static void a_bomb_is_refused_by_its_header(void **state)
{
	struct upload *up = *state;
	int64_t start = clock_monotonic();
	assert_int_equal(upload_run(up, picture_png_of_size(&up->cx.arena, 50000, 50000)), FAIL_INVALID);
	assert_said(up, "50000x50000");
	assert_true(clock_monotonic() - start < 2000000);
}

static void a_broken_file_is_refused_with_advice(void **state)
{
	struct upload *up = *state;
	static const enum media_format formats[] = { MEDIA_JPEG, MEDIA_PNG, MEDIA_WEBP, MEDIA_HEIC, MEDIA_AVIF, MEDIA_GIF };
	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		struct sv file = halves(up, 200, 100, formats[i]);
		assert_int_equal(upload_run(up, sv_first(file, file.n / 2)), FAIL_INVALID);
		assert_said(up, "damaged");
	}
	assert_int_equal(upload_run(up, picture_png_of_size(&up->cx.arena, 100, 100)), FAIL_INVALID);
	assert_said(up, "damaged");
}

static void what_is_no_media_is_told_what_would_be(void **state)
{
	struct upload *up = *state;
	static const struct sv rows[] = { SV_INIT("Dear diary,\n"), SV_INIT("<svg xmlns='http://www.w3.org/2000/svg'/>"), SV_INIT("%PDF-1.4") };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(upload_run(up, rows[i]), FAIL_INVALID);
		assert_said(up, "is not an image, video or audio file that can be shown. Accepted are");
	}
	assert_int_equal(upload_run(up, SV("")), FAIL_INVALID);
	assert_said(up, "empty");
}

static void an_avatar_fills_its_square(void **state)
{
	struct upload *up = *state;
	up->job.mode = MEDIA_AVATAR;
	upload_make(up, halves(up, 900, 500, MEDIA_JPEG));
	assert_int_equal(up->result.width, 400);
	assert_int_equal(up->result.height, 400);
	assert_null(up->result.preview.p);
	up->job.mode = MEDIA_HEADER;
	upload_make(up, halves(up, 900, 500, MEDIA_PNG));
	assert_int_equal(up->result.width, 1500);
	assert_int_equal(up->result.height, 500);
}

static void an_avatar_that_moves_has_a_still_twin(void **state)
{
	struct upload *up = *state;
	up->job.mode = MEDIA_AVATAR;
	upload_make(up, picture_animation(&up->cx.arena, 60, 40, 5, MEDIA_GIF));
	assert_int_equal(up->result.format, MEDIA_GIF);
	assert_int_equal(up->result.preview_format, MEDIA_PNG);
	VipsImage *moving = picture_read(up->file, MEDIA_GIF), *still = picture_read(up->preview, MEDIA_PNG);
	int *delays, count;
	assert_int_equal(vips_image_get_n_pages(moving), 5);
	assert_int_equal(vips_image_get_page_height(moving), 400);
	assert_int_equal(vips_image_get_array_int(moving, "delay", &delays, &count), 0);
	assert_int_equal(delays[0], 100);
	assert_int_equal(still->Xsize, 400);
	assert_int_equal(still->Ysize, 400);
}

static void an_emoji_keeps_moving(void **state)
{
	struct upload *up = *state;
	up->job.mode = MEDIA_EMOJI;
	upload_make(up, picture_animation(&up->cx.arena, 256, 128, 3, MEDIA_WEBP));
	VipsImage *moving = picture_read(up->file, MEDIA_WEBP);
	assert_int_equal(vips_image_get_n_pages(moving), 3);
	assert_int_equal(moving->Xsize, 128);
	assert_int_equal(vips_image_get_page_height(moving), 64);
	assert_int_equal(up->result.preview_format, MEDIA_PNG);
}

static void an_emoji_is_small_and_of_few_kinds(void **state)
{
	struct upload *up = *state;
	up->job.mode = MEDIA_EMOJI;
	assert_int_equal(upload_run(up, halves(up, 64, 64, MEDIA_JPEG)), FAIL_INVALID);
	assert_said(up, "PNG, GIF or WebP");
	struct sv large = arena_printf(&up->cx.arena, SVF "%300000s", SVA(SV("GIF89a")), "");
	assert_int_equal(upload_run(up, large), FAIL_INVALID);
	assert_said(up, "256 KB");
}

static int alpha_at(VipsImage *image, int x, int y)
{
	double *pixel;
	int bands, alpha;
	assert_int_equal(vips_getpoint(image, &pixel, &bands, x, y, NULL), 0);
	alpha = bands == 4 ? (int)pixel[3] : 255;
	g_free(pixel);
	return alpha;
}

static void a_logo_is_whole_and_square(void **state)
{
	struct upload *up = *state;
	up->job.mode = MEDIA_LOGO;
	upload_make(up, halves(up, 300, 100, MEDIA_JPEG));
	VipsImage *large = picture_read(up->file, MEDIA_PNG), *small = picture_read(up->preview, MEDIA_PNG);
	assert_int_equal(large->Xsize, 512);
	assert_int_equal(large->Ysize, 512);
	assert_int_equal(small->Xsize, 192);
	assert_int_equal(alpha_at(large, 256, 256), 255);
	assert_int_equal(alpha_at(large, 256, 20), 0); /* above a picture that is wide */
	up->job.mode = MEDIA_LOGO;
	upload_make(up, picture_animation(&up->cx.arena, 60, 40, 5, MEDIA_GIF));
	assert_int_equal(up->result.format, MEDIA_PNG);
}

static void a_tile_is_opaque_to_its_edge(void **state)
{
	struct upload *up = *state;
	up->job.mode = MEDIA_TILE;
	upload_make(up, halves(up, 300, 100, MEDIA_JPEG));
	VipsImage *large = picture_read(up->file, MEDIA_PNG), *small = picture_read(up->preview, MEDIA_PNG);
	assert_int_equal(large->Xsize, 512);
	assert_int_equal(large->Ysize, 512);
	assert_int_equal(small->Xsize, 180);
	assert_int_equal(alpha_at(large, 0, 0), 255);
	assert_int_equal(upload_run(up, SV("RIFF....WAVEfmt ")), FAIL_INVALID);
	assert_said(up, "is no picture");
}

static void an_animation_counts_all_its_frames(void **state)
{
	struct upload *up = *state;
	up->job.mode = MEDIA_AVATAR;
	up->job.limits.max_pixels = 10000;
	assert_int_equal(upload_run(up, picture_animation(&up->cx.arena, 60, 60, 4, MEDIA_GIF)), FAIL_INVALID);
	assert_said(up, "4 frames");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, upload_setup, upload_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_photograph_loses_place_and_maker_and_stands_upright),
		TEST(every_orientation_comes_back_upright),
		TEST(png_and_webp_lose_their_metadata_too),
		TEST(heic_and_avif_become_jpeg),
		TEST(a_large_picture_is_made_smaller_and_keeps_its_shape),
		TEST(meta_says_both_sizes),
		TEST(a_bomb_is_refused_by_its_header),
		TEST(a_broken_file_is_refused_with_advice),
		TEST(what_is_no_media_is_told_what_would_be),
		TEST(an_avatar_fills_its_square),
		TEST(an_avatar_that_moves_has_a_still_twin),
		TEST(an_emoji_keeps_moving),
		TEST(an_emoji_is_small_and_of_few_kinds),
		TEST(a_logo_is_whole_and_square),
		TEST(a_tile_is_opaque_to_its_edge),
		TEST(an_animation_counts_all_its_frames),
	};
	if (VIPS_INIT("test"))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
