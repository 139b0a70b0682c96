#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The owner's pages: who may open which, and that what is decided there holds at once in the running server."""
import pathlib
import re
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "api"))
import fixture  # noqa: E402
from browser import Browser  # noqa: E402

SOURCE = HERE.parent.parent / "src"
ROW = re.compile(r'^ROUTE\(\s*(GET|POST),\s*"(/admin[^"]*)",\s*STAFF\((.*?)\),', re.M)
PEOPLE = ("member", "moderator", "admin", "owner")


def rows():
    found = ROW.findall((SOURCE / "web/routes.def").read_text(encoding="utf-8"))
    assert len(found) > 30, "every row of /admin names a permission"
    return found


def permissions():
    """role → what stands in role.def: the names, or all but some."""
    table = re.findall(r"^ROLE\(\s*\d+,\s*(\w+),.*?,\s*(MAY_[^)]*)\)", (SOURCE / "social/role.def").read_text(encoding="utf-8"), re.M)
    return {name.lower(): may for name, may in table}


def may(role, wanted):
    has = permissions()[role]
    if "MAY_EVERYTHING" in has:
        return wanted not in has.split("~", 1)[-1] if "~" in has else True
    return all(name.strip() in has.split(" | ") for name in wanted.split("|"))


def signed_in(server, name, role):
    if name not in server.known:
        server.known[name] = server.member(name, role=role)
    browser = Browser(server)
    page = browser.sign_in(name)
    assert page.status == 200, page.text
    return browser


def csrf(browser):
    return re.search(r'name="csrf" value="([^"]+)"', browser.get("/settings").body).group(1)


def every_page_is_for_those_who_may(server):
    browsers = {role: signed_in(server, "walk_" + role, role) for role in PEOPLE}
    tokens = {role: csrf(browser) for role, browser in browsers.items()}
    visitor, denied, let_in = Browser(server), 0, 0
    for method, pattern, wanted in rows():
        path = re.sub(r":\w+", "1", pattern)
        page = visitor.ask(method, path, {} if method == "POST" else None, follow=False)
        assert page.status == 303 and "/auth/sign_in" in page.header("location"), (path, page.status)
        for role, browser in browsers.items():
            page = browser.ask(method, path, {"csrf": tokens[role]} if method == "POST" else None, follow=False)
            if may(role, wanted):
                assert page.status in (200, 303, 404, 422), (role, path, page.status, page.text)
                let_in += 1
            else:
                assert page.status == 403, (role, path, page.status)
                denied += 1
    assert denied > 60 and let_in > 60


def no_form_is_taken_without_its_token(server):
    owner = signed_in(server, "walk_owner", "owner")
    for method, pattern, _ in rows():
        if method == "POST":
            page = owner.ask("POST", re.sub(r":\w+", "1", pattern), {"csrf": "x"}, follow=False)
            assert page.status == 403, pattern


def only_who_may_is_led_there(server):
    member, owner = signed_in(server, "walk_member", "member"), signed_in(server, "walk_owner", "owner")
    assert 'href="/admin"' not in member.get("/settings").body
    assert 'href="/admin"' in owner.get("/settings").body
    moderator = signed_in(server, "walk_moderator", "moderator").get("/admin").body
    assert 'href="/admin/accounts"' in moderator and 'href="/admin/settings"' not in moderator


def every_setting_has_its_place(server):
    not_the_owners = {"scheme", "about_at", "privacy_policy_at", "terms_of_service_at", "vapid_public", "vapid_private",  # the operator's, the program's
                      "thumbnail", "logo", "logo_small", "logo_tile", "logo_touch"}  # uploaded
    names = set(re.findall(r"^SETTING\(\s*\w+,\s*(\w+),", (SOURCE / "social/settings.def").read_text(encoding="utf-8"), re.M))
    owner, fields = signed_in(server, "walk_owner", "owner"), set()
    for page in ("appearance", "settings/texts", "settings/joining", "settings/visitors", "settings/limits"):
        fields |= set(re.findall(r'name="(\w+)"', owner.get("/admin/" + page).body))
    assert len(names) > 40 and names - fields == not_the_owners, names - fields ^ not_the_owners


