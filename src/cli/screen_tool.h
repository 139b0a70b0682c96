/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* screen_tool.h - what the parts of `folkmoot screen` share. */
#ifndef CLI_SCREEN_TOOL_H
#define CLI_SCREEN_TOOL_H

#include "cli/cli.h"
#include "screening/screen.h"

struct screen_tool {
	const struct screen *screen;
	const struct ruleset *ruleset;
	float least;                /* what is below this probability … */
	enum finding_level level;   /* … or this level is not told */
	int64_t now;
};

/* A rule has no level: what it asks for counts. */
static inline bool screen_tool_tells(const struct screen_tool *tool, const struct finding *one)
{
	static const enum act least_act[] = { ACT_NOTE, ACT_LABEL, ACT_HOLD };
	return one->probability >= tool->least && (one->level >= tool->level || one->act >= least_act[tool->level]);
}

/* Several texts of one post, about whose author nothing is known. */
void screen_tool_ask(const struct screen_tool *tool, struct arena *arena, const struct sv *texts, size_t count, struct findings *findings_r);

/* Lines or JSON objects from `fd`, an object for each to standard output, in their order. Refuses at the end when some could not be read. */
enum fail screen_lines(struct ctx *cx, const struct screen_tool *tool, int fd);

/* One text, drawn for people on standard output; findings that are not told are named in a line. */
void screen_draw(const struct screen_tool *tool, struct arena *arena, struct sv text);

#endif
