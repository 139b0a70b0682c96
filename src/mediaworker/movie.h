/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* movie.h - what has a length: videos, sound, animated GIFs. By the libraries of ffmpeg, in this process.
 *
 * What every player can show already (H.264 with AAC in MP4, VP8 or VP9 with Opus in WebM, MP3, AAC) is only put into a new
 * container: no loss, little time. The rest is made anew as H.264 and AAC. Either way only the first video and the best sound
 * come along; titles, places, dates, chapters, subtitles and data tracks stay behind. */
#ifndef MEDIAWORKER_MOVIE_H
#define MEDIAWORKER_MOVIE_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

#include "mediaworker/worker.h"

struct movie {
	struct work *work;
	AVFormatContext *in;
	AVStream *video, *sound, *cover; /* NULL: has none */
	int turn;                        /* quarter turns clockwise until the video is upright */
	int64_t frames;                  /* of video, read so far */
	double start, end;               /* seconds, of what was read so far */
};

void movie_make(struct work *work);                       /* from work->input to the two files and work->found */

void movie_open(struct work *work, struct movie *movie_r); /* and checks of what the headers say */
bool movie_next(struct movie *movie, AVPacket *packet);   /* the next packet of the chosen streams; false at the end */
AVCodecContext *movie_decoder(const AVStream *stream, int threads); /* opened; refused() when it is none of ours */

AVFormatContext *movie_out(const char *muxer);            /* writes to MEDIA_FD_KEEP */
AVStream *movie_out_stream(AVFormatContext *out, const AVStream *in);
void movie_out_start(AVFormatContext *out);
void movie_out_end(AVFormatContext *out);

void movie_remux(struct movie *movie, const char *muxer);
void movie_transcode(struct movie *movie, const char *muxer);

int movie_try(int error); /* below 0: the file is at fault; or else `error` itself */

#endif
