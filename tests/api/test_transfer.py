# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a member takes along arrives elsewhere: export from one community, import into another; archives of Mastodon and Twitter."""
import datetime
import io
import json
import subprocess
import tarfile
import time
import zipfile

import browser
import fixture

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def run(server, *words, timeout=120):
    return subprocess.run([server.folkmoot, *words, "--config", str(server.config)], capture_output=True, text=True, timeout=timeout)


def import_(server, name, file, *more, expect=0):
    done = run(server, "import", name, str(file), *more)
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout if expect == 0 else done.stderr


def upload(client, data, alt):
    answer = client.ask("POST", "/api/v2/media", {"description": alt}, files={"file": ("a.png", "image/png", data)})
    assert answer.status in (200, 202), answer.body
    return answer.json["id"]


def ms(text):
    return int(datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)


def statuses(server, name):
    return server.sql("SELECT s.id, s.created_at, s.html, s.text, s.spoiler_text, s.visibility, s.sensitive, s.language, s.in_reply_to_id, s.quiet FROM status s "
                      "JOIN account a ON a.id = s.account_id WHERE a.username = ? AND s.reblog_of_id IS NULL ORDER BY s.id", name)


def media_of(server, status_id):
    return server.sql("SELECT file, description FROM media WHERE status_id = ? ORDER BY position", status_id)


def media_bytes(server, file):
    return (server.database.parent / "media" / file).read_bytes()


def mastodon_archive(path, items, files=(), kind="zip", prefix=""):
    outbox = json.dumps({"@context": "https://www.w3.org/ns/activitystreams", "id": "outbox.json", "type": "OrderedCollection",
                         "totalItems": len(items), "orderedItems": items}).encode()
    content = [("actor.json", b"{}"), *files, ("outbox.json", outbox)]
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in content:
                archive.writestr(prefix + name, data)
    else:
        with tarfile.open(path, "w:gz") as archive:
            for name, data in content:
                info = tarfile.TarInfo(prefix + name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))


def note(number, published, content, to=(PUBLIC,), cc=(), **more):
    uri = f"https://old.example/users/ada/statuses/{number}"
    return {"id": uri + "/activity", "type": "Create", "published": published, "to": list(to), "cc": list(cc),
            "object": {"id": uri, "type": "Note", "published": published, "to": list(to), "cc": list(cc), "content": content, "attachment": [], "tag": [], **more}}


def an_export_arrives_elsewhere_whole(server):
    ada, bob = server.member("traveller"), server.member("companion")
    picture = fixture.png(64, 48, 3)
    first = ada.post("/api/v1/statuses", status="The start of a thread #travel\n\nwith two paragraphs & an <angle>").json
    ada.post("/api/v1/statuses", status="and it goes on", in_reply_to_id=first["id"])
    ada.post("/api/v1/statuses", status="hidden behind words", spoiler_text="careful", visibility="unlisted", language="de")
    ada.post("/api/v1/statuses", status="for followers", visibility="private")
    ada.post("/api/v1/statuses", status="a picture", media_ids=[upload(ada, picture, "A gradient, “quoted”, ünï")])
    ada.post("/api/v1/statuses", status="@companion just for you", visibility="direct")
    boosted = bob.post("/api/v1/statuses", status="boost me").json["id"]
    assert ada.post(f"/api/v1/statuses/{boosted}/reblog").status == 200
    assert ada.post(f"/api/v1/statuses/{boosted}/favourite").status == 200
    folder = server.folder / "takeout"
    done = run(server, "export", "traveller", str(folder))
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(folder / "archive.zip") as archive:
        assert {"actor.json", "outbox.json", "likes.json", "bookmarks.json"} <= set(archive.namelist())
        outbox = json.loads(archive.read("outbox.json"))
        assert outbox["totalItems"] == 7 == len(outbox["orderedItems"])
        assert json.loads(archive.read("likes.json"))["orderedItems"][0].endswith(boosted)
        assert sum(name.startswith("media_attachments/files/") for name in archive.namelist()) == 1
    with fixture.Server(server.folkmoot) as other:
        other.member("newcomer")
        reader = other.visitor()
        told = import_(other, "newcomer", folder / "archive.zip")
        assert "6 posts" in told and "1 boost" in told, told
        old, new = statuses(server, "traveller"), statuses(other, "newcomer")
        assert [row[1] for row in new] == [row[1] for row in old], "the dates are the same, to the millisecond"
        assert [row[4:8] for row in new] == [row[4:8] for row in old], "warning, visibility, sensitive, language"
        assert [row[3] for row in new][:5] == [row[3] for row in old][:5], "the texts read the same"
        assert new[5][3].startswith(f"@companion@{server.domain.split(':')[0]}"), new[5][3]
        assert new[1][8] == new[0][0], "the thread holds together"
        assert all(abs((row[0] >> 16) - row[1]) < 1000 for row in new), "ids are of their dates"
        (before,), (after,) = media_of(server, old[4][0]), media_of(other, new[4][0])
        assert before[1] == after[1] == "A gradient, “quoted”, ünï"
        assert media_bytes(server, before[0]) == media_bytes(other, after[0]), "a picture of ours goes through unchanged"
        again = import_(other, "newcomer", folder / "archive.zip")
        assert "were here before" in again and len(statuses(other, "newcomer")) == 6, again
        profile = reader.get(f"/api/v1/accounts/{other.sql('SELECT id FROM account WHERE username = ?', 'newcomer')[0][0]}/statuses").json
        assert [s["id"] for s in profile] == [str(row[0]) for row in new if row[5] < 2][::-1], "the profile shows them at their dates"
        assert other.sql("SELECT statuses_count, last_status_at FROM account WHERE username = 'newcomer'") == [(6, None)]


