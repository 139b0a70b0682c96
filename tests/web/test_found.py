#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What search engines, previews and other sites read of the pages: and what they must not."""
import html.parser
import http.client
import json
import pathlib
import re
import sys
import time
import urllib.parse
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))
import fixture  # noqa: E402


def ask(server, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path.removeprefix(server.url), headers={k.replace("_", "-"): v for k, v in headers.items()})
    reply = connection.getresponse()
    answer = fixture.Answer(reply.status, reply.getheaders(), reply.read())
    connection.close()
    return answer


class Head(html.parser.HTMLParser):
    """meta, link and JSON-LD of a page, as a robot reads it."""

    def __init__(self, answer):
        super().__init__()
        self.meta, self.links, self.scripts, self.inside = {}, [], [], False
        assert answer.status == 200, answer.status
        self.feed(answer.body.decode())

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "meta" and (a.get("property") or a.get("name")):
            name = a.get("property") or a["name"]
            assert name not in self.meta or name == "theme-color", f"{name} is there twice"
            self.meta[name] = a["content"]
        elif tag == "link":
            self.links.append(a)
        self.inside = tag == "script" and a.get("type") == "application/ld+json"
        if self.inside:
            self.scripts.append("")

    def handle_data(self, data):
        if self.inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag):
        self.inside = False

    def link(self, rel, kind=None):
        found = [a["href"] for a in self.links if a.get("rel") == rel and (kind is None or a.get("type") == kind)]
        assert len(found) <= 1, found
        return found[0] if found else None

    def graph(self):
        """{"ProfilePage": {…}, …}"""
        assert len(self.scripts) == 1, self.scripts
        assert "<" not in self.scripts[0]
        linked = json.loads(self.scripts[0])
        assert linked["@context"] == "https://schema.org"
        return {node["@type"]: node for node in linked["@graph"]}


def find_me(server, name):
    member = server.member(name)
    assert member.patch("/api/v1/accounts/update_credentials", indexable=True).status == 200
    return member


def upload(member, description, **size):
    media = member.ask("POST", "/api/v2/media", {"description": description}, files={"file": ("a.png", "image/png", fixture.png(**size))}).json
    for _ in range(100):
        if member.get(f"/api/v1/media/{media['id']}").status == 200:
            return media["id"]
        time.sleep(.05)
    raise AssertionError("the picture was not made")


def a_profile_tells_who_it_is(server):
    ada = find_me(server, "ada")
    ada.patch("/api/v1/accounts/update_credentials", display_name='Ada "the" <b>', note="I like\nkettles & boats")
    ada.ask("PATCH", "/api/v1/accounts/update_credentials", {"avatar_description": "A boat"}, files={"avatar": ("a.png", "image/png", fixture.png(500, 500))})
    ada.post("/api/v1/statuses", status="hello")
    head = Head(ask(server, "/@ada"))
    meta = head.meta
    assert meta["og:type"] == "profile" and meta["profile:username"] == "ada" and meta["og:title"] == f'Ada "the" <b> (@ada)'
    assert meta["og:description"] == meta["description"] == "I like kettles & boats" and meta["og:url"] == head.link("canonical") == server.url + "/@ada"
    assert meta["fediverse:creator"] == f"@ada@{server.domain}" and meta["og:site_name"] == "Test community" and meta["twitter:card"] == "summary"
    assert (meta["og:image:width"], meta["og:image:height"]) == ("400", "400") and meta["og:image:alt"] == "A boat"
    picture = ask(server, meta["og:image"])
    assert picture.status == 200 and picture.header("content-type") == meta["og:image:type"]
    assert "robots" not in meta
    graph = head.graph()
    page, crumbs = graph["ProfilePage"], graph["BreadcrumbList"]
    person = page["mainEntity"]
    assert page["url"] == server.url + "/@ada" and person["@type"] == "Person" and person["name"] == 'Ada "the" <b>' and person["description"] == "I like\nkettles & boats"
    assert person["alternateName"] == f"@ada@{server.domain}" and person["agentInteractionStatistic"][0]["userInteractionCount"] == 1
    assert [c["position"] for c in crumbs["itemListElement"]] == [1, 2] and crumbs["itemListElement"][0]["item"] == server.url + "/"


