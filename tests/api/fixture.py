# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real server for a test: its own folder, a free port, members with tokens, gone at the end.

    with Server(sys.argv[1]) as server:
        ada = server.member("ada")
        ada.post("/api/v1/statuses", status="Hello")

Every JSON answer of a client is kept in the file that FOLKMOOT_ANSWERS names; main() holds them against schema.json at the end."""
import http.client
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

SCOPES = "read write follow push admin:read admin:write"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    def header(self, name):
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)

    def links(self):
        """{"next": url, "prev": url}"""
        out = {}
        for part in (self.header("link") or "").split(", "):
            if ";" in part:
                url, rel = part.split(";", 1)
                out[rel.split('"')[1]] = url.strip("<> ")
        return out


def flatten(values):
    out = []
    for name, value in values.items():
        if isinstance(value, (list, tuple)):
            out += [(name + "[]", v) for v in value]
        else:
            out.append((name, {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value))
    return out


class Client:
    """Somebody who asks: a member with a token, or a visitor. Named values become query (GET) or form."""

    def __init__(self, server, token=None, id=None, name=None):
        self.server, self.token, self.id, self.name = server, token, id, name

    def ask(self, method, path, values=None, json_body=None, files=None, headers=None):
        head, body = dict(headers or {}), None
        if self.token:
            head["Authorization"] = "Bearer " + self.token
        if json_body is not None:
            body, head["Content-Type"] = json.dumps(json_body).encode(), "application/json"
        elif files:
            body, head["Content-Type"] = multipart(flatten(values or {}), files)
        elif values and method in ("GET", "HEAD"):
            path += ("&" if "?" in path else "?") + urllib.parse.urlencode(flatten(values))
        elif values:
            body, head["Content-Type"] = urllib.parse.urlencode(flatten(values)).encode(), "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        connection.request(method, path.removeprefix(self.server.url), body, head)
        reply = connection.getresponse()
        answer = Answer(reply.status, reply.getheaders(), reply.read())
        connection.close()
        self.server.keep(method, path, answer)
        return answer

    def get(self, path, **values):
        return self.ask("GET", path, values)

    def post(self, path, **values):
        return self.ask("POST", path, values)

    def put(self, path, **values):
        return self.ask("PUT", path, values)

    def patch(self, path, **values):
        return self.ask("PATCH", path, values)

    def delete(self, path, **values):
        return self.ask("DELETE", path, values)


def multipart(fields, files):
    """files: {"file": ("name.png", "image/png", bytes)}"""
    boundary, out = "----folkmoot-test", b""
    for name, value in fields:
        out += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, (filename, kind, data) in files.items():
        out += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: {kind}\r\n\r\n'.encode()
        out += data + b"\r\n"
    return out + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    def __init__(self, folkmoot, settings=None, config="", start=True):
        self.folkmoot, self.port = str(folkmoot), free_port()
        self.url, self.domain = f"http://127.0.0.1:{self.port}", f"127.0.0.1:{self.port}"
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="folkmoot-test-"))
        self.config = self.folder / "folkmoot.conf"
        self.config.write_text(f"data = {self.folder}/data\nlisten = 127.0.0.1\nport = {self.port}\n" + config)
        self.database = self.folder / "data" / "communities" / self.domain / "community.db"
        self.process = None
        self.command("init", "--domain", self.domain, "--http", "--title", "Test community")
        for name, value in {"requests_per_5_minutes": "0", **(settings or {})}.items():
            self.setting(name, value)
        if start:
            self.start()

    def command(self, *words):
        done = subprocess.run([self.folkmoot, *words, "--config", str(self.config)], capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise AssertionError(f"folkmoot {' '.join(words)}: {done.stderr}")
        return done.stdout

    def setting(self, name, value):
        """Before the start: a running server keeps its settings in memory."""
        with sqlite3.connect(self.database) as db:
            db.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", (name, value))
        db.close()

    def sql(self, text, *values):
        db = sqlite3.connect(self.database, timeout=10)
        rows = db.execute(text, values).fetchall()
        db.commit()
        db.close()
        return rows

    def start(self):
        self.log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen([self.folkmoot, "serve", "--config", str(self.config)], stdout=self.log, stderr=self.log)
        for _ in range(1000):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(.01)
        raise AssertionError("the server did not start:\n" + self.log_text())

    def stop(self, kill=False):
        if not self.process:
            return
        self.process.kill() if kill else self.process.terminate()
        status = self.process.wait(60)
        self.process = None
        self.log.close()
        if not kill and status:
            raise AssertionError(f"the server ended with {status}:\n" + self.log_text())

    def log_text(self):
        return (self.folder / "log").read_text(errors="replace")[-8000:]

    def member(self, name, role="member", scopes=SCOPES):
        words = ["account", "create", name, "--email", f"{name}@example.org", "--password", "correct horse", "--role", role]
        self.command(*words)
        token = self.command("token", "create", name, "--scopes", scopes).strip()
        return Client(self, token, str(self.sql("SELECT id FROM account WHERE username = ?", name)[0][0]), name)

    def visitor(self):
        return Client(self)

    def keep(self, method, path, answer):
        file = os.environ.get("FOLKMOOT_ANSWERS")
        if file and answer.body and method != "HEAD" and "json" in (answer.header("content-type") or ""):
            line = {"method": method, "path": path.removeprefix(self.url).split("?")[0], "status": answer.status, "body": answer.json}
            with open(file, "a", encoding="utf-8") as out:
                out.write(json.dumps(line) + "\n")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        try:
            if kind:
                sys.stderr.write(self.log_text()[-3000:])
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)


def png(width, height, seed=0):
    """A small true-colour PNG of a gradient."""
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((x * 255 // width, y * 255 // height, seed % 256)[i] for x in range(width) for i in range(3)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def every_answer_is_as_documented(_server):
    import check_schema
    file = pathlib.Path(os.environ["FOLKMOOT_ANSWERS"])
    answers, seen, faults = check_schema.check_lines(file.read_text(encoding="utf-8").splitlines() if file.exists() else [])
    print(f"      {answers} answers of {len(seen)} endpoints checked")
    assert not faults, "\n" + "\n".join(faults)


def main(tests):
    """Runs each function with one server between them; a name is a sentence. Closes with 'N passed, N failed'."""
    import traceback
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="folkmoot-answers-") as folder, Server(sys.argv[1]) as server:
        os.environ.setdefault("FOLKMOOT_ANSWERS", folder + "/answers")
        for test in [*tests, every_answer_is_as_documented]:
            try:
                test(server)
                passed += 1
                print("ok   ", test.__name__.replace("_", " "), flush=True)
            except Exception:
                failed += 1
                print("FAIL ", test.__name__.replace("_", " "))
                traceback.print_exc()
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)
