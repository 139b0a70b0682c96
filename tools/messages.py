#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeps the catalogues in po/ in step with the sources (GNU gettext's xgettext, msgmerge and msgfmt do the work).

    messages.py            collects the texts into po/folkmoot.pot and merges them into each po/*.po: `make messages`
    messages.py --check    changes nothing; fails when the .pot is not what the sources say, or a language that is offered is not complete

Texts stand in C inside of TR() and its kin (base/tr.h), in refuse() of what pages use, in some tables, and in the templates' {{_ }}
(tools/tplgen.py): xgettext reads C, so of a template it is shown the code alone, at the lines where it stands.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PO = ROOT / "po"
KEYWORDS = ["TR", "TRC:1c,2", "TRN:1,2", "TRF:2", "TRFC:2c,3", "TRNF:2,3", "TR_MARK", "TR_MARKC:1c,2", "TR_FORMAT", "refuse:3", "FAIL:4", "SAID:2", "MAIL:2", "TR_LITERAL", "ROLE:3", "TRANSFER:4",
            "OAUTH:4", "TYPE:5", "LANGUAGE:2"]
FORMATS = ["TYPE:5", "TRF:2", "TRFC:3", "TRNF:2", "TRNF:3", "TR_FORMAT:1", "refuse:3"]
PLAIN = ["TR:1", "TR_MARK:1", "TR_MARKC:2", "TRC:2", "FAIL:4", "SAID:2", "MAIL:2", "TR_LITERAL:1", "ROLE:3", "TRANSFER:4", "OAUTH:4"]
SOURCES = ["src/base/*.c", "src/base/fail.def", "src/app/*.c", "src/web/*.c", "src/web/*.def", "src/web/*.h", "src/social/*.c", "src/social/*.def",
           "src/social/*.h", "src/moderation/*.c"]
TEMPLATES = "src/web/templates/*.html"
CHECKS = ["--check-format", "--check-domain"]
FIELD = re.compile(r"\{\{(.*?)\}\}")
TEXT = re.compile(r'_\s*(?:\((.*?)\)\s*)?(?:(\w+):\s*)?("(?:[^"\\]|\\.)*")(?:\s*\|\s*("(?:[^"\\]|\\.)*"))?(.*)$')


def run(*command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr.strip()}")
    return done


def as_c(field):
    """A field of a template as xgettext may see it."""
    text = TEXT.match(field.strip())
    if not text:
        return field.strip().lstrip("#&@>=")  # a '#' would begin a line of the preprocessor
    _, context, one, many, rest = text.groups()
    if many:
        return f"TRNF(0, {one}, {many})"
    if context:
        return f'TRC("{context}", {one})'
    return f"TRF(0, {one})" if rest.strip() else f"TR({one})"


def code_of(line):
    if line.startswith("%") and not line.startswith(("%%", "%template")):
        return line[1:]
    notes = "".join(re.findall(r"<!--\s*(tr:.*?)\s*-->", line))
    return (f"/* {notes} */" if notes else "") + " ".join(as_c(field) + ";" for field in FIELD.findall(line))


def collect(pot):
    """Writes the texts of all sources to the file `pot`."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for path in sorted(path for pattern in [*SOURCES, TEMPLATES] for path in ROOT.glob(pattern)):
            text = path.read_text(encoding="utf-8")
            files.append(str(path.relative_to(ROOT)))
            copy = pathlib.Path(folder) / files[-1]
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text("\n".join(map(code_of, text.splitlines())) + "\n" if path.suffix == ".html" else re.sub(r"\bSVF\b", '"%.*s"', text),
                            encoding="utf-8")
        run("xgettext", "--language=C", "--from-code=UTF-8", "--add-comments=tr:", "--add-location=file", "--sort-by-file", "--no-wrap",
            "--package-name=folkmoot", "--copyright-holder=The Folkmoot authors", "--keyword", *(f"--keyword={word}" for word in KEYWORDS),
            *(f"--flag={word}:c-format" for word in FORMATS), *(f"--flag={word}:no-c-format" for word in PLAIN),
            f"--directory={folder}", "-o", str(pot), *files)
    head = "# Texts of Folkmoot, as its sources have them: made by tools/messages.py, not to be changed here.\n"
    text = re.sub(r'\A(#.*\n)+|^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team): .*\n', "", pot.read_text(encoding="utf-8"),
                  flags=re.M)
    text = text.replace("charset=CHARSET", "charset=UTF-8")
    text = re.sub(r'^"(Report-Msgid-Bugs-To|Language|Plural-Forms): .*\n', "", text, flags=re.M)
    pot.write_text(head + "# SPDX-License-Identifier: AGPL-3.0-or-later\n" + text, encoding="utf-8")


def offered():
    table = (ROOT / "src/base/languages.def").read_text(encoding="utf-8")
    return re.findall(r"^LANGUAGE\(\s*(\w+),\s*\"[^\"]*\",\s*\w+,\s*true", table, re.M)[1:]


def check():
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        pot = pathlib.Path(folder) / "now.pot"
        collect(pot)
        ids = re.findall(r"^msg(?:id|ctxt).*(?:\n\".*)*", pot.read_text(encoding="utf-8"), re.M)
        old = set(re.findall(r"^msg(?:id|ctxt).*(?:\n\".*)*", (PO / "folkmoot.pot").read_text(encoding="utf-8"), re.M))
        wrong += [f"folkmoot.pot lacks {text}" for text in ids if text not in old]
        wrong += [f"folkmoot.pot still has {text}" for text in sorted(old - set(ids))]
        for code in offered():
            merged = pathlib.Path(folder) / f"{code}.po"
            run("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", str(merged), str(PO / f"{code}.po"), str(pot))
            told = run("msgfmt", *CHECKS, "--statistics", "-o", "/dev/null", str(merged)).stderr
            if "fuzzy" in told or "untranslated" in told:
                wrong.append(f"{code}.po: {told.strip()}")
    for line in wrong:
        print(line)
    if wrong:
        print("run `make messages` and translate what is new")
    return 1 if wrong else 0


def main():
    if sys.argv[1:] == ["--check"]:
        return check()
    collect(PO / "folkmoot.pot")
    for path in sorted(PO.glob("*.po")):
        run("msgmerge", "--quiet", "--update", "--backup=none", "--no-wrap", "--add-location=file", str(path), str(PO / "folkmoot.pot"))
        print(f"{path.name}: {run('msgfmt', *CHECKS, '--statistics', '-o', '/dev/null', str(path)).stderr.strip()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
