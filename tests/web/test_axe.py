#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""No page keeps anybody out: every page of web/routes.def, for a visitor and for the owner, before axe-core (axe.mjs).

    test_axe.py FOLKMOOT [--full]

Each page in two views of eight, or in all: light and dark, on a desk and on a phone, with more contrast and with forced colours."""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "api"), str(HERE)]
import fixture  # noqa: E402
import node  # noqa: E402
import village  # noqa: E402
import walk  # noqa: E402
from browser import Browser  # noqa: E402


def pages(server, browser, values):
    """One address of each row that has a page, and one that is not there."""
    kinds = {}
    for pattern, list in walk.every_page(server, browser, values, most=2).items():
        for path, status in list:
            page = walk.raw(server, "GET", path, {"Cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items())})
            if status == 200 and page.body[:15].lower() == b"<!doctype html>":  # not a part of one
                kinds.setdefault(pattern, path)
    return [*kinds.values(), "/nothing/here"]


def main():
    node.packages()
    with fixture.Server(sys.argv[1], start=False) as server:
        v = village.Village(server, village.Kind())
        plan = {"server": server.url, "full": "--full" in sys.argv, "visits": [], "cookies": {"visitor": {}, "ada": v.browsers["ada"].cookies}}
        for who, browser in (("visitor", Browser(server)), ("ada", v.browsers["ada"])):
            plan["visits"] += [{"who": who, "path": path} for path in pages(server, browser, v.values)]
        file = server.folder / "plan.json"
        file.write_text(json.dumps(plan))
        done = subprocess.run(["node", str(HERE / "axe.mjs"), str(file)], timeout=3000, check=False)
    print("1 passed, 0 failed" if done.returncode == 0 else "0 passed, 1 failed")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
