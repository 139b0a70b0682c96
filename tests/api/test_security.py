# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in, the second step, what a member can see and end; who tries too often."""
import base64
import hashlib
import hmac
import re
import struct
import sys
import time

import fixture
from browser import Browser
from mail_sink import MailSink

PASSWORD = "correct horse"


def totp(secret, at=None):
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(at or time.time()) // 30), hashlib.sha1).digest()
    start = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[start:start + 4])[0] & 0x7fffffff) % 1000000:06}"


def settled(server, name):
    """A member who has said something: others are led to their first steps."""
    server.member(name).post("/api/v1/statuses", status="Here I am")


def signed_in(server, name):
    if not server.sql("SELECT 1 FROM account WHERE username = ?", name):
        settled(server, name)
    browser = Browser(server)
    assert browser.sign_in(name).status == 200
    return browser


def by_name_or_address_in_any_case(server):
    settled(server, "ada")
    for login in ("ada", "ADA", "@ada", "ada@example.org", "Ada@Example.ORG"):
        assert Browser(server).sign_in(login).url in ("/", "/home"), login


def a_wrong_name_and_a_wrong_password_look_the_same(server):
    texts = set()
    for login, password in (("ada", "wrong horse"), ("nobody-here", "wrong horse"), ("no@mail.example", ""), ("", "")):
        page = Browser(server).sign_in(login, password)
        assert page.status == 422
        texts.add(re.sub(r"value=\"[^\"]*\"", "", page.body))
    assert len(texts) == 1


def a_name_that_is_not_there_takes_as_long(server):
    def seconds(login):
        best = 9.0
        for _ in range(3):
            browser = Browser(server)
            page = browser.get("/auth/sign_in")
            start = time.perf_counter()
            browser.send(page, "/auth/sign_in", login=login, password="wrong horse")
            best = min(best, time.perf_counter() - start)
        return best
    server.member("timed")
    there, gone = seconds("timed"), seconds("gone")
    assert there > .02 and .4 < gone / there < 2.5, (there, gone)


def guessing_is_stopped_for_one_account_and_not_for_others(server):
    server.member("guessed")
    for _ in range(10):
        assert Browser(server).sign_in("guessed", "wrong horse").status == 422
    page = Browser(server).sign_in("guessed")
    assert page.status == 429 and "Wait" in page.text and "minutes" in page.text
    assert Browser(server).sign_in("ada").status == 200


def guessing_is_stopped_for_one_address(_server):
    with fixture.Server(sys.argv[1], settings={"requests_per_5_minutes": "300"}) as server:
        statuses = [Browser(server).sign_in(f"nobody{n}", "wrong horse").status for n in range(32)]
        assert statuses[:30] == [422] * 30 and statuses[30:] == [429, 429], statuses


def cookies_are_strict_and_forms_carry_a_token(server):
    browser = Browser(server)
    page = browser.get("/auth/sign_in")
    assert len(page.form("/auth/sign_in")["fields"]["csrf"]) == 64
    other = Browser(server)
    assert other.send(page, "/auth/sign_in", login="ada", password=PASSWORD).status == 403, "a token of another browser"
    browser.sign_in("ada")
    assert browser.ask("POST", "/auth/sign_out", {"csrf": "x" * 32}).status == 403 and browser.get("/home").url == "/home"
    policy = page.header("content-security-policy")
    assert "default-src 'none'" in policy and "form-action 'self'" in policy and "unsafe" not in policy and page.header("x-frame-options") == "DENY"


def next_leads_only_to_our_own_pages(server):
    for path, to in (("/about", "/about"), ("//evil.example/", "/home"), ("https://evil.example/", "/home"), ("/\\evil.example", "/home"), ("/a b", "/home")):
        browser = Browser(server)
        page = browser.send(browser.get("/auth/sign_in"), "/auth/sign_in", login="ada", password=PASSWORD, next=path)
        assert page.url == to, (path, page.url)


def the_second_step_asks_for_a_code_once(server):
    browser = signed_in(server, "careful")
    page = browser.send(browser.get("/settings/security"), "/settings/two_factor/begin", current="wrong horse")
    assert page.status == 422 and "not your present password" in page.text
    page = browser.send(page, "/settings/two_factor/begin", current=PASSWORD)
    secret = re.search(r"secret=([A-Z2-7]+)&amp;issuer=", page.body).group(1)
    assert "otpauth://totp/Test%20community:careful" in page.body
    assert Browser(server).sign_in("careful").url in ("/", "/home"), "not in force before it is shown to work"
    page = browser.send(page, "/settings/two_factor/enable", code="000000")
    assert page.status == 422 and "does not fit" in page.text
    code = totp(secret)
    page = browser.send(browser.get("/settings/security"), "/settings/two_factor/enable", code=code)
    codes = re.findall(r"<li>([a-z2-9-]{19})</li>", page.body)
    assert len(codes) == 10, page.text
    assert not any(secret in str(row) for row in server.sql("SELECT otp_secret FROM login")), "sealed"

    other = Browser(server)
    page = other.sign_in("careful")
    assert page.url.startswith("/auth/second_step") and other.get("/home").url.startswith("/auth/sign_in")
    page = other.send(page, "/auth/second_step", code=code)
    assert page.status == 422 and "used already" in page.text, "a code works once"
    page = other.send(page, "/auth/second_step", code=totp(secret, time.time() + 30))
    assert page.status == 200 and other.get("/home").url == "/home"
    third = Browser(server)
    assert third.send(third.sign_in("careful"), "/auth/second_step", code=codes[0].upper()).status == 200
    fourth = Browser(server)
    page = fourth.send(fourth.sign_in("careful"), "/auth/second_step", code=codes[0])
    assert page.status == 422
    assert "9 recovery codes are left" in browser.get("/settings/security").text

    page = browser.send(browser.get("/settings/security"), "/settings/two_factor/codes", to="/settings/two_factor/disable", current=PASSWORD)
    assert "second step is off" in page.text and Browser(server).sign_in("careful").url in ("/", "/home")


