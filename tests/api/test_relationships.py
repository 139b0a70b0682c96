# SPDX-License-Identifier: AGPL-3.0-or-later
"""Following, asking, blocking, muting: what each does to counts, timelines and what the other sees."""
import fixture


def relationship(who, other):
    return who.get("/api/v1/accounts/relationships", id=[other.id]).json[0]


def counts(who):
    account = who.get(f"/api/v1/accounts/{who.id}").json
    return account["followers_count"], account["following_count"]


def home(who):
    return [s["id"] for s in who.get("/api/v1/timelines/home").json]


def following_counts_on_both_sides_once(server):
    ada, bob = server.member("ada1"), server.member("bob1")
    first = ada.post(f"/api/v1/accounts/{bob.id}/follow").json
    assert first["following"] and first["showing_reblogs"] and not first["notifying"]
    again = ada.post(f"/api/v1/accounts/{bob.id}/follow", reblogs=False, notify=True, languages=["en", "de"]).json
    assert again["following"] and not again["showing_reblogs"] and again["notifying"] and again["languages"] == ["en", "de"]
    assert counts(ada) == (0, 1) and counts(bob) == (1, 0)
    assert [a["id"] for a in bob.get(f"/api/v1/accounts/{bob.id}/followers").json] == [ada.id]
    assert [a["id"] for a in ada.get(f"/api/v1/accounts/{ada.id}/following").json] == [bob.id]
    ada.post(f"/api/v1/accounts/{bob.id}/unfollow")
    ada.post(f"/api/v1/accounts/{bob.id}/unfollow")
    assert counts(ada) == (0, 0) and counts(bob) == (0, 0)


def a_followed_author_comes_home_and_leaves_when_unfollowed(server):
    ada, bob = server.member("ada2"), server.member("bob2")
    old = bob.post("/api/v1/statuses", status="from before").json["id"]
    assert home(ada) == []
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    assert home(ada) == [old]
    new = bob.post("/api/v1/statuses", status="from after").json["id"]
    assert home(ada) == [new, old]
    ada.post(f"/api/v1/accounts/{bob.id}/mute")
    assert home(ada) == []
    ada.post(f"/api/v1/accounts/{bob.id}/unmute")
    assert home(ada) == [new, old]
    ada.post(f"/api/v1/accounts/{bob.id}/unfollow")
    assert home(ada) == []


def a_locked_account_is_asked(server):
    ada, bob = server.member("ada3"), server.member("bob3")
    server.sql("UPDATE account SET locked = 1 WHERE id = ?", bob.id)
    asked = ada.post(f"/api/v1/accounts/{bob.id}/follow").json
    assert asked["requested"] and not asked["following"]
    assert [a["id"] for a in bob.get("/api/v1/follow_requests").json] == [ada.id]
    assert relationship(bob, ada)["requested_by"]
    answered = bob.post(f"/api/v1/follow_requests/{ada.id}/authorize").json
    assert answered["followed_by"] and not answered["requested_by"]
    assert counts(ada) == (0, 1) and counts(bob) == (1, 0)
    assert bob.post(f"/api/v1/follow_requests/{ada.id}/authorize").status == 404
    bob.post(f"/api/v1/accounts/{ada.id}/remove_from_followers")
    assert counts(bob) == (0, 0)
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    bob.post(f"/api/v1/follow_requests/{ada.id}/reject")
    assert not relationship(ada, bob)["requested"] and counts(bob) == (0, 0)


def a_block_ends_every_tie_both_ways(server):
    ada, bob = server.member("ada4"), server.member("bob4")
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    bob.post(f"/api/v1/accounts/{ada.id}/follow")
    hers = ada.post("/api/v1/statuses", status="not for bob").json["id"]
    blocked = ada.post(f"/api/v1/accounts/{bob.id}/block").json
    assert blocked["blocking"] and not blocked["following"] and not blocked["followed_by"]
    assert counts(ada) == (0, 0) and counts(bob) == (0, 0)
    assert bob.get(f"/api/v1/statuses/{hers}").status == 404
    assert bob.post(f"/api/v1/accounts/{ada.id}/follow").status == 403
    assert bob.get(f"/api/v1/accounts/{ada.id}/statuses").json == []
    assert [a["id"] for a in ada.get("/api/v1/blocks").json] == [bob.id]
    assert not ada.post(f"/api/v1/accounts/{bob.id}/unblock").json["blocking"]
    assert bob.get(f"/api/v1/statuses/{hers}").status == 200


def a_mute_with_a_duration_says_when_it_ends(server):
    ada, bob = server.member("ada5"), server.member("bob5")
    muted = ada.post(f"/api/v1/accounts/{bob.id}/mute", notifications=False, duration=3600).json
    assert muted["muting"] and not muted["muting_notifications"] and muted["muting_expires_at"]
    assert ada.get("/api/v1/mutes").json[0]["mute_expires_at"] == muted["muting_expires_at"]
    server.sql("UPDATE mute SET expires_at = 1 WHERE target_id = ?", bob.id)
    assert not relationship(ada, bob)["muting"] and ada.get("/api/v1/mutes").json == []


def nobody_follows_or_blocks_themselves_or_a_ghost(server):
    ada = server.member("ada6")
    for act in ("follow", "block", "mute"):
        assert ada.post(f"/api/v1/accounts/{ada.id}/{act}").status == 403
        assert ada.post(f"/api/v1/accounts/12345/{act}").status == 404
    assert ada.post("/api/v1/domain_blocks", domain="no spaces here").status == 422
    assert ada.post("/api/v1/domain_blocks", domain="Spam.Example").status == 200
    assert ada.get("/api/v1/domain_blocks").json == ["spam.example"]
    assert ada.delete("/api/v1/domain_blocks", domain="spam.example").status == 200
    assert ada.get("/api/v1/domain_blocks").json == []


def people_are_found_by_the_beginning_of_their_names(server):
    ada, zoe = server.member("ada7"), server.member("zoe_lindqvist")
    assert [a["id"] for a in ada.get("/api/v1/accounts/search", q="zoe").json] == [zoe.id]
    assert [a["id"] for a in ada.get("/api/v1/accounts/search", q="@zoe_lindq").json] == [zoe.id]
    assert ada.get("/api/v1/accounts/search", q="zoe", following=True).json == []
    for hostile in ('"', '* OR *', 'zoe" OR "a', "NEAR(a b)", "-", "(", "names:zoe", "\u00fc'", ""):
        assert ada.get("/api/v1/accounts/search", q=hostile).status == 200, hostile


if __name__ == "__main__":
    fixture.main([following_counts_on_both_sides_once, a_followed_author_comes_home_and_leaves_when_unfollowed, a_locked_account_is_asked,
                  a_block_ends_every_tie_both_ways, a_mute_with_a_duration_says_when_it_ends, nobody_follows_or_blocks_themselves_or_a_ghost,
                  people_are_found_by_the_beginning_of_their_names])
