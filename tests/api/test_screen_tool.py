# SPDX-License-Identifier: AGPL-3.0-or-later
"""folkmoot screen, the tool: lines and JSON in, records out; hostile lines; what a terminal sees."""
import json
import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import traceback

FOLKMOOT = sys.argv[1]
THREAT, HARMLESS = "I will kill you tonight.", "The weather is lovely today."


def screen(*words, input=b"", expect=0, environment=None, **more):
    done = subprocess.run([FOLKMOOT, "screen", *map(str, words)], input=input if isinstance(input, bytes) else input.encode(), capture_output=True, timeout=120,
                          env=dict(os.environ, **(environment or {})), **more)
    assert done.returncode == expect, (done.returncode, done.stderr.decode(errors="replace")[-2000:])
    return done


def records(*words, **more):
    return [json.loads(line) for line in screen(*words, **more).stdout.splitlines()]


def jsonl(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def on_terminal(*words, **environment):
    """What is drawn when standard output is a terminal."""
    ours, theirs = pty.openpty()
    done = subprocess.Popen([FOLKMOOT, "screen", *words], stdout=theirs, stdin=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "", **environment})
    os.close(theirs)
    drawn = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        drawn += part
    os.close(ours)
    assert done.wait(timeout=60) == 0
    return drawn.decode()


def categories(record, least="report"):
    order = ("noted", "report", "hold")
    return {f["category"] for f in record["findings"] if order.index(f["level"]) >= order.index(least)}


def lines_are_screened_in_their_order():
    texts = [THREAT if i % 7 == 0 else f"{HARMLESS} {i}" for i in range(1500)]
    got = records(input="\n".join(texts) + "\n")
    assert [r["line"] for r in got] == list(range(1, 1501))
    for i, record in enumerate(got):
        assert ("threat" in categories(record)) == (i % 7 == 0), record


def a_finding_shows_its_words():
    text = "Größe 🔪 zählt. I will kill you tonight."
    finding = next(f for f in records(input=text)[0]["findings"] if f["category"] == "threat")
    words = [text.encode()[a:b].decode() for a, b in finding["spans"]]
    assert any("kill" in word for word in words), words
    assert finding["by"] == "model" and len(finding["why"]) > 10 and finding["act"] in ("report", "hold") and finding["text"] == 0
    assert 0 < finding["score"] <= 1


def json_keeps_its_id_and_has_many_texts():
    got = records(input=jsonl({"id": "a\u0000b", "text": HARMLESS, "more": [1]}, {"id": {"x": [1, None]}, "text": [HARMLESS, "cw", THREAT]}, {"text": ""}))
    assert got[0]["id"] == "a\u0000b" and got[1]["id"] == {"x": [1, None]} and "id" not in got[2]
    assert {f["text"] for f in got[1]["findings"] if f["category"] == "threat"} == {2}


def what_is_no_json_gets_a_record_and_the_rest_goes_on():
    bad = [b'{"text":', b'{"text":"\xff"}', b'{"no":1}', b'{"text":5}', b'{"text":["a",1]}', b'null', b'just words', b'{"text":"' + b"x" * (3 << 20) + b'"}',
           b"[" * 100000, json.dumps({"text": ["x"] * 25}).encode(), json.dumps({"text": "x", "id": "y" * 2000}).encode()]
    good = jsonl({"id": 1, "text": THREAT}).encode()
    done = screen(input=good + b"\n".join(bad) + b"\n\n" + good, expect=1)
    got = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(got) == len(bad) + 2, len(got)
    assert "threat" in categories(got[0]) and "threat" in categories(got[-1])
    assert all("error" in r and "findings" not in r and r["line"] == i + 2 for i, r in enumerate(got[1:-1])), got
    assert got[-1]["line"] == len(bad) + 3
    assert f"{len(bad)} of {len(bad) + 3} lines" in done.stderr.decode()


def any_bytes_are_a_line():
    lines = [b"\x00\x01\x02", b"\xff\xfe\xfd", b"", b"\x1b]0;title\x07", b"a\r", b"\xf0\x9f", b"}{", "\u202e\u200b".encode(), b"%s%n%d"]
    done = screen(input=b"\n".join(lines))
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == len(lines)
    assert not any(c in done.stdout + done.stderr for c in (b"\x1b", b"\x00", b"\x07"))
    assert screen(input=b"").stdout == b""
    assert len(records(input=b"one\r\ntwo")) == 2
    assert len(records(input=b"\xef\xbb\xbf" + jsonl({"text": "x"}).encode())) == 1


def a_long_line_is_cut_and_said_to_be():
    got = records(input=b"word " * 20000 + b"\n" + THREAT.encode())
    assert got[0]["cut"] is True and "cut" not in got[1] and "threat" in categories(got[1])
    got = records(input=b"a" * (5 << 20) + b"\n" + THREAT.encode())
    assert len(got) == 2 and got[0]["cut"] is True and "threat" in categories(got[1])


