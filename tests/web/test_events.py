#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What open pages hear: /events, on a session's cookie."""
import json
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))
import fixture  # noqa: E402
from browser import Browser  # noqa: E402
from stream_client import Events  # noqa: E402


class Page(Events):
    """A page that stays open."""

    def __init__(self, server, browser):
        super().__init__(server, "/events", cookie="; ".join(f"{name}={value}" for name, value in browser.cookies.items()))
        self.browser = browser

    def next(self, kind, seconds=3, **fields):
        event = self.event(kind, seconds, lambda e: all(json.loads(e["payload"]).get(k) == v for k, v in fields.items()))
        return json.loads(event["payload"]) if event else None


class Room:
    def __init__(self, server):
        self.server = server
        self.ada, self.bob, self.eve = (server.member(name) for name in ("ada", "bob", "eve"))
        self.ada.post(f"/api/v1/accounts/{self.bob.id}/follow")

    def page(self, name="ada"):
        browser = Browser(self.server)
        assert browser.sign_in(name).status == 200
        page = Page(self.server, browser)
        assert page.status == 200 and "text/event-stream" in page.head and "Access-Control" not in page.head, page.head
        return page


def a_visitor_hears_nothing(room):
    assert Browser(room.server).get("/events", follow=False).status in (303, 401)
    with Events(room.server, "/events", token=room.ada.token) as events:
        assert events.status != 200, "a token of an app opens no page"


def the_numbers_of_what_waits_come_first_and_when_they_change(room):
    with room.page() as page:
        assert page.next("counts") is not None
        before = room.ada.get("/api/v1/notifications/unread_count").json["count"]
        room.bob.post("/api/v1/statuses", status="@ada hello")
        assert page.next("counts", notifications=before + 1)
        room.bob.post("/api/v1/statuses", status="@ada quietly", visibility="direct")
        assert page.next("counts", conversations=1)
        newest = room.ada.get("/api/v1/notifications").json[0]["id"]
        room.ada.post("/api/v1/markers", **{"notifications[last_read_id]": newest})
        assert page.next("counts", notifications=0), "reading in an app shows here"
        talk = room.ada.get("/api/v1/conversations").json[0]["id"]
        room.ada.post(f"/api/v1/conversations/{talk}/read")
        assert page.next("counts", conversations=0)


def a_post_is_new_where_it_belongs(room):
    made = room.ada.post("/api/v1/lists", title="close").json["id"]
    room.ada.post(f"/api/v1/lists/{made}/accounts", account_ids=[room.bob.id])
    with room.page() as page:
        page.next("counts")
        post = room.bob.post("/api/v1/statuses", status="hello #Bread").json["id"]
        got = page.next("new", id=post)
        assert got == {"id": post, "home": True, "local": True, "tags": ["bread"], "lists": [made]}, got
        post = room.eve.post("/api/v1/statuses", status="not followed").json["id"]
        assert page.next("new", id=post)["home"] is False
        quiet = room.eve.post("/api/v1/statuses", status="@bob between us", visibility="direct").json["id"]
        private = room.eve.post("/api/v1/statuses", status="for my followers", visibility="private").json["id"]
        last = room.bob.post("/api/v1/statuses", status="last").json["id"]
        seen = []
        while not seen or seen[-1]["id"] != last:
            seen.append(page.next("new"))
        assert not {quiet, private} & {one["id"] for one in seen}, seen


def somebody_who_is_blocked_is_not_offered(room):
    room.ada.post(f"/api/v1/accounts/{room.eve.id}/block")
    with room.page() as page:
        page.next("counts")
        hidden = room.eve.post("/api/v1/statuses", status="you cannot see me #bread").json["id"]
        last = room.bob.post("/api/v1/statuses", status="after").json["id"]
        assert page.next("new")["id"] == last != hidden
    room.ada.post(f"/api/v1/accounts/{room.eve.id}/unblock")


