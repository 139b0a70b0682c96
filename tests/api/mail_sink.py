# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mail server that keeps what it gets, for tests: as much of RFC 5321 as a client needs."""
import email
import email.policy
import socket
import threading
import time


class MailSink:
    def __init__(self, refuse=0):
        self.mails, self.refuse = [], refuse  # refuse: so many mails get "451 try again"
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.url = f"smtp://127.0.0.1:{self.port}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        with connection, connection.makefile("rwb", buffering=0) as file:
            say = lambda line: file.write(line.encode() + b"\r\n")
            say("220 sink")
            sender, recipients = None, []
            while line := file.readline():
                word = line.strip().upper()
                if word.startswith(b"MAIL FROM:"):
                    sender, recipients = line[10:].strip().decode(), []
                elif word.startswith(b"RCPT TO:"):
                    recipients.append(line[8:].strip().decode())
                elif word == b"DATA":
                    say("354 go on")
                    data = b""
                    while (line := file.readline()) not in (b".\r\n", b""):
                        data += line[1:] if line.startswith(b".") else line
                    if self.refuse:
                        self.refuse -= 1
                        say("451 try again later")
                        continue
                    self.mails.append((sender, recipients, data))
                elif word == b"QUIT":
                    say("221 bye")
                    return
                say("250 ok")

    def wait(self, count, seconds=20):
        """The mail number `count` (from 1) as an email.message, with sender and recipients."""
        until = time.monotonic() + seconds
        while len(self.mails) < count:
            assert time.monotonic() < until, f"{len(self.mails)} mails came, not {count}"
            time.sleep(.02)
        sender, recipients, data = self.mails[count - 1]
        message = email.message_from_bytes(data, policy=email.policy.default)
        message.sender, message.recipients, message.raw = sender, recipients, data
        return message

    def close(self):
        self.socket.close()
