/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/pdq.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

enum { PASSES = 2, MEDIAN = PDQ_BITS / 2 - 1 };

/* --- soft --------------------------------------------------------------------------------------------------------------------------- */

/* A box of half of what will be one point; twice makes a tent. */
static int box_of(int side)
{
	return (side + 2 * PDQ_SIDE - 1) / (2 * PDQ_SIDE);
}

/* Each of `n` values, `step` apart, becomes the mean of itself and those around it, `box` of them; less at both ends. */
static void mean_along(const float *from, float *to, int n, int box)
{
	int after = (box + 2) / 2 - 1, before = box - 1 - after, have = 0;
	float sum = 0;
	for (int i = 0; i < after; i++, have++)
		sum += from[i];
	for (int i = 0; i < n; i++) {
		if (i + after < n) {
			sum += from[i + after];
			have++;
		}
		if (i - before - 1 >= 0) {
			sum -= from[i - before - 1];
			have--;
		}
		to[i] = sum / (float)have;
	}
}

/* The same down all columns at once. `sums`: room for a row. */
static void mean_down(const float *from, float *to, int width, int height, int box, float *sums)
{
	int after = (box + 2) / 2 - 1, before = box - 1 - after, have = 0;
	memset(sums, 0, (size_t)width * sizeof(*sums));
	for (int i = -after; i < height; i++) {
		const float *in = i + after < height ? from + (size_t)(i + after) * (size_t)width : NULL;
		const float *out = i - before - 1 >= 0 ? from + (size_t)(i - before - 1) * (size_t)width : NULL;
		have += (in != NULL) - (out != NULL);
		for (int x = 0; in && x < width; x++)
			sums[x] += in[x];
		for (int x = 0; out && x < width; x++)
			sums[x] -= out[x];
		for (int x = 0; i >= 0 && x < width; x++)
			to[(size_t)i * (size_t)width + (size_t)x] = sums[x] / (float)have;
	}
}

static void make_soft(struct arena *arena, struct pdq_picture *picture)
{
	size_t width = (size_t)picture->width, height = (size_t)picture->height;
	float *other = arena_alloc(arena, width * height * sizeof(float)), *sums = arena_alloc(arena, width * sizeof(float));
	if (width == PDQ_SIDE && height == PDQ_SIDE) { /* each point is one already */
		picture->soft = picture->sharp;
		return;
	}
	picture->soft = arena_alloc(arena, width * height * sizeof(float));
	for (int pass = 0; pass < PASSES; pass++) {
		const float *from = pass ? picture->soft : picture->sharp;
		for (size_t y = 0; y < height; y++)
			mean_along(from + y * width, other + y * width, picture->width, box_of(picture->width));
		mean_down(other, picture->soft, picture->width, picture->height, box_of(picture->height), sums);
	}
}

static float light_of(unsigned value)
{
	float v = (float)value / 255;
	return v <= 0.04045f ? v / 12.92f : powf((v + 0.055f) / 1.055f, 2.4f);
}

static float value_of(float light)
{
	return 255 * (light <= 0.0031308f ? light * 12.92f : 1.055f * powf(light, 1 / 2.4f) - 0.055f);
}

static void grey_of_light(const uint8_t *rgb, float *to, size_t points)
{
	float light[256], value[1024];
	for (unsigned i = 0; i < 256; i++)
		light[i] = light_of(i);
	for (int i = 0; i < 1024; i++)
		value[i] = value_of((float)i / 1023);
	for (size_t i = 0; i < points; i++)
		to[i] = value[(int)(1023 * (0.2126f * light[rgb[3 * i]] + 0.7152f * light[rgb[3 * i + 1]] + 0.0722f * light[rgb[3 * i + 2]]))];
}

struct pdq_picture pdq_picture_read(struct arena *arena, const uint8_t *rgb, int width, int height, enum pdq_grey grey)
{
	size_t points = (size_t)width * (size_t)height;
	struct pdq_picture picture = { .sharp = arena_alloc(arena, points * sizeof(float)), .width = width, .height = height };
	if (grey == PDQ_GREY_OF_LIGHT)
		grey_of_light(rgb, picture.sharp, points);
	for (size_t i = 0; i < points && grey == PDQ_GREY; i++)
		picture.sharp[i] = 0.299f * (float)rgb[3 * i] + 0.587f * (float)rgb[3 * i + 1] + 0.114f * (float)rgb[3 * i + 2];
	make_soft(arena, &picture);
	return picture;
}

