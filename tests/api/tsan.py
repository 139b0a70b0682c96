#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The server under ThreadSanitizer and mixed load: several members read, post, mark, follow, delete and listen at once.
Any report of a race fails.

    tsan.py FOLKMOOT [SECONDS]     FOLKMOOT: built with -Db_sanitize=thread (make test-tsan does that)"""
import os
import random
import socket
import sys
import threading
import time

import fixture

READS = ["/api/v1/timelines/home", "/api/v1/timelines/public", "/api/v1/notifications", "/api/v2/notifications", "/api/v1/instance", "/api/v2/search?q=load",
         "/api/v1/bookmarks", "/api/v1/conversations", "/api/v1/trends/tags", "/api/v1/markers?timeline[]=home", "/public/local", "/metrics"]


class Load:
    def __init__(self, server, people):
        self.server, self.people, self.stop = server, people, threading.Event()
        self.posts, self.done, self.wrong = [], 0, []

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

    def listener(self, me):
        """Opens a stream, hears a little, goes; again and again."""
        while not self.stop.is_set():
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=5) as line:
                line.settimeout(.3)
                line.sendall(f"GET /api/v1/streaming/user HTTP/1.1\r\nHost: {self.server.domain}\r\nAuthorization: Bearer {me.token}\r\n\r\n".encode())
                try:
                    for _ in range(5):
                        line.recv(4096)
                except TimeoutError:
                    pass

    def run(self, seconds):
        threads = [threading.Thread(target=self.member, args=(me, i)) for i, me in enumerate(self.people)]
        threads += [threading.Thread(target=self.listener, args=(me,)) for me in self.people[:2]]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.stop.set()
        for thread in threads:
            thread.join(60)


def main():
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20
    os.environ["TSAN_OPTIONS"] = "exitcode=66 second_deadlock_stack=1 " + os.environ.get("TSAN_OPTIONS", "")
    with fixture.Server(sys.argv[1]) as server:
        load = Load(server, [server.member(name) for name in ("ada", "bob", "cyd", "dot")])
        load.run(seconds)
        try:
            server.stop()
        except AssertionError as error:
            load.wrong.append(str(error)[:200])
        log = (server.folder / "log").read_text(errors="replace")
        races = log.count("WARNING: ThreadSanitizer")
        if races:
            print(log[log.index("WARNING: ThreadSanitizer"):][:20000])
    print("\n".join(sorted(set(load.wrong))[:20]))
    print(f"{load.done} requests in {seconds:.0f} s, {races} races, {len(load.wrong)} failures")
    sys.exit(1 if races or load.wrong or load.done < 20 else 0)


if __name__ == "__main__":
    main()
