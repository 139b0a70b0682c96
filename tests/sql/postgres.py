# SPDX-License-Identifier: AGPL-3.0-or-later
"""A private PostgreSQL 15 for a test: its own folder, its own unix socket, no network, gone at the end."""
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

BIN = pathlib.Path("/usr/lib/postgresql/15/bin")


class Postgres:
    """with Postgres() as pg: pg.psql("SELECT 1")"""

    def __enter__(self):
        if not (BIN / "initdb").exists():
            raise SystemExit("PostgreSQL 15 is not installed: apt-get install postgresql-15")
        self.folder = tempfile.mkdtemp(prefix="folkmoot-pg-")
        self.prefix = []
        if os.geteuid() == 0:  # PostgreSQL does not run as root
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self.prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        try:
            self.run("initdb", "-D", f"{self.folder}/data", "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
            self.run("pg_ctl", "-D", f"{self.folder}/data", "-l", f"{self.folder}/log", "-w", "-o",
                     f"-c listen_addresses='' -k {self.folder} -c fsync=off -c shared_buffers=16MB -c max_connections=10", "start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if os.path.exists(f"{self.folder}/data/postmaster.pid"):
            self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program, *arguments):
        done = subprocess.run(self.prefix + [str(BIN / program), *arguments], cwd="/", stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}")

    def psql(self, script, stop=True):
        """Runs a script; returns (output, errors) as text, unaligned, fields parted by a tab."""
        done = subprocess.run(["psql", "-h", self.folder, "-U", "test", "-d", "postgres", "-XqAtF", "\t", "-v", f"ON_ERROR_STOP={int(stop)}", "-f", "-"],
                              input=script, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/", check=False)
        return done.stdout, done.stderr
