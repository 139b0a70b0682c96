#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Embeds the files of static/ into C, under names that change with their content.

    staticgen.py OUT.c OUT.h ROOT FILE...

In style sheets, a line @import "other.css"; is replaced by that file, and comments and indentation go. In scripts, the address in
from "./other.js" and import("./other.js") becomes the hashed one; lines that are comments and indentation go. Texts are also kept
compressed by gzip and brotli, where that makes them smaller. OUT.h gets one STATIC_… constant a file: a misspelt name does not compile.
Brotli comes from the library (libbrotlienc.so.1 of libbrotli1), for Python's standard library has none.
"""
import ctypes
import hashlib
import os
import re
import sys
import zlib

TYPES = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml", ".png": "image/png",
    ".ico": "image/x-icon", ".webp": "image/webp", ".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
    ".json": "application/json", ".webmanifest": "application/manifest+json", ".html": "text/html; charset=utf-8",
}
TEXTS = {".css", ".js", ".svg", ".txt", ".json", ".webmanifest", ".html"}


def css(path):
    """A style sheet with its imports in place, comments and indentation gone."""
    with open(path, encoding="utf-8") as source:
        text = re.sub(r"/\*.*?\*/", "", source.read(), flags=re.S)
    folder = os.path.dirname(path)
    text = re.sub(r'^@import "([^"]+)";$', lambda m: css(os.path.join(folder, m.group(1))).decode(), text, flags=re.M)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()).encode()


IMPORT = re.compile(r"""(from |import\()(['"])\./([^'"]+)\2""")


def script(path, importers=()):
    """A module that knows the others by their hashed names."""
    if path in importers:
        sys.exit(f"staticgen.py: {path} imports itself, by way of {' and '.join(importers)}")
    with open(path, encoding="utf-8") as source:
        text = re.sub(r"^\s*(//.*|/\*.*\*/)$", "", source.read(), flags=re.M)

    def hashed(found):
        other = script(os.path.join(os.path.dirname(path), found[3]), (*importers, path))
        stem, extension = os.path.splitext(found[3])
        return f'{found[1]}"./{stem}.{mark_of(other)}{extension}"'
    text = IMPORT.sub(hashed, text)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()).encode()


def mark_of(data):
    return hashlib.sha256(data).hexdigest()[:12]


def content(path):
    if path.endswith(".css"):
        return css(path)
    if path.endswith(".js"):
        return script(path)
    with open(path, "rb") as source:
        data = source.read()
    return re.sub(rb"<!--.*?-->\s*", b"", data, flags=re.S) if path.endswith(".svg") else data


def gzipped(data):
    squeeze = zlib.compressobj(9, zlib.DEFLATED, 31)
    return squeeze.compress(data) + squeeze.flush()


def brotlied(data):
    library = ctypes.CDLL("libbrotlienc.so.1")
    room = ctypes.c_size_t(len(data) + 1024)
    out = ctypes.create_string_buffer(room.value)
    quality, window, text = 11, 22, 1
    if not library.BrotliEncoderCompress(quality, window, text, ctypes.c_size_t(len(data)), data, ctypes.byref(room), out):
        sys.exit("staticgen.py: brotli could not compress")
    return out.raw[:room.value]


def c_bytes(data):
    """A struct sv of bytes; none of nothing."""
    if not data:
        return "{ NULL, 0 }"
    lines = [data[i:i + 64] for i in range(0, len(data), 64)]
    return "{\n" + "\n".join('"' + "".join(c_byte(b) for b in line) + '"' for line in lines) + f", {len(data)} }}"


def c_byte(byte):
    char = chr(byte)
    if char in '"\\?':
        return "\\" + char
    return char if " " <= char <= "~" else f"\\{byte:03o}"


def smaller(squeezed, data):
    return squeezed if len(squeezed) < len(data) * 0.95 else b""


def entry(name, data):
    stem, extension = os.path.splitext(name)
    mark = mark_of(data)
    text = extension in TEXTS
    fields = [
        f'.name = SV_INIT("{name}")', f'.hashed = SV_INIT("{stem}.{mark}{extension}")',
        f'.url = SV_INIT("/static/{stem}.{mark}{extension}")', f'.etag = SV_INIT("\\"{mark}\\"")',
        f'.type = SV_INIT("{TYPES[extension]}")', f".raw = {c_bytes(data)}",
        f".gzip = {c_bytes(smaller(gzipped(data), data) if text else b'')}",
        f".brotli = {c_bytes(smaller(brotlied(data), data) if text else b'')}",
    ]
    return "\t{ " + ",\n\t  ".join(fields) + " },"


def constant(name):
    return "STATIC_" + re.sub(r"[^A-Z0-9]", "_", name.upper())


def main():
    if len(sys.argv) < 5:
        sys.exit("usage: staticgen.py OUT.c OUT.h ROOT FILE...")
    c_path, h_path, root, *files = sys.argv[1:]
    names = sorted(os.path.relpath(file, root) for file in files)
    unknown = [name for name in names if os.path.splitext(name)[1] not in TYPES]
    if unknown:
        sys.exit(f"staticgen.py: {unknown[0]}: tell TYPES in tools/staticgen.py which Content-Type this is")
    note = "/* Made by tools/staticgen.py of static/: change those. */"
    with open(h_path, "w", encoding="utf-8") as out:
        out.write("\n".join([note, "#ifndef WEB_STATIC_NAMES_H", "#define WEB_STATIC_NAMES_H", "", "enum static_name {",
                             *(f"\t{constant(name)}," for name in names), "\tSTATIC_COUNT", "};", "", "#endif", ""]))
    with open(c_path, "w", encoding="utf-8") as out:
        out.write("\n".join([note, '#include "web/static.h"', "", "const struct static_file static_files[STATIC_COUNT] = {",
                             *(entry(name, content(os.path.join(root, name))) for name in names), "};", ""]))


if __name__ == "__main__":
    main()
