# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page there is: the rows of web/routes.def, each with addresses that lead to it, found by following links."""
import collections
import html
import pathlib
import re
import urllib.parse

import fixture

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ROW = re.compile(r'^ROUTE\(\s*(\w+),\s*"([^"]+)",\s*(\w+(?:\([^)]*\))?),\s*(\w+),\s*(\w+),\s*(\w+)\s*\)', re.M)
Route = collections.namedtuple("Route", "method pattern who lane limit handler")


def routes():
    rows = [Route(*row) for row in ROW.findall((ROOT / "src/web/routes.def").read_text())]
    assert len(rows) > 40 and len(rows) == (ROOT / "src/web/routes.def").read_text().count("\nROUTE("), "a row that this does not understand"
    return rows


def fits(pattern):
    """A regular expression for a row's path."""
    parts = re.split(r"(:\w+|\*\w+)", pattern)
    return re.compile("".join(re.escape(part) if n % 2 == 0 else "[^/]+" if part[0] == ":" else ".+" for n, part in enumerate(parts)) + "$")


ENDLESS = {"events"}  # a stream is no page


class Table:
    def __init__(self):
        self.rows = [route for route in routes() if route.method == "GET" and route.handler not in ENDLESS]
        self.tests = [(fits(route.pattern), route) for route in sorted(self.rows, key=lambda r: (r.pattern.count(":") + 9 * r.pattern.count("*"), -len(r.pattern)))]

    def row_of(self, path):
        path = urllib.parse.urlsplit(path).path
        return next((route for test, route in self.tests if test.match(path)), None)


LINK = re.compile(r'\s(?:href|src|action|formaction)="([^"#]+)[#"]')


def links(server, body):
    for found in LINK.findall(body):
        path = html.unescape(found).removeprefix(server.url)
        if path.startswith("/") and not path.startswith(("//", "/api/", "/media/")):
            yield path


def crawl(server, browser, starts, most=3, more=None):
    """{pattern: [(path, status)]}: at most `most` addresses of each row; `more` has other limits by pattern."""
    table, seen, found, waiting = Table(), set(), collections.defaultdict(list), collections.deque(starts)
    while waiting:
        path = waiting.popleft()
        row = table.row_of(path)
        if path in seen or not row or len(found[row.pattern]) >= (more or {}).get(row.pattern, most):
            continue
        seen.add(path)
        page = browser.ask("GET", path, follow=False)
        found[row.pattern].append((path, page.status))
        if page.status in (302, 303):
            waiting.append((page.header("location") or "").removeprefix(server.url))
        elif "html" in (page.header("content-type") or ""):
            waiting.extend(links(server, page.body))
    return found


def filled(pattern, values):
    """An address for a row, from samples: {":id": "1", "/lists/:id": "2"}; the longest name that fits counts."""
    if pattern in values:
        return values[pattern]
    return re.sub(r":\w+|\*\w+", lambda m: urllib.parse.quote(str(values.get(m.group(), "1")), safe=""), pattern)


def every_page(server, browser, values, most=3, more=None):
    """As crawl(), from the start pages and from an address made up for each row."""
    starts = ["/", "/home"] + [filled(route.pattern, values) for route in Table().rows]
    return crawl(server, browser, starts, most, more)


def raw(server, method, path, headers=None, body=None):
    import http.client
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(method, path, body, headers or {})
    reply = connection.getresponse()
    answer = fixture.Answer(reply.status, reply.getheaders(), b"" if "event-stream" in (reply.headers.get("content-type") or "") else reply.read())
    connection.close()
    return answer
