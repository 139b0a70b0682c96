/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The way back of mediaworker/blurhash.c. A BMP with the short header of OS/2 is the smallest picture without compression that every
 * browser reads. */
#include "web/blur.h"

#include <math.h>
#include <sodium.h>

enum { SIDE = 9, HEAD = 26, ROW = (BLUR_WIDTH * 3 + 3) / 4 * 4, FILE_BYTES = HEAD + ROW * BLUR_HEIGHT };

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

struct hash {
	int across, down;
	double parts[SIDE * SIDE][3]; /* linear light */
};

static double linear_of_srgb(int value)
{
	double v = value / 255.0;
	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static unsigned char srgb_of_linear(double value)
{
	double v = fmin(fmax(value, 0), 1);
	return (unsigned char)(255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055) + 0.5);
}

/* -1: a character that does not belong there. */
static int base83(const char *digits, size_t count)
{
	int value = 0;
	for (size_t i = 0; i < count; i++) {
		const char *at = digits[i] ? strchr(alphabet, digits[i]) : NULL;
		if (!at)
			return -1;
		value = value * 83 + (int)(at - alphabet);
	}
	return value;
}

static double unroot(int digit, double scale)
{
	double v = (digit - 9) / 9.0;
	return copysign(v * v, v) * scale;
}

static bool read_hash(struct sv text, struct hash *hash_r)
{
	int size = text.n >= 6 ? base83(text.p, 1) : -1;
	hash_r->across = size % SIDE + 1;
	hash_r->down = size / SIDE + 1;
	if (size < 0 || hash_r->down > SIDE || text.n != 4 + 2 * (size_t)(hash_r->across * hash_r->down))
		return false;
	int step = base83(text.p + 1, 1), average = base83(text.p + 2, 4);
	if (step < 0 || average < 0)
		return false;
	for (int c = 0; c < 3; c++)
		hash_r->parts[0][c] = linear_of_srgb(average >> (16 - 8 * c) & 255);
	for (int k = 1; k < hash_r->across * hash_r->down; k++) {
		int value = base83(text.p + 4 + 2 * k, 2);
		if (value < 0)
			return false;
		const int digits[] = { value / 361, value / 19 % 19, value % 19 };
		for (int c = 0; c < 3; c++)
			hash_r->parts[k][c] = unroot(digits[c], (step + 1) / 166.0);
	}
	return true;
}

bool blur_pixels(struct sv blurhash, unsigned char rgb_r[BLUR_PIXELS])
{
	struct hash hash;
	if (!read_hash(blurhash, &hash))
		return false;
	double wave_x[SIDE][BLUR_WIDTH], wave_y[SIDE][BLUR_HEIGHT];
	for (int i = 0; i < SIDE; i++) {
		for (int x = 0; x < BLUR_WIDTH; x++)
			wave_x[i][x] = cos(M_PI * i * (x + 0.5) / BLUR_WIDTH);
		for (int y = 0; y < BLUR_HEIGHT; y++)
			wave_y[i][y] = cos(M_PI * i * (y + 0.5) / BLUR_HEIGHT);
	}
	for (int at = 0; at < BLUR_PIXELS; at++) {
		double light = 0;
		for (int k = 0; k < hash.across * hash.down; k++)
			light += hash.parts[k][at % 3] * wave_x[k % hash.across][at / 3 % BLUR_WIDTH] * wave_y[k / hash.across][at / 3 / BLUR_WIDTH];
		rgb_r[at] = srgb_of_linear(light);
	}
	return true;
}

struct sv blur_bmp(struct arena *arena, struct sv blurhash)
{
	/* "BM", its size, nothing, where the pixels begin; then: 12 bytes of head, width, height, one plane, 24 bits a pixel */
	unsigned char file[FILE_BYTES] = { 'B', 'M', FILE_BYTES, 0, 0, 0, 0, 0, 0, 0, HEAD, 0, 0, 0, 12, 0, 0, 0, BLUR_WIDTH, 0, BLUR_HEIGHT, 0, 1, 0, 24, 0 };
	unsigned char rgb[BLUR_PIXELS];
	if (!blur_pixels(blurhash, rgb))
		return SV_NONE;
	for (int at = 0; at < BLUR_PIXELS; at++) { /* from the bottom up, blue first */
		int row = BLUR_HEIGHT - 1 - at / 3 / BLUR_WIDTH, column = at / 3 % BLUR_WIDTH;
		file[HEAD + row * ROW + column * 3 + 2 - at % 3] = rgb[at];
	}
	size_t room = sodium_base64_encoded_len(sizeof(file), sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(arena, room);
	return sv_of(sodium_bin2base64(text, room, file, sizeof(file), sodium_base64_VARIANT_ORIGINAL));
}
