# SPDX-License-Identifier: AGPL-3.0-or-later
"""Joining: by the page and from an app, open, by approval, by invitation, closed; links that come by mail."""
import re
import sys
import time

import fixture
from browser import Browser
from mail_sink import MailSink

GOOD = {"username": "newcomer", "email": "newcomer@mail.example", "password": "a long sentence", "agreement": "1"}


def join(server, **values):
    browser = Browser(server)
    page = browser.send(browser.get("/auth/sign_up"), "/auth/sign_up", **{**GOOD, **values})
    return browser, page


def app_token(server):
    made = server.visitor().post("/api/v1/apps", client_name="Test", redirect_uris="urn:ietf:wg:oauth:2.0:oob", scopes="read write").json
    answer = server.visitor().post("/oauth/token", grant_type="client_credentials", client_id=made["client_id"], client_secret=made["client_secret"], scope="read write")
    return fixture.Client(server, answer.json["access_token"])


def with_mail(test):
    sink = MailSink()
    with fixture.Server(sys.argv[1], config=f"smtp_url = {sink.url}\nmail_from = moot@talk.example\n") as server:
        test(server, sink)
    sink.close()


def link_in(mail):
    return re.search(r"http://\S+", mail.get_content()).group(0)


def whoever_joins_an_open_community_is_in(server):
    browser, page = join(server, username="opened", email="opened@mail.example")
    assert page.url == "/welcome" and page.status == 200, (page.status, page.text)
    assert server.visitor().get("/api/v1/accounts/lookup", acct="opened").status in (200, 404)
    assert "@opened" in browser.get("/@opened").text
    page = browser.send(browser.get("/home"), "/auth/sign_out")
    assert browser.get("/home").url.startswith("/auth/sign_in")


def each_field_says_what_is_wrong(server):
    server.member("taken")
    for change, words in (({"username": "taken"}, "Somebody has this user name already"), ({"username": "TAKEN"}, "has this user name already"), ({"username": "a b"}, "letters, digits and _"),
                          ({"username": "admin"}, "kept for the community"), ({"username": "x" * 31}, "at most 30"), ({"email": "no address"}, "no e-mail address"),
                          ({"email": "taken@example.org"}, "an account with this e-mail address already"), ({"password": "short"}, "at least 8 characters; a sentence"),
                          ({"agreement": ""}, "accept the rules")):
        _browser, page = join(server, **change)
        assert page.status == 422 and words in page.text, (change, page.status, page.text[-600:])
        assert page.form("/auth/sign_up")["fields"]["username"] == {**GOOD, **change}["username"], "what was typed comes back"
    assert not server.sql("SELECT 1 FROM account WHERE username = 'newcomer'")


def an_app_is_told_each_error_with_its_code(server):
    app = app_token(server)
    answer = app.post("/api/v1/accounts", username="a b", email="x", password="", agreement=False, locale="en")
    assert answer.status == 422
    details = answer.json["details"]
    assert answer.json["error"].startswith("Validation failed: ")
    assert {k: v[0]["error"] for k, v in details.items()} == {"username": "ERR_INVALID", "email": "ERR_INVALID", "password": "ERR_BLANK", "agreement": "ERR_ACCEPTED"}
    assert all(v[0]["description"] for v in details.values())
    answer = app.post("/api/v1/accounts", username="byapp", email="byapp@mail.example", password="a long sentence", agreement=True, locale="en")
    assert answer.status == 200 and answer.json["token_type"] == "Bearer", answer.body
    member = fixture.Client(server, answer.json["access_token"])
    assert member.get("/api/v1/accounts/verify_credentials").json["username"] == "byapp"
    assert member.post("/api/v1/accounts", **GOOD).status == 403, "only an app itself may"
    assert server.visitor().post("/api/v1/accounts", **GOOD).status == 401


