/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The public algorithm: a two-dimensional cosine transform of the linear light, its first components quantised and written
 * in base 83. The first component is the average colour; the others are relative to the largest of them. */
#include "mediaworker/blurhash.h"

#include <math.h>
#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

struct light {
	double c[3];
};

static double linear_of_srgb(uint8_t value)
{
	double v = value / 255.0;
	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static int srgb_of_linear(double value)
{
	double v = fmin(fmax(value, 0), 1);
	return (int)(255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * pow(v, 1 / 2.4) - 0.055) + 0.5);
}

static char *base83(char *to, unsigned value, int digits)
{
	for (int i = digits - 1; i >= 0; i--, value /= 83)
		to[i] = alphabet[value % 83];
	return to + digits;
}

static struct light component(const uint8_t *rgb, int width, int height, int i, int j, const double linear[256])
{
	struct light sum = { { 0, 0, 0 } };
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			double basis = cos(M_PI * i * x / width) * cos(M_PI * j * y / height);
			const uint8_t *pixel = rgb + 3 * ((long)y * width + x);
			for (int c = 0; c < 3; c++)
				sum.c[c] += basis * linear[pixel[c]];
		}
	for (int c = 0; c < 3; c++)
		sum.c[c] *= (i == 0 && j == 0 ? 1.0 : 2.0) / ((double)width * height);
	return sum;
}

static double largest_of(const struct light *parts, int count)
{
	double largest = 0;
	for (int k = 1; k < count; k++)
		for (int c = 0; c < 3; c++)
			largest = fmax(largest, fabs(parts[k].c[c]));
	return largest;
}

static unsigned quantise(struct light part, double scale)
{
	unsigned value = 0;
	for (int c = 0; c < 3; c++) {
		double root = copysign(sqrt(fabs(part.c[c] / scale)), part.c[c]);
		value = value * 19 + (unsigned)fmax(0, fmin(18, floor(root * 9 + 9.5)));
	}
	return value;
}

void blurhash_encode(const uint8_t *rgb, int width, int height, int x_components, int y_components, char text_r[BLURHASH_TEXT])
{
	struct light parts[BLURHASH_SIDE * BLURHASH_SIDE];
	double linear[256];
	int count = x_components * y_components;
	for (int v = 0; v < 256; v++)
		linear[v] = linear_of_srgb((uint8_t)v);
	for (int k = 0; k < count; k++)
		parts[k] = component(rgb, width, height, k % x_components, k / x_components, linear);

	double largest = largest_of(parts, count), scale = 1;
	unsigned step = 0;
	if (count > 1) {
		step = (unsigned)fmax(0, fmin(82, floor(largest * 166 - 0.5)));
		scale = (step + 1) / 166.0;
	}
	char *to = base83(text_r, (unsigned)(x_components - 1 + (y_components - 1) * 9), 1);
	to = base83(to, step, 1);
	unsigned average = 0;
	for (int c = 0; c < 3; c++)
		average = average << 8 | (unsigned)srgb_of_linear(parts[0].c[c]);
	to = base83(to, average, 4);
	for (int k = 1; k < count; k++)
		to = base83(to, quantise(parts[k], scale), 2);
	*to = 0;
}
