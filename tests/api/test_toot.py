# SPDX-License-Identifier: AGPL-3.0-or-later
"""toot, Debian's client for the command line, without a browser: it signs in by password, which the setting password_grant allows."""
import os
import re
import subprocess

import fixture


class Toot:
    """One person's toot, with a configuration of its own. Each call returns what it printed."""

    def __init__(self, server, name):
        self.folder = server.folder / ("toot-" + name)
        self.name = name
        self.environment = {**os.environ, "XDG_CONFIG_HOME": str(self.folder), "TOOT_POST_VISIBILITY": "public"}

    def __call__(self, *words, typed=None, fails=False):
        done = subprocess.run(["toot", *map(str, words)], input=typed, capture_output=True, text=True, timeout=60, env=self.environment, check=False)
        assert (done.returncode != 0 or "error" in done.stderr.lower()) == fails, f"toot {words}: {done.stdout}{done.stderr}"
        return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)

    def login(self, server):
        words = ["login_cli", "--no-color", "--disable-https", "-i", server.domain, "-e", f"{self.name}@example.org"]
        return self(*words, typed="correct horse\n")


def post_id(printed):
    return re.search(r"/@\w+/(\d+)", printed)[1]


def signs_in_and_knows_who_it_is(server):
    printed = TOOTS["ada"].login(server)
    assert "4.5.0 (compatible; Folkmoot" in printed and "Test community" in printed
    TOOTS["bob"].login(server)
    assert "@ada" in TOOTS["ada"]("whoami") and f"ada@{server.domain}" in TOOTS["ada"]("auth")
    assert "Test community" in TOOTS["ada"]("instance", "--disable-https", server.domain)


def posts_follows_and_reads_timelines(server):
    ada, bob = TOOTS["ada"], TOOTS["bob"]
    id = post_id(ada("post", "Tea at five? #teatime", "--no-color"))
    assert "now following" in bob("follow", "ada").lower()
    home = bob("timeline", "--once", "--no-color")
    assert "Tea at five? #teatime" in home and "@ada" in home
    assert "Tea at five?" in bob("timeline", "--once", "--public", "--local") and "Tea at five?" in bob("timeline", "--once", "--tag", "teatime")
    assert "@bob" in ada("followers", "ada") and "@ada" in bob("following", "bob")
    reply = post_id(bob("post", "@ada gladly", "--reply-to", id))
    thread = ada("thread", id, "--no-color")
    assert thread.index("Tea at five?") < thread.index("gladly")
    assert "gladly" in ada("notifications") and "mentioned" in ada("notifications")
    assert "deleted" in bob("delete", reply).lower()
    assert "gladly" not in ada("thread", id)


def marks_posts_and_the_author_hears_of_it(server):
    ada, bob = TOOTS["ada"], TOOTS["bob"]
    id = post_id(ada("post", "worth marking"))
    for word in ("favourite", "reblog", "bookmark"):
        assert "ed" in bob(word, id)
    assert "worth marking" in bob("bookmarks", "--once")
    assert "bob" in ada("reblogged_by", id)
    heard = ada("notifications")
    assert "favourited your post" in heard.lower().replace("status", "post") and "reblogged your post" in heard.lower().replace("status", "post")
    for word in ("unfavourite", "unreblog", "unbookmark"):
        bob(word, id)
    assert "worth marking" not in bob("bookmarks", "--once") and "bob" not in ada("reblogged_by", id)
    bob("mute", "ada")
    bob("unmute", "ada")
    bob("block", "ada")
    assert "blocked" in bob("unblock", "ada").lower()


def uploads_pictures(server):
    ada, file = TOOTS["ada"], server.folder / "tea.png"
    file.write_bytes(fixture.png(60, 40))
    assert "http" in ada("upload", file, "--description", "a cup")
    id = post_id(ada("post", "my cup", "--media", file, "--description", "a cup of tea"))
    media = server.visitor().get(f"/api/v1/statuses/{id}").json["media_attachments"]
    assert [(m["type"], m["description"]) for m in media] == [("image", "a cup of tea")]


def searches(server):
    found = TOOTS["bob"]("search", "teatime")
    assert "teatime" in found
    assert "@ada" in TOOTS["bob"]("search", "ada") and "ada" in TOOTS["bob"]("whois", "ada")
    assert "#teatime" in (TOOTS["bob"]("tags_follow", "teatime") + TOOTS["bob"]("tags_followed"))


def tells_what_went_wrong(server):
    assert "not found" in TOOTS["bob"]("delete", "1", fails=True).lower()
    stranger = Toot(server, "eve")
    words = ["login_cli", "--no-color", "--disable-https", "-i", server.domain, "-e", "ada@example.org"]
    assert "Login failed" in stranger(*words, typed="wrong horse\n", fails=True)


TOOTS = {}


def two_members_have_toot(server):
    server.stop()
    server.setting("password_grant", "yes")
    server.start()
    for name in ("ada", "bob"):
        server.member(name)
        TOOTS[name] = Toot(server, name)


fixture.main([two_members_have_toot, signs_in_and_knows_who_it_is, posts_follows_and_reads_timelines, marks_posts_and_the_author_hears_of_it,
              uploads_pictures, searches, tells_what_went_wrong])