def measures_are_taken_and_taken_back(server):
    owner, tom = signed_in(server, "walk_owner", "owner"), server.member("tom")
    token, path = csrf(owner), f"/admin/accounts/{tom.id}"
    assert "In effect" not in owner.get(path).text
    page = owner.ask("POST", path + "/measures", {"csrf": token, "kind": "suspend", "text": "Advertising"})
    assert "In effect" in page.text and "Suspended" in page.text, page.text
    assert Browser(server).get("/@tom").status == 410
    page = owner.ask("POST", path + "/lift/suspend", {"csrf": token})
    assert "Taken back." in page.text and Browser(server).get("/@tom").status == 200
    assert owner.ask("POST", path + "/measures", {"csrf": token, "kind": "banish"}).status == 422
    assert owner.ask("POST", path + "/lift/banish", {"csrf": token}).status == 404


def a_wrong_setting_changes_nothing(server):
    owner = signed_in(server, "walk_owner", "owner")
    form = {"csrf": csrf(owner), "max_characters": "0", "max_attachments": "3", "max_image_bytes": "16", "max_video_bytes": "99", "max_poll_options": "8",
            "max_poll_option_chars": "100", "max_pins": "5", "max_profile_fields": "6", "max_note_chars": "1000", "requests_per_5_minutes": "0"}
    page = owner.ask("POST", "/admin/settings/limits", form)
    assert page.status == 422 and "from 1 to 100000" in page.text, page.text
    assert server.visitor().get("/api/v2/instance").json["configuration"]["statuses"]["max_media_attachments"] == 4
    page = owner.ask("POST", "/admin/settings/limits", {**form, "max_characters": "700"})
    assert page.status == 200 and "Saved." in page.text
    limits = server.visitor().get("/api/v2/instance").json["configuration"]
    assert limits["statuses"]["max_characters"] == 700 and limits["statuses"]["max_media_attachments"] == 3
    assert limits["media_attachments"]["image_size_limit"] == 16 << 20
    changed = [row[0] for row in server.sql("SELECT detail FROM audit WHERE action = 'setting.change'")]
    assert "max_characters=700" in changed and len([d for d in changed if d.startswith("max_note")]) == 0, "only what is different is noted"


def a_name_that_is_kept_back_is_nobodys(server):
    owner = signed_in(server, "walk_owner", "owner")
    owner.ask("POST", "/admin/settings/joining", {"csrf": csrf(owner), "sign_up": "open", "blocked_names": "gazette\r\nMayor", "closed_message": ""})
    visitor = Browser(server)
    page = visitor.send(visitor.get("/auth/sign_up"), "/auth/sign_up", username="mayor", email="m@mail.example", password="a long sentence", agreement="1")
    assert "is kept for the community" in page.text, page.text


def an_announcement_waits_for_its_time(server):
    owner, ada = signed_in(server, "walk_owner", "owner"), server.member("reader")
    token = csrf(owner)
    owner.ask("POST", "/admin/announcements", {"csrf": token, "text": "A draft", "act": "hold"})
    owner.ask("POST", "/admin/announcements", {"csrf": token, "text": "Not before 2199", "publish_at": "2199-01-01T08:00"})
    assert [a["content"] for a in ada.get("/api/v1/announcements").json] == []
    page = owner.get("/admin/announcements")
    assert "Draft" in page.text and "Scheduled" in page.text
    draft = re.search(r"/admin/announcements/(\d+)/publish", page.body[page.body.index("Draft"):]).group(1)
    assert ada.post(f"/api/v1/announcements/{draft}/dismiss").status == 404, "nobody knows of it"
    owner.ask("POST", f"/admin/announcements/{draft}/publish", {"csrf": token})
    shown = ada.get("/api/v1/announcements").json
    assert len(shown) == 1 and "A draft" in shown[0]["content"]
    page = owner.ask("POST", f"/admin/announcements/{draft}", {"csrf": token, "text": ""})
    assert page.status == 422
    page = owner.ask("POST", f"/admin/announcements/{draft}", {"csrf": token, "text": "Changed", "act": "hold"})
    assert "Changed" in ada.get("/api/v1/announcements").json[0]["content"], "what is out stays out"
    owner.ask("POST", f"/admin/announcements/{draft}/remove", {"csrf": token})
    assert ada.get("/api/v1/announcements").json == []


