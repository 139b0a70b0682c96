# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reports and what moderators do about them: who may, what it does everywhere, and that it can be taken back."""
import time

import fixture


def post(who, text, **values):
    answer = who.post("/api/v1/statuses", status=text, **values)
    assert answer.status == 200, answer.body
    return answer.json["id"]


def audit(server):
    return [row[0] for row in server.sql("SELECT action FROM audit ORDER BY id")]


def a_report_reaches_the_moderators(server):
    ada, bob, eve = server.member("ada1"), server.member("bob1"), server.member("eve1", role="moderator")
    bad = post(bob, "something mean")
    report = ada.post("/api/v1/reports", account_id=bob.id, status_ids=[bad], comment="mean", category="spam")
    assert report.status == 200 and report.json["status_ids"] == [bad] and report.json["category"] == "spam", report.body
    told = [n for n in eve.get("/api/v1/notifications").json if n["type"] == "admin.report"]
    assert told[0]["report"]["id"] == report.json["id"] and told[0]["account"]["id"] == ada.id
    assert "admin.report" not in [n["type"] for n in bob.get("/api/v1/notifications").json], "who was reported is not told"
    seen = eve.get(f"/api/v1/admin/reports/{report.json['id']}").json
    assert seen["target_account"]["id"] == bob.id and seen["statuses"][0]["id"] == bad and not seen["action_taken"]
    assert "report.file" in audit(server)


def a_report_must_make_sense(server):
    ada, bob, zoe = server.member("ada2"), server.member("bob2"), server.member("zoe2")
    other, private = post(zoe, "not bob's"), post(bob, "private", visibility="private")
    for values, status in (({"account_id": "1"}, 404), ({"account_id": bob.id, "status_ids": [other]}, 404), ({"account_id": ada.id}, 422),
                           ({"account_id": bob.id, "status_ids": [private]}, 404), ({"account_id": bob.id, "rule_ids": ["99"]}, 404),
                           ({"account_id": bob.id, "category": "boring"}, 422), ({"account_id": bob.id, "comment": "x" * 1001}, 422)):
        assert ada.post("/api/v1/reports", **values).status == status, values
    server.sql("INSERT OR IGNORE INTO rule (id, position, text) VALUES (7, 1, 'Be kind')")
    report = ada.post("/api/v1/reports", account_id=bob.id, rule_ids=["7"], comment="\u00e9" * 1000).json
    assert report["category"] == "violation" and report["rule_ids"] == ["7"]
    assert server.visitor().post("/api/v1/reports", account_id=bob.id).status == 401


def only_people_with_a_role_may(server):
    ada, bob, eve = server.member("ada3"), server.member("bob3"), server.member("eve3", role="moderator")
    for method, path in (("GET", "/api/v1/admin/reports"), ("GET", "/api/v2/admin/accounts"), ("GET", f"/api/v1/admin/accounts/{bob.id}"),
                         ("POST", f"/api/v1/admin/accounts/{bob.id}/action"), ("GET", "/api/v1/admin/domain_blocks"),
                         ("GET", "/api/v1/admin/tags"), ("POST", "/api/v1/admin/measures")):
        assert ada.ask(method, path).status == 403, path
        assert server.visitor().ask(method, path).status == 401, path
    assert eve.get("/api/v1/admin/reports").status == 200
    assert eve.get("/api/v1/admin/domain_blocks").status == 403, "a moderator does not decide about other servers"
    admin, owner = server.member("admin3", role="admin"), server.member("owner3", role="owner")
    for target in (admin, owner, eve):
        assert eve.post(f"/api/v1/admin/accounts/{target.id}/action", type="suspend").status == 403, "nobody acts upwards or on themselves"
    assert owner.post(f"/api/v1/admin/accounts/{admin.id}/action", type="silence").status == 200
    limited = server.command("token", "create", "eve3", "--scopes", "read write").strip()
    assert fixture.Client(server, limited).get("/api/v1/admin/reports").status == 403, "the token lacks the scope"