def numbers_come_together_once_a_second(room):
    post = room.bob.post("/api/v1/statuses", status="count me").json["id"]
    private = room.bob.post("/api/v1/statuses", status="a secret", visibility="direct").json["id"]
    with room.page() as page:
        page.next("counts")
        room.bob.post(f"/api/v1/statuses/{private}/favourite")
        for one in (room.ada, room.bob, room.eve):
            one.post(f"/api/v1/statuses/{post}/favourite")
        room.eve.post("/api/v1/statuses", status="@bob yes", in_reply_to_id=post)
        assert page.next("numbers", id=post, favourites=3, replies=1), "the last word is right"
        heard, until = [], time.monotonic() + 1.5
        while time.monotonic() < until:
            heard.append(page.next("numbers", seconds=.5))
        assert all(one is None or one["id"] != private for one in heard), heard


def what_is_edited_or_gone_is_named(room):
    with room.page() as page:
        page.next("counts")
        post = room.bob.post("/api/v1/statuses", status="once").json["id"]
        room.bob.ask("PUT", f"/api/v1/statuses/{post}", {"status": "twice"})
        assert page.next("edited", id=post)
        room.bob.delete(f"/api/v1/statuses/{post}")
        assert page.next("gone", id=post)


def an_announcement_is_shown_reacted_to_and_dismissed(room):
    with room.page() as page:
        page.next("counts")
        assert "The moot begins" not in page.browser.get("/home").text
        room.server.member("boss", role="owner")
        boss = Browser(room.server)
        boss.sign_in("boss")
        csrf = boss.get("/home").form("/home")["fields"]["csrf"]
        assert boss.ask("POST", "/admin/announcements", {"csrf": csrf, "text": "The moot begins at *eight*: bring #bread"}).status == 200
        assert page.next("announcement")
        home = page.browser.get("/home")
        assert "The moot begins" in home.text
        token = home.form("/home")["fields"]["csrf"]
        made = room.ada.get("/api/v1/announcements").json[0]["id"]
        assert page.browser.ask("POST", f"/announcements/{made}/react", {"emoji": "🎉"}).status == 403
        assert page.browser.ask("POST", f"/announcements/{made}/react", {"csrf": token, "emoji": "no emoji"}).status == 422
        assert "🎉 1" in page.browser.ask("POST", f"/announcements/{made}/react", {"csrf": token, "emoji": "🎉"}).text
        assert page.next("announcement")
        assert "🎉 1" not in page.browser.ask("POST", f"/announcements/{made}/unreact", {"csrf": token, "emoji": "🎉"}).text
        assert "The moot begins" not in page.browser.ask("POST", f"/announcements/{made}/dismiss", {"csrf": token}).text
        assert "The moot begins" not in page.browser.get("/home").text
        assert room.ada.get("/api/v1/announcements").json[0]["read"] is True


def signing_out_ends_it_and_only_it(room):
    with room.page() as here, room.page() as there:
        here.next("counts")
        there.next("counts")
        home = here.browser.get("/home")
        here.browser.send(home, "/auth/sign_out")
        assert here.ends()
        post = room.bob.post("/api/v1/statuses", status="still here").json["id"]
        assert there.next("new", id=post)


def main(tests):
    passed = 0
    with fixture.Server(sys.argv[1]) as server:
        room = Room(server)
        for test in tests:
            try:
                test(room)
                passed += 1
                print("ok   ", test.__name__.replace("_", " "))
            except Exception as error:  # pylint: disable=broad-except
                print("FAIL ", test.__name__.replace("_", " "), repr(error))
    print(f"{passed} passed, {len(tests) - passed} failed")
    sys.exit(passed != len(tests))


if __name__ == "__main__":
    main([a_visitor_hears_nothing, the_numbers_of_what_waits_come_first_and_when_they_change, a_post_is_new_where_it_belongs,
          somebody_who_is_blocked_is_not_offered, numbers_come_together_once_a_second, what_is_edited_or_gone_is_named,
          an_announcement_is_shown_reacted_to_and_dismissed, signing_out_ends_it_and_only_it])
