# SPDX-License-Identifier: AGPL-3.0-or-later
"""masto.js, a client library that many apps are built on, drives the server: masto.mjs is the script."""
import pathlib

import fixture
import node

HERE = pathlib.Path(__file__).resolve().parent


def run(server, script):
    node.run(HERE / script, FOLKMOOT_URL=server.url, ADA_TOKEN=TOKENS["ada"], BOB_TOKEN=TOKENS["bob"])


TOKENS = {}


def two_members_join(server):
    for name in ("ada", "bob"):
        TOKENS[name] = server.member(name).token
    server.sql("INSERT INTO announcement (id, text, html, published_at, updated_at) VALUES (1, 'The hall is open', '<p>The hall is open</p>', 1700000000000, 1700000000000)")


def masto_js_does_what_people_do(server):
    run(server, "masto.mjs")


def masto_js_hears_what_comes_by_itself(server):
    run(server, "masto_live.mjs")


fixture.main([two_members_join, masto_js_does_what_people_do, masto_js_hears_what_comes_by_itself])
