# SPDX-License-Identifier: AGPL-3.0-or-later
"""Custom emojis and rules: an owner makes them on the command line, beside the running server; apps see them."""
import subprocess
import time

import fixture


def command(server, *words):
    return subprocess.run([server.folkmoot, *words, "--config", str(server.config)], capture_output=True, text=True, timeout=60)


def picture(server, name, width=64):
    file = server.folder / name
    file.write_bytes(fixture.png(width, width, width))
    return str(file)


def until(what, seconds=45):
    """A running server looks every half minute at what commands have changed."""
    for _ in range(seconds * 4):
        if what():
            return True
        time.sleep(.25)
    return False


def an_emoji_is_added_shown_and_taken_away(server):
    ada = server.member("ada")
    before = ada.post("/api/v1/statuses", status="hello :moot: and :nobody:").json
    assert before["emojis"] == []
    assert command(server, "emoji", "add", "moot", picture(server, "moot.png"), "--category", "town").returncode == 0
    assert until(lambda: server.visitor().get("/api/v1/custom_emojis").json), "it is not there"
    listed = server.visitor().get("/api/v1/custom_emojis").json[0]
    assert listed["shortcode"] == "moot" and listed["category"] == "town" and listed["visible_in_picker"]
    for url in (listed["url"], listed["static_url"]):
        answer = server.visitor().get(url)
        assert answer.status == 200 and answer.header("content-type") == "image/png", url
    assert [e["shortcode"] for e in ada.get(f"/api/v1/statuses/{before['id']}").json["emojis"]] == ["moot"], "also in what was shown before"
    assert [e["shortcode"] for e in ada.post("/api/v1/statuses", status=":moot:").json["emojis"]] == ["moot"]
    assert command(server, "emoji", "list").stdout == ":moot:  town\n"
    assert command(server, "emoji", "remove", "moot").returncode == 0
    assert until(lambda: not server.visitor().get("/api/v1/custom_emojis").json), "it is still there"
    assert server.visitor().get(listed["url"]).status == 404, "the file is gone, too"


def what_is_no_emoji_is_refused(server):
    text, large = server.folder / "text.png", server.folder / "large.png"
    text.write_text("no picture")
    large.write_bytes(fixture.png(8, 8) + b"x" * (257 << 10))
    for words, said in ((("bad-name", picture(server, "a.png")), "shortcode"), (("x", picture(server, "b.png")), "shortcode"),
                        (("text", str(text)), "not an image"), (("large", str(large)), "256 KB"), (("none", "/nowhere.png"), "cannot be read")):
        done = command(server, "emoji", "add", *words)
        assert done.returncode == 1 and said in done.stderr, (words, done.stderr)
    assert command(server, "emoji", "remove", "ghost").returncode == 1


def rules_are_numbered_and_end(server):
    assert server.visitor().get("/api/v1/instance/rules").json == []
    for text, more in (("Be kind.", ("--hint", "Or be quiet for a while.")), ("No threats.", ())):
        assert command(server, "rule", "add", text, *more).returncode == 0
    rules = server.visitor().get("/api/v1/instance/rules").json
    assert [(r["text"], r["hint"]) for r in rules] == [("Be kind.", "Or be quiet for a while."), ("No threats.", "")]
    assert command(server, "rule", "list").stdout == "1. Be kind.\n2. No threats.\n"
    assert command(server, "rule", "remove", "1").returncode == 0 and command(server, "rule", "remove", "7").returncode == 1
    assert [r["text"] for r in server.visitor().get("/api/v1/instance/rules").json] == ["No threats."]
    assert command(server, "rule", "add", " ").returncode == 1


if __name__ == "__main__":
    fixture.main([an_emoji_is_added_shown_and_taken_away, what_is_no_emoji_is_refused, rules_are_numbered_and_end])
