# SPDX-License-Identifier: AGPL-3.0-or-later
"""Editing, its history, and quotes."""
import time

import fixture


def post(client, text, **more):
    answer = client.post("/api/v1/statuses", status=text, **more)
    assert answer.status == 200, answer.body
    return answer.json


def told(server, who):
    return [t for t, in server.sql("SELECT type FROM notification WHERE account_id = ? ORDER BY id", int(who.id))]


def edit(client, id, **values):
    return client.ask("PUT", f"/api/v1/statuses/{id}", json_body=values)


def every_version_is_kept_the_first_one_too(server):
    ada = server.member("ada1")
    id = post(ada, "one", spoiler_text="careful")["id"]
    assert [v["content"] for v in ada.get(f"/api/v1/statuses/{id}/history").json] == ["<p>one</p>"]
    status = edit(ada, id, status="two", language="de").json
    assert status["content"] == "<p>two</p>" and status["spoiler_text"] == "" and status["edited_at"] and status["language"] == "de"
    edit(ada, id, status="three", sensitive=True)
    history = ada.get(f"/api/v1/statuses/{id}/history").json
    assert [v["content"] for v in history] == ["<p>one</p>", "<p>two</p>", "<p>three</p>"]
    assert [v["spoiler_text"] for v in history] == ["careful", "", ""] and [v["sensitive"] for v in history] == [True, False, True]
    assert ada.get(f"/api/v1/statuses/{id}/source").json == {"id": id, "text": "three", "spoiler_text": ""}


def nothing_happens_when_nothing_is_different(server):
    ada = server.member("ada2")
    id = post(ada, "the same")["id"]
    assert edit(ada, id, status="the same").json["edited_at"] is None
    assert len(ada.get(f"/api/v1/statuses/{id}/history").json) == 1


def mentions_tags_and_search_follow_the_text(server):
    ada, bob, eve = server.member("ada3"), server.member("bob3"), server.member("eve3")
    id = post(ada, "@bob3 about #walnuts")["id"]
    status = edit(ada, id, status="@eve3 about #hazelnuts").json
    assert [m["username"] for m in status["mentions"]] == ["eve3"] and [t["name"] for t in status["tags"]] == ["hazelnuts"]
    assert told(server, bob) == ["mention"] and told(server, eve) == ["mention"]
    assert bob.get("/api/v1/timelines/tag/walnuts").json == []
    assert [s["id"] for s in bob.get("/api/v1/timelines/tag/hazelnuts").json] == [id]
    found = lambda word: server.sql("SELECT rowid FROM status_text WHERE status_text MATCH ?", word)
    assert found("walnuts") == [] and found("hazelnuts") == [(int(id),)]
    edit(ada, id, status="@eve3 about #hazelnuts, again")
    assert told(server, eve) == ["mention"], "nobody is told twice"


def boosters_and_quoters_are_told(server):
    ada, bob, eve = server.member("ada4"), server.member("bob4"), server.member("eve4")
    id = post(ada, "say it again")["id"]
    bob.post(f"/api/v1/statuses/{id}/reblog")
    quote = post(eve, "look at this", quoted_status_id=id)
    assert edit(ada, id, status="say it better").status == 200
    assert told(server, bob) == ["update"] and told(server, eve) == ["quoted_update"]
    assert eve.get(f"/api/v1/statuses/{quote['id']}").json["quote"]["quoted_status"]["content"] == "<p>say it better</p>"


def a_crowd_of_boosters_is_served_in_parts(server):
    ada = server.member("ada11")
    id = post(ada, "everybody likes it")["id"]
    server.sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450) INSERT INTO account (id, username, username_lower, created_at) "
               "SELECT i, 'crowd' || i, 'crowd' || i, 1 FROM n")
    server.sql("INSERT INTO login (account_id, email, email_lower, password_hash, created_at) SELECT id, username, username, '-', 1 FROM account WHERE id <= 450")
    server.sql("INSERT INTO status (id, account_id, reblog_of_id, conversation_id, visibility, created_at) SELECT id, id, ?, id, 0, 1 FROM account WHERE id <= 450",
               int(id))
    assert edit(ada, id, status="better still").status == 200
    wait(lambda: server.sql("SELECT COUNT(DISTINCT account_id), COUNT(*) FROM notification WHERE type = 'update' AND account_id <= 450") == [(450, 450)])
    assert ada.delete(f"/api/v1/statuses/{id}").status == 200
    assert ada.get("/api/v1/statuses", id=["7", "449"]).json == [], "what is not taken back yet is not shown"
    wait(lambda: server.sql("SELECT COUNT(*) FROM status WHERE id <= 450") == [(0,)])
    wait(lambda: server.sql("SELECT COUNT(*) FROM job WHERE kind IN ('tell_boosters', 'tell_quoters', 'remove_boosts')") == [(0,)])


def wait(done):
    for _ in range(100):
        if done():
            return
        time.sleep(.1)
    raise AssertionError("it did not happen")


def only_the_author_may_and_only_what_is_valid(server):
    ada, bob = server.member("ada5"), server.member("bob5")
    id = post(ada, "mine")["id"]
    assert edit(bob, id, status="yours").status == 404
    assert edit(ada, id, status="").status == 422
    assert edit(ada, id, status="x" * 1001).status == 422
    assert ada.get(f"/api/v1/statuses/{id}").json["content"] == "<p>mine</p>"
    boost = ada.post(f"/api/v1/statuses/{id}/reblog").json["id"]
    assert edit(ada, boost, status="no").status in (404, 422)


