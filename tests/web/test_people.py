#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that list people: how many statements they take, and what they keep to themselves.

    test_people.py FOLKMOOT"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))
import fixture  # noqa: E402
from browser import Browser  # noqa: E402

FEW, MANY = 3, 11


def statements(server, path):
    """How many the last answer for `path` took, as the log says."""
    lines = (server.folder / "log").read_text(errors="replace").splitlines()
    found = [line for line in lines if f" path={path.split('?')[0]} " in line and "method=GET" in line]
    return int(re.search(r"statements=(\d+)", found[-1]).group(1))


def pages_take_as_many_statements_for_many_as_for_few(server):
    ada = server.member("ada", role="owner")
    made = ada.post("/api/v1/lists", title="All").json
    paths = ["/@ada/followers", "/@ada/following", "/directory", "/search?q=somebody&type=accounts", "/explore/suggestions", f"/lists/{made['id']}/edit"]
    browser = Browser(server)
    browser.sign_in("ada")
    counts = {}
    people = []
    for number in range(MANY):
        one = server.member(f"somebody{number}")
        people.append(one)
        one.post(f"/api/v1/accounts/{ada.id}/follow")
        one.post("/api/v1/statuses", status=f"Hello #moot{number} #moot")
        ada.post(f"/api/v1/accounts/{one.id}/follow")
        ada.post(f"/api/v1/lists/{made['id']}/accounts", account_ids=[one.id])
        if number + 1 not in (FEW, MANY):
            continue
        for path in paths:
            assert browser.get(path).status == 200, path
            browser.get(path)  # the second time: what is kept in memory is there
            counts.setdefault(path, []).append(statements(server, path))
    for path, (few, many) in counts.items():
        assert many <= few, f"{path}: {few} statements for {FEW}, {many} for {MANY}"
        assert few <= 22, f"{path}: {few} statements"


def a_profile_names_whom_one_knows_among_the_followers(server):
    ned = server.member("ned")
    known = [server.member(name) for name in ("olga", "pete", "quin")]
    target = server.member("rosa")
    browser = Browser(server)
    browser.sign_in("ned")
    said = []
    for one in known:
        ned.post(f"/api/v1/accounts/{one.id}/follow")
        one.post(f"/api/v1/accounts/{target.id}/follow")
        said.append(re.search(r"Followed by .*? Joined", browser.get("/@rosa").text).group().removesuffix(" Joined"))
    assert said[0] == "Followed by olga" and re.fullmatch(r"Followed by (olga|pete) and (olga|pete)", said[1]), said
    assert re.fullmatch(r"Followed by (\w+) , (\w+) and others whom you follow|Followed by (\w+), (\w+) and others whom you follow", said[2]), said
    browser = Browser(server)
    assert "Followed by" not in browser.get("/@rosa").text, "a visitor knows nobody"


def nothing_is_told_of_those_who_block(server):
    eve, dan = server.member("eve"), server.member("dan")
    dan.post("/api/v1/statuses", status="Not for eve")
    server.member("fay").post(f"/api/v1/accounts/{dan.id}/follow")
    dan.post(f"/api/v1/accounts/{eve.id}/block")
    browser = Browser(server)
    browser.sign_in("eve")
    assert "Not for eve" not in browser.get("/@dan").text
    assert "@fay" not in browser.get("/@dan/followers").text
    assert "@dan" not in browser.get("/directory?order=new").text


def an_act_needs_its_token_and_a_name_that_it_has(server):
    server.member("gil"), server.member("hal")
    browser = Browser(server)
    browser.sign_in("gil")
    page = browser.get("/@hal")
    assert browser.ask("POST", "/@hal/follow", {"csrf": "made up"}).status == 403
    token = re.search(r'name="csrf" value="([^"]+)"', page.body).group(1)
    assert browser.ask("POST", "/@hal/adopt", {"csrf": token}).status == 404
    assert browser.ask("POST", "/@nobody-here/follow", {"csrf": token}).status == 404
    assert browser.ask("POST", "/@gil/block", {"csrf": token}).status == 403, "nobody blocks themselves"
    assert browser.ask("POST", "/@hal/mute", {"csrf": token, "duration": "-5"}).status == 422


def a_whole_server_is_blocked_and_let_in_again(server):
    server.member("ida")
    server.sql("INSERT INTO account (id, username, username_lower, domain, created_at, uri, url) "
               "VALUES (77, 'Far', 'far', 'elsewhere.example', 1760000000000, 'https://elsewhere.example/users/Far', 'https://elsewhere.example/@Far')")
    browser = Browser(server)
    browser.sign_in("ida")
    page = browser.get("/@far@elsewhere.example/block_domain")
    assert "elsewhere.example" in page.text and page.status == 200
    page = browser.send(page, "/@Far@elsewhere.example/block_domain")
    assert page.url.startswith("/@Far@elsewhere.example") and "You block their server" in page.text, page.text
    token = re.search(r'name="csrf" value="([^"]+)"', page.body).group(1)
    page = browser.ask("POST", "/@Far@elsewhere.example/unblock_domain", {"csrf": token})
    assert "no longer blocked" in page.text and "You block their server" not in page.text
    assert browser.get("/@ida/block_domain").status == 404, "nobody blocks their own"


if __name__ == "__main__":
    fixture.main([pages_take_as_many_statements_for_many_as_for_few, a_profile_names_whom_one_knows_among_the_followers, nothing_is_told_of_those_who_block,
                  an_act_needs_its_token_and_a_name_that_it_has, a_whole_server_is_blocked_and_let_in_again])
