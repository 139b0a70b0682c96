/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "film.h"

#include "upload.h"

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/display.h>
#include <libavutil/opt.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { RATE = 48000 };

static int must(int error)
{
	char text[AV_ERROR_MAX_STRING_SIZE];
	if (error < 0 && error != AVERROR(EAGAIN) && error != AVERROR_EOF) {
		av_strerror(error, text, sizeof(text));
		fail_msg("the test's own film: %s", text);
	}
	return error;
}

struct track {
	AVCodecContext *encoder;
	AVStream *stream;
	int64_t at;   /* in time_base of the encoder */
	AVFrame *frame;
};

static void track_start(struct track *track, AVFormatContext *out, const char *name, const struct film *film)
{
	const AVCodec *codec = avcodec_find_encoder_by_name(name);
	assert_non_null(codec);
	AVCodecContext *encoder = track->encoder = avcodec_alloc_context3(codec);
	AVFrame *frame = track->frame = av_frame_alloc();
	if (codec->type == AVMEDIA_TYPE_VIDEO) {
		encoder->width = frame->width = film->width;
		encoder->height = frame->height = film->height;
		encoder->pix_fmt = codec->pix_fmts[0] == AV_PIX_FMT_YUVJ420P ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P;
		if (strcmp(name, "gif") == 0)
			encoder->pix_fmt = AV_PIX_FMT_RGB8;
		frame->format = encoder->pix_fmt;
		encoder->time_base = (AVRational){ 1, film->fps };
		encoder->framerate = (AVRational){ film->fps, 1 };
	} else {
		encoder->sample_fmt = codec->sample_fmts[0];
		frame->format = encoder->sample_fmt;
		encoder->sample_rate = frame->sample_rate = RATE;
		av_channel_layout_default(&encoder->ch_layout, 2);
		av_channel_layout_copy(&frame->ch_layout, &encoder->ch_layout);
		encoder->time_base = (AVRational){ 1, RATE };
		encoder->bit_rate = 96000;
	}
	encoder->strict_std_compliance = FF_COMPLIANCE_EXPERIMENTAL;
	if (out->oformat->flags & AVFMT_GLOBALHEADER)
		encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
	must(avcodec_open2(encoder, codec, NULL));
	if (codec->type == AVMEDIA_TYPE_AUDIO)
		frame->nb_samples = encoder->frame_size ? encoder->frame_size : 1024;
	must(av_frame_get_buffer(frame, 0));
	track->stream = avformat_new_stream(out, NULL);
	track->stream->time_base = encoder->time_base;
	track->stream->avg_frame_rate = encoder->framerate;
	must(avcodec_parameters_from_context(track->stream->codecpar, encoder));
	av_dict_set(&track->stream->metadata, "title", SECRET_MAKER, 0);
	if (codec->type == AVMEDIA_TYPE_VIDEO && film->turn) {
		int32_t *matrix = (int32_t *)av_stream_new_side_data(track->stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(int32_t));
		av_display_rotation_set(matrix, film->turn);
	}
}

/* The left half bright, the right one dark; sound is a saw tooth. */
static void paint(struct track *track)
{
	AVFrame *frame = track->frame;
	must(av_frame_make_writable(frame));
	for (int plane = 0; plane < AV_NUM_DATA_POINTERS && frame->data[plane]; plane++) {
		if (frame->width) {
			int height = plane ? (frame->height + 1) / 2 : frame->height, width = plane ? (frame->width + 1) / 2 : frame->width;
			for (int y = 0; y < height; y++)
				for (int x = 0; x < width; x++)
					frame->data[plane][y * frame->linesize[plane] + x] = plane ? 128 : x < width / 2 ? 230 : 20;
			frame->data[0][track->at % frame->width] = 255; /* so that frames differ */
		} else {
			memset(frame->data[plane], 0, (size_t)frame->linesize[0]);
		}
	}
}

