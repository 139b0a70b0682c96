#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chromium against the real server.

    test_browser.py FOLKMOOT [PICTURES-FOLDER]"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))
import fixture  # noqa: E402
import node  # noqa: E402


def main():
    node.packages()
    with fixture.Server(sys.argv[1]) as server:
        ada, bob = server.member("ada", role="owner"), server.member("bob")
        first = ada.post("/api/v1/statuses", status="Welcome to our #moot. Read https://example.org/a/long/way/to/a/page first.").json["id"]
        answer = bob.post("/api/v1/statuses", status="@ada Thank you! :)", in_reply_to_id=first).json["id"]
        ada.post("/api/v1/statuses", status="@bob <b>You</b> are welcome", in_reply_to_id=answer)
        ada.post("/api/v1/statuses", status="What was said before the feast", spoiler_text="A long story")
        ada.ask("POST", "/api/v1/statuses", json_body={"status": "Tea or coffee?", "poll": {"options": ["Tea", "Coffee"], "expires_in": 3600}})
        done = subprocess.run(["node", str(HERE / "browser.mjs"), server.url, *sys.argv[2:]], timeout=280, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
