# SPDX-License-Identifier: AGPL-3.0-or-later
"""Voting."""
import fixture


def make(client, **poll):
    answer = client.ask("POST", "/api/v1/statuses", json_body={"status": "?", "poll": {"options": ["red", "green", "blue"], "expires_in": 3600, **poll},
                                                               "visibility": poll.pop("visibility", "public")})
    assert answer.status == 200, answer.body
    return answer.json["poll"]


def vote(client, poll, *choices):
    return client.ask("POST", f"/api/v1/polls/{poll['id']}/votes", json_body={"choices": list(choices)})


def a_vote_is_counted(server):
    ada, bob, eve = server.member("ada1"), server.member("bob1"), server.member("eve1")
    poll = make(ada)
    assert poll["voted"] is True and poll["own_votes"] == [], "authors need not vote"
    mine = vote(bob, poll, 1).json
    assert mine["voted"] is True and mine["own_votes"] == [1] and mine["votes_count"] == 1 and mine["voters_count"] == 1
    other = vote(eve, poll, 2).json
    assert [o["votes_count"] for o in other["options"]] == [0, 1, 1]
    seen = server.visitor().get(f"/api/v1/polls/{poll['id']}").json
    assert seen["votes_count"] == 2 and "voted" not in seen


def who_has_voted_has_voted(server):
    ada, bob = server.member("ada2"), server.member("bob2")
    poll = make(ada)
    assert vote(bob, poll, 0).status == 200
    for choice in (0, 1):
        answer = vote(bob, poll, choice)
        assert answer.status == 422 and "already voted" in answer.json["error"]
    own = vote(ada, poll, 0)
    assert own.status == 422 and "own polls" in own.json["error"]


def only_options_that_are_there(server):
    ada, bob = server.member("ada3"), server.member("bob3")
    poll = make(ada)
    for choices in ((), (3,), (-1,), ("red",), (0, 1)):
        assert vote(bob, poll, *choices).status == 422, choices
    assert vote(bob, poll, 2**70).status in (400, 422)
    assert bob.get(f"/api/v1/polls/{poll['id']}").json["votes_count"] == 0
    assert vote(bob, {"id": "12"}, 0).status == 404


def several_where_several_may_be_chosen(server):
    ada, bob = server.member("ada4"), server.member("bob4")
    poll = make(ada, multiple=True)
    answer = bob.post(f"/api/v1/polls/{poll['id']}/votes", choices=["2", "0", "2"]).json
    assert answer["own_votes"] == [0, 2] and answer["votes_count"] == 2 and answer["voters_count"] == 1


def polls_of_hidden_statuses_are_hidden(server):
    ada, eve = server.member("ada5"), server.member("eve5")
    poll = make(ada, visibility="private")
    assert eve.get(f"/api/v1/polls/{poll['id']}").status == 404 and vote(eve, poll, 0).status == 404


if __name__ == "__main__":
    fixture.main([a_vote_is_counted, who_has_voted_has_voted, only_options_that_are_there, several_where_several_may_be_chosen,
                  polls_of_hidden_statuses_are_hidden])
