#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages that anybody may read: what they show, what they do not, how they are kept."""
import http.client
import pathlib
import re
import sys
import time

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


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.body.decode()))


def a_stranger_sees_what_is_public(server):
    ada = server.member("ada")
    public = ada.post("/api/v1/statuses", status="public words").json["id"]
    ada.post("/api/v1/statuses", status="unlisted words", visibility="unlisted")
    private = ada.post("/api/v1/statuses", status="private words", visibility="private").json["id"]
    direct = ada.post("/api/v1/statuses", status="direct words", visibility="direct").json["id"]
    page = text(ask(server, "/@ada"))
    assert "public words" in page and "unlisted words" in page and "private words" not in page and "direct words" not in page
    local = text(ask(server, "/public/local"))
    assert "public words" in local and "unlisted words" not in local and "private words" not in local
    assert ask(server, f"/@ada/{public}").status == 200
    for hidden in (private, direct, "1", "999999999999999999", "x"):
        assert ask(server, f"/@ada/{hidden}").status == 404, hidden
    server.member("bob")
    assert ask(server, f"/@bob/{public}").status == 404, "not bob's"


def markup_of_strangers_stays_text(server):
    eve = server.member("eve")
    eve.patch("/api/v1/accounts/update_credentials", display_name="<script>alert(1)</script>", note="<img src=x onerror=alert(1)>")
    id = eve.post("/api/v1/statuses", status="<b>bold</b> javascript:alert(1) \"quoted\"", spoiler_text="<i>warning</i>").json["id"]
    for path in ("/@eve", f"/@eve/{id}", "/public/local"):
        body = ask(server, path).body.decode()
        assert re.findall(r"<script[^>]*>", body) == re.findall(r'<script type="module" src="/static/js/app[^"]+">', body)
        assert "<b>bold" not in body and "<i>warning" not in body and "<img src=x" not in body, path
        assert "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", body)


def a_thread_shows_what_is_above_and_below(server):
    ada, bob = server.member("thread_ada"), server.member("thread_bob")
    root = ada.post("/api/v1/statuses", status="root").json["id"]
    middle = bob.post("/api/v1/statuses", status="middle", in_reply_to_id=root).json["id"]
    leaf = ada.post("/api/v1/statuses", status="leaf", in_reply_to_id=middle).json["id"]
    bob.post("/api/v1/statuses", status="secret answer", in_reply_to_id=middle, visibility="private")
    body = ask(server, f"/@thread_bob/{middle}").body.decode()
    assert body.index(f'id="s{root}"') < body.index(f'id="s{middle}"') < body.index(f'id="s{leaf}"')
    assert "secret answer" not in body


