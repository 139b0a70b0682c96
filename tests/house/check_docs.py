#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the documents name exists.

    check_docs.py SOURCE_ROOT [BUILD_ROOT]      BUILD_ROOT: where generated headers are

In every .md file:
- a relative link leads to a file, and its #part to a heading of it;
- a path in backticks (`social/feed.c`, `tests/fuzz/`) is there: beside the document, from the root, from src/, or made by the build; a
  name alone (`routes.def`) anywhere;
- a function in backticks (`feed_home()`, `json_id(j, 4)`) and names in capitals (`EFFECT_VIEWER`) stand in the sources;
- a fence that names a file (```c src/api/markers.c) quotes it: each of its lines is in that file, in this order. A line of "…" skips.
"""
import fnmatch
import pathlib
import re
import sys
import urllib.parse

ENDS = r"(?:c|h|def|py|sql|html|css|js|mjs|sh|md|build|lua|service)"
FENCE = re.compile(r"^(```+)[ \t]*(\S*)[ \t]*(\S*)[^\n]*\n(.*?)^\1[ \t]*$", re.M | re.S)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(rf"[\w.*-]+(?:/[\w.*-]+)*/?\Z")
FUNCTION = re.compile(r"([a-z]\w+)\(.*\)\Z")
CONSTANT = re.compile(r"\b[A-Z]+(?:_[A-Z0-9]+)+\b")
SKIPPED = {".git", "node_modules", "__pycache__"}


def anchor(heading):
    """GitHub's: small letters, no punctuation, dashes for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def plain(text):
    """A document without its fences, with its lines in place."""
    return FENCE.sub(lambda m: re.sub(r"[^\n]", " ", m.group(0)), text)


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


class Tree:
    """The project as the documents see it."""

    def __init__(self, root, build=None):
        self.root, self.build = root, build
        self.files = [p for p in files_of(root, root)]
        self.source = "\n".join(p.read_text(encoding="utf-8", errors="replace") for p in self.files
                                if p.suffix in (".c", ".h", ".def", ".py", ".sql", ".mjs", ".js", ".html") and p != pathlib.Path(__file__).resolve())
        self.names = {p.name for p in self.files}  # `routes.def`: there are several
        self.words = set(re.findall(r"\w+", self.source))
        self.called = set(re.findall(r"(\w+)\s*\(", self.source)) | {"q_" + name for name in re.findall(r"--\s*name:\s*(\w+)", self.source)}

    def has_path(self, path, beside):
        bases = [beside, self.root, self.root / "src"] + ([self.build, self.build / "src"] if self.build else [])
        if "*" in path and "/" not in path:
            return any(fnmatch.fnmatch(name, path) for name in self.names)
        if "*" in path:
            return any(next(base.glob(path), None) for base in bases)
        return path in self.names or any((base / path).exists() for base in bases)


def files_of(folder, root):
    for path in sorted(folder.iterdir()):
        if path.name in SKIPPED or (folder == root and (path.name.startswith("build") or path.name == "data")) or path.is_symlink():
            continue
        if path.is_dir():
            yield from files_of(path, root)
        else:
            yield path


def link_findings(text, document):
    for match in LINK.finditer(text):
        target, _, part = urllib.parse.unquote(match.group(1)).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        path = document.parent / target if target else document
        if not path.exists():
            yield match.start(), f"the link {match.group(1)} leads nowhere"
        elif part and part not in map(anchor, re.findall(r"^#+ (.*)$", plain(path.read_text(encoding="utf-8")), re.M)):
            yield match.start(), f"{target or 'this document'} has no heading for #{part}"


def code_findings(text, document, tree):
    for match in CODE.finditer(text):
        code = match.group(1)
        function = FUNCTION.match(code)
        for constant in CONSTANT.findall(code):
            if constant not in tree.words:
                yield match.start(), f"{constant} is nowhere in the sources"
        if function and function.group(1) not in tree.called:
            yield match.start(), f"there is no function {function.group(1)}()"
        elif PATH.match(code) and is_path(code, tree) and not tree.has_path(code, document.parent):
            yield match.start(), f"there is no {code}"


def is_path(code, tree):
    """`x.c`, `*.sql`, `src/…`, `bench/`: not `and/or`, `community.db`, `fuzz_NAME.c` or `.pg.sql`, which is an end."""
    if re.search("NAME|NNNN", code):
        return False
    if re.search(rf"\w\.{ENDS}\Z|\*\.{ENDS}\Z", code) and not code.startswith("."):
        return True
    first = code.split("/")[0]
    return "/" in code and ((tree.root / first).is_dir() or (tree.root / "src" / first).is_dir()) and first not in ("data", "build")


def quote_findings(document, text, tree):
    for match in FENCE.finditer(text):
        name, at = match.group(3), 0
        if not name or not re.search(rf"\.{ENDS}\Z", name):
            continue
        if not (tree.root / name).exists():
            yield match.start(), f"it quotes {name}, which is not there"
            continue
        there = [squeezed(line) for line in (tree.root / name).read_text(encoding="utf-8").splitlines()]
        for line in map(squeezed, match.group(4).splitlines()):
            if not line or line == "…":
                continue
            if line not in there[at:]:
                yield match.start(), f"{name} does not say, or not there: {line}"
                break
            at = there.index(line, at) + 1


def findings(document, text, tree):
    bare = plain(text)
    for at, what in [*link_findings(bare, document), *code_findings(bare, document, tree), *quote_findings(document, text, tree)]:
        yield text.count("\n", 0, at) + 1, what


def check_itself(tree):
    """What this program must and must not find."""
    here = tree.root / "README.md"
    for text, count in (("[a](no/such.md) `no_such.c`", 2), ("[a](tests/house/check_docs.py) [b](https://x.example/y)", 0), ("[a](#no-such)\n# Such", 1),
                        ("`main()` `no_such_function(NO_SUCH_NAME)`", 2), ("`FAIL_NOT_FOUND` `NO_SUCH_NAME`", 1), ("`and/or` `community.db` `base/sv.h`", 0),
                        ("`src/base/*.h` `src/base/*.py`", 1), ("```\n`no_such.c`\n```", 0), ("```c src/base/sv.h\n#define BASE_SV_H\n```", 0),
                        ("```c src/base/sv.h\n#define BASE_SW_H\n```", 1), ("```c src/base/sv.h\n#define BASE_SV_H\n#ifndef BASE_SV_H\n```", 1)):
        if len(list(findings(here, text, tree))) != count:
            raise SystemExit(f"check_docs.py is wrong about: {text!r}: {list(findings(here, text, tree))}")


def main():
    root, build = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
    tree, passed, failed = Tree(root, build), 0, 0
    check_itself(tree)
    for document in (path for path in tree.files if path.suffix == ".md"):
        found = sorted(findings(document, document.read_text(encoding="utf-8"), tree))
        for line, what in found:
            print(f"{document.relative_to(root)}:{line}: {what}")
        passed, failed = passed + (not found), failed + len(found)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
