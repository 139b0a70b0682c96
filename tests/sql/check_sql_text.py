#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""There is no way from input to the text of a statement.

    check_sql_text.py SOURCE_ROOT

Outside src/store no file knows SQLite or PostgreSQL, or holds SQL in a string. Inside it, text is handed to the engine only as a
literal, a constant table, or what tools/sqlgen.py made, and no string with SQL in it is a format. The first checks are of this
program itself: it must find what it is there to find.
"""
import pathlib
import re
import sys

from runner import Checks

ENGINE = re.compile(r"\b(sqlite3_\w+|PQ(?:exec|prepare|sendQuery|connect)\w*)\s*\(|#\s*include\s*[<\"](?:sqlite3|libpq-fe|store/engine|store/sqlite)\.h")
SQL = re.compile(r"\b(SELECT\s.+\sFROM|SELECT\s+\w+\s*\(|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|REPLACE\s+INTO|"
                 r"CREATE\s+(TEMP\s+|UNIQUE\s+|VIRTUAL\s+)?(TABLE|INDEX|VIEW|TRIGGER)|DROP\s+(TABLE|INDEX|VIEW)|ALTER\s+TABLE|PRAGMA\s+\w+|"
                 r"ATTACH\s+DATABASE|\bWHERE\s+\w+\s*(=|<|>|IN\b|LIKE\b)|ORDER\s+BY\s+\w+)", re.S)
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
TEXT_TAKERS = {  # function: the place of its text among the arguments, from 0
    "sqlite3_exec": 1, "sqlite3_prepare_v3": 1, "sqlite3_prepare_v2": 1, "engine_script": 2, "prepare": 1,
}
CONSTANT = re.compile(r'"|texts\[\w+\]\Z|setup\[\w+\]\Z|text\Z|query->text\[\w+\]\Z|\w+(\[\d+\]|->)\.?text\[\w+\]\Z|list\[0\]\.text\[\w+\]\Z|migration->text\[\w+\]\Z')


def without_comments(text):
    def blank(match):
        piece = match.group(0)
        return piece if piece.startswith('"') else re.sub(r"[^\n]", " ", piece)
    return re.sub(STRING.pattern + "|" + COMMENT.pattern, blank, text, flags=re.S)


def joined_strings(text):
    """[(position, text)] of string literals, neighbours joined as the compiler does."""
    for match in re.finditer(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+', text):
        yield match.start(), "".join(s[1:-1] for s in STRING.findall(match.group(0)))


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def outside_findings(text):
    """What a file outside src/store must not have: [(line, what)]."""
    text = without_comments(text)
    found = [(line_of(text, m.start()), f"{m.group(0).strip()} belongs into src/store") for m in ENGINE.finditer(text)]
    found += [(line_of(text, at), f"SQL in a string: {s[:60]}") for at, s in joined_strings(text) if SQL.search(s)]
    return found


def arguments(text, at):
    """The arguments of the call whose '(' is at `at`, as texts."""
    depth, start, out, quoted = 0, at + 1, [], False
    for i in range(at, len(text)):
        c = text[i]
        if c == '"' and text[i - 1] != "\\":
            quoted = not quoted
        if quoted:
            continue
        depth += (c in "([{") - (c in ")]}")
        if (c == "," and depth == 1) or depth == 0:
            out.append(text[start:i].strip())
            start = i + 1
        if depth == 0:
            return out
    return out


def inside_findings(text):
    """What a file in src/store must not have."""
    text, found = without_comments(text), []
    for at, s in joined_strings(text):
        if SQL.search(s) and re.search(r"%[-+ #0-9.*]*[a-zA-Z]|%\.\*s", s):
            found.append((line_of(text, at), f"SQL in a format: {s[:60]}"))
    for name, place in TEXT_TAKERS.items():
        for match in re.finditer(rf"(?<![\w.]){name}\s*\(", text):
            given = arguments(text, match.end() - 1)
            if len(given) > place and not re.match(r"(const\s+)?(struct|char|sqlite3)\b", given[0]) and not CONSTANT.match(given[place]):
                found.append((line_of(text, match.start()), f"{name}() with text that is not constant: {given[place]}"))
    return found


def check_itself(checks):
    for bad in ('sqlite3_exec(db, x, 0, 0, 0);', '#include <sqlite3.h>', 'buf_printf(&b, "SELECT id FROM status WHERE id = %d", x);',
                'f("DELETE " "FROM status");', 'buf_put(b, SV(" WHERE name = "));', 'char *s = "UPDATE account SET x = 1";'):
        checks.that(outside_findings(bad), f"this check does not see: {bad}")
    for good in ('/* SELECT id FROM status */', 'say("Select a file from your device.");', 'refuse(cx, "Delete it from the list first.");'):
        checks.that(not outside_findings(good), f"this check sees SQL in: {good}")
    for bad in ('sqlite3_exec(db, input, 0, 0, 0);', 'x = arena_printf(a, "DELETE FROM t WHERE id = %s", s);', 'engine_script(cx, db, body.p);'):
        checks.that(inside_findings(bad), f"this check does not see: {bad}")
    checks.that(not inside_findings('sqlite3_exec(db, "PRAGMA foreign_key_check", 0, 0, 0);'), "this check refuses constant text")


def main():
    root, checks = pathlib.Path(sys.argv[1]), Checks()
    check_itself(checks)
    files = sorted(f for f in (root / "src").rglob("*.[ch]"))
    for file in files:
        inside = file.relative_to(root).parts[1] == "store"
        found = (inside_findings if inside else outside_findings)(file.read_text(encoding="utf-8"))
        for line, what in found:
            checks.that(False, f"{file.relative_to(root)}:{line}: {what}")
        checks.that(True, "")
    checks.close()


if __name__ == "__main__":
    main()
