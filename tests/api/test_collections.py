# SPDX-License-Identifier: AGPL-3.0-or-later
"""Collections: accounts that somebody recommends together, and may leave."""
import fixture


def one_makes_changes_and_deletes_ones_own(server):
    ada, bob = server.member("ada1"), server.member("bob1")
    made = ada.post("/api/v1/collections", name="Potters", description="Clay & more", account_ids=[bob.id], tag_name="#pottery")
    assert made.status == 200, made.body
    collection = made.json["collection"]
    assert collection["item_count"] == 1 and collection["items"][0]["account_id"] == bob.id and collection["tag"]["name"] == "pottery"
    seen = server.visitor().get(f"/api/v1/collections/{collection['id']}").json
    assert [a["id"] for a in seen["accounts"]] == [ada.id, bob.id] and "&amp;" in seen["collection"]["description"]
    assert ada.patch(f"/api/v1/collections/{collection['id']}", name="Clay").json["collection"]["name"] == "Clay"
    for who, status in ((bob, 404), (server.visitor(), 401)):
        assert who.patch(f"/api/v1/collections/{collection['id']}", name="mine").status == status
        assert who.delete(f"/api/v1/collections/{collection['id']}").status == status
    assert [c["id"] for c in server.visitor().get(f"/api/v1/accounts/{ada.id}/collections").json["collections"]] == [collection["id"]]
    ada.patch(f"/api/v1/collections/{collection['id']}", discoverable="false")
    assert server.visitor().get(f"/api/v1/accounts/{ada.id}/collections").json["collections"] == []
    assert ada.delete(f"/api/v1/collections/{collection['id']}").status == 200
    assert ada.get(f"/api/v1/collections/{collection['id']}").status == 404


def who_is_in_one_can_leave_for_good(server):
    ada, bob, shy = server.member("ada2"), server.member("bob2"), server.member("shy2")
    shy.patch("/api/v1/accounts/update_credentials", discoverable="false")
    here = "/api/v1/collections/" + ada.post("/api/v1/collections", name="Friends").json["collection"]["id"]
    item = ada.post(here + "/items", account_id=bob.id).json["collection_item"]
    assert item["state"] == "accepted" and ada.post(here + "/items", account_id=bob.id).status == 422
    assert ada.post(here + "/items", account_id=shy.id).status == 403, "who does not want to be found is not put in"
    assert len(bob.get(f"/api/v1/accounts/{bob.id}/in_collections").json["collections"]) == 1
    assert ada.post(f"{here}/items/{item['id']}/revoke").status == 404
    assert bob.post(f"{here}/items/{item['id']}/revoke").status == 200
    assert ada.get(here).json["collection"]["item_count"] == 0 and ada.post(here + "/items", account_id=bob.id).status == 422


def there_are_bounds(server):
    ada = server.member("ada3")
    assert ada.post("/api/v1/collections", name="").status == 422 and ada.post("/api/v1/collections", name="x" * 41).status == 422
    assert ada.post("/api/v1/collections", name="x", description="y" * 101).status == 422
    statuses = [ada.post("/api/v1/collections", name=f"number {i}").status for i in range(11)]
    assert statuses == [200] * 10 + [422]


if __name__ == "__main__":
    fixture.main([one_makes_changes_and_deletes_ones_own, who_is_in_one_can_leave_for_good, there_are_bounds])
