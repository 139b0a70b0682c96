# SPDX-License-Identifier: AGPL-3.0-or-later
"""Web Push: an app subscribes, a message arrives at its push service, only the app can open it."""
import sys
import time

import fixture
import push_receiver
from browser import Browser


def subscribe(member, app, endpoint, standard=True, policy="all", **alerts):
    answer = member.ask("POST", "/api/v1/push/subscription", json_body={
        "subscription": {"endpoint": endpoint, "keys": app.keys(), "standard": standard}, "data": {"alerts": alerts, "policy": policy}})
    assert answer.status == 200, answer.body
    return answer.json


def a_subscription_is_made_shown_changed_and_ended(server, service):
    ada = server.member("s_ada")
    app = push_receiver.App()
    assert ada.get("/api/v1/push/subscription").status == 404
    made = subscribe(ada, app, "https://push.example.org/1", mention=True, favourite=True)
    assert made["endpoint"] == "https://push.example.org/1" and made["standard"] is True and made["policy"] == "all"
    assert made["alerts"]["mention"] is True and made["alerts"]["reblog"] is False and isinstance(made["id"], int) and made["id"] < 2**31
    push_receiver.decoded(push_receiver.unb64(made["server_key"]))
    assert ada.get("/api/v1/push/subscription").json == made
    changed = ada.ask("PUT", "/api/v1/push/subscription", json_body={"data": {"alerts": {"reblog": True}, "policy": "followed"}}).json
    assert changed["alerts"]["mention"] is False and changed["alerts"]["reblog"] is True and changed["policy"] == "followed"
    form = ada.ask("POST", "/api/v1/push/subscription", {
        "subscription[endpoint]": "https://push.example.org/2", "subscription[keys][p256dh]": app.keys()["p256dh"] + "=",
        "subscription[keys][auth]": app.keys()["auth"], "data[alerts][mention]": "true"}).json
    assert form["endpoint"] == "https://push.example.org/2" and form["standard"] is False
    assert server.sql("SELECT COUNT(*) FROM push_subscription WHERE account_id = ?", ada.id) == [(1,)], "one a token"
    assert ada.delete("/api/v1/push/subscription").json == {}
    assert ada.get("/api/v1/push/subscription").status == 404
    assert ada.ask("PUT", "/api/v1/push/subscription", json_body={"data": {"policy": "all"}}).status == 404


def a_bad_subscription_is_refused_with_the_reason(server, service):
    ada = server.member("b_ada")
    good = push_receiver.App().keys()
    for endpoint, keys, policy, part in (("ftp://x", good, "all", "Endpoint"), ("https://x.example/ y", good, "all", "Endpoint"),
                                         ("https://x.example/", {**good, "p256dh": "AAAA"}, "all", "p256dh"),
                                         ("https://x.example/", {**good, "p256dh": "!"}, "all", "p256dh"),
                                         ("https://x.example/", {**good, "auth": "AAAA"}, "all", "auth"),
                                         ("https://x.example/", good, "some", "policy")):
        answer = ada.ask("POST", "/api/v1/push/subscription",
                         json_body={"subscription": {"endpoint": endpoint, "keys": keys}, "data": {"policy": policy}})
        assert answer.status == 422 and part in answer.json["error"], answer.body
    reader = server.member("b_reader", scopes="read write")
    assert reader.get("/api/v1/push/subscription").status == 403


