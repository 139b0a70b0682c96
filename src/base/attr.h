/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* attr.h - short names for the compiler attributes used everywhere. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args), nonnull(fmt)))
#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
/* A function in several makings, of which the one that the processor can run is taken: CLONES("popcnt", "default"). Which one is asked
 * while the program is loaded, before ThreadSanitizer is there: the question would crash. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CLONES(...)
#endif
#endif
#if !defined(CLONES) && (defined(__SANITIZE_THREAD__) || !defined(__x86_64__))
#define CLONES(...)
#elif !defined(CLONES)
#define CLONES(...) __attribute__((target_clones(__VA_ARGS__)))
#endif
#define UNUSED __attribute__((unused))

#endif
