# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the server says of itself, how it is found, what it announces, and what is talked about."""
import time
import urllib.parse

import fixture


def it_speaks_as_mastodon_4_5_and_names_itself(server):
    seen = server.visitor().get("/api/v2/instance").json
    assert seen["version"].startswith("4.5.0 (compatible; Folkmoot ") and seen["api_versions"]["mastodon"] == 7
    assert seen["configuration"]["urls"]["streaming"] == f"ws://{server.domain}"
    old = server.visitor().get("/api/v1/instance").json
    assert old["urls"]["streaming_api"] == f"ws://{server.domain}" and old["version"] == seen["version"]
    assert old["configuration"]["statuses"] == seen["configuration"]["statuses"]
    links = server.visitor().get("/.well-known/nodeinfo").json["links"]
    for link in links:
        info = server.visitor().get(link["href"]).json
        assert info["software"]["name"] == "folkmoot" and info["metadata"]["upstream"]["name"] == "mastodon", info
        assert link["rel"].endswith(info["version"])
    assert server.visitor().get("/nodeinfo/3.0").status == 404


def texts_say_when_they_were_changed(server):
    visitor = server.visitor()
    assert visitor.get("/api/v1/instance/extended_description").json == {"updated_at": None, "content": ""}
    assert visitor.get("/api/v1/instance/terms_of_service").status == 404
    server.stop()
    server.command("setting", "set", "about", "First.\n\nSecond <b>.")
    server.command("setting", "set", "terms_of_service", "Be kind.")
    server.start()
    about = visitor.get("/api/v1/instance/extended_description").json
    assert about["content"] == "<p>First.</p><p>Second &lt;b&gt;.</p>" and about["updated_at"]
    terms = visitor.get("/api/v1/instance/terms_of_service").json
    assert terms["effective"] and terms["content"] == "<p>Be kind.</p>"
    assert visitor.get(f"/api/v1/instance/terms_of_service/{terms['effective_date']}").json == terms
    assert visitor.get("/api/v1/instance/terms_of_service/2001-01-01").status == 404


def members_are_found_by_webfinger(server):
    ada = server.member("Ada1")
    for resource in (f"acct:ada1@{server.domain}", f"ada1@{server.domain}", f"{server.url}/@Ada1", f"{server.url}/users/ada1"):
        answer = server.visitor().get("/.well-known/webfinger", resource=resource)
        assert answer.status == 200 and answer.json["subject"] == f"acct:Ada1@{server.domain}", resource
        assert f"{server.url}/@Ada1" in answer.json["aliases"]
    for resource, status in (("acct:ada1@elsewhere.example", 404), ("acct:nobody@" + server.domain, 404), ("", 400)):
        assert server.visitor().get("/.well-known/webfinger", resource=resource).status == status
    meta = server.visitor().get("/.well-known/host-meta")
    assert meta.header("content-type").startswith("application/xrd+xml") and b"webfinger?resource={uri}" in meta.body
    assert ada.get("/health").body == b"OK"


