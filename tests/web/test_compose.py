#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hostile compose forms, byte by byte: what they may not do, and that what was typed comes back."""
import html
import http.client
import pathlib
import re
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))
import fixture  # noqa: E402
from browser import Browser, Page  # noqa: E402

PICTURE = ("p.png", "image/png", fixture.png(24, 16))
PEOPLE = {}


def people(server):
    if not PEOPLE:
        for name in ("ada", "bob"):
            PEOPLE[name] = server.member(name)
            PEOPLE[name].browser = Browser(server)
            PEOPLE[name].browser.sign_in(name)
    return PEOPLE["ada"], PEOPLE["bob"]


def token(browser):
    return html.unescape(re.search(r'name="csrf" value="([^"]+)"', browser.get("/compose").body).group(1))


def send(browser, fields, files=None, path="/compose", headers=None):
    """fields: a list of pairs. Always multipart, never followed."""
    body, kind = fixture.multipart(fields, files or {})
    connection = http.client.HTTPConnection("127.0.0.1", browser.server.port, timeout=60)
    head = {"Cookie": "; ".join(f"{k}={v}" for k, v in browser.cookies.items()), "Content-Type": kind, **(headers or {})}
    connection.request("POST", path, body, head)
    reply = connection.getresponse()
    page = Page(path, reply.status, reply.getheaders(), reply.read())
    connection.close()
    return page


def compose(browser, *fields, files=None, **more):
    return send(browser, [("csrf", token(browser)), ("visibility", "public"), *fields, *more.items()], files)


def problem(page):
    assert page.status in (404, 413, 422), page.status
    return html.unescape(re.search(r'id="compose-problem"[^>]*>([^<]*)<', page.body).group(1))


def newest(member):
    return member.get(f"/api/v1/accounts/{member.id}/statuses").json[0]


def posts_of(member):
    return len(member.get(f"/api/v1/accounts/{member.id}/statuses?limit=40").json)


def upload(browser, file=PICTURE):
    page = send(browser, [("csrf", token(browser))], {"file": file}, "/compose/media")
    assert page.status == 200, page.text
    return re.search(r'data-attached="(\d+)"', page.body).group(1)


# --- tokens and strangers ---------------------------------------------------------------------------------------------------------


def nothing_is_taken_without_the_token_of_the_form(server):
    ada, bob = people(server)
    before = posts_of(ada)
    for csrf in ([], [("csrf", "")], [("csrf", "x" * 64)], [("csrf", token(bob.browser))]):
        assert send(ada.browser, [*csrf, ("status", "Forged")]).status == 403
        assert send(ada.browser, csrf, {"file": PICTURE}, "/compose/media").status == 403
        assert send(ada.browser, [*csrf, ("choices[]", "0")], path="/polls/1/votes").status == 403
    assert posts_of(ada) == before


def a_visitor_is_led_to_sign_in(server):
    people(server)
    visitor = Browser(server)
    for path in ("/compose", "/scheduled", "/compose/complete?q=@a", "/compose/emoji"):
        page = visitor.get(path, follow=False)
        assert page.status == 303 and page.header("location").startswith("/auth/sign_in"), path
    assert send(visitor, [("status", "Nobody")]).status == 303


def files_of_others_cannot_be_attached_described_or_looked_at(server):
    ada, bob = people(server)
    theirs, before = upload(bob.browser), posts_of(ada)
    page = compose(ada.browser, ("status", "Mine now"), ("media_ids[]", theirs), (f"media_attributes[{theirs}][id]", theirs), (f"media_attributes[{theirs}][description]", "stolen"))
    assert "not found or already attached" in problem(page) and posts_of(ada) == before
    assert f'data-attached="{theirs}"' not in page.body, "it is not even shown"
    page = compose(ada.browser, ("status", "Words only"), (f"media_attributes[{theirs}][id]", theirs), (f"media_attributes[{theirs}][description]", "stolen"))
    assert page.status == 303
    assert ada.browser.get(f"/compose/media/{theirs}").status == 404
    assert not bob.get(f"/api/v1/media/{theirs}").json["description"]


