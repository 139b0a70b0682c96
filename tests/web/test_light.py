#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes over the wire: compressed where that is safe, kept where that is allowed."""
import gzip
import http.client
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "api"))
import fixture  # noqa: E402
from browser import Browser  # noqa: E402


def ask(server, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
    reply = connection.getresponse()
    answer = fixture.Answer(reply.status, reply.getheaders(), reply.read())
    connection.close()
    return answer


def signed_in(server, name):
    browser = Browser(server)
    browser.sign_in(name)
    return "; ".join(f"{k}={v}" for k, v in browser.cookies.items())


def pages_of_visitors_come_compressed_also_from_the_cache(server):
    ada = server.member("ada")
    id = ada.post("/api/v1/statuses", status="Hello world").json["id"]
    for path in ("/@ada", f"/@ada/{id}", "/about", "/public/local", "/tags/none"):
        plain = ask(server, path)
        for _ in range(2):  # rendered, kept
            packed = ask(server, path, Accept_Encoding="gzip, deflate, br")
            assert packed.header("content-encoding") == "gzip" and len(packed.body) < len(plain.body) / 2, path
            assert gzip.decompress(packed.body) == plain.body and packed.header("etag") == plain.header("etag"), path
            assert "Accept-Encoding" in packed.header("vary"), path
        assert plain.header("content-encoding") is None
        again = ask(server, path, Accept_Encoding="gzip", If_None_Match=plain.header("etag"))
        assert again.status == 304 and again.body == b"" and again.header("content-encoding") is None and again.header("etag") == plain.header("etag")
        assert ask(server, path, Accept_Encoding="gzip;q=0").header("content-encoding") is None


def deep_pages_are_kept_as_well(server):
    many = server.member("deep")
    ids = [many.post("/api/v1/statuses", status=f"number {n}").json["id"] for n in range(25)]
    for path in (f"/@deep?max_id={ids[5]}", f"/@deep?min_id={ids[5]}", f"/@deep/with_replies?max_id={ids[20]}"):
        one = ask(server, path)
        assert one.status == 200 and one.header("etag") and one.header("cache-control") == "public, no-cache", path
        assert ask(server, path, If_None_Match=one.header("etag")).status == 304, path
        assert one.body != ask(server, path.split("?")[0]).body


def a_members_page_is_compressed_unless_another_site_asked_for_it(server):
    cookie = signed_in(server, "ada")
    usual = ask(server, "/home", Cookie=cookie, Accept_Encoding="gzip, br")
    assert usual.header("content-encoding") == "gzip" and "no-store" in usual.header("cache-control")
    for site, packed in (("same-origin", "gzip"), ("none", "gzip"), ("cross-site", None), ("same-site", None)):
        page = ask(server, "/home?x=guess", Cookie=cookie, Accept_Encoding="gzip", Sec_Fetch_Site=site)
        assert page.status == 200 and page.header("content-encoding") == packed, site


def what_holds_a_secret_is_never_compressed(server):
    cookie = signed_in(server, "ada")
    for path in ("/settings/security", "/auth/sign_in", "/auth/sign_up", "/auth/password/new"):
        assert ask(server, path, Cookie=cookie, Accept_Encoding="gzip").header("content-encoding") is None, path


def the_token_of_a_form_looks_different_in_each_page(server):
    cookie = signed_in(server, "ada")
    tokens = [re.search(r'name="csrf" value="([^"]+)"', ask(server, "/home", Cookie=cookie).body.decode()).group(1) for _ in range(3)]
    assert len(set(tokens)) == 3
    common = [set(t[i:i + 4] for i in range(len(t) - 3)) for t in tokens]
    assert len(common[0] & common[1]) <= 1, "no piece of one is in another"
    browser = Browser(server)
    browser.cookies = dict(pair.split("=", 1) for pair in cookie.split("; "))
    for token in tokens[:2]:
        assert browser.ask("POST", "/auth/sign_out", {"csrf": ("A" if token[0] != "A" else "B") + token[1:]}, follow=False).status == 403
    assert browser.ask("POST", "/auth/sign_out", {"csrf": tokens[0]}, follow=False).status == 303, "each of them is good"


if __name__ == "__main__":
    fixture.main([pages_of_visitors_come_compressed_also_from_the_cache, deep_pages_are_kept_as_well,
                  a_members_page_is_compressed_unless_another_site_asked_for_it, what_holds_a_secret_is_never_compressed,
                  the_token_of_a_form_looks_different_in_each_page])
