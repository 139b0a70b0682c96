# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hash banks: what becomes of an upload that is a copy of a known picture, and of the post that it is on."""
import pathlib
import struct
import zlib

import fixture


def picture(seed, cut=0.0, border=0, light=1.0, width=300, height=220):
    """Discs and bars as PNG, drawn from a seed; a part of each edge cut off, a white border added, brighter or darker."""
    state = seed * 2654435761 % 2**32

    def dice(most):
        nonlocal state
        state = (state * 1664525 + 1013904223) % 2**32
        return (state >> 8) % most
    discs = [(dice(width), dice(height), (20 + dice(50)) ** 2, (dice(256), dice(256), dice(256))) for _ in range(14)]
    bars = [(dice(width), 8 + dice(20), (dice(256), dice(256), dice(256))) for _ in range(5)]

    def point(x, y):
        for a, b, r, colour in discs:
            if (x - a) ** 2 + (y - b) ** 2 < r:
                return colour
        for a, n, colour in bars:
            if a <= x + y // 3 < a + n:
                return colour
        return (x * 255 // width, y * 255 // height, 90)
    left, top = int(cut * width), int(cut * height)
    rows = [[point(x, y) for x in range(left, width - left)] for y in range(top, height - top)]
    rows = [[tuple(min(255, int(c * light)) for c in p) for p in row] for row in rows]
    side, edge = [(255, 255, 255)] * border, [[(255, 255, 255)] * (len(rows[0]) + 2 * border)] * border
    rows = edge + [side + row + side for row in rows] + edge
    raw = b"".join(b"\0" + b"".join(bytes(p) for p in row) for row in rows)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def file_of(server, name, data):
    path = pathlib.Path(server.folder) / name
    path.write_bytes(data)
    return str(path)


def upload(member, data, description=None):
    return member.ask("POST", "/api/v2/media", {"description": description} if description else None, files={"file": ("a.png", "image/png", data)})


def a_copy_of_what_a_bank_refuses_is_refused_with_a_reason(server):
    ada = server.member("ada1")
    assert upload(ada, picture(1)).status == 200
    server.command("bank", "add", file_of(server, "1.png", picture(1)), "--name", "refused", "--act", "reject")
    for copy in (picture(1), picture(1, cut=0.05), picture(1, border=20), picture(1, light=0.8), picture(1, cut=0.02, light=1.1)):
        answer = upload(ada, copy)
        assert answer.status == 422, answer.status
        assert answer.json["error"].startswith("This was not published: A file is the same as one that was decided about"), answer.json
    assert upload(ada, picture(2)).status == 200
    found = server.sql("SELECT category, found_by, act, verdict, subject, subject_id FROM finding WHERE found_by = 'hash_bank'")
    assert len(found) == 5 and set(found) == {("violence", "hash_bank", "reject", "reject", "media", None)}, found
    files = [p for p in pathlib.Path(server.folder).rglob("*.png") if "media" in p.parts]
    assert len(files) == 4, files  # two uploads, each with its preview: nothing is left of what was refused


def a_post_with_a_held_file_is_held_and_its_author_is_told(server):
    ada, bob = server.member("ada2"), server.member("bob2")
    server.command("bank", "add", file_of(server, "3.png", picture(3)), "--name", "looked at", "--act", "hold", "--category", "sexual")
    media = upload(ada, picture(3, cut=0.03)).json
    assert media["id"] and media["url"]
    post = ada.post("/api/v1/statuses", status="A holiday picture", media_ids=[media["id"]]).json
    assert bob.get("/api/v1/statuses/" + post["id"]).status == 404
    assert ada.get("/api/v1/statuses/" + post["id"]).status == 200
    warning = [n for n in ada.get("/api/v1/notifications").json if n["type"] == "moderation_warning"]
    assert len(warning) == 1 and "much like it" in warning[0]["moderation_warning"]["text"], warning
    rows = server.sql("SELECT subject, act, verdict, why FROM finding WHERE account_id = ? AND found_by = 'hash_bank' ORDER BY id", int(ada.id))
    assert [row[:3] for row in rows] == [("media", "hold", "hold"), ("status", "hold", "hold")], rows
    assert 'bank "looked at" of this community' in rows[0][3] and "of 256 bits differ" in rows[0][3]


def what_is_only_noted_or_reported_is_published(server):
    ada, bob = server.member("ada3"), server.member("bob3")
    server.command("bank", "add", file_of(server, "5.png", picture(5)), "--name", "watched", "--act", "note")
    server.command("bank", "add", file_of(server, "6.png", picture(6)), "--name", "reported", "--act", "report")
    for seed, reports in ((5, 0), (6, 1)):
        media = upload(ada, picture(seed, light=0.9)).json
        post = ada.post("/api/v1/statuses", status=f"Picture {seed}", media_ids=[media["id"]]).json
        assert bob.get("/api/v1/statuses/" + post["id"]).status == 200
        assert server.sql("SELECT COUNT(*) FROM report WHERE target_id = ?", int(ada.id))[0][0] == reports


def the_hosts_own_bank_counts_too(server):
    ada = server.member("ada4")
    assert upload(ada, picture(7)).status == 200
    server.command("bank", "add", file_of(server, "7.png", picture(7)), "--name", "host", "--act", "reject", "--host")
    assert upload(ada, picture(7)).status == 422
    server.command("bank", "remove", "host", "--host")
    assert upload(ada, picture(7)).status == 200


def a_hash_of_a_list_is_found_and_can_be_taken_away(server):
    ada = server.member("ada5")
    assert upload(ada, picture(8)).status == 200
    pdq, sha256, quality = server.sql("SELECT hex(pdq), hex(sha256), pdq_quality FROM media WHERE account_id = ?", int(ada.id))[0]
    assert len(pdq) == len(sha256) == 64 and quality >= 50
    listed = file_of(server, "list.csv", f"hash,quality\n{pdq},{quality}\n".encode())
    assert "1 of them new" in server.command("bank", "import", listed, "--name", "list", "--act", "reject")
    assert upload(ada, picture(8, light=0.9)).status == 422
    server.command("bank", "remove", "list", pdq)
    assert upload(ada, picture(8, light=0.9)).status == 200
    listed = file_of(server, "sums.txt", f"{sha256}  a.png\n".encode())
    server.command("bank", "import", listed, "--name", "list")
    assert upload(ada, picture(8)).status == 422
    assert upload(ada, picture(8, light=0.9)).status == 200


def a_test_tells_what_is_nearest(server):
    server.command("bank", "add", file_of(server, "9.png", picture(9)), "--name", "nine")
    assert ": found;" in server.command("bank", "test", file_of(server, "9b.png", picture(9, cut=0.04)))
    told = server.command("bank", "test", file_of(server, "10.png", picture(10)))
    assert ": not found;" in told and "of 256 bits" in told
    assert "nine  1 known" in server.command("bank", "list")


if __name__ == "__main__":
    fixture.main([
        a_copy_of_what_a_bank_refuses_is_refused_with_a_reason,
        a_post_with_a_held_file_is_held_and_its_author_is_told,
        what_is_only_noted_or_reported_is_published,
        the_hosts_own_bank_counts_too,
        a_hash_of_a_list_is_found_and_can_be_taken_away,
        a_test_tells_what_is_nearest,
    ])
