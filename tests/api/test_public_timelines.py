# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be asked of public timelines."""
import fixture


def post(client, text, **more):
    return client.post("/api/v1/statuses", status=text, **more).json["id"]


def ids(answer):
    assert answer.status == 200, answer.body
    return [s["id"] for s in answer.json]


def from_here_from_elsewhere_with_media(server):
    ada, path = server.member("ada1"), "/api/v1/timelines/public"
    plain, far = post(ada, "plain"), post(ada, "from afar")
    file = ada.ask("POST", "/api/v2/media", files={"file": ("a.png", "image/png", fixture.png(8, 8))}).json["id"]
    picture = post(ada, "picture", media_ids=[file])
    server.sql("UPDATE status SET uri = 'https://elsewhere.example/1' WHERE id = ?", int(far))
    assert ids(ada.get(path)) == [picture, far, plain]
    assert ids(ada.get(path, local="true")) == [picture, plain] and ids(ada.get(path, remote="true")) == [far]
    assert ids(ada.get(path, only_media="true")) == [picture] and ids(ada.get(path, only_media="true", remote="true")) == []
    assert ids(server.visitor().get(path, only_media="true", local="true")) == [picture]


def tags_can_be_combined(server):
    ada = server.member("ada2")
    tea, both, milk, neither = (post(ada, text) for text in ("#tea", "#Tea with #milk", "#milk", "#water"))
    ask = lambda tag, **more: ids(ada.get(f"/api/v1/timelines/tag/{tag}", **more))
    assert ask("tea") == [both, tea] and ask("TEA") == [both, tea] and ask("nobody") == []
    assert ask("tea", any=["milk"]) == [milk, both, tea], "each once"
    assert ask("tea", any=["milk", "water", "nobody"]) == [neither, milk, both, tea]
    assert ask("tea", all=["milk"]) == [both] and ask("tea", all=["nobody"]) == []
    assert ask("tea", none=["milk"]) == [tea] and ask("tea", none=["nobody"]) == [both, tea]
    assert ask("nobody", any=["milk"]) == [milk, both]
    first = ada.get("/api/v1/timelines/tag/tea", any=["milk", "water"], limit=2)
    assert ids(first) == [neither, milk]
    second = ada.get(first.links()["next"])
    assert ids(second) == [both, tea]
    assert ids(ada.get(second.links()["prev"])) == [neither, milk]
    assert ids(ada.get("/api/v1/timelines/tag/tea", any=["milk", "water"], min_id=tea, limit=2)) == [milk, both], "those directly above"


def links_have_a_timeline_where_a_card_is_known(server):
    ada = server.member("ada3")
    id = post(ada, "see https://news.example/story", visibility="direct") # of which no page is asked
    assert ada.get("/api/v1/timelines/link", url="https://news.example/story").status == 404
    server.sql("INSERT INTO preview_card (id, url, title) VALUES (5, 'https://news.example/story', 'Story')")
    later = ada.post("/api/v1/statuses", status="again https://news.example/story and https://other.example").json
    assert later["card"]["title"] == "Story" and ada.get(f"/api/v1/statuses/{id}").json["card"] is None
    assert ids(ada.get("/api/v1/timelines/link", url="https://news.example/story")) == [later["id"]]
    assert server.sql("SELECT uses FROM link_use WHERE card_id = 5") == [(1,)]
    edited = ada.ask("PUT", f"/api/v1/statuses/{later['id']}", json_body={"status": "nothing to see"}).json
    assert edited["card"] is None and ids(ada.get("/api/v1/timelines/link", url="https://news.example/story")) == []
    assert ada.get("/api/v1/timelines/link").status == 400


def visitors_can_be_kept_out(server):
    with fixture.Server(server.folkmoot, {"public_timelines": "no"}) as closed:
        ada = closed.member("ada")
        post(ada, "among us #inside")
        for path in ("public", "tag/inside"):
            assert closed.visitor().get("/api/v1/timelines/" + path).status in (401, 422)
            assert len(ada.get("/api/v1/timelines/" + path).json) == 1


if __name__ == "__main__":
    fixture.main([from_here_from_elsewhere_with_media, tags_can_be_combined, links_have_a_timeline_where_a_card_is_known, visitors_can_be_kept_out])
