# SPDX-License-Identifier: AGPL-3.0-or-later
"""A community with something on every page. The words come from outside: kind ones to look at the pages, hostile ones to attack them.

`words` has name() (at most 30 characters), text(), address() and tag(); each gives the next one of its kind."""
import datetime
import itertools

import fixture
from browser import Browser

SETTINGS = ("title", "description", "about", "privacy_policy", "terms_of_service", "contact_email", "closed_message")


class Kind:
    """What people say."""
    NAMES = ["Ada Lovelace", "Bob", "Cleo & Dina", "Grace Hopper", "Erik the Red", "Noor", "Frau Müller-Lüdenscheidt", "عالية", "さくら"]
    TEXTS = ["Good morning, everybody. The harbour is quiet today.", "Has anybody seen the blue boat?\n\nIt was here on Tuesday.",
             "Bread is ready. #baking", "A walk along the river, then tea.", "Read https://example.org/a/rather/long/way/to/a/page first.",
             "Meeting at eight. Bring a chair."]

    def __init__(self):
        self.names, self.texts = itertools.cycle(self.NAMES), itertools.cycle(self.TEXTS)
        self.addresses, self.tags = itertools.cycle(["https://example.org/", "https://blog.example.org/ada"]), itertools.cycle(["moot", "baking", "boats"])

    def name(self):
        return next(self.names)

    def text(self):
        return next(self.texts)

    def address(self):
        return next(self.addresses)

    def tag(self):
        return next(self.tags)


def good(answer):
    assert answer.status in (200, 201, 202), (answer.status, answer.body[:300])
    return answer.json


def settle(server, words):
    """Before the start: what the owner says about the community."""
    for name in SETTINGS:
        server.setting(name, "owner@example.org" if name == "contact_email" else words.name() if name == "title" else words.text())
    server.setting("contact_account", "ada")
    for _ in range(3):
        server.command("rule", "add", words.text()[:200], "--hint", words.text()[:200])
    for _ in range(2):
        server.command("announcement", "create", words.text())
    picture = server.folder / "emoji.png"
    picture.write_bytes(fixture.png(32, 32))
    server.command("emoji", "add", "blob", str(picture))


def dress(member, words):
    """A profile: name, bio, fields with links."""
    fields = {f"fields_attributes[{n}][{part}]": text[:255] for n in range(4)
              for part, text in (("name", words.name()), ("value", words.address() if n % 2 else words.text()))}
    good(member.patch("/api/v1/accounts/update_credentials", display_name=words.name(), note=words.text()[:900], discoverable=True, indexable=True, **fields))


def upload(member, words, data=None, name=None, kind="image/png"):
    """A picture with a description and the name of a file."""
    file = (name or words.name().replace('"', "%22").replace("\n", " ") + ".png", kind, data or fixture.png(90, 60, 3))
    return member.ask("POST", "/api/v2/media", {"description": words.text()}, files={"file": file})


