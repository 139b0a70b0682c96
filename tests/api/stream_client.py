# SPDX-License-Identifier: AGPL-3.0-or-later
"""A WebSocket client (RFC 6455) and a reader of server-sent events, for the tests."""
import base64
import json
import os
import socket
import struct
import time


class Stream:
    """Common to both: bytes that come in, until a deadline."""

    def __init__(self, server):
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        self.bytes, self.closed = b"", False

    def more(self, until):
        self.socket.settimeout(max(.001, until - time.monotonic()))
        try:
            got = self.socket.recv(65536)
        except (TimeoutError, socket.timeout):
            return False
        except OSError:
            got = b""
        if not got:
            self.closed = True
        self.bytes += got
        return bool(got)

    def read_head(self):
        until = time.monotonic() + 5
        while b"\r\n\r\n" not in self.bytes and self.more(until):
            pass
        head, _, self.bytes = self.bytes.partition(b"\r\n\r\n")
        self.head = head.decode()
        self.status = int(self.head.split()[1])

    def ends(self, seconds=5):
        """Whether the server closes it."""
        until = time.monotonic() + seconds
        while not self.closed and time.monotonic() < until:
            self.more(until)
        return self.closed

    def event(self, kind=None, seconds=3, where=lambda event: True):
        """The next event of that kind, or None when it does not come."""
        until = time.monotonic() + seconds
        while True:
            for event in self.parsed():
                if (kind is None or event.get("event") == kind) and where(event):
                    return event
            if self.closed or time.monotonic() >= until:
                return None
            self.more(until)

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class WebSocket(Stream):
    def __init__(self, server, path, headers=None):
        super().__init__(server)
        lines = {"Host": server.domain, "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
                 "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(), **(headers or {})}
        self.socket.sendall(f"GET {path} HTTP/1.1\r\n".encode() + "".join(f"{k}: {v}\r\n" for k, v in lines.items()).encode() + b"\r\n")
        self.pings = 0
        self.read_head()

    def send_text(self, text, opcode=1):
        data, mask = text.encode() if isinstance(text, str) else text, os.urandom(4)
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
        self.socket.sendall(bytes([0x80 | opcode]) + size + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data)))

    def send(self, **message):
        self.send_text(json.dumps(message))

    def parsed(self):
        while len(self.bytes) >= 2:
            size, at = self.bytes[1] & 127, 2
            if size >= 126:
                width = 2 if size == 126 else 8
                size, at = int.from_bytes(self.bytes[2:2 + width], "big"), 2 + width
            if len(self.bytes) < at + size:
                return
            opcode, data = self.bytes[0] & 15, self.bytes[at:at + size]
            self.bytes = self.bytes[at + size:]
            if opcode == 1:
                yield json.loads(data)
            elif opcode == 9:
                self.pings += 1
            elif opcode == 8:
                self.closed = True


class Events(Stream):
    def __init__(self, server, path, token=None, cookie=None):
        super().__init__(server)
        lines = (f"Authorization: Bearer {token}\r\n" if token else "") + (f"Cookie: {cookie}\r\n" if cookie else "")
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: {server.domain}\r\n{lines}\r\n".encode())
        self.thumps = 0
        self.read_head()

    def parsed(self):
        while True:
            if self.bytes.startswith(b":") and b"\n" in self.bytes:
                line, _, self.bytes = self.bytes.partition(b"\n")
                self.thumps += line == b":thump"
            elif b"\n\n" in self.bytes:
                block, _, self.bytes = self.bytes.partition(b"\n\n")
                fields = dict(line.split(": ", 1) for line in block.decode().split("\n"))
                yield {"event": fields["event"], "payload": fields["data"]}
            else:
                return
