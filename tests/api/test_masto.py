# SPDX-License-Identifier: AGPL-3.0-or-later
"""masto.js, a client library that many apps are built on, drives the server: masto.mjs is the script."""
import pathlib

import fixture
import node

HERE = pathlib.Path(__file__).resolve().parent


def masto_js_does_what_people_do(server):
    ada, bob = server.member("ada"), server.member("bob")
    node.run(HERE / "masto.mjs", FOLKMOOT_URL=server.url, ADA_TOKEN=ada.token, BOB_TOKEN=bob.token)


fixture.main([masto_js_does_what_people_do])
