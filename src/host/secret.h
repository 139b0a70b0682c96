/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* secret.h - the key that seals secrets in the databases (social/seal.h): 64 hexadecimal digits in a file of its own, so that a copy
 * of a database alone tells nobody anything. */
#ifndef HOST_SECRET_H
#define HOST_SECRET_H

#include "host/config.h"

/* Reads the file, or makes it (0600) when it is not there, and hands the key to seal_set_key(). Before the threads start. */
enum fail secret_load(struct ctx *cx, const struct config *config) MUST_USE;

#endif
