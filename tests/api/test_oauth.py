# SPDX-License-Identifier: AGPL-3.0-or-later
"""How an app gets a token: each grant and each error, as the standards and Mastodon's documentation have them."""
import base64
import hashlib
import json
import os
import sys
import urllib.parse

import fixture
from browser import Browser

CALLBACK, OOB = "https://app.example/callback?a=1", "urn:ietf:wg:oauth:2.0:oob"


def app(server, **values):
    wish = {"client_name": "Test app", "redirect_uris": f"{CALLBACK}\n{OOB}", "scopes": "read write", "website": "https://app.example", **values}
    answer = server.visitor().post("/api/v1/apps", **wish)
    assert answer.status == 200, answer.body
    return answer.json


def member(server, name):
    if not server.sql("SELECT 1 FROM account WHERE username = ?", name):
        server.member(name)
    return Browser(server)


def authorize_path(made, **more):
    query = {"response_type": "code", "client_id": made["client_id"], "redirect_uri": CALLBACK, "scope": "read", **more}
    return "/oauth/authorize?" + urllib.parse.urlencode({k: v for k, v in query.items() if v is not None})


def query_of(page):
    parts = urllib.parse.urlsplit(page.header("location"))
    return dict(urllib.parse.parse_qsl(parts.query))


def consent(server, name, made, **more):
    browser = member(server, name)
    page = browser.sign_in(name, path=authorize_path(made, **more))
    return browser.send(page, "/oauth/authorize", follow=False, decision="allow")


def code_for(server, name, made, **more):
    page = consent(server, name, made, **more)
    assert page.status == 302, page.text
    assert page.header("location").startswith(CALLBACK + "&code="), page.header("location")
    return query_of(page)["code"]


def trade(server, made, code, **more):
    wish = {"grant_type": "authorization_code", "code": code, "client_id": made["client_id"], "client_secret": made["client_secret"], "redirect_uri": CALLBACK, **more}
    return server.visitor().post("/oauth/token", **{k: v for k, v in wish.items() if v is not None})


def refused(answer, status, error):
    assert answer.status == status and answer.json["error"] == error, (answer.status, answer.body)
    assert answer.json["error_description"] and answer.header("access-control-allow-origin") == "*"


def an_app_is_registered_by_form_json_and_list(server):
    made = app(server)
    assert made["redirect_uris"] == [CALLBACK, OOB] and made["redirect_uri"] == f"{CALLBACK}\n{OOB}" and made["scopes"] == ["read", "write"]
    assert made["client_secret"] and made["client_secret_expires_at"] == 0 and made["website"] == "https://app.example"
    answer = server.visitor().ask("POST", "/api/v1/apps", json_body={"client_name": "J", "redirect_uris": [CALLBACK, OOB]})
    assert answer.status == 200 and answer.json["redirect_uris"] == [CALLBACK, OOB] and answer.json["scopes"] == ["read"] and answer.json["website"] is None


def an_app_that_is_wrong_is_told_why(server):
    for change, word in (({"client_name": " "}, "Application name can't be blank"), ({"client_name": "x" * 61}, "too long"),
                         ({"redirect_uris": ""}, "Redirect URI can't be blank"), ({"redirect_uris": "nowhere"}, "absolute URI"),
                         ({"redirect_uris": "https://app.example/#x"}, "fragment"), ({"redirect_uris": "javascript:alert(1)"}, "forbidden"),
                         ({"redirect_uris": "data:text/html,x"}, "forbidden"), ({"scopes": "read fly"}, "Scopes"), ({"website": "app.example"}, "website")):
        wish = {"client_name": "Test", "redirect_uris": CALLBACK, "scopes": "read", **change}
        answer = server.visitor().post("/api/v1/apps", **wish)
        assert answer.status == 422 and answer.json["error"].startswith("Validation failed: ") and word in answer.json["error"], (change, answer.body)


def a_code_becomes_a_token_once(server):
    made = app(server)
    code = code_for(server, "ada", made, scope="read write")
    answer = trade(server, made, code)
    assert answer.status == 200 and answer.json["token_type"] == "Bearer" and answer.json["scope"] == "read write", answer.body
    assert isinstance(answer.json["created_at"], int) and answer.header("cache-control") == "no-store"
    ada = fixture.Client(server, answer.json["access_token"])
    assert ada.get("/api/v1/accounts/verify_credentials").json["username"] == "ada"
    refused(trade(server, made, code), 400, "invalid_grant")


def a_code_is_worth_nothing_in_other_hands(server):
    made, other = app(server), app(server)
    refused(trade(server, other, code_for(server, "ada", made)), 400, "invalid_grant")
    refused(trade(server, made, code_for(server, "ada", made), redirect_uri=OOB), 400, "invalid_grant")
    refused(trade(server, made, code_for(server, "ada", made), redirect_uri=None), 400, "invalid_request")
    refused(trade(server, made, code_for(server, "ada", made), client_secret="wrong"), 401, "invalid_client")
    refused(trade(server, made, "made up"), 400, "invalid_grant")
    late = code_for(server, "ada", made)
    server.sql("UPDATE oauth_code SET expires_at = 1")
    refused(trade(server, made, late), 400, "invalid_grant")


