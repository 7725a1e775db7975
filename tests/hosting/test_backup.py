"""Back-ups of a hub: made while it is used, whole or not at all; restored with owners and modes, never over what is there, never from what cannot be believed."""
from __future__ import annotations

import contextlib
import gzip
import io
import os
import pwd
import resource
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import databases
import msgspec
import pytest
from hosting import hub_data

from course_hub import archive, backup, gather, restore
from course_hub.archive import BackupError, Item, Manifest

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="a hub on one machine is root's, and owners are what is tested")
SQLITE = {"autumn": ""}
NOT_IN = ("backups", "before-restore", "env", "staff", "hub/hub.log")


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def no_user(name: str, home: Path, group: str) -> None:
    raise AssertionError(f"{name} is there")


def put_back(path: Path, data: Path, gradebooks: Callable[[Path], dict[str, str]] = lambda _: SQLITE, make_user: restore.MakeUser = no_user) -> list[str]:
    return list(restore.restore(path, data, gradebooks, make_user))


@pytest.fixture
def data() -> Iterator[Path]:
    """Where the users whose files it holds can get to, unlike pytest's own folders."""
    with tempfile.TemporaryDirectory(prefix="hub-") as place:
        Path(place).chmod(0o711)
        yield hub_data.make(Path(place) / "data")


