# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notifications one by one and grouped, the policy, and what waits for a decision."""
import fixture

DAY = 24 * 3600 * 1000


def types(answer):
    return [n["type"] for n in answer.json]


def ids(answer):
    return [n["id"] for n in answer.json]


def old(server, *members):
    """As if they had been members, and each other's followers, for a year."""
    for member in members:
        server.sql("UPDATE account SET created_at = created_at - ?", 365 * DAY)
        server.sql("UPDATE follow SET created_at = created_at - ?", 365 * DAY)


def status(member, text, **more):
    answer = member.post("/api/v1/statuses", status=text, **more)
    assert answer.status == 200, answer.body
    return answer.json["id"]


def each_kind_arrives_with_what_it_is_about(server):
    ada, bob = server.member("n_ada"), server.member("n_bob")
    post = status(ada, "hello")
    assert bob.post(f"/api/v1/accounts/{ada.id}/follow").status == 200
    bob.post(f"/api/v1/statuses/{post}/favourite")
    bob.post(f"/api/v1/statuses/{post}/reblog")
    reply = status(bob, "@n_ada hi", in_reply_to_id=post)
    got = ada.get("/api/v1/notifications")
    assert types(got) == ["mention", "reblog", "favourite", "follow"]
    mention, boost = got.json[0], got.json[1]
    assert mention["status"]["id"] == reply and mention["account"]["id"] == bob.id and boost["status"]["id"] == post
    assert "status" not in got.json[3] and got.json[3]["group_key"].startswith("follow-")
    assert mention["group_key"] == "ungrouped-" + mention["id"]
    assert mention["status"]["filtered"] == [] and "filtered" not in mention
    assert types(ada.get("/api/v1/notifications", types=["favourite", "follow"])) == ["favourite", "follow"]
    assert types(ada.get("/api/v1/notifications", exclude_types=["mention", "reblog"])) == ["favourite", "follow"]
    assert types(ada.get("/api/v1/notifications", types=["nonsense"])) == []
    assert len(types(ada.get("/api/v1/notifications", account_id=bob.id))) == 4
    assert types(ada.get("/api/v1/notifications", account_id=ada.id)) == []
    one = ada.get("/api/v1/notifications/" + mention["id"])
    assert one.json == mention
    assert bob.get("/api/v1/notifications/" + mention["id"]).status == 404
    bob.post(f"/api/v1/statuses/{post}/unfavourite")
    assert types(ada.get("/api/v1/notifications")) == ["mention", "reblog", "follow"], "taken back"
    bob.delete(f"/api/v1/statuses/{reply}")
    assert types(ada.get("/api/v1/notifications")) == ["reblog", "follow"]


def pages_meet(server):
    ada, bob = server.member("p_ada"), server.member("p_bob")
    for n in range(9):
        status(bob, f"@p_ada {n}")
    whole = ids(ada.get("/api/v1/notifications"))
    assert len(whole) == 9
    first = ada.get("/api/v1/notifications", limit=4)
    second = ada.get(first.links()["next"])
    assert ids(first) == whole[:4] and ids(second) == whole[4:8]
    assert ids(ada.get(second.links()["prev"])) == whole[:4]
    assert ids(ada.get("/api/v1/notifications", min_id=whole[5], limit=2)) == whole[3:5]


def unread_is_what_came_after_the_marker(server):
    ada, bob = server.member("u_ada"), server.member("u_bob")
    for n in range(5):
        status(bob, f"@u_ada {n}")
    assert ada.get("/api/v1/notifications/unread_count").json == {"count": 5}
    assert ada.get("/api/v1/notifications/unread_count", limit=3).json == {"count": 3}
    second = ids(ada.get("/api/v1/notifications"))[1]
    assert ada.ask("POST", "/api/v1/markers", json_body={"notifications": {"last_read_id": second}}).status == 200
    assert ada.get("/api/v1/notifications/unread_count").json == {"count": 1}
    assert ada.get("/api/v2/notifications/unread_count").json == {"count": 1}


def dismissed_and_cleared_are_gone(server):
    ada, bob = server.member("d_ada"), server.member("d_bob")
    for n in range(4):
        status(bob, f"@d_ada {n}")
    all = ids(ada.get("/api/v1/notifications"))
    assert bob.post(f"/api/v1/notifications/{all[0]}/dismiss").status == 404, "somebody else's"
    assert ada.post(f"/api/v1/notifications/{all[0]}/dismiss").json == {}
    assert ids(ada.get("/api/v1/notifications")) == all[1:]
    assert ada.delete("/api/v1/notifications/destroy_multiple", ids=all[1:3]).status == 200
    assert ids(ada.get("/api/v1/notifications")) == all[3:]
    assert ada.post("/api/v1/notifications/clear").json == {}
    assert ada.get("/api/v1/notifications").json == []