def memory_stays_where_it_is():
    """100 MB in one line without an end; the sanitizers' shadow is no figure."""
    if b"__asan_init" in subprocess.run(["nm", FOLKMOOT], capture_output=True).stdout:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "long"
        with file.open("wb") as f:
            for _ in range(100):
                f.write(b"kill you \n" if _ == 50 else b"x y z " * 174762)
        done = subprocess.Popen([FOLKMOOT, "screen", str(file)], stdout=subprocess.PIPE)
        got = [json.loads(line) for line in done.stdout]
        _, status, usage = os.wait4(done.pid, 0)
        done.returncode = status
        assert status == 0 and len(got) == 2 and all(r["cut"] for r in got), (status, got)
        assert usage.ru_maxrss < 300 << 10, f"{usage.ru_maxrss >> 10} MB"


def least_leaves_out():
    text = input = f"{THREAT}\n{HARMLESS}\nhello there my friends\n"
    assert sum(len(r["findings"]) for r in records(input=text)) > sum(len(r["findings"]) for r in records("--least", "report", input=text)) > 0
    for record in records("--least", "hold", input=input):
        assert categories(record, "hold") == {f["category"] for f in record["findings"]}
    for record in records("--least", "0.6", input=input):
        assert all(f["score"] >= 0.6 for f in record["findings"])
    for wrong in ("1.5", "-1", "much", "", "0.5x", "nan"):
        assert b"--least takes" in screen("--least=" + wrong, expect=2).stderr


def a_rule_set_is_used_or_refused():
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "rules"
        file.write_text("[category threat]\non = no\n[category violence]\nreport = 1\nhold = 1\n")
        got = records("--ruleset", file, input=THREAT)[0]
        assert "threat" not in {f["category"] for f in got["findings"]} and "violence" not in categories(got)
        file.write_bytes(b"[category threat]\nreport = \x1b[31mred\n")
        said = screen("--ruleset", file, input=THREAT, expect=1).stderr
        assert b"Line 2" in said and b"\\x1b[31mred" in said and b"\x1b" not in said, said
        file.write_bytes(b"x" * (2 << 20))
        assert b"has more" in screen("--ruleset", file, expect=1).stderr
    assert b"cannot be read" in screen("--ruleset", "/nowhere", expect=1).stderr


def what_cannot_be_opened_is_told():
    assert b"cannot be read" in screen("/nowhere/at/all", expect=1).stderr
    assert b"cannot be used: it cannot be read" in screen("--model", "/nowhere", expect=1).stderr
    assert b"it is no model of the screen" in screen("--model", __file__, expect=1).stderr
    assert b"Name one file" in screen("a", "b", expect=2).stderr
    assert b"Reading ended early" in screen("/", expect=1).stderr


def a_reader_who_goes_away_ends_it_quietly():
    done = subprocess.Popen([FOLKMOOT, "screen"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    done.stdout.close()
    try:
        for _ in range(200):
            done.stdin.write(THREAT.encode() * 400 + b"\n")
        done.stdin.close()
    except BrokenPipeError:
        pass
    assert done.wait(timeout=60) == -13 and done.stderr.read() == b""


def a_pipe_is_answered_at_once():
    done = subprocess.Popen([FOLKMOOT, "screen"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    for i in range(3):
        done.stdin.write(THREAT.encode() + b"\n")
        assert json.loads(done.stdout.readline())["line"] == i + 1
    done.stdin.close()
    assert done.wait(timeout=60) == 0


def explain_draws_in_colour_on_a_terminal_only():
    drawn = on_terminal("--explain", THREAT)
    assert "\033[" in drawn and "threat" in drawn and "█" in drawn and "kill +" in drawn, drawn
    plain = on_terminal("--explain", THREAT, NO_COLOR="1")
    assert "\033" not in plain and "threat" in plain and "[" in plain
    piped = screen("--explain", THREAT).stdout.decode()
    assert piped == plain.replace("\r\n", "\n")
    assert "Nothing found." in screen("--explain", HARMLESS).stdout.decode()
    assert "not screened" in screen("--explain", "Minä menen huomenna kauppaan ostamaan leipää ja maitoa").stdout.decode()


def what_would_steer_a_terminal_is_shown():
    hostile = "I will \x1b]0;x\x07kill \u202eyou\u200b \x9b31m\r\nto\u00adnight \x7f and burn your house \U000e0041"
    drawn = screen("--explain", hostile).stdout.decode()
    assert not any(c in drawn for c in "\x1b\x07\u202e\u200b\x9b\r\u00ad\x7f\U000e0041"), ascii(drawn)
    assert "\\x1b" in drawn and "\\u202e" in drawn, ascii(drawn)
    raw = screen("--explain", b"I will kill you \xff\xfe tonight").stdout.decode()
    assert "\\xff\\xfe" in raw


def a_long_text_is_drawn_around_what_is_marked():
    filler = "bread and butter. " * 6
    drawn = screen("--explain", filler + THREAT + " " + filler, "--least", "0.01").stdout.decode()
    line = next(line for line in drawn.splitlines() if "[" in line and "kill" in line)
    assert line.startswith("    … ") and line.endswith(" …") and len(line) < 200, drawn


TESTS = [value for name, value in list(globals().items()) if callable(value) and getattr(value, "__module__", None) == "__main__" and
         name not in ("screen", "records", "jsonl", "on_terminal", "categories")]


def main():
    failed = 0
    for test in TESTS:
        try:
            test()
        except Exception:
            print(test.__name__.replace("_", " ") + ":")
            traceback.print_exc(file=sys.stdout)
            failed += 1
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