def an_archive_of_a_neighbour_comes_in_too(server):
    server.member("old_name").post("/api/v1/statuses", status="said under the old name")
    server.member("new_name")
    folder = server.folder / "neighbour"
    assert run(server, "export", "old_name", str(folder)).returncode == 0
    import_(server, "new_name", folder / "archive.zip")
    assert [row[3] for row in statuses(server, "new_name")] == ["said under the old name"]
    assert "1 was here before" in import_(server, "old_name", folder / "archive.zip"), "one's own is not doubled"
    assert len(statuses(server, "old_name")) == 1


def an_import_is_quiet(server):
    ada, bob = server.member("quiet_one"), server.member("quiet_fan")
    bob.post(f"/api/v1/accounts/{ada.id}/follow", notify=True)
    file = server.folder / "quiet.zip"
    mastodon_archive(file, [note(1, "2020-05-01T10:00:00Z", f"<p>@quiet_fan hello #quietly</p>", tag=[
        {"type": "Mention", "href": f"{server.url}/@quiet_fan", "name": f"@quiet_fan@{server.domain}"}])])
    import_(server, "quiet_one", file)
    assert len(statuses(server, "quiet_one")) == 1
    assert server.sql("SELECT count(*) FROM notification WHERE account_id = ? AND type IN ('mention', 'status')", bob.id) == [(0,)]
    for path in ("/api/v1/timelines/home", "/api/v1/timelines/public"):
        assert not any(s["account"]["username"] == "quiet_one" for s in bob.get(path).json), path
    assert server.sql("SELECT count(*) FROM tag_use u JOIN tag t ON t.id = u.tag_id WHERE t.name = 'quietly'") == [(0,)]


