# SPDX-License-Identifier: AGPL-3.0-or-later
"""Installs into an empty folder and uses what is there: the program, the library by its pkg-config file from C99, C++ and Python, shared
and static.

    test_install.py SOURCE_ROOT BUILD_ROOT PREFIX

Without ninja's rebuilding: what is built is installed. A build under a sanitizer is not for others to link: only the files are looked at."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HARMLESS, THREAT = "The weather is lovely today.", "I will kill you tonight."


def sh(*command, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


class Place:
    """What was installed, in a folder of its own."""

    def __init__(self, source, build, prefix):
        self.source, self.build, self.prefix = pathlib.Path(source), pathlib.Path(build), prefix
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="folkmoot-install-"))
        sh("meson", "install", "-C", build, "--destdir", self.folder, "--no-rebuild", "--quiet")
        self.root = self.folder / prefix.lstrip("/")
        self.pc = self.one("lib/**/folkmoot-screen.pc")
        self.lib = self.one("lib/**/libfolkmoot-screen.so.0").parent
        self.model = self.one("share/folkmoot/screen.model")
        self.environment = dict(os.environ, PKG_CONFIG_PATH=str(self.pc.parent), PKG_CONFIG_SYSROOT_DIR=str(self.folder), LD_LIBRARY_PATH=str(self.lib))
        options = json.loads(sh("meson", "introspect", build, "--buildoptions"))
        self.sanitized = next(o["value"] for o in options if o["name"] == "b_sanitize") != "none"

    def one(self, pattern):
        found = sorted(self.root.glob(pattern))
        assert found, f"{pattern} was not installed"
        return found[0]

    def flags(self, *what):
        return sh("pkg-config", *what, "folkmoot-screen", env=self.environment).split()

    def compile(self, compiler, source, *more):
        program = self.folder / "program"
        sh(*compiler, "-Wall", "-Wextra", "-Wpedantic", "-Werror", self.source / source, "-o", program, *more)
        return program


def found_by(place, *command):
    return sh(*command, place.model, input=f"{HARMLESS}\n{THREAT}\n", env=place.environment)


def looks_right(printed):
    lines = printed.splitlines()
    assert lines[0] == HARMLESS and lines[1] == THREAT, printed
    assert re.search(r"^  threat +0\.\d+ (report|hold) .*kill", printed, re.M), printed


def everything_is_installed(place):
    for pattern in ("bin/folkmoot", "lib*/folkmoot/folkmoot-media", "include/folkmoot-screen.h", "share/folkmoot/screen.model", "lib/**/libfolkmoot-screen.so",
                    "lib/**/libfolkmoot-screen.a"):
        place.one(pattern)
    if shutil.which("scdoc"):
        for page in ("folkmoot.1", "folkmoot-screen.1", "folkmoot.conf.5"):
            assert place.one(f"share/man/man*/{page}").stat().st_size > 500, page


def nothing_else_of_it_is_seen(place):
    for what in (["-D"], ["-g"]):
        library = place.lib / ("libfolkmoot-screen.so" if what == ["-D"] else "libfolkmoot-screen.a")
        names = {line.split()[-1].split("@")[0] for line in sh("nm", *what, "--defined-only", library).splitlines() if " T " in line or " D " in line or " B " in line}
        assert names and all(name.startswith(("folkmoot_screen_", "folkmoot_ruleset_", "folkmoot_findings_")) for name in names), names
        header = place.one("include/folkmoot-screen.h").read_text()
        assert names == set(re.findall(r"\b(folkmoot_\w+)\(", re.sub(r"/\*.*?\*/", "", header, flags=re.S))), names


def it_needs_few_others(place):
    needed = set(re.findall(r"NEEDED.*\[(\S+?)\.so", sh("readelf", "-d", place.lib / "libfolkmoot-screen.so")))
    assert place.sanitized or needed <= {"libc", "libm", "libinih", "libpcre2-8", "ld-linux-x86-64"}, needed
    assert "[libfolkmoot-screen.so.0]" in sh("readelf", "-d", place.lib / "libfolkmoot-screen.so")


def c99_and_cpp_build_on_it(place):
    flags = place.flags("--cflags", "--libs")
    for compiler in (["cc", "-std=c99"], ["c++", "-std=c++11", "-x", "c++"]):
        if not place.sanitized and shutil.which(compiler[0]):
            looks_right(found_by(place, place.compile(compiler, "docs/examples/screen_lines.c", *flags)))


def it_links_statically(place):
    if place.sanitized:
        return
    flags = [f for f in place.flags("--cflags", "--libs", "--static") if f != "-lfolkmoot-screen"]
    program = place.compile(["cc", "-std=c99"], "docs/examples/screen_lines.c", place.lib / "libfolkmoot-screen.a", *flags)
    assert "folkmoot" not in sh("ldd", program)
    looks_right(found_by(place, program))


def python_uses_it(place):
    if not place.sanitized:
        looks_right(found_by(place, sys.executable, place.source / "docs/examples/screen_lines.py"))


def the_pc_file_knows_the_model(place):
    told = sh("pkg-config", "--variable=model", "folkmoot-screen", env=dict(place.environment, PKG_CONFIG_SYSROOT_DIR="")).strip()
    assert told == str(pathlib.Path(place.prefix) / "share/folkmoot/screen.model"), told
    assert sh("pkg-config", "--modversion", "folkmoot-screen", env=place.environment).strip()


def the_program_finds_the_model(place):
    printed = sh(place.root / "bin/folkmoot", "screen", "--model", place.model, input=THREAT)
    assert '"category":"threat"' in printed, printed


TESTS = (everything_is_installed, nothing_else_of_it_is_seen, it_needs_few_others, c99_and_cpp_build_on_it, it_links_statically, python_uses_it,
         the_pc_file_knows_the_model, the_program_finds_the_model)


def main():
    place, failed = Place(*sys.argv[1:4]), 0
    try:
        for test in TESTS:
            try:
                test(place)
            except AssertionError as wrong:
                print(f"{test.__name__.replace('_', ' ')}: {wrong}")
                failed += 1
    finally:
        shutil.rmtree(place.folder)
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
