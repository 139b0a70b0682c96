#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds answers against schema.json, strictly: a missing attribute, a wrong type, a forbidden null, a date without milliseconds are faults.

    check_schema.py ANSWERS...     each line {"method", "path", "status", "body"}, as fixture.py and masto.mjs keep them
    check_schema.py --self         shows that it finds faults: good samples pass, each damaged copy of them does not

A type reads  [optional | since X.Y] WORD [or WORD]... [or null];  WORD is a JSON type, a format below, an entity, [WORD] for a list,
`one of a|b` for a closed choice, `such as a|b` for an open one. A nested object has its own `?` for what stands before its braces.
Attributes of later versions may be absent; when present they must be right. Attributes of our own are allowed: apps ignore them."""
import datetime
import functools
import json
import pathlib
import re
import sys

SCHEMA = json.loads((pathlib.Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))
JSON_TYPES = {
    "string": lambda v: isinstance(v, str), "boolean": lambda v: isinstance(v, bool), "object": lambda v: isinstance(v, dict),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool), "any": lambda v: v is not None,
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "empty": lambda v: v in ({}, [], "", None), "empty text": lambda v: v == "",
}
FORMATS = {
    "id": r"-?[0-9]{1,20}", "url": r"(https?|wss?)://[^\s\"<>]+", "html": r"(?s)(?!.*<script).*", "number in text": r"-?[0-9]+(\.[0-9]+)?",
    "language": r"[a-z]{2,3}(-[A-Za-z0-9]+)*", "day": r"[0-9]{9,11}", "date": r"\d{4}-\d\d-\d\d",
    "datetime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", "time": r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?",
}
PREFIX = re.compile(r"(optional |since \d+\.\d+ )?(.*)", re.S)


@functools.cache
def attributes(name):
    entity = dict(SCHEMA["entities"][name])
    base = entity.pop("extends", None)
    return {**(attributes(base) if base else {}), **entity}


def fits_format(kind, value):
    if not isinstance(value, str) or not re.fullmatch(FORMATS[kind], value):
        return False
    try:
        return kind not in ("datetime", "date", "time") or bool(datetime.datetime.fromisoformat(value.replace("Z", "+00:00")))
    except ValueError:
        return False


def check_word(word, value, where):
    """A list of faults; empty when value is what word says."""
    if word == "null":
        return [] if value is None else [f"{where}: expected null"]
    if word.startswith("["):
        if not isinstance(value, list):
            return [f"{where}: expected a list, got {short(value)}"]
        return [fault for i, item in enumerate(value) for fault in check_type(word[1:-1], item, f"{where}[{i}]")]
    if word in SCHEMA["entities"]:
        return check_object(attributes(word), value, where)
    if word.startswith(("one of ", "such as ")):
        closed, choices = word.startswith("one of "), word[7:].split("|")
        ok = isinstance(value, str) and (value in choices or not closed and re.fullmatch(r"[a-z][a-z._]*", value))
    else:
        ok = fits_format(word, value) if word in FORMATS else JSON_TYPES[word](value)
    return [] if ok else [f"{where}: expected {word}, got {short(value)}"]


def check_type(kind, value, where):
    words = PREFIX.fullmatch(kind)[2].split(" or ")
    if value is None:
        return [] if "null" in words or words == ["empty"] else [f"{where}: null, expected {kind}"]
    faults = [check_word(word, value, where) for word in words if word != "null"]
    return min(faults, key=len)


def check_nested(nested, value, where):
    fields, frame = {k: v for k, v in nested.items() if k != "?"}, nested.get("?", "{}")
    if value is None:
        return [] if frame.endswith("or null") else [f"{where}: null, expected an object"]
    if "[]" not in frame:
        return check_object(fields, value, where)
    if not isinstance(value, list):
        return [f"{where}: expected a list, got {short(value)}"]
    return [fault for i, item in enumerate(value) for fault in check_object(fields, item, f"{where}[{i}]")]


def check_object(fields, value, where):
    if not isinstance(value, dict):
        return [f"{where}: expected an object, got {short(value)}"]
    faults = []
    for name, kind in fields.items():
        frame = kind.get("?", "") if isinstance(kind, dict) else kind
        if name not in value:
            faults += [] if PREFIX.match(frame)[1] else [f"{where}.{name}: missing"]
        else:
            faults += (check_nested if isinstance(kind, dict) else check_type)(kind, value[name], f"{where}.{name}")
    return faults


def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 70 else text[:67] + "..."


@functools.cache
def endpoint(method, path):
    """The pattern that fits with the fewest blanks, as a router would choose."""
    best, parts = None, path.strip("/").split("/")
    for name in SCHEMA["endpoints"]:
        verb, pattern = name.split(" ", 1)
        wanted = pattern.strip("/").split("/")
        if verb == method and len(wanted) == len(parts) and all(w[0] == ":" or w == p for w, p in zip(wanted, parts)):
            if best is None or name.count(":") < best.count(":"):
                best = name
    return best


def check_answer(answer):
    method, path, status = answer["method"], answer["path"], answer["status"]
    name = endpoint(method, path)
    where = f"{method} {path} {status}"
    if status >= 400:
        return name, check_type("Error", answer["body"], where)
    if status >= 300:
        return name, []
    if name is None:
        return name, [f"{where}: an answer that schema.json does not know; add a row"]
    return name, check_type(SCHEMA["endpoints"][name], answer["body"], where)


def check_lines(lines):
    """(answers, endpoints seen, faults): the same fault at the same endpoint is told once."""
    answers, seen, faults = 0, set(), {}
    for line in lines:
        name, found = check_answer(json.loads(line))
        answers += 1
        seen.add(name)
        for fault in found:
            faults.setdefault(f"{name}: " + re.sub(r"^\S+ \S+ ", "", re.sub(r"\[\d+\]", "[]", fault)), fault)
    return answers, seen - {None}, sorted(faults)


def damaged(value, path=""):
    """Copies with one thing broken each: (what, copy)."""
    if isinstance(value, dict):
        for key in value:
            yield f"{path}.{key} missing", {k: v for k, v in value.items() if k != key}
            for what, copy in damaged(value[key], f"{path}.{key}"):
                yield what, {**value, key: copy}
    elif isinstance(value, list):
        yield f"{path} not a list", {"0": value}
        if value:
            yield from ((what, [copy, *value[1:]]) for what, copy in damaged(value[0], path + "[0]"))
    else:
        yield f"{path} of another type", [value]
        if isinstance(value, str) and re.match(r"\d{4}-.*\.\d{3}Z$", value):
            yield f"{path} without milliseconds", value[:19] + "Z"


def self_check():
    account = {"id": "1", "username": "ada", "acct": "ada", "url": "http://a.example/@ada", "uri": "http://a.example/users/ada", "display_name": "",
               "note": "<p>hi</p>", "avatar": "http://a.example/a.png", "avatar_static": "http://a.example/a.png", "header": "http://a.example/h.png",
               "header_static": "http://a.example/h.png", "locked": False, "fields": [{"name": "a", "value": "b", "verified_at": None}], "emojis": [],
               "bot": False, "group": False, "discoverable": None, "indexable": True, "created_at": "2026-01-02T00:00:00.000Z",
               "last_status_at": "2026-01-02", "statuses_count": 1, "followers_count": 2, "following_count": 3, "hide_collections": None, "roles": []}
    samples = [("GET", "/api/v1/accounts/1", 200, account), ("GET", "/api/v1/accounts/1/followers", 200, [account]),
               ("GET", "/api/v1/markers", 200, {"home": {"last_read_id": "1", "version": 1, "updated_at": "2026-01-02T03:04:05.678Z"}}),
               ("GET", "/api/v1/statuses/1", 404, {"error": "Record not found"})]
    optional = {".home missing"}
    tried = 0
    for method, path, status, body in samples:
        answer = {"method": method, "path": path, "status": status, "body": body}
        assert check_answer(answer)[1] == [], check_answer(answer)
        for what, copy in damaged(body):
            tried += 1
            assert what in optional or check_answer({**answer, "body": copy})[1], f"not noticed: {path} {what}"
    wrong = [("GET", "/api/v1/lists", 200, [{"id": "1", "title": "t", "replies_policy": "everybody", "exclusive": False}]),
             ("GET", "/api/v1/accounts/1", 200, {**account, "id": 1}), ("GET", "/api/v1/accounts/1", 200, {**account, "created_at": "2026-13-40T00:00:00.000Z"}),
             ("GET", "/api/v1/made_up", 200, {}), ("DELETE", "/api/v1/lists/1", 200, {"left": "over"}), ("GET", "/api/v1/accounts/1", 500, {})]
    for method, path, status, body in wrong:
        assert check_answer({"method": method, "path": path, "status": status, "body": body})[1], f"not noticed: {path} {body}"
    for entity in SCHEMA["entities"].values():
        every_word_is_known(entity)
    print(f"{tried + len(wrong)} passed, 0 failed")


def every_word_is_known(kind):
    if isinstance(kind, dict):
        for name, nested in kind.items():
            if name not in ("?", "extends"):
                every_word_is_known(nested)
        return
    for word in PREFIX.fullmatch(kind)[2].split(" or "):
        word = word.strip("[]")
        assert word in {"null", *JSON_TYPES, *FORMATS, *SCHEMA["entities"]} or word.startswith(("one of ", "such as ")), word


def main():
    if sys.argv[1:] == ["--self"]:
        return self_check()
    lines = [line for name in sys.argv[1:] for line in pathlib.Path(name).read_text(encoding="utf-8").splitlines()]
    answers, seen, faults = check_lines(lines)
    print("\n".join(faults))
    print(f"{answers} answers of {len(seen)} endpoints: {len(faults)} faults")
    return bool(faults) or not answers


if __name__ == "__main__":
    sys.exit(main())
