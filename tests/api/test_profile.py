# SPDX-License-Identifier: AGPL-3.0-or-later
"""A member's profile, lists, hashtags, and finding others."""
import fixture


def fields(account):
    return [(f["name"], f["value"]) for f in account["source"]["fields"]]


def a_profile_is_edited_however_it_is_sent(server):
    ada = server.member("edith")
    path = "/api/v1/accounts/update_credentials"
    form = ada.patch(path, **{"display_name": "Edith <b>", "note": "About #Moot & <script>", "fields_attributes[0][name]": "site",
                              "fields_attributes[0][value]": "https://example.org/me", "source[privacy]": "unlisted", "locked": True}).json
    assert form["display_name"] == "Edith <b>" and "<script>" not in form["note"] and 'rel="tag"' in form["note"]
    assert fields(form) == [("site", "https://example.org/me")] and ' me"' in form["fields"][0]["value"]
    assert form["source"]["privacy"] == "unlisted" and form["locked"] and form["source"]["note"] == "About #Moot & <script>"
    for sent in ({"0": {"name": "a", "value": "b"}}, [{"name": "a", "value": "b"}]):
        assert fields(ada.ask("PATCH", path, json_body={"fields_attributes": sent}).json) == [("a", "b")], sent
    assert ada.get("/api/v1/accounts/verify_credentials").json["display_name"] == "Edith <b>", "what is not sent stays"
    assert ada.patch(path, display_name="x" * 200).status == 422
    assert ada.patch(path, **{"source[privacy]": "nobody"}).status == 422
    assert ada.get("/api/v1/preferences").json["posting:default:visibility"] == "unlisted"


def pictures_are_cut_to_size_and_taken_away_again(server):
    ada = server.member("ansel")
    done = ada.ask("PATCH", "/api/v1/accounts/update_credentials", {"avatar_description": "me"},
                   files={"avatar": ("a.png", "image/png", fixture.png(600, 500)), "header": ("h.png", "image/png", fixture.png(300, 100))}).json
    for picture in (done["avatar"], done["header"]):
        answer = server.visitor().get(picture)
        assert answer.status == 200 and answer.header("content-type").startswith("image/"), picture
    assert done["avatar_description"] == "me"
    assert ada.ask("PATCH", "/api/v1/accounts/update_credentials", files={"avatar": ("a.png", "image/png", b"no picture")}).status == 422
    gone = ada.delete("/api/v1/profile/avatar").json
    assert gone["avatar"] != done["avatar"] and gone["header"] == done["header"]


def a_list_shows_its_members_and_is_its_owners(server):
    ada, bob, eve = server.member("lister"), server.member("listed"), server.member("other")
    made = ada.post("/api/v1/lists", title="Friends", exclusive=True).json
    assert made["replies_policy"] == "list" and made["exclusive"]
    path = f"/api/v1/lists/{made['id']}"
    assert ada.post(path + "/accounts", account_ids=[bob.id]).status == 404, "only those one follows"
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    assert ada.post(path + "/accounts", account_ids=[bob.id]).status == 200
    assert ada.post(path + "/accounts", account_ids=[bob.id]).status == 422
    hers = bob.post("/api/v1/statuses", status="for the list").json["id"]
    assert [s["id"] for s in ada.get(f"/api/v1/timelines/list/{made['id']}").json] == [hers]
    assert ada.get("/api/v1/timelines/home").json == [], "an exclusive list keeps its members out of home"
    assert [a["id"] for a in ada.get(path + "/accounts").json] == [bob.id]
    assert [x["id"] for x in ada.get(f"/api/v1/accounts/{bob.id}/lists").json] == [made["id"]]
    for attempt in (eve.get(path), eve.put(path, title="mine"), eve.delete(path), eve.get(f"/api/v1/timelines/list/{made['id']}")):
        assert attempt.status == 404
    assert ada.put(path, title="Close friends", exclusive=False).json["title"] == "Close friends"
    assert len(ada.get("/api/v1/timelines/home").json) == 1
    assert ada.post("/api/v1/lists", title=" ").status == 422 and ada.put(path, replies_policy="some").status == 422
    assert ada.delete(path).status == 200 and ada.get("/api/v1/lists").json == []


def a_followed_hashtag_comes_home(server):
    ada, bob = server.member("tagger"), server.member("poster")
    followed = ada.post("/api/v1/tags/Harbour/follow").json
    assert followed["following"] and len(followed["history"]) == 7
    tagged = bob.post("/api/v1/statuses", status="Fog at the #harbour").json["id"]
    assert [s["id"] for s in ada.get("/api/v1/timelines/home").json] == [tagged]
    assert [t["name"].lower() for t in ada.get("/api/v1/followed_tags").json] == ["harbour"]
    assert ada.get("/api/v1/tags/harbour").json["history"][0]["uses"] == "1"
    assert not ada.post("/api/v1/tags/harbour/unfollow").json["following"]
    assert ada.get("/api/v1/timelines/home").json == []
    assert ada.post("/api/v1/tags/12345/follow").status == 422


def featured_hashtags_stand_on_the_profile(server):
    ada = server.member("featurer")
    ada.post("/api/v1/statuses", status="about #bread")
    made = ada.post("/api/v1/featured_tags", name="bread").json
    assert made["statuses_count"] == "1" and made["last_status_at"]
    assert [t["id"] for t in server.visitor().get(f"/api/v1/accounts/{ada.id}/featured_tags").json] == [made["id"]]
    assert ada.delete(f"/api/v1/featured_tags/{made['id']}").status == 200
    assert ada.delete(f"/api/v1/featured_tags/{made['id']}").status == 404


def suggestions_leave_out_who_is_followed_or_dismissed(server):
    ada, near, far = server.member("newcomer"), server.member("hub"), server.member("friend_of_hub")
    for who in (near, far):
        who.post("/api/v1/statuses", status="hello")
    near.post(f"/api/v1/accounts/{far.id}/follow")
    ada.post(f"/api/v1/accounts/{near.id}/follow")
    first = ada.get("/api/v2/suggestions").json[0]
    assert first["account"]["id"] == far.id and first["sources"] == ["friends_of_friends"]
    assert near.id not in [s["account"]["id"] for s in ada.get("/api/v2/suggestions", limit=80).json]
    ada.delete(f"/api/v1/suggestions/{far.id}")
    assert far.id not in [a["id"] for a in ada.get("/api/v1/suggestions", limit=80).json]
    assert far.id in [a["id"] for a in server.visitor().get("/api/v1/directory", limit=80).json]


if __name__ == "__main__":
    fixture.main([a_profile_is_edited_however_it_is_sent, pictures_are_cut_to_size_and_taken_away_again,
                  a_list_shows_its_members_and_is_its_owners, a_followed_hashtag_comes_home, featured_hashtags_stand_on_the_profile,
                  suggestions_leave_out_who_is_followed_or_dismissed])
