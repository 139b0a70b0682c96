# SPDX-License-Identifier: AGPL-3.0-or-later
"""Preview cards: a page on this machine is asked what it says about itself, with care."""
import http.server
import sys
import threading
import time

import fixture

PAGE = """<!doctype html><html lang="en-GB"><head><title>plain</title><meta property="og:title" content="A &lt;i&gt;story&lt;/i&gt;">
<meta property="og:description" content="What happened"><meta property="og:site_name" content="The News"><meta name="author" content="Grace">
<meta property="og:image" content="/picture.png"><meta property="article:published_time" content="2026-11-20T10:00:00Z"></head><body>x</body></html>"""


class Site:
    """Pages on a port of their own; `asked` has (path, User-Agent)."""

    def __init__(self, name, elsewhere=""):
        site = self
        self.asked = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append((self.path, self.headers["user-agent"]))
                try:
                    site.answer(self, self.path.split("?")[0])
                except OSError:
                    pass # it has gone away, as it should

            def log_message(self, *words):
                pass

        self.elsewhere, self.lock, self.waiting, self.most_waiting = elsewhere, threading.Lock(), 0, 0
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.origin = f"http://{name}.localhost:{self.server.server_port}" # RFC 6761, 6.3: libcurl knows it; an address alone is no link
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, to, path):
        if path.startswith("/hop/"):
            left = int(path[5:])
            return self.send(to, 302, b"", location=f"/hop/{left - 1}" if left > 1 else "/story")
        if path == "/away":
            return self.send(to, 302, b"", location=self.elsewhere + "/story")
        if path == "/file":
            return self.send(to, 302, b"", location="file:///etc/passwd")
        if path == "/picture":
            return self.send(to, 200, b"<title>no page</title>", kind="image/png")
        if path == "/error":
            return self.send(to, 500, b"<title>broken</title>")
        if path == "/untitled":
            return self.send(to, 200, b"<p>nothing")
        if path == "/huge":
            return self.endless(to)
        if path == "/wait":
            return self.wait(to)
        if path == "/slow":
            return self.slow(to)
        return self.send(to, 200, PAGE.encode())

    def send(self, to, status, body, kind="text/html; charset=utf-8", location=None):
        to.send_response(status)
        to.send_header("Content-Type", kind)
        to.send_header("Content-Length", str(len(body)))
        if location:
            to.send_header("Location", location)
        to.end_headers()
        to.wfile.write(body)

    def endless(self, to):
        to.send_response(200)
        to.send_header("Content-Type", "text/html")
        to.end_headers()
        to.wfile.write(b"<title>Huge</title></head><body>")
        self.sent = 0
        while self.sent < 100 << 20:
            to.wfile.write(b"x" * 65536)
            self.sent += 65536

    def wait(self, to):
        with self.lock:
            self.waiting += 1
            self.most_waiting = max(self.most_waiting, self.waiting)
        time.sleep(1)
        with self.lock:
            self.waiting -= 1
        self.send(to, 200, PAGE.encode())

    def slow(self, to):
        to.send_response(200)
        to.send_header("Content-Type", "text/html")
        to.end_headers()
        for _ in range(60):
            to.wfile.write(b"<title>Slow</title>")
            to.wfile.flush()
            time.sleep(.5)

    def count(self, path):
        return sum(1 for asked, _ in self.asked if asked == path)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def until(what, seconds=5.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = what()
        if value:
            return value
        time.sleep(.02)
    return None


def jobs_done(server, seconds=5.0):
    assert until(lambda: server.sql("SELECT COUNT(*) FROM job WHERE kind = 'preview_card'") == [(0,)], seconds), "the job did not end"


def card_of(server, member, id):
    jobs_done(server)
    return member.get(f"/api/v1/statuses/{id}").json["card"]


def post(member, text, **more):
    answer = member.post("/api/v1/statuses", status=text, **more)
    assert answer.status == 200, answer.body
    return answer.json


def a_link_gets_its_card(server, site, other):
    ada = server.member("l_ada")
    made = post(ada, f"look: {site.origin}/story#part and {site.origin}/second")
    assert made["card"] is None
    card = card_of(server, ada, made["id"])
    assert card["url"] == site.origin + "/story" and card["title"] == "A <i>story</i>" and card["description"] == "What happened"
    assert card["type"] == "link" and card["provider_name"] == "The News" and card["author_name"] == "Grace" and card["html"] == ""
    assert card["language"] == "en" and card["published_at"] == "2026-11-20T10:00:00.000Z" and card["image"] is None
    assert site.asked == [("/story", site.asked[0][1])] and site.asked[0][1].startswith("Folkmoot/") and server.url in site.asked[0][1]
    found = ada.get("/api/v1/timelines/link", url=site.origin + "/story#other").json
    assert [s["id"] for s in found] == [made["id"]] and found[0]["card"] == card
    uses = server.sql("SELECT u.account_id, u.uses FROM link_use u JOIN preview_card c ON c.id = u.card_id WHERE c.url = ?", card["url"])
    assert uses == [(int(ada.id), 1)]
    again = post(ada, f"again {site.origin}/story")
    assert again["card"] == card and site.count("/story") == 1, "it is known"


def no_page_is_asked_where_no_card_would_be(server, site, other):
    ada = server.member("n_ada")
    quoted = post(ada, "quote me")
    before = len(site.asked)
    post(ada, f"just you {site.origin}/direct", visibility="direct")
    ada.ask("POST", "/api/v1/statuses", json_body={"status": f"{site.origin}/poll", "poll": {"options": ["a", "b"], "expires_in": 3600}})
    post(ada, f"{site.origin}/quoting", quoted_status_id=quoted["id"])
    post(ada, "#tag, @n_ada")
    post(ada, "no link at all")
    assert server.sql("SELECT COUNT(*) FROM job WHERE kind = 'preview_card'") == [(0,)]
    time.sleep(.3)
    assert len(site.asked) == before
    inside = post(ada, f"for followers {site.origin}/inside", visibility="private")
    assert card_of(server, ada, inside["id"])["title"] == "A <i>story</i>"
    assert server.sql("SELECT COUNT(*) FROM link_use u JOIN preview_card c ON c.id = u.card_id WHERE c.url = ?", site.origin + "/inside") == [(0,)]


def an_edit_brings_and_takes_a_card(server, site, other):
    ada = server.member("e_ada")
    made = post(ada, "nothing yet")
    edit = lambda text: ada.ask("PUT", f"/api/v1/statuses/{made['id']}", json_body={"status": text})
    assert edit(f"now {site.origin}/edited").status == 200
    assert card_of(server, ada, made["id"])["url"] == site.origin + "/edited"
    assert edit("nothing again").json["card"] is None
    assert card_of(server, ada, made["id"]) is None


def redirects_are_followed_but_not_for_ever(server, site, other):
    ada = server.member("r_ada")
    for path, title in (("/hop/3", "A <i>story</i>"), ("/hop/4", None), ("/away", "A <i>story</i>"), ("/file", None)):
        card = card_of(server, ada, post(ada, site.origin + path)["id"])
        assert (card and card["title"]) == title, path
        assert not card or card["url"] == site.origin + path
    assert other.count("/story") == 1


def what_is_no_page_gives_no_card_and_is_remembered(server, site, other):
    ada = server.member("w_ada")
    for path in ("/picture", "/error", "/untitled"):
        for _ in range(2):
            assert card_of(server, ada, post(ada, f"{site.origin}{path}")["id"]) is None, path
        assert site.count(path) == 1, "asked once only"
        assert ada.get("/api/v1/timelines/link", url=site.origin + path).status == 404
    server.sql("UPDATE preview_card SET fetched_at = fetched_at - 90000000 WHERE url = ?", site.origin + "/error")
    assert card_of(server, ada, post(ada, f"{site.origin}/error")["id"]) is None
    assert site.count("/error") == 2, "a day later it is asked again"
    assert card_of(server, ada, post(ada, "http://nobody.localhost:1/")["id"]) is None


def an_old_card_is_read_again(server, site, other):
    ada = server.member("o_ada")
    first = post(ada, f"{site.origin}/old")
    card_of(server, ada, first["id"])
    server.sql("UPDATE preview_card SET title = 'Old', fetched_at = fetched_at - 15 * 86400000 WHERE url = ?", site.origin + "/old")
    second = post(ada, f"again {site.origin}/old")
    assert second["card"]["title"] == "Old"
    assert card_of(server, ada, second["id"])["title"] == "A <i>story</i>" and site.count("/old") == 2
    assert server.sql("SELECT u.uses FROM link_use u JOIN preview_card c ON c.id = u.card_id WHERE c.url = ?", site.origin + "/old") == [(2,)]


def a_huge_page_is_cut_and_a_slow_one_left(server, site, other):
    ada = server.member("h_ada")
    assert card_of(server, ada, post(ada, f"{site.origin}/huge")["id"])["title"] == "Huge"
    assert site.sent < 20 << 20, "it hung up"
    begun = time.monotonic()
    slow = post(ada, f"{site.origin}/slow")
    assert time.monotonic() - begun < 2, "nobody waits for it"
    jobs_done(server, 15)
    assert 5 < time.monotonic() - begun < 14 and card_of(server, ada, slow["id"]) is None


def slow_pages_leave_room_for_other_work(server, site, other):
    ada = server.member("s_ada")
    made = [post(ada, f"{site.origin}/wait?page={i}")["id"] for i in range(5)]
    jobs_done(server, 40)
    assert site.most_waiting == 2, site.most_waiting
    assert all(ada.get(f"/api/v1/statuses/{id}").json["card"] for id in made)


def this_machine_is_not_asked_unless_the_operator_says_so(server, site, other):
    before = len(site.asked)
    with fixture.Server(sys.argv[1]) as strict:
        ada = strict.member("p_ada")
        made = post(ada, f"{site.origin}/strict")
        assert card_of(strict, ada, made["id"]) is None
        made = post(ada, site.origin.replace("news.", "other.") + "/strict")
        assert card_of(strict, ada, made["id"]) is None
        assert strict.sql("SELECT COUNT(*) FROM preview_card WHERE title = '' AND fetched_at > 0") == [(2,)]
    assert len(site.asked) == before


def main(tests):
    other = Site("other")
    site, passed = Site("news", other.origin), 0
    with fixture.Server(sys.argv[1], config="private_requests = yes\n") as server:
        for test in tests:
            try:
                test(server, site, other)
                passed += 1
                print("ok   ", test.__name__.replace("_", " "), flush=True)
            except Exception:
                import traceback
                print("FAIL ", test.__name__.replace("_", " "))
                traceback.print_exc()
    site.close()
    other.close()
    print(f"{passed} passed, {len(tests) - passed} failed")
    sys.exit(0 if passed == len(tests) else 1)


if __name__ == "__main__":
    main([a_link_gets_its_card, no_page_is_asked_where_no_card_would_be, an_edit_brings_and_takes_a_card,
          redirects_are_followed_but_not_for_ever, what_is_no_page_gives_no_card_and_is_remembered, an_old_card_is_read_again,
          a_huge_page_is_cut_and_a_slow_one_left, slow_pages_leave_room_for_other_work,
          this_machine_is_not_asked_unless_the_operator_says_so])
