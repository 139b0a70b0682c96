#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may include whom (docs/architecture.md). Includes of ours are written from src/, in quotes.

    check_includes.py [SOURCE_ROOT [BUILD_ROOT]]    BUILD_ROOT: where generated headers are; without it nothing is looked for

A folder of src/ that is not in the table fails, so that somebody decides. api and web also call no statement that writes:
a write goes through the module that owns the thing.
"""
import pathlib
import re
import sys

MAY_INCLUDE = {
    "base": "",
    "http": "base",
    "store": "base",
    "guard": "base http",
    "jobs": "base store",
    "social": "base store jobs",
    "screening": "base store",
    "screenlib": "base screening",
    "moderation": "base store jobs social screening",
    "federation": "base http store jobs social moderation",
    "app": "base http store social host",
    "stream": "base http store social",
    "api": "base http store social moderation host app stream",
    "web": "base http store social moderation host app stream",
    "push": "base http store jobs social",
    "demo": "base store social host",
    "host": "base http store jobs social moderation federation",
    "cli": "base http store jobs social screening moderation federation host demo",
    "mediaworker": "base social screening",
    "main": "base http store guard jobs social screening moderation federation host app stream api web push cli demo",
}
ONLY_READ = ("api", "web")
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.M)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)


def plain(text):
    """The text without comments, with its lines in place."""
    return COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)


def include_findings(module, text, exists):
    """[(line, what is wrong)]; `exists` tells whether a path below src/ is there or is made by the build."""
    found = []
    for match in INCLUDE.finditer(plain(text)):
        path = match.group(1)
        line, other = text.count("\n", 0, match.start()) + 1, path.split("/")[0]
        if "/" not in path or other not in MAY_INCLUDE:
            found.append((line, f'"{path}" is not written from src/'))
        elif not exists(path):
            found.append((line, f'"{path}" is not there'))
        elif other != module and other not in MAY_INCLUDE[module].split():
            found.append((line, f'{module} may not include {other} ("{path}"); it may include: {MAY_INCLUDE[module] or "nothing"}'))
    return found


def writing_statements(root):
    """The names of all statements that do not begin with SELECT (or WITH, and have no write in them)."""
    writing = set()
    for file in (root / "src/store/sql").glob("*.sql"):
        text = re.sub(r"--(?!\s*name:)[^\n]*", "", file.read_text(encoding="utf-8"))
        for name, body in re.findall(r"--\s*name:\s*(\w+)[^\n]*\n(.*?)(?=--\s*name:|\Z)", text, re.S):
            if re.search(r"\b(INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\b", body, re.I):
                writing.add("q_" + name)
    return writing


def write_findings(text, writing):
    text = plain(text)
    return [(text.count("\n", 0, m.start()) + 1, f"{m.group(1)}() writes: call the module that owns the thing")
            for m in re.finditer(r"\b(q_\w+)\s*\(", text) if m.group(1) in writing]


def check_itself():
    """What this program must and must not find."""
    there = lambda path: path != "base/gone.h"
    for module, text, count in (("social", '#include "moderation/case.h"', 1), ("social", '#include "base/sv.h"\n#include <stdio.h>', 0),
                                ("base", '#include "base/sv.h"', 0), ("base", '#include "sv.h"', 1), ("base", '# include "../store/q.h"', 1),
                                ("api", '#include "federation/inbox.h"', 1), ("main", '#include "guard/door.h"', 0),
                                ("http", '/*\n#include "store/q.h"\n*/', 0), ("http", '#include "base/gone.h"', 1)):
        if len(include_findings(module, text, there)) != count:
            raise SystemExit(f"check_includes.py is wrong about: {text}")
    if write_findings("TRY(q_x_add(cx)); q_x_get(cx); /* q_x_add() */", {"q_x_add"}) != [(1, "q_x_add() writes: call the module that owns the thing")]:
        raise SystemExit("check_includes.py does not see writes")


def main():
    check_itself()
    root, build = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent), pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    exists = lambda path: not build or (root / "src" / path).exists() or (build / "src" / path).exists()
    writing, passed, failed = writing_statements(root), 0, 0
    for file in sorted((root / "src").rglob("*.[ch]")):
        module, text = file.relative_to(root / "src").parts[0], file.read_text(encoding="utf-8")
        if module not in MAY_INCLUDE:
            found = [(1, f"the folder src/{module} is not in the table of tools/check_includes.py")]
        else:
            found = include_findings(module, text, exists) + (write_findings(text, writing) if module in ONLY_READ else [])
        for line, what in found:
            print(f"{file.relative_to(root)}:{line}: {what}")
        passed, failed = passed + (not found), failed + len(found)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
