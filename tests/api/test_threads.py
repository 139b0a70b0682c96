# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is above and below a status."""
import fixture


def post(client, text, **more):
    answer = client.post("/api/v1/statuses", status=text, **more)
    assert answer.status == 200, answer.body
    return answer.json["id"]


def context(client, id):
    answer = client.get(f"/api/v1/statuses/{id}/context")
    assert answer.status == 200, answer.body
    return [s["id"] for s in answer.json["ancestors"]], [s["id"] for s in answer.json["descendants"]]


def a_thread_is_read_from_top_to_bottom(server):
    ada, bob = server.member("ada1"), server.member("bob1")
    root = post(ada, "root")
    first = post(bob, "first", in_reply_to_id=root)
    second = post(bob, "second", in_reply_to_id=root)
    below_first = post(ada, "below first", in_reply_to_id=first)
    below_second = post(ada, "below second", in_reply_to_id=second)
    deep = post(bob, "deep", in_reply_to_id=below_first)
    assert context(ada, root) == ([], [first, below_first, deep, second, below_second])
    assert context(ada, below_first) == ([root, first], [deep])
    assert context(server.visitor(), deep) == ([root, first, below_first], [])
    own = post(ada, "and another thing", in_reply_to_id=root)
    assert context(bob, root)[1][0] == own, "what an author adds comes first"


def what_cannot_be_seen_is_left_out_but_not_what_is_below(server):
    ada, bob, eve = server.member("ada2"), server.member("bob2"), server.member("eve2")
    root = post(ada, "root")
    private = post(bob, "hidden from strangers", in_reply_to_id=root, visibility="private")
    below = post(bob, "open again", in_reply_to_id=private)
    assert context(eve, root) == ([], [below])
    assert context(eve, below) == ([root], [])
    assert context(bob, root) == ([], [private, below])


def visitors_get_a_bounded_part(server):
    ada = server.member("ada3")
    chain = [post(ada, "0")]
    for n in range(50):
        chain.append(post(ada, str(n + 1), in_reply_to_id=chain[-1]))
    for n in range(70):
        post(ada, f"leaf {n}", in_reply_to_id=chain[-1])
    above, below = context(server.visitor(), chain[-1])
    assert above == chain[10:50] and len(below) == 60
    assert len(context(server.visitor(), chain[0])[1]) == 20, "twenty levels deep"
    above, below = context(ada, chain[-1])
    assert above == chain[:50] and len(below) == 70


def a_deleted_status_leaves_its_answers(server):
    ada, bob = server.member("ada4"), server.member("bob4")
    root = post(ada, "root")
    middle = post(bob, "middle", in_reply_to_id=root)
    last = post(ada, "last", in_reply_to_id=middle)
    assert bob.delete(f"/api/v1/statuses/{middle}").status == 200
    assert ada.get(f"/api/v1/statuses/{last}").json["in_reply_to_id"] is None
    assert context(ada, root) == ([], [])
    assert ada.get(f"/api/v1/statuses/{root}").json["replies_count"] == 0


if __name__ == "__main__":
    fixture.main([a_thread_is_read_from_top_to_bottom, what_cannot_be_seen_is_left_out_but_not_what_is_below, visitors_get_a_bounded_part,
                  a_deleted_status_leaves_its_answers])