def previews_have_what_they_need(server):
    ada = server.member("previewed")
    id = ada.post("/api/v1/statuses", status="A word for previews").json["id"]
    body = ask(server, f"/@previewed/{id}").body.decode()
    meta = dict(re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', body))
    assert meta["type"] == "article" and meta["url"] == f"{server.url}/@previewed/{id}" and meta["description"] == "A word for previews"
    assert "previewed" in meta["title"] and meta["image"].startswith(server.url)
    assert '<meta name="robots" content="noindex' in body, "who has not asked to be found is not"


def pages_turn(server):
    ada = server.member("many")
    ids = [ada.post("/api/v1/statuses", status=f"number {n}").json["id"] for n in range(45)][::-1]
    seen, path = [], "/@many"
    while path:
        body = ask(server, path).body.decode()
        seen += re.findall(r'<article class="status" id="s(\d+)"', body)
        link = re.search(r'rel="next"[^>]* href="([^"]+)"', body)
        path = link and link.group(1).replace("&amp;", "&")
    assert seen == ids
    back = re.search(r'rel="prev" href="([^"]+)"', ask(server, f"/@many?max_id={ids[39]}").body.decode()).group(1)
    assert re.findall(r'<article class="status" id="s(\d+)"', ask(server, back).body.decode()) == ids[20:40]


def a_page_is_kept_until_it_changes(server):
    ada = server.member("kept")
    id = ada.post("/api/v1/statuses", status="first words").json["id"]
    one = ask(server, "/@kept")
    etag = one.header("etag")
    assert etag and one.header("cache-control") == "public, no-cache" and "Cookie" in one.header("vary")
    assert ask(server, "/@kept", If_None_Match=etag).status == 304 and ask(server, "/@kept", If_None_Match=etag).body == b""
    assert ask(server, "/@kept", If_None_Match='"other"').status == 200
    ada.put(f"/api/v1/statuses/{id}", status="second words")
    assert "second words" in text(ask(server, "/@kept")), "an edit is seen at once"
    ada.delete(f"/api/v1/statuses/{id}")
    assert "second words" not in text(ask(server, "/@kept")), "what is deleted is gone at once"
    ada.post("/api/v1/statuses", status="third words")
    time.sleep(1.1)
    assert "third words" in text(ask(server, "/@kept")), "what is new is seen after a second"
    browser = Browser(server)
    browser.sign_in("kept")
    page = browser.get("/@kept")
    assert page.header("etag") is None and "no-store" in page.header("cache-control") and "Sign out" in page.text
    assert "Sign out" not in text(ask(server, "/@kept")), "what a member saw is not kept for visitors"


def who_is_gone_is_gone(server):
    server.member("goner")
    assert ask(server, "/@goner").status == 200
    server.sql("UPDATE account SET suspended_at = 1 WHERE username = 'goner'")
    server.stop()
    server.start()
    assert ask(server, "/@goner").status == 410
    for path in ("/@nobody", "/@nobody/1", "/nothing", "/tags", "/static/../folkmoot.conf", "/static/css/none.css"):
        answer = ask(server, path)
        assert answer.status == 404 and "text/html" in answer.header("content-type"), path


def files_may_be_kept_for_ever(server):
    body = ask(server, "/about").body.decode()
    path = re.search(r'href="(/static/css/app\.[^"]+)"', body).group(1)
    file = ask(server, path)
    assert file.status == 200 and "immutable" in file.header("cache-control") and file.header("content-type").startswith("text/css")
    packed = ask(server, path, Accept_Encoding="gzip, br")
    assert packed.header("content-encoding") in ("br", "gzip") and len(packed.body) < len(file.body)
    assert ask(server, path, If_None_Match=file.header("etag")).status == 304
    for path in ("/robots.txt", "/avatars/default.svg", "/headers/default.svg", "/favicon.ico"):
        assert ask(server, path).status == 200, path


def a_community_may_keep_its_timelines_to_itself(_server):
    with fixture.Server(sys.argv[1], settings={"public_timelines": "no", "description": "A quiet place"}) as server:
        server.member("ada").post("/api/v1/statuses", status="for members")
        assert ask(server, "/public/local").status == 303 and ask(server, "/tags/x").status == 303
        start = text(ask(server, "/"))
        assert "for members" not in start.replace("is for members", "") and "A quiet place" in start and "Sign in" in start
        browser = Browser(server)
        browser.sign_in("ada")
        assert "for members" in browser.get("/public/local").text


def about_tells_the_rules(_server):
    with fixture.Server(sys.argv[1], settings={"about": "We like boats.\n\nAnd ropes.", "contact_email": "owner@talk.example"}) as server:
        server.sql("INSERT INTO rule (id, position, text, hint) VALUES (1, 1, 'Be kind', 'Even when it rains')")
        page = text(ask(server, "/about"))
        assert "We like boats." in page and "Be kind" in page and "Even when it rains" in page and "owner@talk.example" in page


if __name__ == "__main__":
    fixture.main([a_stranger_sees_what_is_public, markup_of_strangers_stays_text, a_thread_shows_what_is_above_and_below, previews_have_what_they_need,
                  pages_turn, a_page_is_kept_until_it_changes, who_is_gone_is_gone, files_may_be_kept_for_ever,
                  a_community_may_keep_its_timelines_to_itself, about_tells_the_rules])