struct pdq_picture pdq_picture_part(struct arena *arena, const struct pdq_picture *picture, int left, int top, int width, int height)
{
	size_t row = (size_t)width * sizeof(float);
	struct pdq_picture part = { .sharp = arena_alloc(arena, row * (size_t)height), .width = width, .height = height };
	for (int y = 0; y < height; y++)
		memcpy(part.sharp + y * width, picture->sharp + (size_t)(top + y) * (size_t)picture->width + left, row);
	make_soft(arena, &part);
	return part;
}

/* --- waves -------------------------------------------------------------------------------------------------------------------------- */

static float cosines[PDQ_WAVES][PDQ_SIDE]; /* rows of the cosine transform from the second on */

static void make_cosines(void)
{
	for (int i = 0; i < PDQ_WAVES; i++)
		for (int j = 0; j < PDQ_SIDE; j++)
			cosines[i][j] = (float)(sqrt(2.0 / PDQ_SIDE) * cos(M_PI / 2 / PDQ_SIDE * (i + 1) * (2 * j + 1)));
}

/* From one point to the next: 100 for all the way from black to white. */
static int quality_of(const float points[PDQ_SIDE][PDQ_SIDE])
{
	int sum = 0;
	for (int y = 0; y < PDQ_SIDE; y++)
		for (int x = 0; x < PDQ_SIDE; x++) {
			if (y + 1 < PDQ_SIDE)
				sum += abs((int)((points[y][x] - points[y + 1][x]) * 100 / 255));
			if (x + 1 < PDQ_SIDE)
				sum += abs((int)((points[y][x] - points[y][x + 1]) * 100 / 255));
		}
	return sum / 90 > 100 ? 100 : sum / 90;
}

static void find_waves(const float points[PDQ_SIDE][PDQ_SIDE], struct pdq_waves *waves_r)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	float half[PDQ_WAVES][PDQ_SIDE] = { 0 };
	pthread_once(&once, make_cosines);
	for (int i = 0; i < PDQ_WAVES; i++)
		for (int k = 0; k < PDQ_SIDE; k++)
			for (int j = 0; j < PDQ_SIDE; j++)
				half[i][j] += cosines[i][k] * points[k][j];
	for (int i = 0; i < PDQ_WAVES; i++)
		for (int j = 0; j < PDQ_WAVES; j++) {
			float sum = 0;
			for (int k = 0; k < PDQ_SIDE; k++)
				sum += half[i][k] * cosines[j][k];
			waves_r->wave[i][j] = sum;
		}
	waves_r->quality = quality_of(points);
}

/* The middle of part k of PDQ_SIDE. */
static int place_of(int k, int side)
{
	return (int)(((float)k + 0.5f) * (float)side / PDQ_SIDE);
}

static bool too_small(const struct pdq_picture *picture, struct pdq_waves *waves_r)
{
	*waves_r = (struct pdq_waves){ 0 };
	return picture->width < PDQ_LEAST_SIDE || picture->height < PDQ_LEAST_SIDE;
}

void pdq_look(const struct pdq_picture *picture, struct pdq_waves *waves_r)
{
	float points[PDQ_SIDE][PDQ_SIDE];
	if (too_small(picture, waves_r))
		return;
	for (int y = 0; y < PDQ_SIDE; y++)
		for (int x = 0; x < PDQ_SIDE; x++)
			points[y][x] = picture->soft[(size_t)place_of(y, picture->height) * (size_t)picture->width + (size_t)place_of(x, picture->width)];
	find_waves(points, waves_r);
}

/* Between the four points around. */
static float point_at(const struct pdq_picture *picture, float x, float y)
{
	x = fminf(fmaxf(x - 0.5f, 0), (float)(picture->width - 1));
	y = fminf(fmaxf(y - 0.5f, 0), (float)(picture->height - 1));
	int left = (int)x, top = (int)y, right = left + 1 < picture->width, below = top + 1 < picture->height ? picture->width : 0;
	const float *at = picture->soft + (size_t)top * (size_t)picture->width + left;
	float a = at[0] + (at[right] - at[0]) * (x - (float)left);
	float b = at[below] + (at[below + right] - at[below]) * (x - (float)left);
	return a + (b - a) * (y - (float)top);
}

/* A box of an even number reaches further on one side: what was made soft with it stands this far aside, in points. */
static float aside(int side)
{
	return side != PDQ_SIDE && box_of(side) % 2 == 0 ? PASSES * 0.5f : 0;
}

