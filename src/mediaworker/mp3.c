/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mediaworker/mp3.h"

enum { MPEG_2_5, MPEG_RESERVED, MPEG_2, MPEG_1, LAYER_III = 1 };

static const uint16_t kilobits_1[16] = { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0 };
static const uint16_t kilobits_2[16] = { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0 };
static const uint16_t rates[4][4] = {
	[MPEG_2_5] = { 11025, 12000, 8000, 0 }, [MPEG_2] = { 22050, 24000, 16000, 0 }, [MPEG_1] = { 44100, 48000, 32000, 0 }
};

size_t mp3_frame_size(const uint8_t *p, size_t n)
{
	if (n < 4 || p[0] != 0xff || (p[1] & 0xe0) != 0xe0 || (p[1] >> 1 & 3) != LAYER_III)
		return 0;
	unsigned version = p[1] >> 3 & 3, padding = p[2] >> 1 & 1;
	unsigned rate = rates[version][p[2] >> 2 & 3], kilobits = (version == MPEG_1 ? kilobits_1 : kilobits_2)[p[2] >> 4];
	if (!rate || !kilobits)
		return 0;
	size_t size = (version == MPEG_1 ? 144000u : 72000u) * kilobits / rate + padding;
	return size <= n ? size : 0;
}
