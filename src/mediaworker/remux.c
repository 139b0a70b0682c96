/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From one container into another: the coded video and sound stay as they are. */
#include "mediaworker/movie.h"
#include "mediaworker/movie_io.h"
#include "mediaworker/mp3.h"

#include <libavcodec/bsf.h>

AVFormatContext *movie_out(const char *muxer)
{
	AVFormatContext *out = NULL;
	movie_try(avformat_alloc_output_context2(&out, NULL, muxer, "kept"));
	out->pb = movie_io_keep();
	out->io_open = movie_io_reopen;
	out->io_close2 = movie_io_close;
	out->flags |= AVFMT_FLAG_BITEXACT | AVFMT_FLAG_CUSTOM_IO; /* bitexact: no dates, no names of programs */
	return out;
}

/* A new stream that knows of the old one only what is needed to show it: which way is up, and the shape of a pixel. */
AVStream *movie_out_stream(AVFormatContext *out, const AVStream *in)
{
	size_t n = 0;
	const uint8_t *matrix = av_stream_get_side_data(in, AV_PKT_DATA_DISPLAYMATRIX, &n);
	AVStream *stream = avformat_new_stream(out, NULL);
	uint8_t *copy = stream && matrix ? av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, n) : NULL;
	if (!stream || (matrix && !copy))
		broke("no memory for a stream");
	if (matrix)
		memcpy(copy, matrix, n);
	stream->time_base = in->time_base;
	stream->avg_frame_rate = in->avg_frame_rate;
	stream->sample_aspect_ratio = in->sample_aspect_ratio;
	return stream;
}

void movie_out_start(AVFormatContext *out)
{
	AVDictionary *options = NULL;
	av_dict_set(&options, "movflags", "+faststart", 0); /* options of other muxers are left over, and ignored */
	av_dict_set(&options, "id3v2_version", "0", 0);
	av_dict_set(&options, "write_id3v1", "0", 0);
	movie_try(avformat_write_header(out, &options));
	av_dict_free(&options);
}

void movie_out_end(AVFormatContext *out)
{
	movie_try(av_write_trailer(out));
	avio_flush(out->pb);
	if (out->pb->error < 0)
		broke("the kept file cannot be written");
}

/* H.264 can carry notes between its pictures (SEI and others), and cameras have put places there: only pictures and the
 * parameters to decode them by pass. */
static AVBSFContext *note_filter(const AVStream *stream)
{
	AVBSFContext *filter = NULL;
	bool h264 = stream->codecpar->codec_id == AV_CODEC_ID_H264;
	movie_try(av_bsf_list_parse_str(h264 ? "filter_units=pass_types=1-5|7-8|13" : "null", &filter));
	movie_try(avcodec_parameters_copy(filter->par_in, stream->codecpar));
	filter->time_base_in = stream->time_base;
	movie_try(av_bsf_init(filter));
	return filter;
}

struct copy {
	AVBSFContext *filter;
	const AVStream *in;
	AVStream *out;
};

static void copy_start(struct copy *copy, AVFormatContext *out, const AVStream *in)
{
	copy->in = in;
	copy->filter = note_filter(in);
	copy->out = movie_out_stream(out, in);
	movie_try(avcodec_parameters_copy(copy->out->codecpar, copy->filter->par_out));
	copy->out->codecpar->codec_tag = 0;
}

/* Between and behind the frames of an MP3 file there may be tags of any kind, which the demuxer takes for sound. */
static bool is_sound(const struct copy *copy, AVPacket *packet)
{
	if (copy->in->codecpar->codec_id != AV_CODEC_ID_MP3)
		return true;
	size_t size = mp3_frame_size(packet->data, (size_t)packet->size);
	av_shrink_packet(packet, (int)size);
	return size > 0;
}

/* `packet` NULL: no more will come. */
static void copy_packet(struct copy *copy, AVFormatContext *out, AVPacket *packet)
{
	AVPacket *filtered;
	int error;
	if (packet && !is_sound(copy, packet)) {
		av_packet_unref(packet);
		return;
	}
	filtered = av_packet_alloc();
	movie_try(av_bsf_send_packet(copy->filter, packet));
	while ((error = av_bsf_receive_packet(copy->filter, filtered)) == 0) {
		av_packet_rescale_ts(filtered, copy->in->time_base, copy->out->time_base);
		filtered->stream_index = copy->out->index;
		filtered->pos = -1;
		movie_try(av_interleaved_write_frame(out, filtered));
	}
	if (error != AVERROR(EAGAIN) && error != AVERROR_EOF)
		movie_try(error);
	av_packet_free(&filtered);
}

void movie_remux(struct movie *movie, const char *muxer)
{
	AVFormatContext *out = movie_out(muxer);
	AVPacket *packet = av_packet_alloc();
	struct copy video = { 0 }, sound = { 0 };
	if (movie->video)
		copy_start(&video, out, movie->video);
	if (movie->sound)
		copy_start(&sound, out, movie->sound);
	movie_out_start(out);
	while (movie_next(movie, packet))
		copy_packet(movie->in->streams[packet->stream_index] == movie->video ? &video : &sound, out, packet);
	if (movie->video)
		copy_packet(&video, out, NULL);
	if (movie->sound)
		copy_packet(&sound, out, NULL);
	movie_out_end(out);
}