def test_there_and_back(data: Path) -> None:
    """Everything but the software, with owners and modes; what was there meanwhile is aside."""
    before = hub_data.tree(data, *NOT_IN)
    path = backup.make(data, SQLITE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert (data / "backups").stat().st_mode & 0o777 == 0o700
    assert [p.name for p in (data / "backups").iterdir() if p.name != ".lock"] == [path.name]
    names = {item.name for item in archive.check(path).items}
    assert not [name for name in names if name.startswith(("env", "staff", "backups")) or name.endswith(".log")]
    shutil.rmtree(data / "learners" / "1043")
    hub_data.put(data / "learners" / "1042" / "course" / hub_data.MODULE / "boundary.jsonl", "later")
    (data / "courses" / "autumn" / "gradebook.db").write_bytes(b"gone")
    (data / "hub.toml").write_text(hub_data.HUB_TOML + "# later\n")
    said = put_back(path, data)
    assert hub_data.tree(data, *NOT_IN) == before
    assert hub_data.students(f"sqlite:///{data}/courses/autumn/gradebook.db") == list(hub_data.LEARNERS)
    assert (data / "exchange" / "autumn" / "inbound").stat().st_mode & 0o777 == 0o733
    assert (data / "learners" / "1043").stat().st_mode & 0o777 == 0o700
    assert (data / "env" / "bin" / "python").read_text() == "software", "left where it is"
    [aside] = data.glob("before-restore-*")
    assert (aside / "learners" / "1042" / "course" / hub_data.MODULE / "boundary.jsonl").read_text() == "later"
    assert "# later" in (aside / "hub.toml").read_text()
    assert str(aside) in said[-2]
    assert "come in now" in said[-1]
    assert not list(data.glob(".restoring-*"))


WRITE = """import itertools, sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=30)
for n in itertools.count():
    db.executemany("INSERT INTO student (id, first_name) VALUES (?, ?)", [(f"{n}-{half}", "x" * 3000) for half in "ab"])
    db.commit()
"""


def test_a_gradebook_in_use_is_copied_as_it_is_at_one_moment(data: Path) -> None:
    """Somebody writes pairs of rows all the while; in the copy there is never half a pair."""
    path = data / "courses" / "autumn" / "gradebook.db"
    assert path.stat().st_uid == hub_data.SOMEBODY.pw_uid, "read by its owner, not by root"
    small = path.stat().st_size
    with started(sys.executable, "-c", WRITE, str(path)):
        until(lambda: path.stat().st_size > small)
        made = [backup.make(data, SQLITE) for _ in range(3)]
    counts = []
    for one in made:
        with archive.opened(one) as (_, members):
            [copy] = [file.read() for item, file in members if file and item.name.endswith("gradebook.db")]
        db = sqlite3.connect(":memory:")
        db.deserialize(copy)
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT substr(id, 1, instr(id, '-')) FROM student WHERE id LIKE '%-%' GROUP BY 1 HAVING count(*) <> 2").fetchall() == []
        counts.append(db.execute("SELECT count(*) FROM student").fetchone()[0])
        db.close()
    assert counts == sorted(counts) and counts[-1] > 2


def test_what_is_not_the_learners_own_stays_out_and_is_named(data: Path) -> None:
    """Root reads the homes: a link must not lead it elsewhere."""
    home = data / "learners" / "1042"
    (home / "shadow").symlink_to("/etc/shadow")
    (home / "all").symlink_to("/etc")
    os.mkfifo(home / "pipe")
    hub_data.put(home / "not-mine", "root's")
    for again in (".cache/big", ".local/lib/python/x.py", ".local/share/jupyter/runtime/kernel.json"):
        hub_data.put(home / again, "x", hub_data.SOMEBODY)
    cache = ".local/share/jupyter/nbgrader_cache/autumn/submission_secret.txt"             # without it a learner could not fetch feedback any more
    hub_data.put(home / cache, "x", hub_data.SOMEBODY)
    (data / "courses" / "autumn" / "gradebook.db").rename(data / "real.db")
    (data / "courses" / "autumn" / "gradebook.db").symlink_to(data / "real.db")
    with open(os.fsencode(home) + b"/\xff", "wb"):
        pass
    found = archive.check(backup.make(data, SQLITE))
    names = {item.name.removeprefix("learners/1042/") for item in found.items if item.name.startswith("learners/1042/") and not item.folder}
    assert names == {f"course/{hub_data.MODULE}/boundary.jsonl", cache}
    for word in ("1042/shadow", "1042/all", "1042/pipe", "1042/not-mine", "autumn/gradebook.db", "its name is no text"):
        assert any(word in note for note in found.notes), (word, found.notes)


def test_a_broken_gradebook_is_kept_as_it_lies_and_named(data: Path) -> None:
    path = data / "courses" / "autumn" / "gradebook.db"
    path.write_bytes(broken := path.read_bytes()[:5000])
    made = backup.make(data, SQLITE)
    assert any("gradebook.db" in note and "as it lies there" in note for note in archive.manifest(made).notes)
    with archive.opened(made) as (_, members):
        assert [file.read() for item, file in members if file and item.name.endswith("gradebook.db")] == [broken]


def test_a_full_disk_leaves_the_earlier_ones(data: Path) -> None:
    """No file may grow beyond a limit, which the machine keeps to."""
    first = backup.make(data, SQLITE)
    was = first.read_bytes()
    hub_data.put(data / "learners" / "1042" / "large", os.urandom(400_000), hub_data.SOMEBODY)
    done = subprocess.run([sys.executable, "-m", "course_hub.backup", "--data", str(data), "make"], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)))
    assert done.returncode == 1
    assert done.stderr.startswith("No back-up was made. There is no space left on the disk.")
    assert "Earlier back-ups (1) are as before." in done.stderr
    assert first.read_bytes() == was
    assert [p.name for p in (data / "backups").iterdir() if p.name != ".lock"] == [first.name]


def test_only_so_many_are_kept_and_nothing_else_is_removed(data: Path) -> None:
    hub_data.put(data / "backups" / "by-hand.tar.gz", "mine")
    made = [backup.make(data, SQLITE, keep=2) for _ in range(4)]
    assert backup.made(data) == [made[3], made[2]]
    assert (data / "backups" / "by-hand.tar.gz").read_text() == "mine"


def test_one_at_a_time_and_what_a_killed_one_left_goes(data: Path) -> None:
    hub_data.put(data / "backups" / ".making-old" / "body", "half")
    with backup._only_one(data), pytest.raises(BackupError, match="already"):
        backup.make(data, SQLITE)
    backup.make(data, SQLITE)
    assert not list((data / "backups").glob(".making-*"))


