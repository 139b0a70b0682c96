# SPDX-License-Identifier: AGPL-3.0-or-later
"""Search: what is found, by whom, and what never is."""
import fixture


def found(who, q, **values):
    answer = who.get("/api/v2/search", q=q, **{"type": "statuses", **values})
    assert answer.status == 200, (q, answer.status, answer.body)
    return [s["id"] for s in answer.json["statuses"]]


def post(who, text, **values):
    answer = who.post("/api/v1/statuses", status=text, **values)
    assert answer.status == 200, answer.body
    return answer.json["id"]


def one_finds_ones_own_and_the_public_of_those_who_want_to_be_found(server):
    ada, bob = server.member("ada1"), server.member("bob1")
    own, direct = post(ada, "my walrus", visibility="private"), post(ada, "a secret walrus", visibility="direct")
    hidden = post(bob, "bob's walrus")
    assert found(ada, "walrus") == [direct, own], "bob does not want to be found"
    bob.patch("/api/v1/accounts/update_credentials", indexable="true")
    assert found(ada, "walrus") == [hidden, direct, own]
    assert found(bob, "walrus") == [hidden], "neither private nor direct ones of others"
    assert found(server.visitor(), "walrus") == [], "visitors search no statuses"


def what_names_one_or_was_marked_is_in_the_library(server):
    ada, bob, eve = server.member("ada2"), server.member("bob2"), server.member("eve2")
    named, marked, kept = post(bob, "a narwhal for @ada2"), post(bob, "narwhal to like"), post(bob, "narwhal to keep")
    ada.post(f"/api/v1/statuses/{marked}/favourite")
    ada.post(f"/api/v1/statuses/{kept}/bookmark")
    assert found(ada, "narwhal") == [kept, marked, named] == found(ada, "narwhal in:library")
    assert found(eve, "narwhal") == []
    ada.post(f"/api/v1/statuses/{marked}/unfavourite")
    assert found(ada, "narwhal") == [kept, named]
    bob.post(f"/api/v1/accounts/{ada.id}/block")
    assert found(ada, "narwhal") == [], "who was blocked finds nothing any more"


def operators_narrow_down(server):
    ada, bob = server.member("ada3"), server.member("bob3")
    bob.patch("/api/v1/accounts/update_credentials", indexable="true")
    plain = post(ada, "otter one", language="en")
    poll = ada.ask("POST", "/api/v1/statuses", json_body={"status": "otter poll", "poll": {"options": ["a", "b"], "expires_in": 3600}, "language": "de"}).json["id"]
    reply = post(ada, "otter answer", in_reply_to_id=plain, language="en")
    link = post(ada, "otter at https://example.org/x", sensitive=True, spoiler_text="careful")
    other = post(bob, "otter of bob")
    assert found(ada, "otter from:me") == [link, reply, poll, plain] == found(ada, "otter from:@ada3")
    assert found(ada, "otter from:bob3") == [other] == found(ada, "otter -from:me")
    assert found(ada, "otter from:nobody") == []
    assert found(ada, "from:bob3") == [other], "an operator alone is enough"
    assert found(ada, "otter has:poll") == [poll] and poll not in found(ada, "otter -has:poll")
    assert found(ada, "otter has:link") == [link] == found(ada, "otter is:sensitive")
    assert found(ada, "otter is:reply") == [reply]
    assert found(ada, "otter language:de") == [poll]
    assert found(ada, "otter in:public from:bob3") == [other]
    assert found(ada, "otter before:2020-01-01") == [] and len(found(ada, "otter after:2020-01-01")) == 5
    assert found(ada, '"otter answer"') == [reply] and found(ada, '"answer otter"') == []
    assert found(ada, "otter -answer -poll -careful from:me") == [plain]
    assert found(ada, "otter", account_id=bob.id) == [other]
    assert found(ada, "otter", limit=2) == [other, link] and found(ada, "otter", limit=2, offset=2) == [reply, poll]


