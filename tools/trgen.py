#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiles the catalogues into C: tables of texts by number, the same number in each language.

    trgen.py MSGFMT LANGUAGES.def OUT.c OUT.h PO...

msgfmt reads the catalogues and refuses arguments (%s, %2$d) that are not those of the English text. Fuzzy texts count as not translated;
English stands in for them. A catalogue's plural rule must be the one that languages.def has.
"""
import os
import pathlib
import re
import struct
import subprocess
import sys
import tempfile

LANGUAGE = re.compile(r"^LANGUAGE\(\s*(\w+),\s*\"[^\"]*\",\s*\w+,\s*\w+,\s*(.*?),\s*\"[^\"]*\"\s*\)$", re.M)


def read_mo(data):
    """{msgid: [forms]}; the format is told in the gettext manual, 10.3 (The Format of GNU MO Files)."""
    magic, _, count, ids, texts = struct.unpack_from("<5I", data)
    if magic != 0x950412DE:
        raise ValueError("not a .mo file of this machine's byte order")
    found = {}
    for i in range(count):
        key, text = (data[at:at + n] for n, at in (struct.unpack_from("<2I", data, table + 8 * i) for table in (ids, texts)))
        found[key.split(b"\0")[0]] = text.split(b"\0")
    return found


def compile_po(msgfmt, path, plural):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.mo"
        if subprocess.run([msgfmt, "--check-format", "--check-domain", "--endianness=little", "-o", out, path], check=False).returncode:
            sys.exit(1)
        texts = read_mo(out.read_bytes())
    head = texts.pop(b"", [b""])[0].decode()
    rule = re.search(r"nplurals=(\d+); *plural=(.*?);", head)
    squeezed = lambda text: re.sub(r"[\s()]", "", text)  # noqa: E731
    if not rule or squeezed(rule.group(2)) != squeezed(plural):
        sys.exit(f"{path}: Plural-Forms must say plural={plural}; as languages.def does")
    for key, forms in texts.items():
        if len(forms) not in (1, int(rule.group(1))):
            sys.exit(f"{path}: {key!r} has {len(forms)} forms, not {rule.group(1)}")
    return texts


def c_string(data):
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\?' else f"\\{b:03o}" for b in data) + '"'


def c_sv(forms):
    """The first form; the others stand behind its NUL."""
    return f"{{ {c_string(bytes(1).join(forms))}, {len(forms[0])} }}" if forms else "{ 0 }"


def main():
    msgfmt, table, c_path, h_path, *paths = sys.argv[1:]
    plurals = dict(LANGUAGE.findall(pathlib.Path(table).read_text(encoding="utf-8")))
    catalogues = {}
    for path in map(pathlib.Path, paths):
        if path.stem not in plurals:
            sys.exit(f"{path}: languages.def has no row for {path.stem}")
        catalogues[path.stem] = compile_po(msgfmt, path, plurals[path.stem])
    ids = [b""] + sorted(set().union(*catalogues.values()))
    note = "/* Made by tools/trgen.py of po/: change those. */"
    with open(h_path, "w", encoding="ascii") as out:
        out.write(f"{note}\n#ifndef BASE_TR_TEXTS_H\n#define BASE_TR_TEXTS_H\n\n#include \"base/tr.h\"\n\nenum {{ TR_COUNT = {len(ids)} }};\n"
                  "extern const struct sv tr_ids[];             /* in order of their bytes, from 1 on */\n"
                  "extern const struct sv *const tr_texts[];    /* by language, then as tr_ids; none: not translated */\n\n#endif\n")
    with open(c_path, "w", encoding="ascii") as out:
        out.write(f'{note}\n#include "base/{os.path.basename(h_path)}"\n\nconst struct sv tr_ids[] = {{\n')
        out.writelines(f"\t{c_sv([key])},\n" for key in ids)
        out.write("};\n\n")
        for code, texts in catalogues.items():
            out.write(f"static const struct sv {code}[] = {{\n")
            out.writelines(f"\t{c_sv(texts.get(key))},\n" for key in ids)
            out.write("};\n\n")
        out.write("const struct sv *const tr_texts[LANGUAGE_COUNT] = {\n")
        out.writelines(f"\t[LANGUAGE_{code}] = {code},\n" for code in catalogues)
        out.write("};\n")


if __name__ == "__main__":
    main()
