#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compiles HTML templates into C.

    tplgen.py OUT.c OUT.h TEMPLATE.html...

A template file is HTML with these additions:

    %template name(params)   begins a template: C's void tpl_name(struct buf *b, params)
    % C                      a line of C; before the first %template: at the top of the C file, an #include in the header
    %%                       a line that really begins with %
    {{ sv }}                 a struct sv, escaped
    {{# int }}               an integer
    {{& html }}              a struct html, as it is; only between tags
    {{= sv }}                a struct sv of JSON, alone inside of <script type="application/ld+json">: data, which no browser runs
    {{@ sv }}                a struct sv as the address in an attribute: http, https, mailto, local paths, else "#"
    {{_ "text" }}            a text in the language of the page (base/tr.h)
    {{_ "%s of %d", a, b }}  the same with arguments: %s takes a field (a, & html, > name(args)), %d an integer; a translation may turn them
                             round. {{_ "%d reply" | "%d replies", n }} has a plural: of the first argument, or of what stands in front,
                             {{_ (n) "%s reply" | "%s replies", > strong(n) }}. {{_ verb: "Boost" }} has a context, which is not shown
    {{> name(args) }}        another template
    \\ at a line's end        no white space between this line and the next

Indentation and empty lines are not kept. The compiler follows the HTML as it goes and refuses what would be unsafe or what our
Content-Security-Policy forbids: fields outside of text and quoted attributes, on…= and style= attributes, inline scripts and styles, an
address that a stranger begins, and a branch that ends in other surroundings than it began in. Errors name file and line.
"""
import os
import re
import sys

URL_ATTRIBUTES = {"href", "src", "srcset", "action", "formaction", "poster", "data", "cite", "manifest", "ping", "background"}
FIELD = re.compile(r"\{\{([#&@_>=]?)\s*(.*?)\s*\}\}")
TEMPLATE = re.compile(r"%template\s+([a-z][a-z0-9_]*)\((.*)\)\s*$")
INCLUDE = re.compile(r"([a-z][a-z0-9_]*)\((.*)\)$")
LITERAL = r'"(?:[^"\\]|\\.)*"'
TEXT = re.compile(rf"(?:\((?P<count>.*?)\)\s*)?(?:(?P<context>\w+):\s*)?(?P<one>{LITERAL})(?:\s*\|\s*(?P<many>{LITERAL}))?(?:\s*,\s*(?P<args>.*))?$")
DATA = "application/ld+json"
C_NOISE = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|/\*.*?\*/|//.*')


class Refused(Exception):
    """What is wrong with a template."""


class Html:
    """Where in the HTML we are: enough of the tokenizer of HTML 13.2.5 to judge a field's surroundings."""

    def __init__(self):
        self.state = "text"  # text, tag, value, comment, raw (inside of <script src>), data (inside of <script> that is JSON)
        self.tag = self.attribute = self.value = self.quote = self.script_type = ""
        self.attributes = set()
        self.spaced = False  # white space stands before what comes next inside of a tag

    def place(self):
        return self.state, self.tag if self.state != "text" else "", self.quote

    def feed(self, text):
        at = 0
        while at < len(text):
            at = getattr(self, "_" + self.state)(text, at)

    def _text(self, text, at):
        opened = text.find("<", at)
        if opened < 0:
            return len(text)
        if text.startswith("<!--", opened):
            self.state = "comment"
            return opened + 4
        name = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9-]*|!doctype\b)", re.I).match(text, opened)
        if not name:
            raise Refused("write a lone '<' as &lt;")
        self.state, self.tag, self.attributes, self.spaced, self.script_type = "tag", name.group(1).lower(), set(), False, ""
        if self.tag == "style":
            raise Refused("inline styles are not allowed: put them in static/css")
        return name.end()

    def _comment(self, text, at):
        closed = text.find("-->", at)
        if closed < 0:
            return len(text)
        self.state = "text"
        return closed + 3

    def _tag(self, text, at):
        if text[at].isspace() or text[at] == "/":
            self.spaced = True
            return at + 1
        if text[at] == ">":
            return self._tag_end(at)
        name = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:.-]*").match(text, at)
        if not name or not self.spaced:
            raise Refused(f"expected white space and an attribute inside of <{self.tag}>, found {text[at]!r}")
        self.attribute = name.group().lower()
        self._attribute_allowed()
        self.spaced = False
        at = name.end()
        if not text.startswith("=", at):
            return at
        if text[at + 1:at + 2] not in ('"', "'"):
            raise Refused(f"the value of {self.attribute}= must stand in quotes")
        self.state, self.quote, self.value = "value", text[at + 1], ""
        return at + 2

    def _attribute_allowed(self):
        if self.attribute.startswith("on") or self.attribute in ("style", "srcdoc"):
            raise Refused(f"{self.attribute}= is not allowed: our Content-Security-Policy forbids it")
        if self.attribute in self.attributes:
            raise Refused(f"{self.attribute}= is there twice; browsers would drop the second")
        self.attributes.add(self.attribute)

    def _tag_end(self, at):
        data = self.tag == "script" and self.script_type == DATA and "src" not in self.attributes
        if self.tag == "script" and "src" not in self.attributes and not data:
            raise Refused("a script without src= is inline code, which our Content-Security-Policy forbids")
        self.state = "data" if data else "raw" if self.tag == "script" else "text"
        return at + 1

    def _raw(self, text, at):
        if not text[at:].strip():
            return len(text)
        closed = re.compile(r"\s*</script", re.I).match(text, at)
        if not closed:
            raise Refused("nothing may stand inside of <script>")
        self.state, self.tag, self.attributes = "tag", "/script", set()
        return closed.end()

    def _data(self, text, at):
        closed = re.compile(r"\s*</script", re.I).match(text, at)
        if text[at:].strip() and not closed:
            raise Refused(f"only {{{{= }}}} may stand inside of <script type={DATA}>")
        if not closed:
            return len(text)
        self.state, self.tag, self.attributes = "tag", "/script", set()
        return closed.end()

    def _value(self, text, at):
        closed = text.find(self.quote, at)
        self.value += text[at:closed if closed >= 0 else len(text)]
        pixels = self.tag == "img" and self.attribute == "src" and self.value.startswith("data:image/bmp;base64,")  # it cannot hold a script
        if self.attribute in URL_ATTRIBUTES and not pixels and re.match(r"\s*(javascript|data|vbscript):", self.value, re.I):
            raise Refused(f"{self.attribute}= must not run code")
        if closed < 0:
            return len(text)
        if self.tag == "script" and self.attribute == "type":
            self.script_type = self.value.strip().lower()
        self.state, self.quote = "tag", ""
        return closed + 1

    def field(self, kind):
        """Judges a field at this place."""
        if (kind == "=") != (self.state == "data"):
            raise Refused(f"{{{{= }}}} is JSON: it, and only it, may stand inside of <script type={DATA}>")
        if self.state not in ("text", "value", "data"):
            raise Refused("a field may stand in text or in a quoted attribute only")
        if kind in ("&", ">") and self.state != "text":
            raise Refused(f"{{{{{kind} }}}} is HTML: it may stand between tags only")
        if kind == "@" and self.state != "value":
            raise Refused("{{@ }} is an address: it may stand in an attribute only")
        if kind == "@" and self.value:
            raise Refused("{{@ }} is a whole address: it must begin its attribute")
        if kind == "" and self.state == "value" and self.attribute in URL_ATTRIBUTES and not self.value:
            raise Refused(f"whoever fills this field chooses where {self.attribute}= leads: use {{{{@ }}}}")
        if self.state == "value":
            self.value += "\0"  # something stands there now


