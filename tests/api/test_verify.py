# SPDX-License-Identifier: AGPL-3.0-or-later
"""Links of a profile are verified by pages on this machine that link back."""
import sys

import fixture
from test_cards import Site, until


class Pages(Site):
    """Ada's home page links back to whom `me` says."""
    me = ""

    def answer(self, to, path):
        body = f'<title>Home</title><p><a rel="me" href="{self.me}">me</a>' if path == "/home" else "<title>Not mine</title>"
        return self.send(to, 200, body.encode())


def fields(member):
    return {field["name"]: field["verified_at"] for field in member.get("/api/v1/accounts/verify_credentials").json["fields"]}


def save(member, site, home="/home"):
    answer = member.ask("PATCH", "/api/v1/accounts/update_credentials", json_body={"fields_attributes": [
        {"name": "Home", "value": site.origin + home}, {"name": "Other", "value": site.origin + "/other"}, {"name": "Text", "value": "no link"}]})
    assert answer.status == 200, answer.body


def a_page_that_links_back_is_verified_and_stays_so(server, site):
    ada = server.member("v_ada")
    site.me = f"{server.url}/@v_ada"
    save(ada, site)
    assert until(lambda: fields(ada)["Home"]), "not verified"
    assert fields(ada)["Other"] is None and fields(ada)["Text"] is None
    when = fields(ada)["Home"]
    asked = site.count("/home")
    save(ada, site)
    until(lambda: site.count("/other") >= 2)
    assert fields(ada)["Home"] == when and site.count("/home") == asked, "what is verified is not asked again"


def another_address_has_to_be_verified_anew(server, site):
    ada = server.member("v_bea")
    site.me = f"{server.url}/@v_bea"
    save(ada, site)
    assert until(lambda: fields(ada)["Home"])
    save(ada, site, "/elsewhere")
    assert until(lambda: site.count("/elsewhere"))
    assert fields(ada)["Home"] is None


def somebody_elses_page_verifies_nothing(server, site):
    eve = server.member("v_eve")
    site.me = f"{server.url}/@v_ada"
    before = site.count("/home")
    save(eve, site)
    assert until(lambda: site.count("/home") > before)
    until(lambda: server.sql("SELECT COUNT(*) FROM job WHERE kind = 'verify'") == [(0,)])
    assert fields(eve)["Home"] is None


def main(tests):
    site, passed = Pages("home"), 0
    with fixture.Server(sys.argv[1], config="private_requests = yes\n") as server:
        for test in tests:
            try:
                test(server, site)
                passed += 1
                print("ok   ", test.__name__.replace("_", " "), flush=True)
            except Exception:
                import traceback
                print("FAIL ", test.__name__.replace("_", " "))
                traceback.print_exc()
    site.close()
    print(f"{passed} passed, {len(tests) - passed} failed")
    sys.exit(0 if passed == len(tests) else 1)


if __name__ == "__main__":
    main([a_page_that_links_back_is_verified_and_stays_so, another_address_has_to_be_verified_anew, somebody_elses_page_verifies_nothing])
