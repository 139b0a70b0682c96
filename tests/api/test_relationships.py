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


def counts_are_right_whatever_ends_a_follow(server):
    """Against the rows themselves, after every way in and out."""
    members = [server.member(f"count{n}") for n in range(4)]
    ada, bob, eve, zoe = members

    def check(step):
        for who in members:
            followers = server.sql("SELECT COUNT(*) FROM follow WHERE target_id = ?", who.id)[0][0]
            following = server.sql("SELECT COUNT(*) FROM follow WHERE account_id = ?", who.id)[0][0]
            assert counts(who) == (followers, following), (step, who.name)

    def act(who, verb, whom):
        answer = who.post(f"/api/v1/accounts/{whom.id}/{verb}")
        check(f"{who.name} {verb} {whom.name}: {answer.status}")

    ada.patch("/api/v1/accounts/update_credentials", locked=True)
    for verb in ("follow", "follow", "unfollow", "unfollow", "follow", "block", "block", "unblock", "follow", "remove_from_followers"):
        for who, whom in ((ada, bob), (bob, ada), (eve, bob), (zoe, ada), (bob, zoe)):
            act(who, verb, whom)
    for asker in (bob, eve, zoe):
        act(asker, "follow", ada)
    ada.post(f"/api/v1/follow_requests/{bob.id}/authorize")
    ada.post(f"/api/v1/follow_requests/{eve.id}/reject")
    check("answered")
    act(ada, "block", zoe)
    assert ada.get("/api/v1/follow_requests").json == []
    ada.patch("/api/v1/accounts/update_credentials", locked=False)
    check("open")


def a_request_is_told_and_taken_back(server):
    ada, bob = server.member("asked"), server.member("asker")

    def told():
        return [n["type"] for n in ada.get("/api/v1/notifications").json]

    ada.patch("/api/v1/accounts/update_credentials", locked=True)
    bob.post(f"/api/v1/accounts/{ada.id}/follow")
    assert told() == ["follow_request"]
    bob.post(f"/api/v1/accounts/{ada.id}/unfollow")
    assert told() == []
    bob.post(f"/api/v1/accounts/{ada.id}/follow")
    ada.post(f"/api/v1/follow_requests/{bob.id}/authorize")
    assert told() == ["follow"]
    bob.post(f"/api/v1/accounts/{ada.id}/unfollow")
    assert told() == []


def whom_somebody_knows_can_be_hidden(server):
    ada, bob, eve = server.member("hider"), server.member("known"), server.member("looker")
    bob.post(f"/api/v1/accounts/{ada.id}/follow")
    path = f"/api/v1/accounts/{ada.id}/followers"
    assert [a["id"] for a in server.visitor().get(path).json] == [bob.id]
    eve.post(f"/api/v1/accounts/{bob.id}/mute")
    assert eve.get(path).json == [], "nobody whom one has muted"
    eve.post(f"/api/v1/accounts/{bob.id}/unmute")
    assert len(eve.get(path).json) == 1
    ada.post(f"/api/v1/accounts/{eve.id}/block")
    assert eve.get(path).json == [], "nothing of who blocks one"
    ada.patch("/api/v1/accounts/update_credentials", hide_collections=True)
    assert server.visitor().get(path).json == [] and len(ada.get(path).json) == 1
    assert server.visitor().get("/api/v1/accounts/4711/followers").status == 404


def followers_are_paged_by_link(server):
    ada = server.member("paged")
    fans = [server.member(f"fan{n}") for n in range(5)]
    for fan in fans:
        fan.post(f"/api/v1/accounts/{ada.id}/follow")
    pages, url, back = [], f"/api/v1/accounts/{ada.id}/followers?limit=2", None
    while url:
        page = ada.get(url)
        pages.append([a["id"] for a in page.json])
        back, url = page.links().get("prev", back), page.links().get("next")
    assert sum(pages, []) == [fan.id for fan in reversed(fans)]
    assert [a["id"] for a in ada.get(back).json] == pages[1], "back from the last one"


def familiar_followers_are_those_one_follows(server):
    ada, friend, target = server.member("famous"), server.member("friendly"), server.member("targeted")
    ada.post(f"/api/v1/accounts/{friend.id}/follow")
    friend.post(f"/api/v1/accounts/{target.id}/follow")

    def familiar():
        return [a["id"] for a in ada.get("/api/v1/accounts/familiar_followers", id=[target.id]).json[0]["accounts"]]

    assert familiar() == [friend.id]
    target.patch("/api/v1/accounts/update_credentials", hide_collections=True)
    assert familiar() == []


def the_suspended_show_no_more_than_their_name(server):
    ada, bob, boss = server.member("watcher"), server.member("gone"), server.member("boss", role="owner")
    bob.patch("/api/v1/accounts/update_credentials", display_name="Bob", note="bio", bot=True, **{"fields_attributes[0][name]": "a"})
    bob.post("/api/v1/statuses", status="before")
    assert boss.post(f"/api/v1/admin/accounts/{bob.id}/action", type="suspend").status == 200
    shown = ada.get(f"/api/v1/accounts/{bob.id}").json
    assert shown["suspended"] and (shown["display_name"], shown["note"], shown["bot"], shown["fields"]) == ("", "", False, [])
    assert shown["avatar"].endswith("/avatars/default.svg") and shown["username"] == "gone"
    assert ada.get(f"/api/v1/accounts/{bob.id}/statuses").json == []
    assert ada.get("/api/v1/accounts/relationships", id=[bob.id]).json == []
    assert len(ada.get("/api/v1/accounts/relationships", id=[bob.id], with_suspended=True).json) == 1
    assert ada.post(f"/api/v1/accounts/{bob.id}/follow").status == 404
    assert ada.get("/api/v1/accounts/search", q="gone").json == []


