#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes over the wire: compressed where that is safe, kept where that is allowed."""
import gzip
import http.client
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))
import fixture  # noqa: E402
from browser import Browser  # noqa: E402


def ask(server, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    reply = connection.getresponse()
    answer = fixture.Answer(reply.status, reply.getheaders(), reply.read())
    connection.close()
    return answer


def signed_in(server, name):
    browser = Browser(server)
    browser.sign_in(name)
    return "; ".join(f"{k}={v}" for k, v in browser.cookies.items())


def pages_of_visitors_come_compressed_also_from_the_cache(server):
    ada = server.member("ada")
    id = ada.post("/api/v1/statuses", status="Hello world").json["id"]
    for path in ("/@ada", f"/@ada/{id}", "/about", "/public/local", "/tags/none"):
        plain = ask(server, path)
        for _ in range(2):  # rendered, kept
            packed = ask(server, path, Accept_Encoding="gzip, deflate, br")
            assert packed.header("content-encoding") == "gzip" and len(packed.body) < len(plain.body) / 2, path
            assert gzip.decompress(packed.body) == plain.body and packed.header("etag") == plain.header("etag"), path
            assert "Accept-Encoding" in packed.header("vary"), path
        assert plain.header("content-encoding") is None
        again = ask(server, path, Accept_Encoding="gzip", If_None_Match=plain.header("etag"))
        assert again.status == 304 and again.body == b"" and again.header("content-encoding") is None and again.header("etag") == plain.header("etag")
        assert ask(server, path, Accept_Encoding="gzip;q=0").header("content-encoding") is None


def deep_pages_are_kept_as_well(server):
    many = server.member("deep")
    ids = [many.post("/api/v1/statuses", status=f"number {n}").json["id"] for n in range(25)]
    for path in (f"/@deep?max_id={ids[5]}", f"/@deep?min_id={ids[5]}", f"/@deep/with_replies?max_id={ids[20]}"):
        one = ask(server, path)
        assert one.status == 200 and one.header("etag") and one.header("cache-control") == "public, no-cache", path
        assert ask(server, path, If_None_Match=one.header("etag")).status == 304, path
        assert one.body != ask(server, path.split("?")[0]).body


def a_members_page_is_compressed_unless_another_site_asked_for_it(server):
    cookie = signed_in(server, "ada")
    usual = ask(server, "/home", Cookie=cookie, Accept_Encoding="gzip, br")
    assert usual.header("content-encoding") == "gzip" and "no-store" in usual.header("cache-control")
    for site, packed in (("same-origin", "gzip"), ("none", "gzip"), ("cross-site", None), ("same-site", None)):
        page = ask(server, "/home?x=guess", Cookie=cookie, Accept_Encoding="gzip", Sec_Fetch_Site=site)
        assert page.status == 200 and page.header("content-encoding") == packed, site


def what_holds_a_secret_is_never_compressed(server):
    cookie = signed_in(server, "ada")
    for path in ("/settings/security", "/auth/sign_in", "/auth/sign_up", "/auth/password/new"):
        assert ask(server, path, Cookie=cookie, Accept_Encoding="gzip").header("content-encoding") is None, path


def the_token_of_a_form_looks_different_in_each_page(server):
    cookie = signed_in(server, "ada")
    tokens = [re.search(r'name="csrf" value="([^"]+)"', ask(server, "/home", Cookie=cookie).body.decode()).group(1) for _ in range(3)]
    assert len(set(tokens)) == 3
    common = [set(t[i:i + 4] for i in range(len(t) - 3)) for t in tokens]
    assert len(common[0] & common[1]) <= 1, "no piece of one is in another"
    browser = Browser(server)
    browser.cookies = dict(pair.split("=", 1) for pair in cookie.split("; "))
    for token in tokens[:2]:
        assert browser.ask("POST", "/auth/sign_out", {"csrf": ("A" if token[0] != "A" else "B") + token[1:]}, follow=False).status == 403
    assert browser.ask("POST", "/auth/sign_out", {"csrf": tokens[0]}, follow=False).status == 303, "each of them is good"


def article(server, cookie, id, path="/home"):
    body = ask(server, path, Cookie=cookie).body.decode()
    found = re.search(rf'<article class="status" id="s{id}">.*?</article>', body, re.S)
    return found and found.group(0)


def what_is_kept_of_a_post_is_right_for_each_reader(server):
    bea, carl, dora = (server.member(name) for name in ("bea", "carl", "dora"))
    for reader in (carl, dora):
        reader.post(f"/api/v1/accounts/{bea.id}/follow")
    id = bea.post("/api/v1/statuses", status="Tea at four").json["id"]
    carls, doras, beas = signed_in(server, "carl"), signed_in(server, "dora"), signed_in(server, "bea")
    pressed = 'aria-pressed="true" formaction'
    first = article(server, carls, id)
    assert "Tea at four" in first and article(server, doras, id) == first == article(server, carls, id), "the same for both, kept or not"
    menus = [ask(server, f"/statuses/{id}/menu", Cookie=cookie).body.decode() for cookie in (beas, carls)]
    assert [f"/statuses/{id}/delete" in menu for menu in menus] == [True, False], "its author may delete it"
    carl.post(f"/api/v1/statuses/{id}/favourite")
    mine, theirs = (re.sub(r"\s+", " ", article(server, cookie, id)) for cookie in (carls, doras))
    assert mine.count(pressed) == 1 and theirs.count(pressed) == 0 and mine != theirs
    assert all('<span>1</span>' in page for page in (mine, theirs)), "the number is everybody's"
    bea.put(f"/api/v1/statuses/{id}", status="Tea at five")
    assert "Tea at five" in article(server, carls, id) and "Tea at four" not in article(server, doras, id)
    bea.patch("/api/v1/accounts/update_credentials", display_name="Beatrice")
    assert "Beatrice" in article(server, carls, id)
    server.member("boss", role="owner")
    boss = Browser(server)
    boss.sign_in("boss")
    csrf = re.search(r'name="csrf" value="([^"]+)"', boss.get("/home").body).group(1)
    given = boss.ask("POST", f"/admin/accounts/{bea.id}/badges", {"csrf": csrf, "label": "Tea master", "reason": "Knows her tea"}, follow=False)
    assert given.status == 303 and "Tea master" in article(server, carls, id), "a badge shows at once"
    boost = dora.post(f"/api/v1/statuses/{id}/reblog").json["id"]
    assert boost and "<span>1</span>" in article(server, carls, id)
    german = ask(server, "/home", Cookie=doras, Accept_Language="de").body.decode()
    assert article(server, doras, id) in ask(server, "/home", Cookie=doras).body.decode() and "Tea at five" in german
    dora.post("/api/v2/filters", title="No tea", context=["home"], filter_action="hide", **{"keywords_attributes[0][keyword]": "tea"})
    assert article(server, doras, id) is None and article(server, carls, id), "filters are the reader's own"
    carl.post(f"/api/v1/accounts/{bea.id}/unfollow")
    assert article(server, carls, id) is None
    carl.post(f"/api/v1/accounts/{bea.id}/follow")
    shut = bea.post("/api/v1/statuses", status="For followers", visibility="private").json["id"]
    assert article(server, carls, shut) and article(server, "", shut, "/@bea") is None
    bea.post(f"/api/v1/accounts/{carl.id}/block")
    assert article(server, carls, id, "/@bea") is None, "who was blocked sees nothing"
    bea.delete(f"/api/v1/statuses/{id}")
    assert article(server, beas, id) is None


def the_home_page_takes_no_statement_when_it_is_warm(server):
    reader = server.member("counter")
    authors = [server.member(f"author{n}") for n in range(4)]
    for author in authors:
        reader.post(f"/api/v1/accounts/{author.id}/follow")
    for n in range(24):
        authors[n % 4].post("/api/v1/statuses", status=f"words number {n} #tag{n} @counter", spoiler_text="w" if n % 5 == 0 else "")
    cookie = signed_in(server, "counter")

    def statements(path, **headers):
        before = int(re.search(r"folkmoot_statements_total (\d+)", ask(server, "/metrics").body.decode()).group(1))
        assert ask(server, path, **headers).status == 200
        return int(re.search(r"folkmoot_statements_total (\d+)", ask(server, "/metrics").body.decode()).group(1)) - before
    cold, warm = statements("/home", Cookie=cookie), statements("/home", Cookie=cookie)
    assert warm == 0, f"{warm} statements"
    assert cold <= 24, cold
    deep = statements("/home?max_id=999999999999999999", Cookie=cookie)
    assert deep <= 24, deep
    root = authors[0].post("/api/v1/statuses", status="a root").json["id"]
    for n in range(30):
        authors[n % 4].post("/api/v1/statuses", status=f"answer {n}", in_reply_to_id=root)
    assert statements("/@author0/" + root) <= 16, "whatever the number of answers"
    assert statements("/@author0") <= 24 and statements("/@author0") == 0, "what is kept asks nothing"
    assert statements("/tags/tag1") <= 16 and statements("/@author1.rss") <= 12


def what_is_kept_of_a_frame_goes_at_once_when_it_changes(server):
    kim = server.member("kim")
    browser = Browser(server)
    browser.sign_in("kim")

    def home():
        return browser.get("/home")

    def said(path, **values):
        return browser.ask("POST", path, {"csrf": home().form("/home")["fields"]["csrf"], **values})
    assert '<html lang="en"' in home().body and 'value="public"\nchecked' in home().body
    kim.patch("/api/v1/accounts/update_credentials", **{"source[privacy]": "private", "display_name": "Kim the first"})
    assert 'value="private"\nchecked' in home().body and "Kim the first" in home().body, "the form for a new post"
    server.member("chief", role="owner")
    chief = Browser(server)
    chief.sign_in("chief")
    csrf = chief.get("/home").form("/home")["fields"]["csrf"]
    assert chief.ask("POST", "/admin/announcements", {"csrf": csrf, "text": "Soup is ready"}).status == 200
    assert "Soup is ready" in home().text
    id = kim.get("/api/v1/announcements").json[0]["id"]
    said(f"/announcements/{id}/dismiss")
    assert "Soup is ready" not in home().text and "Soup is ready" in chief.get("/home").text
    look = browser.get("/settings/appearance")
    assert browser.send(look, "/settings/appearance", interface_language="de").status == 200
    assert '<html lang="de"' in home().body
    keys = [home().form("/compose")["fields"]["key"] for _ in range(2)]
    assert keys[0] != keys[1] and home().form("/compose")["fields"]["csrf"], "each form posts once"
    posted = browser.send(home(), "/compose", status="written at the top", visibility="public")
    assert posted.status == 200 and "written at the top" in home().text


def who_may_not_come_in_any_more_is_out_at_once(server):
    judge, lou = server.member("judge", role="owner"), server.member("lou")
    here, there = Browser(server), Browser(server)
    for browser in (here, there):
        browser.sign_in("lou")
    assert here.get("/home").url == there.get("/home").url == "/home"
    cookie = dict(here.cookies)
    here.send(here.get("/home"), "/auth/sign_out")
    here.cookies = cookie
    assert here.get("/home").url.startswith("/auth/sign_in") and there.get("/home").url == "/home", "signing out ends one"
    assert judge.post(f"/api/v1/admin/accounts/{lou.id}/action", type="suspend").status == 200
    assert there.get("/home").url.startswith("/auth/sign_in"), "suspended"


def the_end_of_a_page_is_its_readers_own(server):
    nat = server.member("nat")
    cookie = signed_in(server, "nat")

    def packed():
        before = [count(server, name) for name in ("packed_hits_total", "packed_misses_total")]
        page = ask(server, "/home", Cookie=cookie, Accept_Encoding="gzip")
        text = gzip.decompress(page.body).decode()
        return page.body, text, [count(server, name) - n for name, n in zip(("packed_hits_total", "packed_misses_total"), before)]
    packed()
    one, two = packed(), packed()
    assert two[2] == [1, 0], "all but its end was compressed before"
    tokens = [re.findall(r'name="(?:csrf|key)" value="([^"]+)"', text) for _, text, _ in (one, two)]
    assert len(tokens[0]) == 3 and not set(tokens[0]) & set(tokens[1])
    for body, text, _ in (one, two):
        token = re.search(r'name="csrf" value="([^"]+)"', text).group(1)
        assert token.encode() in body, "it is not compressed"
        assert text.index(token) > text.index("</main>")
    assert ask(server, "/home", Cookie=cookie).body.decode()[:2000] == one[1][:2000]
    nat.post("/api/v1/statuses", status="something new")
    assert "something new" in packed()[1]


def count(server, name):
    return int(re.search(rf"folkmoot_{name} (\d+)", ask(server, "/metrics").body.decode()).group(1))


if __name__ == "__main__":
    fixture.main([pages_of_visitors_come_compressed_also_from_the_cache, deep_pages_are_kept_as_well,
                  a_members_page_is_compressed_unless_another_site_asked_for_it, what_holds_a_secret_is_never_compressed,
                  the_token_of_a_form_looks_different_in_each_page,
                  what_is_kept_of_a_post_is_right_for_each_reader, the_home_page_takes_no_statement_when_it_is_warm,
                  what_is_kept_of_a_frame_goes_at_once_when_it_changes, who_may_not_come_in_any_more_is_out_at_once, the_end_of_a_page_is_its_readers_own])
