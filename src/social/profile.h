/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* profile.h - what cx->who shows of themselves, and changes (Mastodon documentation: accounts#update_credentials, profile).
 *
 * Three steps: profile_prepare() checks, renders, asks the gate and makes the pictures (it blocks on them: a slow thread, with a
 * read connection); profile_save() writes inside a transaction; profile_finish() deletes the files that are not needed. */
#ifndef SOCIAL_PROFILE_H
#define SOCIAL_PROFILE_H

#include "social/community.h"
#include "store/q.h"

enum {
	PROFILE_NAME_MOST = 30,     /* characters */
	PROFILE_FIELD_MOST = 255,   /* characters of a field's name, and of its value */
	PROFILE_DOMAINS_MOST = 10,  /* attribution domains */
	PROFILE_PICTURE_MOST = 8 << 20 /* bytes of an avatar or header as it is sent */
};

struct profile_field {
	struct sv name, value; /* with neither it is left out */
};
struct profile_picture {
	int file;      /* the upload, a regular file; stays the caller's; -1: none is sent */
	int64_t bytes;
	bool gone;     /* back to the default one, without a description */
};
enum profile_wish { PROFILE_AS_IS = -1, PROFILE_NO, PROFILE_YES };

/* Text that is none, and what is not sent, stay as they are. */
struct profile_change {
	struct sv display_name, note, avatar_description, header_description;
#define FLAG(name, yes) enum profile_wish name;
#include "social/profile_flag.def"
#undef FLAG
	bool fields_sent, domains_sent;
	const struct profile_field *fields;
	size_t field_count;
	const struct sv *domains;
	size_t domain_count;
	struct profile_picture avatar, header;
	enum profile_wish sensitive;               /* these four are of posts to come: preference.def */
	struct sv visibility, language, quote_policy;
};
/* A change that changes nothing: to start from. */
struct profile_change profile_unchanged(void);

struct profile_files {
	struct sv file, still;
};
struct profile_edit {
	const struct profile_change *change;
	struct gate_item item;                         /* what the gate was shown, and */
	struct judgement judgement;                    /* what it said */
	struct sv note_html, fields, domains;          /* as they are stored */
	struct profile_files new_avatar, new_header;   /* made by profile_prepare() */
	struct profile_files old_avatar, old_header;   /* replaced by profile_save() */
};

/* FAIL_INVALID says which part is wrong, and what is allowed. */
enum fail profile_prepare(struct ctx *cx, const struct profile_change *change, struct profile_edit *edit_r) MUST_USE;
/* `edit`: a struct profile_edit, so that it can be handed to the writer. Opening a locked account lets everybody in who waits. */
enum fail profile_save(struct ctx *cx, void *edit) MUST_USE;
/* After the write: `saved` tells which files are not needed any more. */
void profile_finish(struct ctx *cx, const struct profile_edit *edit, enum fail saved);

#endif