def a_role_is_given_at_most_as_high_as_ones_own(server):
    admin, zoe, owner = signed_in(server, "walk_admin", "admin"), server.member("zoe"), server.known["walk_owner"]
    token = csrf(admin)
    page = admin.ask("POST", f"/admin/accounts/{zoe.id}/role", {"csrf": token, "role": "MODERATOR"})
    assert page.status == 200 and "Saved." in page.text, page.text
    assert zoe.get("/api/v1/accounts/verify_credentials").json["role"]["name"] == "Moderator"
    assert admin.ask("POST", f"/admin/accounts/{zoe.id}/role", {"csrf": token, "role": "OWNER"}).status == 403
    assert admin.ask("POST", f"/admin/accounts/{owner.id}/role", {"csrf": token, "role": "MEMBER"}).status == 403
    assert admin.ask("POST", f"/admin/accounts/{zoe.id}/role", {"csrf": token, "role": "EMPEROR"}).status == 422


def a_badge_is_seen_and_taken_back(server):
    owner, ben = signed_in(server, "walk_owner", "owner"), server.member("ben")
    token, path = csrf(owner), f"/admin/accounts/{ben.id}/badges"
    assert owner.ask("POST", path, {"csrf": token, "label": "Verified", "reason": ""}).status == 422, "a badge has a reason"
    page = owner.ask("POST", path, {"csrf": token, "label": "Verified", "reason": "Editor of the <b>Gazette</b>"})
    assert page.status == 200 and "Given by walk_owner" in page.text, page.text
    assert owner.ask("POST", path, {"csrf": token, "label": "verified", "reason": "twice"}).status == 422
    account = server.visitor().get(f"/api/v1/accounts/{ben.id}").json
    assert account["roles"][0]["name"] == "Verified"
    assert account["badges"][0]["reason"] == "Editor of the <b>Gazette</b>" and account["badges"][0]["issuer"] == "walk_owner"
    profile = Browser(server).get("/@ben")
    assert "Verified" in profile.text and "Editor of the &lt;b&gt;Gazette" in profile.body
    badge = account["badges"][0]["id"]
    owner.ask("POST", f"{path}/{badge}/remove", {"csrf": token})
    account = server.visitor().get(f"/api/v1/accounts/{ben.id}").json
    assert account["roles"] == [] and "badges" not in account
    assert "Gazette" not in Browser(server).get("/@ben").body
    assert [row[0] for row in server.sql("SELECT action FROM audit WHERE action LIKE 'badge.%' ORDER BY id")] == ["badge.give", "badge.take"]
    log = owner.get("/admin/audit?kind=badge&target=ben")
    assert "gave a badge to ben" in log.text and "took a badge back from ben" in log.text


def an_owner_ends_what_another_has_made(server):
    zed, owner = signed_in(server, "zed", "member"), signed_in(server, "walk_owner", "owner")
    zed.ask("POST", "/settings/invites", {"csrf": csrf(zed), "uses": "5", "days": "7"})
    page = owner.get("/admin/invites")
    assert "by zed" in page.text, page.text
    number = re.search(r"/admin/invites/(\d+)/end", page.body).group(1)
    page = owner.ask("POST", f"/admin/invites/{number}/end", {"csrf": csrf(owner)})
    assert "The invitation is over." in page.text and "Over" in page.text


