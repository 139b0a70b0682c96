# SPDX-License-Identifier: AGPL-3.0-or-later
"""Streams: what happens reaches those who listen, at once, and nobody else."""
import json
import time

import fixture
from stream_client import Events, WebSocket


def socket_of(server, member, stream=None, **more):
    query = "".join(f"&{name}={value}" for name, value in more.items())
    ws = WebSocket(server, f"/api/v1/streaming?access_token={member.token}" + (f"&stream={stream}" if stream else "") + query)
    assert ws.status == 101, ws.head
    time.sleep(.05)
    return ws


def post(member, text, **more):
    answer = member.post("/api/v1/statuses", status=text, **more)
    assert answer.status == 200, answer.body
    return answer.json["id"]


def of(id):
    return lambda event: json.loads(event["payload"])["id"] == id


def a_token_is_needed(server):
    ada = server.member("t_ada")
    for path in ("/api/v1/streaming", "/api/v1/streaming?stream=public", "/api/v1/streaming?stream=user&access_token=bogus"):
        ws = WebSocket(server, path)
        assert ws.status == 401, ws.head
    assert Events(server, "/api/v1/streaming/public").status == 401
    assert Events(server, "/api/v1/streaming/user", "bogus").status == 401
    for headers, path in (({"Authorization": f"Bearer {ada.token}"}, "?stream=user"), ({}, f"?stream=user&access_token={ada.token}")):
        with WebSocket(server, "/api/v1/streaming" + path, headers) as ws:
            assert ws.status == 101 and "sec-websocket-protocol" not in ws.head.lower()
    with WebSocket(server, "/api/v1/streaming", {"Sec-WebSocket-Protocol": ada.token}) as ws:
        assert ws.status == 101 and f"sec-websocket-protocol: {ada.token}".lower() in ws.head.lower()
        ws.send(type="subscribe", stream="user")
        time.sleep(.1)
        assert ws.event("update", where=of(post(ada, "by protocol")))


def health_is_ok(server):
    answer = server.visitor().get("/api/v1/streaming/health")
    assert answer.status == 200 and answer.body == b"OK"


def a_home_stream_has_what_the_home_timeline_has(server):
    ada, bob, eve = server.member("h_ada"), server.member("h_bob"), server.member("h_eve")
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    with socket_of(server, ada, "user") as ws:
        strange = post(eve, "by a stranger")
        mine = post(ada, "my own")
        start = time.monotonic()
        wanted = post(bob, "by a friend")
        event = ws.event("update", where=of(wanted))
        assert event and time.monotonic() - start < .5
        assert event["stream"] == ["user"] and isinstance(event["payload"], str)
        status = json.loads(event["payload"])
        assert status["favourited"] is False and status["filtered"] == [] and status["account"]["id"] == bob.id
        private = post(bob, "for followers", visibility="private")
        assert ws.event("update", where=of(private))
        boost = bob.post(f"/api/v1/statuses/{strange}/reblog").json["id"]
        event = ws.event("update", where=of(boost))
        assert json.loads(event["payload"])["reblog"]["id"] == strange
        bob.put(f"/api/v1/statuses/{wanted}", status="by a friend, edited")
        event = ws.event("status.update", where=of(wanted))
        assert "edited" in json.loads(event["payload"])["content"]
        bob.delete(f"/api/v1/statuses/{wanted}")
        assert ws.event("delete")["payload"] == wanted
        ada.post(f"/api/v1/accounts/{bob.id}/unfollow")
        last = post(bob, "not any more")
        assert ws.event("update", seconds=.4, where=of(last)) is None
    with socket_of(server, ada, "user") as ws:
        post(eve, "still a stranger")
        assert ws.event("update", seconds=.4) is None
        assert mine


def notifications_and_filters_come_too(server):
    ada, bob = server.member("n_ada"), server.member("n_bob")
    with socket_of(server, ada, "user") as ws, socket_of(server, ada, "user:notification") as only, socket_of(server, bob, "user") as other:
        mention = post(bob, "@n_ada hello")
        event = ws.event("notification")
        notification = json.loads(event["payload"])
        assert notification["type"] == "mention" and notification["status"]["id"] == mention and notification["account"]["id"] == bob.id
        assert only.event("notification")["stream"] == ["user:notification"]
        assert other.event("notification", seconds=.3) is None
        ada.ask("POST", "/api/v2/filters", json_body={"title": "x", "context": ["home"], "keywords_attributes": [{"keyword": "spoiler"}]})
        event = ws.event("filters_changed")
        assert event == {"stream": ["user"], "event": "filters_changed"}
        ada.post(f"/api/v1/accounts/{bob.id}/follow")
        status = ws.event("update", where=of(post(bob, "a spoiler")))
        assert json.loads(status["payload"])["filtered"][0]["keyword_matches"] == ["spoiler"]


