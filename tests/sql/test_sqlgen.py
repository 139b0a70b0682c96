#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What tools/sqlgen.py accepts, what it makes of it, and that it refuses each mistake at the file and line where it is.

    test_sqlgen.py tools/sqlgen.py
"""
import pathlib
import subprocess
import sys
import tempfile

from runner import Checks

SCHEMA = "CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT NOT NULL, picture BLOB) ;\n"
GET = "-- name: note_get(id i64) -> one(id i64, title text)\nSELECT id, title FROM note WHERE id = :id;\n"

MISTAKES = [  # (text of a.sql, line, words of the message)
    ("SELECT 1;", 1, "without a '-- name:' header"),
    ("-- name: a(id i64) -> one(id i64)\nSELECT id FROM note WHERE id = :other;", 2, "unknown parameter :other"),
    ("-- name: a(id i64, more i64) -> one(id i64)\nSELECT id FROM note WHERE id = :id;", 1, "does not use its parameter more"),
    (GET + GET, 3, "already defined"),
    ("-- name: a(id i65) -> none\nDELETE FROM note WHERE id = :id;", 1, "neither a type"),
    ("-- name: a(id i64) -> one(id number)\nSELECT id FROM note WHERE id = :id;", 1, "is no type"),
    ("-- name: a(id i64) -> one(id i64, title text)\nSELECT id FROM note WHERE id = :id;", 2, "yields 1 columns"),
    ("-- name: a() -> many(title text, id i64)\nSELECT id, title FROM note;", 2, "column 1 is 'id'"),
    ("-- name: a() -> none\nDELETE FROM nowhere;", 2, "no such table"),
    ("-- name: a() -> none\nDELETE FROM note; DELETE FROM note;", 2, "one statement each"),
    ("-- name: a() -> none\nDELETE FROM note WHERE id = ?;", 2, "no place in constant SQL"),
    ("-- name: a() -> none\nDELETE FROM note WHERE id = $1;", 2, "no place in constant SQL"),
    ("-- name: a() -> none\nDELETE FROM note WHERE id = %d;", 2, "no place in constant SQL"),
    ("-- name: a() -> many(id i64)\nSELECT {columns} FROM note;", 2, "are not declared"),
    ("-- name: a() -> many unknown_row\nSELECT id FROM note;", 1, "is not declared"),
    ("-- name: a() -> many like b\nSELECT id FROM note;", 1, "no statement of that name"),
    ("-- name: a(default i64) -> none\nDELETE FROM note WHERE id = :default;", 1, "cannot be a name in C"),
    ("-- name: a(id i64,\n--   id i64) -> none\nDELETE FROM note WHERE id = :id;", 1, "is there twice"),
    ("-- name: a(id i64\nDELETE FROM note;", 1, "does not end"),
    ("-- name: a() -> sometimes\nDELETE FROM note;", 1, "does not end"),
    ("-- name: a() -> none\n", 1, "has no SQL"),
    ("-- row: r(id i64)\n-- row: r(id i64)\n" + GET, 2, "already declared"),
    ("-- columns: c = id\n-- columns: c = id\n" + GET, 2, "declared twice"),
]

VARIANT_MISTAKES = [  # (text of a.pg.sql beside GET, line, words)
    ("-- name: other() -> none\nDELETE FROM note;", 1, "no statement to replace"),
    ("-- name: note_get(id i64?) -> one(id i64, title text)\nSELECT id, title FROM note WHERE id = :id;", 1, "another header"),
    ("-- name: note_get(id i64) -> one(id i64, title text)\nSELECT id, title FROM note;", 1, "does not use its parameter id"),
]


def run(sqlgen, files, schema=SCHEMA):
    """Returns (exit code, messages, {made file: text})."""
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        (place / "0001_init.sql").write_text(schema)
        for name, text in files.items():
            (place / name).write_text(text)
        done = subprocess.run([sys.executable, sqlgen, "--out", folder, "--migrations", place / "0001_init.sql", "--statements",
                               *(str(place / name) for name in files)], text=True, capture_output=True, check=False)
        made = {p.name: p.read_text() for p in place.glob("q*.[ch]")}
        return done.returncode, done.stderr.replace(folder + "/", ""), made


def check_mistakes(checks, sqlgen):
    for text, line, words in MISTAKES:
        code, said, made = run(sqlgen, {"a.sql": text + "\n"})
        checks.that(code == 1 and said.startswith(f"a.sql:{line}: ") and words in said, f"{text!r} should fail at line {line} with '{words}', said: {said}")
        checks.that(not made, f"{text!r} left files behind")
    for text, line, words in VARIANT_MISTAKES:
        code, said, _ = run(sqlgen, {"a.sql": GET, "a.pg.sql": text + "\n"})
        checks.that(code == 1 and said.startswith(f"a.pg.sql:{line}: ") and words in said, f"variant {text!r} should fail with '{words}', said: {said}")
    code, said, _ = run(sqlgen, {"a.sql": GET}, "CREATE TABL note (id);")
    checks.that(code == 1 and said.startswith("0001_init.sql:1: "), f"a broken migration should be named, said: {said}")


def check_output(checks, sqlgen):
    code, said, made = run(sqlgen, {"a.sql": GET + """
-- columns: note_columns = n.id,
--   n.title
-- row: note_row(id i64, title text)
-- name: notes(title text, id i64) -> many note_row
-- Why it is so.
SELECT {note_columns} FROM note n -- not in the text
 WHERE n.id > :id AND n.title <> 'x :no ''y'' -- z' AND n.title <> :title AND n.id <> :id + 1;
-- name: note_put(note note_row) -> none
INSERT INTO note (id, title) VALUES (:id, :title);
-- name: note_drop(id i64) -> changes
DELETE FROM note WHERE id = :id;
""", "a.pg.sql": "-- name: note_drop(id i64) -> changes\nDELETE FROM note WHERE id = :id::bigint;\n"})
    checks.that(code == 0, f"good statements should pass, said: {said}")
    header, source = made.get("q.h", ""), made.get("q.c", "")
    for want in ("enum fail q_note_get(struct ctx *cx, int64_t id, struct note_get_row *row_r) MUST_USE;",
                 "/* Why it is so. */\nenum fail q_notes(struct ctx *cx, struct sv title, int64_t id, struct note_row **rows_r, size_t *count_r) MUST_USE;",
                 "enum fail q_note_put(struct ctx *cx, const struct note_row *note) MUST_USE;",
                 "enum fail q_note_drop(struct ctx *cx, int64_t id, int64_t *changes_r) MUST_USE;"):
        checks.that(want in header, f"q.h lacks: {want}")
    for want in ("\"SELECT n.id, n.title FROM note n WHERE n.id > ?2 AND n.title <> 'x :no ''y'' -- z' AND n.title <> ?1 AND n.id <> ?2 + 1\"",
                 "n.id > $2::bigint AND n.title <> 'x :no ''y'' -- z' AND n.title <> $1::text AND n.id <> $2::bigint + 1\"",
                 "\"DELETE FROM note WHERE id = $1::bigint::bigint\"", "{ .i = note->id }"):
        checks.that(want in source, f"q.c lacks: {want}")
    checks.that("id BIGINT PRIMARY KEY" in made.get("q_migrations.c", "") and "picture BYTEA" in made.get("q_migrations.c", ""),
                "the migration is not turned into PostgreSQL's words")


def main():
    checks = Checks()
    check_mistakes(checks, sys.argv[1])
    check_output(checks, sys.argv[1])
    checks.close()


if __name__ == "__main__":
    main()
