#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Lighthouse says of the home timeline (signed in), a profile and a post, as a phone of the middle class sees them.

    lighthouse.py FOLKMOOT [--runs N] [--reports FOLDER]

Fetches Lighthouse by npx. Of performance the median of the runs counts (on a busy machine it says more about the machine), of the
others the worst. Exit 1 when something is under what we promise."""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))
import fixture  # noqa: E402
from browser import Browser  # noqa: E402

LIGHTHOUSE = os.environ.get("LIGHTHOUSE", "npx --yes lighthouse@12.8.2").split()
PROMISED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
WORDS = "moot river bread kettle lantern market harbour willow thunder compass ledger orchard saddle ribbon gravel candle feather".split()


def fill(server):
    ada, bob = server.member("ada"), server.member("bob")
    for member, name in ((ada, "Ada"), (bob, "Bob")):
        member.ask("PATCH", "/api/v1/accounts/update_credentials", {"display_name": name, "note": "Boats and kettles.", "indexable": "true"},
                   files={"avatar": ("a.png", "image/png", fixture.png(400, 400, len(name)))})
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    for n in range(24):
        text = " ".join(WORDS[(n * 7 + i * i) % len(WORDS)] for i in range(24 + n))
        last = (ada if n % 2 else bob).post("/api/v1/statuses", status=f"{text} #{WORDS[n % len(WORDS)]}").json
    for n in range(6):
        bob.post("/api/v1/statuses", status=f"An answer, number {n}", in_reply_to_id=last["id"])
    return "/@ada", last["url"].removeprefix(server.url)


def run(url, cookie, report):
    command = [*LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={report}",  # the mobile profile is the default
               "--chrome-flags=--headless=new --no-sandbox --disable-gpu", "--only-categories=" + ",".join(PROMISED)]
    if cookie:
        command.append("--extra-headers=" + json.dumps({"Cookie": cookie}))
    subprocess.run(command, check=True, timeout=300, env={**os.environ, "CHROME_PATH": os.environ.get("CHROME_PATH", "/usr/bin/chromium")})
    return json.loads(pathlib.Path(report).read_text(encoding="utf-8"))


def complaints(result):
    """{audit: what Lighthouse would change}: those that cost points, outside of performance."""
    weighed = {ref["id"] for name, category in result["categories"].items() if name != "performance" for ref in category["auditRefs"] if ref["weight"]}
    return {id: audit["title"] for id, audit in result["audits"].items() if id in weighed and audit["score"] is not None and audit["score"] < 1}


def judge(name, url, cookie, options, folder):
    results = [run(url, cookie, f"{folder}/{name}-{n + 1}.json") for n in range(options.runs)]
    assert all(result["finalDisplayedUrl"].split("?")[0] == url for result in results), "another page was looked at"
    scores = {what: [round(result["categories"][what]["score"] * 100) for result in results] for what in PROMISED}
    found = {what: statistics.median(values) if what == "performance" else min(values) for what, values in scores.items()}
    bad = [what for what, score in found.items() if score < PROMISED[what]]
    print(f"{name}: " + ", ".join(f"{what} {found[what]:g}" for what in PROMISED) + f" (performance of each run: {scores['performance']})", flush=True)
    for audit, title in {k: v for result in results for k, v in complaints(result).items()}.items():
        print(f"    {audit}: {title}")
    return not bad


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folkmoot")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--reports", help="folder for Lighthouse's JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temp, fixture.Server(options.folkmoot) as server:
        folder = options.reports or temp
        pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        profile, post = fill(server)
        browser = Browser(server)
        browser.sign_in("ada")
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        pages = [("home", "/home", cookie), ("profile", profile, None), ("status", post, None)]
        good = [judge(name, server.url + path, with_cookie, options, folder) for name, path, with_cookie in pages]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