def accepted_requests_are_told(server):
    ada, bob = server.member("m_ada"), server.member("m_bob")
    ada.patch("/api/v2/notifications/policy", for_not_following="filter")
    with socket_of(server, ada, "user") as ws:
        post(bob, "@m_ada hello")
        assert ws.event("notification", seconds=.3) is None
        request = ada.get("/api/v1/notifications/requests").json[0]["id"]
        ada.post(f"/api/v1/notifications/requests/{request}/accept")
        assert ws.event("notifications_merged")


def public_streams_have_what_is_public(server):
    ada, bob, eve = server.member("p_ada"), server.member("p_bob"), server.member("p_eve")
    ada.post(f"/api/v1/accounts/{eve.id}/block")
    with socket_of(server, ada) as ws:
        ws.send(type="subscribe", stream="public")
        ws.send(type="subscribe", stream="public:local")
        ws.send(type="subscribe", stream="public:remote")
        ws.send(type="subscribe", stream="public:media")
        time.sleep(.1)
        first = post(bob, "in public")
        streams = [ws.event("update", where=of(first))["stream"] for _ in range(2)]
        assert sorted(streams) == [["public"], ["public:local"]], streams
        assert ws.event("update", seconds=.2) is None
        for text, more in (("unlisted", {"visibility": "unlisted"}), ("private", {"visibility": "private"}),
                           ("a reply", {"in_reply_to_id": post(ada, "ask me")})):
            post(bob, text, **more)
        post(eve, "from a blocked one")
        post(bob, "about @p_eve")
        last = post(bob, "the end")
        seen = []
        while not seen or seen[-1] != last:
            seen.append(json.loads(ws.event("update")["payload"])["id"])
        assert len(set(seen)) == 2, "my own question and the end"
        ws.send(type="unsubscribe", stream="public")
        time.sleep(.1)
        after = post(bob, "after it")
        assert ws.event("update", where=of(after))["stream"] == ["public:local"]
        picture = bob.ask("POST", "/api/v2/media", {}, files={"file": ("a.png", "image/png", fixture.png(40, 30))}).json["id"]
        for _ in range(100):
            if bob.get(f"/api/v1/media/{picture}").status == 200:
                break
            time.sleep(.05)
        seen_picture = post(bob, "with a picture", media_ids=[picture])
        streams = [ws.event("update", where=of(seen_picture))["stream"][0] for _ in range(2)]
        assert sorted(streams) == ["public:local", "public:media"]


def hashtags_and_lists(server):
    ada, bob, eve = server.member("l_ada"), server.member("l_bob"), server.member("l_eve")
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    list = ada.post("/api/v1/lists", title="friends").json["id"]
    ada.post(f"/api/v1/lists/{list}/accounts", account_ids=[bob.id])
    with socket_of(server, ada, "hashtag", tag="Cats") as tag, socket_of(server, ada, "list", list=list) as friends:
        cats = post(eve, "look: #cats")
        assert tag.event("update", where=of(cats))["stream"] == ["hashtag", "Cats"]
        post(eve, "look: #dogs")
        hello = post(bob, "hello list")
        assert friends.event("update")["stream"] == ["list", list]
        assert tag.event("update", seconds=.3) is None
        bob.delete(f"/api/v1/statuses/{hello}")
        assert friends.event("delete")["payload"] == hello
    with socket_of(server, eve) as ws:
        ws.send(type="subscribe", stream="list", list=list)
        assert ws.event() == {"error": "Not authorized to stream this list", "status": 401}
        ws.send(type="subscribe", stream="hashtag")
        assert ws.event() == {"error": "Missing tag name parameter", "status": 400}
        ws.send(type="subscribe", stream="list")
        assert ws.event() == {"error": "Missing list name parameter", "status": 400}
        ws.send(type="subscribe", stream="nonsense")
        assert ws.event() == {"error": "Unknown stream type", "status": 400}
        ws.send_text("not JSON")
        ws.send_text("[]")
        ws.send(type="dance")
        ws.send(type="subscribe", stream=["user"])
        time.sleep(.1)
        assert ws.event("update", where=of(post(eve, "still there")))
        ws.send_text(b"\x01\x02", opcode=2)
        assert ws.ends()


def direct_messages_are_conversations(server):
    ada, bob = server.member("d_ada"), server.member("d_bob")
    with socket_of(server, ada, "direct") as ws, socket_of(server, bob, "public") as public:
        secret = post(bob, "@d_ada secret", visibility="direct")
        conversation = json.loads(ws.event("conversation")["payload"])
        assert conversation["last_status"]["id"] == secret and conversation["unread"] is True
        assert [a["id"] for a in conversation["accounts"]] == [bob.id]
        assert public.event(seconds=.3) is None


