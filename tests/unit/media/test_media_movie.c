/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Videos and sound through the real worker. */
#include "film.h"
#include "picture.h"
#include "upload.h"

#include <libavformat/avformat.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

/* What was kept, opened by its path. */
static AVFormatContext *look_at(struct upload *up)
{
	AVFormatContext *in = NULL;
	struct sv path = arena_printf(&up->cx.arena, "%s/" SVF, up->dir, SVA(up->result.file));
	assert_int_equal(avformat_open_input(&in, path.p, NULL, NULL), 0);
	assert_true(avformat_find_stream_info(in, NULL) >= 0);
	return in;
}

/* Nothing that a person could have written, anywhere. */
static void assert_no_tags(struct upload *up)
{
	static const char *const harmless[] = { "major_brand", "minor_version", "compatible_brands", "encoder", "language",
		                                "handler_name", "vendor_id", "DURATION" };
	AVFormatContext *in = look_at(up);
	for (unsigned i = 0; i <= in->nb_streams; i++) {
		const AVDictionary *tags = i < in->nb_streams ? in->streams[i]->metadata : in->metadata;
		for (const AVDictionaryEntry *tag = NULL; (tag = av_dict_get(tags, "", tag, AV_DICT_IGNORE_SUFFIX));) {
			bool known = false;
			for (size_t k = 0; k < COUNT_OF(harmless); k++)
				known |= strcmp(tag->key, harmless[k]) == 0;
			if (!known)
				fail_msg("the kept file says %s=%s", tag->key, tag->value);
		}
	}
	assert_int_equal(in->nb_chapters, 0);
	assert_true(in->nb_streams <= 2);
	assert_secret_free(up->file);
	assert_secret_free(up->preview);
	avformat_close_input(&in);
}

static struct sv film_of(struct upload *up, struct film film)
{
	film.width = film.width ? film.width : 320;
	film.height = film.height ? film.height : 180;
	film.fps = film.fps ? film.fps : 25;
	film.seconds = film.seconds ? film.seconds : 2;
	struct sv file = film_make(&up->cx.arena, &film);
	return file;
}

static void a_phones_video_is_copied_without_its_secrets(void **state)
{
	struct upload *up = *state;
	struct sv film = film_of(up, (struct film){ .muxer = "mov", .video = "libx264", .sound = "aac" });
	assert_true(sv_find(film, SV(SECRET_PLACE)) >= 0);
	assert_true(sv_find(film, SV("x264 - core")) >= 0);
	upload_make(up, film);
	assert_int_equal(up->result.type, MEDIA_TYPE_VIDEO);
	assert_int_equal(up->result.format, MEDIA_MP4);
	assert_int_equal(up->result.preview_format, MEDIA_JPEG);
	assert_in_range(up->result.duration_ms, 1950, 2100);
	assert_no_tags(up);
	assert_true(sv_find(up->file, SV("x264 - core")) < 0); /* notes between the pictures are gone too */
	assert_true(sv_find(up->file, SV("moov")) < sv_find(up->file, SV("mdat"))); /* starts before it is loaded */
	AVFormatContext *in = look_at(up);
	assert_int_equal(in->nb_streams, 2);
	avformat_close_input(&in);
	assert_true(sv_find(up->result.meta_json, SV("\"fps\":25,\"width\":320,\"height\":180,\"size\":\"320x180\"")) >= 0);
	assert_true(sv_find(up->result.meta_json, SV("\"audio_encode\":\"aac (LC)\",\"audio_bitrate\":\"48000 Hz\",\"audio_channels\":\"stereo\"")) >= 0);
	assert_true(sv_find(up->result.meta_json, SV("\"frame_rate\":\"25/1\"")) >= 0);
	assert_true(sv_find(up->result.meta_json, SV("\"length\":\"0:00:02.")) >= 0);
}

static void a_video_held_upright_stays_upright(void **state)
{
	struct upload *up = *state;
	static const char *const videos[] = { "libx264", "mpeg4" }; /* copied, made anew */
	for (size_t i = 0; i < COUNT_OF(videos); i++) {
		upload_make(up, film_of(up, (struct film){ .muxer = "mp4", .video = videos[i], .turn = 90 }));
		assert_int_equal(up->result.width, 180);
		assert_int_equal(up->result.height, 320);
		VipsImage *poster = picture_read(up->preview, MEDIA_JPEG);
		double *top = NULL, *bottom = NULL;
		int bands;
		assert_int_equal(poster->Xsize, 180);
		vips_getpoint(poster, &top, &bands, 90, 60, NULL); /* the bright left half, turned clockwise, is up */
		vips_getpoint(poster, &bottom, &bands, 90, 260, NULL);
		assert_true(top[0] > 200 && bottom[0] < 60);
		assert_no_tags(up);
	}
}

