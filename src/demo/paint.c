/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demo/paint.h"

#include "base/buf.h"

#include <math.h>
#include <stdlib.h>
#include <zlib.h>

struct colour rgb(unsigned hex)
{
	return (struct colour){ (float)(hex >> 16 & 255) / 255, (float)(hex >> 8 & 255) / 255, (float)(hex & 255) / 255 };
}

struct colour mix(struct colour a, struct colour b, float part)
{
	return (struct colour){ a.r + (b.r - a.r) * part, a.g + (b.g - a.g) * part, a.b + (b.b - a.b) * part };
}

struct canvas canvas_new(struct arena *arena, unsigned width, unsigned height)
{
	return (struct canvas){ width, height, arena_array(arena, struct colour, (size_t)width * height) };
}

static float clamp(float x)
{
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

static void blend(struct canvas *c, unsigned x, unsigned y, struct colour colour, float cover)
{
	struct colour *at = &c->points[(size_t)y * c->width + x];
	if (cover > 0)
		*at = mix(*at, colour, clamp(cover));
}

void paint_sky(struct canvas *c, struct colour top, struct colour bottom, float until)
{
	for (unsigned y = 0; y < c->height; y++)
		for (unsigned x = 0; x < c->width; x++)
			c->points[(size_t)y * c->width + x] = mix(top, bottom, clamp((float)y / (float)c->height / until));
}

/* The points that a shape can touch, as half-open ranges. */
struct reach {
	unsigned x0, x1, y0, y1;
};

static unsigned bound(float value, unsigned most)
{
	return value <= 0 ? 0 : value >= (float)most ? most : (unsigned)value;
}

static struct reach reach_of(const struct canvas *c, float left, float top, float right, float bottom)
{
	return (struct reach){ bound(left - 1, c->width), bound(right + 2, c->width), bound(top - 1, c->height), bound(bottom + 2, c->height) };
}

void paint_ellipse(struct canvas *c, float x, float y, float half_width, float half_height, struct colour colour, float strength)
{
	float w = (float)c->width, h = (float)c->height, rx = half_width * w, ry = half_height * h;
	struct reach r = reach_of(c, x * w - rx, y * h - ry, x * w + rx, y * h + ry);
	for (unsigned py = r.y0; py < r.y1; py++)
		for (unsigned px = r.x0; px < r.x1; px++) {
			float dx = ((float)px + .5f - x * w) / rx, dy = ((float)py + .5f - y * h) / ry, d = sqrtf(dx * dx + dy * dy);
			blend(c, px, py, colour, clamp((1 - d) * fminf(rx, ry) + .5f) * strength);
		}
}

void paint_disc(struct canvas *c, float x, float y, float radius, struct colour colour, float strength)
{
	paint_ellipse(c, x, y, radius * (float)c->height / (float)c->width, radius, colour, strength);
}

void paint_box(struct canvas *c, float x, float y, float width, float height, struct colour colour)
{
	float w = (float)c->width, h = (float)c->height;
	struct reach r = reach_of(c, x * w, y * h, (x + width) * w, (y + height) * h);
	for (unsigned py = r.y0; py < r.y1; py++)
		for (unsigned px = r.x0; px < r.x1; px++) {
			float fx = (float)px + .5f, fy = (float)py + .5f;
			float inside = fminf(fminf(fx - x * w, (x + width) * w - fx), fminf(fy - y * h, (y + height) * h - fy));
			blend(c, px, py, colour, clamp(inside + .5f));
		}
}

/* How far a point lies to the left of the line from a to b, in points of the canvas. */
static float side(const float *a, const float *b, float x, float y)
{
	float dx = b[0] - a[0], dy = b[1] - a[1];
	return ((x - a[0]) * dy - (y - a[1]) * dx) / sqrtf(dx * dx + dy * dy);
}

void paint_triangle(struct canvas *c, const float xy[6], struct colour colour)
{
	float p[6];
	for (int i = 0; i < 6; i++)
		p[i] = xy[i] * (float)(i % 2 ? c->height : c->width);
	float turn = side(p, p + 2, p[4], p[5]) < 0 ? -1 : 1;
	struct reach r = reach_of(c, fminf(fminf(p[0], p[2]), p[4]), fminf(fminf(p[1], p[3]), p[5]), fmaxf(fmaxf(p[0], p[2]), p[4]),
	                          fmaxf(fmaxf(p[1], p[3]), p[5]));
	for (unsigned py = r.y0; py < r.y1; py++)
		for (unsigned px = r.x0; px < r.x1; px++) {
			float x = (float)px + .5f, y = (float)py + .5f;
			float inside = fminf(fminf(turn * side(p, p + 2, x, y), turn * side(p + 2, p + 4, x, y)), turn * side(p + 4, p, x, y));
			blend(c, px, py, colour, clamp(inside + .5f));
		}
}

void paint_ridge(struct canvas *c, float y, float swing, float waves, float phase, struct colour colour)
{
	for (unsigned px = 0; px < c->width; px++) {
		float x = (float)px / (float)c->width * waves * 6.2832f + phase;
		float line = (y + swing * (sinf(x) * .6f + sinf(x * 2.3f + 1) * .3f + sinf(x * 5.1f) * .1f)) * (float)c->height;
		for (unsigned py = 0; py < c->height; py++)
			blend(c, px, py, colour, clamp((float)py + .5f - line));
	}
}

/* --- PNG by zlib, which is linked anyway: three chunks, no filters -------------------------------------------------------------- */

static void put32(unsigned char *to, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		to[i] = (unsigned char)(value >> (24 - 8 * i));
}

static void put_chunk(struct buf *out, const char *type, const unsigned char *data, size_t n)
{
	unsigned char word[4];
	put32(word, (uint32_t)n);
	buf_put(out, (struct sv){ (char *)word, 4 });
	buf_put(out, (struct sv){ type, 4 });
	buf_put(out, (struct sv){ (const char *)data, n });
	uLong crc = crc32(crc32(0, (const Bytef *)type, 4), data, (uInt)n);
	put32(word, (uint32_t)crc);
	buf_put(out, (struct sv){ (char *)word, 4 });
}

static unsigned char *raw_rows(struct arena *arena, const struct canvas *c, size_t *n_r)
{
	size_t row = 1 + 3 * (size_t)c->width;
	unsigned char *raw = arena_zeroed(arena, *n_r = row * c->height);
	for (unsigned y = 0; y < c->height; y++)
		for (unsigned x = 0; x < c->width; x++) {
			struct colour p = c->points[(size_t)y * c->width + x];
			unsigned char *to = raw + y * row + 1 + 3 * (size_t)x;
			to[0] = (unsigned char)(clamp(p.r) * 255 + .5f);
			to[1] = (unsigned char)(clamp(p.g) * 255 + .5f);
			to[2] = (unsigned char)(clamp(p.b) * 255 + .5f);
		}
	return raw;
}

struct sv canvas_png(struct arena *arena, const struct canvas *c)
{
	size_t raw_n;
	unsigned char *raw = raw_rows(arena, c, &raw_n), head[13] = { [8] = 8, [9] = 2 };
	uLongf packed_n = compressBound(raw_n);
	unsigned char *packed = arena_alloc(arena, packed_n);
	if (compress2(packed, &packed_n, raw, raw_n, 6) != Z_OK)
		abort(); /* the room is what zlib asked for */
	struct buf out = BUF(arena, packed_n + 256);
	put32(head, c->width);
	put32(head + 4, c->height);
	buf_put(&out, SV("\x89PNG\r\n\x1a\n"));
	put_chunk(&out, "IHDR", head, sizeof(head));
	put_chunk(&out, "IDAT", packed, packed_n);
	put_chunk(&out, "IEND", NULL, 0);
	return buf_sv(&out);
}
