# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands: backup of a live community, restore, check, settings."""
import json
import pathlib
import subprocess
import tarfile
import tempfile
import threading

import fixture


def run(server, *words, data=None):
    more = ["--data", str(data)] if data else []
    return subprocess.run([server.folkmoot, *words, "--config", str(server.config), *more], capture_output=True, text=True, timeout=120)


def plant_media(server, name, content):
    folder = server.database.parent / "media" / name[:2]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    account = server.sql("SELECT min(id) FROM account")[0][0]
    id = 1 + (server.sql("SELECT max(id) FROM media")[0][0] or 0)
    server.sql("INSERT INTO media (id, account_id, status_id, type, file, state, created_at) VALUES (?, ?, 1, 'image', ?, 1, 1)", id, account, f"{name[:2]}/{name}")


def restored(server, backup):
    data = pathlib.Path(tempfile.mkdtemp(dir=server.folder))
    done = run(server, "restore", str(backup), data=data)
    assert done.returncode == 0, done.stderr
    return data


def a_backup_of_a_busy_community_is_whole(server):
    ada = server.member("busy")
    plant_media(server, "abBackup.jpg", b"picture" * 1000)
    stop, posted = threading.Event(), []

    def post():
        while not stop.is_set():
            posted.append(ada.post("/api/v1/statuses", status=f"number {len(posted)}").json["id"])
    thread = threading.Thread(target=post)
    thread.start()
    try:
        for target in (server.folder / "backup.tar.gz", server.folder / "backup"):
            before = len(posted)
            done = run(server, "backup", str(target))
            assert done.returncode == 0, done.stderr
            data = restored(server, target)
            community = data / "communities" / server.domain
            assert (community / "media/ab/abBackup.jpg").read_bytes() == b"picture" * 1000
            done = run(server, "check", data=data)
            assert done.returncode == 0 and "0 missing" in done.stdout, done.stdout + done.stderr
            import sqlite3
            db = sqlite3.connect(community / "community.db")
            assert db.execute("SELECT count(*) FROM status").fetchone()[0] >= before, "what was acknowledged before is in it"
            db.close()
    finally:
        stop.set()
        thread.join()


def a_backup_is_never_written_over(server):
    done = run(server, "backup", str(server.folder / "backup.tar.gz"))
    assert done.returncode == 1 and "already there" in done.stderr


def a_restore_keeps_what_was_there(server):
    data = restored(server, server.folder / "backup.tar.gz")
    again = run(server, "restore", str(server.folder / "backup.tar.gz"), data=data)
    assert again.returncode == 1 and "--force" in again.stderr
    again = run(server, "restore", str(server.folder / "backup.tar.gz"), "--force", data=data)
    assert again.returncode == 0, again.stderr
    assert len(list((data / "communities").glob(f".{server.domain}.before-*"))) == 1


def a_hostile_tar_stays_in_its_folder(server):
    evil = server.folder / "evil.tar"
    with tarfile.open(evil, "w") as tar:
        for name, content in (("../escaped", b"x"), ("media/../../escaped", b"x"), ("/tmp/folkmoot-escaped", b"x"),
                              ("folkmoot.json", json.dumps({"domain": "../../etc", "schema": 0}).encode()), ("community.db", b"not a database" * 100)):
            import io
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    data = pathlib.Path(tempfile.mkdtemp(dir=server.folder))
    done = run(server, "restore", str(evil), data=data)
    assert done.returncode == 1 and done.stderr, done.stdout
    assert not list(server.folder.rglob("escaped")) and not list((data / "communities").iterdir())


def check_finds_a_file_that_is_gone(server):
    data = restored(server, server.folder / "backup")
    (data / "communities" / server.domain / "media/ab/abBackup.jpg").unlink()
    done = run(server, "check", data=data)
    assert done.returncode == 1 and "abBackup.jpg" in done.stdout and "1 missing" in done.stdout


def a_setting_is_checked_and_kept(server):
    assert run(server, "setting", "set", "max_characters", "777").returncode == 0
    assert run(server, "setting", "get", "max_characters").stdout == "777\n"
    assert "max_characters = 777" in run(server, "setting", "list").stdout.splitlines()
    assert run(server, "setting", "set", "max_characters", "many").returncode == 1
    assert run(server, "setting", "set", "no_such", "x").returncode == 1
    assert run(server, "setting", "set", "one").returncode == 2


def every_setting_is_explained(server):
    text = run(server, "config", "explain").stdout
    for name in ("trusted_proxies", "max_upload", "sign_up", "max_characters"):
        assert f"\n{name} (" in text
    assert f"port = {server.port}" in run(server, "config", "show").stdout
    assert run(server, "config", "check").returncode == 0
    broken = server.folder / "broken.conf"
    broken.write_text("port = 99999\n")
    done = subprocess.run([server.folkmoot, "config", "check", "--config", str(broken)], capture_output=True, text=True)
    assert done.returncode == 1 and "65535" in done.stderr


def every_command_has_help(server):
    overview = subprocess.run([server.folkmoot, "--help"], capture_output=True, text=True).stdout
    names = [line[2:22].strip() for line in overview.splitlines() if line.startswith("  ")]
    assert len(names) > 10
    for name in names:
        done = subprocess.run([server.folkmoot, *name.split(), "--help"], capture_output=True, text=True)
        assert done.returncode == 0 and done.stdout.startswith(f"usage: folkmoot {name}"), name


def what_is_not_known_is_refused_with_what_to_do(server):
    nothing = subprocess.run([server.folkmoot, "acount"], capture_output=True, text=True)
    assert nothing.returncode == 2 and not nothing.stdout and 'no command "acount"' in nothing.stderr
    half = subprocess.run([server.folkmoot, "account"], capture_output=True, text=True)
    assert half.returncode == 2 and "account create" in half.stderr and "serve" not in half.stderr
    typo = run(server, "account", "create", "typo", "--email", "typo@example.org", "--rol", "owner")
    assert typo.returncode == 2 and "--rol" in typo.stderr and not server.sql("SELECT id FROM account WHERE username = 'typo'")
    choice = run(server, "setting", "set", "sign_up", "opne")
    assert choice.returncode == 1 and "open approval invitation closed" in choice.stderr
    empty = subprocess.run([server.folkmoot, "serve", "--data", str(server.folder / "nowhere")], capture_output=True, text=True)
    assert empty.returncode == 1 and "folkmoot init" in empty.stderr
    assert subprocess.run([server.folkmoot, "--version"], capture_output=True, text=True).stdout.startswith("folkmoot ")


if __name__ == "__main__":
    fixture.main([a_backup_of_a_busy_community_is_whole, a_backup_is_never_written_over, a_restore_keeps_what_was_there,
                  a_hostile_tar_stays_in_its_folder, check_finds_a_file_that_is_gone, a_setting_is_checked_and_kept,
                  every_setting_is_explained, every_command_has_help, what_is_not_known_is_refused_with_what_to_do])