def a_damaged_model_is_said_loudly(_server):
    with fixture.Server(sys.argv[1], config="screen_model = /dev/null\n") as server:
        server.known = {}
        owner = signed_in(server, "walk_owner", "owner")
        page = owner.get("/admin/screening")
        assert page.status == 200 and "The model of the screen is not used." in page.text and "There is no model." in page.text, page.text
        (server.folder / "rules.ini").write_text("[list scams]\ncategory = spam\nphrase = free crypto\n")
        server.known["walk_owner"].post("/api/v1/statuses", status="free crypto")
        assert "1 post would fare otherwise" in server.command("rule", "test", str(server.folder / "rules.ini")), "rules work without it"
        tried = owner.ask("POST", "/admin/screening/try", {"csrf": csrf(owner), "lists": "1", "name-0": "scams", "category-0": "spam", "act-0": "hold", "phrases-0": "free crypto"})
        assert tried.status == 200 and "free crypto" in tried.text and "What would be different" in tried.text, tried.text


def a_colour_is_a_style_sheet_that_stays(server):
    visitor = server.visitor()
    sheet = visitor.get("/accent/7a1fd0.1.css")
    assert sheet.status == 200 and "immutable" in sheet.header("cache-control") and sheet.header("content-type").startswith("text/css")
    for path in ("/accent/7a1fd0.css", "/accent/7a1fd0.2.css", "/accent/zzzzzz.1.css", "/accent/7a1fd0", "/accent/1.css", "/accent/.css"):
        assert visitor.get(path).status == 404, path


def accounts_are_found(server):
    owner = signed_in(server, "walk_owner", "owner")
    server.member("findme")
    for query in ("findme", "@findme", "findme@", "FINDME"):
        assert "@findme" in owner.get("/admin/accounts?q=" + query).text, query
    assert "@findme" not in owner.get("/admin/accounts?q=findme&role=staff").text
    assert "Nobody fits" in owner.get("/admin/accounts?q=nobody_of_that_name").text
    for query in ("%27", "%22%3E%3Cscript%3E", "@", "1.2.3.4", "@a@b.example", "%F0%9F%8D%9E"):
        assert owner.get("/admin/accounts?q=" + query).status == 200, query


def the_overview_counts(server):
    ada = server.member("counted")
    ada.post("/api/v1/statuses", status="One more")
    page = signed_in(server, "walk_owner", "owner").get("/admin")
    assert "Active members" in page.text and "Database" in page.text and page.body.count("<svg") > 4
    assert re.search(r'<rect class="chart-bar" x="271" y="\d+" width="8" height="[1-9]', page.body), "today has a bar"
    assert "style=" not in page.body


def main():
    with fixture.Server(sys.argv[1]) as server:
        server.known, failed, passed = {}, 0, 0
        server.setting("requests_per_5_minutes", "0")
        for test in (the_overview_counts, every_page_is_for_those_who_may, no_form_is_taken_without_its_token, only_who_may_is_led_there,
                     every_setting_has_its_place, measures_are_taken_and_taken_back, a_wrong_setting_changes_nothing, a_name_that_is_kept_back_is_nobodys, an_announcement_waits_for_its_time,
                     a_role_is_given_at_most_as_high_as_ones_own, a_badge_is_seen_and_taken_back, a_damaged_model_is_said_loudly, an_owner_ends_what_another_has_made,
                     a_colour_is_a_style_sheet_that_stays, accounts_are_found):
            started = time.monotonic()
            try:
                test(server)
                passed += 1
                print(f"ok    {test.__name__} {time.monotonic() - started:.1f} s")
            except Exception as error:  # pylint: disable=broad-except
                failed += 1
                print(f"FAIL  {test.__name__}: {type(error).__name__} {error}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
