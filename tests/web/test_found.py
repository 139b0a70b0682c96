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


def a_post_can_be_shown_in_a_frame(server):
    fay = find_me(server, "fay")
    post = fay.post("/api/v1/statuses", status="frame <me> #framed").json
    shut = fay.post("/api/v1/statuses", status="not you", visibility="private").json
    head = Head(ask(server, f"/@fay/{post['id']}"))
    found = head.link("alternate", "application/json+oembed")
    assert urllib.parse.parse_qs(urllib.parse.urlparse(found).query) == {"format": ["json"], "url": [post["url"]]}
    frame = re.search(r'<iframe src="([^"]+)"', json.loads(ask(server, found).body)["html"]).group(1)
    assert frame == post["url"] + "/embed"
    for _ in range(2):  # rendered, kept
        page = ask(server, frame)
        body, policy = page.body.decode(), page.header("content-security-policy")
        assert page.status == 200 and page.header("x-frame-options") is None and page.header("etag")
        assert "default-src 'none'" in policy and "frame-ancestors *" in policy and "script-src" not in policy and "form-action 'none'" in policy
        assert "frame &lt;me&gt;" in body and "<script" not in body and "<form" not in body and "<button" not in body and len(body) < 6000
        assert Head(page).meta["robots"] == "noindex" and Head(page).link("canonical") == post["url"]
    assert ask(server, frame, If_None_Match=page.header("etag")).status == 304
    for path in (f"/@fay/{shut['id']}/embed", f"/@ada/{post['id']}/embed", "/@fay/1/embed"):
        missing = ask(server, path)
        assert missing.status == 404 and "frame-ancestors 'none'" in missing.header("content-security-policy"), path
    assert "frame-ancestors 'none'" in ask(server, "/@fay").header("content-security-policy")


SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def sitemap(server, path, root, entry):
    answer = ask(server, path)
    assert answer.status == 200 and answer.header("content-type") == "application/xml; charset=utf-8", (path, answer.status)
    tree = ET.fromstring(answer.body)
    assert tree.tag == SITEMAP + root and {child.tag for child in tree} <= {SITEMAP + entry}
    assert ask(server, path, If_None_Match=answer.header("etag")).status == 304
    return {child.find(SITEMAP + "loc").text: child.findtext(SITEMAP + "lastmod") for child in tree}


def robots_are_told_where_the_profiles_are(_server):
    with fixture.Server(sys.argv[1]) as server:
        robots = ask(server, "/robots.txt")
        assert robots.status == 200 and robots.header("content-type").startswith("text/plain") and f"\nSitemap: {server.url}/sitemap.xml\n" in robots.body.decode()
        found = find_me(server, "found")
        found.post("/api/v1/statuses", status="hello")
        server.member("hidden")
        owner = server.member("owner", role="owner")
        for name, act in (("limited", "silence"), ("banned", "suspend")):
            owner.post(f"/api/v1/admin/accounts/{find_me(server, name).id}/action", type=act)
        find_me(server, "pending")
        server.sql("UPDATE login SET approved_at = NULL WHERE account_id = (SELECT id FROM account WHERE username = 'pending')")
        maps = sitemap(server, "/sitemap.xml", "sitemapindex", "sitemap")
        assert list(maps) == [server.url + "/sitemaps/0.xml"]
        urls = sitemap(server, "/sitemaps/0.xml", "urlset", "url")
        assert set(urls) == {server.url + path for path in ("/", "/about", "/public/local", "/@found")}, urls
        assert urls[server.url + "/@found"] == time.strftime("%Y-%m-%d", time.gmtime())
        for path in ("/sitemaps/x.xml", "/sitemaps/0", "/sitemaps/0.txt", "/sitemaps/999999999999999999.xml", "/sitemaps/-1.xml"):
            assert ask(server, path).status == 404, path
        found.patch("/api/v1/accounts/update_credentials", indexable=False)
        assert server.url + "/@found" not in sitemap(server, "/sitemaps/0.xml", "urlset", "url"), "who changes their mind is not listed any more"


def many_profiles_are_in_several_maps(_server):
    with fixture.Server(sys.argv[1], settings={"public_timelines": "no"}, start=False) as server:
        first, more = 10 ** 15, 4500
        server.sql(f"""WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {more - 1})
                       INSERT INTO account (id, username, username_lower, indexable, created_at) SELECT {first} + i * 7, 'm' || i, 'm' || i, 1, 1 FROM n""")
        server.sql("""INSERT INTO login (account_id, email, email_lower, password_hash, confirmed_at, approved_at, created_at)
                      SELECT id, username, username, '', 1, 1, 1 FROM account WHERE username LIKE 'm%'""")
        server.start()
        maps = sitemap(server, "/sitemap.xml", "sitemapindex", "sitemap")
        assert len(maps) == 3
        listed = [url for part in maps for url in sitemap(server, part.removeprefix(server.url), "urlset", "url")]
        assert [url for url in listed if "/@" in url] == [f"{server.url}/@m{i}" for i in range(more)]
        assert [url.removeprefix(server.url) for url in listed if "/@" not in url] == ["/", "/about"]


if __name__ == "__main__":
    fixture.main([a_profile_tells_who_it_is, a_post_tells_what_it_says_and_what_was_answered, a_picture_stands_for_its_post_unless_it_is_covered,
                  who_does_not_want_to_be_found_is_not, a_deep_page_leads_to_the_first_one,
                  a_post_can_be_shown_in_a_frame, robots_are_told_where_the_profiles_are, many_profiles_are_in_several_maps])