def the_step_cannot_be_made_up(server):
    browser = Browser(server)
    browser.cookies["folkmoot_step"] = "A" * 80
    assert browser.get("/auth/second_step").url.startswith("/auth/sign_in")


def sessions_are_seen_and_ended(server):
    here, there = signed_in(server, "many"), Browser(server, "Mozilla/5.0 (iPhone) AppleWebKit Safari/604.1")
    there.sign_in("many")
    page = here.get("/settings/security")
    assert "Firefox on Linux" in page.text and "Safari on iPhone" in page.text and page.text.count("This one") == 1
    page = here.send(page, "/settings/sessions/end")
    assert "The session has ended" in page.text
    assert there.get("/home").url.startswith("/auth/sign_in") and here.get("/home").url == "/home"
    strange = signed_in(server, "ada")
    id = server.sql("SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.username = 'many'")[0][0]
    csrf = strange.get("/settings/security").form("/settings/password")["fields"]["csrf"]
    assert strange.ask("POST", "/settings/sessions/end", {"csrf": csrf, "id": id}).status == 404, "somebody else's"
    assert here.get("/home").url == "/home"


def an_app_loses_its_access(server):
    browser = signed_in(server, "appy")
    token = server.command("token", "create", "appy").strip()
    client = fixture.Client(server, token)
    assert client.get("/api/v1/accounts/verify_credentials").status == 200
    page = browser.get("/settings/security")
    assert "folkmoot token create" in page.text
    while any(form["action"] == "/settings/apps/end" for form in page.forms):
        page = browser.send(page, "/settings/apps/end")
    assert client.get("/api/v1/accounts/verify_credentials").status == 401


def a_new_password_ends_everything_else(server):
    here, there = signed_in(server, "mover"), signed_in(server, "mover")
    page = here.send(here.get("/settings/security"), "/settings/password", current=PASSWORD, password="a new sentence")
    assert "new password is set" in page.text, page.text
    assert there.get("/home").url.startswith("/auth/sign_in") and here.get("/home").url == "/home"
    assert Browser(server).sign_in("mover").status == 422 and Browser(server).sign_in("mover", "a new sentence").status == 200


def an_address_is_changed(server):
    browser = signed_in(server, "writer")
    page = browser.send(browser.get("/settings/security"), "/settings/email", current=PASSWORD, email="ada@example.org")
    assert page.status == 422 and "already been taken" in page.text
    page = browser.send(page, "/settings/email", current=PASSWORD, email="writer@new.example")
    assert "was changed" in page.text and "writer@new.example" in page.text
    assert Browser(server).sign_in("writer@new.example").status == 200


def the_command_line_reaches_a_running_server(server):
    client = server.member("cliff")
    assert client.get("/api/v1/accounts/verify_credentials").status == 200
    server.command("account", "disable", "cliff")
    assert Browser(server).sign_in("cliff").status == 403
    server.command("account", "disable", "cliff", "--undo")
    server.command("account", "passwd", "cliff", "--password", "third sentence")
    assert Browser(server).sign_in("cliff", "third sentence").status == 200
    server.command("account", "role", "cliff", "moderator")
    assert "Moderator" in server.command("account", "list")


def a_command_reaches_what_the_server_keeps_in_memory(_server):
    sink = MailSink()
    with fixture.Server(sys.argv[1], config=f"smtp_url = {sink.url}\n") as server:
        server.member("ada")
        client = server.member("gone")
        page = signed_in(server, "gone")
        assert client.get("/api/v1/accounts/verify_credentials").status == 200 and page.get("/home").url == "/home"
        server.command("account", "disable", "gone")
        browser = Browser(server)
        browser.send(browser.get("/auth/password/new"), "/auth/password/new", email="ada@example.org")  # a job that wakes the others
        sink.wait(1)
        for _ in range(200):
            if client.get("/api/v1/accounts/verify_credentials").status == 403:
                break
            time.sleep(.05)
        answer = client.get("/api/v1/accounts/verify_credentials")
        assert answer.status == 403 and "disabled" in answer.json["error"], answer.body
        assert page.get("/home").url.startswith("/auth/sign_in")
    sink.close()


if __name__ == "__main__":
    fixture.main([by_name_or_address_in_any_case, a_wrong_name_and_a_wrong_password_look_the_same, a_name_that_is_not_there_takes_as_long,
                  guessing_is_stopped_for_one_account_and_not_for_others, guessing_is_stopped_for_one_address,
                  cookies_are_strict_and_forms_carry_a_token, next_leads_only_to_our_own_pages, the_second_step_asks_for_a_code_once,
                  the_step_cannot_be_made_up, sessions_are_seen_and_ended, an_app_loses_its_access, a_new_password_ends_everything_else,
                  an_address_is_changed, the_command_line_reaches_a_running_server, a_command_reaches_what_the_server_keeps_in_memory])
