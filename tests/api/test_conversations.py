# SPDX-License-Identifier: AGPL-3.0-or-later
"""Direct messages, markers, and how others embed a status."""
import fixture


def direct(client, text, **more):
    return client.post("/api/v1/statuses", status=text, visibility="direct", **more).json["id"]


def conversations(client):
    return [(c["unread"], [a["username"] for a in c["accounts"]], c["last_status"]["id"]) for c in client.get("/api/v1/conversations").json]


def a_conversation_follows_its_messages(server):
    ada, bob, eve = server.member("ada1"), server.member("bob1"), server.member("eve1")
    first = direct(ada, "@bob1 secret")
    assert conversations(ada) == [(False, ["bob1"], first)] and conversations(bob) == [(True, ["ada1"], first)] and conversations(eve) == []
    id = bob.get("/api/v1/conversations").json[0]["id"]
    assert bob.post(f"/api/v1/conversations/{id}/read").json["unread"] is False
    assert bob.post(f"/api/v1/conversations/{id}/unread").json["unread"] is True
    assert ada.post(f"/api/v1/conversations/{id}/read").status == 404, "it is bob's"
    second = direct(bob, "@ada1 indeed", in_reply_to_id=first)
    assert conversations(ada) == [(True, ["bob1"], second)]
    assert bob.delete(f"/api/v1/statuses/{second}").status == 200
    assert conversations(ada)[0][2] == first, "it goes back to the one before"
    assert bob.delete(f"/api/v1/conversations/{id}").json == {} and conversations(bob) == [] and len(conversations(ada)) == 1


def a_note_to_oneself_is_with_oneself(server):
    ada = server.member("ada2")
    note = direct(ada, "do not forget")
    assert conversations(ada) == [(False, ["ada2"], note)]


def conversations_are_paged_by_their_last_status(server):
    ada, others = server.member("ada3"), [server.member(f"friend{n}") for n in range(3)]
    sent = [direct(ada, f"@friend{n} hello") for n in range(3)][::-1]
    first = ada.get("/api/v1/conversations", limit=2)
    assert [c["last_status"]["id"] for c in first.json] == sent[:2]
    assert [c["last_status"]["id"] for c in ada.get(first.links()["next"]).json] == sent[2:]


def markers_remember_and_count(server):
    ada = server.member("ada4")
    assert ada.get("/api/v1/markers", timeline=["home"]).json == {}
    first = ada.ask("POST", "/api/v1/markers", json_body={"home": {"last_read_id": "103"}}).json
    assert set(first) == {"home"} and first["home"]["last_read_id"] == "103"
    both = ada.ask("POST", "/api/v1/markers", {"home[last_read_id]": "104", "notifications[last_read_id]": "7"}).json
    assert both["home"]["version"] == first["home"]["version"] + 1 and both["notifications"]["last_read_id"] == "7"
    assert set(ada.get("/api/v1/markers", timeline=["home", "notifications", "other"]).json) == {"home", "notifications"}
    assert ada.get("/api/v1/markers").json == {}
    assert ada.ask("POST", "/api/v1/markers", {"home[last_read_id]": "-1"}).status == 422


def a_public_status_can_be_embedded(server):
    ada, reader = server.member("ada5"), server.visitor()
    status = ada.post("/api/v1/statuses", status="<b>bold</b> words").json
    embed = reader.get("/api/oembed", url=status["url"], maxwidth="300").json
    assert embed["type"] == "rich" and embed["version"] == "1.0" and embed["width"] == 300 and embed["provider_name"] == "Test community"
    assert f'<iframe src="{status["url"]}/embed"' in embed["html"] and "<script" not in embed["html"] and f'height="{embed["height"]}"' in embed["html"]
    frame = reader.get(status["url"] + "/embed")
    assert frame.status == 200 and "&lt;b&gt;bold" in frame.body.decode() and "frame-ancestors *" in frame.header("content-security-policy")
    assert reader.get("/api/oembed", url=status["url"], maxheight="100").json["height"] == 100
    long = ada.post("/api/v1/statuses", status="word " * 150).json["url"]
    assert reader.get("/api/oembed", url=long).json["height"] > embed["height"] + 300
    private = ada.post("/api/v1/statuses", status="closed", visibility="private").json["url"]
    for url in (private, status["url"] + "0", "https://elsewhere.example/@ada5/" + status["id"], "x", ""):
        assert ada.get("/api/oembed", url=url).status == 404, url
    assert reader.get("/api/oembed", url=status["url"], format="xml").status == 422


if __name__ == "__main__":
    fixture.main([a_conversation_follows_its_messages, a_note_to_oneself_is_with_oneself, conversations_are_paged_by_their_last_status,
                  markers_remember_and_count, a_public_status_can_be_embedded])
