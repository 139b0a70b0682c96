/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/media_format.h"

#include "base/attr.h"

static const struct {
	const char *mime, *end;
	enum media_kind kind;
	bool served;
} formats[MEDIA_FORMATS] = {
	[MEDIA_NONE] = { "", "", MEDIA_NO_KIND, false },
#define FORMAT(name, mime_, end_, kind_, served_) [MEDIA_##name] = { mime_, end_, MEDIA_##kind_, served_ },
#include "social/media_format.def"
#undef FORMAT
};

const char *media_format_mime(enum media_format format)
{
	return formats[format].mime;
}

const char *media_format_end(enum media_format format)
{
	return formats[format].end;
}

enum media_kind media_format_kind(enum media_format format)
{
	return formats[format].kind;
}

bool media_format_served(enum media_format format)
{
	return formats[format].served;
}

enum media_format media_format_by_mime(struct sv mime)
{
	for (enum media_format f = MEDIA_NONE + 1; f < MEDIA_FORMATS; f++)
		if (sv_eq_nocase(mime, sv_of(formats[f].mime)))
			return f;
	return MEDIA_NONE;
}

enum media_format media_format_by_end(struct sv end)
{
	for (enum media_format f = MEDIA_NONE + 1; f < MEDIA_FORMATS; f++)
		if (sv_eq_nocase(end, sv_of(formats[f].end)))
			return f;
	return MEDIA_NONE;
}

/* ISO base media (ISO/IEC 14496-12): a first box `ftyp` whose major brand, and then the compatible ones, say what it is. */
static const struct {
	struct sv brand;
	enum media_format format;
} brands[] = {
	{ SV_INIT("avif"), MEDIA_AVIF }, { SV_INIT("avis"), MEDIA_AVIF }, { SV_INIT("heic"), MEDIA_HEIC },
	{ SV_INIT("heix"), MEDIA_HEIC }, { SV_INIT("heim"), MEDIA_HEIC }, { SV_INIT("heis"), MEDIA_HEIC },
	{ SV_INIT("qt  "), MEDIA_MOV },  { SV_INIT("M4A "), MEDIA_M4A },  { SV_INIT("M4B "), MEDIA_M4A },
	{ SV_INIT("isom"), MEDIA_MP4 },  { SV_INIT("iso2"), MEDIA_MP4 },  { SV_INIT("iso4"), MEDIA_MP4 },
	{ SV_INIT("iso5"), MEDIA_MP4 },  { SV_INIT("iso6"), MEDIA_MP4 },  { SV_INIT("mp41"), MEDIA_MP4 },
	{ SV_INIT("mp42"), MEDIA_MP4 },  { SV_INIT("avc1"), MEDIA_MP4 },  { SV_INIT("dash"), MEDIA_MP4 },
	{ SV_INIT("M4V "), MEDIA_MP4 },  { SV_INIT("M4VH"), MEDIA_MP4 },  { SV_INIT("M4VP"), MEDIA_MP4 },
	{ SV_INIT("MSNV"), MEDIA_MP4 },  { SV_INIT("3gp4"), MEDIA_MP4 },  { SV_INIT("3gp5"), MEDIA_MP4 },
};

static enum media_format of_brand(struct sv brand)
{
	for (size_t i = 0; i < COUNT_OF(brands); i++)
		if (sv_eq(brand, brands[i].brand))
			return brands[i].format;
	return MEDIA_NONE;
}

static size_t be32(struct sv s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

static enum media_format sniff_iso_media(struct sv head)
{
	if (head.n < 16 || !sv_eq(sv_first(sv_from(head, 4), 4), SV("ftyp")))
		return MEDIA_NONE;
	enum media_format format = of_brand(sv_first(sv_from(head, 8), 4));
	struct sv box = sv_first(head, be32(head));
	for (size_t at = 16; format == MEDIA_NONE && at + 4 <= box.n; at += 4) /* 12: the minor version */
		format = of_brand(sv_first(sv_from(box, at), 4));
	return format;
}

static enum media_format sniff_riff(struct sv head)
{
	if (head.n < 12 || !sv_starts(head, SV("RIFF")))
		return MEDIA_NONE;
	struct sv form = sv_first(sv_from(head, 8), 4);
	return sv_eq(form, SV("WEBP")) ? MEDIA_WEBP : sv_eq(form, SV("WAVE")) ? MEDIA_WAV : MEDIA_NONE;
}

/* Matroska's header (RFC 8794) holds the document type in clear; only its subset WebM is accepted. */
static enum media_format sniff_matroska(struct sv head)
{
	if (!sv_starts(head, SV("\x1a\x45\xdf\xa3")))
		return MEDIA_NONE;
	return sv_find(sv_first(head, 64), SV("webm")) >= 0 ? MEDIA_WEBM : MEDIA_NONE;
}

/* A bare MPEG audio or ADTS frame: 12 bits of sync, then the layer; layer 0 is ADTS (ISO/IEC 13818-7), 1 is layer III. */
static enum media_format sniff_mpeg_audio(struct sv head)
{
	if (head.n < 4 || (unsigned char)head.p[0] != 0xff || ((unsigned char)head.p[1] & 0xe0) != 0xe0)
		return MEDIA_NONE;
	unsigned layer = (unsigned char)head.p[1] >> 1 & 3, version = (unsigned char)head.p[1] >> 3 & 3;
	unsigned rate = (unsigned char)head.p[2] >> 2 & 3, bits = (unsigned char)head.p[2] >> 4;
	if (layer == 0)
		return ((unsigned char)head.p[1] & 0xf0) == 0xf0 && ((unsigned char)head.p[2] >> 2 & 15) < 13 ? MEDIA_AAC : MEDIA_NONE;
	return layer == 1 && version != 1 && rate != 3 && bits != 0 && bits != 15 ? MEDIA_MP3 : MEDIA_NONE;
}

enum media_format media_format_sniff(struct sv head)
{
	static const struct {
		struct sv magic;
		enum media_format format;
	} magics[] = {
		{ SV_INIT("\xff\xd8\xff"), MEDIA_JPEG }, { SV_INIT("\x89PNG\r\n\x1a\n"), MEDIA_PNG }, { SV_INIT("GIF87a"), MEDIA_GIF },
		{ SV_INIT("GIF89a"), MEDIA_GIF },        { SV_INIT("ID3"), MEDIA_MP3 },               { SV_INIT("fLaC"), MEDIA_FLAC },
		{ SV_INIT("OggS\0"), MEDIA_OGG },
	};
	head = sv_first(head, MEDIA_SNIFF);
	for (size_t i = 0; i < COUNT_OF(magics); i++)
		if (sv_starts(head, magics[i].magic))
			return magics[i].format;
	enum media_format (*const sniffers[])(struct sv) = { sniff_iso_media, sniff_riff, sniff_matroska, sniff_mpeg_audio };
	for (size_t i = 0; i < COUNT_OF(sniffers); i++) {
		enum media_format format = sniffers[i](head);
		if (format != MEDIA_NONE)
			return format;
	}
	return MEDIA_NONE;
}
