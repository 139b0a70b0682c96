#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes what the tables (.def) know as pages.

    docgen.py docs ROOT [--check]      docs/api.md, settings.md, metrics.md, screening-rules.md; --check: are they what it would write?
    docgen.py man ROOT NAME            the source (scdoc) of one manual page on standard output: folkmoot.1, folkmoot.conf.5, …

A table's row is NAME( part, part, "text" ); parts may go on on the next line, texts side by side are one.
"""
import argparse
import pathlib
import re
import sys

STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def rows(file, name):
    """[[part, …]] of every NAME( … ) in a .def file."""
    # Comments go; strings stay, also those that look like one ("/static/*rest").
    text = re.sub(r'("(?:[^"\\]|\\.)*")|/\*.*?\*/', r"\1", file.read_text(encoding="utf-8"), flags=re.S)
    found = []
    for match in re.finditer(rf"^{name}\(", text, re.M):
        parts, part, depth, at = [], "", 0, match.end()
        while not (text[at] == ")" and depth == 0):
            string = STRING.match(text, at)
            if string:
                part, at = part + string.group(0), string.end()
                continue
            if text[at] == "," and depth == 0:
                parts, part = parts + [part], ""
            else:
                part += text[at]
                depth += {"(": 1, ")": -1}.get(text[at], 0)
            at += 1
        found.append([value(p) for p in parts + [part]])
    if not found:
        sys.exit(f"{file}: no {name}() rows")
    return found


def value(part):
    strings = STRING.findall(part)
    if strings:
        return "".join(s.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\") for s in strings)
    return " ".join(part.split())


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def table(head, lines):
    out = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(out + ["| " + " | ".join(line) + " |" for line in lines]) + "\n"


def code(text):
    return f"`{text}`" if text else "empty"


# --- docs --------------------------------------------------------------------------------------------------------------------

WHO = {"ANYONE": "anyone", "APP": "an app", "MEMBER": "a member", "WAITING": "a member, also a waiting one", "NONE": ""}


def who(text):
    staff = re.match(r"STAFF\((.*)\)$", text)
    if staff:
        return "staff: " + ", ".join(x.strip().removeprefix("MAY_").lower().replace("_", " ") for x in staff.group(1).split("|"))
    return WHO.get(text, text.lower())


def api_page(root):
    scopes = {row[0]: row[1] for row in rows(root / "src/social/scope.def", "SCOPE")}
    limits = rows(root / "src/app/limit.def", "LIMIT")
    out = ["# Endpoints\n\nMade by `make docs` from `src/api/routes.def`; what each takes and answers is in Mastodon's documentation "
           "(docs.joinmastodon.org, methods).\nLimits are requests in five minutes of one token or address; a community's setting "
           "`requests_per_5_minutes` is for all others.\n"]
    out.append(table(["method", "path", "who", "scope", "limit"],
                     [[row[0], f"`{cell(row[1])}`", who(row[2]), ", ".join(f"`{scopes.get(s.strip(), s.strip().lower())}`" for s in row[3].split("|") if s.strip() != "NONE"),
                       row[5].lower()] for row in rows(root / "src/api/routes.def", "ROUTE")]))
    out.append("## Limits\n\n" + table(["limit", "in five minutes", "for"], [[row[0].lower(), row[1] if row[1] != "0" else "none", cell(row[2])] for row in limits]))
    out.append("## Pages\n\nFrom `src/web/routes.def`.\n\n" + table(["method", "path", "who"],
               [[row[0], f"`{cell(row[1])}`", who(row[2])] for row in rows(root / "src/web/routes.def", "ROUTE")]))
    return "\n".join(out)


KINDS = {"TEXT": "text", "INT": "number", "BOOL": "yes or no"}


def settings_table(rows_):
    return table(["name", "kind", "default", "what"], [[f"`{r[1]}`", KINDS.get(r[0], r[0].lower()), code(cell(r[2])), cell(r[3])] for r in rows_])


def settings_page(root):
    return ("# Settings\n\nMade by `make docs` from the tables in `src/`.\n\n"
            "## Of the host\n\nIn `folkmoot.conf`, one `name = value` a line; `folkmoot config check` looks at it.\n\n"
            + settings_table(rows(root / "src/host/config.def", "CONFIG"))
            + "\n## Of a community\n\nKept in its database; `folkmoot setting set NAME VALUE`.\n\n"
            + settings_table(rows(root / "src/social/settings.def", "SETTING"))
            + "\n## Of a member\n\n"
            + table(["name", "default", "values", "what"], [[f"`{r[1]}`", code(cell(r[2])), cell(r[3]).replace(" ", ", "), cell(r[4])]
                                                           for r in rows(root / "src/social/preference.def", "PREFERENCE")]))


def metrics_page(root):
    file = next(iter(sorted((root / "src").rglob("metrics.def"))), None)
    if not file:
        return None
    return ("# Metrics\n\nMade by `make docs` from `" + str(file.relative_to(root)) + "`; `/metrics` serves them in Prometheus's text format, beside\n"
            "`folkmoot_requests_total` by route and status, `folkmoot_request_seconds` and the figures of each community.\n\n"
            + table(["name", "kind", "what"], [metric(row) for row in rows(file, "METRIC")]))


def metric(row):
    return [f"`folkmoot_{row[1]}`", row[0], cell(row[-1])]


def screening_page(root):
    screening = root / "src/screening"
    if not (screening / "rules/rules.def").exists():
        return None
    return ("# What the screen comes with\n\nMade by `make docs` from the tables in `src/screening/`; [screening.md](screening.md) says what they are for.\n\n"
            "## Rules\n\nAct and weight are where a community begins: `[rule NAME]` in its rule set changes them. Each is a folder with what it sees and what\n"
            "it is wrong about, and the cases that the tests run.\n\n"
            + table(["rule", "category", "act", "weight", "what"],
                    [[f"[{r[0]}](../src/screening/rules/{r[0]}/about.md)", r[2], r[3], r[4].rstrip("f"), cell(r[5])] for r in rows(screening / "rules/rules.def", "RULE")])
            + "\n## Context\n\nWhat surrounds a finding moves the log-odds of its score: 0.7 doubles the odds, -0.7 halves them. SPEECH: all categories but spam;\n"
            "PERSON: those aimed at people; THREAT: threat and violence.\n\n"
            + table(["context", "of rules", "of the model", "about", "when"],
                    [[r[0], r[1].rstrip("f"), r[2].rstrip("f"), r[3], cell(r[4])] for r in rows(screening / "context.def", "CONTEXT")])
            + "\n## Acts\n\n" + table(["act", "what"], [[r[0], cell(r[1])] for r in rows(screening / "act.def", "ACT")])
            + "\n## Categories\n\n" + table(["category", "what"], [[r[0], cell(r[1])] for r in rows(screening / "category.def", "CATEGORY")]))


def docs(root, check):
    pages = {"api.md": api_page(root), "settings.md": settings_page(root), "metrics.md": metrics_page(root),
             "screening-rules.md": screening_page(root)}
    stale = 0
    for name, text in pages.items():
        file = root / "docs" / name
        if text is None:
            continue
        if check:
            fresh = file.exists() and file.read_text(encoding="utf-8") == text
            print(f"docs/{name}: {'ok' if fresh else 'not what the tables say: run make docs'}")
            stale += not fresh
        else:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return 1 if stale else 0


# --- manual pages ---------------------------------------------------------------------------------------------------------------

GROUPS = {  # page: (first words of its commands, what it is about)
    "folkmoot-account.1": (("account", "token", "announcement"), "accounts, access tokens and announcements"),
    "folkmoot-backup.1": (("backup", "restore", "check"), "copies of a community, and whether it is whole"),
    "folkmoot-config.1": (("config", "setting", "emoji", "rule"), "settings of the host; settings, emojis and rules of a community"),
    "folkmoot-screen.1": (("screen",), "what the screen sees in texts"),
    "folkmoot-transfer.1": (("export", "import"), "what a member takes along and brings in"),
    "folkmoot-serve.1": ((), "make communities and serve them"),  # and every other command
}


def prose(text):
    return re.sub(r"([\\_*#~\[\]])", r"\\\1", text)


def group_of(words):
    return next((page for page, (firsts, _) in GROUPS.items() if words.split()[0] in firsts), "folkmoot-serve.1")


def commands(root):
    helps = {row[0]: row[1] for row in rows(root / "src/cli/help.def", "HELP")}
    return [(row[0], row[2], row[3], helps.get(row[0], "")) for row in rows(root / "src/cli/commands.def", "COMMAND")]


COMMON = """# OPTIONS OF EVERY COMMAND

