#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes typed C functions of named SQL statements, and C data of the migrations.

    sqlgen.py --name q --dir store --out BUILD/src/store [--first N] --migrations 0001_init.sql ... --statements status.sql ...

Writes NAME.h and NAME.c and, when there are migrations, NAME_migrations.c. What a .sql file may hold:

    -- columns: status_columns = s.id, s.account_id,       a list of columns, used as {status_columns} in any file
    --     s.text
    -- row: status_row(id i64, account_id i64, text text)  a C struct that several statements yield or take
    -- name: status_get(id i64) -> one status_row          a statement; prose may follow
    -- scan: setting (a few dozen rows)                    tables that it may read from end to end, and why
    -- sorts: at most 40 options                           why it may sort all that it finds before it takes the first LIMIT
    SELECT {status_columns} FROM status s WHERE s.id = :id;

Parameters: "name type", or "name shape" to pass a declared row by pointer (its columns are then parameters).
Types: i64, i64? (0 is NULL), f64, bool (0 or 1 in a BIGINT), text, blob (NULL is a view without pointer).
Results: none, changes, one(...), many(...), one SHAPE, many SHAPE, many SHAPE(...), many like OTHER_STATEMENT; page in place of
many makes a keyset page: the statement says {page s.id} as the last term of its WHERE, and nothing after it; two statements come
of it (NAME_below and NAME_above) and one function q_NAME(cx, ..., const struct page *page, rows_r, count_r).
A statement in x.pg.sql replaces the one of the same name, and must have the same header; NNNN_x.pg.sql replaces a migration.

