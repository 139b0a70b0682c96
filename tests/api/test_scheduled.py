# SPDX-License-Identifier: AGPL-3.0-or-later
"""Statuses that wait for their time, and polls that end."""
import time

import fixture


def at(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(time.time() + seconds))


def schedule(client, seconds, key=None, **values):
    return client.ask("POST", "/api/v1/statuses", json_body={"scheduled_at": at(seconds), **values}, headers={"Idempotency-Key": key} if key else {})


def restart_and_wait(server, done):
    """The periodic work comes a few seconds after a start."""
    server.stop()
    server.start()
    for _ in range(200):
        if done():
            return
        time.sleep(.1)
    raise AssertionError("it did not happen")


def it_can_be_listed_moved_and_cancelled(server):
    ada, eve = server.member("ada1"), server.member("eve1")
    made = schedule(ada, 3600, status="later", visibility="unlisted", spoiler_text="cw", language="de", poll={"options": ["a", "b"], "expires_in": 600}).json
    assert made["params"]["text"] == "later" and made["params"]["visibility"] == "unlisted" and made["media_attachments"] == []
    assert made["params"]["poll"]["options"] == ["a", "b"] and made["params"]["language"] == "de"
    path = f"/api/v1/scheduled_statuses/{made['id']}"
    assert [s["id"] for s in ada.get("/api/v1/scheduled_statuses").json] == [made["id"]]
    moved = at(7200)
    assert ada.put(path, scheduled_at=moved).json["scheduled_at"] == moved
    assert ada.put(path, scheduled_at=at(60)).status == 422
    for who in (eve, server.visitor()):
        assert who.get(path).status in (401, 404)
    assert eve.delete(path).status == 404
    assert ada.delete(path).json == {} and ada.get(path).status == 404
    assert ada.get(f"/api/v1/accounts/{ada.id}/statuses").json == []


def what_could_not_be_posted_is_not_scheduled(server):
    ada = server.member("ada2")
    for seconds, values in ((60, {"status": "too soon"}), (-3600, {"status": "the past"}), (3600, {"status": ""}), (3600, {"status": "x" * 1001}),
                            (3600, {"status": "a", "in_reply_to_id": "1"}), (3600, {"status": "a", "media_ids": ["1"]})):
        assert schedule(ada, seconds, **values).status in (404, 422), values
    assert ada.ask("POST", "/api/v1/statuses", json_body={"status": "a", "scheduled_at": "tomorrow"}).status == 422
    assert ada.get("/api/v1/scheduled_statuses").json == []


def the_same_key_schedules_once(server):
    ada = server.member("ada3")
    first, second = (schedule(ada, 3600, key="once", status="one").json["id"] for _ in range(2))
    assert first == second and len(ada.get("/api/v1/scheduled_statuses").json) == 1


def there_is_a_limit_a_day(server):
    ada = server.member("ada4")
    for n in range(25):
        assert schedule(ada, 86400 * 10, status=f"number {n}").status == 200
    assert "25" in schedule(ada, 86400 * 10, status="one more").json["error"]
    assert schedule(ada, 86400 * 12, status="another day").status == 200


def it_is_posted_when_its_time_has_come(server):
    ada, bob = server.member("ada5"), server.member("bob5")
    file = ada.ask("POST", "/api/v2/media", files={"file": ("a.png", "image/png", fixture.png(8, 8))}).json["id"]
    made = schedule(ada, 3600, status="@bob5 on time #clock", media_ids=[file]).json
    assert [m["id"] for m in made["media_attachments"]] == [file]
    assert ada.post("/api/v1/statuses", status="steal", media_ids=[file]).status == 422, "its media are taken"
    later = schedule(ada, 7200, status="not yet").json["id"]
    gone = bob.post("/api/v1/statuses", status="to be gone").json["id"]
    broken = schedule(ada, 3600, status="an answer to nothing", in_reply_to_id=gone).json["id"]
    bob.delete(f"/api/v1/statuses/{gone}")
    server.sql("UPDATE scheduled_status SET scheduled_at = 1 WHERE id IN (?, ?)", int(made["id"]), int(broken))
    restart_and_wait(server, lambda: ada.get(f"/api/v1/accounts/{ada.id}/statuses").json)
    posted = ada.get(f"/api/v1/accounts/{ada.id}/statuses").json
    assert [s["content"][-100:] for s in posted] and len(posted) == 1 and [m["id"] for m in posted[0]["media_attachments"]] == [file]
    assert [t["name"] for t in posted[0]["tags"]] == ["clock"]
    assert [s["id"] for s in ada.get("/api/v1/scheduled_statuses").json] == [later], "what could not be posted is dropped"
    [told] = [n for n in ada.get("/api/v1/notifications").json if n["type"] == "moderation_warning"]
    assert "an answer to nothing" in told["moderation_warning"]["text"], "but not silently, and its words are not lost"
    assert server.sql("SELECT type FROM notification WHERE account_id = ?", int(bob.id)) == [("mention",)]


def the_end_of_a_poll_is_told_once(server):
    ada, bob, eve = server.member("ada6"), server.member("bob6"), server.member("eve6")
    poll = ada.ask("POST", "/api/v1/statuses", json_body={"status": "?", "poll": {"options": ["a", "b"], "expires_in": 300, "hide_totals": True}}).json["poll"]
    voted = bob.ask("POST", f"/api/v1/polls/{poll['id']}/votes", json_body={"choices": [0]}).json
    assert [o["votes_count"] for o in voted["options"]] == [None, None], "totals are hidden while it runs"
    server.sql("UPDATE poll SET expires_at = 1 WHERE id = ?", int(poll["id"]))
    told = lambda who: [t for t, in server.sql("SELECT type FROM notification WHERE account_id = ?", int(who.id))]
    restart_and_wait(server, lambda: told(ada))
    assert told(ada) == ["poll"] and told(bob) == ["poll"] and told(eve) == []
    over = eve.get(f"/api/v1/polls/{poll['id']}").json
    assert over["expired"] is True and [o["votes_count"] for o in over["options"]] == [1, 0]
    late = eve.ask("POST", f"/api/v1/polls/{poll['id']}/votes", json_body={"choices": [0]})
    assert late.status == 422 and "ended" in late.json["error"]


if __name__ == "__main__":
    fixture.main([it_can_be_listed_moved_and_cancelled, what_could_not_be_posted_is_not_scheduled, the_same_key_schedules_once, there_is_a_limit_a_day,
                  it_is_posted_when_its_time_has_come, the_end_of_a_poll_is_told_once])
