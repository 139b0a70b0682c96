#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""RSS and Atom: read strictly, as a reader of feeds does; what is not public is not in them."""
import email.utils
import http.client
import html.parser
import pathlib
import re
import sys
import time
import datetime
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))
import fixture  # noqa: E402
from browser import Browser  # noqa: E402

ATOM, MEDIA = "{http://www.w3.org/2005/Atom}", "{http://search.yahoo.com/mrss/}"


def ask(server, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    reply = connection.getresponse()
    answer = fixture.Answer(reply.status, reply.getheaders(), reply.read())
    connection.close()
    return answer


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def one(parent, name):
    found = parent.findall(name)
    assert len(found) == 1, f"{len(found)} of {name}"
    return found[0].text


def rss(server, path):
    answer = ask(server, path)
    assert answer.status == 200 and answer.header("content-type") == "application/rss+xml; charset=utf-8", (path, answer.status)
    root = ET.fromstring(answer.body)
    assert root.tag == "rss" and root.get("version") == "2.0" and len(root) == 1 and root[0].tag == "channel"
    channel = root[0]
    for needed in ("title", "link", "description"):
        assert one(channel, needed)
    links = channel.findall(ATOM + "link")
    assert len(links) == 1 and links[0].get("rel") == "self" and links[0].get("href") == server.url + path
    assert email.utils.parsedate_to_datetime(one(channel, "lastBuildDate"))
    known = {"title", "link", "description", "image", "lastBuildDate", "generator", "item", ATOM + "link"}
    assert {child.tag for child in channel} <= known
    guids = set()
    for item in channel.findall("item"):
        guid = item.find("guid")
        assert guid.get("isPermaLink") == "true" and guid.text == one(item, "link") and guid.text not in guids
        guids.add(guid.text)
        assert email.utils.parsedate_to_datetime(one(item, "pubDate")).tzinfo and one(item, "description")
        for media in item.findall(MEDIA + "content"):
            assert media.get("url").startswith("http") and media.get("type") and media.get("medium") in ("image", "video", "audio", "document")
            assert int(media.get("fileSize")) > 0
    return channel


def atom(server, path):
    answer = ask(server, path)
    assert answer.status == 200 and answer.header("content-type") == "application/atom+xml; charset=utf-8", (path, answer.status)
    feed = ET.fromstring(answer.body)
    assert feed.tag == ATOM + "feed"
    links = {link.get("rel"): link.get("href") for link in feed.findall(ATOM + "link")}
    assert links["self"] == server.url + path and links["alternate"].startswith(server.url)
    ids = {one(feed, ATOM + "id")}
    entries = feed.findall(ATOM + "entry")
    for needed in [feed, *entries]:  # RFC 4287, 4.1.1 and 4.1.2
        assert one(needed, ATOM + "title") and one(needed, ATOM + "id").startswith("http")
        assert datetime.datetime.fromisoformat(one(needed, ATOM + "updated")).tzinfo
    for entry in entries:
        id = one(entry, ATOM + "id")
        assert id not in ids
        ids.add(id)
        assert one(entry.find(ATOM + "author"), ATOM + "name") and entry.find(ATOM + "content").get("type") == "html"
        alternates = [link for link in entry.findall(ATOM + "link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1 and alternates[0].get("type") == "text/html"
    return feed


def texts(server, path):
    if path.endswith(".rss"):
        return [Tags(item.find("description").text).text for item in rss(server, path).findall("item")]
    return [Tags(entry.find(ATOM + "content").text).text for entry in atom(server, path).findall(ATOM + "entry")]


def an_account_has_a_feed_of_its_public_posts(server):
    ada, bob = server.member("ada"), server.member("bob")
    ada.patch("/api/v1/accounts/update_credentials", display_name="Ada & <friends>", note="I write.")
    root = bob.post("/api/v1/statuses", status="a question").json["id"]
    ada.post("/api/v1/statuses", status="first")
    own = ada.post("/api/v1/statuses", status="second #boats").json["id"]
    ada.post("/api/v1/statuses", status="a thread", in_reply_to_id=own)
    for visibility in ("unlisted", "private", "direct"):
        ada.post("/api/v1/statuses", status=f"{visibility} words", visibility=visibility)
    ada.post("/api/v1/statuses", status="@bob an answer", in_reply_to_id=root)
    ada.post(f"/api/v1/statuses/{root}/reblog")
    for path in ("/@ada.rss", "/@ada.atom"):
        assert texts(server, path) == ["a thread", "second #boats", "first"], path
    channel = rss(server, "/@ada.rss")
    assert one(channel, "title") == f"Ada & <friends> (@ada@{server.domain})" and one(channel, "link") == server.url + "/@ada"
    assert [c.text for c in channel.findall("item")[1].findall("category")] == ["boats"]
    assert one(atom(server, "/@ada.atom").find(ATOM + "author"), ATOM + "uri") == server.url + "/@ada"


def words_of_strangers_are_escaped_once_for_xml_and_once_for_html(server):
    eve = server.member("eve")
    eve.patch("/api/v1/accounts/update_credentials", display_name="]]><script>\x07 &amp; \"'")
    eve.post("/api/v1/statuses", status="<script>alert(1)</script> & ]]> &lt; 😀", spoiler_text="<b>warning</b> & more")
    eve.ask("POST", "/api/v1/statuses", json_body={"status": "Which?", "poll": {"options": ["<i>one</i>", "two & three"], "expires_in": 3600}})
    for path, of in (("/@eve.rss", lambda root: [i.find("description").text for i in root.findall("item")]),
                     ("/@eve.atom", lambda root: [e.find(ATOM + "content").text for e in root.findall(ATOM + "entry")])):
        poll, post = of(rss(server, path) if path.endswith("rss") else atom(server, path))
        assert "<li>&lt;i&gt;one&lt;/i&gt;</li>" in poll and "two &amp; three" in poll
        seen = Tags(post)
        assert {tag for tag, _ in seen.tags} == {"p", "strong", "hr"} and "<script>alert(1)</script> & ]]> &lt; 😀" in seen.text and "<b>warning</b> & more" in seen.text


def pictures_come_along(server):
    ada = server.member("painter")
    media = ada.ask("POST", "/api/v2/media", {"description": "A <red> \"square\""}, files={"file": ("a.png", "image/png", fixture.png(64, 48))}).json
    for _ in range(100):
        if ada.get(f"/api/v1/media/{media['id']}").status == 200:
            break
        time.sleep(.05)
    ada.ask("POST", "/api/v1/statuses", json_body={"status": "look", "media_ids": [media["id"]], "sensitive": True})
    content = rss(server, "/@painter.rss").find("item").find(MEDIA + "content")
    assert content.get("medium") == "image" and content.get("type").startswith("image/") and one(content, MEDIA + "rating") == "adult"
    assert one(content, MEDIA + "description") == 'A <red> "square"'
    assert ask(server, content.get("url").removeprefix(server.url)).status == 200
    enclosure = next(link for link in atom(server, "/@painter.atom").find(ATOM + "entry").findall(ATOM + "link") if link.get("rel") == "enclosure")
    assert enclosure.get("href") == content.get("url") and int(enclosure.get("length")) == int(content.get("fileSize"))


def a_hashtag_has_a_feed_of_several_authors(server):
    for name in ("tag_ada", "tag_bob"):
        server.member(name).post("/api/v1/statuses", status=f"{name} likes #Kettles")
    server.member("tag_quiet").post("/api/v1/statuses", status="quiet #kettles", visibility="unlisted")
    for path in ("/tags/kettles.rss", "/tags/Kettles.atom"):
        assert texts(server, path) == ["tag_bob likes #Kettles", "tag_ada likes #Kettles"], path
    authors = [one(e.find(ATOM + "author"), ATOM + "name") for e in atom(server, "/tags/kettles.atom").findall(ATOM + "entry")]
    assert authors == ["tag_bob", "tag_ada"]
    for path in ("/tags/nobodyhasusedthis.rss", "/tags/nobodyhasusedthis.atom"):
        assert ask(server, path).status == 404


def who_asks_before_being_followed_has_no_feed(server):
    shy = server.member("shy")
    shy.post("/api/v1/statuses", status="hello #shyness")
    assert texts(server, "/@shy.rss") == ["hello #shyness"]
    shy.patch("/api/v1/accounts/update_credentials", locked=True)
    for path in ("/@shy.rss", "/@shy.atom", "/@nobody.rss", "/@nobody.atom"):
        assert ask(server, path).status == 404, path
    assert "application/rss+xml" not in ask(server, "/@shy").body.decode()


def moderators_close_feeds_too(server):
    owner = server.member("owner", role="owner")
    for name, act in (("limited", "silence"), ("banned", "suspend")):
        member = server.member(name)
        member.post("/api/v1/statuses", status=f"{name} says #moderated")
        assert ask(server, f"/@{name}.rss").status == 200
        assert owner.post(f"/api/v1/admin/accounts/{member.id}/action", type=act).status == 200
        assert ask(server, f"/@{name}.rss").status in (404, 410) and ask(server, f"/@{name}.atom").status in (404, 410), name
    assert texts(server, "/tags/moderated.rss") == []


def deleted_posts_vanish_and_edits_show(server):
    ada = server.member("editor")
    gone = ada.post("/api/v1/statuses", status="soon gone #vanish").json["id"]
    kept = ada.post("/api/v1/statuses", status="first version #vanish").json["id"]
    paths = ("/@editor.rss", "/@editor.atom", "/tags/vanish.rss", "/tags/vanish.atom")
    for path in paths:
        assert texts(server, path) == ["first version #vanish", "soon gone #vanish"]
    ada.delete(f"/api/v1/statuses/{gone}")
    ada.put(f"/api/v1/statuses/{kept}", status="second version #vanish")
    for path in paths:
        assert texts(server, path) == ["second version #vanish"], path


def feeds_are_kept_and_answer_304(server):
    server.member("kept").post("/api/v1/statuses", status="hello #kept " + "and more of it " * 40)
    for path in ("/@kept.rss", "/@kept.atom", "/tags/kept.rss", "/tags/kept.atom"):
        answer = ask(server, path)
        assert answer.header("cache-control") == "public, no-cache" and answer.header("etag"), path
        again = ask(server, path, If_None_Match=answer.header("etag"))
        assert again.status == 304 and again.body == b"" and again.header("etag") == answer.header("etag")
        assert ask(server, path, Accept_Encoding="gzip").header("content-encoding") == "gzip"


def a_member_gets_the_same_feed_as_everybody(server):
    server.member("reader").post("/api/v1/statuses", status="for followers", visibility="private")
    browser = Browser(server)
    browser.sign_in("reader")
    assert "for followers" in browser.get("/home").text and "for followers" not in browser.get("/@reader.rss").body


def pages_lead_to_their_feeds(server):
    server.member("found").post("/api/v1/statuses", status="hello #found")
    for path, base in (("/@found", "/@found"), ("/@found/media", "/@found"), ("/tags/found", "/tags/found")):
        links = dict(re.findall(r'<link rel="alternate" type="application/(rss|atom)\+xml" title="[^"]+" href="([^"]+)">', ask(server, path).body.decode()))
        assert links == {"rss": f"{server.url}{base}.rss", "atom": f"{server.url}{base}.atom"}, (path, links)


def a_community_that_keeps_to_itself_has_no_feeds_of_hashtags(_server):
    with fixture.Server(sys.argv[1], settings={"public_timelines": "no"}) as server:
        server.member("ada").post("/api/v1/statuses", status="for members #quiet")
        assert ask(server, "/tags/quiet.rss").status == 404 and ask(server, "/tags/quiet.atom").status == 404


if __name__ == "__main__":
    fixture.main([an_account_has_a_feed_of_its_public_posts, words_of_strangers_are_escaped_once_for_xml_and_once_for_html, pictures_come_along,
                  a_hashtag_has_a_feed_of_several_authors, who_asks_before_being_followed_has_no_feed, moderators_close_feeds_too,
                  deleted_posts_vanish_and_edits_show, feeds_are_kept_and_answer_304, a_member_gets_the_same_feed_as_everybody,
                  pages_lead_to_their_feeds, a_community_that_keeps_to_itself_has_no_feeds_of_hashtags])
