# SPDX-License-Identifier: AGPL-3.0-or-later
"""Uploads, from the request to the file that is served."""
import io
import time
import wave

import fixture


def upload(client, data=None, path="/api/v2/media", name="a.png", kind="image/png", thumbnail=None, **values):
    files = {"file": (name, kind, data or fixture.png(60, 40))}
    if thumbnail:
        files["thumbnail"] = ("t.png", "image/png", thumbnail)
    return client.ask("POST", path, values, files=files)


def sound(seconds=1):
    out = io.BytesIO()
    with wave.open(out, "wb") as w:
        w.setnchannels(1)
        w.setsampwidth(2)
        w.setframerate(8000)
        w.writeframes(bytes((i * 7) % 256 for i in range(16000 * seconds)))
    return out.getvalue()


def ready(client, id):
    for _ in range(300):
        answer = client.get(f"/api/v1/media/{id}")
        if answer.status != 206:
            return answer
        assert answer.json["url"] is None
        time.sleep(.1)
    raise AssertionError("it is not ready after half a minute")


def a_picture_is_ready_at_once(server):
    ada = server.member("ada1")
    for path in ("/api/v1/media", "/api/v2/media"):
        answer = upload(ada, path=path, description="a gradient", focus="0.5,-0.25")
        assert answer.status == 200, answer.body
        media = answer.json
        assert media["type"] == "image" and media["description"] == "a gradient" and media["blurhash"]
        assert media["meta"]["original"]["width"] == 60 and media["meta"]["focus"] == {"x": 0.5, "y": -0.25}
    name = media["url"].rsplit("/", 1)[1]
    assert len(name) > 40, "nobody guesses it"


def a_file_is_served_as_data(server):
    ada, reader = server.member("ada2"), server.visitor()
    url = upload(ada).json["url"]
    whole = reader.get(url)
    assert whole.status == 200 and whole.body[:8] == b"\x89PNG\r\n\x1a\n" and whole.header("content-type") == "image/png"
    assert "immutable" in whole.header("cache-control") and whole.header("x-content-type-options") == "nosniff"
    policies = [v for k, v in whole.headers if k.lower() == "content-security-policy"]
    assert len(policies) == 1 and "default-src 'none'" in policies[0] and "sandbox" in policies[0]
    size = len(whole.body)
    ranged = lambda value: reader.ask("GET", url, headers={"Range": value})
    part = ranged("bytes=4-9")
    assert part.status == 206 and part.body == whole.body[4:10] and part.header("content-range") == f"bytes 4-9/{size}"
    assert ranged("bytes=-5").body == whole.body[-5:] and ranged(f"bytes={size - 3}-").body == whole.body[-3:]
    assert ranged(f"bytes={size}-").status == 416
    head = reader.ask("HEAD", url)
    assert head.status == 200 and head.body == b"" and head.header("content-length") == str(size)


def nothing_else_is_served(server):
    reader = server.visitor()
    (server.folder / "data" / "communities" / server.domain / "media").mkdir(exist_ok=True)
    (server.folder / "data" / "communities" / server.domain / "media" / ".hidden.png").write_bytes(b"x")
    (server.folder / "data" / "communities" / server.domain / "media" / "page.html").write_bytes(b"x")
    for path in ("../community.db", "%2e%2e/community.db", "..%2fcommunity.db", ".hidden.png", "page.html", "a//b.png", "x/../.hidden.png", "", "a.png/",
                 "%00.png", "a%5c..%5cb.png"):
        assert reader.get("/media/" + path).status == 404, path


def what_is_no_media_is_refused(server):
    ada = server.member("ada3")
    for data in (b"not a picture " * 20, b"<svg xmlns='http://www.w3.org/2000/svg'/>", fixture.png(30, 30)[:60], b"\xff\xd8\xff" + b"\0" * 100, b"%PDF-1.4"):
        answer = upload(ada, data)
        assert answer.status == 422 and answer.json["error"], data[:10]
    assert ada.post("/api/v2/media", description="no file").status == 422
    assert ada.post("/api/v2/media", file="not a file").status == 422
    assert upload(ada, description="x" * 1501).status == 422 and upload(ada, focus="left").status == 422 and upload(ada, focus="2,0").status == 422
    assert upload(server.visitor()).status == 401
    assert server.sql("SELECT COUNT(*) FROM media WHERE account_id = ?", int(ada.id)) == [(0,)]


def a_picture_can_be_too_large(server):
    with fixture.Server(server.folkmoot, {"max_image_bytes": str(2 << 20), "max_video_bytes": str(3 << 20)}) as small:
        ada = small.member("ada")
        big = fixture.png(60, 40) + b"\0" * (2 << 20)
        answer = upload(ada, big)
        assert answer.status == 422 and "2 MB" in answer.json["error"]
        assert upload(ada, sound(100) + b"\0" * (3 << 20), name="a.wav", kind="audio/wav").status == 422


