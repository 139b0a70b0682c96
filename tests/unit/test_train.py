#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""test_train.py TRAIN: the screen's trainer on a few made-up texts. Same texts in, same bytes out; what it cannot read it names."""
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

TRAIN = pathlib.Path(sys.argv[1]).resolve()
CALM = ["the bread is in the oven", "we went to the lake on sunday", "she reads a book about trains", "rain again in the morning", "my cat sleeps all day"]
HARSH = ["i will hurt you tonight", "we will burn your house", "they should be beaten", "i hope you get hurt", "somebody must stop him with a knife"]
GRAMMAR = 'who = you | them | him\n== threat hate 20\nI will (hurt|beat) {who}\n== harmless neutral 20\nI will never (hurt|beat) {who}\nsaying "I will hurt {who}" is wrong\n'
passed = failed = 0


def check(what, good):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"FAILED: {what}")


def rows(times):
    for i in range(times):
        for texts, label in ((CALM, 0), (HARSH, 1)):
            for text in texts:
                labels = {"threat": label, "violence": label, "hate": label, "harassment": None, "sexual": None, "selfharm": None, "spam": 0}
                yield json.dumps({"id": f"{i}", "text": f"{text} {i}", "source": "goemotions", "labels": labels})


def prepare(folder):
    (folder / "train.jsonl").write_text("\n".join(rows(12)) + "\n")
    (folder / "dev.jsonl").write_text("\n".join(rows(6)) + "\n")
    (folder / "grammar.txt").write_text(GRAMMAR)
    words = sorted({word for text in CALM + HARSH for word in text.split()})
    vectors = struct.pack("<I", len(words))
    for i, word in enumerate(words):
        vectors += struct.pack("<B", len(word)) + word.encode() + struct.pack("<100f", *(((i * 37 + k * 11) % 19 - 9) / 20 for k in range(100)))
    (folder / "vectors.bin").write_bytes(vectors)


def train(folder, out, **other):
    files = {"train": "train.jsonl", "dev": "dev.jsonl", "vectors": "vectors.bin", "grammar": "grammar.txt", **other}
    once = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"} # it ends when it is done: what it holds is no leak
    return subprocess.run([TRAIN, *(str(folder / name) for name in files.values()), str(folder / out)], capture_output=True, text=True, env=once)


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    prepare(folder)
    check("the first run succeeds", train(folder, "a.model").returncode == 0)
    check("the second run succeeds", train(folder, "b.model").returncode == 0)
    check("both runs write the same bytes", (folder / "a.model").read_bytes() == (folder / "b.model").read_bytes())
    (folder / "other.jsonl").write_text("\n".join(rows(11)) + "\n")
    check("a run on other texts succeeds", train(folder, "c.model", train="other.jsonl").returncode == 0)
    check("other texts make another model", (folder / "a.model").read_bytes() != (folder / "c.model").read_bytes())
    for kind in ("train", "vectors", "grammar"):
        done = train(folder, "d.model", **{kind: "nowhere"})
        check(f"a missing {kind} file is named", done.returncode == 1 and "nowhere cannot be read" in done.stderr)
    for text, what in (("== threat 5\n{nobody}\n", "no such name"), ("a line\n", "neither a name"), ("x = {x}\n== threat 1\n{x}\n", "leads to itself"), ("== threat 1\n(a|b\n", "a bracket is open")):
        (folder / "bad.txt").write_text(text)
        done = train(folder, "d.model", grammar="bad.txt")
        check(f"a grammar with a fault: {what}", done.returncode == 1 and what in done.stderr)
    check("nothing is written by what fails", not (folder / "d.model").exists())
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
