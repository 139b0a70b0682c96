# SPDX-License-Identifier: AGPL-3.0-or-later
"""An acknowledged status is there after kill -9, once: a client posts with idempotency keys while the server is killed again and again."""
import http.client
import json
import random
import sys
import threading
import urllib.parse

import fixture


def post(server, token, key, text):
    """The id when it was acknowledged, None when nobody answered."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        connection.request("POST", "/api/v1/statuses", urllib.parse.urlencode({"status": text}), {
            "Authorization": "Bearer " + token, "Idempotency-Key": key, "Content-Type": "application/x-www-form-urlencoded"})
        reply = connection.getresponse()
        body = reply.read()
        connection.close()
        return json.loads(body)["id"] if reply.status == 200 else None
    except (OSError, http.client.HTTPException, ValueError):
        return None


def writer(server, token, number, acknowledged, stop):
    at = 0
    while not stop.is_set():
        key = f"{number}-{at}"
        id = post(server, token, key, f"durable {key}")
        if id:
            acknowledged[key] = id
            at += 1
        else:
            stop.wait(.02)  # the server is away: the same key again


def no_acknowledged_status_is_lost_and_none_is_there_twice(server):
    dice, stop, acknowledged = random.Random(1), threading.Event(), {}
    tokens = [server.member(f"writer{n}").token for n in range(4)]
    threads = [threading.Thread(target=writer, args=(server, t, n, acknowledged, stop)) for n, t in enumerate(tokens)]
    for thread in threads:
        thread.start()
    for _ in range(6):
        stop.wait(dice.uniform(.2, .9))
        server.stop(kill=True)
        server.start()
    stop.wait(.3)
    stop.set()
    for thread in threads:
        thread.join()
    assert len(acknowledged) > 50, f"only {len(acknowledged)} were acknowledged: too few to say anything"
    stored = server.sql("SELECT id, text FROM status")
    texts = [text for _, text in stored]
    assert len(set(texts)) == len(texts), "a status is there twice with one idempotency key"
    by_text = {text: str(id) for id, text in stored}
    for key, id in acknowledged.items():
        assert by_text.get(f"durable {key}") == id, f"{key} was acknowledged as {id} and is not there"
    assert server.sql("PRAGMA integrity_check") == [("ok",)]


if __name__ == "__main__":
    fixture.main([no_acknowledged_status_is_lost_and_none_is_there_twice])