def blocked_domains_and_networks_stay_out(server):
    server.sql("INSERT INTO email_domain_block (id, domain, allow_with_approval, created_at) VALUES (1, 'bad.example', 0, 1)")
    _browser, page = join(server, username="bad1", email="x@mail.bad.example")
    assert page.status == 422 and "provider are not taken here" in page.text
    server.sql("INSERT INTO ip_block (id, ip, severity, created_at) VALUES (1, '127.0.0.0/8', 'sign_up_block', 1)")
    _browser, page = join(server, username="bad2")
    assert page.status == 403 and "network is blocked" in page.text
    server.sql("DELETE FROM ip_block")


def a_form_without_its_token_does_nothing(server):
    page = Browser(server).ask("POST", "/auth/sign_up", GOOD)
    assert page.status == 403 and not server.sql("SELECT 1 FROM account WHERE username = 'newcomer'")


def an_address_is_confirmed_by_mail(_server):
    def test(server, sink):
        browser, page = join(server)
        assert page.url == "/auth/joined" and "newcomer@mail.example" in page.text, page.text
        mail = sink.wait(1)
        assert mail.sender.startswith("<moot@talk.example>") and mail.recipients == ["<newcomer@mail.example>"], (mail.sender, mail.recipients)
        assert mail["Subject"] == "Confirm your e-mail address for Test community" and mail["Auto-Submitted"] == "auto-generated"
        assert "newcomer" in mail.get_content()
        page = Browser(server).sign_in("newcomer", "a long sentence")
        assert page.url == "/auth/joined", "signing in waits for it"
        page = browser.send(browser.get("/auth/joined"), "/auth/joined")
        again = link_in(sink.wait(2))
        assert browser.get(link_in(mail)).status == 404, "only the newest link works"
        page = browser.get(again)
        assert page.status == 200 and "Welcome" in page.text, page.text
        assert browser.get(again).status == 404, "once"
        assert browser.sign_in("newcomer@MAIL.example", "a long sentence").url == "/welcome"
        assert "open" in sink.wait(3)["Subject"]
        stored = server.sql("SELECT args FROM job WHERE kind = 'mail'")
        assert not any("token=" in row[0] for row in stored)
    with_mail(test)


def an_app_can_ask_for_the_mail_again(_server):
    def test(server, sink):
        app = app_token(server)
        answer = app.post("/api/v1/accounts", username="byapp", email="wrong@mail.example", password="a long sentence", agreement=True, locale="en")
        waiting = fixture.Client(server, answer.json["access_token"])
        sink.wait(1)
        answer = waiting.get("/api/v1/accounts/verify_credentials")
        assert answer.status == 403 and "confirmed" in answer.json["error"], answer.body
        assert waiting.get("/api/v1/emails/check_confirmation").json is False
        answer = waiting.post("/api/v1/emails/confirmations", email="right@mail.example")
        assert answer.status == 200 and answer.json == {}, answer.body
        while not (right := [m for m in range(1, len(sink.mails) + 1) if sink.wait(m).recipients == ["<right@mail.example>"]]):
            sink.wait(len(sink.mails) + 1)
        Browser(server).get(link_in(sink.wait(right[0])))
        assert waiting.get("/api/v1/emails/check_confirmation").json is True
        assert waiting.get("/api/v1/accounts/verify_credentials").status == 200
        assert waiting.post("/api/v1/emails/confirmations").status == 403
    with_mail(test)


def a_forgotten_password_is_set_by_a_link(_server):
    def test(server, sink):
        ada = server.member("ada")
        browser, other = Browser(server), Browser(server)
        other.sign_in("ada")
        assert other.get("/home").url == "/home"
        for address in ("nobody@mail.example", "ada@example.org"):
            page = browser.send(browser.get("/auth/password/new"), "/auth/password/new", email=address)
            assert "If there is an account" in page.text
        link = link_in(sink.wait(1))
        assert len(sink.mails) == 1
        page = browser.send(browser.get(link), "/auth/password/edit", password="short")
        assert page.status == 422 and "too short" in page.text
        page = browser.send(page, "/auth/password/edit", password="another sentence")
        assert page.url.startswith("/auth/sign_in") and "new password is set" in page.text
        assert browser.get(link).status == 404
        assert other.get("/home").url.startswith("/auth/sign_in"), "other sessions have ended"
        assert ada.get("/api/v1/accounts/verify_credentials").status == 401, "so have tokens"
        assert browser.sign_in("ada").status == 422
        assert browser.sign_in("ada", "another sentence").status == 200
        assert "was changed" in sink.wait(2)["Subject"]
    with_mail(test)