def the_blocked_and_the_muted_are_not_heard(server):
    ada, bob, eve = server.member("b_ada"), server.member("b_bob"), server.member("b_eve")
    status(bob, "@b_ada one")
    status(eve, "@b_ada two")
    assert len(ada.get("/api/v1/notifications").json) == 2
    ada.post(f"/api/v1/accounts/{bob.id}/mute")
    assert [n["account"]["id"] for n in ada.get("/api/v1/notifications").json] == [eve.id]
    ada.post(f"/api/v1/accounts/{eve.id}/block")
    status(bob, "@b_ada three")
    status(eve, "@b_ada four")
    assert ada.get("/api/v1/notifications").json == []
    carl = server.member("b_carl")
    status(carl, "@b_ada do you know @b_eve ?")
    assert ada.get("/api/v1/notifications").json == [], "it names somebody who is blocked"
    status(carl, "@b_ada alone")
    assert len(ada.get("/api/v1/notifications").json) == 1
    ada.post(f"/api/v1/accounts/{bob.id}/unmute")
    ada.ask("POST", f"/api/v1/accounts/{bob.id}/mute", json_body={"notifications": False})
    status(bob, "@b_ada five")
    assert ada.get("/api/v1/notifications").json[0]["account"]["id"] == bob.id, "muted, but not its notifications"


def a_muted_conversation_is_silent(server):
    ada, bob = server.member("c_ada"), server.member("c_bob")
    post = status(ada, "thread")
    ada.post(f"/api/v1/statuses/{post}/mute")
    status(bob, "@c_ada noise", in_reply_to_id=post)
    assert ada.get("/api/v1/notifications").json == []


def groups_are_what_belongs_together(server):
    ada = server.member("g_ada")
    fans = [server.member(f"g_fan{n}") for n in range(11)]
    posts = [status(ada, "first"), status(ada, "second")]
    for fan in fans:
        fan.post(f"/api/v1/statuses/{posts[0]}/favourite")
    for fan in fans[:2]:
        fan.post(f"/api/v1/statuses/{posts[1]}/favourite")
        fan.post(f"/api/v1/accounts/{ada.id}/follow")
    mention = status(fans[0], "@g_ada alone")
    got = ada.get("/api/v2/notifications").json
    groups = got["notification_groups"]
    assert [g["type"] for g in groups] == ["mention", "follow", "favourite", "favourite"]
    assert [g["notifications_count"] for g in groups] == [1, 2, 2, 11]
    assert [g.get("status_id") for g in groups] == [mention, None, posts[1], posts[0]]
    assert groups[3]["sample_account_ids"] == [f.id for f in fans[::-1][:8]]
    assert {a["id"] for a in got["accounts"]} == {id for g in groups for id in g["sample_account_ids"]}
    assert {s["id"] for s in got["statuses"]} == {mention, *posts}
    assert isinstance(groups[3]["most_recent_notification_id"], int) and groups[3]["page_max_id"] == str(groups[3]["most_recent_notification_id"])
    assert int(groups[3]["page_min_id"]) < int(groups[3]["page_max_id"]) and "latest_page_notification_at" in groups[3]
    assert "partial_accounts" not in got
    assert ada.get("/api/v2/notifications/unread_count").json == {"count": 4}

    partial = ada.get("/api/v2/notifications", expand_accounts="partial_avatars").json
    assert {a["id"] for a in partial["accounts"]} == {g["sample_account_ids"][0] for g in groups}
    assert not {a["id"] for a in partial["accounts"]} & {a["id"] for a in partial["partial_accounts"]}
    assert set(partial["partial_accounts"][0]) == {"id", "acct", "url", "avatar", "avatar_static", "avatar_description", "locked", "bot"}
    assert ada.get("/api/v2/notifications", expand_accounts="none").status == 400

    alone = ada.get("/api/v2/notifications", grouped_types=["follow"]).json["notification_groups"]
    assert len(alone) == 1 + 1 + 2 + 11 and alone[2]["group_key"] == f"ungrouped-{alone[2]['most_recent_notification_id']}"

    key = groups[3]["group_key"]
    one = ada.get(f"/api/v2/notifications/{key}").json
    assert one["notification_groups"][0]["notifications_count"] == 11 and "page_min_id" not in one["notification_groups"][0]
    accounts = ada.get(f"/api/v2/notifications/{key}/accounts", limit=6)
    assert [a["id"] for a in accounts.json] == [f.id for f in fans[::-1][:6]]
    assert len(ada.get(accounts.links()["next"]).json) == 5
    assert ada.get("/api/v2/notifications/favourite-1-1").status == 404
    assert fans[0].get(f"/api/v2/notifications/{key}").status == 404
    assert ada.post(f"/api/v2/notifications/{key}/dismiss").json == {}
    assert ada.get(f"/api/v2/notifications/{key}").status == 404
    lone = groups[0]["group_key"]
    assert len(ada.get(f"/api/v2/notifications/{lone}/accounts").json) == 1
    assert ada.post(f"/api/v2/notifications/{lone}/dismiss").json == {}
    assert [g["type"] for g in ada.get("/api/v2/notifications").json["notification_groups"]] == ["follow", "favourite"]


