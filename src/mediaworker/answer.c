/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The three ways in which a worker ends, and the line that each leaves. */
#include "base/json.h"
#include "mediaworker/worker.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static _Noreturn void end(struct buf *line, enum media_exit code)
{
	buf_putc(line, '\n');
	file_write(MEDIA_FD_ANSWER, line->p, line->n);
	_exit(code); /* not exit(): what the libraries would tidy up may be what the file has spoilt */
}

static _Noreturn PRINTF(2, 0) void end_with_error(enum media_exit code, const char *fmt, va_list args)
{
	char text[500];
	struct arena arena = { 0 };
	struct buf line = BUF(&arena, MEDIA_ANSWER_MAX);
	struct json j = JSON(&line);
	vsnprintf(text, sizeof(text), fmt, args);
	json_object(&j);
	json_cstr(json_key(&j, "error"), text);
	json_end(&j);
	end(&line, code);
}

void refused(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	end_with_error(MEDIA_REFUSED, fmt, args);
}

void broke(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	end_with_error(MEDIA_BROKEN, fmt, args);
}

static _Noreturn PRINTF(1, 2) void no_room(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	end_with_error(MEDIA_NO_ROOM, fmt, args);
}

static _Noreturn void write_failed(int fd)
{
	if (fd == MEDIA_FD_ANSWER)
		_exit(MEDIA_BROKEN); /* nobody listens */
	if (errno == EFBIG)
		refused("The converted file would be too large. Send a shorter or smaller one.");
	if (errno == ENOSPC || errno == EDQUOT)
		no_room("write: %s", strerror(errno));
	broke("write: %s", strerror(errno));
}

void file_write(int fd, const void *bytes, size_t n)
{
	for (const char *at = bytes; n > 0;) {
		ssize_t put = write(fd, at, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			write_failed(fd);
		at += put;
		n -= (size_t)put;
	}
}

static void put_size(struct json *j, struct picture_size size, bool with_text)
{
	char text[32];
	json_int(json_key(j, "width"), size.width);
	json_int(json_key(j, "height"), size.height);
	snprintf(text, sizeof(text), "%dx%d", size.width, size.height);
	if (with_text) {
		json_cstr(json_key(j, "size"), text);
		json_real(json_key(j, "aspect"), (double)size.width / size.height);
	}
}

static void put_small(struct json *j, struct picture_size small)
{
	if (!small.width)
		return;
	json_object(json_key(j, "small"));
	put_size(j, small, true);
	json_end(j);
}

static void put_sound(struct json *j, const struct findings *found)
{
	char text[32];
	if (!found->audio_codec)
		return;
	json_cstr(json_key(j, "audio_encode"), found->audio_codec);
	snprintf(text, sizeof(text), "%d Hz", found->audio_rate);
	json_cstr(json_key(j, "audio_bitrate"), text); /* the rate of samples, under the name that clients know */
	snprintf(text, sizeof(text), "%d channels", found->audio_channels);
	json_cstr(json_key(j, "audio_channels"), found->audio_channels == 1 ? "mono" : found->audio_channels == 2 ? "stereo" : text);
}

/* "0:01:28.65" */
static void put_length(struct json *j, double seconds)
{
	char text[32];
	int64_t hundredths = llround(seconds * 100), whole = hundredths / 100;
	snprintf(text, sizeof(text), "%lld:%02d:%02d.%02d", (long long)(whole / 3600), (int)(whole / 60 % 60), (int)(whole % 60),
	         (int)(hundredths % 100));
	json_cstr(json_key(j, "length"), text);
	json_real(json_key(j, "duration"), seconds);
}

static void put_moving(struct json *j, const struct findings *found)
{
	char rate[32];
	put_length(j, found->seconds);
	if (found->size.width) {
		json_int(json_key(j, "fps"), llround((double)found->frames / found->frames_per));
		put_size(j, found->size, true);
	}
	put_sound(j, found);
	json_object(json_key(j, "original"));
	if (found->size.width) {
		put_size(j, found->size, false);
		snprintf(rate, sizeof(rate), "%d/%d", found->frames, found->frames_per);
		json_cstr(json_key(j, "frame_rate"), rate);
	}
	json_real(json_key(j, "duration"), found->seconds);
	json_int(json_key(j, "bitrate"), found->bitrate);
	json_end(j);
}

static void put_meta(struct json *j, const struct findings *found)
{
	json_object(json_key(j, "meta"));
	if (found->seconds > 0) {
		put_moving(j, found);
	} else {
		json_object(json_key(j, "original"));
		put_size(j, found->size, true);
		json_end(j);
	}
	put_small(j, found->small);
	json_end(j);
}

static void put_print(struct json *j, const struct copies *print)
{
	char hex[PDQ_HEX + 1];
	if (!print->count)
		return;
	json_array(json_key(j, "pdq"));
	for (size_t i = 0; i < print->count; i++) {
		pdq_text(&print->list[i], hex);
		json_cstr(j, hex);
	}
	json_end(j);
	json_int(json_key(j, "pdq_quality"), print->quality);
}

static struct sv some(const char *text)
{
	return *text ? sv_of(text) : SV_NONE;
}

void answer(struct work *work)
{
	struct findings *found = &work->found;
	struct buf line = BUF(&work->arena, MEDIA_ANSWER_MAX);
	struct json j = JSON(&line);
	json_object(&j);
	json_cstr(json_key(&j, "type"), found->type);
	json_cstr(json_key(&j, "mime"), media_format_mime(found->format));
	json_string(json_key(&j, "preview_mime"), some(media_format_mime(found->preview_format)));
	json_int(json_key(&j, "width"), found->size.width);
	json_int(json_key(&j, "height"), found->size.height);
	json_int(json_key(&j, "duration_ms"), llround(found->seconds * 1000));
	json_string(json_key(&j, "blurhash"), some(found->blurhash));
	json_string(json_key(&j, "colour"), some(found->colour));
	put_print(&j, &found->print);
	put_meta(&j, found);
	json_end(&j);
	end(&line, MEDIA_DONE);
}
