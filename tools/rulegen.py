#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of the screen's rules as a C table: part of the program, so that none is ever missing and they fit the code beside them.

    rulegen.py OUT RULES_DIR RULE...

Of each folder RULES_DIR/RULE, where they are there:
    phrases.txt    words, one phrase a line
    patterns.txt   expressions over whole words (src/screening/pattern.h)
    raw.txt        expressions over the text as it was written
    not.txt        patterns: a hit that touches one of these is none
    hosts.txt      hosts of links; their subdomains are meant, too
"#" begins a comment. "@name = a|b" names a piece, <name> puts it as (?:a|b); those of RULES_DIR/words.txt are known everywhere.
"""
import pathlib
import re
import sys

KINDS = {"phrases.txt": "PHRASE", "patterns.txt": "WORDS", "raw.txt": "RAW", "not.txt": "WORDS"}


def lines_of(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if line and not line.startswith("#"):
            yield number, line


def put_pieces(text, pieces, where):
    for _ in range(8):
        found = re.findall(r"<(\w+)>", text)
        if not found:
            return text
        for name in found:
            if name not in pieces:
                raise SystemExit(f"{where}: nothing is called <{name}>")
            text = text.replace(f"<{name}>", f"(?:{pieces[name]})")
    raise SystemExit(f"{where}: the pieces go round in a circle")


def read(path, pieces):
    """The lines of a file, pieces put in; its own pieces are known below where they stand."""
    pieces, found = dict(pieces), []
    for number, line in lines_of(path):
        piece = re.fullmatch(r"@(\w+)\s*=\s*(.*)", line)
        if piece:
            pieces[piece.group(1)] = piece.group(2)
        else:
            found.append(put_pieces(line, pieces, f"{path}:{number}") if path.name != "phrases.txt" else line)
    return found, pieces


def literal(text):
    """A C string; octal, so that no letter behind an escape is taken for part of it."""
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\?' else f"\\{b:03o}" for b in text.encode()) + '"'


def main():
    out, root, rules = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    _, shared = read(root / "words.txt", {})
    rows, hosts = [], []
    for rule in sorted(rules):
        for name, kind in KINDS.items():
            if (root / rule / name).exists():
                group = f"2 * RULE_{rule}" + (" + 1" if name == "not.txt" else "")
                rows += [f"\t{{ SV_INIT({literal(text)}), PATTERN_{kind}, {group} }},\n" for text in read(root / rule / name, shared)[0]]
        if (root / rule / "hosts.txt").exists():
            hosts += [(host.encode(), rule) for host in read(root / rule / "hosts.txt", {})[0]]
    out.write_text("/* made by tools/rulegen.py */\n#include \"screening/rule_lists.h\"\n\nconst struct pattern rule_patterns[] = {\n" + "".join(rows) +
                   "};\nconst size_t rule_pattern_count = sizeof(rule_patterns) / sizeof(*rule_patterns);\n\nconst struct rule_host rule_hosts[] = {\n" +
                   "".join(f"\t{{ SV_INIT({literal(host.decode())}), RULE_{rule} }},\n" for host, rule in sorted(hosts)) +
                   "};\nconst size_t rule_host_count = sizeof(rule_hosts) / sizeof(*rule_hosts);\n", encoding="utf-8")


if __name__ == "__main__":
    main()