static void encode(struct track *track, AVFormatContext *out, AVFrame *frame)
{
	AVPacket *packet = av_packet_alloc();
	must(avcodec_send_frame(track->encoder, frame));
	while (must(avcodec_receive_packet(track->encoder, packet)) >= 0) {
		av_packet_rescale_ts(packet, track->encoder->time_base, track->stream->time_base);
		packet->stream_index = track->stream->index;
		must(av_interleaved_write_frame(out, packet));
	}
	av_packet_free(&packet);
}

static void fill(struct track *track, AVFormatContext *out, int seconds)
{
	AVRational unit = track->encoder->time_base;
	while (track->at < (int64_t)seconds * unit.den / unit.num) {
		paint(track);
		track->frame->pts = track->at;
		track->at += track->frame->width ? 1 : track->frame->nb_samples;
		encode(track, out, track->frame);
	}
	encode(track, out, NULL);
}

static void add_secrets(AVFormatContext *out)
{
	static const char *const keys[] = { "title", "artist", "comment", "make", "com.apple.quicktime.make", "description" };
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		av_dict_set(&out->metadata, keys[i], SECRET_MAKER, 0);
	av_dict_set(&out->metadata, "location", SECRET_PLACE, 0);
	av_dict_set(&out->metadata, "com.apple.quicktime.location.ISO6709", SECRET_PLACE, 0);
	AVChapter *chapter = av_mallocz(sizeof(*chapter));
	*chapter = (AVChapter){ .id = 1, .time_base = { 1, 1 }, .start = 0, .end = 1 };
	av_dict_set(&chapter->metadata, "title", SECRET_PLACE, 0);
	out->chapters = av_mallocz(sizeof(AVChapter *));
	out->chapters[out->nb_chapters++] = chapter;
}

static AVStream *cover_start(AVFormatContext *out)
{
	AVStream *stream = avformat_new_stream(out, NULL);
	stream->codecpar->codec_type = AVMEDIA_TYPE_VIDEO;
	stream->codecpar->codec_id = AV_CODEC_ID_MJPEG;
	stream->codecpar->width = stream->codecpar->height = 1;
	stream->disposition = AV_DISPOSITION_ATTACHED_PIC;
	return stream;
}

static void cover_write(AVFormatContext *out, const AVStream *stream, struct sv cover)
{
	AVPacket *packet = av_packet_alloc();
	must(av_new_packet(packet, (int)cover.n));
	memcpy(packet->data, cover.p, cover.n);
	packet->stream_index = stream->index;
	packet->flags = AV_PKT_FLAG_KEY;
	must(av_interleaved_write_frame(out, packet));
	av_packet_free(&packet);
}

struct sv film_make(struct arena *arena, const struct film *film)
{
	AVFormatContext *out = NULL;
	struct track video = { 0 }, sound = { 0 };
	AVDictionary *options = NULL;
	uint8_t *p = NULL;
	av_log_set_level(AV_LOG_QUIET);
	must(avformat_alloc_output_context2(&out, NULL, film->muxer, NULL));
	must(avio_open_dyn_buf(&out->pb));
	add_secrets(out);
	if (film->video)
		track_start(&video, out, film->video, film);
	if (film->sound)
		track_start(&sound, out, film->sound, film);
	AVStream *cover = film->cover.p ? cover_start(out) : NULL;
	av_dict_set(&options, "write_id3v1", "1", 0);
	if (film->video)
		av_dict_set(&options, "movflags", "use_metadata_tags", 0); /* as phones do; without, there is room for a cover */
	must(avformat_write_header(out, &options));
	if (cover)
		cover_write(out, cover, film->cover);
	if (film->video)
		fill(&video, out, film->seconds);
	if (film->sound)
		fill(&sound, out, film->seconds);
	must(av_write_trailer(out));
	int n = avio_close_dyn_buf(out->pb, &p);
	struct sv file = arena_dup(arena, (struct sv){ (char *)p, (size_t)n });
	av_free(p);
	return file;
}

struct sv film_join(struct arena *arena, struct sv first, struct sv second)
{
	char *p = arena_alloc(arena, first.n + second.n);
	memcpy(p, first.p, first.n);
	memcpy(p + first.n, second.p, second.n);
	return (struct sv){ p, first.n + second.n };
}
