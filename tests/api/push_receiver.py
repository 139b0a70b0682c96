# SPDX-License-Identifier: AGPL-3.0-or-later
"""An app's side of Web Push, in plain Python: a service that takes messages, the app that opens them (RFC 8291, RFC 8188 and the draft
before them), and the check of who sent them (RFC 8292). Slow and small: for tests only."""
import base64
import hashlib
import hmac
import http.server
import json
import os
import threading
import time

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b
G = (0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296, 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(number, point):
    out = None
    while number:
        if number & 1:
            out = add(out, point)
        point, number = add(point, point), number >> 1
    return out


def encoded(point):
    return b"\4" + point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big")


def decoded(octets):
    assert len(octets) == 65 and octets[0] == 4
    x, y = int.from_bytes(octets[1:33], "big"), int.from_bytes(octets[33:], "big")
    assert (y * y - x * x * x + 3 * x - B) % P == 0, "not on the curve"
    return x, y


def b64(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hkdf(salt, secret, info, length):
    return hmac.digest(hmac.digest(salt, secret, "sha256"), info + b"\1", "sha256")[:length]


# AES (FIPS 197) and GCM (SP 800-38D)
def double(x):
    return (x << 1 ^ (0x11b if x & 0x80 else 0)) & 0xff


def make_box():
    box, p, q = [0x63] * 256, 1, 1
    while True:
        p = p ^ double(p)
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xff
        q ^= 0x09 if q & 0x80 else 0
        box[p] = 0x63 ^ q ^ (q << 1 | q >> 7) & 255 ^ (q << 2 | q >> 6) & 255 ^ (q << 3 | q >> 5) & 255 ^ (q << 4 | q >> 4) & 255
        if p == 1:
            return box


BOX = make_box()


def aes(key, block):
    words, rcon = [list(key[i:i + 4]) for i in range(0, 16, 4)], 1
    for i in range(4, 44):
        word = words[i - 1]
        if i % 4 == 0:
            word = [BOX[word[(k + 1) % 4]] ^ (rcon if k == 0 else 0) for k in range(4)]
            rcon = double(rcon)
        words.append([a ^ b for a, b in zip(words[i - 4], word)])
    state = [a ^ b for a, b in zip(block, sum(words[:4], []))]
    for turn in range(1, 11):
        state = [BOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if turn < 10:
            for c in range(0, 16, 4):
                a, every = state[c:c + 4], state[c] ^ state[c + 1] ^ state[c + 2] ^ state[c + 3]
                state[c:c + 4] = [a[k] ^ every ^ double(a[k] ^ a[(k + 1) % 4]) for k in range(4)]
        state = [a ^ b for a, b in zip(state, sum(words[4 * turn:4 * turn + 4], []))]
    return bytes(state)


def ghash(key, data):
    y = 0
    for i in range(0, len(data), 16):
        x, z, v = y ^ int.from_bytes(data[i:i + 16], "big"), 0, key
        for bit in range(127, -1, -1):
            if x >> bit & 1:
                z ^= v
            v = v >> 1 ^ (0xe1 << 120 if v & 1 else 0)
        y = z
    return y


def open_gcm(key, nonce, sealed):
    text, tag = sealed[:-16], sealed[-16:]
    hash_key = int.from_bytes(aes(key, bytes(16)), "big")
    padded = text + bytes(-len(text) % 16) + (0).to_bytes(8, "big") + (8 * len(text)).to_bytes(8, "big")
    expected = ghash(hash_key, padded) ^ int.from_bytes(aes(key, nonce + b"\0\0\0\1"), "big")
    assert expected == int.from_bytes(tag, "big"), "the tag is wrong"
    stream = b"".join(aes(key, nonce + (i + 2).to_bytes(4, "big")) for i in range((len(text) + 15) // 16))
    return bytes(a ^ b for a, b in zip(text, stream))


class App:
    """Keys of one subscription."""

    def __init__(self):
        self.number, self.auth = int.from_bytes(os.urandom(32), "big") % (N - 1) + 1, os.urandom(16)
        self.point = encoded(times(self.number, G))

    def keys(self):
        return {"p256dh": b64(self.point), "auth": b64(self.auth)}

    def shared(self, point):
        return times(self.number, decoded(point))[0].to_bytes(32, "big")

    def open(self, headers, body):
        if headers["content-encoding"] == "aesgcm":
            return self.open_draft(headers, body)
        assert headers["content-encoding"] == "aes128gcm"
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        point, sealed = body[21:21 + length], body[21 + length:]
        assert size == 4096 and len(body) <= 4096
        secret = hkdf(self.auth, self.shared(point), b"WebPush: info\0" + self.point + point, 32)
        text = open_gcm(hkdf(salt, secret, b"Content-Encoding: aes128gcm\0", 16), hkdf(salt, secret, b"Content-Encoding: nonce\0", 12), sealed)
        assert text.endswith(b"\2")
        return json.loads(text[:-1])

    def open_draft(self, headers, body):
        salt = unb64(headers["encryption"].split("salt=")[1])
        point = unb64(headers["crypto-key"].split("dh=")[1].split(";")[0])
        secret = hkdf(self.auth, self.shared(point), b"Content-Encoding: auth\0", 32)
        context = b"P-256\0\0\x41" + self.point + b"\0\x41" + point
        text = open_gcm(hkdf(salt, secret, b"Content-Encoding: aesgcm\0" + context, 16),
                        hkdf(salt, secret, b"Content-Encoding: nonce\0" + context, 12), body)
        assert text.startswith(b"\0\0")
        return json.loads(text[2:])


def check_token(token, key):
    """A JWT signed with ES256; its claims."""
    signed, _, signature = token.rpartition(".")
    head, claims = (json.loads(unb64(part)) for part in signed.split("."))
    assert head["alg"] == "ES256"
    octets = unb64(signature)
    r, s = int.from_bytes(octets[:32], "big"), int.from_bytes(octets[32:], "big")
    inverse, digest = pow(s, -1, N), int.from_bytes(hashlib.sha256(signed.encode()).digest(), "big")
    point = add(times(digest * inverse % N, G), times(r * inverse % N, decoded(unb64(key))))
    assert point[0] % N == r, "the signature is wrong"
    return claims


class Service:
    """A push service on a free port; answers with `status`."""

    def __init__(self):
        self.got, self.status = [], 201
        service = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(service.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count, seconds=5):
        until = time.monotonic() + seconds
        while len(self.got) < count and time.monotonic() < until:
            time.sleep(.02)
        return len(self.got) >= count

    def close(self):
        self.server.shutdown()
