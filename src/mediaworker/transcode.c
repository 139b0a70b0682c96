/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What players cannot show is made anew: decoded, brought into a common form, encoded as H.264 and AAC. */
#include "mediaworker/movie.h"

#include <libavcodec/avcodec.h>
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <libavfilter/buffersrc.h>
#include <libavutil/opt.h>
#include <math.h>
#include <stdio.h>

enum { THREADS = 2, PIXELS_MADE = 1920 * 1080, AUDIO_BITS = 160000, QUALITY_MADE = 23 /* x264's CRF */ };

/* One stream on its way from packet to packet. */
struct lane {
	AVStream *in, *out;
	AVCodecContext *decoder, *encoder; /* no decoder: there is no such stream */
	AVFilterContext *source, *sink;
	AVFilterGraph *graph;
	int64_t frames;                    /* decoded so far */
};

/* Even sides, as H.264 with its half-size colours wants them. */
static void video_filters(const AVCodecContext *decoder, char *text, size_t n)
{
	double scale = fmin(1, sqrt(PIXELS_MADE / ((double)decoder->width * decoder->height)));
	int width = (int)(decoder->width * scale) & ~1, height = (int)(decoder->height * scale) & ~1;
	snprintf(text, n, "scale=%d:%d:flags=bicubic,format=yuv420p", width < 2 ? 2 : width, height < 2 ? 2 : height);
}

static void video_source(const struct lane *lane, char *text, size_t n)
{
	AVRational shape = lane->decoder->sample_aspect_ratio, unit = lane->in->time_base;
	snprintf(text, n, "video_size=%dx%d:pix_fmt=%d:time_base=%d/%d:pixel_aspect=%d/%d", lane->decoder->width, lane->decoder->height,
	         lane->decoder->pix_fmt, unit.num, unit.den, shape.num, shape.den ? shape.den : 1);
}

static void sound_source(struct lane *lane, char *text, size_t n)
{
	char layout[64];
	AVRational unit = lane->in->time_base;
	AVChannelLayout *channels = &lane->decoder->ch_layout;
	if (channels->order == AV_CHANNEL_ORDER_UNSPEC)
		av_channel_layout_default(channels, channels->nb_channels);
	if (av_channel_layout_describe(channels, layout, sizeof(layout)) < 0)
		movie_try(AVERROR_INVALIDDATA);
	snprintf(text, n, "time_base=%d/%d:sample_rate=%d:sample_fmt=%s:channel_layout=%s", unit.num, unit.den, lane->decoder->sample_rate,
	         av_get_sample_fmt_name(lane->decoder->sample_fmt), layout);
}

static void lane_graph(struct lane *lane, bool video, const char *source, const char *filters)
{
	AVFilterInOut *outputs = avfilter_inout_alloc(), *inputs = avfilter_inout_alloc();
	lane->graph = avfilter_graph_alloc();
	if (!outputs || !inputs || !lane->graph)
		broke("no memory for filters");
	lane->graph->nb_threads = 1;
	movie_try(avfilter_graph_create_filter(&lane->source, avfilter_get_by_name(video ? "buffer" : "abuffer"), "in", source, NULL,
	                                       lane->graph));
	movie_try(avfilter_graph_create_filter(&lane->sink, avfilter_get_by_name(video ? "buffersink" : "abuffersink"), "out", NULL, NULL,
	                                       lane->graph));
	*outputs = (AVFilterInOut){ .name = av_strdup("in"), .filter_ctx = lane->source };
	*inputs = (AVFilterInOut){ .name = av_strdup("out"), .filter_ctx = lane->sink };
	movie_try(avfilter_graph_parse_ptr(lane->graph, filters, &inputs, &outputs, NULL));
	movie_try(avfilter_graph_config(lane->graph, NULL));
}

static void lane_video_encoder(struct lane *lane)
{
	AVCodecContext *encoder = lane->encoder;
	AVDictionary *options = NULL;
	encoder->width = av_buffersink_get_w(lane->sink);
	encoder->height = av_buffersink_get_h(lane->sink);
	encoder->pix_fmt = AV_PIX_FMT_YUV420P;
	encoder->sample_aspect_ratio = av_buffersink_get_sample_aspect_ratio(lane->sink);
	encoder->framerate = lane->in->avg_frame_rate;
	encoder->thread_count = THREADS;
	av_dict_set(&options, "preset", "veryfast", 0);
	av_dict_set_int(&options, "crf", QUALITY_MADE, 0);
	movie_try(avcodec_open2(encoder, NULL, &options));
	av_dict_free(&options);
}

