#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What tools/tplgen.py must refuse, with the line and a reason."""
import os
import subprocess
import sys
import tempfile
import unittest

TPLGEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "tplgen.py")


def compiled(body):
    with tempfile.TemporaryDirectory() as folder:
        page, c, h = (os.path.join(folder, name) for name in ("page.html", "page.c", "page.h"))
        with open(page, "w", encoding="utf-8") as out:
            out.write("%template page(struct sv x)\n" + body)
        run = subprocess.run([sys.executable, TPLGEN, c, h, page], capture_output=True, text=True, check=False)
        if run.returncode:
            return None, run.stderr
        with open(c, encoding="utf-8") as made:
            return made.read(), ""


class Refusals(unittest.TestCase):
    def refused(self, body, reason, line=2):
        code, error = compiled(body)
        self.assertIsNone(code, "it was accepted: " + body)
        self.assertIn(f"page.html:{line}: error:", error)
        self.assertIn(reason, error)

    def test_inline_scripts_are_refused(self):
        self.refused("<script>alert(1)</script>", "inline code")
        self.refused('<script src="/a.js">alert(1)</script>', "nothing may stand inside")

    def test_json_for_machines_is_data_and_nothing_else(self):
        code, error = compiled('<script type="application/ld+json">{{= x }}</script><p>{{ x }}</p>')
        self.assertEqual(error, "")
        self.assertIn("html_json(b, x);", code)
        self.refused('<script type="application/ld+json">{{ x }}</script>', "{{= }} is JSON")
        self.refused('<script type="application/ld+json">{{& x }}</script>', "{{= }} is JSON")
        self.refused('<script type="application/ld+json">{"a": 1}</script>', "only {{= }}")
        self.refused("<p>{{= x }}</p>", "{{= }} is JSON")
        self.refused('<p title="{{= x }}">', "{{= }} is JSON")
        self.refused("<script>{{= x }}</script>", "inline code")
        self.refused('<script type="text/javascript">{{= x }}</script>', "inline code")
        self.refused('<script type="{{ x }}">{{= x }}</script>', "inline code")
        self.refused('<script type="application/ld+json">', "ends inside")

    def test_event_handlers_and_styles_are_refused(self):
        self.refused('<a onclick="x()">', "onclick=")
        self.refused('<p\n  STYLE="color: red">', "style=", 3)
        self.refused("<style>p{}</style>", "inline styles")
        self.refused('<iframe srcdoc="x">', "srcdoc=")

    def test_addresses_that_run_code_are_refused(self):
        self.refused('<a href="javascript:x()">', "must not run code")
        self.refused('<a href="{{ x }}">', "{{@ }}")
        self.refused('<img src="data:image/svg+xml,{{ x }}">', "must not run code")
        self.refused('<img src="data:{{ x }}">', "must not run code")
        self.refused('<a href="data:image/bmp;base64,{{ x }}">', "must not run code")
        self.assertTrue(compiled('<p><img src="data:image/bmp;base64,{{ x }}" alt=""></p>')[0], "pixels only")

    def test_fields_stand_in_text_and_quoted_attributes_only(self):
        self.refused("<a href={{ x }}>", "quotes")
        self.refused("<a {{ x }}>", "text or in a quoted attribute")
        self.refused("<!-- {{ x }} -->", "text or in a quoted attribute")
        self.refused('<a title="{{& x }}">', "between tags only")
        self.refused('<a title="{{> page(x) }}">', "between tags only")
        self.refused("<p>{{@ x }}</p>", "in an attribute only")
        self.refused('<a href="/x{{@ x }}">', "must begin its attribute")

    def test_fields_must_be_whole(self):
        self.refused("<p>{{ x </p>", "closed by }}")
        self.refused("<p>{{}}</p>", "empty")
        self.refused("<p>{{_ x }}</p>", "double quotes")
        self.refused("<p>{{> page }}</p>", "arguments")

    def test_texts_take_the_arguments_that_they_name(self):
        self.refused('<p>{{_ "%s of %d", a }}</p>', "takes 2 arguments, here are 1")
        self.refused('<p>{{_ "all", f(a, b) }}</p>', "takes 0 arguments, here are 1")
        self.refused('<p>{{_ "%d reply" | "%d replies" }}</p>', "the number that decides")
        self.refused('<p>{{_ "%x", a }}</p>', "%s, %d and %%")
        self.refused('<a title="{{_ "by %s", & a }}">', "between tags only")

    def test_branches_end_where_they_began(self):
        self.refused('% if (x.n) {\n<p\n% }\n>', "other surroundings", 4)
        self.refused('<a title="\n% if (x.n) {\n', "inside of the title=", 3)
        self.refused("% if (x.n) {\n<p>a</p>", "1 brace still open", 3)
        self.refused("% }", "no opening one")

    def test_braces_in_c_strings_do_not_count(self):
        code, error = compiled('% if (sv_eq(x, SV("}"))) { // {\n<p>a</p>\n% }\n')
        self.assertTrue(code, error)

    def test_a_template_ends_outside_of_tags(self):
        self.refused("<p", "ends inside of <p>")
        self.refused("%template page(struct sv x)", "is also in")
        self.refused("%template Page", "expected %template")

    def test_sloppy_attributes_are_refused(self):
        self.refused('<a href="/a"class="b">', "white space")
        self.refused('<a class="a" class="b">', "twice")
        self.refused("<p>1 < 2</p>", "&lt;")

    def test_errors_in_c_point_at_the_template(self):
        code, _ = compiled("<p>\n{{ x }}</p>\n")
        self.assertRegex(code, r'#line 3 "[^"]*page.html"\n\thtml_text\(b, x\);')


if __name__ == "__main__":
    unittest.main()
