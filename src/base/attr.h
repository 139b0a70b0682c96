/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* attr.h - short names for the compiler attributes used everywhere. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args), nonnull(fmt)))
#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define UNUSED __attribute__((unused))

#endif