def a_scope_for_each_stream(server):
    ada = server.member("s_ada", scopes="write read:notifications")
    with socket_of(server, ada) as ws:
        ws.send(type="subscribe", stream="user")
        assert ws.event() == {"error": "Access token does not have the required scopes", "status": 401}
        ws.send(type="subscribe", stream="user:notification")
        ws.send(type="subscribe", stream="public")
        time.sleep(.1)
        assert ws.event("update", where=of(post(ada, "hi")))
    assert Events(server, "/api/v1/streaming/user", ada.token).status == 401
    reader = server.member("s_reader", scopes="read:statuses")
    bob = server.member("s_bob")
    with socket_of(server, reader, "user") as ws:
        post(bob, "@s_reader hello")
        assert ws.event("notification", seconds=.4) is None


def server_sent_events(server):
    ada, bob = server.member("e_ada"), server.member("e_bob")
    with Events(server, "/api/v1/streaming/user", ada.token) as user, Events(server, f"/api/v1/streaming/public/local?access_token={ada.token}") as local, \
            Events(server, "/api/v1/streaming/hashtag?tag=sse", ada.token) as tag, \
            Events(server, "/api/v1/streaming/public?only_media=true", ada.token) as media:
        assert user.status == 200 and "content-type: text/event-stream" in user.head.lower()
        assert "cache-control: no-store" in user.head.lower()
        time.sleep(.1)
        one = post(bob, "@e_ada an event #sse")
        assert user.event("notification") and local.event("update", where=of(one)) and tag.event("update", where=of(one))
        bob.delete(f"/api/v1/statuses/{one}")
        assert local.event("delete")["payload"] == one
        assert media.event("update", seconds=.2) is None
    assert Events(server, "/api/v1/streaming/hashtag", ada.token).status == 400
    assert Events(server, "/api/v1/streaming/list?list=1", ada.token).status == 401
    assert Events(server, "/api/v1/streaming?stream=nonsense", ada.token).status == 400


def a_revoked_token_ends_its_streams(server):
    ada = server.member("r_ada")
    app = ada.post("/api/v1/apps", client_name="x", redirect_uris="urn:ietf:wg:oauth:2.0:oob", scopes="read write")
    secret = app.json
    row = server.sql("SELECT id FROM oauth_app WHERE client_id = ?", secret["client_id"])[0][0]
    server.sql("UPDATE oauth_token SET app_id = ? WHERE account_id = ?", row, ada.id)
    with socket_of(server, ada, "user") as ws, Events(server, "/api/v1/streaming/user", ada.token) as events:
        answer = server.visitor().post("/oauth/revoke", client_id=secret["client_id"], client_secret=secret["client_secret"], token=ada.token)
        assert answer.status == 200, answer.body
        assert ws.ends() and events.ends()


def an_idle_stream_is_kept_alive(server):
    ada = server.member("i_ada")
    with socket_of(server, ada, "user") as ws, Events(server, "/api/v1/streaming/user", ada.token) as events:
        assert ws.event(seconds=16) is None and events.event(seconds=.5) is None
        assert 1 <= ws.pings <= 2 and 1 <= events.thumps <= 2, (ws.pings, events.thumps)


def reactions_to_announcements_are_told(server):
    ada = server.member("a_ada")
    id = 4242 << 16
    server.sql("INSERT INTO announcement (id, text, html, published_at, updated_at) VALUES (?, 'hello', '<p>hello</p>', 1, 1)", id)
    with socket_of(server, ada, "user") as ws:
        assert ada.put(f"/api/v1/announcements/{id}/reactions/%F0%9F%8E%89").status == 200
        reaction = {"name": "\U0001f389", "count": 1, "announcement_id": str(id)}
        assert json.loads(ws.event("announcement.reaction")["payload"]) == reaction
        assert ada.delete(f"/api/v1/announcements/{id}/reactions/%F0%9F%8E%89").status == 200
        assert json.loads(ws.event("announcement.reaction")["payload"]) == {**reaction, "count": 0}


def a_post_is_seen_within_100_ms(server):
    ada, bob = server.member("q_ada"), server.member("q_bob")
    ada.post(f"/api/v1/accounts/{bob.id}/follow")
    with socket_of(server, ada, "user") as ws:
        took = []
        for n in range(20):
            start = time.monotonic()
            id = post(bob, f"quick {n}")
            assert ws.event("update", where=of(id))
            took.append(time.monotonic() - start)
        took.sort()
        print(f"      from the request to the stream: median {took[10] * 1000:.1f} ms, most {took[-1] * 1000:.1f} ms")
        assert took[10] < .1


if __name__ == "__main__":
    fixture.main([a_token_is_needed, health_is_ok, a_home_stream_has_what_the_home_timeline_has, notifications_and_filters_come_too,
                  accepted_requests_are_told, public_streams_have_what_is_public, hashtags_and_lists, direct_messages_are_conversations,
                  a_scope_for_each_stream, server_sent_events, a_revoked_token_ends_its_streams, reactions_to_announcements_are_told, a_post_is_seen_within_100_ms,
                  an_idle_stream_is_kept_alive])