def a_mastodon_archive_keeps_what_matters(server):
    server.member("archived")
    picture = fixture.png(20, 30, 9)
    items = [
        note(2, "2021-03-04T05:06:09Z", "<p>second <a href=\"https://example.org/x\">link</a><br>line</p><script>alert(1)</script>", inReplyTo="https://old.example/users/ada/statuses/1",
             to=["https://old.example/users/ada/followers"], cc=[PUBLIC]),
        note(1, "2021-03-04T05:06:07Z", "<p>first</p>", sensitive=True, summary="hm", contentMap={"fr": "<p>first</p>"}),
        note(3, "2021-03-05T00:00:00Z", "", attachment=[{"type": "Document", "mediaType": "image/png", "url": "/media_attachments/files/1/original/a.png", "name": "alt text"},
                                                        {"type": "Document", "mediaType": "image/png", "url": "/media_attachments/files/../../../../etc/passwd", "name": None}]),
        note(4, "2021-03-06T00:00:00Z", "<p>which?</p>", type="Question", oneOf=[{"name": "this", "replies": {"totalItems": 3}}, {"name": "that", "replies": {"totalItems": 4}}]),
        {"type": "Announce", "id": "x", "object": "https://elsewhere.example/1"}, {"type": "Delete"}, "what", 17, None,
        note(5, "2999-01-01T00:00:00Z", "<p>from the future</p>"), note(6, "2021-03-07T00:00:00Z", ""),
    ]
    for kind, prefix in (("zip", ""), ("tar", "archive-2021/")):
        file = server.folder / f"kept.{'zip' if kind == 'zip' else 'tar.gz'}"
        mastodon_archive(file, items, [("media_attachments/files/1/original/a.png", picture)], kind, prefix)
        told = import_(server, "archived", file)
        rows = statuses(server, "archived")
        assert [row[1] for row in rows] == [ms(t) for t in ("2021-03-04T05:06:07Z", "2021-03-04T05:06:09Z", "2021-03-05T00:00:00Z", "2021-03-06T00:00:00Z")], rows
    assert "4 were here before" in told and "1 boost was" in told, told
    assert rows[0][4:8] == ("hm", 0, 1, "fr") and rows[1][5] == 1 and rows[1][8] == rows[0][0]
    assert rows[1][3] == "second https://example.org/x\nline" or rows[1][3] == "second link\nline", rows[1][3]
    assert "script" not in rows[1][2]
    assert [m[1] for m in media_of(server, rows[2][0])] == ["alt text"]
    assert rows[3][3] == "which?\n\n- this (3)\n- that (4)"


def tweet(id, at, text, **more):
    return {"tweet": {"id_str": str(id), "full_text": text, "created_at": datetime.datetime.fromtimestamp(at, datetime.timezone.utc).strftime("%a %b %d %H:%M:%S +0000 %Y"),
                      "lang": "en", "entities": {"urls": [], "user_mentions": []}, **more}}


def a_twitter_archive_keeps_what_matters(server):
    server.member("bird")
    picture, at = fixture.png(16, 16, 1), 1600000000
    long = "A long text that begins like its tweet and goes on & on " + "word " * 100 + "to the end https://t.co/long"
    flake = ((at * 1000 + 123) - 1288834974657) << 22
    tweets = [
        tweet(flake, at, "hello &amp; welcome @jack https://t.co/abc https://t.co/pic", entities={"urls": [{"url": "https://t.co/abc", "expanded_url": "https://example.org/whole"}]},
              extended_entities={"media": [{"url": "https://t.co/pic", "media_url_https": "https://pbs.twimg.com/media/PIC.png", "type": "photo"}]}),
        tweet(flake + (5000 << 22), at + 5, "it goes on", in_reply_to_status_id_str=str(flake)),
        tweet(flake + (9000 << 22), at + 9, "RT @other: not mine"),
        tweet(flake + (20000 << 22), at + 20, long[:140] + "… https://t.co/self"),
        tweet(20, 1142974214, "just setting up"),
    ]
    notes = [{"noteTweet": {"noteTweetId": "1", "createdAt": "2020-09-13T12:27:00.000Z", "core": {"text": long, "urls": [{"shortUrl": "https://t.co/long", "expandedUrl": "https://example.org/long"}]}}}]
    file = server.folder / "twitter.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("data/tweets.js", "window.YTD.tweets.part0 = " + json.dumps(tweets[::-1][:3]))
        archive.writestr("data/tweets-part1.js", "window.YTD.tweets.part1 = " + json.dumps(tweets[::-1][3:]))
        archive.writestr("data/note-tweet.js", "window.YTD.note_tweet.part0 = " + json.dumps(notes))
        archive.writestr(f"data/tweets_media/{flake}-PIC.png", picture)
        archive.writestr("Your archive.html", "<html>")
    told = import_(server, "bird", file)
    rows = statuses(server, "bird")
    assert "4 posts" in told and "1 boost" in told, told
    assert [row[1] for row in rows] == [1142974214000, at * 1000 + 123, at * 1000 + 5123, at * 1000 + 20123]
    assert rows[1][3] == "hello & welcome @jack@twitter.com https://example.org/whole", rows[1][3]
    assert len(media_of(server, rows[1][0])) == 1 and rows[2][8] == rows[1][0]
    assert rows[3][3].endswith("to the end https://example.org/long"), rows[3][3]
    import_(server, "bird", file)
    assert len(statuses(server, "bird")) == 4


