/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* media_format.h - which kinds of file are media here (media_format.def), told from a file's first bytes.
 *
 * The name and the media type that a client sends are never believed. Being named here promises nothing about the rest of
 * the file: only the media worker reads that. */
#ifndef SOCIAL_MEDIA_FORMAT_H
#define SOCIAL_MEDIA_FORMAT_H

#include "base/sv.h"

enum media_format {
	MEDIA_NONE,
#define FORMAT(name, mime, end, kind, served) MEDIA_##name,
#include "social/media_format.def"
#undef FORMAT
	MEDIA_FORMATS
};

enum media_kind { MEDIA_NO_KIND, MEDIA_PICTURE, MEDIA_MOVING, MEDIA_SOUND };

enum { MEDIA_SNIFF = 4096 }; /* bytes that media_format_sniff() looks at; fewer are fine */

/* What a person is told whose file is of none of these kinds. */
#define MEDIA_ACCEPTED                                                                                        \
	"Accepted are JPEG, PNG, GIF, WebP, HEIC and AVIF images, MP4, MOV and WebM videos, and MP3, M4A, AAC, " \
	"Ogg, FLAC and WAV sound."

enum media_format media_format_sniff(struct sv head);       /* MEDIA_NONE: nothing that is accepted */
enum media_format media_format_by_mime(struct sv mime);     /* MEDIA_NONE: no such row */
enum media_format media_format_by_end(struct sv end);       /* "jpg"; MEDIA_NONE: no such row */
const char *media_format_mime(enum media_format format);    /* "" for MEDIA_NONE */
const char *media_format_end(enum media_format format);     /* what its file names end in, without the dot */
enum media_kind media_format_kind(enum media_format format);
bool media_format_served(enum media_format format);

#endif
