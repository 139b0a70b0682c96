/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Opening what has a length, and reading it packet by packet within the limits. */
#include "mediaworker/movie.h"
#include "mediaworker/movie_io.h"

#include <libavcodec/avcodec.h>
#include <libavutil/display.h>
#include <math.h>

/* The demuxer is chosen by our own look at the first bytes; these decoders, and no other, see what is inside. */
static const char *const demuxers[MEDIA_FORMATS] = {
	[MEDIA_GIF] = "gif", [MEDIA_MP4] = "mp4",   [MEDIA_MOV] = "mov", [MEDIA_WEBM] = "webm", [MEDIA_MP3] = "mp3",
	[MEDIA_M4A] = "m4a", [MEDIA_AAC] = "aac",   [MEDIA_OGG] = "ogg", [MEDIA_FLAC] = "flac", [MEDIA_WAV] = "wav",
};
static const char decoders[] = "h264,hevc,vp8,vp9,libdav1d,av1,mpeg4,mjpeg,gif,png,aac,mp3,mp3float,opus,libopus,vorbis,flac,alac,"
                               "pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s32le,pcm_f32le";

int movie_try(int error)
{
	if (error == AVERROR(ENOMEM))
		refused("This file needs too much memory. Send a smaller one.");
	if (error < 0)
		refused("This file is damaged or incomplete. Convert it to MP4 (H.264 and AAC) or MP3, and send that.");
	return error;
}

AVCodecContext *movie_decoder(const AVStream *stream, int threads)
{
	const AVCodec *codec = avcodec_find_decoder(stream->codecpar->codec_id);
	AVCodecContext *decoder = avcodec_alloc_context3(codec);
	if (!decoder || !(decoder->codec_whitelist = av_strdup(decoders)))
		broke("no memory for a decoder");
	movie_try(avcodec_parameters_to_context(decoder, stream->codecpar));
	decoder->thread_count = threads;
	decoder->pkt_timebase = stream->time_base;
	if (!codec || avcodec_open2(decoder, codec, NULL) < 0)
		refused("The %s in this file cannot be read here. Convert it to MP4 (H.264 and AAC), and send that.",
		        avcodec_get_name(stream->codecpar->codec_id));
	return decoder;
}

static AVStream *pick(AVFormatContext *in, enum AVMediaType type, bool attached)
{
	for (unsigned i = 0; i < in->nb_streams; i++)
		if (in->streams[i]->codecpar->codec_type == type &&
		    ((in->streams[i]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0) == attached)
			return in->streams[i];
	return NULL;
}

static int turn_of(const AVStream *video)
{
	const uint8_t *matrix = video ? av_stream_get_side_data(video, AV_PKT_DATA_DISPLAYMATRIX, NULL) : NULL;
	double degrees = matrix ? av_display_rotation_get((const int32_t *)matrix) : 0; /* against the clock */
	return isnan(degrees) ? 0 : (int)(4 - lround(degrees / 90)) & 3;
}

static void too_long(const struct work *work)
{
	refused("A video or sound file may last %lld minutes; this one is longer. Cut it shorter.",
	        (long long)(work->limits.max_seconds / 60));
}

static void check_video(const struct movie *movie)
{
	const AVCodecParameters *par = movie->video->codecpar;
	const struct media_limits *limits = &movie->work->limits;
	if (par->width < 1 || par->height < 1)
		movie_try(AVERROR_INVALIDDATA);
	if ((int64_t)par->width * par->height > limits->video_pixels)
		refused("This video has frames of %dx%d pixels, more than the %lld million allowed. Make it smaller, to 1920x1080 for example.",
		        par->width, par->height, (long long)(limits->video_pixels / 1000000));
	if (av_q2d(movie->video->avg_frame_rate) > (double)limits->video_fps + 0.5)
		refused("This video has %.0f frames a second; it may have %lld. Convert it to 60 or 30.", av_q2d(movie->video->avg_frame_rate),
		        (long long)limits->video_fps);
}

void movie_open(struct work *work, struct movie *movie_r)
{
	AVDictionary *options = NULL;
	av_log_set_level(AV_LOG_QUIET);
	*movie_r = (struct movie){ .work = work, .start = INFINITY, .in = avformat_alloc_context() };
	AVFormatContext *in = movie_r->in;
	if (!in)
		broke("no memory for a demuxer");
	in->pb = movie_io_source(&work->arena, work->input);
	in->io_open = movie_io_deny;
	av_dict_set(&options, "codec_whitelist", decoders, 0);
	av_dict_set(&options, "max_streams", "32", 0);
	movie_try(avformat_open_input(&in, "", av_find_input_format(demuxers[work->format]), &options));
	movie_try(avformat_find_stream_info(in, NULL));
	movie_r->video = pick(in, AVMEDIA_TYPE_VIDEO, false);
	movie_r->cover = pick(in, AVMEDIA_TYPE_VIDEO, true);
	movie_r->sound = pick(in, AVMEDIA_TYPE_AUDIO, false);
	movie_r->turn = turn_of(movie_r->video);
	if (!movie_r->video && !movie_r->sound)
		refused("No video and no sound can be found in this file: it may be damaged or incomplete. " MEDIA_ACCEPTED);
	if (in->duration != AV_NOPTS_VALUE && in->duration / AV_TIME_BASE > work->limits.max_seconds)
		too_long(work);
	if (movie_r->video)
		check_video(movie_r);
	for (unsigned i = 0; i < in->nb_streams; i++)
		if (in->streams[i] != movie_r->video && in->streams[i] != movie_r->sound)
			in->streams[i]->discard = AVDISCARD_ALL;
}

/* Headers may lie about the length, or say nothing (a browser's recorder): what was read counts. */
static void note_time(struct movie *movie, const AVStream *stream, const AVPacket *packet)
{
	int64_t at = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
	if (at == AV_NOPTS_VALUE)
		return;
	double unit = av_q2d(stream->time_base);
	movie->start = fmin(movie->start, (double)at * unit);
	movie->end = fmax(movie->end, ((double)at + (double)packet->duration) * unit);
	if (movie->end - movie->start > (double)movie->work->limits.max_seconds)
		too_long(movie->work);
}

bool movie_next(struct movie *movie, AVPacket *packet)
{
	for (int error; (error = av_read_frame(movie->in, packet)) != AVERROR_EOF; av_packet_unref(packet)) {
		movie_try(error);
		const AVStream *stream = movie->in->streams[packet->stream_index];
		if (stream != movie->video && stream != movie->sound)
			continue;
		movie->frames += stream == movie->video;
		note_time(movie, stream, packet);
		return true;
	}
	if (movie->in->pb->error)
		movie_try(movie->in->pb->error);
	return false;
}
