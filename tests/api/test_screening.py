#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the screen finds is held, reported, labelled or refused before it reaches anybody; who wrote it is told; moderators decide.

The texts are made up for this test."""
import json
import sys
import threading
import time

import fixture

THREAT = "I am going to stab you at the station on Friday, you are dead"
DISGUISED = ["I am g0ing to st4b you at the station on Friday, you are d3ad", "I am going to s.t.a.b you at the station on Friday, you are dead",
             "I am going to st\u0430b you at the st\u0430tion on Friday, you are de\u0430d",  # Cyrillic
             "I am going to st\u200bab you at the station on Fri\u200bday, you are dead"]
HARMLESS = ["Lovely walk along the river today, the light was wonderful.", "Police say a man was stabbed at the station on Friday; he is recovering.",
            "That last boss killed me three times, what a game!", "I would never hurt anybody, and neither should you.",
            "My knife skills are getting better: onions in ten seconds.", "Can somebody recommend a good book about trains?"]


def post(who, text, **more):
    answer = who.post("/api/v1/statuses", status=text, **more)
    assert answer.status == 200, answer.json
    return answer.json


def sees(who, status):
    return who.get(f"/api/v1/statuses/{status['id']}").status


def hidden(server, status):
    return server.sql("SELECT hidden_at FROM status WHERE id = ?", int(status["id"]))[0][0]


def findings(server, status):
    return server.sql("SELECT category, found_by, verdict, spans, decided FROM finding WHERE subject_id = ?", int(status["id"]))


def refusals(server, who):
    """They are written by a task of their own, right after the answer."""
    for _ in range(100):
        rows = server.sql("SELECT subject, subject_id, verdict FROM finding WHERE account_id = ? AND subject_id IS NULL", int(who.id))
        if rows:
            return rows
        time.sleep(.05)
    return []


def warnings(who):
    return [n for n in who.get("/api/v1/notifications", types=["moderation_warning"]).json]


def people(server, *names):
    tag = f"{time.time_ns() % 10**9}"
    return [server.member(f"{name}_{tag}") for name in names]


def owner(server):
    if not hasattr(server, "owner"):
        server.owner = server.member("olga", role="owner")
    return server.owner


def rules(server, text):
    """A rule set, as the command line writes it; the server follows within half a minute, or now, when it is started again."""
    server.sql("INSERT INTO screen_ruleset (id, text, reason, created_at) VALUES (?, ?, 'a test', ?)", time.time_ns() // 1000, text, int(time.time() * 1000))
    server.stop()
    server.start()


def a_threat_is_held_before_anybody_sees_it(server):
    ada, bob = people(server, "ada", "bob")
    bob.post(f"/api/v1/accounts/{ada.id}/follow")
    held = post(ada, f"@{bob.name} " + THREAT)
    assert hidden(server, held) > 0
    assert sees(ada, held) == 200 and sees(bob, held) == 404 and sees(server.visitor(), held) == 404
    assert sees(owner(server), held) == 200
    for path in ("/api/v1/timelines/home", "/api/v1/timelines/public", f"/api/v1/accounts/{ada.id}/statuses"):
        assert held["id"] not in [s["id"] for s in bob.get(path).json], path
    assert held["id"] in [s["id"] for s in ada.get(f"/api/v1/accounts/{ada.id}/statuses").json]
    assert not [n for n in bob.get("/api/v1/notifications").json if n["type"] == "mention"]
    assert ada.get("/api/v1/accounts/verify_credentials").json["statuses_count"] == 0
    found = findings(server, held)
    assert found and all(row[2] == "hold" and row[4] is None for row in found) and any(row[3] for row in found), found


def its_author_is_told_why(server):
    ada, = people(server, "ada")
    held = post(ada, THREAT)
    warning = warnings(ada)[0]["moderation_warning"]
    assert warning["status_ids"] == [held["id"]] and warning["action"] == "none"
    assert "threat of violence" in warning["text"] and "moderator will look at it" in warning["text"], warning["text"]


def disguises_do_not_help(server):
    ada, bob = people(server, "ada", "bob")
    for text in DISGUISED:
        status = post(ada, text)
        assert hidden(server, status), text
        assert sees(bob, status) == 404


def what_only_looks_like_it_goes_out(server):
    ada, bob = people(server, "ada", "bob")
    for text in HARMLESS:
        status = post(ada, text)
        assert not hidden(server, status) and sees(bob, status) == 200, text
    assert not any("hold" in row for status in [status] for row in findings(server, status))


def an_edit_that_adds_a_threat_takes_the_post_back(server):
    ada, bob = people(server, "ada", "bob")
    parent = post(bob, "What do you think?")
    status = post(ada, "All is well.", in_reply_to_id=parent["id"])
    assert bob.get(f"/api/v1/statuses/{parent['id']}").json["replies_count"] == 1
    assert ada.put(f"/api/v1/statuses/{status['id']}", status=f"@{bob.name} " + THREAT).status == 200
    assert sees(bob, status) == 404 and sees(ada, status) == 200
    assert bob.get(f"/api/v1/statuses/{parent['id']}").json["replies_count"] == 0
    assert [row for row in server.sql("SELECT subject FROM finding WHERE subject_id = ?", int(status["id"]))][0][0] == "edit"
    assert not [n for n in bob.get("/api/v1/notifications").json if n["type"] == "mention" and n["status"] and n["status"]["id"] == status["id"]]


def poll_options_and_descriptions_are_looked_at(server):
    ada, bob = people(server, "ada", "bob")
    poll = ada.post("/api/v1/statuses", status="What shall I do?", **{"poll[options]": ["Sleep", THREAT[:50]], "poll[expires_in]": 3600}).json
    assert hidden(server, poll) and sees(bob, poll) == 404
    picture = {"file": ("a.png", "image/png", fixture.png(8, 8))}
    refused = ada.ask("POST", "/api/v2/media", {"description": THREAT}, files=picture)
    assert refused.status == 422 and "threat of violence" in refused.json["error"], refused.json
    media = ada.ask("POST", "/api/v2/media", {"description": "A grey square"}, files=picture).json
    status = post(ada, "My new picture", media_ids=[media["id"]])
    assert not hidden(server, status)
    ada.ask("PUT", f"/api/v1/statuses/{status['id']}", {"status": "My new picture", "media_ids[]": media["id"], "media_attributes[][id]": media["id"],
                                                        "media_attributes[][description]": THREAT})
    assert hidden(server, status) and sees(bob, status) == 404


def a_profile_with_a_threat_is_refused_with_a_sentence(server):
    ada, = people(server, "ada")
    refused = ada.patch("/api/v1/accounts/update_credentials", note=THREAT)
    assert refused.status == 422 and "threat of violence" in refused.json["error"], refused.json
    assert ada.get("/api/v1/accounts/verify_credentials").json["source"]["note"] == ""
    assert refusals(server, ada)[0] == ("profile", None, "hold")


def moderators_hear_of_it_once(server):
    ada, = people(server, "ada")
    olga = owner(server)
    held = post(ada, THREAT)
    ada.put(f"/api/v1/statuses/{held['id']}", status=THREAT + "!")
    about = [r for r in olga.get("/api/v1/admin/reports", target_account_id=ada.id).json]
    assert len(about) == 1 and about[0]["statuses"][0]["id"] == held["id"] and "screen" in about[0]["comment"], about
    assert about[0]["account"]["username"] == "olga", "an account stands for the community, for clients want one"
    assert [n for n in olga.get("/api/v1/notifications").json if n["type"] == "admin.report" and n["report"]["id"] == about[0]["id"]]


def a_released_post_goes_out_as_if_it_were_new(server):
    ada, bob, cleo = people(server, "ada", "bob", "cleo")
    olga = owner(server)
    for followed in (ada, cleo):
        bob.post(f"/api/v1/accounts/{followed.id}/follow")
    parent = post(cleo, "Who wants to play?")
    held = post(ada, f"@{bob.name} " + THREAT + " #larp", in_reply_to_id=parent["id"])
    listed = [h for h in olga.get("/api/v1/admin/held").json if h["id"] == held["id"]][0]
    assert listed["status"]["id"] == held["id"] and any("stab" in e for f in listed["findings"] for e in f["excerpt"]), listed["findings"]
    assert bob.post(f"/api/v1/admin/held/{held['id']}/release").status == 403 and sees(bob, held) == 404
    assert olga.post(f"/api/v1/admin/held/{held['id']}/release").status == 200
    assert sees(bob, held) == 200
    assert held["id"] in [s["id"] for s in bob.get("/api/v1/timelines/home").json]
    assert held["id"] in [s["id"] for s in bob.get("/api/v1/timelines/tag/larp").json]
    assert bob.get(f"/api/v1/statuses/{parent['id']}").json["replies_count"] == 1
    assert ada.get("/api/v1/accounts/verify_credentials").json["statuses_count"] == 1
    assert len([n for n in bob.get("/api/v1/notifications").json if n["type"] == "mention" and n["status"]["id"] == held["id"]]) == 1
    assert "fine" in warnings(ada)[0]["moderation_warning"]["text"]
    assert all(row[4] == "harmless" for row in findings(server, held))
    assert olga.post(f"/api/v1/admin/held/{held['id']}/release").status == 409
    assert server.sql("SELECT COUNT(*) FROM audit WHERE action = 'status.release' AND target = ?", f"status:{held['id']}")[0][0] == 1
    assert not [r for r in olga.get("/api/v1/admin/reports", target_account_id=ada.id).json], "its report is closed"


def a_removed_post_stays_away(server):
    ada, bob = people(server, "ada", "bob")
    olga = owner(server)
    held = post(ada, THREAT)
    assert olga.post(f"/api/v1/admin/held/{held['id']}/remove").status == 200
    assert sees(bob, held) == 404 and sees(ada, held) == 200
    assert held["id"] not in [h["id"] for h in olga.get("/api/v1/admin/held").json]
    assert warnings(ada)[0]["moderation_warning"]["action"] == "delete_statuses"
    assert all(row[4] == "harmful" for row in findings(server, held))
    assert ada.delete(f"/api/v1/statuses/{held['id']}").status == 200
    assert ada.get("/api/v1/accounts/verify_credentials").json["statuses_count"] == 0


def what_is_held_cannot_be_passed_on(server):
    ada, = people(server, "ada")
    held = post(ada, THREAT)
    assert ada.post(f"/api/v1/statuses/{held['id']}/reblog").status == 404
    assert owner(server).post(f"/api/v1/statuses/{held['id']}/reblog").status == 404


def the_command_line_decides_beside_the_server(server):
    ada, bob = people(server, "ada", "bob")
    one, two = post(ada, THREAT), post(ada, DISGUISED[0])
    listed = server.command("held", "list")
    assert one["id"] in listed and two["id"] in listed and "stab" in listed and ada.name in listed
    server.command("held", "remove", two["id"])
    server.command("held", "release", one["id"])
    assert sees(bob, one) == 200 and sees(bob, two) == 404
    assert one["id"] not in server.command("held", "list")


def a_community_can_reject_and_label(server):
    ada, bob = people(server, "ada", "bob")
    rules(server, "[list scams]\ncategory = spam\nact = reject\nphrase = double your coins\n[list spoilers]\ncategory = violence\nact = label\nphrase = the butcher dies\n")
    refused = ada.post("/api/v1/statuses", status="D0uble your c\u043eins now, ask me how")
    assert refused.status == 422 and "scams" in refused.json["error"], refused.json
    assert refusals(server, ada)[0] == ("status", None, "reject")
    labelled = post(ada, "In chapter nine the butcher dies, sorry.")
    assert labelled["sensitive"] and labelled["spoiler_text"] == "Violence" and sees(bob, labelled) == 200
    assert warnings(ada)[0]["moderation_warning"]["action"] == "mark_statuses_as_sensitive"
    assert server.sql("SELECT COUNT(*) FROM status WHERE account_id = ?", int(ada.id))[0][0] == 1
    rules(server, "")


def the_findings_survive_with_the_post_or_not_at_all(server):
    """Killed while many post: each held post has its findings, each finding its post."""
    ada, = people(server, "ada")
    posted = []

    def work():
        try:
            for i in range(400):
                posted.append(post(ada, f"{THREAT} {i}")["id"])
        except Exception:
            pass
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(.6)
    server.stop(kill=True)
    for thread in threads:
        thread.join()
    server.start()
    assert posted, "nothing was posted before the end"
    held = {row[0] for row in server.sql("SELECT id FROM status WHERE account_id = ?", int(ada.id))}
    found = {row[0] for row in server.sql("SELECT DISTINCT subject_id FROM finding WHERE account_id = ? AND subject = 'status'", int(ada.id))}
    told = {int(json.loads(row[0])["status_ids"][0]) for row in server.sql("SELECT event FROM notification WHERE account_id = ? AND type = 'moderation_warning'", int(ada.id))}
    assert held == found == told and {int(i) for i in posted} <= held, (len(held), len(found), len(told), len(posted))


def the_figures_tell(server):
    text = server.visitor().get("/metrics").body.decode()
    assert "folkmoot_screen_model 1" in text and "folkmoot_screen_seconds_bucket" in text and "folkmoot_screened_total" in text


def without_a_model_posting_goes_on_with_rules(server):
    """A damaged file: said in the log, in /metrics, and nobody waits."""
    damaged = server.folder / "damaged.model"
    damaged.write_bytes(b"Folkmoot screen\n" + bytes(5000))
    config = server.config.read_text()
    server.stop()
    server.config.write_text(config + f"screen_model = {damaged}\n")
    rules_before = "[list own]\ncategory = threat\nact = hold\nphrase = meet the hammer\n"
    server.sql("INSERT INTO screen_ruleset (id, text, reason, created_at) VALUES (?, ?, 'a test', ?)", time.time_ns() // 1000, rules_before, 1)
    server.start()
    ada, bob = people(server, "ada", "bob")
    assert "no_screen_model" in server.log_text() and "level=error" in server.log_text()
    assert sees(bob, post(ada, "Good morning!")) == 200
    assert sees(bob, post(ada, "You will meet the hammer")) == 404
    assert "folkmoot_screen_model 0" in server.visitor().get("/metrics").body.decode()
    server.stop()
    server.config.write_text(config)
    server.start()


if __name__ == "__main__":
    fixture.main([a_threat_is_held_before_anybody_sees_it, its_author_is_told_why, disguises_do_not_help, what_only_looks_like_it_goes_out,
                  an_edit_that_adds_a_threat_takes_the_post_back, poll_options_and_descriptions_are_looked_at,
                  a_profile_with_a_threat_is_refused_with_a_sentence, moderators_hear_of_it_once, a_released_post_goes_out_as_if_it_were_new,
                  a_removed_post_stays_away, what_is_held_cannot_be_passed_on, the_command_line_decides_beside_the_server,
                  a_community_can_reject_and_label, the_findings_survive_with_the_post_or_not_at_all, the_figures_tell,
                  without_a_model_posting_goes_on_with_rules])
