# SPDX-License-Identifier: AGPL-3.0-or-later
"""No room left, a file of a newer program, requests beyond every limit: a clear answer, nothing broken, and service goes on."""
import resource
import socket
import sqlite3

import fixture


def room(server, more):
    """The server's files may grow by so many bytes from here; None: as they like."""
    _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    largest = max(f.stat().st_size for f in server.database.parent.glob("community.db*"))
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (hard if more is None else largest + more, hard))


def a_full_disk_is_told_and_passes(server):
    ada = server.member("ada")
    kept = [ada.post("/api/v1/statuses", status="before").json["id"]]
    room(server, 200_000)
    refused = None
    for number in range(3000):
        answer = ada.post("/api/v1/statuses", status=f"post {number} " + "x" * 400)
        if answer.status != 200:
            refused = answer
            break
        kept.append(answer.json["id"])
    assert refused is not None and refused.status == 503, refused and (refused.status, refused.body)
    assert len(refused.json["error"]) > 20
    assert ada.get(f"/api/v1/statuses/{kept[-1]}").status == 200 and ada.get("/api/v1/timelines/home").status == 200
    room(server, None)
    kept.append(ada.post("/api/v1/statuses", status="after").json["id"])
    server.stop()
    assert server.sql("PRAGMA integrity_check") == [("ok",)]
    server.start()
    for id in kept:
        assert ada.get(f"/api/v1/statuses/{id}").status == 200, id
    assert server.sql("SELECT count(*) FROM status")[0][0] == len(kept)


def raw(server, data):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        try:
            line.sendall(data)
        except OSError:
            pass
        answer = b""
        try:
            while part := line.recv(65536):
                answer += part
                if b"\r\n\r\n" in answer:
                    break
        except OSError:
            pass
    return int(answer.split()[1]), answer


def every_door_has_a_limit(server):
    bob = server.member("bob")
    big = bob.ask("POST", "/api/v1/statuses", json_body={"status": "x" * (2 << 20)})
    assert big.status == 413 and len(big.json["error"]) > 10, big.body
    long = bob.post("/api/v1/statuses", status="x" * 200_000)
    assert long.status == 422 and "character limit" in long.json["error"]
    many = bob.ask("POST", "/api/v1/statuses", values={f"p{i}": "1" for i in range(20_000)})
    assert many.status in (400, 413, 422) and len(many.body) > 10, many.status
    page = bob.get("/api/v1/timelines/public", limit=100_000)
    assert page.status == 200 and len(page.json) <= 80
    head = f"GET /health HTTP/1.1\r\nHost: {server.domain}\r\n".encode()
    assert raw(server, head + b"X: " + b"y" * 200_000 + b"\r\n\r\n")[0] == 431
    assert raw(server, head + b"".join(b"X%d: 1\r\n" % i for i in range(2000)) + b"\r\n")[0] == 431
    assert raw(server, b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n")[0] in (414, 431)
    assert raw(server, f"POST /api/v1/statuses HTTP/1.1\r\nHost: {server.domain}\r\nContent-Length: -5\r\n\r\n".encode())[0] == 400
    assert raw(server, f"GET /health HTTP/1.1\r\nHost: {server.domain}\r\n\r\n".encode())[0] == 200


def wrong_json_is_told(server):
    cyd = server.member("cyd")
    for body in (b'{"status": ', b"[" * 5000, b'{"status": "\xff"}', b"\0"):
        status, answer = raw(server, f"POST /api/v1/statuses HTTP/1.1\r\nHost: {server.domain}\r\nAuthorization: Bearer {cyd.token}\r\n"
                                     f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        assert 400 <= status < 500 and b'"error"' in answer, (body[:20], answer)


def an_older_program_leaves_a_newer_file_alone(server):
    server.stop()
    with sqlite3.connect(server.database) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(schema_migration)")]
        last = db.execute(f"SELECT {', '.join(columns)} FROM schema_migration ORDER BY 1 DESC LIMIT 1").fetchone()
        db.execute(f"INSERT INTO schema_migration VALUES ({', '.join('?' * len(columns))})", (9999, *last[1:]))
    db.close()
    before = server.database.read_bytes()
    try:
        server.command("account", "list")
        raise SystemError("an older program wrote to a newer file")
    except AssertionError as error:
        assert "newer folkmoot" in str(error), error
    assert server.database.read_bytes() == before
    server.sql("DELETE FROM schema_migration WHERE " + columns[0] + " = 9999")
    server.start()


fixture.main([a_full_disk_is_told_and_passes, every_door_has_a_limit, wrong_json_is_told, an_older_program_leaves_a_newer_file_alone])