def its_words_can_be_changed_until_it_is_posted(server):
    ada, bob = server.member("ada4"), server.member("bob4")
    id = upload(ada, description="before").json["id"]
    changed = ada.put(f"/api/v1/media/{id}", description="after", focus="1,1").json
    assert changed["description"] == "after" and changed["meta"]["focus"] == {"x": 1.0, "y": 1.0}
    assert ada.put(f"/api/v1/media/{id}", focus="0,0").json["description"] == "after"
    assert ada.ask("PUT", f"/api/v1/media/{id}", files={"thumbnail": ("t.txt", "image/png", b"nothing")}).status == 422
    before = ada.get(f"/api/v1/media/{id}").json["preview_url"]
    other = ada.ask("PUT", f"/api/v1/media/{id}", files={"thumbnail": ("t.png", "image/png", fixture.png(30, 30, 9))}).json["preview_url"]
    assert other != before and server.visitor().get(other).status == 200
    for what in (bob.get(f"/api/v1/media/{id}"), bob.put(f"/api/v1/media/{id}", description="x"), bob.delete(f"/api/v1/media/{id}")):
        assert what.status == 404
    ada.post("/api/v1/statuses", status="posted", media_ids=[id])
    assert ada.put(f"/api/v1/media/{id}", description="too late").status == 404
    assert ada.delete(f"/api/v1/media/{id}").status == 422


def a_deleted_one_is_gone_with_its_files(server):
    ada = server.member("ada5")
    media = upload(ada).json
    assert ada.delete(f"/api/v1/media/{media['id']}").json == {}
    assert ada.get(f"/api/v1/media/{media['id']}").status == 404
    for url in (media["url"], media["preview_url"]):
        assert server.visitor().get(url).status == 404
    assert ada.delete(f"/api/v1/media/{media['id']}").status == 404


def sound_is_made_ready_in_the_background(server):
    ada = server.member("ada6")
    answer = upload(ada, sound(), name="a.wav", kind="audio/wav", description="noise", thumbnail=fixture.png(40, 40))
    assert answer.status == 202 and answer.json["url"] is None
    id = answer.json["id"]
    early = ada.post("/api/v1/statuses", status="now?", media_ids=[id])
    assert early.status in (200, 422)
    done = ready(ada, id)
    assert done.status == 200 and done.json["type"] == "audio" and done.json["description"] == "noise", done.body
    assert server.visitor().get(done.json["url"]).status == 200 and server.visitor().get(done.json["preview_url"]).status == 200
    assert upload(ada, sound(), path="/api/v1/media", name="a.wav", kind="audio/wav").status == 200, "the old way waits for it"


def broken_sound_says_so_in_the_end(server):
    ada = server.member("ada7")
    answer = upload(ada, sound()[:30] + b"\0" * 50, name="a.wav", kind="audio/wav")
    if answer.status == 202:
        answer = ready(ada, answer.json["id"])
    assert answer.status == 422 and answer.json["error"]


def an_upload_survives_a_crash(server):
    ada = server.member("ada8")
    id = upload(ada, sound(20), name="a.wav", kind="audio/wav").json["id"]
    server.stop(kill=True)
    server.start()
    assert ready(ada, id).status == 200
    id = upload(ada, sound(2), name="a.wav", kind="audio/wav").json["id"]
    ready(ada, id)
    server.stop()
    server.sql("UPDATE media SET state = 0, file = NULL WHERE id = ?", int(id))
    server.sql("INSERT INTO job (id, kind, subject_id, run_at, created_at) VALUES (1, 'media_finish', ?, 1, 1)", int(id))
    server.start()
    lost = ready(ada, id)
    assert lost.status == 422 and "lost" in lost.json["error"], "without the upload it says so"


def what_nobody_posts_goes_after_a_day(server):
    ada = server.member("ada9")
    old, young, posted = (upload(ada).json for _ in range(3))
    ada.post("/api/v1/statuses", status="kept", media_ids=[posted["id"]])
    server.sql("UPDATE media SET created_at = 1 WHERE id IN (?, ?)", int(old["id"]), int(posted["id"]))
    server.stop()
    server.start()
    for _ in range(200):
        if ada.get(f"/api/v1/media/{old['id']}").status == 404:
            break
        time.sleep(.1)
    time.sleep(.2)
    assert server.visitor().get(old["url"]).status == 404 and server.visitor().get(old["preview_url"]).status == 404
    assert server.visitor().get(young["url"]).status == 200 and server.visitor().get(posted["url"]).status == 200


if __name__ == "__main__":
    fixture.main([a_picture_is_ready_at_once, a_file_is_served_as_data, nothing_else_is_served, what_is_no_media_is_refused, a_picture_can_be_too_large,
                  its_words_can_be_changed_until_it_is_posted, a_deleted_one_is_gone_with_its_files, sound_is_made_ready_in_the_background,
                  broken_sound_says_so_in_the_end, an_upload_survives_a_crash, what_nobody_posts_goes_after_a_day])