static void lane_sound_encoder(struct lane *lane)
{
	AVCodecContext *encoder = lane->encoder;
	encoder->sample_fmt = AV_SAMPLE_FMT_FLTP;
	encoder->sample_rate = av_buffersink_get_sample_rate(lane->sink);
	movie_try(av_buffersink_get_ch_layout(lane->sink, &encoder->ch_layout));
	encoder->bit_rate = AUDIO_BITS / (encoder->ch_layout.nb_channels == 1 ? 2 : 1);
	movie_try(avcodec_open2(encoder, NULL, NULL));
	av_buffersink_set_frame_size(lane->sink, (unsigned)encoder->frame_size);
}

static void lane_start(struct lane *lane, AVFormatContext *out, AVStream *in, bool video)
{
	char source[256], filters[128];
	lane->in = in;
	lane->decoder = movie_decoder(in, THREADS);
	if (video) {
		video_source(lane, source, sizeof(source));
		video_filters(lane->decoder, filters, sizeof(filters));
	} else {
		sound_source(lane, source, sizeof(source));
		snprintf(filters, sizeof(filters), "aformat=sample_fmts=fltp:sample_rates=48000|44100:channel_layouts=stereo|mono");
	}
	lane_graph(lane, video, source, filters);
	const AVCodec *codec = video ? avcodec_find_encoder_by_name("libx264") : avcodec_find_encoder(AV_CODEC_ID_AAC);
	if (!codec)
		broke("this libavcodec has no encoder for %s", video ? "H.264" : "AAC");
	lane->encoder = avcodec_alloc_context3(codec);
	lane->encoder->time_base = av_buffersink_get_time_base(lane->sink);
	lane->encoder->flags |= AV_CODEC_FLAG_GLOBAL_HEADER | AV_CODEC_FLAG_BITEXACT;
	if (video)
		lane_video_encoder(lane);
	else
		lane_sound_encoder(lane);
	lane->out = movie_out_stream(out, in);
	lane->out->time_base = lane->encoder->time_base;
	movie_try(avcodec_parameters_from_context(lane->out->codecpar, lane->encoder));
}

static bool has_more(int error)
{
	return error != AVERROR(EAGAIN) && error != AVERROR_EOF && movie_try(error) >= 0;
}

/* Each of these three takes what one step makes and gives it to the next; NULL: no more will come. */
static void lane_write(struct lane *lane, AVFormatContext *out, AVFrame *frame)
{
	AVPacket *packet = av_packet_alloc();
	movie_try(avcodec_send_frame(lane->encoder, frame));
	while (has_more(avcodec_receive_packet(lane->encoder, packet))) {
		av_packet_rescale_ts(packet, lane->encoder->time_base, lane->out->time_base);
		packet->stream_index = lane->out->index;
		movie_try(av_interleaved_write_frame(out, packet));
	}
	av_packet_free(&packet);
}

static void lane_filter(struct lane *lane, AVFormatContext *out, AVFrame *frame)
{
	AVFrame *filtered = av_frame_alloc();
	movie_try(av_buffersrc_add_frame(lane->source, frame));
	while (has_more(av_buffersink_get_frame(lane->sink, filtered))) {
		filtered->pict_type = AV_PICTURE_TYPE_NONE; /* the encoder chooses its own */
		lane_write(lane, out, filtered);
		av_frame_unref(filtered);
	}
	av_frame_free(&filtered);
}

static void lane_decode(struct lane *lane, AVFormatContext *out, const AVPacket *packet)
{
	AVFrame *frame = av_frame_alloc();
	int error = avcodec_send_packet(lane->decoder, packet);
	if (error != AVERROR_INVALIDDATA) /* one bad packet is skipped, as players do */
		movie_try(error);
	while ((error = avcodec_receive_frame(lane->decoder, frame)) != AVERROR_INVALIDDATA && has_more(error)) {
		frame->pts = frame->best_effort_timestamp;
		lane->frames++;
		lane_filter(lane, out, frame);
		av_frame_unref(frame);
	}
	av_frame_free(&frame);
}

static void lane_end(struct lane *lane, AVFormatContext *out)
{
	lane_decode(lane, out, NULL);
	if (lane->frames == 0)
		movie_try(AVERROR_INVALIDDATA);
	lane_filter(lane, out, NULL);
	lane_write(lane, out, NULL);
}

void movie_transcode(struct movie *movie, const char *muxer)
{
	AVFormatContext *out = movie_out(muxer);
	AVPacket *packet = av_packet_alloc();
	struct lane video = { 0 }, sound = { 0 };
	if (movie->video)
		lane_start(&video, out, movie->video, true);
	if (movie->sound)
		lane_start(&sound, out, movie->sound, false);
	movie_out_start(out);
	while (movie_next(movie, packet)) {
		lane_decode(movie->in->streams[packet->stream_index] == movie->video ? &video : &sound, out, packet);
		av_packet_unref(packet);
	}
	if (movie->video)
		lane_end(&video, out);
	if (movie->sound)
		lane_end(&sound, out);
	movie_out_end(out);
}