def pages_of_groups_meet(server):
    ada, bob, eve = server.member("q_ada"), server.member("q_bob"), server.member("q_eve")
    posts = [status(ada, f"post {n}") for n in range(6)]
    for fan in (bob, eve):
        for post in posts:
            fan.post(f"/api/v1/statuses/{post}/favourite")
    seen, path = [], "/api/v2/notifications?limit=4"
    pages = []
    while path:
        answer = ada.get(path)
        if not answer.json["notification_groups"]:
            break
        pages.append(answer)
        seen += [g["status_id"] for g in answer.json["notification_groups"]]
        path = answer.links().get("next")
    assert set(seen) == set(posts), "every post is there, some on two pages"
    whole = ada.get("/api/v2/notifications").json["notification_groups"]
    assert [g["status_id"] for g in whole] == posts[::-1] and all(g["notifications_count"] == 2 for g in whole)
    up = ada.get("/api/v2/notifications", min_id=whole[-1]["page_min_id"], limit=3)
    assert [g["status_id"] for g in up.json["notification_groups"]] == [posts[3], posts[2], posts[1]]


def a_policy_filters_or_drops_strangers(server):
    ada, bob, eve = server.member("s_ada"), server.member("s_bob"), server.member("s_eve")
    old(server, ada)
    assert ada.get("/api/v2/notifications/policy").json == {
        "for_not_following": "accept", "for_not_followers": "accept", "for_new_accounts": "accept", "for_private_mentions": "filter",
        "for_limited_accounts": "filter", "for_bots": "accept",
        "summary": {"pending_requests_count": 0, "pending_notifications_count": 0}}
    assert ada.patch("/api/v2/notifications/policy", for_not_following="sometimes").status == 422
    assert ada.patch("/api/v2/notifications/policy", for_not_following="filter").json["for_not_following"] == "filter"
    assert ada.get("/api/v1/notifications/policy").json["filter_not_following"] is True
    waits = status(bob, "@s_ada hello?")
    status(bob, "@s_ada hello??")
    post = status(ada, "mine")
    bob.post(f"/api/v1/statuses/{post}/favourite")
    eve.post(f"/api/v1/statuses/{post}/favourite")
    assert ada.get("/api/v1/notifications").json == []
    assert len(ada.get("/api/v1/notifications", include_filtered=True).json) == 4
    assert len(ada.get("/api/v1/notifications", account_id=bob.id).json) == 3
    requests = ada.get("/api/v1/notifications/requests").json
    assert [r["account"]["id"] for r in requests] == [bob.id], "a favourite alone asks for nothing"
    assert requests[0]["notifications_count"] == "2"
    assert ada.get("/api/v2/notifications/policy").json["summary"] == {"pending_requests_count": 1, "pending_notifications_count": 2}
    request = requests[0]["id"]
    assert ada.get(f"/api/v1/notifications/requests/{request}").json == requests[0]
    assert eve.get(f"/api/v1/notifications/requests/{request}").status == 404
    assert eve.post(f"/api/v1/notifications/requests/{request}/accept").status == 404
    assert ada.post(f"/api/v1/notifications/requests/{request}/accept").json == {}
    assert ada.get("/api/v1/notifications/requests/merged").json == {"merged": True}
    assert types(ada.get("/api/v1/notifications")) == ["favourite", "mention", "mention"]
    assert waits in [n.get("status", {}).get("id") for n in ada.get("/api/v1/notifications").json]
    status(bob, "@s_ada thank you")
    assert len(ada.get("/api/v1/notifications").json) == 4, "once accepted, always accepted"

    ada.patch("/api/v2/notifications/policy", for_not_following="drop")
    status(eve, "@s_ada psst")
    assert len(ada.get("/api/v1/notifications", include_filtered=True).json) == 5, "dropped: it does not even wait"
    ada.post(f"/api/v1/accounts/{eve.id}/follow")
    status(eve, "@s_ada psst again")
    assert len(ada.get("/api/v1/notifications").json) == 5


