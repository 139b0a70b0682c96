/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* hash_list.h - lists of hashes as they are exchanged, line by line: one hash a line, what sha256sum writes, or CSV with a line of names
 * (ThreatExchange and the tools around it). Any bytes may come in. */
#ifndef SCREENING_HASH_LIST_H
#define SCREENING_HASH_LIST_H

#include "screening/hash_index.h"

enum { HASH_LINE_MOST = 4096 /* bytes */, HASH_COLUMNS_MOST = 32 };

/* Zeroed, but for `kind`, before the first line. */
struct hash_list {
	int kind;                /* what a hash is that does not say: enum hash_kind, or -1: such a line is refused */
	int64_t lines;           /* that were read: the number of the last one */
	bool csv;
	char separator;
	struct hash_columns {
		int sha256, pdq, hash, kind, quality, note; /* 1 and above; 0: there is none */
	} columns;
};

enum hash_line_is { HASH_LINE_NONE /* empty, a comment, a heading */, HASH_LINE_HASH, HASH_LINE_DULL /* of a quality under PDQ_QUALITY */, HASH_LINE_WRONG };
struct hash_line {
	enum hash_kind kind;
	uint8_t bytes[HASH_BYTES];
	struct sv note;          /* into the line; may be none */
	const char *wrong;       /* why it is refused: a sentence */
};

/* Reads one line, with or without what ends it. */
enum hash_line_is hash_list_read(struct hash_list *list, struct sv line, struct hash_line *line_r);

#endif
