#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What browsers load must stay light: all scripts together under 40 KB and the one of each page under 6 KB, gzipped as they are sent;
the style sheet of each page under 16 KB.

    check_weight.py STATICGEN STATIC-FOLDER"""
import gzip
import importlib.util
import pathlib
import sys

KB = 1024


def weight(data):
    return len(gzip.compress(data, 9, mtime=0))


def main():
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location("staticgen", sys.argv[1])
    staticgen = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(staticgen)
    root = pathlib.Path(sys.argv[2])
    scripts = {path.name: weight(staticgen.content(str(path))) for path in sorted((root / "js").glob("*.js"))}
    style = weight(staticgen.content(str(root / "css" / "app.css")))
    findings = []
    for what, bytes_, most in [("all scripts together", sum(scripts.values()), 40 * KB), ("js/app.js", scripts["app.js"], 6 * KB), ("css/app.css", style, 16 * KB)]:
        print(f"{what}: {bytes_:,} bytes of {most:,}")
        if bytes_ >= most:
            findings.append(f"{what}: {bytes_:,} bytes gzipped, must be under {most:,}")
    assert len(scripts) > 1 and min(scripts.values()) > 100, "no scripts were found"
    print(*findings, sep="\n")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
