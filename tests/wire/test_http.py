#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Byte-level conversations with the HTTP engine. Usage: test_http.py path/to/wire_server"""
import contextlib
import os
import socket
import struct
import subprocess
import sys
import time

HOST = b"Host: a.example\r\n"


class Server:
    def __init__(self, *args):
        self.process = subprocess.Popen([sys.argv[1], *args], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        code = self.process.wait(20)
        assert code == 0, f"the server ended with {code}"

    def connect(self, receive_buffer=None):
        s = socket.socket()
        if receive_buffer:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        s.settimeout(20)
        s.connect(("127.0.0.1", self.port))
        return Peer(s)

    def figures(self):
        with contextlib.closing(self.connect()) as c:
            c.send(get("/figures"))
            return dict(pair.split("=") for pair in c.answer().body.decode().split())

    def settles(self, name, value):
        """Waits until the figure has this value."""
        for _ in range(100):
            if self.figures()[name] == str(value):
                return
            time.sleep(0.05)
        assert False, f"{name} is {self.figures()[name]}, not {value}"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body


class Peer:
    """One connection."""

    def __init__(self, s):
        self.socket, self.buffer = s, b""

    def send(self, data):
        self.socket.sendall(data)

    def close(self):
        self.socket.close()

    def more(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            data = b""
        self.buffer += data
        return bool(data)

    def take(self, n):
        while len(self.buffer) < n:
            assert self.more(), f"closed after {len(self.buffer)} of {n} bytes"
        data, self.buffer = self.buffer[:n], self.buffer[n:]
        return data

    def take_until(self, mark):
        while mark not in self.buffer:
            assert self.more(), f"closed before {mark!r}: {self.buffer[:200]!r}"
        data, self.buffer = self.buffer.split(mark, 1)
        return data

    def answer(self, with_body=True):
        lines = self.take_until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        headers = {}
        for line in lines[1:]:
            name, value = line.split(": ", 1)
            assert name.lower() not in headers, f"{name} twice"
            headers[name.lower()] = value
        body = self.take(int(headers.get("content-length", 0))) if with_body else b""
        return Answer(int(lines[0].split()[1]), headers, body)

    def ended(self):
        """True when the server closes and sends nothing more."""
        while self.more():
            pass
        rest, self.buffer = self.buffer, b""
        return rest == b""

    def all(self):
        while self.more():
            pass
        return self.buffer


def get(path, *fields, version=b"1.1", method=b"GET"):
    return method + b" " + path.encode() + b" HTTP/" + version + b"\r\n" + HOST + b"".join(f + b"\r\n" for f in fields) + b"\r\n"


def post(path, body, *fields):
    return get(path, b"Content-Length: %d" % len(body), *fields, method=b"POST") + body


# --- requests ---------------------------------------------------------------------------------------------------------


def test_a_connection_serves_many_requests(server):
    c = server.connect()
    for _ in range(50):
        c.send(get("/"))
        a = c.answer()
        assert a.status == 200 and len(a.body) == 300 and a.headers["connection"] == "keep-alive"
        assert "date" in a.headers


def test_pipelined_requests_are_answered_in_order(server):
    c = server.connect()
    paths = ["/slow?ms=30", "/peer", "/big?bytes=70000", "/thread", "/nothing", "/"]
    c.send(b"".join(get(p) for p in paths) + post("/echo", b"last"))
    assert [(a.status, len(a.body)) for a in (c.answer() for _ in paths)] == [
        (200, 300), (200, len(b"127.0.0.1 plain a.example\n")), (200, 70000), (200, 300), (404, 13), (200, 300)]
    assert c.answer().body == b"last"


def test_many_pipelined_requests_cut_anywhere(server):
    text = (get("/peer") + post("/echo", b"x" * 777)) * 60
    for step in (1, 7, 1000, 40000):
        c = server.connect()
        for at in range(0, len(text), step):
            c.send(text[at:at + step])
            if step == 1 and at > 3000:
                c.send(text[at + 1:])
                break
        for _ in range(60):
            assert c.answer().status == 200
            assert c.answer().body == b"x" * 777
        c.close()


def test_a_head_that_comes_byte_by_byte_is_read(server):
    c = server.connect()
    for byte in get("/"):
        c.send(bytes([byte]))
    assert c.answer().status == 200


def test_head_has_the_length_and_no_body(server):
    c = server.connect()
    c.send(get("/", method=b"HEAD") + get("/file", method=b"HEAD") + get("/peer"))
    a = c.answer(with_body=False)
    assert a.status == 200 and a.headers["content-length"] == "300"
    assert int(c.answer(with_body=False).headers["content-length"]) > 1000
    assert c.answer().body.startswith(b"127.0.0.1")


def test_close_is_obeyed_and_said(server):
    for request in (get("/", b"Connection: close"), get("/", version=b"1.0"), get("/", b"Connection: x, Close")):
        c = server.connect()
        c.send(request)
        a = c.answer()
        assert a.status == 200 and a.headers["connection"] == "close" and c.ended()


def test_http_1_0_may_stay(server):
    c = server.connect()
    for _ in range(2):
        c.send(get("/", b"Connection: keep-alive", version=b"1.0"))
        assert c.answer().headers["connection"] == "keep-alive"


def test_a_client_that_has_said_all_is_still_answered(server):
    c = server.connect()
    c.send(get("/slow?ms=50"))
    c.socket.shutdown(socket.SHUT_WR)
    assert c.answer().status == 200 and c.ended()


def test_answers_come_from_other_threads(server):
    peers = [server.connect() for _ in range(20)]
    for round_ in range(10):
        for c in peers:
            c.send(get("/thread"))
        for c in peers:
            assert len(c.answer().body) == 300


def test_a_client_that_leaves_while_it_is_served_does_no_harm(server):
    for _ in range(20):
        c = server.connect()
        c.send(get("/slow?ms=20"))
        c.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        c.close()
    server.settles("connections", 1)


def test_a_file_is_sent_whole_and_from_an_offset(server):
    c = server.connect()
    c.send(get("/file") + get("/file?from=100"))
    whole, part = c.answer().body, c.answer().body
    assert len(whole) > 1000 and part == whole[100:]


def test_a_client_that_leaves_in_the_middle_of_a_file_does_no_harm(server):
    for _ in range(30):
        c = server.connect(receive_buffer=4096)
        c.send(get("/file") * 20)
        c.take(10)
        c.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        c.close()
    server.settles("connections", 1)


def test_a_large_answer_arrives_whole(server):
    c = server.connect(receive_buffer=8192)
    c.send(get("/big?bytes=9000000"))
    assert c.answer().body == b"x" * 9000000


# --- bodies -----------------------------------------------------------------------------------------------------------


def test_bodies_of_all_sizes_come_back(server):
    c = server.connect()
    for n in (0, 1, 300, 16000, 31000, 33000, 100000, 262144, 262145, 3000000):
        body = os.urandom(n)
        c.send(post("/echo", body))
        assert c.answer().body == body, n


def test_large_bodies_go_to_a_file(server):
    c = server.connect()
    for n, where in ((1000, b"memory"), (262144, b"memory"), (262145, b"spooled"), (5000000, b"spooled")):
        c.send(post("/length", b"y" * n))
        assert c.answer().body == b"%d %s\n" % (n, where)


def test_chunks_are_joined(server):
    c = server.connect()
    chunked = get("/echo", b"Transfer-Encoding: chunked", method=b"POST")
    c.send(chunked + b"5\r\nhello\r\n7;x=y\r\n world!\r\n0\r\nTrailer: x\r\n\r\n" + get("/"))
    assert c.answer().body == b"hello world!"
    assert c.answer().status == 200
    for byte in chunked + b"3\r\nabc\r\n0\r\n\r\n":
        c.send(bytes([byte]))
    assert c.answer().body == b"abc"
    big = os.urandom(400000)
    c.send(chunked + b"".join(b"%x\r\n%s\r\n" % (len(big[i:i + 9999]), big[i:i + 9999]) for i in range(0, len(big), 9999)) + b"0\r\n\r\n")
    assert c.answer().body == big


def test_many_small_chunks_are_joined(server):
    c = server.connect()
    body = os.urandom(300000)
    text = b"".join(b"1\r\n%c\r\n" % byte for byte in body)
    c.send(get("/echo", b"Transfer-Encoding: chunked", method=b"POST") + text + b"0\r\n\r\n" + get("/"))
    assert c.answer().body == body
    assert c.answer().status == 200


def test_a_waiting_client_is_told_to_continue(server):
    c = server.connect()
    c.send(get("/echo", b"Content-Length: 5", b"Expect: 100-continue", method=b"POST"))
    assert c.take_until(b"\r\n\r\n") == b"HTTP/1.1 100 Continue"
    c.send(b"hello")
    assert c.answer().body == b"hello"
    c.send(get("/refuse", b"Content-Length: 5", b"Expect: 100-continue", method=b"POST"))
    assert c.answer().status == 403


def test_an_unwanted_body_is_refused_before_it_is_read(server):
    c = server.connect()
    c.send(get("/refuse", b"Content-Length: 99999999", method=b"POST"))
    a = c.answer()
    assert a.status == 403 and a.headers["connection"] == "close" and a.body == b'{"error":"not here"}'
    c = server.connect()
    c.send(get("/echo", b"Content-Length: 99999999", method=b"POST"))
    assert c.answer().status == 413
    c = server.connect()
    c.send(get("/echo", b"Transfer-Encoding: chunked", method=b"POST") + b"fffffff\r\n")
    with contextlib.suppress(ConnectionError):
        for _ in range(100):
            c.send(b"z" * 100000)
    assert c.answer().status == 413


def test_the_answer_survives_a_body_that_nobody_reads(server):
    c = server.connect()
    with contextlib.suppress(ConnectionError):
        c.send(post("/refuse", b"q" * 300000))
    assert c.answer().status == 403


# --- what is refused -----------------------------------------------------------------------------------------------------

SMUGGLED = get("/figures")
REFUSED = {
    "CL and TE": get("/", b"Content-Length: 4", b"Transfer-Encoding: chunked", method=b"POST") + b"0\r\n\r\n" + SMUGGLED,
    "two CL": get("/", b"Content-Length: 0", b"Content-Length: 4", method=b"POST") + SMUGGLED,
    "CL list": get("/", b"Content-Length: 0, 4", method=b"POST") + SMUGGLED,
    "CL plus": get("/", b"Content-Length: +4", method=b"POST") + SMUGGLED,
    "CL minus": get("/", b"Content-Length: -4", method=b"POST") + SMUGGLED,
    "CL hex": get("/", b"Content-Length: 0x4", method=b"POST") + SMUGGLED,
    "CL space": get("/", b"Content-Length : 4", method=b"POST") + SMUGGLED,
    "CL underscore does not hide": get("/", b"Content-Length: 4_0", method=b"POST") + SMUGGLED,
    "TE xchunked": get("/", b"Transfer-Encoding: xchunked", method=b"POST") + SMUGGLED,
    "TE identity": get("/", b"Transfer-Encoding: identity", method=b"POST") + SMUGGLED,
    "TE list": get("/", b"Transfer-Encoding: chunked, identity", method=b"POST") + SMUGGLED,
    "TE twice": get("/", b"Transfer-Encoding: chunked", b"Transfer-Encoding: x", method=b"POST") + SMUGGLED,
    "TE quoted": get("/", b'Transfer-Encoding: "chunked"', method=b"POST") + SMUGGLED,
    "TE tab": get("/", b"Transfer-Encoding\t: chunked", method=b"POST") + SMUGGLED,
    "TE fold": get("/", b"Transfer-Encoding:\r\n chunked", method=b"POST") + SMUGGLED,
    "TE in 1.0": get("/", b"Transfer-Encoding: chunked", version=b"1.0", method=b"POST") + SMUGGLED,
    "bare LF": b"GET / HTTP/1.1\n" + HOST + b"\r\n",
    "bare LF end": b"GET / HTTP/1.1\r\n" + HOST + b"\n",
    "bare CR": b"GET / HTTP/1.1\r\nA: b\rHost: x\r\n" + HOST + b"\r\n",
    "NUL": b"GET / HTTP/1.1\r\nA: b\0c\r\n" + HOST + b"\r\n",
    "fold": b"GET / HTTP/1.1\r\n" + HOST + b"A: b\r\n c\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "bad host": b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "no version": b"GET /\r\n" + HOST + b"\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/3.0": b"GET / HTTP/3.0\r\n" + HOST + b"\r\n",
    "connect": b"CONNECT a:1 HTTP/1.1\r\n" + HOST + b"\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"a" * 100,
    "too many fields": get("/", *[b"A: b"] * 70),
    "too long": get("/", b"A: " + b"b" * 20000),
    "endless line": b"GET /" + b"a" * 40000,
    "chunk LF": get("/echo", b"Transfer-Encoding: chunked", method=b"POST") + b"1\na\r\n0\r\n\r\n" + SMUGGLED,
    "chunk sign": get("/echo", b"Transfer-Encoding: chunked", method=b"POST") + b"+1\r\na\r\n0\r\n\r\n" + SMUGGLED,
    "chunk 0x": get("/echo", b"Transfer-Encoding: chunked", method=b"POST") + b"0x1\r\na\r\n0\r\n\r\n" + SMUGGLED,
    "chunk overflow": get("/echo", b"Transfer-Encoding: chunked", method=b"POST") + b"10000000000000001\r\na\r\n0\r\n\r\n" + SMUGGLED,
    "chunk too long": get("/echo", b"Transfer-Encoding: chunked", method=b"POST") + b"1\r\nab\r\n0\r\n\r\n" + SMUGGLED,
    "chunk no size": get("/echo", b"Transfer-Encoding: chunked", method=b"POST") + b"\r\n\r\n" + SMUGGLED,
    "expect": get("/", b"Expect: tea", method=b"POST"),
}


def test_ambiguous_requests_are_refused_and_the_connection_closed(server):
    for name, request in REFUSED.items():
        c = server.connect()
        c.send(request)
        a = c.answer()
        assert a.status in (400, 417, 431, 501, 505), f"{name}: {a.status}"
        assert a.headers["connection"] == "close" and b'{"error":"' in a.body, name
        c.socket.shutdown(socket.SHUT_WR)
        assert c.ended(), f"{name}: something more was answered"
        c.close()


# --- the clock, and the door -------------------------------------------------------------------------------------------------


def test_slow_heads_bodies_and_idlers_are_shown_out(_):
    server = Server("2", "head_seconds=1", "body_seconds=1", "idle_seconds=1")
    idle, fresh, head, body = (server.connect() for _ in range(4))
    idle.send(get("/"))
    assert idle.answer().status == 200
    body.send(get("/echo", b"Content-Length: 500", method=b"POST") + b"a")
    start = time.monotonic()
    for byte in get("/", b"A: " + b"b" * 1000)[:25]:
        with contextlib.suppress(ConnectionError):
            head.send(bytes([byte]))
            body.send(b"a")
        time.sleep(0.1)
    assert head.answer().status == 408
    assert body.answer().status == 408
    assert idle.ended() and fresh.ended()
    assert time.monotonic() - start < 5
    assert server.figures()["timed_out"] == "2"
    server.stop()


def test_a_reader_that_does_not_read_is_dropped(_):
    server = Server("1", "write_seconds=1")
    c = server.connect(receive_buffer=4096)
    c.send(get("/big?bytes=30000000"))
    c.take(1000)
    server.settles("dropped_slow", 1)
    server.stop()


def test_a_slow_but_steady_reader_is_served(_):
    server = Server("1", "write_seconds=1", "least_rate=1000")
    c = server.connect(receive_buffer=4096)
    c.send(get("/big?bytes=600000"))
    n = 0
    start = time.monotonic()
    while n < 30000 and time.monotonic() - start < 10:
        n += len(c.socket.recv(1000))
        time.sleep(0.08)
    assert n >= 30000 and server.figures()["dropped_slow"] == "0"
    server.stop()


def test_the_oldest_idle_connection_makes_room(_):
    server = Server("1", "connections=5")
    peers = []
    for _ in range(5):
        peers.append(server.connect())
        peers[-1].send(get("/"))
        assert peers[-1].answer().status == 200
    newcomer = server.connect()
    newcomer.send(get("/"))
    assert newcomer.answer().status == 200
    assert peers[0].ended()
    peers[4].send(get("/"))
    assert peers[4].answer().status == 200
    server.stop()


def test_one_peer_cannot_take_all_connections(_):
    server = Server("2", "connections_per_peer=3")
    peers = [server.connect() for _ in range(3)]
    for c in peers:
        c.send(get("/"))
        assert c.answer().status == 200
    fourth = server.connect()
    assert fourth.ended()
    peers[0].close()
    time.sleep(0.1)
    again = server.connect()
    again.send(get("/"))
    assert again.answer().status == 200
    server.stop()


def test_only_a_trusted_proxy_names_the_client(server):
    fields = b"X-Forwarded-For: 192.0.2.66, 203.0.113.9", b"X-Forwarded-Proto: https"
    c = server.connect()
    c.send(get("/peer", *fields))
    assert c.answer().body == b"127.0.0.1 plain a.example\n"
    proxied = Server("1", "trust")
    c = proxied.connect()
    c.send(get("/peer", *fields) + get("/peer") + get("/peer", b"X-Forwarded-For: <script>"))
    assert c.answer().body == b"203.0.113.9 secure a.example\n"
    assert c.answer().body == b"127.0.0.1 plain a.example\n"
    assert c.answer().body == b"127.0.0.1 plain a.example\n"
    proxied.stop()


def test_a_unix_socket_serves_and_what_a_crash_leaves_is_no_obstacle(_):
    path = f"/tmp/folkmoot-wire-{os.getpid()}.sock"
    for _ in range(2):
        server = Server("1", "unix:" + path)
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(20)
        s.connect(path)
        c = Peer(s)
        c.send(get("/peer") + get("/peer", b"X-Forwarded-For: 203.0.113.9"))
        assert c.answer().body == b"unix plain a.example\n"
        assert c.answer().body == b"203.0.113.9 plain a.example\n"
        server.process.kill()
        server.process.wait()
        assert os.path.exists(path)
    server = Server("1", "unix:" + path)
    server.stop()
    assert not os.path.exists(path)


def test_an_address_that_is_taken_is_said_so(server):
    second = subprocess.run([sys.argv[1], "1", f"port={server.port}"], stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
    assert second.returncode == 1 and b"Address already in use" in second.stderr


def test_stopping_finishes_what_is_under_way(_):
    server = Server("2")
    waiting, idle, stream = server.connect(), server.connect(), server.connect()
    waiting.send(get("/slow?ms=500"))
    stream.send(get("/hold"))
    stream.take_until(b"\r\n\r\n")
    idle.send(get("/"))
    idle.answer()
    time.sleep(0.1)
    server.process.stdin.close()
    a = waiting.answer()
    assert a.status == 200 and a.headers["connection"] == "close"
    assert waiting.ended() and idle.ended() and stream.ended()
    assert server.process.wait(5) == 0


def test_stopping_does_not_wait_for_ever(_):
    server = Server("2")
    c = server.connect()
    c.send(get("/never"))
    time.sleep(0.1)
    start = time.monotonic()
    server.stop()
    assert 1.5 < time.monotonic() - start < 5


# --- streams ---------------------------------------------------------------------------------------------------------------


def test_events_arrive(server):
    c = server.connect()
    c.send(get("/stream"))
    text = c.all()
    head, body = text.split(b"\r\n\r\n", 1)
    assert head.startswith(b"HTTP/1.1 200 OK\r\n") and b"text/event-stream" in head
    assert body == b"event: update\ndata: 1\n\n:thump\nevent: update\ndata: 2\n\n"


def test_head_of_a_stream_ends(server):
    c = server.connect()
    c.send(get("/hold", method=b"HEAD"))
    assert c.all().endswith(b"\r\n\r\n")


def test_a_stream_whose_reader_sleeps_is_dropped(server):
    before = int(server.figures()["dropped_slow"])
    c = server.connect(receive_buffer=4096)
    c.send(get("/flood"))
    c.take_until(b"\r\n\r\n")
    server.settles("dropped_slow", before + 1)
    server.settles("streams", 0)


def test_a_stream_ends_when_its_client_leaves(server):
    peers = [server.connect() for _ in range(50)]
    closed = int(server.figures()["closed"])
    for c in peers:
        c.send(get("/hold"))
        c.take_until(b"\r\n\r\n")
    server.settles("streams", 50)
    for c in peers:
        c.close()
    server.settles("streams", 0)
    server.settles("closed", closed + 50)


def test_a_broadcast_reaches_all_while_some_leave(server):
    peers = [server.connect() for _ in range(200)]
    for c in peers:
        c.send(get("/hold"))
        c.take_until(b"\r\n\r\n")
    publisher = server.connect()
    for _ in range(9):
        publisher.send(get("/broadcast"))
        for c in peers[:20]:
            c.close()
        peers = peers[20:]
        assert publisher.answer().status == 200
    for c in peers:
        assert c.take(9 * 28) == b"event: update\ndata: to all\n\n" * 9
    for c in peers:
        c.close()


# --- WebSocket (RFC 6455) ----------------------------------------------------------------------------------------------------

KEY = b"dGhlIHNhbXBsZSBub25jZQ=="
SHAKE = [b"Upgrade: websocket", b"Connection: keep-alive, Upgrade", b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Key: " + KEY]


def frame(opcode, payload, fin=True, mask=b"\x01\x02\x03\x04"):
    n = len(payload)
    length = bytes([128 | n]) if n < 126 else b"\xfe" + struct.pack(">H", n) if n < 65536 else b"\xff" + struct.pack(">Q", n)
    return bytes([(128 if fin else 0) | opcode]) + length + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload))


def read_frame(c):
    first, second = c.take(2)
    assert second < 128, "a server's frames are not masked"
    n = second if second < 126 else struct.unpack(">H", c.take(2))[0] if second == 126 else struct.unpack(">Q", c.take(8))[0]
    return first, c.take(n)


def open_socket(server, *fields):
    c = server.connect()
    c.send(get("/socket", *SHAKE, *fields))
    a = c.answer(with_body=False)
    assert a.status == 101 and a.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    return c, a


def test_a_web_socket_echoes(server):
    c, a = open_socket(server, b"Sec-WebSocket-Protocol: token123")
    assert a.headers["sec-websocket-protocol"] == "token123"
    for n in (0, 1, 125, 126, 5000, 65000):
        text = b"t" * n
        c.send(frame(1, text))
        assert read_frame(c) == (0x81, text)
    assert "sec-websocket-protocol" not in open_socket(server)[1].headers


def test_a_web_socket_joins_fragments_and_answers_pings_between_them(server):
    c, _ = open_socket(server)
    for piece in (frame(1, b"one ", fin=False), frame(9, b"are you there"), frame(0, b"two ", fin=False), frame(0, "drei ä".encode())):
        for byte in piece:
            c.send(bytes([byte]))
    assert sorted(read_frame(c) for _ in range(2)) == [(0x81, "one two drei ä".encode()), (0x8A, b"are you there")]
    c.send(frame(1, b"a") + frame(1, b"b") + frame(1, b"c"))
    assert [read_frame(c)[1] for _ in range(3)] == [b"a", b"b", b"c"]


def test_a_web_socket_is_pinged(server):
    c, _ = open_socket(server)
    c.send(frame(1, b"ping"))
    assert read_frame(c) == (0x89, b"")
    c.send(frame(10, b""))
    c.send(frame(1, b"still here"))
    assert read_frame(c) == (0x81, b"still here")


def close_code(c):
    opcode, payload = read_frame(c)
    assert opcode == 0x88
    assert c.ended()
    return struct.unpack(">H", payload[:2])[0] if payload else None


def test_a_web_socket_closes_from_both_ends(server):
    c, _ = open_socket(server)
    c.send(frame(8, struct.pack(">H", 1000) + b"bye"))
    assert close_code(c) == 1000
    c, _ = open_socket(server)
    c.send(frame(1, b"close"))
    opcode, payload = read_frame(c)
    assert opcode == 0x88 and payload == struct.pack(">H", 1000)
    c.send(frame(8, payload))
    assert c.ended()


def test_a_web_socket_refuses_what_is_wrong(server):
    wrong = {
        "oversize": (frame(1, b"x" * 70000), 1009),
        "oversize in fragments": (frame(1, b"x" * 60000, fin=False) + frame(0, b"x" * 60000), 1009),
        "not UTF-8": (frame(1, b"\xff\xfe"), 1007),
        "binary": (frame(2, b"x"), 1003),
        "a reserved opcode": (frame(3, b"x"), 1002),
        "a fragmented ping": (frame(9, b"x", fin=False), 1002),
        "a continuation of nothing": (frame(0, b"x"), 1002),
        "not masked": (b"\x81\x01x", 1002),
    }
    for name, (data, code) in wrong.items():
        c, _ = open_socket(server)
        with contextlib.suppress(ConnectionError):
            c.send(data)
        try:
            got = close_code(c)
        except AssertionError as e:
            raise AssertionError(f"{name}: {e}")
        assert got == code, f"{name}: {got}"
        c.close()


def test_a_handshake_that_is_none_is_refused(server):
    for fields, status in (
        (SHAKE[:3], 400), (SHAKE[:3] + [b"Sec-WebSocket-Key: abc"], 400), (SHAKE[1:], 400),
        (SHAKE[:2] + [b"Sec-WebSocket-Version: 8", SHAKE[3]], 426), ([SHAKE[0]] + SHAKE[2:], 400),
    ):
        c = server.connect()
        c.send(get("/socket", *fields))
        assert c.answer().status == status, fields


def test_a_web_socket_speaks_when_its_client_is_slow_to_begin(server):
    c = server.connect()
    c.send(get("/socket", *SHAKE) + frame(1, b"early"))
    assert c.answer(with_body=False).status == 101
    assert read_frame(c) == (0x81, b"early")


def main():
    only = sys.argv[2:]
    tests = [(name[5:], f) for name, f in globals().items() if name.startswith("test_") and (not only or name[5:] in only)]
    passed = failed = 0
    server = Server("2")
    for name, test in tests:
        try:
            test(server)
            passed += 1
        except Exception as e:  # the next test must run in any case
            failed += 1
            print(f"FAILED {name}: {type(e).__name__}: {e}", flush=True)
            if server.process.poll() is not None:
                print(f"the server died with {server.process.returncode}")
                server = Server("2")
    try:
        server.stop()
    except Exception as e:
        failed += 1
        print(f"FAILED stopping: {e}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