def refused(path: Path, data: Path, match: str) -> None:
    before = hub_data.tree(data, "backups")
    with pytest.raises(BackupError, match=match):
        put_back(path, data)
    assert hub_data.tree(data, "backups") == before
    assert not list(data.glob("before-restore-*")) and not list(data.glob(".restoring-*"))


def test_a_damaged_file_is_refused(data: Path) -> None:
    """A byte changed anywhere, the end missing, another file altogether."""
    path = backup.make(data, SQLITE)
    whole = path.read_bytes()
    for at in range(20, len(whole), len(whole) // 15):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
        refused(path, data, "damaged")
    for size in (0, 10, 400, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:size])
        refused(path, data, "damaged")
    refused(path.with_name("gone.tar.gz"), data, "no such back-up")


def archived(path: Path, manifest: Manifest, members: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    """An archive with a manifest and members of one's choice."""
    data = msgspec.json.encode(manifest)
    first = tarfile.TarInfo(archive.MANIFEST)
    first.size = len(data)
    with gzip.open(path, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        tar.addfile(first, io.BytesIO(data))
        for info, content in members:
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


def info(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    found = tarfile.TarInfo(name)
    found.type, found.linkname = kind, link
    return found


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "hub/../../evil", "./hub", "backups/evil", "env/bin/python", ".ssh/authorized_keys", "hub//x", ""])
def test_no_name_leads_out_of_the_data_directory(data: Path, tmp_path: Path, name: str) -> None:
    says = Manifest(1, "now", {}, {}, [Item(name, "root", "root", 0o644, sha256=EMPTY)])
    refused(archived(tmp_path / "a.tar.gz", says, [(info(name), b"")]), data, "damaged")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_links_and_devices_are_refused(data: Path, tmp_path: Path, kind: bytes) -> None:
    says = Manifest(1, "now", {}, {}, [Item("evil", "root", "root", 0o644, sha256=EMPTY)])
    refused(archived(tmp_path / "a.tar.gz", says, [(info("evil", kind, "/etc/shadow"), b"")]), data, "damaged")


def test_a_member_beside_the_manifest_is_refused(data: Path, tmp_path: Path) -> None:
    refused(archived(tmp_path / "a.tar.gz", Manifest(1, "now", {}, {}, []), [(info("hub"), b"")]), data, "not in its manifest")
    refused(archived(tmp_path / "a.tar.gz", Manifest(1, "now", {}, {}, [Item("hub", "root", "root", 0o644, sha256=EMPTY)]), []), data, "missing")


def test_no_file_is_restored_with_a_bit_that_gives_rights(data: Path, tmp_path: Path) -> None:
    says = Manifest(1, "now", {}, {}, [Item("tool", "root", "root", 0o6755, sha256=EMPTY)])
    put_back(archived(tmp_path / "a.tar.gz", says, [(info("tool"), b"")]), data)
    assert (data / "tool").stat().st_mode & 0o7777 == 0o755


def test_a_newer_format_is_refused(data: Path, tmp_path: Path) -> None:
    refused(archived(tmp_path / "a.tar.gz", Manifest(archive.FORMAT + 1, "now", {}, {}, []), []), data, "newer version of the course")


@contextlib.contextmanager
def started(*words: str, **more: object) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(words, **more)                         # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_running_hub_is_refused(data: Path) -> None:
    """And one that crashed is not: its number is nobody's, or another program's."""
    path = backup.make(data, SQLITE)
    with started(sys.executable, "-c", "import time; time.sleep(60)", "jupyterhub") as hub:
        until(lambda: b"jupyterhub" in Path(f"/proc/{hub.pid}/cmdline").read_bytes())
        hub_data.put(data / "hub" / "jupyterhub.pid", str(hub.pid))
        refused(path, data, "hub is running")
    with started("sleep", "60", user="nobody", cwd=data / "learners" / "1042"):
        refused(path, data, "server still runs in .*1042")
    hub_data.put(data / "hub" / "jupyterhub.pid", str(os.getpid()))
    put_back(path, data)


def test_a_user_the_machine_does_not_have_is_made_again(data: Path) -> None:
    name = "sl-test-backup"
    subprocess.run(["useradd", "--system", "--no-create-home", "--gid", "nogroup", name], check=True)
    try:
        for found in (data / "learners" / "1042", *(data / "learners" / "1042").rglob("*")):
            shutil.chown(found, name)
        path = backup.make(data, SQLITE)
        subprocess.run(["userdel", name], check=True)
        assert "Made the user sl-test-backup again." in put_back(path, data, make_user=restore.made_again)
        assert pwd.getpwuid((data / "learners" / "1042" / "course").stat().st_uid).pw_name == name
    finally:
        subprocess.run(["userdel", name], check=False, capture_output=True)


def test_a_strange_owner_is_not_made(data: Path) -> None:
    with pytest.raises(BackupError, match="a hub does not make"):
        restore.made_again("daemon2", data, "nogroup")


def test_a_restore_that_fails_half_way_leaves_everything(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, rename = backup.make(data, SQLITE), os.rename

    def fail(source: Path, to: Path) -> None:
        if Path(source).name == "learners" and ".restoring" in str(source):
            raise OSError(28, "No space left on device")
        rename(source, to)
    monkeypatch.setattr(os, "rename", fail)
    refused(path, data, "Nothing was restored. There is no space left")


def test_the_command(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert backup.main(["--data", str(data), "list"]) == 0
    assert "There is no back-up" in capsys.readouterr().out
    assert backup.main(["--data", str(data), "make"]) == 0
    assert "found whole" in capsys.readouterr().out
    [path] = backup.made(data)
    assert backup.main(["--data", str(data), "list"]) == 0
    assert f"{path.name}" in (said := capsys.readouterr().out) and "1 cohort, 2 learners" in said
    assert backup.main(["--data", str(data), "restore", path.name]) == 0
    assert "Restored." in capsys.readouterr().out
    assert backup.main(["--data", str(data), "restore", "gone.tar.gz"]) == 1
    assert "no such back-up" in capsys.readouterr().err
    (data / "hub.toml").write_text("nonsense")
    assert backup.main(["--data", str(data), "make"]) == 1
    assert "hub.toml" in capsys.readouterr().err


def test_a_gradebook_in_postgresql(data: Path) -> None:
    """Dumped with the rest and restored with it; the one that was there is aside. When the database is away nothing is restored at all."""
    (data / "courses" / "autumn" / "gradebook.db").unlink()
    with databases.server() as server:
        urls = {"autumn": server.make("autumn")}
        hub_data.fill(urls["autumn"])
        path = backup.make(data, urls)
        assert archive.manifest(path).gradebooks == {"autumn": "postgresql"}
        with hub_data.Gradebook(urls["autumn"], "autumn") as book:
            book.remove_student("1042")
            book.add_student("1099")
        assert "The gradebook of autumn is in its database again." in put_back(path, data, lambda _: urls)
        assert hub_data.students(urls["autumn"]) == ["1042", "1043"]
        [aside] = data.glob("before-restore-*")
        gather.postgres.restore(urls["autumn"], aside / "databases" / "autumn.dump")
        assert hub_data.students(urls["autumn"]) == ["1043", "1099"]
        shutil.rmtree(aside)
        server.drop("autumn")
        with pytest.raises(BackupError) as told:
            put_back(path, data, lambda _: urls)
        assert "autumn" in str(told.value) and server.password not in str(told.value)
        assert not list(data.glob("before-restore-*"))
        with pytest.raises(BackupError) as told:
            backup.make(data, urls)
        assert server.password not in str(told.value)
        refused(path, data, "names no database")
