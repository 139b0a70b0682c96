#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every source file says its licence in one of its first three lines (https://spdx.github.io/spdx-spec, annex "SPDX short-form").

    check_spdx.py ROOT

Looked at: files with the ends below, and files without an end that begin with #!. Not looked at: what was built, what npm brought, the
demo's data, and tests/data, whose files are input byte by byte."""
import pathlib
import sys

LINE = "SPDX-License-Identifier: AGPL-3.0-or-later"
ENDS = {".c", ".h", ".def", ".py", ".sql", ".html", ".css", ".js", ".mjs", ".sh", ".lua"}
SKIPPED = {".git", "node_modules", "__pycache__"}


def is_source(name, text):
    end = pathlib.PurePath(name).suffix
    return end in ENDS or (not end and text.startswith("#!"))


def says_licence(text):
    return any(LINE in line for line in text.splitlines()[:3])


def files_of(root):
    for path in sorted(root.iterdir()):
        built = path.is_dir() and (path.name.startswith("build") or path.name == "data") and path.parent == ROOT
        if path.name in SKIPPED or built or path == ROOT / "tests" / "data" or path.is_symlink():
            continue
        if path.is_dir():
            yield from files_of(path)
        else:
            yield path


def check_itself():
    for name, text, wanted in (("a.c", "/* " + LINE + " */", True), ("a.c", "\n\n\n/* " + LINE + " */", False), ("a.sql", "", False),
                               ("run", "#!/bin/sh\n# " + LINE, True), ("run", "#!/bin/sh\n", False)):
        if not is_source(name, text) or says_licence(text) != wanted:
            raise SystemExit(f"check_spdx.py is wrong about {name}: {text!r}")
    if is_source("LICENSE", "GNU AFFERO") or is_source("a.png", ""):
        raise SystemExit("check_spdx.py takes for source what is none")


def main():
    check_itself()
    passed = failed = 0
    for path in files_of(ROOT):
        text = path.read_bytes()[:1000].decode("utf-8", "replace")
        if not is_source(path.name, text):
            continue
        if says_licence(text):
            passed += 1
        else:
            failed += 1
            print(f"{path.relative_to(ROOT)}:1: no line '{LINE}' among the first three")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    ROOT = pathlib.Path(sys.argv[1]).resolve()
    sys.exit(main())
