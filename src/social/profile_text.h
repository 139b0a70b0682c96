/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* profile_text.h - the words of a profile, checked and made ready to be stored. Inside social/ only. */
#ifndef SOCIAL_PROFILE_TEXT_H
#define SOCIAL_PROFILE_TEXT_H

#include "social/profile.h"

/* A bio as HTML, with its links, mentions and hashtags. */
enum fail profile_note_html(struct ctx *cx, struct sv note, struct sv *html_r) MUST_USE;
/* JSON: [{"name","value","html"}, …]. */
enum fail profile_fields_json(struct ctx *cx, const struct profile_field *fields, size_t count, struct sv *json_r) MUST_USE;
/* JSON: a list of domains, each once, in small letters, without "https://" and "*.". */
enum fail profile_domains_json(struct ctx *cx, const struct sv *domains, size_t count, struct sv *json_r) MUST_USE;

#endif