static void a_webm_stays_one(void **state)
{
	struct upload *up = *state;
	upload_make(up, film_of(up, (struct film){ .muxer = "webm", .video = "libvpx", .sound = "libopus" }));
	assert_int_equal(up->result.format, MEDIA_WEBM);
	assert_no_tags(up);
	upload_make(up, film_of(up, (struct film){ .muxer = "webm", .video = "libvpx", .sound = "libvorbis" }));
	assert_int_equal(up->result.format, MEDIA_MP4);
	assert_no_tags(up);
}

static void what_players_cannot_show_is_made_anew(void **state)
{
	struct upload *up = *state;
	upload_make(up, film_of(up, (struct film){ .muxer = "mov", .video = "mjpeg", .sound = "pcm_s16le", .width = 322, .height = 181 }));
	assert_int_equal(up->result.format, MEDIA_MP4);
	AVFormatContext *in = look_at(up);
	assert_int_equal(in->streams[0]->codecpar->codec_id, AV_CODEC_ID_H264);
	assert_int_equal(in->streams[0]->codecpar->format, AV_PIX_FMT_YUV420P);
	assert_int_equal(in->streams[0]->codecpar->height, 180); /* even */
	assert_int_equal(in->streams[1]->codecpar->codec_id, AV_CODEC_ID_AAC);
	assert_in_range(in->duration, 1900000, 2200000);
	avformat_close_input(&in);
	assert_no_tags(up);
}

static void an_animated_gif_becomes_a_gifv(void **state)
{
	struct upload *up = *state;
	upload_make(up, picture_animation(&up->cx.arena, 101, 67, 10, MEDIA_GIF));
	assert_int_equal(up->result.type, MEDIA_TYPE_GIFV);
	assert_int_equal(up->result.format, MEDIA_MP4);
	assert_in_range(up->result.duration_ms, 900, 1100);
	assert_int_equal(up->result.width, 100);
	AVFormatContext *in = look_at(up);
	assert_int_equal(in->nb_streams, 1);
	avformat_close_input(&in);
}

static void sound_loses_its_tags_and_keeps_its_cover(void **state)
{
	static const struct {
		const char *muxer, *encoder;
		enum media_format kept;
	} rows[] = {
		{ "mp3", "libmp3lame", MEDIA_MP3 }, { "ipod", "aac", MEDIA_M4A },   { "adts", "aac", MEDIA_M4A },
		{ "ogg", "libvorbis", MEDIA_M4A },  { "ogg", "libopus", MEDIA_M4A }, { "flac", "flac", MEDIA_M4A },
		{ "wav", "pcm_s16le", MEDIA_M4A },
	};
	struct upload *up = *state;
	struct sv cover = picture_jpeg_with_secrets(&up->cx.arena, picture_file(&up->cx.arena, picture_halves(64, 64), MEDIA_JPEG), 1);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool covered = rows[i].kept == MEDIA_MP3 || strcmp(rows[i].muxer, "ipod") == 0;
		struct sv film = film_of(up, (struct film){ .muxer = rows[i].muxer, .sound = rows[i].encoder, .cover = covered ? cover : SV_NONE });
		if (strcmp(rows[i].muxer, "adts") != 0)
			assert_true(sv_find(film, SV(SECRET_MAKER)) >= 0);
		upload_make(up, film);
		assert_int_equal(up->result.type, MEDIA_TYPE_AUDIO);
		assert_int_equal(up->result.format, rows[i].kept);
		assert_in_range(up->result.duration_ms, 1900, 2200);
		assert_int_equal(up->result.preview_format, covered ? MEDIA_JPEG : MEDIA_NONE);
		assert_int_equal(up->result.blurhash.p != NULL, covered);
		assert_int_equal(up->result.width, 0);
		assert_no_tags(up);
	}
}

