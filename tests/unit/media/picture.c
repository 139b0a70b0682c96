/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "picture.h"

#include "base/buf.h"
#include "upload.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

VipsImage *picture_halves(int width, int height)
{
	uint8_t *rgb = g_malloc0((size_t)width * (size_t)height * 3);
	for (int i = 0; i < width * height; i++)
		rgb[3 * i + (i % width < width / 2 ? 0 : 2)] = 250;
	VipsImage *image = vips_image_new_from_memory(rgb, (size_t)width * (size_t)height * 3, width, height, 3, VIPS_FORMAT_UCHAR);
	image->Type = VIPS_INTERPRETATION_sRGB;
	return image;
}

struct sv picture_file(struct arena *arena, VipsImage *image, enum media_format format)
{
	void *p = NULL;
	size_t n = 0;
	int failed = -1;
	if (format == MEDIA_JPEG)
		failed = vips_jpegsave_buffer(image, &p, &n, "Q", 95, NULL);
	else if (format == MEDIA_PNG)
		failed = vips_pngsave_buffer(image, &p, &n, NULL);
	else if (format == MEDIA_GIF)
		failed = vips_gifsave_buffer(image, &p, &n, NULL);
	else if (format == MEDIA_WEBP)
		failed = vips_webpsave_buffer(image, &p, &n, NULL);
	else if (format == MEDIA_AVIF || format == MEDIA_HEIC)
		failed = vips_heifsave_buffer(image, &p, &n, "compression",
		                              format == MEDIA_AVIF ? VIPS_FOREIGN_HEIF_COMPRESSION_AV1 : VIPS_FOREIGN_HEIF_COMPRESSION_HEVC, NULL);
	if (failed)
		fail_msg("%s", vips_error_buffer());
	struct sv file = arena_dup(arena, (struct sv){ p, n });
	g_free(p);
	return file;
}

static void put16(struct buf *b, unsigned v)
{
	buf_putc(b, (char)(v & 255));
	buf_putc(b, (char)(v >> 8));
}

static void put32(struct buf *b, uint32_t v)
{
	put16(b, v & 0xffff);
	put16(b, v >> 16);
}

static void entry(struct buf *b, unsigned tag, unsigned type, uint32_t count, uint32_t value)
{
	put16(b, tag);
	put16(b, type);
	put32(b, count);
	put32(b, value);
}

/* TIFF 6.0, little endian. Offsets: IFD0 at 8, the GPS IFD at 62, the maker's name at 128, the latitude at 148. */
struct sv picture_exif(struct arena *arena, int orientation)
{
	struct buf b = BUF(arena, 4096);
	buf_put(&b, SV("Exif\0\0II*\0\x8\0\0\0"));
	put16(&b, 4);
	entry(&b, 0x010f, 2, sizeof(SECRET_MAKER), 128); /* Make */
	entry(&b, 0x0112, 3, 1, (uint32_t)orientation);
	entry(&b, 0x0128, 3, 1, 2);                      /* ResolutionUnit: inches */
	entry(&b, 0x8825, 4, 1, 62);                     /* GPSInfo */
	put32(&b, 0);
	put16(&b, 4);
	entry(&b, 0, 1, 4, 0x00000302);                  /* GPSVersionID 2.3 */
	entry(&b, 1, 2, 2, 'N');                         /* GPSLatitudeRef */
	entry(&b, 2, 5, 3, 152);                         /* GPSLatitude: three rationals */
	entry(&b, 3, 2, 2, 'E');
	put32(&b, 0);
	while (b.n < 6 + 128)
		buf_putc(&b, 0);
	buf_put(&b, SV(SECRET_MAKER "\0"));
	while (b.n < 6 + 152)
		buf_putc(&b, 0);
	for (int i = 0; i < 3; i++) {
		put32(&b, 59u + (uint32_t)i);
		put32(&b, 1);
	}
	return buf_sv(&b);
}

