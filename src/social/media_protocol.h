/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* media_protocol.h - what the server and its media worker (src/mediaworker, the executable folkmoot-media) agree on.
 *
 * One process a file. Command line:   folkmoot-media MODE NAME=NUMBER …
 * MODE is one of media_mode_names; each NAME is a row of media_limit.def. The worker is given these descriptors and no other,
 * and an environment of ours:
 *
 *   1  the answer: one line of JSON             3  the upload, a regular file, open for reading
 *   0, 2  /dev/null                             4  the file to keep; 5  its preview: both empty, open for reading and writing
 *
 * It never learns a path. Exit code and line:
 *
 *   0  done:      {"type":"image","mime":"image/jpeg","preview_mime":"image/jpeg","width":…,"height":…,
 *                  "duration_ms":0,"blurhash":"…","colour":"#aabbcc","pdq":["…64 hex digits…",…],"pdq_quality":100,"meta":{…}}
 *                 `mime` and `preview_mime` are of rows of media_format.def that are served; preview_mime is null when 5 was
 *                 left empty. `pdq`: what the picture is looked up by in hash banks, the first its own; in mode bank, what is put
 *                 into one (screening/copies.h). Absent where there is no picture. `meta` is what the Mastodon API shows as MediaAttachment.meta, but for the focus.
 *   1  refused:   {"error":"a sentence that says what to do"}: the file is at fault
 *   2  broken:    {"error":"for the log"}: the machine is at fault
 *   3  no room:   {"error":"for the log"}: the disk is full
 *
 * Anything else, a signal or silence included, means that the file broke the decoder. The server believes none of it
 * unchecked: the worker may have been taken over by what it read. */
#ifndef SOCIAL_MEDIA_PROTOCOL_H
#define SOCIAL_MEDIA_PROTOCOL_H

#include "base/sv.h"

enum media_mode { MEDIA_ATTACHMENT, MEDIA_AVATAR, MEDIA_HEADER, MEDIA_EMOJI, MEDIA_BANNER, MEDIA_LOGO, MEDIA_TILE, MEDIA_BANK, MEDIA_MODES };

static const char *const media_mode_names[MEDIA_MODES] = { "attachment", "avatar", "header", "emoji", "banner", "logo", "tile", "bank" };

enum media_fd { MEDIA_FD_ANSWER = 1, MEDIA_FD_INPUT = 3, MEDIA_FD_KEEP, MEDIA_FD_PREVIEW, MEDIA_FD_END };
enum media_exit { MEDIA_DONE, MEDIA_REFUSED, MEDIA_BROKEN, MEDIA_NO_ROOM };
enum { MEDIA_ANSWER_MAX = 16 << 10 }; /* bytes of the line of JSON */

struct media_limits { /* 0: as the table says */
#define LIMIT(name, at_first, what) int64_t name;
#include "social/media_limit.def"
#undef LIMIT
};

#endif