def a_suspended_account_is_gone_everywhere_and_comes_back(server):
    ada, bob, eve = server.member("ada4"), server.member("bob4"), server.member("eve4", role="moderator")
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    status = post(bob, "hello #gone4 from bob4")
    boost = ada.post(f"/api/v1/statuses/{status}/reblog").json["id"]
    visitor = server.visitor()

    def places():
        return {"home": status in [s["id"] for s in ada.get("/api/v1/timelines/home").json],
                "public": status in [s["id"] for s in visitor.get("/api/v1/timelines/public").json],
                "tag": status in [s["id"] for s in visitor.get("/api/v1/timelines/tag/gone4").json],
                "itself": visitor.get(f"/api/v1/statuses/{status}").status == 200,
                "boost": visitor.get(f"/api/v1/statuses/{boost}").status == 200,
                "profile": bool(visitor.get(f"/api/v1/accounts/{bob.id}/statuses").json)}
    assert all(places().values()), places()
    assert eve.post(f"/api/v1/admin/accounts/{bob.id}/action", type="suspend", text="enough").status == 200
    assert not any(places().values()), places()
    profile = visitor.get(f"/api/v1/accounts/{bob.id}").json
    assert profile["suspended"] is True and profile["display_name"] == "" and profile["note"] == ""
    assert bob.get("/api/v1/timelines/home").status == 403 and bob.post("/api/v1/statuses", status="still here").status == 403
    assert visitor.get("/.well-known/webfinger", resource=f"acct:bob4@{server.domain}").status == 410
    server.stop()
    server.start()
    assert not any(places().values()), "after a restart as well"
    answer = eve.post(f"/api/v1/admin/accounts/{bob.id}/unsuspend")
    assert answer.status == 200 and answer.json["suspended"] is False
    assert all(places().values()), places()
    assert bob.get("/api/v1/timelines/home").status == 200
    assert audit(server).count("account.suspend") == audit(server).count("account.unsuspend") == 1


def a_limited_account_is_for_its_followers(server):
    ada, bob, eve = server.member("ada5"), server.member("bob5"), server.member("eve5", role="moderator")
    status = post(bob, "quietly #limited5")
    eve.post(f"/api/v1/admin/accounts/{bob.id}/action", type="silence")

    def public(who):
        return status in [s["id"] for s in who.get("/api/v1/timelines/public").json]
    assert not public(server.visitor()) and not public(ada) and public(bob)
    assert server.visitor().get(f"/api/v1/statuses/{status}").status == 200, "who has the address may read it"
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    assert public(ada)
    eve.post(f"/api/v1/admin/accounts/{bob.id}/unsilence")
    assert public(server.visitor())


def media_of_a_sensitive_account_are_sensitive(server):
    bob, eve = server.member("bob6"), server.member("eve6", role="moderator")
    media = bob.ask("POST", "/api/v1/media", files={"file": ("x.png", "image/png", fixture.png(16, 16))}).json["id"]
    status = post(bob, "a picture", media_ids=[media])
    read = lambda: server.visitor().get(f"/api/v1/statuses/{status}").json["sensitive"]
    assert read() is False
    eve.post(f"/api/v1/admin/accounts/{bob.id}/action", type="sensitive")
    assert read() is True
    eve.post(f"/api/v1/admin/accounts/{bob.id}/unsensitive")
    assert read() is False


def a_warning_says_why_and_settles_the_report(server):
    ada, bob, eve = server.member("ada7"), server.member("bob7"), server.member("eve7", role="moderator")
    bad = post(bob, "rude words")
    first = ada.post("/api/v1/reports", account_id=bob.id, status_ids=[bad]).json["id"]
    second = ada.post("/api/v1/reports", account_id=bob.id).json["id"]
    taken = lambda id: eve.get(f"/api/v1/admin/reports/{id}").json["action_taken"]
    eve.post(f"/api/v1/admin/accounts/{bob.id}/action", type="none", text="please be kind", report_id=first)
    assert taken(first) and not taken(second)
    warning = [n for n in bob.get("/api/v1/notifications").json if n["type"] == "moderation_warning"][0]["moderation_warning"]
    assert warning["text"] == "please be kind" and warning["action"] == "none" and warning["status_ids"] == [bad]
    eve.post(f"/api/v1/admin/accounts/{bob.id}/action", type="disable")
    assert taken(second), "anything stronger settles them all"
    assert bob.get("/api/v1/timelines/home").status == 403
    eve.post(f"/api/v1/admin/accounts/{bob.id}/enable")
    assert bob.get("/api/v1/timelines/home").status == 200
    assert eve.post(f"/api/v1/admin/accounts/{bob.id}/action", type="shout").status == 422
    assert eve.post(f"/api/v1/admin/accounts/{ada.id}/action", type="none", report_id=first).status == 404, "a report about somebody else"


def accounts_are_found_by_any_filter(server):
    eve, bob = server.member("eve8", role="admin"), server.member("bob8")
    names = lambda **values: [a["username"] for a in eve.get("/api/v2/admin/accounts", **values).json]
    assert names(username="bob8") == ["bob8"] and names(email="bob8@exa") == ["bob8"] and names(username="nobody") == []
    assert "bob8" in names(origin="local", status="active") and names(origin="remote") == []
    assert "bob8" not in names(permissions="staff") and "eve8" in names(permissions="staff")
    eve.post(f"/api/v1/admin/accounts/{bob.id}/action", type="disable")
    assert names(status="disabled") == ["bob8"]
    assert [a["username"] for a in eve.get("/api/v1/admin/accounts", disabled=True, local=True).json] == ["bob8"]
    page = eve.get("/api/v2/admin/accounts", limit=2)
    assert len(page.json) == 2 and len(eve.get(page.links()["next"]).json) == 2
    assert page.json[0]["id"] > eve.get(page.links()["next"]).json[0]["id"]