class Compiler:
    def __init__(self):
        self.code, self.top, self.prototypes, self.includes = [], [], [], []
        self.names = {}
        self.reset()

    def reset(self):
        self.name, self.constant, self.depths, self.html = None, "", [], Html()

    def flush(self):
        if self.constant:
            self.code.append(f"\tbuf_put(b, SV({c_string(self.constant)}));")
            self.constant = ""

    def statement(self, line, text):
        self.flush()
        self.code.append(f'#line {line} "{self.file}"')
        self.code.append(text)

    def put(self, text):
        if text:
            self.html.feed(text)
            self.constant += text

    def compile(self, file):
        self.file = file
        line = 0
        try:
            with open(file, encoding="utf-8") as source:
                for line, text in enumerate(source, 1):
                    self.line(line, text.rstrip("\r\n"))
            self.end()
        except Refused as refused:
            sys.exit(f"{file}:{line}: error: {refused}")

    def line(self, line, text):
        if text.startswith("%template"):
            self.begin(line, text)
        elif text.startswith("%") and not text.startswith("%%"):
            self.c_line(line, text[1:].strip())
        elif self.name:
            self.markup(line, text[1:] if text.startswith("%%") else text)
        elif text.strip() and not text.strip().startswith("<!--"):
            raise Refused("text before the first %template")

    def begin(self, line, text):
        match = TEMPLATE.match(text)
        if not match:
            raise Refused("expected %template name(params), in lower case")
        self.end()
        self.name, params = match.groups()
        if self.name in self.names:
            raise Refused(f"template {self.name} is also in {self.names[self.name]}")
        self.names[self.name] = f"{self.file}:{line}"
        params = "struct buf *b" + (", " + params if params.strip() not in ("", "void") else "")
        self.prototypes.append(f"void tpl_{self.name}({params});")
        self.code += ["", f'#line {line} "{self.file}"', f"void tpl_{self.name}({params})", "{"]

    def end(self):
        if not self.name:
            return
        if self.depths:
            raise Refused(f"template {self.name} ends, but {len(self.depths)} brace{'s' * (len(self.depths) > 1)} still open")
        if self.html.state != "text":
            raise Refused(f"template {self.name} ends inside of <{self.html.tag}>")
        self.flush()
        self.code.append("}")
        self.reset()

    def c_line(self, line, text):
        if text.startswith("#include"):
            self.includes += [text] * (text not in self.includes)  # in the header: the parameters need their types
            return
        if not self.name:
            self.top += [f'#line {line} "{self.file}"', text]
            return
        if self.html.state not in ("text", "tag"):
            raise Refused(f"a line of C inside of the {self.html.attribute}= attribute: choose the value in the field instead")
        for brace in re.findall(r"[{}]", C_NOISE.sub("", text)):
            if brace == "{":
                self.depths.append((self.html.place(), set(self.html.attributes)))
                continue
            if not self.depths:
                raise Refused("this closing brace has no opening one")
            place, self.html.attributes = self.depths.pop()
            if place != self.html.place():
                raise Refused("this branch ends in other surroundings (text, or which tag) than it began in")
        self.statement(line, "\t" + text)

    def markup(self, line, text):
        text = text.strip()
        if not text:
            return
        joined = text.endswith("\\")
        alone = FIELD.fullmatch(text) and text.startswith("{{>")  # the other template has its own line ends
        text = text[:-1] if joined else text if alone else text + "\n"
        at = 0
        for field in FIELD.finditer(text):
            self.put(self.plain(text[at:field.start()]))
            self.field(line, *field.groups())
            at = field.end()
        self.put(self.plain(text[at:]))

    @staticmethod
    def plain(text):
        if "{{" in text or "}}" in text:
            raise Refused("a field must be closed by }} on its own line, and must not be empty")
        return text

    def field(self, line, kind, expression):
        if not expression:
            raise Refused("the field is empty")
        self.html.field(kind)
        self.statement(line, "\t" + (self.text(expression) if kind == "_" else self.put_call(kind, expression)))

    @staticmethod
    def put_call(kind, expression):
        if kind == ">":
            match = INCLUDE.match(expression)
            if not match:
                raise Refused("{{> }} takes a template and its arguments: {{> name(args) }}")
            name, args = match.groups()
            return f"tpl_{name}(b{', ' + args if args.strip() else ''});"
        call = {"": "html_text(b, {});", "#": "buf_int(b, {});", "&": "html_put(b, {});", "@": "html_url(b, {});", "=": "html_json(b, {});", "%": "tr_put_int(b, {});"}
        return call[kind].format(expression)

    def text(self, expression):
        match = TEXT.match(expression)
        if not match:
            raise Refused('{{_ }} takes a text in double quotes, and what stands in it: {{_ "Sign in" }}, {{_ "by %s", name }}')
        one, many, args = match["one"], match["many"], split_args(match["args"] or "")
        look_up = f'TRC("{match["context"]}", {one})' if match["context"] else f"TR({one})"
        if many:
            if not (match["count"] or args):
                raise Refused("a text with a plural takes the number that decides")
            look_up = f"TRN({one}, {many}, {match['count'] or args[0]})"
        if not args:
            return f"html_text(b, {look_up});"
        kinds = directives(many or one)
        if len(kinds) != len(args):
            raise Refused(f"the text takes {len(kinds)} arguments, here are {len(args)}")
        cases = []
        for number, (kind, arg) in enumerate(zip(kinds, args), 1):
            sigil = "%" if kind == "d" else arg[0] if arg[0] in "&>#" else ""
            if sigil in ("&", ">"):
                self.html.field(sigil)
            cases.append(f"case {number}: {self.put_call(sigil, arg[1:].strip() if sigil and kind != 'd' else arg)} break;")
        return (f"for (struct {{ struct sv rest; unsigned next, arg; }} t_ = {{ {look_up}, 1, 0 }}; (t_.arg = tr_step(b, &t_.rest, &t_.next, html_text));) "
                f"switch (t_.arg) {{ {' '.join(cases)} }}")

    def write(self, c_path, h_path):
        note = "/* Made by tools/tplgen.py of src/web/templates: change those. */"
        header = os.path.basename(h_path)
        guard = re.sub(r"[^A-Z]", "_", header.upper())
        with open(h_path, "w", encoding="utf-8") as out:
            out.write("\n".join([note, f"#ifndef {guard}", f"#define {guard}", "", '#include "base/html.h"',
                                 *self.includes, "", *sorted(self.prototypes), "", "#endif", ""]))
        with open(c_path, "w", encoding="utf-8") as out:
            out.write("\n".join([note, f'#include "{header}"', "", *self.top, *self.code, ""]))