/* Tags of other kinds (APE, Lyrics3, whatever comes) hang on the end of the last frame, or stand between two. */
static void what_hangs_on_the_end_of_sound_is_cut_off(void **state)
{
	static const char *const rows[][2] = { { "mp3", "libmp3lame" }, { "adts", "aac" } };
	static const struct sv tails[] = { SV_INIT("APETAGEX\xd0\7\0\0\x40\0\0\0\1\0\0\0\0\0\0\xa0\0\0\0\0\0\0\0\0" SECRET_PLACE SECRET_MAKER),
		                           SV_INIT("LYRICSBEGININD0000200" SECRET_PLACE "LYRICS200"), SV_INIT(SECRET_MAKER SECRET_PLACE) };
	struct upload *up = *state;
	for (size_t i = 0; i < COUNT_OF(rows) * COUNT_OF(tails); i++) {
		struct film film = { .muxer = rows[i % 2][0], .sound = rows[i % 2][1] };
		struct sv whole = film_of(up, film), tail = tails[i / 2];
		upload_make(up, film_join(&up->cx.arena, whole, tail));
		assert_no_tags(up);
		upload_make(up, film_join(&up->cx.arena, film_join(&up->cx.arena, whole, tail), whole));
		assert_no_tags(up);
	}
}

static void what_is_too_long_or_too_fast_is_refused(void **state)
{
	struct upload *up = *state;
	struct film film = { .muxer = "mp4", .video = "libx264", .seconds = 3 };
	up->job.limits.max_seconds = 2;
	assert_int_equal(upload_run(up, film_of(up, film)), FAIL_INVALID);
	assert_said(up, "longer");
	up->job.limits = (struct media_limits){ .video_fps = 20 };
	assert_int_equal(upload_run(up, film_of(up, film)), FAIL_INVALID);
	assert_said(up, "25 frames a second");
	up->job.limits = (struct media_limits){ .video_pixels = 10000 };
	assert_int_equal(upload_run(up, film_of(up, film)), FAIL_INVALID);
	assert_said(up, "320x180");
	up->job.limits = (struct media_limits){ .out_bytes = 1000 };
	assert_int_equal(upload_run(up, film_of(up, film)), FAIL_INVALID);
	assert_said(up, "too large");
}

static void a_broken_film_is_refused_with_advice(void **state)
{
	static const struct film rows[] = { { .muxer = "mp4", .video = "libx264" }, { .muxer = "mov", .video = "mpeg4" } };
	struct upload *up = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sv film = film_of(up, rows[i]);
		assert_int_equal(upload_run(up, sv_first(film, film.n / 2)), FAIL_INVALID);
		assert_said(up, "damaged");
	}
	assert_int_equal(upload_run(up, SV("ID3\4\0\0\0\0\0\0not music")), FAIL_INVALID);
	assert_int_equal(upload_run(up, SV("\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm")), FAIL_INVALID);
}

static void a_decoder_that_is_none_of_ours_is_not_run(void **state)
{
	struct upload *up = *state;
	assert_int_equal(upload_run(up, film_of(up, (struct film){ .muxer = "mp4", .video = "mpeg2video" })), FAIL_INVALID);
	assert_said(up, "mpeg2video");
	assert_int_equal(upload_run(up, film_of(up, (struct film){ .muxer = "mov", .sound = "adpcm_ima_qt" })), FAIL_INVALID);
	assert_said(up, "adpcm_ima_qt");
}

static void no_video_is_an_avatar(void **state)
{
	struct upload *up = *state;
	up->job.mode = MEDIA_AVATAR;
	assert_int_equal(upload_run(up, film_of(up, (struct film){ .muxer = "mp4", .video = "libx264" })), FAIL_INVALID);
	assert_said(up, "an image is needed");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, upload_setup, upload_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_phones_video_is_copied_without_its_secrets),
		TEST(a_video_held_upright_stays_upright),
		TEST(a_webm_stays_one),
		TEST(what_players_cannot_show_is_made_anew),
		TEST(an_animated_gif_becomes_a_gifv),
		TEST(sound_loses_its_tags_and_keeps_its_cover),
		TEST(what_hangs_on_the_end_of_sound_is_cut_off),
		TEST(what_is_too_long_or_too_fast_is_refused),
		TEST(a_broken_film_is_refused_with_advice),
		TEST(a_decoder_that_is_none_of_ours_is_not_run),
		TEST(no_video_is_an_avatar),
	};
	if (VIPS_INIT("test"))
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