Every mistake stops the build with file:line. SQLite (Python's own) also prepares each statement against the migrations here.
"""
import argparse
import hashlib
import pathlib
import re
import sqlite3
import sys

TYPES = {  # name: (C type, member of union db_arg, enum db_type, cast for PostgreSQL)
    "i64": ("int64_t ", "i", "DB_I64", "bigint"),
    "i64?": ("int64_t ", "i", "DB_I64_OR_NULL", "bigint"),
    "f64": ("double ", "f", "DB_F64", "double precision"),
    "bool": ("bool ", "i", "DB_BOOL", "bigint"),
    "text": ("struct sv ", "s", "DB_TEXT", "text"),
    "blob": ("struct sv ", "s", "DB_BLOB", "bytea"),
}
RESERVED = set("""auto break case char const continue default do double else enum extern float for goto if inline int long register
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true false
    cx args row_r rows_r count_r changes_r""".split())
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


class Mistake(Exception):
    """What is wrong in the SQL, and where."""

    def __init__(self, where, text):
        super().__init__(f"{where}: {text}")


class Shape:
    """A C struct: the columns of a result."""

    def __init__(self, name, columns, where):
        self.name, self.columns, self.where = name, columns, where


class Statement:
    def __init__(self, where, header):
        self.where, self.header = where, header
        self.prose, self.scans, self.body, self.sorts = [], [], [], False
        self.name = self.params = self.kind = self.shape = self.postgres = self.file = None
        self.body_line = 0


# --- reading -----------------------------------------------------------------------------------------------------------------

def is_complete(kind, text):
    """Whether a declaration in a comment ends here; otherwise the next comment line belongs to it."""
    if text.count("(") != text.count(")"):
        return False
    if kind == "columns":
        return not re.search(r"[,=]\s*\Z", text)
    if kind == "name":
        return bool(re.search(r"->\s*(none|changes|(one|many|page)\s*(\(.*\)|like\s+\w+|(?!like\b)\w+\s*(\(.*\))?))\s*\Z", text, re.S))
    return True


def declaration(lines, at, where, file):
    """Joins the comment lines of one declaration; returns (kind, text, next line)."""
    kind, text = re.match(r"--\s*(name|row|columns):\s*(.*)", lines[at]).groups()
    at += 1
    while not is_complete(kind, text):
        more = re.match(r"--\s?(.*)", lines[at]) if at < len(lines) else None
        if not more or re.match(r"(name|row|columns):", more.group(1).strip()):
            raise Mistake(where, f"the header '-- {kind}: {text.split('(')[0].strip()}' does not end: see the top of tools/sqlgen.py")
        text += " " + more.group(1).strip()
        at += 1
    return kind, text.strip(), at


class Source:
    """Everything that the .sql files say."""

    def __init__(self):
        self.statements, self.variants, self.rows, self.columns, self.pages = [], [], [], {}, []

    def read(self, file):
        lines = pathlib.Path(file).read_text(encoding="utf-8").splitlines()
        postgres, current, at = file.endswith(".pg.sql"), None, 0
        while at < len(lines):
            line, where = lines[at].strip(), f"{file}:{at + 1}"
            if re.match(r"--\s*(name|row|columns):", line):
                kind, text, at = declaration([l.strip() for l in lines], at, where, file)
                current = self.declare(kind, text, where, file, postgres) if kind == "name" else self.share(kind, text, where)
                continue
            at += 1
            self.take_line(current, line, lines[at - 1], where, at)

    def declare(self, kind, text, where, file, postgres):
        statement = Statement(where, text)
        statement.file = file
        (self.variants if postgres else self.statements).append(statement)
        return statement

    def share(self, kind, text, where):
        if kind == "row":
            name, inner = shaped(text, where)
            self.rows.append(Shape(name, columns_of(inner, where), where))
            return None
        name, _, value = (part.strip() for part in text.partition("="))
        if not NAME.match(name) or not value:
            raise Mistake(where, "write '-- columns: name = a, b, c'")
        if name in self.columns:
            raise Mistake(where, f"the columns {name} are declared twice")
        self.columns[name] = value
        return None

    @staticmethod
    def take_line(current, line, raw, where, number):
        if not line or (line.startswith("--") and current is None):
            return
        if current is None:
            raise Mistake(where, "SQL without a '-- name:' header before it")
        scan = re.match(r"--\s*scan:\s*(.*)", line)
        if re.match(r"--\s*sorts:\s*\w", line):
            current.sorts = True
        elif scan:
            current.scans += re.sub(r"\(.*?\)|,", " ", scan.group(1)).split()
        elif line.startswith("--"):
            if not current.body:
                current.prose.append(line[2:].strip())
        else:
            if not current.body:
                current.body_line = number
            current.body.append(raw)


def shaped(text, where):
    match = re.match(r"(\w+)\s*\((.*)\)\s*\Z", text, re.S)
    if not match or not NAME.match(match.group(1)):
        raise Mistake(where, f"not of the form name(column type, ...): {text}")
    return match.groups()


def pairs(text, where):
    """[("id", "i64"), ...] of "id i64, ..." """
    found = []
    for item in filter(None, (part.strip() for part in text.split(","))):
        words = item.split()
        if len(words) != 2 or not NAME.match(words[0]):
            raise Mistake(where, f"'{item}' is not of the form 'name type'")
        if words[0] in RESERVED:
            raise Mistake(where, f"'{words[0]}' cannot be a name in C here: choose another, with AS in the statement")
        if words[0] in (name for name, _ in found):
            raise Mistake(where, f"'{words[0]}' is there twice")
        found.append((words[0], words[1]))
    return found


def columns_of(text, where):
    found = pairs(text, where)
    if not found:
        raise Mistake(where, "a row needs at least one column")
    for name, kind in found:
        if kind not in TYPES:
            raise Mistake(where, f"'{kind}' of {name} is no type: use {', '.join(TYPES)}")
    return found


# --- pages -------------------------------------------------------------------------------------------------------------------

PAGE = re.compile(r"(\w+)\s*\((.*?)\)\s*->\s*page\b\s*(.*)\Z", re.S)
WAYS = {  # what {page c} becomes, and the parameters that it needs
    "below": ("{c} < :max_id AND {c} > :since_id ORDER BY {c} DESC LIMIT :limit", "max_id i64, since_id i64, limit i64"),
    "above": ("{c} > :min_id AND {c} < :max_id ORDER BY {c} LIMIT :limit", "min_id i64, max_id i64, limit i64"),
}


def unfold_pages(statements, pages):
    """Each "-> page" becomes its two statements; `pages` (unless None) gets the functions that choose between them."""
    out = []
    for statement in statements:
        match = PAGE.match(statement.header)
        if not match:
            out.append(statement)
            continue
        name, params, result = match.groups()
        if sum(line.count("{page ") for line in statement.body) != 1:
            raise Mistake(statement.where, f"{name}: a page says {{page column}} exactly once")
        for way, (term, more) in WAYS.items():
            rows = f"like {name}_below" if way == "above" and result.startswith("(") else result
            half = Statement(statement.where, f"{name}_{way}({params}{', ' if params.strip() else ''}{more}) -> many {rows}")
            half.file, half.body_line, half.prose, half.scans = statement.file, statement.body_line, statement.prose, statement.scans
            half.sorts = statement.sorts
            half.body = [re.sub(r"\{page ([\w.]+)\}", lambda m: term.replace("{c}", m.group(1)), line) for line in statement.body]
            out.append(half)
        if pages is not None:
            pages.append((name, out[-2], out[-1]))
    return out


def page_parameters(name, below):
    own = below.params[:-3]
    out = [f"{TYPES[kind][0]}{param}" if kind in TYPES else f"const struct {kind} *{param}" for param, kind in own]
    return own, ", ".join(["struct ctx *cx"] + out + ["const struct page *page", f"struct {below.shape.name} **rows_r", "size_t *count_r"])


def page_text(name, below):
    own, parameters = page_parameters(name, below)
    passed = "".join(f", {param}" for param, _ in own)
    return (f"enum fail q_{name}({parameters})\n{{\n\tif (!page->min_id)\n"
            f"\t\treturn q_{name}_below(cx{passed}, page->max_id, page->since_id, page->limit, rows_r, count_r);\n"
            f"\tTRY(q_{name}_above(cx{passed}, page->min_id, page->max_id, page->limit, rows_r, count_r));\n"
            f"\tquery_rows_reverse(*rows_r, *count_r, sizeof(**rows_r));\n\treturn OK;\n}}\n")


# --- understanding -----------------------------------------------------------------------------------------------------------

def understand(source):
    """Gives every statement its name, parameters, kind and shape, and joins the variants for PostgreSQL."""
    shapes = {}
    source.statements = unfold_pages(source.statements, source.pages)
    source.variants = unfold_pages(source.variants, None)
    for shape in source.rows:
        add_shape(shapes, shape)
    seen, late = {}, []
    for statement in source.statements:
        result = read_header(statement, shapes)
        if statement.name in seen:
            raise Mistake(statement.where, f"{statement.name} is already defined at {seen[statement.name].where}")
        seen[statement.name] = statement
        like = re.match(r"like\s+(\w+)\Z", result)
        if like:
            late.append((statement, like.group(1)))
        else:
            statement.shape = result_shape(statement, result, shapes)
    for statement, other in late:
        if other not in seen or not seen[other].shape:
            raise Mistake(statement.where, f"'like {other}': there is no statement of that name with rows")
        statement.shape = seen[other].shape
    for variant in source.variants:
        read_header(variant, shapes)
        base = seen.get(variant.name)
        if not base:
            raise Mistake(variant.where, f"{variant.name} has no statement to replace")
        if squeeze(base.header) != squeeze(variant.header):
            raise Mistake(variant.where, f"{variant.name} has another header than at {base.where}")
        if base.postgres:
            raise Mistake(variant.where, f"{variant.name} is replaced twice")
        base.postgres = variant
    return shapes


def add_shape(shapes, shape):
    if shape.name in shapes:
        raise Mistake(shape.where, f"the row {shape.name} is already declared at {shapes[shape.name].where}")
    shapes[shape.name] = shape


def squeeze(text):
    return re.sub(r"\s+", "", text)


def read_header(statement, shapes):
    match = re.match(r"(\w+)\s*\((.*?)\)\s*->\s*(none|changes|one|many)\b\s*(.*)\Z", statement.header, re.S)
    if not match or not NAME.match(match.group(1)):
        raise Mistake(statement.where, "write '-- name: name(parameter type, ...) -> none | changes | one(...) | many(...)'")
    statement.name, params, statement.kind, result = match.groups()
    statement.params = pairs(params, statement.where)
    for name, kind in statement.params:
        if kind not in TYPES and kind not in shapes:
            raise Mistake(statement.where, f"'{kind}' of {name} is neither a type ({', '.join(TYPES)}) nor a declared row")
    if statement.kind in ("none", "changes") and result:
        raise Mistake(statement.where, f"'{statement.kind}' has no columns")
    return result.strip()


def result_shape(statement, result, shapes):
    if statement.kind in ("none", "changes"):
        return None
    if result.startswith("("):
        shape = Shape(statement.name + "_row", columns_of(result[1:-1], statement.where), statement.where)
        add_shape(shapes, shape)
    elif "(" in result:
        name, inner = shaped(result, statement.where)
        shape = Shape(name, columns_of(inner, statement.where), statement.where)
        add_shape(shapes, shape)
    elif result not in shapes:
        raise Mistake(statement.where, f"the row '{result}' is not declared: '-- row: {result}(...)'")
    return shape if "(" in result else shapes[result]


# --- the text of a statement -------------------------------------------------------------------------------------------------

TOKEN = re.compile(r"""(?P<string>'(?:[^']|'')*') | (?P<quoted>"(?:[^"]|"")*") | (?P<comment>--[^\n]*|/\*.*?\*/) | (?P<cast>::)
    | :(?P<param>[A-Za-z_]\w*) | \{(?P<columns>\w+)\} | (?P<bad>\?|\$\w*|@\w+|`|\[|\{|%\w|:) | (?P<end>;) | (?P<space>\s+) | (?P<any>.)""",
    re.X | re.S)


def resolved(statement, source, names):
    """The text twice: with ?1 for SQLite and $1::type for PostgreSQL, and which parameters it uses, in order."""
    where = f"{statement.file}:{statement.body_line or statement.where.rsplit(':', 1)[1]}"
    out, used, ended, text = [], [], False, "\n".join(statement.body)
    expanded = re.sub(r"\{(\w+)\}", lambda m: source.columns.get(m.group(1), m.group(0)), text)
    if not expanded.strip():
        raise Mistake(where, f"{statement.name} has no SQL")
    for token in TOKEN.finditer(expanded):
        kind, piece = token.lastgroup, token.group(0)
        if ended and kind not in ("space", "comment"):
            raise Mistake(where, f"{statement.name}: more text after the ';': one statement each")
        if kind == "columns":
            raise Mistake(where, f"{statement.name}: the columns {piece} are not declared: '-- columns: {piece[1:-1]} = ...'")
        if kind == "bad":
            raise Mistake(where, f"{statement.name}: '{piece}' has no place in constant SQL; parameters are written :name")
        if kind == "param":
            if token.group("param") not in names:
                raise Mistake(where, f"{statement.name}: unknown parameter {piece}; its header has {', '.join(names) or 'none'}")
            if token.group("param") not in used:
                used.append(token.group("param"))
        ended = ended or kind == "end"
        out.append((kind, token.group("param") or piece))
    return out, used


def parameter_names(statement, shapes):
    """{name in SQL: (type, C expression)}"""
    names = {}
    for name, kind in statement.params:
        members = [(name, kind, name)] if kind in TYPES else [(c, t, f"{name}->{c}") for c, t in shapes[kind].columns]
        for member, member_kind, expression in members:
            if member in names:
                raise Mistake(statement.where, f"two parameters are called {member}")
            names[member] = (member_kind, expression)
    return names


def render(tokens, order, names, postgres):
    text = ""
    for kind, piece in tokens:
        if kind == "param":
            number = order.index(piece) + 1
            text += f"${number}::{TYPES[names[piece][0]][3]}" if postgres else f"?{number}"
        elif kind == "space":
            text += "" if text.endswith(" ") else " "
        elif kind not in ("comment", "end"):
            text += piece
    return re.sub(r"\A +| +\Z", "", text)


def compile_statement(statement, source, shapes):
    names = parameter_names(statement, shapes)
    tokens, used = resolved(statement, source, names)
    if statement.postgres:
        pg_tokens, pg_used = resolved(statement.postgres, source, names)
    else:
        pg_tokens, pg_used = tokens, used
    for name, kind in statement.params:
        wanted = [name] if kind in TYPES else [c for c, _ in shapes[kind].columns]
        for text, file in ((used, statement), (pg_used, statement.postgres)):
            if file and not set(wanted) & set(text):
                raise Mistake(file.where, f"{statement.name} does not use its parameter {name}")
    order = [n for n in names if n in used or n in pg_used]
    statement.args = [names[n] for n in order]
    statement.texts = render(tokens, order, names, False), render(pg_tokens, order, names, True)


# --- SQLite's opinion ---------------------------------------------------------------------------------------------------------

def try_statements(statements, migrations):
    db = sqlite3.connect(":memory:", isolation_level=None)
    for file, text in migrations:
        try:
            db.executescript(text)
        except sqlite3.Error as error:
            raise Mistake(f"{file}:1", f"SQLite: {error}") from None
    for statement in statements:
        where, nulls, text = f"{statement.file}:{statement.body_line}", [None] * len(statement.args), statement.texts[0]
        try:
            db.execute("EXPLAIN " + text, nulls)
            if statement.shape and re.match(r"(SELECT|WITH|VALUES)\b(?!.*\bRETURNING\b)", text, re.I | re.S):
                compare_columns(statement, [c[0] for c in db.execute(f"SELECT * FROM ({text}) LIMIT 0", nulls).description], where)
        except sqlite3.Error as error:
            raise Mistake(where, f"{statement.name}: SQLite: {error}") from None


def compare_columns(statement, got, where):
    want = [name for name, _ in statement.shape.columns]
    if len(got) != len(want):
        raise Mistake(where, f"{statement.name}: the statement yields {len(got)} columns, struct {statement.shape.name} has {len(want)}")
    for place, (a, b) in enumerate(zip(got, want), 1):
        if re.match(r"\w+\Z", a) and a != b:
            raise Mistake(where, f"{statement.name}: column {place} is '{a}' in the statement, '{b}' in struct {statement.shape.name} (use AS)")


# --- writing ------------------------------------------------------------------------------------------------------------------

def literal(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def c_parameters(statement):
    out = ["struct ctx *cx"]
    for name, kind in statement.params:
        out.append(f"{TYPES[kind][0]}{name}" if kind in TYPES else f"const struct {kind} *{name}")
    if statement.kind == "changes":
        out.append("int64_t *changes_r")
    if statement.kind == "one":
        out.append(f"struct {statement.shape.name} *row_r")
    if statement.kind == "many":
        out += [f"struct {statement.shape.name} **rows_r", "size_t *count_r"]
    return ", ".join(out)


def header_text(options, statements, shapes, pages):
    guard = f"{options.dir}_{options.name}_H".upper().replace("/", "_")
    out = [f"/* Made by tools/sqlgen.py; the .sql files are what to edit. */\n#ifndef {guard}\n#define {guard}\n\n#include \"store/engine.h\"\n#include \"store/page.h\"\n"]
    for shape in shapes.values():
        members = "".join(f"\t{TYPES[kind][0]}{name};\n" for name, kind in shape.columns)
        out.append(f"struct {shape.name} {{\n{members}}};\n")
    for statement in statements:
        prose = " ".join(statement.prose).replace("*/", "* /")
        out.append((f"/* {prose} */\n" if prose else "") + f"enum fail q_{statement.name}({c_parameters(statement)}) MUST_USE;\n")
    for name, below, _ in pages:
        out.append(f"enum fail q_{name}({page_parameters(name, below)[1]}) MUST_USE;\n")
    out.append(f"extern const struct db_query {options.name}_queries[];\nextern const unsigned {options.name}_query_count;\n\n#endif\n")
    return "\n".join(out)


def shape_text(shape):
    rows = "".join(f"\t{{ \"{name}\", {TYPES[kind][2]}, offsetof(struct {shape.name}, {name}) }},\n" for name, kind in shape.columns)
    return f"static const struct db_column {shape.name}_columns[] = {{\n{rows}}};\n"


def query_text(statement, number):
    shape = statement.shape
    fields = [f".name = \"{statement.name}\"", f".number = {number}",
              f".text = {{ {literal(statement.texts[0])},\n\t\t          {literal(statement.texts[1])} }}"]
    if statement.args:
        fields += [f".param_count = {len(statement.args)}", ".params = (const unsigned char[]){ %s }" % ", ".join(TYPES[k][2] for k, _ in statement.args)]
    if shape:
        fields += [f".columns = {shape.name}_columns", f".column_count = {len(shape.columns)}", f".row_size = sizeof(struct {shape.name})"]
    if statement.scans:
        fields.append(f".scans = \"{' '.join(statement.scans)}\"")
    return "\t{ " + ",\n\t  ".join(fields) + " },\n"


def function_text(statement, at, options):
    out = f"enum fail q_{statement.name}({c_parameters(statement)})\n{{\n"
    args = "NULL"
    if statement.args:
        args = "args"
        out += "\tconst union db_arg args[] = {\n" + "".join(f"\t\t{{ .{TYPES[k][1]} = {e} }},\n" for k, e in statement.args) + "\t};\n"
    call = f"query_{statement.kind}(cx, &{options.name}_queries[{at}], {args}"
    if statement.kind == "many":
        return out + f"\tvoid *rows;\n\tenum fail fail = {call}, &rows, count_r);\n\t*rows_r = rows;\n\treturn fail;\n}}\n"
    last = {"none": ")", "changes": ", changes_r)", "one": ", row_r)"}[statement.kind]
    return out + f"\treturn {call}{last};\n}}\n"


def code_text(options, statements, shapes, pages):
    used = {s.shape.name for s in statements if s.shape}
    out = [f"/* Made by tools/sqlgen.py; the .sql files are what to edit. */\n#include \"{options.dir}/{options.name}.h\"\n"]
    out += [shape_text(shape) for shape in shapes.values() if shape.name in used]
    queries = "".join(query_text(s, options.first + at) for at, s in enumerate(statements)) or "\t{ .name = \"\" },\n"
    out.append(f"const struct db_query {options.name}_queries[] = {{\n{queries}}};\n")
    out.append(f"const unsigned {options.name}_query_count = {len(statements)};\n")
    out += [function_text(statement, at, options) for at, statement in enumerate(statements)]
    out += [page_text(name, below) for name, below, _ in pages]
    return "\n".join(out)


def for_postgres(text):
    """The few words of a migration that the dialects spell differently; what differs more has a .pg.sql."""
    words = {"INTEGER": "BIGINT", "BLOB": "BYTEA", "REAL": "DOUBLE PRECISION", "WITHOUT ROWID": ""}
    token = re.compile(r"'(?:[^']|'')*'|--[^\n]*|\b(?:INTEGER|BLOB|REAL|WITHOUT\s+ROWID)\b", re.I)
    return token.sub(lambda m: words.get(" ".join(m.group(0).upper().split()), m.group(0)), text)


def migrations_text(options, migrations):
    rows = ""
    for version, name, text, postgres in migrations:
        lines = ["\n\t\t" + literal(line + "\n") for line in text.splitlines()]
        pg_lines = ["\n\t\t" + literal(line + "\n") for line in (postgres or for_postgres(text)).splitlines()]
        checksum = hashlib.sha256(text.encode()).hexdigest()
        rows += f"\t{{ {version}, \"{name}\", \"{checksum}\", {{{''.join(lines)},\n\t\t{''.join(pg_lines)} }} }},\n"
    return (f"/* Made by tools/sqlgen.py; the .sql files are what to edit. */\n#include \"store/engine.h\"\n\n"
            f"const struct migration {options.name}_migrations[] = {{\n{rows}}};\n"
            f"const unsigned {options.name}_migration_count = {len(migrations)};\n")


def read_migrations(files):
    found = {}
    for file in files:
        match = re.match(r"(\d{4})_(\w+)(\.pg)?\.sql\Z", pathlib.Path(file).name)
        if not match:
            raise Mistake(f"{file}:1", "a migration is called NNNN_name.sql, or NNNN_name.pg.sql")
        entry = found.setdefault(int(match.group(1)), {"name": match.group(2), "file": file})
        if entry["name"] != match.group(2) or bool(match.group(3)) in entry:
            raise Mistake(f"{file}:1", f"two migrations have the number {match.group(1)}")
        entry[bool(match.group(3))] = pathlib.Path(file).read_text(encoding="utf-8")
    for version in found:
        if False not in found[version]:
            raise Mistake(f"{found[version]['file']}:1", "a .pg.sql replaces a .sql of the same name; there is none")
    if sorted(found) != list(range(min(found, default=0), min(found, default=0) + len(found))):
        raise Mistake(f"{files[0]}:1", f"the numbers of the migrations have a gap: {sorted(found)}")
    return [(version, found[version]["name"], found[version][False], found[version].get(True)) for version in sorted(found)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name", default="q", help="of the files and tables made")
    parser.add_argument("--dir", default="store", help="how the header is included: DIR/NAME.h")
    parser.add_argument("--out", required=True)
    parser.add_argument("--first", type=int, default=0, help="number of the first statement (places in a connection's cache)")
    parser.add_argument("--migrations", nargs="*", default=[])
    parser.add_argument("--statements", nargs="*", default=[])
    options = parser.parse_args()
    try:
        migrations = read_migrations(options.migrations)
        source = Source()
        for file in options.statements:
            source.read(file)
        shapes = understand(source)
        for statement in source.statements:
            compile_statement(statement, source, shapes)
        try_statements(source.statements, [(f"{v:04}_{n}.sql", text) for v, n, text, _ in migrations])
    except Mistake as mistake:
        print(mistake, file=sys.stderr)
        return 1
    out = pathlib.Path(options.out)
    (out / f"{options.name}.h").write_text(header_text(options, source.statements, shapes, source.pages))
    (out / f"{options.name}.c").write_text(code_text(options, source.statements, shapes, source.pages))
    (out / f"{options.name}_migrations.c").write_text(migrations_text(options, migrations))
    return 0


if __name__ == "__main__":
    sys.exit(main())
