#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads every page of the gallery: tags are balanced, ids unique, pictures described, fields labelled, links lead somewhere, icons
exist, and nothing needs more than our Content-Security-Policy allows."""
import glob
import html.parser
import os
import re
import subprocess
import sys
import tempfile

VOID = {"meta", "link", "img", "input", "base", "br", "hr", "source", "use", "circle", "path", "rect"}


class Page(html.parser.HTMLParser):
    def __init__(self, folder, name):
        super().__init__()
        self.folder, self.name = folder, name
        self.open, self.ids, self.wrong, self.labels, self.fields, self.levels = [], set(), [], set(), [], []

    def say(self, what):
        self.wrong.append(f"{self.name}:{self.getpos()[0]}: {what}")

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag not in VOID:
            self.open.append(tag)
        self.general(attributes)
        if tag == "img" and "alt" not in attributes:
            self.say("a picture without alt")
        if tag == "a" and attributes.get("href") in (None, "", "#"):
            self.say("a link to nowhere")
        if tag == "label":
            self.labels.add(attributes.get("for") or "(around)")
        if tag in ("input", "textarea", "select") and attributes.get("type") != "hidden":
            self.fields.append((attributes, "label" in self.open))
        if tag == "use":
            self.icon(attributes.get("href", ""))
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def general(self, attributes):
        for key in attributes:
            if key.startswith("on") or key == "style":
                self.say(f"{key}= is against the Content-Security-Policy")
        if "id" in attributes and attributes["id"] in self.ids:
            self.say(f"id {attributes['id']} is there twice")
        self.ids.add(attributes.get("id"))

    def icon(self, href):
        path, _, fragment = href.partition("#")
        with open(self.folder + path, encoding="utf-8") as sprite:
            if f'<symbol id="{fragment}"' not in sprite.read():
                self.say(f"there is no icon {fragment}")

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.say(f"</{tag}> closes {self.open[-1:]}")
        else:
            self.open.pop()

    def finish(self):
        if self.open:
            self.say(f"{self.open} not closed")
        for attributes, wrapped in self.fields:
            if not wrapped and attributes.get("id") not in self.labels and not attributes.get("aria-label"):
                self.say(f"field {attributes.get('name')} has no label")
        if self.levels.count(1) != 1:
            self.say(f"headings {self.levels}: one h1 is right")
        return self.wrong


def main():
    wrong, count = [], 0
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        for path in sorted(glob.glob(folder + "/*.html")):
            page = Page(folder, os.path.basename(path))
            with open(path, encoding="utf-8") as source:
                page.feed(source.read())
            wrong += page.finish()
            count += 1
    print("\n".join(wrong) or f"{count} pages are in order")
    sys.exit(bool(wrong) or count < 30)


if __name__ == "__main__":
    main()
