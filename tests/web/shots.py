#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pictures of the main pages of the demo community, light and dark, on a desk and on a phone.

    shots.py FOLKMOOT FOLDER [--demo DATA] [NAME...]

FOLDER/NAME-desk-light.png and so on. --demo takes the data folder of a demo that was made before. NAME: only pages whose name begins so."""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "api")]
import fixture  # noqa: E402
import node  # noqa: E402


def make_demo(folkmoot, data):
    print("making the demo community", flush=True)
    subprocess.run([folkmoot, "demo", "--data", data, "--domain", f"127.0.0.1:{fixture.free_port()}", "--people", "160", "--posts", "2400"],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)


def logins(data):
    return {role: (mail, password) for role, mail, password in re.findall(r"^\s+(\w+)\s+(\S+@\S+)\s+password (\S+)$", (data / "demo.txt").read_text(), re.M)}


def take(folkmoot, data, folder, names):
    domain = next((data / "communities").iterdir()).name
    with open(folder / "server.log", "wb") as log, subprocess.Popen([folkmoot, "serve", "--data", str(data), "--listen", domain], stdout=log, stderr=log) as server:
        try:
            for _ in range(100):
                try:
                    urllib.request.urlopen(f"http://{domain}/about", timeout=5).close()
                    break
                except OSError:
                    time.sleep(.1)
            words = [word for role in ("owner", "member") for word in logins(data)[role]]
            return subprocess.run(["node", str(HERE / "shots.mjs"), f"http://{domain}", str(folder), *words, *names], timeout=900, check=False).returncode
        finally:
            server.terminate()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folkmoot")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--demo", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_intermixed_args()
    node.packages()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="folkmoot-shots-") as temporary:
        data = options.demo or pathlib.Path(temporary) / "data"
        if not data.exists():
            make_demo(options.folkmoot, str(data))
        sys.exit(take(options.folkmoot, data, options.folder, options.names))


if __name__ == "__main__":
    main()
