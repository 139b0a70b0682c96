# SPDX-License-Identifier: AGPL-3.0-or-later
"""Favourites, bookmarks, boosts, pins, muted conversations, and the lists of them."""
import fixture


def post(client, text, **more):
    answer = client.post("/api/v1/statuses", status=text, **more)
    assert answer.status == 200, answer.body
    return answer.json


def act(client, id, what, **more):
    return client.post(f"/api/v1/statuses/{id}/{what}", **more)


def ids(answer):
    assert answer.status == 200, answer.body
    return [thing["id"] for thing in answer.json]


def a_favourite_counts_once_and_can_be_taken_back(server):
    ada, bob = server.member("ada1"), server.member("bob1")
    id = post(ada, "like me")["id"]
    for _ in range(2):
        status = act(bob, id, "favourite").json
        assert status["favourited"] is True and status["favourites_count"] == 1
    assert ids(ada.get(f"/api/v1/statuses/{id}/favourited_by")) == [bob.id]
    assert [n["type"] for n in notifications(server, ada)] == ["favourite"]
    for _ in range(2):
        status = act(bob, id, "unfavourite").json
        assert status["favourited"] is False and status["favourites_count"] == 0
    assert notifications(server, ada) == [], "the notification goes with it"
    assert bob.get(f"/api/v1/statuses/{id}").json["favourited"] is False


def notifications(server, who):
    return [{"type": t} for t, in server.sql("SELECT type FROM notification WHERE account_id = ? ORDER BY id", int(who.id))]


def lists_of_marks_are_paged_by_the_mark(server):
    ada, bob = server.member("ada2"), server.member("bob2")
    posted = [post(ada, f"number {n}")["id"] for n in range(5)]
    for what, path in (("favourite", "/api/v1/favourites"), ("bookmark", "/api/v1/bookmarks")):
        marked = [posted[i] for i in (3, 0, 4, 1, 2)] # not in the order they were posted
        for id in marked:
            assert act(bob, id, what).status == 200
        first = bob.get(path, limit=2)
        assert ids(first) == marked[::-1][:2]
        second = bob.get(first.links()["next"])
        assert ids(second) == marked[::-1][2:4]
        assert ids(bob.get(second.links()["prev"])) == marked[::-1][:2]
        assert act(bob, marked[-1], "un" + what).status == 200
        assert ids(bob.get(path)) == marked[::-1][1:]
        assert ada.get(path).json == []


def a_boost_of_a_boost_is_one_of_the_original(server):
    ada, bob, eve = server.member("ada3"), server.member("bob3"), server.member("eve3")
    id = post(ada, "spread the word")["id"]
    boost = act(bob, id, "reblog").json
    assert boost["id"] != id and boost["reblog"]["id"] == id and boost["reblog"]["reblogged"] is True
    assert act(bob, id, "reblog").json["id"] == boost["id"], "twice is once"
    again = act(eve, boost["id"], "reblog").json
    assert again["reblog"]["id"] == id
    assert ids(ada.get(f"/api/v1/statuses/{id}/reblogged_by")) == [eve.id, bob.id]
    assert act(eve, boost["id"], "favourite").json["id"] == id, "what is done to a boost is done to what it boosts"
    back = act(bob, id, "unreblog")
    assert back.status == 200 and back.json["id"] == id and back.json["reblogged"] is False and back.json["reblogs_count"] == 1
    assert bob.get(f"/api/v1/statuses/{boost['id']}").status == 404
    assert act(bob, id, "unreblog").status == 200, "taking back what is not there is fine"
    third = act(bob, id, "reblog").json["id"]
    assert bob.delete(f"/api/v1/statuses/{third}").status == 200, "a boost can be deleted, too"
    assert [n["type"] for n in notifications(server, ada)].count("reblog") == 1, "only eve's is left"
    assert act(bob, id, "reblog", visibility="direct").status == 422
    assert bob.post("/api/v1/statuses", status="x", media_ids=["abc"]).status == 422


def strangers_cannot_mark_what_they_cannot_see(server):
    ada, eve = server.member("ada4"), server.member("eve4")
    for visibility in ("private", "direct"):
        id = post(ada, "not for you", visibility=visibility)["id"]
        for what in ("favourite", "bookmark", "reblog", "pin", "mute"):
            assert act(eve, id, what).status == 404, what
        for what in ("favourited_by", "reblogged_by", "context", "history", "source"):
            assert eve.get(f"/api/v1/statuses/{id}/{what}").status == 404, what
    assert act(ada, post(ada, "mine", visibility="direct")["id"], "reblog").status == 404


def pins_have_rules(server):
    ada, bob = server.member("ada5"), server.member("bob5")
    posted = [post(ada, f"pin {n}")["id"] for n in range(6)]
    assert act(bob, posted[0], "pin").status == 422
    direct = act(ada, post(ada, "psst", visibility="direct")["id"], "pin")
    assert direct.status == 422 and "mentioned users" in direct.json["error"]
    boost = act(ada, posted[0], "reblog").json["id"]
    assert act(ada, boost, "pin").status == 422
    for id in posted[:5]:
        assert act(ada, id, "pin").json["pinned"] is True
    assert act(ada, posted[0], "pin").status == 200, "pinned already"
    assert "maximum" in act(ada, posted[5], "pin").json["error"]
    assert set(ids(bob.get(f"/api/v1/accounts/{ada.id}/statuses", pinned="true"))) == set(posted[:5])
    assert act(ada, posted[0], "unpin").json["pinned"] is False
    assert act(ada, posted[5], "pin").status == 200


def a_muted_conversation_is_silent(server):
    ada, bob = server.member("ada6"), server.member("bob6")
    root = post(ada, "let us talk")["id"]
    reply = post(bob, "@ada6 yes", in_reply_to_id=root)["id"]
    assert len(notifications(server, ada)) == 1
    assert act(ada, root, "mute").json["muted"] is True
    assert ada.get(f"/api/v1/statuses/{reply}").json["muted"] is True, "the mark is on the whole conversation"
    post(bob, "@ada6 are you there?", in_reply_to_id=reply)
    assert len(notifications(server, ada)) == 1
    assert act(ada, reply, "unmute").json["muted"] is False
    post(bob, "@ada6 hello?", in_reply_to_id=reply)
    assert len(notifications(server, ada)) == 2


def several_are_shown_at_once_without_the_hidden_ones(server):
    ada, eve = server.member("ada7"), server.member("eve7")
    public, private = post(ada, "for all")["id"], post(ada, "for few", visibility="private")["id"]
    assert ids(eve.get("/api/v1/statuses", id=[private, public, "1"])) == [public]
    assert ids(ada.get("/api/v1/statuses", id=[private, public])) == [private, public]
    assert eve.get("/api/v1/statuses", id=[str(n) for n in range(1, 60)]).status == 422


def nothing_is_translated_without_a_translator(server):
    ada = server.member("ada8")
    answer = act(ada, post(ada, "Guten Tag", language="de")["id"], "translate")
    assert answer.status == 404 and "translation" in answer.json["error"]


if __name__ == "__main__":
    fixture.main([a_favourite_counts_once_and_can_be_taken_back, lists_of_marks_are_paged_by_the_mark, a_boost_of_a_boost_is_one_of_the_original,
                  strangers_cannot_mark_what_they_cannot_see, pins_have_rules, a_muted_conversation_is_silent,
                  several_are_shown_at_once_without_the_hidden_ones, nothing_is_translated_without_a_translator])
