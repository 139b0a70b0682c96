#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The server under ThreadSanitizer and mixed load: several members read, post, mark, follow, delete and listen at once, by the API and
on the pages: a few of each row of web/routes.def, and the streams of both. Any report of a race fails.

    tsan.py FOLKMOOT MEDIA-WORKER [SECONDS]     FOLKMOOT: built with -Db_sanitize=thread (make test-tsan does that)

The media worker is one without a sanitizer: what it may ask of the system is too little for ThreadSanitizer, and it has one thread."""
import os
import pathlib
import random
import shutil
import socket
import sys
import tempfile
import threading
import time

import fixture

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "web"))
import village  # noqa: E402
import walk  # noqa: E402
from browser import Browser  # noqa: E402

READS = ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/notifications", "/api/v2/notifications", "/api/v1/instance", "/api/v2/search?q=load",
         "/api/v1/bookmarks", "/api/v1/conversations", "/api/v1/trends/tags", "/api/v1/markers?timeline[]=home", "/public/local", "/metrics"]


STREAMS = ["user", "public", "public/local", "hashtag?tag=load", "user/notification", "direct"]


def cookies(browser):
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


def pages(server, browser, values):
    """A few addresses of each row."""
    found = walk.every_page(server, browser, values, most=2)
    return [path for paths in found.values() for path, status in paths if status < 500]


class Load:
    def __init__(self, server, people, browsers):
        self.server, self.people, self.browsers, self.stop = server, people, browsers, threading.Event()
        self.posts, self.done, self.shown, self.wrong = [], 0, 0, []

    def act(self, me, dice):
        what, post = dice.randrange(10), dice.choice(self.posts[-30:] or ["1"])
        if what < 4:
            return me.get(dice.choice(READS))
        if what < 6:
            made = me.post("/api/v1/statuses", status=f"load {dice.random()} #load @{dice.choice(self.people).name}", visibility=dice.choice(["public", "private", "direct"]))
            self.posts.append(made.json["id"])
            return made
        if what == 6:
            return me.post(f"/api/v1/statuses/{post}/{dice.choice(['favourite', 'unfavourite', 'reblog', 'unreblog', 'bookmark'])}")
        if what == 7:
            return me.post(f"/api/v1/accounts/{dice.choice(self.people).id}/{dice.choice(['follow', 'unfollow', 'mute', 'unmute'])}")
        if what == 8:
            return me.delete(f"/api/v1/statuses/{post}")
        return me.get(f"/api/v1/statuses/{post}/context")

    def member(self, me, seed):
        dice = random.Random(seed)
        while not self.stop.is_set():
            try:
                answer = self.act(me, dice)
                if answer.status >= 500:
                    self.wrong.append(f"{answer.status}: {answer.body[:200]}")
                self.done += 1
            except Exception as error:
                self.wrong.append(repr(error))
                return

    def reader(self, browser, paths, seed):
        """Goes through the pages, and now and then presses a button."""
        dice = random.Random(seed)
        while not self.stop.is_set():
            page = browser.ask("GET", dice.choice(paths), follow=False)
            if page.status >= 500:
                self.wrong.append(f"{page.status}: {page.body[:200]}")
            self.shown += 1
            act = next((form for form in page.forms if form["fields"].get("csrf")), None)
            if act and self.posts and browser.cookies.get("folkmoot") and dice.randrange(4) == 0:
                what = dice.choice(["favourite", "unfavourite", "reblog", "unreblog", "bookmark", "mute"]).replace("reblog", "boost")
                browser.ask("POST", f"/statuses/{dice.choice(self.posts[-30:])}/{what}", {"csrf": act["fields"]["csrf"]}, follow=False)

    def listener(self, headers, paths, seed):
        """Opens a stream, hears a little, goes; again and again."""
        dice = random.Random(seed)
        while not self.stop.is_set():
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=5) as line:
                line.settimeout(.3)
                line.sendall(f"GET {dice.choice(paths)} HTTP/1.1\r\nHost: {self.server.domain}\r\n{headers}\r\n\r\n".encode())
                try:
                    for _ in range(5):
                        line.recv(4096)
                except TimeoutError:
                    pass

    def try_to(self, what, *words):
        try:
            what(*words)
        except Exception as error:
            self.wrong.append(repr(error))

    def run(self, seconds, paths):
        works = [(self.member, me, i) for i, me in enumerate(self.people)]
        works += [(self.reader, browser, paths[browser.cookies.get("folkmoot") is not None], i) for i, browser in enumerate(self.browsers)]
        works += [(self.listener, f"Authorization: Bearer {me.token}", ["/api/v1/streaming/" + name for name in STREAMS], i) for i, me in enumerate(self.people[:2])]
        works += [(self.listener, f"Cookie: {cookies(browser)}", ["/events"], i) for i, browser in enumerate(self.browsers[:2])]
        threads = [threading.Thread(target=self.try_to, args=work) for work in works]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.stop.set()
        for thread in threads:
            thread.join(60)


def main():
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 30
    os.environ["TSAN_OPTIONS"] = "exitcode=66 second_deadlock_stack=1 " + os.environ.get("TSAN_OPTIONS", "")
    with tempfile.TemporaryDirectory() as folder, fixture.Server(shutil.copy(sys.argv[1], folder), start=False) as server:
        shutil.copy(sys.argv[2], folder)  # beside the program is where it looks
        v = village.Village(server, village.Kind(), ("ada", "bob", "cyd", "dot"), posts=12)
        visitor = Browser(server)
        load = Load(server, v.members, [v.browsers["ada"], v.browsers["bob"], visitor])
        load.run(seconds, [pages(server, visitor, v.values), pages(server, v.browsers["ada"], v.values)])
        try:
            server.stop()
        except AssertionError as error:
            load.wrong.append(str(error)[:200])
        log = (server.folder / "log").read_text(errors="replace")
        races = log.count("WARNING: ThreadSanitizer")
        if races:
            print(log[log.index("WARNING: ThreadSanitizer"):][:20000])
    print("\n".join(sorted(set(load.wrong))[:20]))
    print(f"{load.done} requests, {load.shown} pages in {seconds:.0f} s, {races} races, {len(load.wrong)} failures")
    sys.exit(1 if races or load.wrong or load.done < 20 or load.shown < 50 else 0)


if __name__ == "__main__":
    main()
