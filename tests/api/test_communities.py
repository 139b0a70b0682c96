# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several communities in one process, chosen by the Host header: what is in one is not in the other."""
import fixture


class Neighbours:
    """Two communities of one server; `fixture.Server` makes the first."""

    def __init__(self, server):
        server.stop()
        server.command("init", "--domain", "second.example", "--http", "--title", "The second")
        server.start()
        self.server = server

    def account(self, domain, name):
        self.server.command("account", "create", name, "--email", f"{name}@example.org", "--password", "correct horse", "--community", domain)
        return self.server.command("token", "create", name, "--community", domain).strip()

    def ask(self, method, path, host, token=None, **values):
        headers = {"Host": host, **({"Authorization": "Bearer " + token} if token else {})}
        return self.server.visitor().ask(method, path, values, headers=headers)


def each_domain_has_its_own_people_and_posts(server):
    two = Neighbours(server)
    first, second = two.account(server.domain, "ada"), two.account("second.example", "ada")
    here = two.ask("POST", "/api/v1/statuses", server.domain, first, status="in the first").json
    there = two.ask("POST", "/api/v1/statuses", "second.example", second, status="in the second").json
    assert there["url"].startswith("http://second.example/@ada/") and here["url"].startswith(server.url)
    for host, mine, other in ((server.domain, here, there), ("second.example", there, here)):
        assert [s["id"] for s in two.ask("GET", "/api/v1/timelines/public", host).json] == [mine["id"]]
        assert two.ask("GET", f"/api/v1/statuses/{other['id']}", host).status == 404
    assert two.ask("GET", "/api/v2/instance", "second.example").json["title"] == "The second"
    assert two.ask("GET", "/api/v2/instance", "second.example:1234").json["title"] == "The second", "a port does not matter"


def a_token_is_good_at_home_only(server):
    two = server.visitor()
    token = server.command("token", "create", "ada", "--community", "second.example").strip()
    path, head = "/api/v1/accounts/verify_credentials", {"Authorization": "Bearer " + token}
    assert two.ask("GET", path, headers={"Host": "second.example", **head}).status == 200
    assert two.ask("GET", path, headers={"Host": server.domain, **head}).status == 401


def a_name_that_nobody_has_is_told_so(server):
    answer = server.visitor().ask("GET", "/api/v1/timelines/public", headers={"Host": "third.example"})
    assert answer.status == 404 and "third.example" in answer.json["error"]
    for hostile in ("../second.example", "second.example/..", "a" * 300, "second.example\x7f"):
        status = server.visitor().ask("GET", "/api/v1/timelines/public", headers={"Host": hostile}).status
        assert status in (400, 404), (hostile, status)


if __name__ == "__main__":
    fixture.main([each_domain_has_its_own_people_and_posts, a_token_is_good_at_home_only, a_name_that_nobody_has_is_told_so])
