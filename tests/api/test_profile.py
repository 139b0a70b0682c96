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


def replaced_pictures_leave_no_file_behind(server):
    ada = server.member("frames")
    media = server.database.parent / "media"

    def picture(name):
        return ada.ask("PATCH", "/api/v1/accounts/update_credentials", files={"avatar": (name, "image/png", fixture.png(300, 200))}).json["avatar"]

    first = picture("a.png")
    before = sorted(f for f in media.rglob("*") if f.is_file())
    second = picture("b.png")
    assert first != second and len([f for f in media.rglob("*") if f.is_file()]) == len(before)
    assert server.visitor().get(first).status == 404 and server.visitor().get(second).status == 200
    ada.delete("/api/v1/profile/avatar")
    assert server.visitor().get(second).status == 404
    assert ada.patch("/api/v1/profile", avatar="").json["avatar"] is None
    assert ada.get("/api/v1/accounts/verify_credentials").json["avatar"].endswith("/avatars/default.svg")
    assert server.visitor().get("/avatars/default.svg").status == server.visitor().get("/headers/default.svg").status == 200
    refused = ada.ask("PATCH", "/api/v1/profile", files={"header": ("h.txt", "image/png", b"GIF89a but no more")})
    assert refused.status == 422 and len(sorted(media.rglob("*.part"))) == 0


def a_profile_that_breaks_a_rule_stays_as_it_was(server):
    ada = server.member("ruled")
    path = "/api/v1/accounts/update_credentials"
    for wrong in ({"display_name": "x" * 31}, {"note": "y" * 1001}, {"avatar_description": "z" * 1501}, {"source[language]": "klingon!"},
                  {"source[quote_policy]": "some"}, {"fields_attributes[0][value]": "no name"}, {"fields_attributes[0][name]": "n" * 256},
                  {"attribution_domains": ["not a domain"]}, {"attribution_domains": [f"d{n}.example" for n in range(11)]},
                  {f"fields_attributes[{n}][name]": "n" for n in range(7)}):
        answer = ada.patch(path, **wrong)
        assert answer.status == 422 and "Validation failed" in answer.json["error"], (wrong, answer.body)
    after = ada.get("/api/v1/accounts/verify_credentials").json
    assert (after["display_name"], after["note"], after["fields"], after["source"]["attribution_domains"]) == ("", "", [], [])
    good = ada.ask("PATCH", path, json_body={"attribution_domains": ["https://News.Example", "*.news.example"], "display_name": "  " + "x" * 30 + " ",
                                             "source": {"language": None}, "fields_attributes": [{"name": "a", "value": "b"}, {"name": "", "value": ""}]}).json
    assert good["source"]["attribution_domains"] == ["news.example"] and good["display_name"] == "x" * 30 and len(good["fields"]) == 1
    assert good["fields"][0]["verified_at"] is None and good["source"]["language"] is None
    assert ada.ask("PATCH", path, json_body={"fields_attributes": [], "attribution_domains": []}).json["fields"] == []
    assert ada.get("/api/v1/accounts/verify_credentials").json["source"]["attribution_domains"] == []


def the_profile_for_the_form_is_what_was_written(server):
    ada = server.member("former")
    done = ada.patch("/api/v1/profile", note="one & two", show_media=False, bot=True, display_name="Former").json
    assert done["note"] == "one & two" and done["formatted_note"] == "<p>one &amp; two</p>" and done["bot"] and not done["show_media"]
    assert done == ada.get("/api/v1/profile").json and done["avatar"] is None and done["featured_tags"] == []
    assert server.visitor().get(f"/api/v1/accounts/{ada.id}").json["bot"], "what others see is new too"
    assert [a["id"] for a in ada.get("/api/v1/accounts/search", q="form").json] == [ada.id], "found by its new name"
    assert server.visitor().get("/api/v1/profile").status == 401
    assert server.member("poor", scopes="read:statuses").get("/api/v1/accounts/verify_credentials").status == 403
    assert server.member("rich", scopes="profile").get("/api/v1/accounts/verify_credentials").status == 200


def unlocking_lets_in_who_waits(server):
    ada, bob = server.member("porter"), server.member("waiting")
    ada.patch("/api/v1/accounts/update_credentials", locked=True)
    assert bob.post(f"/api/v1/accounts/{ada.id}/follow").json["requested"]
    assert ada.get("/api/v1/accounts/verify_credentials").json["source"]["follow_requests_count"] == 1
    opened = ada.patch("/api/v1/accounts/update_credentials", locked=False).json
    assert opened["followers_count"] == 1 and opened["source"]["follow_requests_count"] == 0
    assert bob.get("/api/v1/accounts/relationships", id=[ada.id]).json[0]["following"]


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
                  replaced_pictures_leave_no_file_behind, a_profile_that_breaks_a_rule_stays_as_it_was,
                  the_profile_for_the_form_is_what_was_written, unlocking_lets_in_who_waits,
                  a_list_shows_its_members_and_is_its_owners, a_followed_hashtag_comes_home, featured_hashtags_stand_on_the_profile,
                  suggestions_leave_out_who_is_followed_or_dismissed])