def media_and_their_descriptions_can_be_changed(server):
    ada = server.member("ada6")
    files = [ada.ask("POST", "/api/v2/media", {"description": f"file {n}"}, files={"file": ("a.png", "image/png", fixture.png(8, 8, n))}).json["id"]
             for n in range(3)]
    id = post(ada, "pictures", media_ids=files[:2])["id"]
    status = edit(ada, id, status="pictures", media_ids=[files[2], files[0]],
                  media_attributes=[{"id": files[0], "description": "a new one", "focus": "0.5,-0.5"}]).json
    assert [m["id"] for m in status["media_attachments"]] == [files[2], files[0]]
    assert status["media_attachments"][1]["description"] == "a new one" and status["media_attachments"][1]["meta"]["focus"] == {"x": 0.5, "y": -0.5}
    history = ada.get(f"/api/v1/statuses/{id}/history").json
    assert [[m["description"] for m in v["media_attachments"]] for v in history] == [["file 0", "file 1"], ["file 2", "a new one"]]
    assert post(ada, "the second file is free again", media_ids=[files[1]])["media_attachments"][0]["id"] == files[1]


def a_poll_with_other_options_begins_anew(server):
    ada, bob = server.member("ada7"), server.member("bob7")
    poll = {"options": ["tea", "coffee"], "expires_in": 3600}
    status = ada.ask("POST", "/api/v1/statuses", json_body={"status": "which?", "poll": poll}).json
    vote = lambda choice: bob.ask("POST", f"/api/v1/polls/{status['poll']['id']}/votes", json_body={"choices": [choice]})
    assert vote(0).status == 200
    same = edit(ada, status["id"], status="which one?", poll=poll).json
    assert same["poll"]["votes_count"] == 1, "votes stay while the options do"
    other = edit(ada, status["id"], status="which one?", poll={**poll, "options": ["tea", "milk"]}).json
    assert other["poll"]["votes_count"] == 0 and [o["title"] for o in other["poll"]["options"]] == ["tea", "milk"]
    assert vote(1).json["own_votes"] == [1]
    assert [[o["title"] for o in v["poll"]["options"]] for v in ada.get(f"/api/v1/statuses/{status['id']}/history").json] == [
        ["tea", "coffee"], ["tea", "coffee"], ["tea", "milk"]]
    assert edit(ada, status["id"], status="never mind").json["poll"] is None


def a_quote_can_be_listed_and_revoked(server):
    ada, bob = server.member("ada8"), server.member("bob8")
    id = post(ada, "quote me")["id"]
    quote = post(bob, "quoting", quoted_status_id=id)
    assert quote["quote"]["state"] == "accepted" and quote["quote"]["quoted_status"]["id"] == id
    assert [s["id"] for s in ada.get(f"/api/v1/statuses/{id}/quotes").json] == [quote["id"]]
    assert bob.post(f"/api/v1/statuses/{id}/quotes/{quote['id']}/revoke").status == 403
    revoked = ada.post(f"/api/v1/statuses/{id}/quotes/{quote['id']}/revoke").json
    assert revoked["id"] == quote["id"] and revoked["quote"] == {"state": "revoked", "quoted_status": None}
    assert ada.get(f"/api/v1/statuses/{id}").json["quotes_count"] == 0
    assert ada.get(f"/api/v1/statuses/{id}/quotes").json == []
    assert bob.delete(f"/api/v1/statuses/{quote['id']}").status == 200
    assert ada.get(f"/api/v1/statuses/{id}").json["quotes_count"] == 0, "it is not taken off twice"


def who_may_quote_can_be_changed(server):
    ada, bob = server.member("ada9"), server.member("bob9")
    id = post(ada, "for a while")["id"]
    changed = ada.put(f"/api/v1/statuses/{id}/interaction_policy", quote_approval_policy="nobody").json
    assert changed["quote_approval"]["automatic"] == [] and changed["edited_at"] is None
    assert bob.post("/api/v1/statuses", status="too late", quoted_status_id=id).status == 422
    assert bob.put(f"/api/v1/statuses/{id}/interaction_policy", quote_approval_policy="public").status == 404
    assert ada.put(f"/api/v1/statuses/{id}/interaction_policy", quote_approval_policy="friends").status == 422


def deleting_with_media_removes_them(server):
    ada = server.member("ada10")
    upload = lambda: ada.ask("POST", "/api/v2/media", files={"file": ("a.png", "image/png", fixture.png(8, 8))}).json["id"]
    kept, gone = upload(), upload()
    url = ada.get(f"/api/v1/media/{gone}").json["url"]
    first, second = post(ada, "a", media_ids=[kept])["id"], post(ada, "b", media_ids=[gone])["id"]
    assert ada.delete(f"/api/v1/statuses/{first}").json["media_attachments"][0]["id"] == kept
    assert ada.get(f"/api/v1/media/{kept}").status == 200, "for delete and redraft"
    assert ada.delete(f"/api/v1/statuses/{second}", delete_media="true").status == 200
    assert ada.get(f"/api/v1/media/{gone}").status == 404
    assert ada.post("/api/v1/statuses", status="c", media_ids=[gone]).status == 422
    for _ in range(100):
        if ada.get(url).status == 404:
            return
        time.sleep(.1)
    raise AssertionError("its file is still there")


if __name__ == "__main__":
    fixture.main([every_version_is_kept_the_first_one_too, nothing_happens_when_nothing_is_different, mentions_tags_and_search_follow_the_text,
                  boosters_and_quoters_are_told, a_crowd_of_boosters_is_served_in_parts, only_the_author_may_and_only_what_is_valid, media_and_their_descriptions_can_be_changed,
                  a_poll_with_other_options_begins_anew, a_quote_can_be_listed_and_revoked, who_may_quote_can_be_changed,
                  deleting_with_media_removes_them])
