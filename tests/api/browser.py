# SPDX-License-Identifier: AGPL-3.0-or-later
"""A browser without a screen and without scripts: keeps cookies, follows redirects, fills forms."""
import html.parser
import http.client
import urllib.parse


class Forms(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.forms, self.text, self.afar = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.forms.append({"action": a.get("action"), "method": a.get("method"), "fields": {}, "buttons": [], "id": a.get("id")})
        elif tag in ("input", "textarea") and self.forms and a.get("name") and a.get("type") != "checkbox":
            self.owner(a)["fields"][a["name"]] = a.get("value", "")
        elif tag == "button" and a.get("form"):
            self.afar.append(a)
        elif tag == "button" and self.forms:
            self.forms[-1]["buttons"].append(a)

    def owner(self, attributes):
        """The form that a field says it belongs to, else the one that it stands in."""
        return next((form for form in self.forms if form["id"] and form["id"] == attributes.get("form")), self.forms[-1])

    def handle_data(self, data):
        self.text.append(data)


class Page:
    def __init__(self, url, status, headers, body):
        self.url, self.status, self.headers, self.body = url, status, headers, body.decode()
        parsed = Forms(self.body)
        self.forms, self.afar, self.text = parsed.forms, parsed.afar, " ".join(" ".join(parsed.text).split())

    def header(self, name):
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)

    def form(self, action):
        found = [form for form in self.forms if form["action"] == action]
        found += [form for form in self.forms for button in self.afar if button.get("formaction") == action and button["form"] == form["id"]]
        assert found, f"no form for {action} in {self.url}: {self.text[:300]}"
        return found[0]


class Browser:
    def __init__(self, server, agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"):
        self.server, self.cookies, self.agent = server, {}, agent

    def ask(self, method, path, values=None, follow=True):
        for _ in range(10):
            head = {"User-Agent": self.agent, "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
            if not self.cookies:
                del head["Cookie"]
            body = None
            if values is not None:
                body, head["Content-Type"] = urllib.parse.urlencode(values), "application/x-www-form-urlencoded"
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
            connection.request(method, path.removeprefix(self.server.url), body, head)
            reply = connection.getresponse()
            page = Page(path, reply.status, reply.getheaders(), reply.read())
            connection.close()
            for name, value in page.headers:
                if name.lower() == "set-cookie":
                    self.set_cookie(value)
            location = page.header("location")
            if not follow or page.status not in (302, 303) or not location.startswith(("/", self.server.url)):
                return page
            method, path, values = "GET", location.split("#")[0], None
        raise AssertionError("redirected without end")

    def set_cookie(self, line):
        assert "HttpOnly" in line and "SameSite=Lax" in line, line
        name, value = line.split(";")[0].split("=", 1)
        if "Max-Age=0" in line:
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def get(self, path, follow=True):
        return self.ask("GET", path, follow=follow)

    def send(self, page, action, follow=True, to=None, **values):
        form = page.form(action)
        return self.ask("POST", to or action, {**form["fields"], **values}, follow)

    def sign_in(self, login, password="correct horse", path="/auth/sign_in"):
        return self.send(self.get(path), "/auth/sign_in", login=login, password=password)