def a_mention_is_pushed_so_that_only_the_app_can_read_it(server, service):
    ada, bob = server.member("m_ada"), server.member("m_bob")
    for standard in (True, False):
        app, before = push_receiver.App(), len(service.got)
        key = subscribe(ada, app, service.origin + "/push?id=1", standard, mention=True)["server_key"]
        bob.post("/api/v1/statuses", status="@m_ada a <b>secret</b> & more", spoiler_text="" if standard else "hidden")
        assert service.wait(before + 1), "nothing arrived"
        path, headers, body = service.got[-1]
        assert path == "/push?id=1" and int(headers["ttl"]) > 3600 and headers["urgency"] == "normal" and b"secret" not in body
        if standard:
            token, k = headers["authorization"].removeprefix("vapid t=").split(", k=")
            assert k == key
        else:
            token = headers["authorization"].removeprefix("WebPush ")
            assert headers["crypto-key"].endswith("p256ecdsa=" + key)
        claims = push_receiver.check_token(token, key)
        assert claims["aud"] == service.origin and time.time() < claims["exp"] < time.time() + 24 * 3600 and claims["sub"]
        message = app.open(headers, body)
        newest = ada.get("/api/v1/notifications", limit=1).json[0]
        assert message["access_token"] == ada.token and message["notification_type"] == "mention"
        assert message["notification_id"] == int(newest["id"]) and message["preferred_locale"] == "en"
        assert message["title"] == "m_bob mentioned you" and message["icon"].startswith("http")
        assert message["body"] == ("@m_ada a <b>secret</b> & more" if standard else "hidden")


def only_what_was_asked_for_is_pushed(server, service):
    ada, bob, eve = server.member("o_ada"), server.member("o_bob"), server.member("o_eve")
    app, before = push_receiver.App(), len(service.got)
    post = ada.post("/api/v1/statuses", status="hello").json["id"]
    subscribe(ada, app, service.origin + "/only", policy="followed", favourite=True)
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    bob.post(f"/api/v1/statuses/{post}/reblog")
    eve.post(f"/api/v1/statuses/{post}/favourite")
    bob.post(f"/api/v1/statuses/{post}/favourite")
    assert service.wait(before + 1)
    time.sleep(.3)
    assert len(service.got) == before + 1
    assert app.open(*service.got[-1][1:])["title"] == "o_bob favourited your post"
    ada.patch("/api/v2/notifications/policy", for_not_following="filter")
    subscribe(ada, app, service.origin + "/only", mention=True)
    eve.post("/api/v1/statuses", status="@o_ada filtered")
    time.sleep(.3)
    assert len(service.got) == before + 1, "what waits for a decision is not pushed"


def a_gone_subscription_is_forgotten_and_a_busy_service_is_asked_again(server, service):
    ada, bob = server.member("g_ada"), server.member("g_bob")
    app = push_receiver.App()
    for status, stays in ((503, True), (429, True), (404, False), (410, False)):
        service.status, before = status, len(service.got)
        subscribe(ada, app, service.origin + f"/{status}", mention=True)
        bob.post("/api/v1/statuses", status=f"@g_ada {status}")
        assert service.wait(before + 1)
        for _ in range(100):
            jobs = server.sql("SELECT attempts FROM job WHERE kind = 'web_push' AND claimed_at IS NULL AND subject_id IN "
                              "(SELECT id FROM push_subscription WHERE account_id = ?)", ada.id)
            gone = not server.sql("SELECT 1 FROM push_subscription WHERE account_id = ?", ada.id)
            if gone or jobs:
                break
            time.sleep(.02)
        assert gone is not stays and (jobs == [(1,)] or not stays), (status, jobs, gone)
    service.status = 201


def the_key_stays_over_a_restart_and_secrets_are_sealed(server, service):
    ada = server.member("k_ada")
    app = push_receiver.App()
    key = subscribe(ada, app, service.origin + "/k", mention=True)["server_key"]
    stored = bytes(server.sql("SELECT access_token FROM push_subscription WHERE account_id = ?", ada.id)[0][0])
    assert ada.token.encode() not in stored
    assert len(push_receiver.unb64(server.sql("SELECT value FROM setting WHERE name = 'vapid_private'")[0][0])) > 32
    server.stop()
    server.start()
    assert ada.get("/api/v1/push/subscription").json["server_key"] == key
    bob, before = server.member("k_bob"), len(service.got)
    bob.post("/api/v1/statuses", status="@k_ada after the restart")
    assert service.wait(before + 1)
    assert app.open(*service.got[-1][1:])["body"] == "@k_ada after the restart"