void pdq_look_at(const struct pdq_picture *picture, const struct pdq_view *view, struct pdq_waves *waves_r)
{
	float points[PDQ_SIDE][PDQ_SIDE], width = (float)picture->width, height = (float)picture->height;
	float middle_x = (view->left + view->right) / 2 * width - aside(picture->width), middle_y = (view->top + view->bottom) / 2 * height - aside(picture->height);
	float along = cosf(view->degrees * (float)M_PI / 180), across = sinf(view->degrees * (float)M_PI / 180);
	if (too_small(picture, waves_r))
		return;
	for (int j = 0; j < PDQ_SIDE; j++)
		for (int i = 0; i < PDQ_SIDE; i++) {
			float x = (((float)i + 0.5f) / PDQ_SIDE - 0.5f) * (view->right - view->left) * width;
			float y = (((float)j + 0.5f) / PDQ_SIDE - 0.5f) * (view->bottom - view->top) * height;
			points[j][i] = point_at(picture, middle_x + x * along - y * across, middle_y + x * across + y * along);
		}
	find_waves(points, waves_r);
}

/* --- bits --------------------------------------------------------------------------------------------------------------------------- */

/* The one of all that half are under: the ends move towards it (Hoare's FIND). */
static float median_of(float list[PDQ_BITS])
{
	int from = 0, to = PDQ_BITS - 1;
	while (from < to) {
		float pivot = list[MEDIAN];
		int i = from, j = to;
		while (i <= j) {
			while (list[i] < pivot)
				i++;
			while (list[j] > pivot)
				j--;
			if (i <= j) {
				float swapped = list[i];
				list[i++] = list[j];
				list[j--] = swapped;
			}
		}
		if (j < MEDIAN)
			from = i;
		if (i > MEDIAN)
			to = j;
	}
	return list[MEDIAN];
}

/* A wave that is mirrored changes its sign when half periods of it are odd; row and column 0 hold one half period. */
struct pdq pdq_turned(const struct pdq_waves *waves, unsigned turn)
{
	float flat[PDQ_BITS], sorted[PDQ_BITS];
	struct pdq pdq = { { 0 } };
	for (unsigned k = 0; k < PDQ_BITS; k++) {
		unsigned i = k / PDQ_WAVES, j = k % PDQ_WAVES;
		float wave = turn & 4 ? waves->wave[j][i] : waves->wave[i][j];
		bool other = (turn & 1 && j % 2 == 0) != (turn & 2 && i % 2 == 0);
		flat[k] = sorted[k] = other ? -wave : wave;
	}
	float median = median_of(sorted);
	for (unsigned k = 0; k < PDQ_BITS; k++)
		pdq.words[k / 64] |= (uint64_t)(flat[k] > median) << k % 64;
	return pdq;
}

struct pdq pdq_of(const struct pdq_waves *waves)
{
	return pdq_turned(waves, 0);
}

void pdq_text(const struct pdq *pdq, char hex_r[PDQ_HEX + 1])
{
	for (int i = 0; i < PDQ_HEX; i++)
		hex_r[i] = "0123456789abcdef"[pdq->words[PDQ_WORDS - 1 - i / 16] >> (60 - i % 16 * 4) & 15];
	hex_r[PDQ_HEX] = 0;
}

static unsigned digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))
		return (unsigned)((c | 32) - 'a' + 10);
	return 16;
}

bool pdq_read(struct sv hex, struct pdq *pdq_r)
{
	*pdq_r = (struct pdq){ { 0 } };
	if (hex.n != PDQ_HEX)
		return false;
	for (int i = 0; i < PDQ_HEX; i++) {
		unsigned digit = digit_of(hex.p[i]);
		if (digit > 15)
			return false;
		pdq_r->words[PDQ_WORDS - 1 - i / 16] |= (uint64_t)digit << (60 - i % 16 * 4);
	}
	return true;
}

void pdq_bytes(const struct pdq *pdq, uint8_t bytes_r[PDQ_BYTES])
{
	for (int i = 0; i < PDQ_BYTES; i++)
		bytes_r[i] = (uint8_t)(pdq->words[PDQ_WORDS - 1 - i / 8] >> (56 - i % 8 * 8));
}

struct pdq pdq_of_bytes(const uint8_t bytes[PDQ_BYTES])
{
	struct pdq pdq = { { 0 } };
	for (int i = 0; i < PDQ_BYTES; i++)
		pdq.words[PDQ_WORDS - 1 - i / 8] |= (uint64_t)bytes[i] << (56 - i % 8 * 8);
	return pdq;
}
