/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/net.h"

#include <string.h>

/* Eight numbers at a time, as GCC and clang know them; where the processor has no such registers they are made of smaller ones. */
typedef float lane __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t mask __attribute__((vector_size(32), aligned(4), may_alias));
enum { LANE = 8, LANES = NET_FILTERS / LANE };
static_assert(NET_FILTERS % LANE == 0, "filters fill lanes");

/* Which clone is taken is asked while the program is loaded, before ThreadSanitizer is there: the question would crash. */
#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

/* The sums of one tap for two tokens stay in registers while the inputs go by. */
static inline __attribute__((always_inline)) void tap_of_two(const float (*rows)[NET_FILTERS], const float *xa, const float *xb, float *ya_r, float *yb_r)
{
	lane a[LANES] = { { 0 } }, b[LANES] = { { 0 } };
	for (size_t d = 0; d < NET_IN; d++) {
		const lane *row = (const lane *)rows[d];
#pragma GCC unroll 6
		for (size_t l = 0; l < LANES; l++) {
			a[l] += row[l] * xa[d];
			b[l] += row[l] * xb[d];
		}
	}
	memcpy(ya_r, a, sizeof(a));
	memcpy(yb_r, b, sizeof(b));
}

FOR_EACH_PROCESSOR void net_taps(const struct model_net *net, const float (*x)[NET_IN], size_t count, float (*y_r)[NET_TAPS][NET_FILTERS])
{
	for (size_t tap = 0; tap < NET_TAPS; tap++)
		for (size_t i = 0; i < count; i += 2) {
			size_t next = i + 1 < count ? i + 1 : i; /* the last of an odd number is its own neighbour */
			tap_of_two(net->taps[tap], x[i], x[next], y_r[i][tap], y_r[next][tap]);
		}
}

FOR_EACH_PROCESSOR void net_add(float (*y)[NET_FILTERS], const float (*a)[NET_FILTERS], const float (*b)[NET_FILTERS])
{
	lane *to = (lane *)y[0];
	const lane *from = (const lane *)a[0], *other = (const lane *)b[0];
	for (size_t l = 0; l < NET_TAPS * LANES; l++)
		to[l] += from[l] + other[l];
}

FOR_EACH_PROCESSOR void net_pool(const struct model_net *net, const float (*y)[NET_TAPS][NET_FILTERS], size_t count, struct hits *hits_r)
{
	for (size_t w = 0, tap = 0; w < NET_WIDTHS; tap += w + 1, w++)
		for (size_t l = 0; l < LANES; l++) {
			lane best = { 0 }, bias = ((const lane *)net->bias[w])[l];
			mask at = { -1, -1, -1, -1, -1, -1, -1, -1 };
			for (size_t p = 0; p < count; p++) {
				lane s = bias;
				for (size_t k = 0; k <= w; k++)
					s += ((const lane *)y[p + k][tap + k])[l];
				mask more = s > best;
				best = (lane)(((mask)s & more) | ((mask)best & ~more));
				at = (at & ~more) | ((int32_t)p & more);
			}
			memcpy(hits_r->hidden + w * NET_FILTERS + l * LANE, &best, sizeof(best));
			memcpy(hits_r->at + w * NET_FILTERS + l * LANE, &at, sizeof(at));
		}
}

void net_frame_input(const struct model_net *net, unsigned part_and_marks, float x_r[NET_IN])
{
	float *to = x_r + NET_VECTOR;
	memcpy(to, net->part[part_and_marks & FRAME_PART], NET_PART * sizeof(*to));
	for (size_t k = 0; k < NET_MARKS; k++)
		to[NET_PART + k] = part_and_marks & (FRAME_IS_QUOTED << k) ? 1 : 0;
}
