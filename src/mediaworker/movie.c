/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What happens to a video or to sound: copied or made anew, its preview, and what is said about it. */
#include "mediaworker/movie.h"

#include "mediaworker/image.h"

#include <libavcodec/avcodec.h>
#include <libswscale/swscale.h>
#include <math.h>
#include <unistd.h>

/* Coded forms that every player shows, and the container they then stay in. */
static const struct {
	enum media_format from;
	enum AVCodecID video, sound; /* AV_CODEC_ID_NONE: without */
	const char *muxer;
	enum media_format to;
} copied[] = {
	{ MEDIA_MP4, AV_CODEC_ID_H264, AV_CODEC_ID_AAC, "mp4", MEDIA_MP4 },
	{ MEDIA_MP4, AV_CODEC_ID_H264, AV_CODEC_ID_NONE, "mp4", MEDIA_MP4 },
	{ MEDIA_MOV, AV_CODEC_ID_H264, AV_CODEC_ID_AAC, "mp4", MEDIA_MP4 },
	{ MEDIA_MOV, AV_CODEC_ID_H264, AV_CODEC_ID_NONE, "mp4", MEDIA_MP4 },
	{ MEDIA_WEBM, AV_CODEC_ID_VP8, AV_CODEC_ID_OPUS, "webm", MEDIA_WEBM },
	{ MEDIA_WEBM, AV_CODEC_ID_VP8, AV_CODEC_ID_NONE, "webm", MEDIA_WEBM },
	{ MEDIA_WEBM, AV_CODEC_ID_VP9, AV_CODEC_ID_OPUS, "webm", MEDIA_WEBM },
	{ MEDIA_WEBM, AV_CODEC_ID_VP9, AV_CODEC_ID_NONE, "webm", MEDIA_WEBM },
	{ MEDIA_MP4, AV_CODEC_ID_NONE, AV_CODEC_ID_AAC, "ipod", MEDIA_M4A },
	{ MEDIA_M4A, AV_CODEC_ID_NONE, AV_CODEC_ID_AAC, "ipod", MEDIA_M4A },
	{ MEDIA_MP3, AV_CODEC_ID_NONE, AV_CODEC_ID_MP3, "mp3", MEDIA_MP3 },
	/* Always made anew: Vorbis, which has its tags in the setup of its decoder, and bare AAC, between whose frames anything
	 * may stand. */
};

static enum AVCodecID codec_of(const AVStream *stream)
{
	return stream ? stream->codecpar->codec_id : AV_CODEC_ID_NONE;
}

static bool is_plain(const AVStream *video)
{
	int pixels = video ? video->codecpar->format : AV_PIX_FMT_YUV420P;
	return pixels == AV_PIX_FMT_YUV420P || pixels == AV_PIX_FMT_YUVJ420P;
}

static void make_file(struct movie *movie)
{
	struct work *work = movie->work;
	for (size_t i = 0; i < COUNT_OF(copied) && is_plain(movie->video); i++)
		if (copied[i].from == work->format && copied[i].video == codec_of(movie->video) && copied[i].sound == codec_of(movie->sound)) {
			work->found.format = copied[i].to;
			movie_remux(movie, copied[i].muxer);
			return;
		}
	work->found.format = movie->video ? MEDIA_MP4 : MEDIA_M4A;
	movie_transcode(movie, movie->video ? "mp4" : "ipod");
}

static void find_sound(struct work *work, const AVStream *sound)
{
	const AVCodecParameters *par = sound->codecpar;
	const char *profile = avcodec_profile_name(par->codec_id, par->profile), *codec = avcodec_get_name(par->codec_id);
	work->found.audio_codec = profile ? arena_printf(&work->arena, "%s (%s)", codec, profile).p : codec;
	work->found.audio_rate = par->sample_rate;
	work->found.audio_channels = par->ch_layout.nb_channels;
}

