/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* form.h - what a piece of a form shows (templates/form.html); static/js/form.js makes counts and previews of it.
 *
 * A zeroed part is "there is none"; `name` is the field's name and its id. In a template:
 *	{{> form_text(&(struct form_field){ .name = "title", .label = TR("Title"), .value = v->title, .most = 80 }) }} */
#ifndef WEB_FORM_H
#define WEB_FORM_H

#include "base/sv.h"

struct form_field {
	const char *name;
	struct sv label, hint;
	struct sv problem;        /* what is wrong with what was sent */
	struct sv value;
	const char *type;         /* of form_text: "text" when there is none */
	const char *autocomplete;
	int64_t most;             /* characters; 0: no limit is told. form_area counts them down and lets one write on, so that nothing
	                             pasted is lost; form_text stops there */
	int rows;                 /* of form_area: 4 when there is none */
	bool required;
	const char *accept;       /* of form_file: "image/png,image/jpeg" */
	struct sv shown;          /* of form_file: URL of the picture that is there now */
	bool wide;                /* of form_file: a banner, not a square */
};

#endif