def figures_are_for_this_machine(server):
    visitor = server.visitor()
    seen = visitor.get("/metrics")
    assert seen.status == 200 and b"folkmoot_requests_total{" in seen.body and b"folkmoot_writer_tasks_total{" in seen.body
    assert visitor.ask("GET", "/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status == 404
    names = [line.split(" ")[0] for line in seen.body.decode().splitlines() if not line.startswith("#")]
    assert len(names) == len(set(names)), "each line once"


def what_happens_in_a_week_is_counted(server):
    ada = server.member("ada2")
    server.stop()
    server.start()
    before = server.visitor().get("/api/v1/instance/activity").json
    assert len(before) == 12 and int(before[0]["registrations"]) >= 2 and before[1]["statuses"] == "0"
    assert int(before[0]["week"]) % 604800 == 4 * 86400, "weeks begin on Monday"
    ada.post("/api/v1/statuses", status="one")
    server.stop()
    server.start()
    after = server.visitor().get("/api/v1/instance/activity").json
    assert int(after[0]["statuses"]) == int(before[0]["statuses"]) + 1 and int(after[0]["logins"]) >= 1


def an_announcement_is_read_once_and_reacted_to(server):
    ada, bob = server.member("ada3"), server.member("bob3")
    server.command("announcement", "create", "We move on #Sunday, ask @ada3")
    server.command("announcement", "create", "Over already", "--ends", "2020-01-01")
    seen = ada.get("/api/v1/announcements").json
    assert len(seen) == 1 and seen[0]["read"] is False and seen[0]["mentions"][0]["id"] == ada.id and seen[0]["tags"][0]["name"] == "Sunday"
    here = f"/api/v1/announcements/{seen[0]['id']}"
    assert ada.post(here + "/dismiss").status == 200
    assert ada.get("/api/v1/announcements").json[0]["read"] is True and bob.get("/api/v1/announcements").json[0]["read"] is False
    heart = here + "/reactions/" + urllib.parse.quote("\u2764\ufe0f")
    assert ada.put(heart).status == bob.put(heart).status == bob.put(heart).status == 200
    assert ada.get("/api/v1/announcements").json[0]["reactions"] == [{"name": "\u2764\ufe0f", "count": 2, "me": True}]
    assert ada.delete(heart).status == 200 and ada.delete(heart).status == 404
    assert ada.get("/api/v1/announcements").json[0]["reactions"] == [{"name": "\u2764\ufe0f", "count": 1, "me": False}]
    for no in ("x", "hello", "7", "no_such_shortcode", "a\u2764\ufe0f"):
        assert ada.put(here + "/reactions/" + urllib.parse.quote(no)).status == 422, no
    for i, yes in enumerate("\U0001f600\U0001f601\U0001f602\U0001f603\U0001f604\U0001f605\U0001f606\U0001f607"):
        assert ada.put(here + "/reactions/" + urllib.parse.quote(yes)).status == (200 if i < 7 else 422), "eight different ones at most"
    assert server.visitor().get("/api/v1/announcements").status == 401


def what_many_talk_about_trends(server):
    ada, bob, shy, eve = server.member("ada4"), server.member("bob4"), server.member("shy4"), server.member("eve4", role="moderator")
    shy.patch("/api/v1/accounts/update_credentials", discoverable="false")
    for who in (ada, bob):
        liked = who.post("/api/v1/statuses", status="an evening in the #moothall4").json["id"]
    for _ in range(3):
        ada.post("/api/v1/statuses", status="only me, again: #lonely4")
    shy.post("/api/v1/statuses", status="#hidden4")
    ada.post("/api/v1/statuses", status="#hidden4")
    sensitive = bob.post("/api/v1/statuses", status="careful", sensitive=True).json["id"]
    quiet = shy.post("/api/v1/statuses", status="not to be found").json["id"]
    for id in (liked, sensitive, quiet):
        ada.post(f"/api/v1/statuses/{id}/favourite")
    server.stop()
    server.start()
    visitor = server.visitor()
    for _ in range(300):
        tags = [t["name"] for t in visitor.get("/api/v1/trends/tags").json]
        if tags:
            break
        time.sleep(.1)
    assert "moothall4" in tags and "lonely4" not in tags and "hidden4" not in tags, tags
    assert visitor.get("/api/v1/trends").json == visitor.get("/api/v1/trends/tags").json
    tag = visitor.get("/api/v1/trends/tags").json[0]
    assert len(tag["history"]) == 7 and tag["history"][0]["accounts"] == tag["history"][0]["uses"] == "2"
    for _ in range(100):
        statuses = [s["id"] for s in visitor.get("/api/v1/trends/statuses").json]
        if statuses:
            break
        time.sleep(.1)
    assert liked in statuses and sensitive not in statuses and quiet not in statuses, statuses
    assert visitor.get("/api/v1/trends/links").json == []
    rejected = eve.post(f"/api/v1/admin/trends/tags/{tag['id']}/reject")
    assert rejected.status == 200 and rejected.json["trendable"] is False
    assert eve.post(f"/api/v1/admin/trends/statuses/{liked}/reject").status == 200
    assert visitor.get("/api/v1/trends/tags").json == [] and liked not in [s["id"] for s in visitor.get("/api/v1/trends/statuses").json]


if __name__ == "__main__":
    fixture.main([it_speaks_as_mastodon_4_5_and_names_itself, texts_say_when_they_were_changed, members_are_found_by_webfinger, figures_are_for_this_machine,
                  what_happens_in_a_week_is_counted, an_announcement_is_read_once_and_reacted_to, what_many_talk_about_trends])