def split_args(text):
    """At the commas that stand in no parentheses, braces or quotes."""
    args, depth, start = [], 0, 0
    for part in re.finditer(rf"{LITERAL}|'(?:[^'\\]|\\.)'|[()\[\]{{}},]", text):
        if part.group() in "([{":
            depth += 1
        elif part.group() in ")]}":
            depth -= 1
        elif part.group() == "," and not depth:
            args.append(text[start:part.start()].strip())
            start = part.end()
    args.append(text[start:].strip())
    return [arg for arg in args if arg]


def directives(literal):
    """The kinds of a text's arguments: "s", "d"."""
    found = re.findall(r"%(.?)", literal.replace("%%", ""))
    if any(kind not in ("s", "d") for kind in found):
        raise Refused("a text with arguments has %s, %d and %% only")
    return found


def c_string(text):
    """C string literals, a line of HTML each."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    return "\n\t\t".join('"' + "".join(map(c_char, line)) + '"' for line in lines)


def c_char(char):
    known = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "?": "\\?"}
    if char in known:
        return known[char]
    return char if " " <= char <= "~" else "".join(f"\\{byte:03o}" for byte in char.encode())


def main():
    if len(sys.argv) < 4:
        sys.exit("usage: tplgen.py OUT.c OUT.h TEMPLATE.html...")
    compiler = Compiler()
    for file in sys.argv[3:]:
        compiler.compile(file)
    compiler.write(sys.argv[1], sys.argv[2])


if __name__ == "__main__":
    main()
