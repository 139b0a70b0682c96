#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same as screen_lines.c from Python, without anything to compile: each line of standard input, and what is found in it.

    screen_lines.py [MODEL] < posts.txt
"""
import ctypes
import sys

LEVELS = ("noted", "report", "hold")


class Span(ctypes.Structure):
    _fields_ = [("start", ctypes.c_uint32), ("end", ctypes.c_uint32)]


class Finding(ctypes.Structure):
    _fields_ = [("category", ctypes.c_char_p), ("score", ctypes.c_double), ("level", ctypes.c_int), ("span_count", ctypes.c_size_t),
                ("spans", ctypes.POINTER(Span)), ("by", ctypes.c_char_p), ("why", ctypes.c_char_p), ("act", ctypes.c_int), ("aimed", ctypes.c_int)]


class Findings(ctypes.Structure):
    _fields_ = [("count", ctypes.c_size_t), ("list", ctypes.POINTER(ctypes.POINTER(Finding))), ("cut", ctypes.c_int), ("foreign", ctypes.c_int)]


lib = ctypes.CDLL("libfolkmoot-screen.so.0")
lib.folkmoot_screen_open.restype = ctypes.c_void_p
lib.folkmoot_screen_open.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
lib.folkmoot_screen_close.argtypes = [ctypes.c_void_p]
lib.folkmoot_screen_text.restype = ctypes.POINTER(Findings)
lib.folkmoot_screen_text.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
lib.folkmoot_findings_free.argtypes = [ctypes.POINTER(Findings)]


class Screen:
    def __init__(self, model=None):
        error = ctypes.create_string_buffer(1024)
        self.screen = lib.folkmoot_screen_open(model.encode() if model else None, error)
        if not self.screen:
            raise OSError(error.value.decode())

    def findings(self, text, least=1):
        """[(category, score, level, [bytes, …])] of `text`, which is bytes; `least`: a level, 0 to 2."""
        found = lib.folkmoot_screen_text(self.screen, None, text, len(text), least)
        try:
            list_ = [found.contents.list[i].contents for i in range(found.contents.count)]
            return [(one.category.decode(), one.score, LEVELS[one.level], [text[one.spans[i].start:one.spans[i].end] for i in range(one.span_count)])
                    for one in list_]
        finally:
            lib.folkmoot_findings_free(found)

    def __del__(self):
        if self.screen:
            lib.folkmoot_screen_close(self.screen)


if __name__ == "__main__":
    screen = Screen(*sys.argv[1:2])
    for line in sys.stdin.buffer:
        line = line.rstrip(b"\n")
        print(line.decode(errors="replace"))
        for category, score, level, words in screen.findings(line):
            print(f"  {category:10} {score:.3f} {level:6}", *(f'"{word.decode(errors="replace")}"' for word in words))