def lists_of_accounts_go_there_and_back(server):
    ada = server.member("lister")
    bob, eve, dan = server.member("friend_b"), server.member("foe_e"), server.member("friend_d")
    ada.post(f"/api/v1/accounts/{bob.id}/follow", reblogs=False, notify=True, languages=["en", "de"])
    ada.post(f"/api/v1/accounts/{eve.id}/block")
    ada.post(f"/api/v1/accounts/{dan.id}/mute", notifications=False)
    kept = bob.post("/api/v1/statuses", status="keep this").json["id"]
    ada.post(f"/api/v1/statuses/{kept}/bookmark")
    server.sql("INSERT INTO domain_mute (account_id, domain, id) VALUES (?, 'spam.example', 1)", ada.id)
    server.sql("INSERT INTO list (id, account_id, title) VALUES (77, ?, 'Good, people')", ada.id)
    server.sql("INSERT INTO list_member (list_id, account_id, id) VALUES (77, ?, 78)", bob.id)
    folder = server.folder / "lists"
    assert run(server, "export", "lister", str(folder)).returncode == 0
    here = server.domain
    assert (folder / "following_accounts.csv").read_text() == f'Account address,Show boosts,Notify on new posts,Languages\nfriend_b@{here},false,true,"en, de"\n'
    assert (folder / "blocked_accounts.csv").read_text() == f"foe_e@{here}\n"
    assert (folder / "muted_accounts.csv").read_text() == f"Account address,Hide notifications\nfriend_d@{here},false\n"
    assert (folder / "blocked_domains.csv").read_text() == "spam.example\n"
    assert (folder / "lists.csv").read_text() == f'"Good, people",friend_b@{here}\n'
    assert (folder / "bookmarks.csv").read_text().rstrip().endswith(kept)
    copy = server.member("lister_two")
    for _ in range(2):
        for name in ("following_accounts", "blocked_accounts", "muted_accounts", "blocked_domains", "lists", "bookmarks"):
            import_(server, "lister_two", folder / f"{name}.csv")
    again = server.folder / "lists2"
    assert run(server, "export", "lister_two", str(again)).returncode == 0
    for name in sorted(folder.glob("*.csv")):
        assert name.read_text() == (again / name.name).read_text(), name
    (folder / "following_accounts.csv").write_text(f"Account address,Show boosts\nfriend_d@{here},true\nnobody@nowhere.example,true\n")
    told = import_(server, "lister_two", folder / "following_accounts.csv", "--mode", "overwrite")
    assert told.startswith("Imported 1, skipped 1."), told
    assert server.sql("SELECT a.username FROM follow f JOIN account a ON a.id = f.target_id WHERE f.account_id = ?", copy.id) == [("friend_d",)]
    assert server.sql("SELECT following_count FROM account WHERE id = ?", copy.id) == [(1,)]


