# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nonsense at every endpoint of the API: the answer may be a refusal, never a failure of ours. The dice are the same each time."""
import os
import pathlib
import random
import re
import urllib.parse

import fixture

ROUTES = pathlib.Path(__file__).parents[2] / "src" / "api" / "routes.def"
VALUES = ["", "0", "-1", "1", "9" * 18, "9" * 30, "abc", "true", "null", "\u202e\U0001f600", "x" * 3000, "%00", "<script>", "2026-11-24",
          "2099-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "home", "public", "hide", "'; DROP TABLE status", "@ada #tag https://e.example/", "\t\n", ":",
          "[]", "{}"]
SENT = [None, 1.5, 2**63, -2**63, True, [], [["x"]], {"a": {"b": []}}, [{"id": 1}, "x"]]


def endpoints():
    found = re.findall(r'ROUTE\( (\w+), +"([^"]+)"', ROUTES.read_text(encoding="utf-8"))
    return [(method, path) for method, path in found if "/streaming" not in path] # those answer for as long as one listens


def names():
    """Every name of a parameter that the handlers ask for, and some that nest."""
    text = "".join(file.read_text(encoding="utf-8") for file in ROUTES.parent.rglob("*.c"))
    plain = set(re.findall(r'param_\w+\([^"]*"([\w\[\]:]+)"', text))
    return sorted(plain) + [name + end for name in sorted(plain) for end in ("[]", "[0][id]", "[][keyword]", "[x][_destroy]")]


def nothing_that_is_sent_breaks_anything(server):
    kept = os.environ.pop("FOLKMOOT_ANSWERS", None) # nonsense is not documented
    try:
        throw_dice(server)
    finally:
        if kept:
            os.environ["FOLKMOOT_ANSWERS"] = kept


def throw_dice(server):
    dice, ada, visitor = random.Random(7), server.member("ada", role="owner"), server.visitor()
    routes, params = endpoints(), names()
    assert len(routes) > 60 and len(params) > 100
    status = ada.ask("POST", "/api/v1/statuses", json_body={"status": "?", "poll": {"options": ["a", "b"], "expires_in": 600}}).json
    pool = [status["id"], status["poll"]["id"], ada.id, "0", "-5", "abc", "9" * 25, "%00", "..", "a%2fb"]
    for turn in range(4000):
        method, path = routes[turn % len(routes)] if turn < len(routes) else dice.choice(routes)
        path = re.sub(r":\w+|\*\w+", lambda _: dice.choice(pool), path)
        pairs = [(dice.choice(params), dice.choice(VALUES + pool[:3])) for _ in range(dice.randrange(6))]
        who = ada if dice.random() < .9 else visitor
        if method != "GET" and dice.random() < .4:
            answer = who.ask(method, path, json_body={name: dice.choice(SENT + [value, [value]]) for name, value in pairs})
        else:
            answer = who.ask(method, path + ("?" + urllib.parse.urlencode(pairs) if pairs else ""))
        assert answer.status not in (500, 502) and answer.status < 505, (method, path, pairs, answer.status, answer.body[:200])
        if "json" in (answer.header("content-type") or "") and answer.body:
            answer.json
        if answer.status == 401 and who is ada:
            ada = server.member(f"ada{turn}", role="owner") # the dice have ended the session


if __name__ == "__main__":
    fixture.main([nothing_that_is_sent_breaks_anything])
