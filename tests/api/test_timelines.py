# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home timeline and the pages of lists, asked as an app asks."""
import fixture


def ids(answer):
    return [status["id"] for status in answer.json]


def pages_down_and_up_meet(server):
    ada = server.member("pager")
    posted = [ada.post("/api/v1/statuses", status=f"page {n}").json["id"] for n in range(25)][::-1]
    first = ada.get("/api/v1/timelines/home", limit=10)
    assert ids(first) == posted[:10]
    second = ada.get(first.links()["next"])
    assert ids(second) == posted[10:20], "next goes on below"
    assert ids(ada.get(second.links()["prev"])) == posted[:10], "prev is the page directly above"
    assert ids(ada.get("/api/v1/timelines/home", since_id=posted[3], limit=2)) == posted[:2], "since_id: the newest above it"
    assert ids(ada.get("/api/v1/timelines/home", min_id=posted[3], limit=2)) == posted[1:3], "min_id: those directly above it"
    assert ids(ada.get("/api/v1/timelines/home", max_id=posted[3], since_id=posted[6])) == posted[4:6]


def a_home_timeline_has_what_was_posted_before_it_was_first_read(server):
    ada = server.member("early")
    posted = ada.post("/api/v1/statuses", status="before").json["id"]
    assert ids(ada.get("/api/v1/timelines/home")) == [posted]
    later = ada.post("/api/v1/statuses", status="after").json["id"]
    assert ids(ada.get("/api/v1/timelines/home")) == [later, posted]


def a_deleted_status_is_gone_from_every_timeline(server):
    ada, reader = server.member("deleter"), server.visitor()
    gone = ada.post("/api/v1/statuses", status="soon gone #vanishing").json["id"]
    assert gone in ids(ada.get("/api/v1/timelines/home")) and gone in ids(reader.get("/api/v1/timelines/public"))
    answer = ada.delete(f"/api/v1/statuses/{gone}")
    assert answer.status == 200 and answer.json["text"] == "soon gone #vanishing"
    assert gone not in ids(ada.get("/api/v1/timelines/home"))
    assert gone not in ids(reader.get("/api/v1/timelines/public"))
    assert ids(reader.get("/api/v1/timelines/tag/vanishing")) == []
    assert reader.get(f"/api/v1/statuses/{gone}").status == 404


def what_is_private_is_not_shown_to_strangers(server):
    ada, eve = server.member("keeper"), server.member("stranger")
    private = ada.post("/api/v1/statuses", status="for followers", visibility="private").json["id"]
    direct = ada.post("/api/v1/statuses", status="for nobody", visibility="direct").json["id"]
    for who in (eve, server.visitor()):
        for id in (private, direct):
            assert who.get(f"/api/v1/statuses/{id}").status == 404
        assert not {private, direct} & set(ids(who.get(f"/api/v1/accounts/{ada.id}/statuses")))
        assert not {private, direct} & set(ids(who.get("/api/v1/timelines/public")))


if __name__ == "__main__":
    fixture.main([pages_down_and_up_meet, a_home_timeline_has_what_was_posted_before_it_was_first_read,
                  a_deleted_status_is_gone_from_every_timeline, what_is_private_is_not_shown_to_strangers])
