/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* net.h - the sums of the network: what its filters make of a window of tokens. The screen and the trainer share them. */
#ifndef SCREENING_NET_H
#define SCREENING_NET_H

#include "screening/model.h"

/* What each tap of each filter makes of each token: y_r[i][tap][filter]. */
void net_taps(const struct model_net *net, const float (*x)[NET_IN], size_t count, float (*y_r)[NET_TAPS][NET_FILTERS]);

/* y += a + b */
void net_add(float (*y)[NET_FILTERS], const float (*a)[NET_FILTERS], const float (*b)[NET_FILTERS]);

struct hits {
	float hidden[NET_HIDDEN]; /* of each filter its strongest answer, at least 0 */
	int32_t at[NET_HIDDEN];   /* the token that it begins at; -1: it is silent */
};
/* `y`: count + NET_WIDTHS rows, those behind the text all zero. */
void net_pool(const struct model_net *net, const float (*y)[NET_TAPS][NET_FILTERS], size_t count, struct hits *hits_r);

/* The numbers of one token beside its word: its part, and its marks as they are. */
void net_frame_input(const struct model_net *net, unsigned part_and_marks, float x_r[NET_IN]);

#endif