def a_mail_is_tried_again(_server):
    def test(server, sink):
        sink.refuse = 1
        join(server)
        for _ in range(200):
            if server.sql("SELECT attempts FROM job WHERE kind = 'mail' AND attempts > 0 AND claimed_at IS NULL"):
                break
            time.sleep(.05)
        server.stop()
        server.sql("UPDATE job SET run_at = 1")
        server.start()
        assert sink.wait(1).recipients == ["<newcomer@mail.example>"]
    with_mail(test)


def a_moderator_reads_requests_where_that_is_asked(_server):
    with fixture.Server(sys.argv[1], settings={"sign_up": "approval"}) as server:
        _browser, page = join(server)
        assert page.status == 422 and "why you want to join" in page.text
        browser, page = join(server, reason="I like boats <b>&</b>")
        assert "Waiting for a moderator" in page.text, page.text
        page = browser.sign_in("newcomer", "a long sentence")
        assert page.status == 403 and "moderator has not read" in page.text
        assert browser.get("/@newcomer").status == 404
        assert "not approved" in server.command("account", "list")
        server.command("account", "approve", "newcomer")
        assert browser.sign_in("newcomer", "a long sentence").status == 200


def an_invitation_opens_the_door(_server):
    with fixture.Server(sys.argv[1], settings={"sign_up": "invitation"}) as server:
        server.member("ada")
        _browser, page = join(server)
        assert page.status == 422 and "Type the invitation code" in page.text
        _browser, page = join(server, invitation="made-up")
        assert page.status == 422
        ada = Browser(server)
        ada.sign_in("ada")
        page = ada.send(ada.get("/settings/invites"), "/settings/invites", uses="1", days="1")
        link = re.search(r"http://\S+/invite/[\w-]+", page.body).group(0)
        browser = Browser(server)
        page = browser.get(link)
        assert "@ada" in page.text
        page = browser.send(page, "/auth/sign_up", **GOOD)
        assert page.url == "/welcome", (page.status, page.text)
        _browser, page = join(server, username="second", email="second@mail.example", invitation=link.rsplit("/", 1)[1])
        assert page.status == 422 and "used up" in page.text


def a_name_that_nobody_confirms_is_free_again(_server):
    def test(server, sink):
        join(server)
        sink.wait(1)
        server.stop()
        server.sql("UPDATE login SET created_at = created_at - 8 * 86400000")
        server.start()
        for _ in range(400):
            if not server.sql("SELECT 1 FROM account"):
                break
            time.sleep(.05)
        assert not server.sql("SELECT 1 FROM account") and not server.sql("SELECT 1 FROM login_mail_token")
        _browser, page = join(server)
        assert page.url == "/auth/joined"
    with_mail(test)


def a_closed_community_says_so(_server):
    with fixture.Server(sys.argv[1], settings={"sign_up": "closed"}) as server:
        assert "closed to new members" in Browser(server).get("/auth/sign_up").text
        answer = app_token(server).post("/api/v1/accounts", **GOOD)
        assert answer.status == 403 and answer.json["error"]


if __name__ == "__main__":
    fixture.main([whoever_joins_an_open_community_is_in, each_field_says_what_is_wrong, an_app_is_told_each_error_with_its_code,
                  blocked_domains_and_networks_stay_out, a_form_without_its_token_does_nothing, an_address_is_confirmed_by_mail,
                  an_app_can_ask_for_the_mail_again, a_forgotten_password_is_set_by_a_link, a_mail_is_tried_again,
                  a_moderator_reads_requests_where_that_is_asked, an_invitation_opens_the_door,
                  a_name_that_nobody_confirms_is_free_again, a_closed_community_says_so])