def who_waits_for_approval_is_not_there_yet(server):
    ada, new = server.member("early"), server.member("latecomer")
    server.sql("UPDATE login SET approved_at = NULL WHERE account_id = ?", new.id)
    for path in (f"/api/v1/accounts/{new.id}", f"/api/v1/accounts/{new.id}/statuses", "/api/v1/accounts/lookup?acct=latecomer"):
        assert ada.get(path).status == 404, path
    assert ada.get("/api/v1/accounts", id=[new.id]).json == [] and ada.get("/api/v1/accounts/search", q="latecomer").json == []
    assert new.id not in [a["id"] for a in ada.get("/api/v1/directory", order="new", limit=80).json]
    assert ada.post(f"/api/v1/accounts/{new.id}/follow").status == 404


def a_profile_shows_what_its_reader_may_see(server):
    ada, fan, named, visitor = server.member("shower"), server.member("fan_of"), server.member("named"), server.visitor()
    fan.post(f"/api/v1/accounts/{ada.id}/follow")

    def post(text, **more):
        return ada.post("/api/v1/statuses", status=text, **more).json["id"]

    def shown(who, **more):
        return [s["id"] for s in who.get(f"/api/v1/accounts/{ada.id}/statuses", **more).json]

    open_, quiet, private = post("one #shown"), post("two", visibility="unlisted"), post("three", visibility="private")
    direct, reply = post("@named four", visibility="direct"), post("@named five", in_reply_to_id=named.post("/api/v1/statuses", status="x").json["id"])
    hers, own = post("six", in_reply_to_id=open_), post("seven", sensitive=True)
    boost = ada.post(f"/api/v1/statuses/{named.post('/api/v1/statuses', status='y').json['id']}/reblog").json["id"]
    everybody = [boost, own, hers, reply, quiet, open_]
    assert shown(visitor) == everybody
    assert sorted(shown(fan)) == sorted(everybody + [private])
    assert sorted(shown(named)) == sorted(everybody + [direct])
    assert sorted(shown(ada)) == sorted(everybody + [private, direct])
    assert shown(visitor, exclude_replies=True) == [boost, own, hers, quiet, open_]
    assert shown(visitor, exclude_reblogs=True) == everybody[1:]
    assert shown(visitor, exclude_sensitive=True) == [boost, hers, reply, quiet, open_]
    assert shown(visitor, tagged="SHOWN") == [open_] and shown(visitor, tagged="never") == [] and shown(visitor, only_media=True) == []
    ada.post(f"/api/v1/statuses/{private}/pin")
    ada.post(f"/api/v1/statuses/{open_}/pin")
    assert shown(visitor, pinned=True) == [open_] and sorted(shown(fan, pinned=True)) == sorted([open_, private])


def people_are_found_by_the_beginning_of_their_names(server):
    ada, zoe = server.member("ada7"), server.member("zoe_lindqvist")
    assert [a["id"] for a in ada.get("/api/v1/accounts/search", q="zoe").json] == [zoe.id]
    assert [a["id"] for a in ada.get("/api/v1/accounts/search", q="@zoe_lindq").json] == [zoe.id]
    assert ada.get("/api/v1/accounts/search", q="zoe", following=True).json == []
    assert [a["id"] for a in ada.get("/api/v1/accounts/search", q=f"zoe_lindqvist@{server.domain}").json] == [zoe.id]
    zoe.patch("/api/v1/accounts/update_credentials", display_name="Zo\u00eb van der Berg")
    assert [a["id"] for a in ada.get("/api/v1/accounts/search", q="berg zoe").json] == [zoe.id], "words in any order, without accents"
    ada.post(f"/api/v1/accounts/{zoe.id}/follow")
    assert [a["id"] for a in ada.get("/api/v1/accounts/search", q="zoe", following=True).json] == [zoe.id]
    for hostile in ('"', '* OR *', 'zoe" OR "a', "NEAR(a b)", "-", "(", "names:zoe", "\u00fc'", ""):
        assert ada.get("/api/v1/accounts/search", q=hostile).status == 200, hostile


if __name__ == "__main__":
    fixture.main([following_counts_on_both_sides_once, a_followed_author_comes_home_and_leaves_when_unfollowed, a_locked_account_is_asked,
                  a_block_ends_every_tie_both_ways, a_mute_with_a_duration_says_when_it_ends, nobody_follows_or_blocks_themselves_or_a_ghost,
                  counts_are_right_whatever_ends_a_follow, a_request_is_told_and_taken_back, whom_somebody_knows_can_be_hidden,
                  followers_are_paged_by_link, familiar_followers_are_those_one_follows, the_suspended_show_no_more_than_their_name,
                  who_waits_for_approval_is_not_there_yet, a_profile_shows_what_its_reader_may_see,
                  people_are_found_by_the_beginning_of_their_names])