def who_waits_is_let_in_or_not(server):
    eve, yes, no = server.member("eve9", role="moderator"), server.member("yes9"), server.member("no9")
    server.sql("UPDATE login SET approved_at = NULL, reason = 'I like it' WHERE account_id IN (?, ?)", int(yes.id), int(no.id))
    waiting = eve.get("/api/v2/admin/accounts", status="pending").json
    assert sorted(a["username"] for a in waiting) == ["no9", "yes9"] and waiting[0]["invite_request"] == "I like it"
    assert eve.post(f"/api/v1/admin/accounts/{yes.id}/approve").json["approved"] is True
    assert eve.post(f"/api/v1/admin/accounts/{yes.id}/approve").status == 403
    assert yes.get("/api/v1/timelines/home").status == 200
    assert eve.post(f"/api/v1/admin/accounts/{no.id}/reject").status == 200
    assert eve.get(f"/api/v1/admin/accounts/{no.id}").status == 404 and no.get("/api/v1/timelines/home").status == 401


def only_a_suspended_account_is_deleted_and_then_with_everything(server):
    admin, bob, ada = server.member("admin10", role="admin"), server.member("bob10"), server.member("ada10")
    for i in range(60):
        post(bob, f"number {i}")
    mine = post(ada, "mine")
    bob.post(f"/api/v1/statuses/{mine}/favourite")
    assert admin.delete(f"/api/v1/admin/accounts/{bob.id}").status == 403
    admin.post(f"/api/v1/admin/accounts/{bob.id}/action", type="suspend")
    assert admin.delete(f"/api/v1/admin/accounts/{bob.id}").status == 200
    for _ in range(200):
        if server.visitor().get(f"/api/v1/accounts/{bob.id}").status == 404:
            break
        time.sleep(.05)
    assert server.sql("SELECT COUNT(*) FROM account WHERE id = ?", int(bob.id)) == [(0,)]
    assert server.sql("SELECT COUNT(*) FROM status WHERE account_id = ?", int(bob.id)) == [(0,)]


def what_the_community_keeps_out_is_a_list_that_others_may_read(server):
    admin = server.member("admin11", role="admin")
    made = admin.post("/api/v1/admin/domain_blocks", domain="Evil.Example", severity="suspend", public_comment="spam", obfuscate=True)
    assert made.status == 200 and made.json["domain"] == "evil.example" and len(made.json["digest"]) == 64
    assert admin.post("/api/v1/admin/domain_blocks", domain="evil.example").status == 422
    assert admin.post("/api/v1/admin/domain_blocks", domain="not a domain").status == 422
    public = server.visitor().get("/api/v1/instance/domain_blocks").json
    assert public[0]["domain"] == "evil.****ple" and public[0]["comment"] == "spam" and public[0]["digest"] == made.json["digest"]
    assert admin.put(f"/api/v1/admin/domain_blocks/{made.json['id']}", severity="noop").json["severity"] == "noop"
    assert server.visitor().get("/api/v1/instance/domain_blocks").json == []
    assert admin.delete(f"/api/v1/admin/domain_blocks/{made.json['id']}").status == 200
    ip = admin.post("/api/v1/admin/ip_blocks", ip="192.0.2.77/24", severity="sign_up_block", expires_in=60).json
    assert ip["ip"] == "192.0.2.0/24" and ip["expires_at"]
    assert admin.post("/api/v1/admin/ip_blocks", ip="192.0.2.0/24", severity="no_access").status == 422
    assert admin.post("/api/v1/admin/ip_blocks", ip="300.1.1.1", severity="no_access").status == 422
    mail = admin.post("/api/v1/admin/canonical_email_blocks", email="A.da+x@Example.org").json
    assert admin.post("/api/v1/admin/canonical_email_blocks/test", email="ada@example.org").json == [mail]
    assert admin.post("/api/v1/admin/canonical_email_blocks/test", email="bob@example.org").json == []
    assert admin.post("/api/v1/admin/email_domain_blocks", domain="throw.away.example").json["allow_with_approval"] is False


if __name__ == "__main__":
    fixture.main([a_report_reaches_the_moderators, a_report_must_make_sense, only_people_with_a_role_may,
                  a_suspended_account_is_gone_everywhere_and_comes_back, a_limited_account_is_for_its_followers,
                  media_of_a_sensitive_account_are_sensitive, a_warning_says_why_and_settles_the_report, accounts_are_found_by_any_filter,
                  who_waits_is_let_in_or_not, only_a_suspended_account_is_deleted_and_then_with_everything,
                  what_the_community_keeps_out_is_a_list_that_others_may_read])
