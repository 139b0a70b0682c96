#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chromium against the real server.

    test_browser.py FOLKMOOT NODE-FOLDER [PICTURES-FOLDER]     NODE-FOLDER: where npm installs what package.json names, once"""
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))
import fixture  # noqa: E402


def install(folder):
    lock = (HERE / "package-lock.json").read_bytes()
    done = folder / "installed"
    if done.exists() and done.read_bytes() == lock:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder / name)
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=folder, check=True, timeout=300)
    done.write_bytes(lock)


def main():
    node = pathlib.Path(sys.argv[2]).resolve()
    install(node)
    with fixture.Server(sys.argv[1]) as server:
        ada, bob = server.member("ada", role="owner"), server.member("bob")
        first = ada.post("/api/v1/statuses", status="Welcome to our #moot. Read https://example.org/a/long/way/to/a/page first.").json["id"]
        answer = bob.post("/api/v1/statuses", status="@ada Thank you! :)", in_reply_to_id=first).json["id"]
        ada.post("/api/v1/statuses", status="@bob <b>You</b> are welcome", in_reply_to_id=answer)
        ada.post("/api/v1/statuses", status="What was said before the feast", spoiler_text="A long story")
        ada.ask("POST", "/api/v1/statuses", json_body={"status": "Tea or coffee?", "poll": {"options": ["Tea", "Coffee"], "expires_in": 3600}})
        done = subprocess.run(["node", str(HERE / "browser.mjs"), str(node), server.url, *sys.argv[3:]], timeout=280, check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