def posts_of_others_cannot_be_edited_replaced_or_cancelled(server):
    ada, bob = people(server)
    id = bob.post("/api/v1/statuses", status="Bob's words").json["id"]
    later = bob.post("/api/v1/statuses", status="Bob's plan", scheduled_at="2030-01-01T10:00:00Z").json["id"]
    for field, value in (("edit", id), ("redraft", id), ("scheduled", later)):
        assert ada.browser.get(f"/compose?{field}={value}").status == 404
        assert compose(ada.browser, ("status", "Changed"), (field, value)).status == 404
    page = ada.browser.get("/scheduled")
    csrf = page.form("/home")["fields"]["csrf"]
    assert ada.browser.ask("POST", f"/scheduled/{later}/cancel", {"csrf": csrf}).status == 404
    assert bob.get(f"/api/v1/statuses/{id}").json["content"] == "<p>Bob&#39;s words</p>"
    assert bob.get(f"/api/v1/scheduled_statuses/{later}").json["params"]["text"] == "Bob's plan"


def what_may_not_be_seen_may_not_be_answered_or_quoted(server):
    ada, bob = people(server)
    id = bob.post("/api/v1/statuses", status="Between us", visibility="direct").json["id"]
    for name in ("reply", "quote", "edit", "redraft"):
        assert ada.browser.get(f"/compose?{name}={id}").status == 404, name
    before = posts_of(ada)
    assert "does not appear to exist" in problem(compose(ada.browser, ("status", "I saw that"), ("in_reply_to_id", id)))
    assert "does not appear to exist" in problem(compose(ada.browser, ("status", "I saw that"), ("quoted_status_id", id)))
    assert ada.browser.get(f"/@bob/{id}/history").status == 404
    assert posts_of(ada) == before


# --- what a form may hold -----------------------------------------------------------------------------------------------------------


def too_many_files_are_refused_before_they_are_read(server):
    ada, _ = people(server)
    before = server.sql("SELECT COUNT(*) FROM media")[0][0]
    page = compose(ada.browser, ("status", "Five"), files={f"files[{n}][file]": PICTURE for n in range(5)})
    assert "can have 4 files; these are 5" in problem(page) and ">\nFive</textarea>" in page.body
    assert server.sql("SELECT COUNT(*) FROM media")[0][0] == before
    page = compose(ada.browser, ("status", "Many"), files={f"files[{n}][file]": PICTURE for n in range(60)})
    assert "these are 60" in problem(page)


