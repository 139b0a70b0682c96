#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One flow in Chromium against a fresh server with three members.

    test_flow.py FOLKMOOT flows/NAME.mjs [PICTURES-FOLDER]"""
import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))
import fixture  # noqa: E402
import node  # noqa: E402


def main():
    node.packages()
    folkmoot, flow, *pictures = sys.argv[1:]
    for folder in pictures:
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    with fixture.Server(folkmoot) as server:
        people = {}
        for name, role in (("ada", "owner"), ("bob", "member"), ("cleo", "member")):
            member = server.member(name, role=role)
            people[name] = {"token": member.token, "id": member.id, "password": "correct horse"}
        done = subprocess.run(["node", str(HERE / "flow.mjs"), str(pathlib.Path(flow).resolve()), server.url, json.dumps(people), *pictures], timeout=280, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