def a_post_tells_what_it_says_and_what_was_answered(server):
    bob, cleo, shy = find_me(server, "bob"), find_me(server, "cleo"), server.member("shy")
    root = bob.post("/api/v1/statuses", status="Which kettle? </script><script>alert(1)</script>").json["id"]
    answer = cleo.post("/api/v1/statuses", status="@bob The red one", in_reply_to_id=root).json["id"]
    shy.post("/api/v1/statuses", status="@bob do not quote me", in_reply_to_id=root)
    cleo.post("/api/v1/statuses", status="@bob quietly", in_reply_to_id=root, visibility="unlisted")
    cleo.post(f"/api/v1/statuses/{root}/favourite")
    head = Head(ask(server, f"/@bob/{root}"))
    meta = head.meta
    assert meta["og:type"] == "article" and meta["article:published_time"] and meta["og:url"] == head.link("canonical") == f"{server.url}/@bob/{root}"
    assert meta["twitter:card"] == "summary" and "article:modified_time" not in meta
    post = head.graph()["DiscussionForumPosting"]
    assert post["text"] == "Which kettle? </script><script>alert(1)</script>" and post["author"]["url"] == server.url + "/@bob"
    assert post["commentCount"] == 3 and post["interactionStatistic"][0]["userInteractionCount"] == 1 and post["datePublished"] == meta["article:published_time"]
    assert [(c["@type"], c["text"], c["url"]) for c in post["comment"]] == [("Comment", "@bob The red one", f"{server.url}/@cleo/{answer}")]
    assert len(head.graph()["BreadcrumbList"]["itemListElement"]) == 3
    bob.put(f"/api/v1/statuses/{root}", status="Which boat?")
    assert Head(ask(server, f"/@bob/{root}")).meta["article:modified_time"]


def a_picture_stands_for_its_post_unless_it_is_covered(server):
    dan = find_me(server, "dan")
    post = {"status": "look", "media_ids": [upload(dan, "A <red> square", width=640, height=480)]}
    id = dan.ask("POST", "/api/v1/statuses", json_body=post).json["id"]
    head = Head(ask(server, f"/@dan/{id}"))
    meta = head.meta
    assert meta["twitter:card"] == "summary_large_image" and (meta["og:image:width"], meta["og:image:height"]) == ("640", "480")
    assert meta["og:image:alt"] == "A <red> square" and ask(server, meta["og:image"]).header("content-type") == meta["og:image:type"]
    assert head.graph()["DiscussionForumPosting"]["image"][0] == {"@type": "ImageObject", "url": meta["og:image"], "caption": "A <red> square"}
    for covered in ({"sensitive": True}, {"spoiler_text": "Careful"}):
        post = {"status": "covered words", "media_ids": [upload(dan, "hidden square", width=64, height=64)], **covered}
        id = dan.ask("POST", "/api/v1/statuses", json_body=post).json["id"]
        head = Head(ask(server, f"/@dan/{id}"))
        assert head.meta["twitter:card"] == "summary" and "hidden square" not in json.dumps(head.meta) + head.scripts[0], covered
        assert ("covered words" in json.dumps(head.meta) + head.scripts[0]) == ("spoiler_text" not in covered)


def who_does_not_want_to_be_found_is_not(server):
    eve = server.member("eve")
    id = eve.post("/api/v1/statuses", status="only for people").json["id"]
    unlisted = find_me(server, "half").post("/api/v1/statuses", status="not so loud", visibility="unlisted").json["id"]
    for path in ("/@eve", "/@eve/with_replies", f"/@eve/{id}", f"/@half/{unlisted}"):
        head = Head(ask(server, path))
        assert "noindex" in head.meta["robots"] and head.scripts == [], path
    for path in ("/auth/sign_in", "/auth/sign_up"):
        assert "noindex" in Head(ask(server, path)).meta["robots"], path
    for path in ("/", "/about", "/public/local"):
        assert "robots" not in Head(ask(server, path)).meta, path


def a_deep_page_leads_to_the_first_one(server):
    ida = find_me(server, "ida")
    ids = [ida.post("/api/v1/statuses", status=f"number {n} #deep").json["id"] for n in range(25)]
    for path, first in ((f"/@ida?max_id={ids[4]}", "/@ida"), ("/@ida?x=1", "/@ida"), (f"/tags/deep?max_id={ids[4]}", "/tags/deep"), ("/@Ida", "/@ida")):
        assert Head(ask(server, path)).link("canonical") == server.url + first, path


if __name__ == "__main__":
    fixture.main([a_profile_tells_who_it_is, a_post_tells_what_it_says_and_what_was_answered, a_picture_stands_for_its_post_unless_it_is_covered,
                  who_does_not_want_to_be_found_is_not, a_deep_page_leads_to_the_first_one])
