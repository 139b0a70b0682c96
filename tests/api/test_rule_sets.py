# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rule sets of the screen from the command line: tried without a trace, applied with a reason, undone."""
import hashlib
import json
import subprocess

import fixture

LIST = "[list scams]\ncategory = spam\nact = report\nphrase = free crypto\n"


def run(server, *words, input=None):
    return subprocess.run([server.folkmoot, *words, "--config", str(server.config)], capture_output=True, text=True, timeout=120, input=input)


def rules(server, text, name="rules.ini"):
    (server.folder / name).write_text(text)
    return str(server.folder / name)


def stored(server):
    """What is on the disk, byte by byte (SQLite makes an empty journal even to read), and what a reader sees."""
    folder = server.database.parent
    files = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.glob("community.db*")) if not f.name.endswith("-shm") and f.stat().st_size}
    tables = [name for (name,) in server.sql("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\'")]
    counts = {name: server.sql(f"SELECT count(*) FROM {name}")[0][0] for name in tables}
    return files, counts, server.sql("PRAGMA schema_version")


def decide(server, status, decided, category="spam"):
    server.sql("INSERT INTO finding (id, subject, subject_id, account_id, category, found_by, why, score, level, act, text_index, verdict, decided, decided_at,"
               " created_at) VALUES (?, 'status', ?, (SELECT account_id FROM status WHERE id = ?), ?, 'model', 'x', .5, 'report', 'report', 0, 'report', ?, 1, 1)",
               int(status["id"]) + 1, int(status["id"]), int(status["id"]), category, decided)


def a_dry_run_shows_what_would_change_and_writes_nothing(server):
    ada = server.member("ada")
    scam = ada.post("/api/v1/statuses", status="Look here: free crypto for all of you!\x07").json
    poll = ada.post("/api/v1/statuses", status="What now?", **{"poll[options]": ["tea", "free crypto"], "poll[expires_in]": 3600}).json
    ada.post("/api/v1/statuses", status="Good morning from the harbour.")
    hidden = ada.post("/api/v1/statuses", status="free crypto, held").json
    gone = ada.post("/api/v1/statuses", status="free crypto, deleted").json
    ada.delete("/api/v1/statuses/" + gone["id"])
    server.stop()
    server.sql("UPDATE status SET hidden_at = 1 WHERE id = ?", int(hidden["id"]))
    decide(server, scam, "harmful")
    decide(server, poll, "harmless")
    before = stored(server)
    done = run(server, "rule", "test", rules(server, LIST), "--json")
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    after = stored(server)
    assert after == before, f"a dry run leaves a trace: {before}, {after}"
    assert shown["posts"] == 4 and shown["changed"] == 3 and shown["stricter"] == 3, shown
    assert shown["after"]["lists"] == [{"name": "scams", "found": 3, "acted": 3}], shown["after"]
    assert shown["after"]["acts"]["report"] == 3 and shown["before"]["acts"]["report"] == 0
    assert shown["after"]["decided"] == {"hits": 1, "false_alarms": 1, "missed": 0, "rest": 0, "precision": .5, "recall": 1, "too_few": True}
    change = next(c for c in shown["changes"] if c["id"] == scam["id"])
    assert change["excerpt"].encode()[change["span"][0]:change["span"][1]] == b"free crypto", change
    assert (change["author"], change["before"], change["after"], change["by"], change["decided"]) == ("ada", "nothing", "report", "list scams", "harmful")
    server.start()


def a_dry_run_reads_for_people_too(server):
    done = run(server, "rule", "test", rules(server, LIST), "--changes", "2")
    assert done.returncode == 0, done.stderr
    for words in ("4 posts since", "1 harmless, 1 harmful", "scams", "too few to go by", "[free crypto]", "3 posts would fare otherwise", "and 1 more"):
        assert words in done.stdout, words + " is not in\n" + done.stdout
    assert "\x07" not in done.stdout and "\033" not in done.stdout
    future = run(server, "rule", "test", rules(server, LIST), "--since", "2100-01-01")
    assert "0 posts since 2100-01-01" in future.stdout
    for words in (["--since", "soon"], ["--since", "0d"], ["--changes", "many"]):
        refused = run(server, "rule", "test", rules(server, LIST), *words)
        assert refused.returncode == 2 and words[0] + " takes" in refused.stderr, refused.stderr


def a_mistake_is_told_with_its_line(server):
    for words in (["rule", "test"], ["rule", "apply"]):
        done = run(server, *words, rules(server, "[category violence]\nreport = often\n", "bad.ini"), *(["--why", "x"] if words[1] == "apply" else []))
        assert done.returncode == 1 and "Line 2: report takes a number from 0 to 1" in done.stderr, done.stderr
    assert server.sql("SELECT count(*) FROM screen_ruleset")[0][0] == 0


