/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* packed.h - bodies that were compressed before. A page is compressed up to where it becomes its reader's own (a form's token); that
 * part is kept by its hash, and when the same bytes come again, only the end is new: it goes out as it is (RFC 1951, 3.2.4). So what is
 * secret is never compressed together with what strangers wrote, either. Any thread. */
#ifndef HTTP_PACKED_H
#define HTTP_PACKED_H

#include "base/arena.h"

struct packed *packed_new(void);
void packed_free(struct packed *packed);

/* `body` as gzip, in the arena: the first `shared` bytes compressed, from the last time if they are the same; the rest stored. `owner`
 * is whom they are kept for: what another had compressed is not looked at. None when that is not fewer bytes. */
struct sv packed_gzip(struct packed *packed, struct arena *arena, struct sv body, size_t shared, int64_t owner);

#endif
