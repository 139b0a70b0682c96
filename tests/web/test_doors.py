#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every row of web/routes.def: what its answers say to the browser, and that no form is taken without its token."""
import pathlib
import re
import sys
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "api"), str(HERE)]
import fixture  # noqa: E402
import village  # noqa: E402
import walk  # noqa: E402
from browser import Browser  # noqa: E402

POLICY = {"default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data: blob:", "media-src": "'self'", "font-src": "'self'",
          "connect-src": "'self'", "manifest-src": "'self'", "worker-src": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'"}
FRAMED = {"default-src": "'none'", "style-src": "'self'", "img-src": "'self' data:", "media-src": "'self'", "frame-ancestors": "*", "base-uri": "'none'", "form-action": "'none'"}
NOT_SEEN = {  # pages that only somebody else's mail, phone or server leads to
    "/auth/confirm", "/auth/password/edit", "/auth/second_step", "/auth/joined", "/settings/exports/:id/archive.zip", "/static/*rest",
}


def header_once(answer, name):
    values = [v for k, v in answer.headers if k.lower() == name.lower()]
    assert len(values) <= 1, f"{name} stands there {len(values)} times"
    return values[0] if values else None


def policy_of(answer):
    return dict(part.strip().split(" ", 1) for part in (header_once(answer, "content-security-policy") or "").split(";") if part.strip())


def check_framed(path, answer):
    """A post inside of other sites' pages: it shows, and does nothing."""
    assert policy_of(answer) == FRAMED and header_once(answer, "x-content-type-options") == "nosniff", path
    assert b"<form" not in answer.body and b"<script" not in answer.body and not header_once(answer, "set-cookie"), path


def check_page(route, path, answer, member):
    html = "text/html" in (answer.header("content-type") or "")
    if route.handler == "embed" and answer.status == 200:
        check_framed(path, answer)
        return
    assert header_once(answer, "x-content-type-options") == "nosniff" and header_once(answer, "content-type"), path
    assert header_once(answer, "referrer-policy") == "same-origin" and header_once(answer, "x-frame-options") == "DENY", path
    assert "camera=()" in (header_once(answer, "permissions-policy") or ""), path
    wanted, got = dict(POLICY), policy_of(answer)
    if route.handler.startswith("consent"):
        wanted.pop("form-action")
        got.pop("form-action", None)
    assert got == wanted, (path, got)
    reach = "cross-origin" if route.handler in ("default_avatar", "default_header") else "same-origin"
    assert header_once(answer, "cross-origin-resource-policy") == reach, path
    if member and html and not route.handler.startswith("consent"):
        assert header_once(answer, "cross-origin-opener-policy") == "same-origin", path
    if member and html:
        assert "no-store" in header_once(answer, "cache-control"), f"{path}: a member's page may not be kept on the way"


def every_page_is_guarded(v):
    seen = set()
    for browser, member in ((Browser(v.server), False), (v.browsers["ada"], True)):
        for pattern, list in walk.every_page(v.server, browser, v.values).items():
            route = next(r for r in walk.Table().rows if r.pattern == pattern)
            for path, status in list:
                assert status < 500, (path, status)
                answer = walk.raw(v.server, "GET", path, {"Cookie": "; ".join(f"{k}={c}" for k, c in browser.cookies.items())} if member else {})
                check_page(route, path, answer, member)
                if answer.status in (200, 303):
                    seen.add(pattern)
    missed = {route.pattern for route in walk.Table().rows} - seen - NOT_SEEN
    assert not missed, f"nothing leads there, so it was not looked at: {sorted(missed)}; give an address for it in village.py"


def a_long_address_does_not_push_the_headers_out(v):
    """Half of what is asked comes back in Location, encoded: what each answer has must still fit beside it."""
    for size in (1000, 2000, 3000, 4000, 6000):
        for path in ("/notifications?x=", "/settings?said=", "/auth/sign_in?next=/", "/tags/", "/search?q="):
            for letter in ("a", "%22", "/"):
                answer = walk.raw(v.server, "GET", path + letter * (size // len(letter)))
                assert answer.status in (200, 303, 400, 404, 414, 422, 431), (path, size, answer.status)
                if answer.status in (200, 303, 404):
                    assert header_once(answer, "content-security-policy") and header_once(answer, "content-length") and (answer.status != 303 or answer.header("location")), (path, size)


def media_cannot_run(v):
    url = v.server.sql("SELECT file FROM media WHERE file <> '' LIMIT 1")[0][0]
    answer = walk.raw(v.server, "GET", f"/media/{url}")
    policy = header_once(answer, "content-security-policy")
    assert answer.status == 200 and "sandbox" in policy and "default-src 'none'" in policy and header_once(answer, "x-content-type-options") == "nosniff"
    assert header_once(answer, "cross-origin-resource-policy") == "cross-origin"


def json_is_never_read_as_a_page(v):
    for path in ("/api/v1/timelines/public", "/api/v2/instance", "/api/v1/accounts/1", "/oauth/userinfo", "/nodeinfo/2.0"):
        answer = walk.raw(v.server, "GET", path)
        assert header_once(answer, "x-content-type-options") == "nosniff" and "json" in answer.header("content-type"), path


def no_form_is_taken_without_its_token(v):
    others = Browser(v.server)
    foreign = others.get("/auth/sign_in").form("/auth/sign_in")["fields"]["csrf"]
    bobs = next(form for form in v.browsers["bob"].get("/settings/security").forms if "csrf" in form["fields"])["fields"]["csrf"]
    rows = [route for route in walk.routes() if route.method != "GET"]
    assert len(rows) > 15
    for route in rows:
        path = walk.filled(route.pattern, v.values)
        for who, browser in (("ada", v.browsers["ada"]), ("visitor", Browser(v.server))):
            if who == "visitor":
                browser.get("/auth/sign_in")
            for token in (None, "", "x" * 32, foreign, bobs):
                values = {"status": "forged", "id": "1", "login": "bob", "password": "correct horse", "decision": "allow", **({} if token is None else {"csrf": token})}
                page = browser.ask(route.method, path, values, follow=False)
                refused = page.status == 403 or (who == "visitor" and page.status in (303, 401) and (page.header("location") or "").startswith(("/auth/sign_in", "/"))
                                                 and (route.who != "ANYONE" or route.handler == "sign_out"))
                assert refused, (route.pattern, who, token, page.status, page.header("location"))
    assert v.server.sql("SELECT COUNT(*) FROM status WHERE text = 'forged'") == [(0,)]


def a_good_token_is_taken(v):
    """So that the refusals above were about the token."""
    browser = v.browsers["bob"]
    page = browser.get("/settings/transfer")
    assert browser.send(page, "/settings/export", follow=False).status == 303


def cookies_stay_with_the_browser(_v):
    for settings, secure in (({}, False), ({"scheme": "https"}, True)):
        with fixture.Server(sys.argv[1], settings=settings) as server:
            server.member("ada")
            page = walk.raw(server, "GET", "/auth/sign_in")
            visit = page.header("set-cookie")
            token = re.search(r'name="csrf" value="([^"]+)"', page.body.decode()).group(1)
            body = urllib.parse.urlencode({"csrf": token, "login": "ada", "password": "correct horse"})
            reply = walk.raw(server, "POST", "/auth/sign_in", {"Cookie": visit.split(";")[0], "Content-Type": "application/x-www-form-urlencoded"}, body)
            session = next(value for name, value in reply.headers if name.lower() == "set-cookie" and value.startswith("folkmoot="))
            for cookie in (visit, session):
                parts = {part.strip().lower() for part in cookie.split(";")[1:]}
                assert {"httponly", "samesite=lax", "path=/"} <= parts and ("secure" in parts) == secure and not any(p.startswith("domain") for p in parts), cookie
            assert (page.header("strict-transport-security") is not None) == secure, "who was here once by https comes back by https"


def main():
    passed = failed = 0
    with fixture.Server(sys.argv[1], start=False) as server:
        v = village.Village(server, village.Kind())
        for test in (every_page_is_guarded, a_long_address_does_not_push_the_headers_out, media_cannot_run, json_is_never_read_as_a_page, no_form_is_taken_without_its_token, a_good_token_is_taken, cookies_stay_with_the_browser):
            try:
                test(v)
                passed += 1
                print("ok   ", test.__name__.replace("_", " "), flush=True)
            except AssertionError as error:
                failed += 1
                print("FAIL ", test.__name__.replace("_", " "), error)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