def each_rule_of_a_policy_looks_at_its_own_thing(server):
    ada, bob = server.member("r_ada"), server.member("r_bob")

    def arrives():
        before = len(ada.get("/api/v1/notifications").json)
        status(bob, "@r_ada knock")
        return len(ada.get("/api/v1/notifications").json) > before

    def policy(**rules):
        every = {name: "accept" for name in ("for_not_following", "for_not_followers", "for_new_accounts", "for_limited_accounts", "for_bots")}
        assert ada.patch("/api/v2/notifications/policy", **{**every, **rules}).status == 200
    policy()
    assert arrives()
    policy(for_new_accounts="filter")
    assert not arrives()
    server.sql("UPDATE account SET created_at = created_at - ? WHERE id = ?", 31 * DAY, bob.id)
    assert arrives()
    policy(for_not_followers="filter")
    assert not arrives()
    bob.post(f"/api/v1/accounts/{ada.id}/follow")
    assert not arrives(), "a follower of today is none yet"
    server.sql("UPDATE follow SET created_at = created_at - ?", 4 * DAY)
    assert arrives()
    policy(for_bots="drop")
    assert arrives()
    server.sql("UPDATE account SET bot = 1 WHERE id = ?", bob.id)
    assert not arrives()
    server.sql("UPDATE account SET bot = 0, silenced_at = 1 WHERE id = ?", bob.id)
    assert arrives()
    policy(for_limited_accounts="filter")
    assert not arrives()
    server.sql("UPDATE account SET silenced_at = NULL WHERE id = ?", bob.id)
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    server.sql("UPDATE account SET silenced_at = 1 WHERE id = ?", bob.id)
    assert arrives(), "not of those one follows"


def private_mentions_of_strangers_wait_unless_they_answer(server):
    ada, bob = server.member("m_ada"), server.member("m_bob")
    status(bob, "@m_ada secret", visibility="direct")
    assert ada.get("/api/v1/notifications").json == []
    asked = status(ada, "@m_bob what is it?", visibility="direct")
    status(bob, "@m_ada this is it", visibility="direct", in_reply_to_id=asked)
    assert len(ada.get("/api/v1/notifications").json) == 1


def many_requests_at_once(server):
    ada, bob, eve, carl = (server.member(f"x_{name}") for name in ("ada", "bob", "eve", "carl"))
    ada.patch("/api/v2/notifications/policy", for_not_following="filter")
    for other in (bob, eve, carl):
        status(other, "@x_ada hello")
    first = ada.get("/api/v1/notifications/requests", limit=2)
    assert [r["account"]["id"] for r in first.json] == [carl.id, eve.id]
    rest = ada.get(first.links()["next"]).json
    assert [r["account"]["id"] for r in rest] == [bob.id]
    assert ada.post("/api/v1/notifications/requests/dismiss", id=[r["id"] for r in first.json]).json == {}
    assert ada.post("/api/v1/notifications/requests/accept", id=[rest[0]["id"]]).json == {}
    assert ada.get("/api/v1/notifications/requests").json == []
    assert [n["account"]["id"] for n in ada.get("/api/v1/notifications", include_filtered=True).json] == [bob.id]


def scopes_are_asked(server):
    writer = server.member("o_writer", scopes="write:notifications")
    assert writer.get("/api/v1/notifications").status == 403
    assert writer.post("/api/v1/notifications/clear").status == 200
    assert server.visitor().get("/api/v1/notifications").status == 401


def a_mute_ends_by_itself(server):
    ada, bob = server.member("e_ada"), server.member("e_bob")
    assert ada.ask("POST", f"/api/v1/accounts/{bob.id}/mute", json_body={"duration": 3600}).status == 200
    server.sql("UPDATE mute SET expires_at = 1 WHERE account_id = ?", ada.id)
    server.stop()
    server.start()
    fixture.time.sleep(3)
    assert server.sql("SELECT * FROM mute WHERE account_id = ?", ada.id) == []


if __name__ == "__main__":
    fixture.main([each_kind_arrives_with_what_it_is_about, pages_meet, unread_is_what_came_after_the_marker, dismissed_and_cleared_are_gone,
                  the_blocked_and_the_muted_are_not_heard, a_muted_conversation_is_silent, groups_are_what_belongs_together,
                  pages_of_groups_meet, a_policy_filters_or_drops_strangers, each_rule_of_a_policy_looks_at_its_own_thing,
                  private_mentions_of_strangers_wait_unless_they_answer, many_requests_at_once, scopes_are_asked, a_mute_ends_by_itself])
