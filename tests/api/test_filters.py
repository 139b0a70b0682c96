# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filters of both kinds, and what they do to timelines."""
import fixture


def make(client, **values):
    return client.ask("POST", "/api/v2/filters", json_body={"title": "t", "context": ["home", "public"], **values})


def text_in(client, path, id):
    return next((s for s in client.get(path).json if s["id"] == id), None)


def a_filter_is_made_changed_and_removed(server):
    ada, eve = server.member("ada1"), server.member("eve1")
    made = make(ada, title="Spoilers", filter_action="hide", expires_in=3600,
                keywords_attributes=[{"keyword": "ending"}, {"keyword": "dies", "whole_word": False}]).json
    assert made["context"] == ["home", "public"] and made["filter_action"] == "hide" and made["expires_at"] and made["statuses"] == []
    assert [(k["keyword"], k["whole_word"]) for k in made["keywords"]] == [("ending", True), ("dies", False)]
    path = f"/api/v2/filters/{made['id']}"
    first = made["keywords"][0]["id"]
    changed = ada.ask("PUT", path, json_body={"title": "More", "context": ["thread"], "expires_in": "", "keywords_attributes": [
        {"id": first, "keyword": "end"}, {"id": made["keywords"][1]["id"], "_destroy": True}, {"keyword": "finale"}]}).json
    assert changed["title"] == "More" and changed["context"] == ["thread"] and changed["expires_at"] is None and changed["filter_action"] == "hide"
    assert [k["keyword"] for k in changed["keywords"]] == ["end", "finale"]
    assert [f["id"] for f in ada.get("/api/v2/filters").json] == [made["id"]] and eve.get("/api/v2/filters").json == []
    for what in (eve.get(path), eve.put(path, title="x"), eve.delete(path), eve.get(path + "/keywords"), eve.get(f"/api/v2/filters/keywords/{first}"),
                 eve.put(f"/api/v2/filters/keywords/{first}", keyword="x"), eve.delete(f"/api/v2/filters/keywords/{first}"),
                 eve.post(path + "/keywords", keyword="x")):
        assert what.status == 404
    other = make(ada).json["id"]
    assert ada.ask("PUT", f"/api/v2/filters/{other}", json_body={"keywords_attributes": [{"id": first, "keyword": "x"}]}).status == 404
    assert ada.delete(path).json == {} and ada.get(path).status == 404 and ada.get(f"/api/v2/filters/keywords/{first}").status == 404


def mistakes_are_named(server):
    ada = server.member("ada2")
    for values, word in (({"title": ""}, "Title"), ({"title": "x" * 300}, "Title"), ({"context": []}, "Context"), ({"context": ["kitchen"]}, "Context"),
                         ({"context": ["home public"]}, "Context"), ({"filter_action": "explode"}, "filter_action"),
                         ({"keywords_attributes": [{"keyword": " "}]}, "Keyword")):
        answer = make(ada, **values)
        assert answer.status == 422 and word in answer.json["error"], (values, answer.body)
    assert ada.post("/api/v2/filters", title="no context").status == 422
    assert ada.get("/api/v2/filters").json == []


def a_status_that_meets_a_filter_says_so(server):
    ada, bob = server.member("ada3"), server.member("bob3")
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    status = bob.post("/api/v1/statuses", status="the Butler did it").json["id"]
    filter = make(ada, context=["home"], keywords_attributes=[{"keyword": "butler"}]).json
    result = text_in(ada, "/api/v1/timelines/home", status)["filtered"]
    assert result[0]["filter"]["id"] == filter["id"] and result[0]["keyword_matches"] == ["butler"] and result[0]["status_matches"] == []
    assert text_in(ada, "/api/v1/timelines/public", status)["filtered"] == [], "only where it applies"
    keyword = ada.post(f"/api/v2/filters/{filter['id']}/keywords", keyword="did").json
    assert text_in(ada, "/api/v1/timelines/home", status)["filtered"][0]["keyword_matches"] == ["butler", "did"], "at once"
    assert ada.delete(f"/api/v2/filters/keywords/{keyword['id']}").json == {}
    assert len(ada.get(f"/api/v2/filters/{filter['id']}/keywords").json) == 1


def a_single_status_can_be_filtered(server):
    ada, bob = server.member("ada4"), server.member("bob4")
    status = bob.post("/api/v1/statuses", status="harmless").json["id"]
    filter = make(ada).json["id"]
    made = ada.post(f"/api/v2/filters/{filter}/statuses", status_id=status).json
    assert made["status_id"] == status and ada.get(f"/api/v2/filters/statuses/{made['id']}").json == made
    assert text_in(ada, "/api/v1/timelines/public", status)["filtered"][0]["status_matches"] == [status]
    assert ada.post(f"/api/v2/filters/{filter}/statuses", status_id=status).status == 422
    assert ada.post(f"/api/v2/filters/{filter}/statuses", status_id="12").status == 404
    assert bob.delete(f"/api/v2/filters/statuses/{made['id']}").status == 404
    assert ada.delete(f"/api/v2/filters/statuses/{made['id']}").status == 200
    assert text_in(ada, "/api/v1/timelines/public", status)["filtered"] == []


def old_clients_see_keywords_as_filters(server):
    ada = server.member("ada5")
    made = ada.post("/api/v1/filters", phrase="old", context=["home"], irreversible="true", whole_word="false", expires_in="3600").json
    assert made["phrase"] == "old" and made["context"] == ["home"] and made["irreversible"] is True and made["whole_word"] is False and made["expires_at"]
    new = ada.get("/api/v2/filters").json[0]
    assert new["filter_action"] == "hide" and [k["id"] for k in new["keywords"]] == [made["id"]]
    changed = ada.put(f"/api/v1/filters/{made['id']}", phrase="older", context=["public"], irreversible="false").json
    assert changed["phrase"] == "older" and changed["context"] == ["public"] and changed["irreversible"] is False
    ada.post(f"/api/v2/filters/{new['id']}/keywords", keyword="second")
    assert [f["phrase"] for f in ada.get("/api/v1/filters").json] == ["older", "second"]
    assert ada.put(f"/api/v1/filters/{made['id']}", phrase="x", context=["home"]).status == 422, "that would change the second one, too"
    assert ada.put(f"/api/v1/filters/{made['id']}", phrase="y", context=["public"]).json["phrase"] == "y"
    assert ada.delete(f"/api/v1/filters/{made['id']}").json == {}
    assert [f["phrase"] for f in ada.get("/api/v1/filters").json] == ["second"]
    ada.delete(f"/api/v1/filters/{ada.get('/api/v1/filters').json[0]['id']}")
    assert ada.get("/api/v2/filters").json == [], "nothing is left of it"
    assert ada.post("/api/v1/filters", phrase="", context=["home"]).status == 422 and ada.post("/api/v1/filters", phrase="x").status == 422


if __name__ == "__main__":
    fixture.main([a_filter_is_made_changed_and_removed, mistakes_are_named, a_status_that_meets_a_filter_says_so, a_single_status_can_be_filtered,
                  old_clients_see_keywords_as_filters])