def an_edit_and_a_deletion_change_what_is_found(server):
    ada = server.member("ada4")
    status = post(ada, "before the badger")
    ada.put(f"/api/v1/statuses/{status}", status="after the weasel")
    assert found(ada, "badger") == [] and found(ada, "weasel") == [status]
    ada.delete(f"/api/v1/statuses/{status}")
    assert found(ada, "weasel") == []
    assert server.sql("SELECT COUNT(*) FROM status_text WHERE status_text MATCH 'weasel'") == [(0,)]


def nothing_that_is_typed_breaks_it(server):
    ada = server.member("ada5")
    for hostile in ('"', '"""', "a AND", "OR", "NEAR(a b)", "a*", "^a", "{x}:y", "text:a", "-", '-"', "(((", "'; DROP TABLE status; --",
                    "\\", "\u00e4\u0301", "\u65e5\u672c\u8a9e", "\U0001f98a", ":::", "from:", "has:", "x" * 5000, "%", "_", "\u2014"):
        for kind in (None, "accounts", "statuses", "hashtags"):
            answer = ada.get("/api/v2/search", q=hostile, **({"type": kind} if kind else {}))
            assert answer.status == 200, (hostile, kind, answer.body)


def hashtags_and_people_are_found_by_their_beginning(server):
    ada = server.member("quokkaface")
    post(ada, "#QuokkaLove and #quokkas")
    names = [t["name"] for t in ada.get("/api/v2/search", q="#quok", type="hashtags").json["hashtags"]]
    assert sorted(n.lower() for n in names) == ["quokkalove", "quokkas"]
    everything = ada.get("/api/v2/search", q="quokka").json
    assert [a["id"] for a in everything["accounts"]] == [ada.id] and len(everything["hashtags"]) == 2
    assert ada.get("/api/v2/search", q="#quokka").json["accounts"] == []


def an_address_leads_to_what_is_there(server):
    ada, bob = server.member("ada6"), server.member("bob6")
    public, private = post(ada, "here"), post(ada, "not here", visibility="private")
    url = ada.get(f"/api/v1/statuses/{public}").json["url"]
    assert [s["id"] for s in bob.get("/api/v2/search", q=url, resolve=True).json["statuses"]] == [public]
    profile = ada.get(f"/api/v1/accounts/{ada.id}").json["url"]
    assert [a["id"] for a in bob.get("/api/v2/search", q=profile, resolve=True).json["accounts"]] == [ada.id]
    assert bob.get("/api/v2/search", q=url.replace(public, private)).json["statuses"] == []


def visitors_get_one_page(server):
    assert server.visitor().get("/api/v2/search", q="a", offset=1, type="accounts").status == 401
    assert server.visitor().get("/api/v2/search", q="a", resolve=True).status == 401
    assert server.visitor().get("/api/v2/search").status == 400


def the_suspended_are_not_found(server):
    ada, bob, eve = server.member("ada7"), server.member("bob7"), server.member("eve7", role="moderator")
    bob.patch("/api/v1/accounts/update_credentials", indexable="true")
    status = post(bob, "a platypus")
    assert found(ada, "platypus") == [status]
    assert eve.post(f"/api/v1/admin/accounts/{bob.id}/action", type="suspend").status == 200
    assert found(ada, "platypus") == [] and ada.get("/api/v2/search", q="bob7", type="accounts").json["accounts"] == []
    eve.post(f"/api/v1/admin/accounts/{bob.id}/unsuspend")
    assert found(ada, "platypus") == [status]
    eve.post(f"/api/v1/admin/accounts/{bob.id}/action", type="silence")
    assert found(ada, "platypus") == [], "limited: found by followers only"
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    assert found(ada, "platypus") == [status]


if __name__ == "__main__":
    fixture.main([one_finds_ones_own_and_the_public_of_those_who_want_to_be_found, what_names_one_or_was_marked_is_in_the_library,
                  operators_narrow_down, an_edit_and_a_deletion_change_what_is_found, nothing_that_is_typed_breaks_it,
                  hashtags_and_people_are_found_by_their_beginning, an_address_leads_to_what_is_there, visitors_get_one_page,
                  the_suspended_are_not_found])