def talk(members, words, count):
    """Posts of every shape; `count` of them."""
    ids, reader = [], members[0]
    for n in range(count):
        author = members[n % len(members)]
        values = {"status": words.text(), "visibility": "public", "language": "en"}
        if n % 2:
            values["spoiler_text"] = words.text()
        if n % 7 == 3:
            values["poll"] = {"options": [f"{words.text()[:97]} {k}" for k in range(3)], "expires_in": 9000}
        elif n % 5 == 2 and n < 120:
            values["media_ids"] = [good(upload(author, words))["id"] for _ in range(1 + n // 5 % 4)]
            values["sensitive"] = n % 10 == 2
        if n % 6 == 4 and ids:
            values["in_reply_to_id"] = ids[-1]
            values["status"] = f"@{reader.name} " + values["status"]
        if n % 11 == 5 and ids:
            values["quoted_status_id"] = ids[-1]
        answer = author.ask("POST", "/api/v1/statuses", json_body=values)
        if answer.status == 422 and ("poll" in values or "quoted_status_id" in values):
            values.pop("poll", None), values.pop("quoted_status_id", None)
            answer = author.ask("POST", "/api/v1/statuses", json_body=values)
        ids.append(good(answer)["id"])
    return ids


def tie(members, words, ids):
    """Follows, marks, boosts, messages: so that the first member has notifications of each kind."""
    ada, others = members[0], members[1:]
    mine = good(ada.post("/api/v1/statuses", status=f"{words.text()} #{words.tag()}"))["id"]
    for other in others:
        good(other.post(f"/api/v1/accounts/{ada.id}/follow"))
        good(ada.post(f"/api/v1/accounts/{other.id}/follow"))
        good(other.post(f"/api/v1/statuses/{mine}/favourite"))
        good(other.post(f"/api/v1/statuses/{mine}/reblog"))
        good(other.post("/api/v1/statuses", status=f"@{ada.name} {words.text()}", visibility="direct"))
    good(ada.put(f"/api/v1/statuses/{mine}", status=words.text(), spoiler_text=words.text()))
    for id in ids[:6]:
        good(ada.post(f"/api/v1/statuses/{id}/bookmark"))
        good(ada.post(f"/api/v1/statuses/{id}/favourite"))
    return mine


def furnish(ada, other, words):
    """What a member keeps for himself: lists, filters, notes, drafts that wait, followed tags."""
    made = {"list": good(ada.post("/api/v1/lists", title=words.name()))["id"]}
    good(ada.ask("POST", f"/api/v1/lists/{made['list']}/accounts", {"account_ids": [other.id]}))
    made["filter"] = good(ada.ask("POST", "/api/v2/filters", json_body={"title": words.name(), "context": ["home", "public"], "filter_action": "warn",
                          "keywords_attributes": [{"keyword": words.name(), "whole_word": True}, {"keyword": "zebra", "whole_word": False}]}))["id"]
    good(ada.post(f"/api/v1/accounts/{other.id}/note", comment=words.text()))
    later = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)).isoformat()
    made["scheduled"] = good(ada.post("/api/v1/statuses", status=words.text(), spoiler_text=words.text(), scheduled_at=later))["id"]
    made["tag"] = words.tag()
    good(ada.post("/api/v1/statuses", status=f"#{made['tag']}"))
    good(ada.post(f"/api/v1/tags/{made['tag']}/follow"))
    good(ada.post("/api/v1/featured_tags", name=made["tag"]))
    made["collection"] = good(ada.post("/api/v1/collections", name=words.name(), description=words.name()))["collection"]["id"]
    good(other.post("/api/v1/reports", account_id=ada.id, comment=words.text(), forward=False))
    return made


def let_app_in(server, browser, words):
    """An app by that name, from that site, which the member lets in: listed in the settings."""
    app = server.visitor().post("/api/v1/apps", client_name=words.name(), redirect_uris="https://app.example/back", website=words.address(), scopes="read write")
    if app.status == 422:
        app = server.visitor().post("/api/v1/apps", client_name=words.name(), redirect_uris="https://app.example/back", scopes="read write")
    path = f"/oauth/authorize?response_type=code&client_id={good(app)['client_id']}&redirect_uri=https%3A%2F%2Fapp.example%2Fback&scope=read&state=x"
    page = browser.get(path)
    assert page.status == 200, page.text
    browser.send(page, "/oauth/authorize", follow=False, decision="allow")
    return path


class Village:
    """ada owns it; bob and whoever else is named live in it. values: samples for the addresses of pages (walk.py)."""

    def __init__(self, server, words, names=("ada", "bob", "cleo"), posts=24):
        settle(server, words)
        server.start()
        self.server, self.words = server, words
        self.members = [server.member(name, role="owner" if name == "ada" else "member") for name in names]
        for member in self.members:
            dress(member, words)
        self.ids = talk(self.members, words, posts)
        self.mine = tie(self.members, words, self.ids)
        made = furnish(self.members[0], self.members[1], words)
        self.browsers = {name: Browser(server, agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0") for name in ("ada", "bob")}
        for name, browser in self.browsers.items():
            browser.sign_in(name)
        browser = self.browsers["ada"]
        consent = let_app_in(server, browser, words)
        browser.send(browser.get("/settings/invites"), "/settings/invites", uses="3", days="7")
        code = server.sql("SELECT code FROM invite")[0][0]
        author = names[self.ids.index(self.ids[1]) % len(names)]
        self.values = {":acct": "bob", ":name": made["tag"], ":id": self.ids[1], "/@:acct/:id": f"/@{author}/{self.ids[1]}", "/oauth/authorize": consent,
                       ":code": code, "/invite/:code": f"/invite/{code}", "/lists/:id": f"/lists/{made['list']}", "/filters/:id": f"/filters/{made['filter']}",
                       "/accent/:file": "/accent/a22c20.1.css", "/sitemaps/:file": "/sitemaps/0.xml", "/settings/exports/:file": "/settings/exports/following_accounts.csv"}
