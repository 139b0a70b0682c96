#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Takes pictures of every page, light and dark, on a desk and on a phone.

    screenshots.py [--language CODE] GALLERY-PROGRAM FOLDER [PAGE[:HEIGHT]...]

FOLDER/PAGE.png shows four frames: desktop light, desktop dark, phone light, phone dark.
"""
import argparse
import functools
import http.server
import os
import subprocess
import tempfile
import threading

FLAGS = ("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
         "--disable-component-update --disable-sync --hide-scrollbars").split()
FRAMES = [("desk light", 1240, "light"), ("desk dark", 760, "dark"), ("phone light", 390, "light"), ("phone dark", 320, "dark")]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):  # pylint: disable=arguments-differ
        pass


def sheet(name, height):
    frames = "".join(f'<iframe src="/{name}.{theme}.html" width="{width}" height="{height}" title="{label}"></iframe>'
                     for label, width, theme in FRAMES)
    return f'<!doctype html><body style="margin:0;display:flex;gap:12px;background:#888">{frames}<style>iframe{{border:0;flex:none}}</style>'


def shoot(port, wanted, folder):
    name, _, height = wanted.partition(":")
    height = int(height or 1500)
    page = os.path.join(folder, "sheet.html")
    with open(page, "w", encoding="utf-8") as out:
        out.write(sheet(name, height))
    width = sum(frame[1] + 12 for frame in FRAMES)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(["chromium", *FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}",
                        f"--screenshot={os.path.join(folder, name + '.png')}", f"http://127.0.0.1:{port}/sheet.html"],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", default="en")
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    folder, names = options.folder, options.names
    os.makedirs(folder, exist_ok=True)
    subprocess.run([options.program, folder, options.language], check=True)
    names = names or sorted(f[:-len(".light.html")] for f in os.listdir(folder) if f.endswith(".light.html"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name in names:
        shoot(server.server_port, name, folder)
    server.shutdown()


if __name__ == "__main__":
    main()
