#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prepares every statement on SQLite and on PostgreSQL 15, compares its result with its header, and refuses full scans.

    test_statements.py --sqlgen tools --migrations 0001_init.sql ... --statements status.sql ...

A statement that may read a whole table says so in its comment, with a reason: -- scan: setting (a few dozen rows). So does one
with a LIMIT that sorts all it finds before it takes the first rows: -- sorts: at most 40 options
"""
import argparse
import re
import sqlite3
import sys

from postgres import Postgres
from runner import Checks

POSTGRES_TYPES = {
    "i64": {"bigint", "integer", "smallint"},
    "i64?": {"bigint", "integer", "smallint"},
    "bool": {"bigint", "integer", "smallint", "boolean"},
    "f64": {"double precision"},
    "text": {"text", "character varying"},
    "blob": {"bytea"},
}


def read_all(options):
    sys.path.insert(0, options.sqlgen)
    sys.dont_write_bytecode = True
    import sqlgen
    migrations = sqlgen.read_migrations(options.migrations)
    source = sqlgen.Source()
    for file in options.statements:
        source.read(file)
    shapes = sqlgen.understand(source)
    for statement in source.statements:
        sqlgen.compile_statement(statement, source, shapes)
    return migrations, source.statements, sqlgen.for_postgres


# --- SQLite ------------------------------------------------------------------------------------------------------------------------

def aliases(text, tables):
    """{alias: table} of everything after FROM, JOIN, INTO, UPDATE or a comma that is a table."""
    found = {table: table for table in tables}
    for table, alias in re.findall(r"(?:\bFROM|\bJOIN|\bINTO|\bUPDATE|,)\s+(\w+)\s+(?:AS\s+)?(\w+)", text, re.I):
        if table in tables and alias.upper() not in ("WHERE", "JOIN", "LEFT", "INNER", "CROSS", "ON", "SET", "ORDER", "GROUP", "USING", "UNION", "LIMIT", "AS", "VALUES", "SELECT"):
            found[alias] = table
    return found


def plan_of(db, text, arguments):
    return [detail for *_, detail in db.execute("EXPLAIN QUERY PLAN " + text, arguments)]


def sorts_before_limit(plan, text):
    return "USE TEMP B-TREE FOR ORDER BY" in plan and re.search(r"\bLIMIT\b", text, re.I) is not None


def scanned_tables(plan, text, tables):
    """The tables that the plan reads from end to end, by the table or by one of its indexes."""
    names, scanned = aliases(text, tables), set()
    for detail in plan:
        match = re.match(r"SCAN (\w+)(?: USING .*)?\Z", detail)
        if match and match.group(1) in names:
            scanned.add(names[match.group(1)])
    return scanned


def check_itself(checks):
    """It must see what it is there to see."""
    db = sqlite3.connect(":memory:")
    db.executescript("CREATE TABLE note (id INTEGER PRIMARY KEY, at INTEGER, tag TEXT); CREATE INDEX note_tag ON note (tag)")
    for text, scanned in (("SELECT id FROM note", True), ("SELECT n.id FROM note AS n WHERE n.at > 1", True), ("SELECT tag FROM note ORDER BY tag", True),
                          ("UPDATE note SET at = 1 WHERE at = 2", True), ("DELETE FROM note WHERE at = 2", True),
                          ("SELECT a.id FROM note a JOIN note b ON b.at = a.id WHERE a.id = 1", True), ("SELECT id FROM note WHERE id = 1", False),
                          ("SELECT id FROM note n WHERE n.tag = 'x' ORDER BY id", False), ("WITH c AS (SELECT 1 AS x) SELECT x FROM c", False)):
        checks.that(scanned_tables(plan_of(db, text, []), text, {"note"}) == ({"note"} if scanned else set()), f"this test is wrong about the plan of: {text}")
    for text, sorts in (("SELECT id FROM note WHERE tag = 'x' ORDER BY at LIMIT 5", True), ("SELECT id FROM note WHERE tag = 'x' ORDER BY at", False),
                        ("SELECT id FROM note WHERE tag = 'x' ORDER BY id DESC LIMIT 5", False)):
        checks.that(sorts_before_limit(plan_of(db, text, []), text) == sorts, f"this test is wrong about the sorting of: {text}")


def check_sqlite(checks, migrations, statements):
    db = sqlite3.connect(":memory:", isolation_level=None)
    for _, _, text, _ in migrations:
        db.executescript(text)
    tables = {name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    spare = {(statement.where, table): statement.name for statement in statements for table in statement.scans}
    for statement in statements:
        try:
            plan = plan_of(db, statement.texts[0], [None] * len(statement.args))
        except sqlite3.Error as error:
            checks.that(False, f"{statement.where}: {statement.name}: SQLite: {error}")
            continue
        scanned = scanned_tables(plan, statement.texts[0], tables)
        checks.that(statement.sorts or not sorts_before_limit(plan, statement.texts[0]),
                    f"{statement.where}: {statement.name} sorts all it finds before its LIMIT: give it an index, or say '-- sorts: why that is little'")
        for table in sorted(scanned - set(statement.scans)):
            checks.that(False, f"{statement.where}: {statement.name} reads all of {table}: give it an index, or say '-- scan: {table}'")
        for table in scanned:
            spare.pop((statement.where, table), None)
    for (where, table), name in spare.items():
        checks.that(False, f"{where}: {name} does not scan {table}: take it out of '-- scan:'")


# --- PostgreSQL ----------------------------------------------------------------------------------------------------------------------

def describe_all(pg, statements):
    """The lines of output and of errors of each statement, from one run of psql: \\gdesc prepares it without running it."""
    out, errors = pg.psql("".join(f"\\echo @@{s.name}\n\\warn @@{s.name}\n{s.texts[1]} \\gdesc\n" for s in statements), stop=False)
    return by_name(out), by_name(errors)


def by_name(text):
    found, name = {}, None
    for line in text.splitlines():
        if line.startswith("@@"):
            name = line[2:]
            found[name] = []
        elif name:
            found[name].append(line)
    return found


def check_columns(checks, statement, lines):
    got = [line.split("\t") for line in lines if "\t" in line]
    want = statement.shape.columns if statement.shape else []
    if not statement.shape:
        checks.that(True, "")
        return
    if not checks.that(len(got) == len(want), f"{statement.where}: {statement.name}: PostgreSQL yields {len(got)} columns, the header has {len(want)}"):
        return
    returning = not re.match(r"(SELECT|WITH|VALUES)\b", statement.texts[1], re.I)
    for (name, kind), (got_name, got_type) in zip(want, got):
        checks.that(got_type in POSTGRES_TYPES[kind],
                    f"{statement.where}: {statement.name}: {name} is {got_type} on PostgreSQL, {kind} in the header (CAST it)")
        if returning:
            checks.that(name == got_name, f"{statement.where}: {statement.name}: the column {got_name} stands where the header has {name}")


def check_postgres(checks, migrations, statements, for_postgres):
    with Postgres() as pg:
        for version, name, text, postgres in migrations:
            _, errors = pg.psql(postgres or for_postgres(text))
            if not checks.that("ERROR" not in errors, f"migration {version:04}_{name}: PostgreSQL: {errors.strip()}"):
                return
        columns, errors = describe_all(pg, statements)
        for statement in statements:
            error = " ".join(errors.get(statement.name, [])).replace("psql:<stdin>:", "line ")
            if checks.that("ERROR" not in error, f"{statement.where}: {statement.name}: PostgreSQL: {error}"):
                check_columns(checks, statement, columns.get(statement.name, []))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sqlgen", required=True)
    parser.add_argument("--migrations", nargs="+", required=True)
    parser.add_argument("--statements", nargs="+", required=True)
    options = parser.parse_args()
    checks = Checks()
    check_itself(checks)
    migrations, statements, for_postgres = read_all(options)
    check_sqlite(checks, migrations, statements)
    check_postgres(checks, migrations, statements, for_postgres)
    checks.close()


if __name__ == "__main__":
    main()