*--config* _FILE_
	Settings of the host, see *folkmoot.conf*(5).

*--data* _FOLDER_
	Where everything is kept; default: data.

*--community* _DOMAIN_
	Which community, when there is more than one.

*--help*
	Tells what a command does and takes.

# EXIT STATUS

0 done; 1 refused or failed, with the reason on standard error; 2 wrongly called.
"""


def see_also(but):
    others = [p for p in ["folkmoot.1", *GROUPS, "folkmoot.conf.5"] if p != but]
    return "# SEE ALSO\n\n" + ", ".join(f"*{p[:-2]}*({p[-1]})" for p in others) + "\n"


def overview(root):
    lines = "".join(f"*folkmoot {prose(words)}*\n\t{prose(does)} See *{group_of(words)[:-2]}*(1).\n\n" for words, _, does, _ in commands(root))
    return ("folkmoot(1)\n\n# NAME\n\nfolkmoot - a social network that stays online, and the host under it\n\n# SYNOPSIS\n\n"
            "*folkmoot* _COMMAND_ [_OPTIONS_]\n\n# DESCRIPTION\n\nFolkmoot serves communities: social networks with a domain each, to which the apps "
            "of Mastodon connect. Everything of one is in the folder communities/DOMAIN below the data folder: its database and its media.\n\n"
            "# COMMANDS\n\n" + lines + COMMON + "\n# FILES\n\n_/etc/folkmoot/folkmoot.conf_\n\tSettings of the host, where the package put them.\n\n"
            "_/var/lib/folkmoot_\n\tThe data folder of the service.\n\n" + see_also("folkmoot.1"))


def group_page(root, name):
    body = ""
    for words, takes, does, text in commands(root):
        if group_of(words) == name:
            body += f"## folkmoot {words} {takes}\n\n{prose(does)}\n\n" + (f"```\n{text}\n```\n\n" if text else "")
    return f"{name[:-2]}(1)\n\n# NAME\n\n{name[:-2]} - {GROUPS[name][1]}\n\n# COMMANDS\n\n{body}{COMMON}\n{see_also(name)}"


def conf_page(root):
    items = "".join(f"*{prose(name)}* ({KINDS[kind]}; default: {prose(otherwise) or 'empty'})\n\t{prose(text)}\n\n"
                    for kind, name, otherwise, text in rows(root / "src/host/config.def", "CONFIG"))
    return ("folkmoot.conf(5)\n\n# NAME\n\nfolkmoot.conf - settings of a host of Folkmoot communities\n\n# DESCRIPTION\n\n"
            "One _name_ = _value_ a line; lines that begin with # or ; are comments. *folkmoot config check* tells what is wrong in it. The settings of "
            "a community are in its database: *folkmoot setting*.\n\n# SETTINGS\n\n" + items
            + "# EXAMPLE\n\n```\ndata = /var/lib/folkmoot\nlisten = 127.0.0.1\nport = 8080\ntrusted_proxies = 127.0.0.1\n```\n\n" + see_also("folkmoot.conf.5"))


def man(root, name):
    if name == "folkmoot.1":
        return overview(root)
    return conf_page(root) if name == "folkmoot.conf.5" else group_page(root, name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["docs", "man"])
    parser.add_argument("root", type=pathlib.Path)
    parser.add_argument("name", nargs="?")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.what == "docs":
        return docs(options.root, options.check)
    sys.stdout.write(man(options.root, options.name))
    return 0


if __name__ == "__main__":
    sys.exit(main())