def what_is_no_picture_is_refused_whatever_it_is_called(server):
    ada, _ = people(server)
    for name, kind, data in (("a.png", "image/png", b"<script>alert(1)</script>"), ("b.svg", "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
                             ("c.html", "text/html", b"<!doctype html><p>x"), ("d.png", "image/png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64), ("\"><b>.png", "image/png", b"x")):
        page = compose(ada.browser, ("status", "Look"), files={"files[0][file]": (name.replace('"', "%22"), kind, data)})
        assert problem(page) and "<b>" not in page.body, name
        assert send(ada.browser, [("csrf", token(ada.browser))], {"file": (name.replace('"', "%22"), kind, data)}, "/compose/media").status == 422, name
    assert send(ada.browser, [("csrf", token(ada.browser))], path="/compose/media").status == 422


def what_was_typed_comes_back_and_is_only_text(server):
    ada, _ = people(server)
    evil = "</textarea><script>alert(1)</script>\n\n \"'<img src=x onerror=alert(1)>"
    page = compose(ada.browser, ("status", evil + "x" * 1000), ("with_warning", "1"), ("spoiler_text", evil), ("with_poll", "1"), ("poll[options][]", evil), ("poll[options][]", "b"),
                   ("poll[expires_in]", "3600"), ("language", "\"><script>"), ("next", "javascript:alert(1)"), ("into", "\"><script>"), ("key", "\"><script>"), ("with_schedule", "1"), ("schedule", evil))
    assert problem(page)
    assert "<script>alert" not in page.body and "onerror=alert(1)>" not in page.body and "javascript:" not in page.body
    typed = html.unescape(re.search(r'<textarea[^>]*name="status"[^>]*>\n(.*?)</textarea>', page.body, re.S).group(1))
    assert typed == evil.replace("\r", "") + "x" * 1000


def hostile_fields_are_refused_in_words(server):
    ada, bob = people(server)
    before = posts_of(ada)
    for fields, said in (
            ([("status", "")], "can't be blank"),
            ([("status", "x"), ("visibility", "everybody")], "not included in the list"),
            ([("status", "x"), ("with_poll", "1"), ("poll[options][]", "one")], "at least two"),
            ([("status", "x"), ("with_poll", "1"), *[("poll[options][]", str(n)) for n in range(40)], ("poll[expires_in]", "3600")], "more than 8"),
            ([("status", "x"), ("with_poll", "1"), ("poll[options][]", "a"), ("poll[options][]", "b"), ("poll[expires_in]", "-5")], "too short"),
            ([("status", "x"), ("with_schedule", "1"), ("schedule", "")], "When shall it be posted"),
            ([("status", "x"), ("with_schedule", "1"), ("schedule", "2030-99-99T99:99")], "When shall it be posted"),
            ([("status", "x"), ("media_ids[]", "-1")], "not found"),
            ([("status", "x"), ("media_ids[]", "9" * 30)], "not found"),
            ([("status", "x"), ("in_reply_to_id", "12345")], "does not appear to exist"),
            ([("status", "x"), ("edit", "12345")], ""),
    ):
        page = send(ada.browser, [("csrf", token(ada.browser)), *fields])
        assert said in problem(page), (fields, problem(page))
    assert posts_of(ada) == before


def a_description_is_bounded_and_a_focus_is_two_numbers(server):
    ada, _ = people(server)
    id = upload(ada.browser)
    attached = [("status", "x"), ("media_ids[]", id), (f"media_attributes[{id}][id]", id)]
    assert "1500" in problem(compose(ada.browser, *attached, (f"media_attributes[{id}][description]", "x" * 1501)))
    assert "two numbers" in problem(compose(ada.browser, *attached, (f"media_attributes[{id}][focus]", "a,b")))
    assert compose(ada.browser, *attached, (f"media_attributes[{id}][description]", "a\r\nb"), (f"media_attributes[{id}][focus]", "0.5,-1")).status == 303
    media = newest(ada)["media_attachments"][0]
    assert media["description"] == "a\nb" and media["meta"]["focus"] == {"x": 0.5, "y": -1.0}


def a_body_that_is_cut_off_or_nonsense_changes_nothing(server):
    ada, _ = people(server)
    before, cookie = posts_of(ada), "; ".join(f"{k}={v}" for k, v in ada.browser.cookies.items())
    for kind, body in (("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"status\"\r\n\r\nhalf"), ("multipart/form-data", b"--x--"),
                       ("application/json", b"{\"status\":"), ("multipart/form-data; boundary=x", b"")):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("POST", "/compose", body, {"Cookie": cookie, "Content-Type": kind})
        assert connection.getresponse().status in (400, 403), kind
        connection.close()
    assert posts_of(ada) == before


def sending_at_once_many_times_posts_once(server):
    ada, _ = people(server)
    before, fields = posts_of(ada), [("csrf", token(ada.browser)), ("key", "k" * 43), ("status", "Once"), ("visibility", "public")]
    replies = []
    threads = [threading.Thread(target=lambda: replies.append(send(ada.browser, fields, {"files[0][file]": PICTURE}).status)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replies == [303] * 6 and posts_of(ada) == before + 1


def a_redraft_that_is_refused_leaves_the_old_post_alone(server):
    ada, _ = people(server)
    id = upload(ada.browser)
    assert compose(ada.browser, ("status", "The old one"), ("media_ids[]", id)).status == 303
    old = newest(ada)["id"]
    assert "limit of 1000" in problem(compose(ada.browser, ("status", "x" * 1001), ("media_ids[]", id), ("redraft", old)))
    assert ada.get(f"/api/v1/statuses/{old}").json["media_attachments"][0]["id"] == id
    assert compose(ada.browser, ("status", "The new one"), ("media_ids[]", id), ("redraft", old)).status == 303
    assert ada.get(f"/api/v1/statuses/{old}").status == 404
    assert newest(ada)["media_attachments"][0]["id"] == id


def votes_are_counted_once_and_only_for_what_there_is(server):
    ada, bob = people(server)
    poll = ada.ask("POST", "/api/v1/statuses", json_body={"status": "Which?", "poll": {"options": ["a", "b"], "expires_in": 3600}}).json["poll"]["id"]
    def vote(browser, *choices):
        return send(browser, [("csrf", token(browser)), *[("choices[]", c) for c in choices]], path=f"/polls/{poll}/votes").status
    assert [vote(bob.browser), vote(bob.browser, "2"), vote(bob.browser, "x"), vote(bob.browser, "0", "1"), vote(ada.browser, "0")] == [422] * 5
    assert [vote(bob.browser, "1"), vote(bob.browser, "0")] == [303, 422]
    assert [o["votes_count"] for o in bob.get(f"/api/v1/polls/{poll}").json["options"]] == [0, 1]


def completion_takes_anything_that_can_be_typed(server):
    ada, _ = people(server)
    for q in ("", "@", "#", ":", "@a", "@ada@", "@" + "x" * 3000, "#%22", ":%00", "%F0%9F%98%80", "@%22%3E%3Cscript%3E", "#*", ":_", "x", ":GRIN"):
        page = ada.browser.get("/compose/complete?q=" + q.replace("#", "%23"))
        assert page.status in (200, 400) and "<script>" not in page.body, q
    assert 'data-insert="@ada"' in ada.browser.get("/compose/complete?q=@ad").body
    assert "😀" in ada.browser.get("/compose/complete?q=:grin").body


def emoji_of_the_community_are_offered_first(server):
    ada, _ = people(server)
    picture = server.folder / "blob.png"
    picture.write_bytes(fixture.png(20, 20))
    server.stop()
    server.command("emoji", "add", "grinblob", str(picture))
    server.start()
    page = ada.browser.get("/compose/complete?q=:grin").body
    assert page.index('data-insert=":grinblob:"') < page.index("😀")
    assert 1 < page.count('role="option"') <= 8
    picker = ada.browser.get("/compose/emoji").body
    assert picker.index(":grinblob:") < picker.index("😀") and picker.count("data-insert") > 300


if __name__ == "__main__":
    fixture.main([
        nothing_is_taken_without_the_token_of_the_form, a_visitor_is_led_to_sign_in, files_of_others_cannot_be_attached_described_or_looked_at,
        posts_of_others_cannot_be_edited_replaced_or_cancelled, what_may_not_be_seen_may_not_be_answered_or_quoted, too_many_files_are_refused_before_they_are_read,
        what_is_no_picture_is_refused_whatever_it_is_called, what_was_typed_comes_back_and_is_only_text, hostile_fields_are_refused_in_words,
        a_description_is_bounded_and_a_focus_is_two_numbers, a_body_that_is_cut_off_or_nonsense_changes_nothing, sending_at_once_many_times_posts_once,
        a_redraft_that_is_refused_leaves_the_old_post_alone, votes_are_counted_once_and_only_for_what_there_is, completion_takes_anything_that_can_be_typed,
        emoji_of_the_community_are_offered_first,
    ])
