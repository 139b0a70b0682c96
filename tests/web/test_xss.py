#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A community of attackers: every text that can be said is one of tests/data/xss, and no page that shows it may do anything.

    test_xss.py FOLKMOOT

The words go in through the API, the forms, the command line, and the heads of pages that are linked to. alert(1) in them becomes the number of the entry, so that a failure
names it. xss.mjs opens the pages in Chromium."""
import html
import http.server
import itertools
import json
import pathlib
import re
import subprocess
import sys
import threading
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "api"), str(HERE)]
import fixture  # noqa: E402
import node  # noqa: E402
import village  # noqa: E402
import walk  # noqa: E402
from browser import Browser  # noqa: E402

DATA = HERE.parent / "data" / "xss"
MARK = "zqx7"
MORE = {"/public/local": 60, "/@:acct": 14, "/notifications": 10}  # all posts stand on the first, all names on the second


def entries():
    """{file: [text]}, numbered."""
    number, out = itertools.count(1), {}
    for file in sorted(DATA.glob("*.txt")):
        lines = [line for line in file.read_text(encoding="utf-8").split("\n") if line]
        out[file.stem] = [line.replace("alert(1)", f"alert({n})") for line, n in zip(lines, number)]
    assert sum(map(len, out.values())) > 500, "the corpus is gone"
    return out


class Hostile:
    """The words of village.py, none of them kind."""

    def __init__(self, corpus):
        texts = [text for name, lines in corpus.items() if name != "names" for text in lines]
        self.count, self.parts = len(texts), [itertools.cycle(x) for x in (corpus["names"], texts, corpus["schemes"])]
        self.tags = itertools.cycle(["onclick", "script", "javascript", "style"])

    def name(self):
        name = next(self.parts[0])
        return name if len(name) <= 30 else re.sub(r"alert\(\d+\)", "alert(1)", name)

    def text(self):
        return next(self.parts[1])

    def address(self):
        return next(self.parts[2])

    def tag(self):
        return next(self.tags)


# --- files that are two things at once ---------------------------------------------------------------------------------------------

def polyglots():
    """(name, kind that is claimed, bytes)"""
    script = b"<script>alert(1)</script><svg onload=alert(1)>"
    png = fixture.png(8, 8)
    svg = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
    return [("a.svg", "image/svg+xml", svg), ("a.png", "image/png", svg), ("a.html", "text/html", script), ("a.png", "image/png", script),
            ("a.html", "text/html", png + script), ("a.png.html", "image/png", png + script), ("a.gif", "image/gif", b"GIF89a/*" + script + b"*/=alert(1)//"),
            ("a.xml", "text/xml", b'<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>'), ("a.js", "text/javascript", b"alert(1)"),
            ("a.mp3", "audio/mpeg", b"ID3\x03\x00\x00\x00\x00\x00\x00" + script), ("a.webp", "image/webp", b"RIFF\x40\x00\x00\x00WEBPVP8 " + script),
            ("a.pdf", "application/pdf", b"%PDF-1.4 1 0 obj<</OpenAction<</S/JavaScript/JS(alert(1))>>>>"), ("a.jpg", "image/jpeg", b"\xff\xd8\xff\xfe\x00\x40" + script)]


def files_are_only_what_they_are(server, member, words):
    kept = []
    for name, kind, data in polyglots():
        answer = village.upload(member, words, data, name, kind)
        if answer.status != 200:
            continue
        made = answer.json
        kept.append(made["url"])
        for url in (made["url"], made["preview_url"]):
            file = walk.raw(server, "GET", url.removeprefix(server.url))
            assert file.status == 200 and re.match(r"(image/(png|jpeg|gif|webp)|video/mp4|audio/\w+)$", file.header("content-type")), (name, file.header("content-type"))
            assert file.header("x-content-type-options") == "nosniff" and "sandbox" in file.header("content-security-policy")
            assert not re.search(rb"<script|<svg|alert\(", file.body), f"{name}: what was smuggled in came out"
    assert kept, "not one was taken: the files are not made well"
    print(f"ok    {len(polyglots())} files that are two things: {len(kept)} taken, and cleaned")
    return kept


# --- what other people's pages say of themselves ----------------------------------------------------------------------------------------

class Site:
    """Pages whose every word in their heads is hostile: for the cards under posts that link to them. Page N has each word as it has to be
    written when N is even, and as it should not be when it is odd."""
    WORDS = ("og:title", "og:description", "og:site_name", "og:image:alt", "og:image", "og:url", "author", "og:type")

    def __init__(self, corpus):
        texts = [text for name, lines in corpus.items() for text in lines]
        size = len(self.WORDS) - 4  # those that cards show
        self.pages = [self.page(n, texts[n * size:(n + 1) * size], corpus["schemes"]) for n in range((len(texts) + size - 1) // size)]
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page = site.pages[int(self.path.strip("/")) % len(site.pages)]
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.origin = f"http://news.localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def page(self, n, texts, schemes):
        said = dict(zip(self.WORDS, [*texts, *[texts[-1]] * 4][:4]))
        said.update({"og:image": schemes[n % len(schemes)], "og:url": schemes[(n + 7) % len(schemes)], "author": texts[0], "og:type": "article"})
        write = html.escape if n % 2 == 0 else lambda text: text.replace('"', "&quot;") if n % 3 else text
        lines = "".join(f'<meta property="{name}" name="{name}" content="{write(text)}">' for name, text in said.items())
        oembed = f'<link rel="alternate" type="application/json+oembed" href="{write(schemes[n % len(schemes)])}">'
        return f"<!doctype html><html><head>{lines}{oembed}<title>{write(texts[0])}</title></head><body>x</body></html>".encode(errors="replace")


def cards_say_what_pages_say(server, members, site):
    """A post for each page, by turns; and they are there."""
    for n in range(len(site.pages)):
        village.good(members[n % len(members)].post("/api/v1/statuses", status=f"{site.origin}/{n}", language="en"))
    count = lambda: server.sql("SELECT COUNT(*) FROM preview_card WHERE url LIKE ? AND fetched_at > 0", site.origin + "/%")[0][0]
    end = time.monotonic() + 60
    while count() < len(site.pages) and time.monotonic() < end:
        time.sleep(.1)
    titled = server.sql("SELECT COUNT(*) FROM preview_card WHERE url LIKE ? AND title <> ''", site.origin + "/%")[0][0]
    assert count() == len(site.pages) and titled > len(site.pages) * .8, (count(), titled, len(site.pages))
    shown = Browser(server).get("/public/local").body.count('class="link-card')
    assert shown > 10, f"{shown} cards on the first page"
    print(f"ok    {titled} cards of {len(site.pages)} pages")


# --- what comes back at once --------------------------------------------------------------------------------------------------------

PAYLOADS = [f'"><img src=x onerror=alert(1)>{MARK}', f"'><svg onload=alert(2)>{MARK}", f'" autofocus onfocus=alert(3) x="{MARK}', f"javascript:alert(4)//{MARK}",
            f"</script><script>alert(5)</script>{MARK}", f"</title><img src=x onerror=alert(6)>{MARK}", f"//evil.example/{MARK}", f"data:text/html,<script>alert(7)</script>{MARK}",
            f"{{{{alert(8)}}}}${{alert(8)}}{MARK}", f"</textarea><img src=x onerror=alert(9)>{MARK}"]


def parameters():
    """Every name that a page reads."""
    text = "".join(file.read_text() for folder in ("src/web", "src/app", "src/social") for file in sorted((walk.ROOT / folder).glob("*.c")))
    names = set(re.findall(r'param_\w+\(\s*cx->params,\s*"([a-z_]+)(?:\[\])?"', text)) - {"csrf"}
    assert "next" in names and len(names) > 20
    return sorted(names)


def reflections(server, browser, values):
    """Addresses whose page says what the address said."""
    out, names = [], parameters()
    for route in walk.Table().rows:
        if "*" in route.pattern:
            continue
        plain = walk.filled(route.pattern, values)
        for n, payload in enumerate(PAYLOADS):
            query = urllib.parse.urlencode({name: payload for name in names})
            paths = [plain.split("?")[0] + "?" + query, re.sub(r":\w+", urllib.parse.quote(payload, safe=""), route.pattern)]
            if "?" in plain:
                paths.append(plain + "&" + urllib.parse.urlencode({"state": payload, "scope": payload}))
            for path in paths:
                try:
                    page = browser.ask("GET", path, follow=False)
                except OSError as error:
                    raise AssertionError(f"no answer to {path}") from error
                leads_home(server, page, path)
                if MARK in page.body and page.status not in (302, 303):
                    out.append(path)
    return out


def leads_home(server, page, path):
    location = page.header("location")
    assert not location or location.startswith(server.url + "/") or (location.startswith("/") and not re.match(r"/[/\\\t\n]", location)) or location.startswith("https://app.example/"), \
        f"{path} leads to {location}"


def what_forms_say(server, browser, pages):
    """Every form there is, sent with hostile words in each field: the pages that say them back."""
    out, done = [], set()
    for path in pages:
        page = browser.ask("GET", path, follow=False)
        if page.status != 200 or "html" not in (page.header("content-type") or ""):
            continue
        for form in page.forms:
            action = form["action"] or path
            if form["method"] != "post" or action in done or action.startswith(("/auth/sign_out", "/settings/delete")):
                continue
            done.add(action)
            for payload in PAYLOADS[:3]:
                values = {name: value if name == "csrf" else payload for name, value in form["fields"].items()}
                answer = browser.ask("POST", action, values, follow=False)
                leads_home(server, answer, action)
                if MARK in answer.body and "html" in (answer.header("content-type") or ""):
                    out.append({"from": action, "html": answer.body})
    print(f"ok    {len(done)} forms sent")
    return out


def next_leads_home(server, corpus):
    """Where one goes after signing in."""
    count = 0
    for scheme in corpus["schemes"]:
        browser = Browser(server)
        page = browser.get("/auth/sign_in?next=" + urllib.parse.quote(scheme, safe=""))
        said = page.form("/auth/sign_in")["fields"].get("next", "")
        if count < 12:
            answer = browser.send(page, "/auth/sign_in", follow=False, login="bob", password="correct horse", next=scheme)
            assert answer.status == 303
            leads_home(server, answer, scheme)
            count += 1
        assert not re.match(r"\s*\w+:|/[/\\]", said) or said == scheme, (scheme, said)
    print(f"ok    {len(corpus['schemes'])} ways to lead somebody away after signing in")


# --- all together ----------------------------------------------------------------------------------------------------------------------

def main():
    node.packages()
    corpus = entries()
    words = Hostile(corpus)
    small = "--small" in sys.argv  # all of the corpus, fewer addresses of each row
    with fixture.Server(sys.argv[1], start=False, config="private_requests = yes\n") as server:
        crowd = ["eve", "mallory", "trudy", "sybil", "oscar", "craig", "chuck", "judy"]
        v = village.Village(server, words, ("ada", "bob", *crowd), posts=words.count)
        files = files_are_only_what_they_are(server, v.members[2], words)
        next_leads_home(server, corpus)
        cards_say_what_pages_say(server, v.members[2:], Site(corpus))
        visitor = Browser(server)
        plan = {"server": server.url, "visits": [], "bodies": []}
        for who, browser in (("visitor", visitor), ("ada", v.browsers["ada"])):
            found = walk.every_page(server, browser, v.values, most=1 if small else 3, more=MORE)
            paths = [path for pattern, list in found.items() if not pattern.startswith("/static/") for path, status in list if status not in (302, 303) and "/exports/" not in path]
            said = reflections(server, browser, v.values)
            # With the policy not feeds: the browser gives them a style of its own.
            plan["visits"] += [{"who": who, "path": path, "policy": n % (6 if small else 3) == 0 and not re.search(r"\.(rss|atom|xml)", path)} for n, path in enumerate(paths)]
            plan["visits"] += [{"who": who, "path": path} for path in said[::1 + len(said) // (20 if small else 60)]]
            print(f"ok    {who}: {len(paths)} pages, {len(said)} that say what the address said")
            if who == "ada":
                plan["bodies"] = what_forms_say(server, v.browsers["bob"], paths)[::3 if small else 1]
        plan["visits"] += [{"who": "visitor", "path": url.removeprefix(server.url)} for url in files]
        plan["cookies"] = {"visitor": {}, "ada": v.browsers["ada"].cookies, "what forms say back": {}}
        file = server.folder / "plan.json"
        file.write_text(json.dumps(plan))
        done = subprocess.run(["node", str(HERE / "xss.mjs"), str(file)], timeout=500, check=False)
    print("1 passed, 0 failed" if done.returncode == 0 else "0 passed, 1 failed")
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