def the_challenge_must_fit(server):
    made, verifier = app(server), base64.urlsafe_b64encode(os.urandom(40)).decode().rstrip("=")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    ask = {"code_challenge": challenge, "code_challenge_method": "S256"}
    assert trade(server, made, code_for(server, "ada", made, **ask), code_verifier=verifier).status == 200
    refused(trade(server, made, code_for(server, "ada", made, **ask), code_verifier="x" * 43), 400, "invalid_grant")
    refused(trade(server, made, code_for(server, "ada", made, **ask)), 400, "invalid_grant")
    refused(trade(server, made, code_for(server, "ada", made), code_verifier=verifier), 400, "invalid_grant")
    used_up = code_for(server, "ada", made, **ask)
    refused(trade(server, made, used_up, code_verifier="x" * 43), 400, "invalid_grant")
    refused(trade(server, made, used_up, code_verifier=verifier), 400, "invalid_grant")


def errors_go_to_the_app_only_where_it_is_known(server):
    made, browser = app(server), Browser(server)
    for path in (authorize_path({"client_id": "nobody"}), authorize_path(made, redirect_uri="https://evil.example/"),
                 authorize_path(made, redirect_uri=CALLBACK + "&b=2"), authorize_path(made, redirect_uri=None)):
        page = browser.get(path, follow=False)
        assert page.status == 400 and page.header("location") is None and "app that sent you here" in page.text, (path, page.status)
    for more, error in (({"response_type": "token"}, "unsupported_response_type"), ({"response_type": None}, "invalid_request"), ({"scope": "read push"}, "invalid_scope"),
                        ({"scope": "fly"}, "invalid_scope"), ({"code_challenge": "x" * 43, "code_challenge_method": "plain"}, "invalid_request"),
                        ({"code_challenge": "x" * 43}, "invalid_request"), ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request")):
        page = browser.get(authorize_path(made, state="a b&c", **more), follow=False)
        assert page.status == 302 and page.header("location").startswith(CALLBACK + "&error="), (more, page.status)
        assert query_of(page)["error"] == error and query_of(page)["state"] == "a b&c", (more, page.header("location"))


def state_comes_back_and_refusing_is_told(server):
    made = app(server)
    page = consent(server, "ada", made, state="x/é ü&")
    assert query_of(page)["state"] == "x/é ü&"
    browser = member(server, "ada")
    page = browser.sign_in("ada", path=authorize_path(made, state="s"))
    page = browser.send(page, "/oauth/authorize", follow=False, decision="deny")
    assert query_of(page)["error"] == "access_denied" and query_of(page)["state"] == "s"


def the_code_is_shown_where_the_app_cannot_be_called(server):
    made, browser = app(server), member(server, "ada")
    page = browser.send(browser.sign_in("ada", path=authorize_path(made, redirect_uri=OOB)), "/oauth/authorize", decision="allow")
    assert page.status == 200 and 'class="code"' in page.body
    code = page.body.split('class="code"')[1].split('value="')[1].split('"')[0]
    assert trade(server, made, code, redirect_uri=OOB).status == 200


def consent_needs_a_session_and_its_token(server):
    made, browser = app(server), member(server, "ada")
    fields = {"client_id": made["client_id"], "redirect_uri": CALLBACK, "response_type": "code", "scope": "read", "decision": "allow"}
    page = Browser(server).ask("POST", "/oauth/authorize", fields, follow=False)
    assert page.status == 303 and page.header("location").startswith("/auth/sign_in"), page.status
    browser.sign_in("ada")
    for csrf in ("", "x" * 32):
        page = browser.ask("POST", "/oauth/authorize", {**fields, "csrf": csrf}, follow=False)
        assert page.status == 403 and "form" in page.text, page.status


def force_login_asks_for_the_password_again(server):
    made, browser = app(server), member(server, "ada")
    browser.sign_in("ada")
    assert browser.get(authorize_path(made)).form("/oauth/authorize")
    for more in ({"force_login": "true"}, {"prompt": "login"}):
        page = browser.get(authorize_path(made, **more))
        page = browser.send(page, "/auth/sign_in", login="ada", password="correct horse")
        assert page.form("/oauth/authorize"), page.text


def an_app_gets_a_token_of_its_own(server):
    made = app(server)
    ask = {"grant_type": "client_credentials", "client_id": made["client_id"], "client_secret": made["client_secret"]}
    answer = server.visitor().post("/oauth/token", **ask)
    assert answer.status == 200 and answer.json["scope"] == "read"
    client = fixture.Client(server, answer.json["access_token"])
    assert client.get("/api/v1/apps/verify_credentials").json["name"] == "Test app"
    assert client.get("/api/v1/timelines/home").status == 422
    refused(server.visitor().post("/oauth/token", **ask, scope="push"), 400, "invalid_scope")
    refused(server.visitor().post("/oauth/token", **{**ask, "client_secret": "no"}), 401, "invalid_client")
    refused(server.visitor().post("/oauth/token", **{**ask, "grant_type": "implicit"}), 400, "unsupported_grant_type")
    refused(server.visitor().post("/oauth/token", **{**ask, "grant_type": ""}), 400, "invalid_request")
    basic = base64.b64encode(f"{made['client_id']}:{made['client_secret']}".encode()).decode()
    answer = server.visitor().ask("POST", "/oauth/token", {"grant_type": "client_credentials", "scope": "write"}, headers={"Authorization": "Basic " + basic})
    assert answer.status == 200 and answer.json["scope"] == "write"
    answer = server.visitor().ask("POST", "/oauth/token", json_body=ask)
    assert answer.status == 200


def passwords_are_traded_only_where_the_owner_allows_it(server):
    made = app(server)
    member(server, "ada")
    ask = {"grant_type": "password", "client_id": made["client_id"], "client_secret": made["client_secret"], "username": "ada@example.org", "password": "correct horse"}
    refused(server.visitor().post("/oauth/token", **ask), 400, "unsupported_grant_type")
    with fixture.Server(sys.argv[1], settings={"password_grant": "yes"}) as other:
        member(other, "ada")
        made = app(other)
        ask.update(client_id=made["client_id"], client_secret=made["client_secret"])
        answer = other.visitor().post("/oauth/token", **ask, scope="read write")
        assert answer.status == 200 and answer.json["scope"] == "read write", answer.body
        refused(other.visitor().post("/oauth/token", **{**ask, "password": "wrong horse"}), 400, "invalid_grant")
        refused(other.visitor().post("/oauth/token", **{**ask, "username": "nobody"}), 400, "invalid_grant")
        refused(other.visitor().post("/oauth/token", **ask, scope="push"), 400, "invalid_scope")
        assert "password" in other.visitor().get("/.well-known/oauth-authorization-server").json["grant_types_supported"]


def a_revoked_token_is_dead_at_once(server):
    made, other = app(server), app(server)
    token = trade(server, made, code_for(server, "ada", made)).json["access_token"]
    client, visitor = fixture.Client(server, token), server.visitor()
    keys = lambda a: {"client_id": a["client_id"], "client_secret": a["client_secret"]}
    assert client.get("/api/v1/accounts/verify_credentials").status == 200
    assert visitor.post("/oauth/revoke", token=token, **keys(other)).status == 200
    assert client.get("/api/v1/accounts/verify_credentials").status == 200, "another app's word does not count"
    refused(visitor.post("/oauth/revoke", token=token, client_id=made["client_id"], client_secret="no"), 403, "unauthorized_client")
    answer = visitor.post("/oauth/revoke", token=token, **keys(made))
    assert answer.status == 200 and answer.json == {} and answer.header("access-control-allow-origin") == "*"
    assert client.get("/api/v1/accounts/verify_credentials").status == 401
    assert visitor.post("/oauth/revoke", token="never was", **keys(made)).status == 200


def the_server_tells_what_it_can(server):
    told = server.visitor().get("/.well-known/oauth-authorization-server").json
    assert told["issuer"] == server.url + "/" and told["token_endpoint"] == server.url + "/oauth/token"
    assert told["code_challenge_methods_supported"] == ["S256"] and "write:statuses" in told["scopes_supported"] and "password" not in told["grant_types_supported"]
    made = app(server, scopes="profile read")
    token = trade(server, made, code_for(server, "ada", made, scope="profile")).json["access_token"]
    info = fixture.Client(server, token).get("/oauth/userinfo").json
    assert info["sub"] == server.url + "/users/ada" and info["iss"] == told["issuer"] and info["preferred_username"] == "ada"
    assert fixture.Client(server, token).get("/api/v1/timelines/home").status == 403
    assert json.dumps(told).count("null") == 0


if __name__ == "__main__":
    fixture.main([an_app_is_registered_by_form_json_and_list, an_app_that_is_wrong_is_told_why, a_code_becomes_a_token_once,
                  a_code_is_worth_nothing_in_other_hands, the_challenge_must_fit, errors_go_to_the_app_only_where_it_is_known,
                  state_comes_back_and_refusing_is_told, the_code_is_shown_where_the_app_cannot_be_called, consent_needs_a_session_and_its_token,
                  force_login_asks_for_the_password_again, an_app_gets_a_token_of_its_own, passwords_are_traded_only_where_the_owner_allows_it,
                  a_revoked_token_is_dead_at_once, the_server_tells_what_it_can])