def what_is_applied_is_in_force_with_its_reason_and_can_be_undone(server):
    assert "everything is as it was shipped" in run(server, "rule", "history").stdout
    nothing = run(server, "rule", "undo", "--why", "x")
    assert nothing.returncode == 1 and "nothing to undo" in nothing.stderr
    silent = run(server, "rule", "apply", rules(server, LIST))
    assert silent.returncode == 2 and "Say why" in silent.stderr
    empty = run(server, "rule", "apply", rules(server, LIST), "--why", "  ")
    assert empty.returncode == 1 and "Say why" in empty.stderr
    assert "Version 1 is in force" in server.command("rule", "apply", rules(server, LIST), "--why", "Scammers came.")
    assert server.command("rule", "show") == LIST
    again = run(server, "rule", "apply", rules(server, LIST), "--why", "again")
    assert again.returncode == 1 and "in force already" in again.stderr
    done = run(server, "rule", "apply", "-", "--why", "Fewer.", input="[category spam]\non = no\n")
    assert done.returncode == 0, done.stderr
    assert "Version 3 is in force" in server.command("rule", "undo", "--why", "Too few.")
    assert server.command("rule", "show") == LIST and server.command("rule", "show", "2") == "[category spam]\non = no\n"
    assert "Version 4 is in force" in server.command("rule", "undo", "0", "--why", "From the start.")
    assert server.command("rule", "show") == ""
    history = server.command("rule", "history").splitlines()
    assert [line.split()[0] for line in history] == ["4", "3", "2", "1"] and "Scammers came." in history[3] and "(operator)" in history[3]
    missing = run(server, "rule", "show", "9")
    assert missing.returncode == 1 and "no version 9" in missing.stderr
    audit = server.sql("SELECT action, target, detail FROM audit WHERE action LIKE 'screening.%' ORDER BY id")
    assert audit[0] == ("screening.apply", "screening:1", "Scammers came.") and audit[2][0] == "screening.undo"


PHOTOGRAPHERS = ["We shoot the mayor at her office at noon, bring the big lens.", "I will shoot the bride tomorrow at the church, natural light only.",
                 "Going to shoot you guys at the park on Sunday, wear something nice.", "Tomorrow I shoot the kids at the lake, golden hour.",
                 "We will shoot everybody at the wedding, no posing.", "I am going to shoot my neighbour in his garden for the calendar."]
THREATS = ["I will kill you tomorrow at your house, you will die.", "I'm going to shoot you in the head when you come home.",
           "We will burn down your house with your family in it.", "I will find you and cut your throat tonight.", "Somebody should stab the mayor at the town hall."]


def flagged(server, text):
    shown = json.loads(server.command("rule", "test", rules(server, text, "learned.ini"), "--json"))
    return {name: shown["after"]["categories"]["violence"]["decided"][name] for name in ("hits", "false_alarms", "missed")}


def decisions_of_photographers_are_learned_from_once_somebody_accepts(server):
    assert "Nobody has decided" in run(server, "rule", "learn").stdout or server.sql("SELECT 1 FROM finding WHERE decided IS NOT NULL")
    eve = server.member("eve")
    for decided, texts, times in (("harmless", PHOTOGRAPHERS, 5), ("harmful", THREATS, 4)):
        for i in range(times):
            for text in texts:
                id = int(eve.post("/api/v1/statuses", status=f"{text} ({i})").json["id"])
                server.sql("UPDATE finding SET decided = ?, decided_at = 1 WHERE subject_id = ? AND category = 'violence'", decided, id)
                server.sql("DELETE FROM finding WHERE subject_id = ? AND decided IS NULL", id)
    before, was = flagged(server, ""), server.command("rule", "show")
    shown = run(server, "rule", "learn")
    assert shown.returncode == 0 and "proposed: shift" in shown.stdout and "Nothing is changed yet" in shown.stdout, shown.stdout + shown.stderr
    assert server.command("rule", "show") == was, "a proposal changes nothing"
    half = run(server, "rule", "learn", "--accept")
    assert half.returncode == 2 and "--why" in half.stderr
    done = run(server, "rule", "learn", "--accept", "--why", "We are photographers.")
    assert done.returncode == 0 and "is in force" in done.stdout, done.stdout + done.stderr
    learned = server.command("rule", "show")
    assert "[category violence]" in learned and "shift = -" in learned, learned
    after = flagged(server, learned)
    print("     ", before, "->", after)
    assert after["false_alarms"] <= before["false_alarms"] * .6, (before, after)
    assert after["hits"] >= before["hits"] * .95, (before, after)
    server.command("rule", "undo", "--why", "Only trying.")
    assert server.command("rule", "show") == was


if __name__ == "__main__":
    fixture.main([a_dry_run_shows_what_would_change_and_writes_nothing, a_dry_run_reads_for_people_too, a_mistake_is_told_with_its_line,
                  what_is_applied_is_in_force_with_its_reason_and_can_be_undone,
                  decisions_of_photographers_are_learned_from_once_somebody_accepts])
