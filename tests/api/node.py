# SPDX-License-Identifier: AGPL-3.0-or-later
"""Programs of Node.js in the tests: their packages are fetched once, from tests/package-lock.json."""
import fcntl
import os
import pathlib
import shutil
import subprocess

TESTS = pathlib.Path(__file__).resolve().parent.parent


def packages():
    """Tests run side by side: one of them fetches, the others wait for it."""
    stamp, lock_file = TESTS / "node_modules" / ".fetched", TESTS / "package-lock.json"
    with open(lock_file, "rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_bytes() == lock.read():
            return
        done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-progress"], cwd=TESTS, capture_output=True, text=True, timeout=300)
        if done.returncode:
            raise AssertionError("npm ci in tests/ failed (it needs the npm registry once):\n" + done.stdout + done.stderr)
        shutil.copyfile(lock_file, stamp)


def run(script, timeout=120, **environment):
    """Runs a script beside this file or in tests/web; what it prints is printed; AssertionError when it ends badly."""
    packages()
    done = subprocess.run(["node", str(script)], env={**os.environ, **environment}, timeout=timeout, check=False)
    assert done.returncode == 0, f"{pathlib.Path(script).name} ended with {done.returncode}"