static void segment(struct buf *b, unsigned char marker, struct sv body)
{
	buf_putc(b, (char)0xff);
	buf_putc(b, (char)marker);
	buf_putc(b, (char)((body.n + 2) >> 8));
	buf_putc(b, (char)(body.n + 2));
	buf_put(b, body);
}

struct sv picture_jpeg_with_secrets(struct arena *arena, struct sv jpeg, int orientation)
{
	struct buf b = BUF(arena, 4 << 20);
	buf_put(&b, sv_first(jpeg, 2));
	segment(&b, 0xe1, picture_exif(arena, orientation));
	segment(&b, 0xe1, SV("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>" SECRET_PLACE "</a></x:xmpmeta>"));
	segment(&b, 0xed, SV("Photoshop 3.0\0" "8BIM\4\4\0\0\0\0\0\x19\x1c\2\x5a\0\x14" SECRET_PLACE "\0"));
	segment(&b, 0xfe, SV(SECRET_PLACE));
	buf_put(&b, sv_from(jpeg, 2));
	buf_put(&b, SV("\0trailing " SECRET_MAKER)); /* phones hang whole videos on the end */
	return buf_sv(&b);
}

static uint32_t crc_of(struct sv s)
{
	uint32_t crc = ~0u;
	for (size_t i = 0; i < s.n; i++) {
		crc ^= (unsigned char)s.p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	return ~crc;
}

static void put_be32(struct buf *b, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_putc(b, (char)(v >> shift));
}

static void chunk(struct buf *b, struct sv name, struct sv body)
{
	put_be32(b, (uint32_t)body.n);
	size_t start = b->n;
	buf_put(b, name);
	buf_put(b, body);
	put_be32(b, crc_of(sv_from(buf_sv(b), start)));
}

struct sv picture_png_of_size(struct arena *arena, uint32_t width, uint32_t height)
{
	struct buf b = BUF(arena, 4096), header = BUF(arena, 64);
	put_be32(&header, width);
	put_be32(&header, height);
	buf_put(&header, SV("\x8\x2\0\0\0"));
	buf_put(&b, SV("\x89PNG\r\n\x1a\n"));
	chunk(&b, SV("IHDR"), buf_sv(&header));
	chunk(&b, SV("IDAT"), SV("\x78\x9c\x63\0\0\0\1\0\1"));
	chunk(&b, SV("IEND"), SV(""));
	return buf_sv(&b);
}

VipsImage *picture_read(struct sv file, enum media_format format)
{
	VipsImage *image = NULL;
	void *p = (void *)(uintptr_t)file.p;
	int failed = format == MEDIA_JPEG   ? vips_jpegload_buffer(p, file.n, &image, NULL)
	             : format == MEDIA_PNG  ? vips_pngload_buffer(p, file.n, &image, NULL)
	             : format == MEDIA_WEBP ? vips_webpload_buffer(p, file.n, &image, "n", -1, NULL)
	                                    : vips_gifload_buffer(p, file.n, &image, "n", -1, NULL);
	if (failed)
		fail_msg("%s", vips_error_buffer());
	return image;
}

struct sv picture_animation(struct arena *arena, int width, int height, int frames, enum media_format format)
{
	VipsImage *each[64], *all = NULL, *image = NULL;
	assert_in_range(frames, 2, 64);
	for (int k = 0; k < frames; k++) {
		int shift[] = { k * width / frames };
		assert_int_equal(vips_wrap(picture_halves(width, height), &each[k], "x", shift[0], "y", 0, NULL), 0);
	}
	assert_int_equal(vips_arrayjoin(each, &all, frames, "across", 1, NULL), 0);
	assert_int_equal(vips_copy(all, &image, NULL), 0);
	vips_image_set_int(image, VIPS_META_PAGE_HEIGHT, height);
	int delays[64];
	for (int k = 0; k < frames; k++)
		delays[k] = 100;
	vips_image_set_array_int(image, "delay", delays, frames);
	return picture_file(arena, image, format);
}