static void find_rate(struct movie *movie)
{
	struct findings *found = &movie->work->found;
	AVRational rate = movie->video->avg_frame_rate;
	if (rate.num <= 0 || rate.den <= 0)
		rate = av_d2q((double)movie->frames / found->seconds, 100000);
	if (av_q2d(rate) > (double)movie->work->limits.video_fps + 0.5)
		refused("This video has %.0f frames a second; it may have %lld. Convert it to 60 or 30.", av_q2d(rate),
		        (long long)movie->work->limits.video_fps);
	found->frames = rate.num > 0 ? rate.num : 1;
	found->frames_per = rate.den > 0 ? rate.den : 1;
}

/* Says what is in the file that was made, not in the upload: it is opened once more. */
static void find_made(struct movie *movie)
{
	struct work *work = movie->work, made = { .limits = work->limits, .format = work->found.format };
	struct findings *found = &work->found;
	int64_t bytes = lseek(MEDIA_FD_KEEP, 0, SEEK_END);
	char *all = arena_alloc(&work->arena, (size_t)bytes);
	if (pread(MEDIA_FD_KEEP, all, (size_t)bytes, 0) != bytes)
		broke("the kept file cannot be read again");
	struct movie look;
	made.input = (struct sv){ all, (size_t)bytes };
	movie_open(&made, &look);
	found->seconds = fmax(0.01, movie->end - movie->start);
	found->bitrate = (int64_t)((double)bytes * 8 / found->seconds);
	if (look.sound)
		find_sound(work, look.sound);
	if (!look.video)
		return;
	const AVCodecParameters *par = look.video->codecpar;
	bool lies = look.turn & 1;
	found->size = (struct picture_size){ lies ? par->height : par->width, lies ? par->width : par->height };
	find_rate(movie);
}

static AVFrame *first_frame(struct movie *movie)
{
	AVCodecContext *decoder = movie_decoder(movie->video, 1);
	AVPacket *packet = av_packet_alloc();
	AVFrame *frame = av_frame_alloc();
	for (bool more = true; more;) {
		more = movie_next(movie, packet);
		if (more && movie->in->streams[packet->stream_index] != movie->video) {
			av_packet_unref(packet);
			continue;
		}
		avcodec_send_packet(decoder, more ? packet : NULL);
		av_packet_unref(packet);
		if (avcodec_receive_frame(decoder, frame) == 0)
			return frame;
	}
	movie_try(AVERROR_INVALIDDATA);
	return NULL;
}

/* Preview, blurhash and colour, from the first frame; reads from `movie`. */
static void make_poster(struct movie *movie)
{
	AVFrame *frame = first_frame(movie);
	struct picture_size size = { frame->width, frame->height };
	int stride = size.width * 3;
	if ((int64_t)size.width * size.height > movie->work->limits.video_pixels) /* a stream may change its mind */
		movie_try(AVERROR_INVALIDDATA);
	uint8_t *rgb = arena_alloc(&movie->work->arena, (size_t)stride * (size_t)size.height + AV_INPUT_BUFFER_PADDING_SIZE);
	struct SwsContext *scaler = sws_getContext(size.width, size.height, frame->format, size.width, size.height, AV_PIX_FMT_RGB24,
	                                           SWS_BILINEAR, NULL, NULL, NULL);
	movie_try(scaler ? 0 : AVERROR_INVALIDDATA);
	sws_scale(scaler, (const uint8_t *const *)frame->data, frame->linesize, 0, size.height, &rgb, &stride);
	image_preview_frame(movie->work, rgb, size, movie->turn);
}

void movie_make(struct work *work)
{
	struct movie movie, again;
	if (work->mode != MEDIA_ATTACHMENT)
		refused("Here an image is needed: JPEG, PNG, GIF or WebP.");
	movie_open(work, &movie);
	work->found.type = work->format == MEDIA_GIF ? "gifv" : movie.video ? "video" : "audio";
	if (movie.video) {
		make_poster(&movie);
		movie_open(work, &again);
		movie = again;
	} else if (movie.cover) {
		const AVPacket *cover = &movie.cover->attached_pic;
		image_preview_cover(work, (struct sv){ (const char *)cover->data, (size_t)cover->size });
	}
	make_file(&movie);
	find_made(&movie);
}