def a_browser_that_is_signed_in_gets_pushes_until_it_signs_out(server, service):
    ada, bob = server.member("w_ada"), server.member("w_bob")
    app, before, browser = push_receiver.App(), len(service.got), Browser(server)
    browser.sign_in("w_ada")
    values = {"endpoint": service.origin + "/browser", **app.keys(), "policy": "all", "alert_mention": "true"}
    assert browser.ask("POST", "/push/subscribe", values).status == 403, "a form without its token"
    page = browser.get("/settings/notifications")
    for bad in ({"endpoint": ""}, {"auth": "AAAA"}, {"p256dh": "!"}, {"policy": "some"}):
        assert browser.send(page, "/push/alerts", to="/push/subscribe", **{**values, **bad}).status == 422
    assert browser.send(page, "/push/alerts", to="/push/subscribe", **values).status == 200
    post = bob.post("/api/v1/statuses", status="@w_ada look").json["id"]
    bob.post(f"/api/v1/accounts/{ada.id}/follow")
    assert service.wait(before + 1), "nothing arrived"
    message = app.open(*service.got[-1][1:])
    assert message["url"] == f"/@w_bob/{post}" and "access_token" not in message and message["notification_type"] == "mention"
    time.sleep(.3)
    assert len(service.got) == before + 1, "a follow was not asked for"
    browser.send(browser.get("/settings/notifications"), "/push/alerts", alert_follow="true", policy="all")
    eve = server.member("w_eve")
    eve.post(f"/api/v1/accounts/{ada.id}/follow")
    assert service.wait(before + 2)
    assert app.open(*service.got[-1][1:])["url"] == "/notifications"
    moved, page = push_receiver.App(), browser.get("/settings/notifications")
    renewed = {"endpoint": service.origin + "/moved", **moved.keys()}
    assert browser.ask("POST", "/push/renew", renewed).status == 403, "without its token"
    assert browser.send(page, "/push/alerts", to="/push/renew", **renewed, alert_follow="").status == 200
    server.member("w_fay").post(f"/api/v1/accounts/{ada.id}/follow")
    assert service.wait(before + 3) and service.got[-1][0] == "/moved", "what it tells of is as before, and it goes where the browser is now"
    assert moved.open(*service.got[-1][1:])["url"] == "/notifications"
    browser.send(page, "/push/alerts", to="/push/unsubscribe")
    assert browser.send(page, "/push/alerts", to="/push/renew", **renewed).status == 404, "what was turned off stays so"
    browser.send(page, "/push/alerts", to="/push/subscribe", **renewed, policy="all")
    browser.send(browser.get("/home"), "/auth/sign_out")
    assert server.sql("SELECT COUNT(*) FROM push_subscription WHERE account_id = ?", ada.id) == [(0,)], "it ends with the session"


def a_push_to_a_private_address_is_not_sent(server, service):
    with fixture.Server(sys.argv[1]) as strict:
        ada, bob = strict.member("p_ada"), strict.member("p_bob")
        before = len(service.got)
        subscribe(ada, push_receiver.App(), service.origin + "/private", mention=True)
        bob.post("/api/v1/statuses", status="@p_ada no")
        time.sleep(.5)
        assert len(service.got) == before
        assert strict.sql("SELECT COUNT(*) FROM job WHERE kind = 'web_push'") == [(0,)], "given up, not tried again"


def main(tests):
    service, passed = push_receiver.Service(), 0
    with fixture.Server(sys.argv[1], config="private_requests = yes\n") as server:
        for test in tests:
            try:
                test(server, service)
                passed += 1
                print("ok   ", test.__name__.replace("_", " "), flush=True)
            except Exception:
                import traceback
                print("FAIL ", test.__name__.replace("_", " "))
                traceback.print_exc()
    service.close()
    print(f"{passed} passed, {len(tests) - passed} failed")
    sys.exit(0 if passed == len(tests) else 1)


if __name__ == "__main__":
    main([a_subscription_is_made_shown_changed_and_ended, a_bad_subscription_is_refused_with_the_reason,
          a_mention_is_pushed_so_that_only_the_app_can_read_it, only_what_was_asked_for_is_pushed,
          a_gone_subscription_is_forgotten_and_a_busy_service_is_asked_again, the_key_stays_over_a_restart_and_secrets_are_sealed,
          a_browser_that_is_signed_in_gets_pushes_until_it_signs_out, a_push_to_a_private_address_is_not_sent])