def hostile_archives_are_refused_with_a_reason(server):
    server.member("attacked")
    folder = server.folder

    def refused(name, words):
        said = import_(server, "attacked", folder / name, expect=1)
        assert words in said, said
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("outbox.json", "w", force_zip64=True) as out:
            for _ in range(400):
                out.write(b"0" * (1 << 20))
    refused("bomb.zip", "times its size")
    (folder / "cut.zip").write_bytes((folder / "bomb.zip").read_bytes()[:200])
    refused("cut.zip", "cannot be read")
    (folder / "none.zip").write_bytes(b"")
    assert import_(server, "attacked", folder / "none.zip", expect=1)
    with zipfile.ZipFile(folder / "strange.zip", "w") as archive:
        archive.writestr("../../../../outbox.txt", "x")
    refused("strange.zip", "neither outbox.json")
    with zipfile.ZipFile(folder / "deep.zip", "w") as archive:
        archive.writestr("outbox.json", '{"orderedItems":[' + "[" * 100000 + "]" * 100000 + ',{"type":"Create","object":' + '{"a":' * 5000 + "1" + "}" * 5001 + "]}")
        archive.writestr("/etc/x", "x")
    assert "0 posts" in import_(server, "attacked", folder / "deep.zip")
    with tarfile.open(folder / "links.tar.gz", "w:gz") as archive:
        link = tarfile.TarInfo("outbox.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    refused("links.tar.gz", "neither outbox.json")
    assert not list((server.database.parent / "transfers").iterdir()), "nothing is left behind"


def an_import_that_was_cut_off_goes_on(server):
    server.member("resumed")
    file = server.folder / "many.zip"
    mastodon_archive(file, [note(n, f"2019-01-{1 + n // 1000:02}T{n // 60 % 24:02}:{n % 60:02}:00Z", f"<p>number {n}</p>") for n in range(1500)])
    process = subprocess.Popen([server.folkmoot, "import", "resumed", str(file), "--config", str(server.config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while len(statuses(server, "resumed")) < 50 and process.poll() is None:
        time.sleep(.02)
    process.kill()
    process.wait()
    some = len(statuses(server, "resumed"))
    assert 50 <= some < 1500, some
    import_(server, "resumed", file)
    rows = statuses(server, "resumed")
    assert len(rows) == 1500 and len({row[3] for row in rows}) == 1500


def a_member_does_it_on_the_settings_page(server):
    server.member("pager")
    ada = browser.Browser(server)
    ada.sign_in("pager")
    page = ada.get("/settings/import")
    assert page.status == 200 and page.url == "/settings/transfer", page.text
    file = server.folder / "page.zip"
    mastodon_archive(file, [note(1, "2018-01-02T03:04:05Z", "<p>through the page</p>")])
    fields = {**page.form("/settings/import")["fields"], "kind": "archive"}
    fields.pop("file", None)

    def send(fields):
        head = {"Cookie": "; ".join(f"{k}={v}" for k, v in ada.cookies.items())}
        return server.visitor().ask("POST", "/settings/import", fields, files={"file": ("a.zip", "application/zip", file.read_bytes())}, headers=head)
    assert send({**fields, "csrf": "wrong"}).status == 403
    assert send({**fields, "kind": "nonsense"}).status == 422
    answer = send(fields)
    assert answer.status == 303, (answer.status, answer.body)

    def wait(words):
        for _ in range(200):
            text = ada.get("/settings/transfer").text
            if words in text:
                return
            time.sleep(.05)
        raise AssertionError(text)
    wait("From Mastodon: 1 posts.")
    assert [row[3] for row in statuses(server, "pager")] == ["through the page"]
    ada.send(ada.get("/settings/transfer"), "/settings/export")
    wait("Download")
    id = server.sql("SELECT max(id) FROM transfer WHERE direction = 'export'")[0][0]
    path = f"/settings/exports/{id}/archive.zip"
    cookie = {"Cookie": "; ".join(f"{k}={v}" for k, v in ada.cookies.items())}
    with zipfile.ZipFile(io.BytesIO(server.visitor().ask("GET", path, headers=cookie).body)) as archive:
        assert json.loads(archive.read("outbox.json"))["totalItems"] == 1
    csv_answer = server.visitor().ask("GET", "/settings/exports/following_accounts.csv", headers=cookie)
    assert csv_answer.body.startswith(b"Account address,") and "attachment" in csv_answer.header("content-disposition")
    server.member("stranger")
    eve = browser.Browser(server)
    eve.sign_in("stranger")
    assert eve.get(path).status == 404, "only its owner may have it"
    assert server.visitor().get(path).status in (302, 303, 401, 403)


if __name__ == "__main__":
    fixture.main([an_export_arrives_elsewhere_whole, an_archive_of_a_neighbour_comes_in_too, an_import_is_quiet, a_mastodon_archive_keeps_what_matters, a_twitter_archive_keeps_what_matters,
                  lists_of_accounts_go_there_and_back, hostile_archives_are_refused_with_a_reason, an_import_that_was_cut_off_goes_on,
                  a_member_does_it_on_the_settings_page])
