/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* config.h - the host's settings: defaults, then the file, then the command line. */
#ifndef HOST_CONFIG_H
#define HOST_CONFIG_H

#include "base/ctx.h"

struct config {
#define CONFIG_TEXT const char *
#define CONFIG_INT  int64_t
#define CONFIG_BOOL bool
#define CONFIG(kind, name, otherwise, help) CONFIG_##kind name;
#include "host/config.def"
#undef CONFIG
#undef CONFIG_TEXT
#undef CONFIG_INT
#undef CONFIG_BOOL
};

/* The defaults, then what `file` says (NULL: no file). FAIL_INVALID with file and line for what it does not know. In cx->arena. */
enum fail config_read(struct ctx *cx, const char *file, struct config *config_r) MUST_USE;
/* Sets one by its name. */
enum fail config_set(struct ctx *cx, struct config *config, const char *name, const char *value) MUST_USE;

struct config_about {
	const char *name, *otherwise, *help;
	const char *kind; /* "text", "number", "yes or no" */
};
size_t config_list(const struct config_about **list_r);
/* The value as text. */
const char *config_get(struct ctx *cx, const struct config *config, const char *name);

#endif
