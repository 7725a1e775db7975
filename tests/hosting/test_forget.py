"""One learner: what is held, handed over as one file, deleted everywhere; nobody else's is touched, whatever lies in the way."""
from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import databases
import httpx
import pytest
from hosting import hub_data
from hosting.hubs import API_TOKEN, running
from jupyterhub import orm
from nativeauthenticator.orm import UserInfo
from nbgrader.utils import notebook_hash

from course_hub import backup, forget, held, hub_user
from course_hub.held import HeldError

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="a hub on one machine is root's")
SQLITE = {"autumn": ""}
OTHERS = "1043"


@pytest.fixture(autouse=True)
def no_system_users(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real hub on this machine may have users of the numbers used here, whose homes are elsewhere."""
    monkeypatch.setattr(forget, "_userdel", lambda name: pytest.fail(name))


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hub-") as place:
        Path(place).chmod(0o711)
        data = hub_data.make(Path(place) / "data")
        (data / "hub" / "jupyterhub.sqlite").unlink()
        with orm.new_session_factory(f"sqlite:///{data / 'hub' / 'jupyterhub.sqlite'}")() as session:
            UserInfo.metadata.create_all(session.connection(), tables=[UserInfo.__table__])
            for learner in hub_data.LEARNERS:
                user = orm.User(name=learner)
                session.add(user)
                session.add(orm.Spawner(name="", user=user))
                session.add(UserInfo(username=learner, password=b"x"))
            session.commit()
        course = data / "courses" / "autumn"
        for learner in hub_data.LEARNERS:
            for name in (f"downloaded/{hub_data.MODULE}/archive/{hub_data.MODULE}--{learner}--20261120T100000Z.zip", f"set-aside/{hub_data.MODULE}/{learner}/no-time-1/why.txt"):
                hub_data.put(course / name)
            secret = f"early-{learner}"
            hub_data.put(data / "learners" / learner / ".local/share/jupyter/nbgrader_cache/autumn" / f"{learner}+x+y" / held.SECRET, secret)
            for one in (secret, f"secret-of-{learner}"):
                hub_data.put(data / "exchange" / "autumn" / "feedback" / f"{notebook_hash(secret=one, notebook_id='work')}.html", learner)
        hub_data.put(course / "reports" / "mark.csv", "learner,state\n1042,marked\n10420,marked\n")
        hub_data.put(course / "roster.csv", "number,first name\n1042,Robin\n1043,Robin\n")
        hub_data.put(data / "autumn.csv", "number,first name\n1043,Robin\n")
        hub_data.put(data / "passwords-1.csv", "number,one-time password\n1042,x\n")
        yield data


def theirs(data: Path, who: str) -> list[str]:
    """Every file with a learner's number in its path or text, but for lists, back-ups and databases."""
    return [name for name, (text, *_) in hub_data.tree(data, "backups", "hub", "autumn.csv", "passwords-1.csv", "courses/autumn/r").items() if who in name or who in text]


def tables(data: Path) -> dict[str, list[str]]:
    with sqlite3.connect(data / "hub" / "jupyterhub.sqlite") as db:
        found = {"users": [n for (n,) in db.execute("SELECT name FROM users")], "accounts": [n for (n,) in db.execute("SELECT username FROM users_info")],
                 "servers": [str(n) for (n,) in db.execute("SELECT user_id FROM spawners")]}
    db.close()
    return found


def test_it_is_said_first_and_nothing_changes(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = hub_data.tree(data)
    path = backup.make(data, SQLITE)
    assert forget.main(["1042", "--data", str(data), "--keep", "3"]) == 0
    said = capsys.readouterr().out
    for line in ("learners/1042: 2 files", "exchange/autumn/inbound/1042+", "courses/autumn/submitted/1042: 3 files", "the gradebook of autumn: their name, 1 hand-ins",
                 "the hub's database: their user", "courses/autumn/reports/mark.csv: has a line of theirs. Take it out by hand.",
                 "passwords-1.csv: has a line of theirs. Take it out by hand.", "courses/autumn/roster.csv: has a line of theirs, until the next start of the hub writes it anew.",
                 f"backups/{path.name}: goes when 3 more have been made", "hub/*.log", "Nothing has been deleted."):
        assert line in said, (line, said)
    assert "1043" not in said
    assert said.count("exchange/autumn/feedback/") == 2
    assert hub_data.tree(data, "backups") == before
    assert forget.main(["9999", "--data", str(data)]) == 1
    assert "Nothing is held of 9999" in capsys.readouterr().err
    assert forget.main(["../etc", "--data", str(data)]) == 1


def test_everything_goes_and_nobody_elses(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    others = theirs(data, OTHERS)
    (data / "courses" / "autumn" / "submitted" / "10420").mkdir()
    assert forget.main(["1042", "--data", str(data), "--yes"]) == 0
    said = capsys.readouterr().out
    assert "Deleted from the hub's database, since the hub is stopped." in said
    assert theirs(data, "1042") == []
    assert theirs(data, OTHERS) == others
    assert (data / "courses" / "autumn" / "submitted" / "10420").is_dir()
    gradebook = f"sqlite:///{data}/courses/autumn/gradebook.db"
    assert hub_data.students(gradebook) == [OTHERS]
    with sqlite3.connect(data / "courses" / "autumn" / "gradebook.db") as db:
        for table in ("submitted_assignment", "submitted_notebook", "grade", "comment"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,), table
    db.close()
    assert (data / "courses" / "autumn" / "gradebook.db").stat().st_uid == hub_data.SOMEBODY.pw_uid
    assert tables(data) == {"users": [OTHERS], "accounts": [OTHERS], "servers": ["2"]}
    assert list(forget.delete(data, "1042", SQLITE)) == [], "again: nothing is left"


def test_whoever_is_on_a_list_still_is_not_deleted(data: Path) -> None:
    """The next start of the hub would make them again."""
    before = hub_data.tree(data)
    with pytest.raises(HeldError, match=r"1043 is still on autumn\.csv"):
        list(forget.delete(data, "1043", SQLITE))
    assert hub_data.tree(data) == before


def test_no_link_leads_the_deletion_elsewhere(data: Path) -> None:
    """A tutor, or a learner, may have put one where a folder belongs."""
    away = data.parent / "away"
    hub_data.put(away / "1042" / "precious")
    for place in ("courses/autumn/submitted", "exchange/autumn/inbound", "courses/autumn/feedback"):
        shutil.rmtree(data / place)
        (data / place).symlink_to(away)
    home = data / "learners" / "1042"
    (home / "link").symlink_to(away)
    shutil.rmtree(data / "courses" / "autumn" / "autograded" / "1042")
    (data / "courses" / "autumn" / "autograded" / "1042").symlink_to(away / "1042")
    to = data.parent / "copy.zip"
    forget.copy(data, "1042", SQLITE, to)
    assert not [name for name in zipfile.ZipFile(to).namelist() if "precious" in name]
    list(forget.delete(data, "1042", SQLITE))
    assert (away / "1042" / "precious").exists()
    assert not home.exists()
    assert not os.path.lexists(data / "courses" / "autumn" / "autograded" / "1042")


def test_a_copy_to_hand_over(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = data.parent / "1042.zip"
    assert forget.main(["1042", "--data", str(data), "--copy-to", str(to)]) == 0
    assert to.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(to) as pack:
        names = pack.namelist()
        assert f"learners/1042/course/{hub_data.MODULE}/boundary.jsonl" in names
        assert f"courses/autumn/submitted/1042/{hub_data.MODULE}/work.ipynb" in names
        marks = json.loads(pack.read("courses/autumn/marks.json"))
    assert marks["email"] == "1042@example.org"
    assert marks["hand-ins"][0]["comments"] == {"check": "for 1042"}
    assert marks["hand-ins"][0]["marks"]["check"]["given"] == 2
    assert not [name for name in names if OTHERS in name or name.endswith(held.SECRET)]
    assert f"Copied {len(names)} files" in capsys.readouterr().out
    assert forget.main(["1042", "--data", str(data), "--copy-to", str(to)]) == 1, "never over a file"
    assert "Choose a new name" in capsys.readouterr().err


def test_while_a_server_runs_nothing_is_deleted(data: Path) -> None:
    process = subprocess.Popen(["sleep", "60"], cwd=data / "learners" / "1042")
    try:
        with pytest.raises(HeldError, match="still runs"):
            list(forget.delete(data, "1042", SQLITE))
    finally:
        process.kill()
        process.wait()
    assert (data / "learners" / "1042").is_dir()


def test_the_system_user_goes_too(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By userdel, unless whoever calls has a way of their own."""
    who, name = "forget-one", "sl-forget-one"
    monkeypatch.undo()
    (data / "learners" / who).mkdir()
    make = ["useradd", "--system", "--no-create-home", "--gid", "nogroup", "--home-dir"]
    try:
        subprocess.run([*make, "/elsewhere/learners/forget-one", name], check=True)
        assert f"the system user {name}" not in list(forget.said(data, who, SQLITE)), "another hub's"
        subprocess.run(["userdel", name], check=True)
        subprocess.run([*make, str(data / "learners" / who), name], check=True)
        assert f"the system user {name}" in list(forget.said(data, who, SQLITE))
        told = list[str]()
        assert f"Removed the system user {name}." in list(forget.delete(data, who, SQLITE, told.append))
        assert told == [name] and forget._user(data, who)
        assert list(forget.delete(data, who, SQLITE)) == [f"Removed the system user {name}."]
        assert not forget._user(data, who)
    finally:
        subprocess.run(["userdel", name], check=False, capture_output=True)


def test_a_gradebook_in_postgresql(data: Path) -> None:
    with databases.server() as server:
        url = server.make("autumn")
        hub_data.fill(url)
        assert "Deleted from the gradebook of autumn." in list(forget.delete(data, "1042", {"autumn": url}))
        assert hub_data.students(url) == [OTHERS]
        server.drop("autumn")
        with pytest.raises(HeldError) as told:
            list(forget.said(data, "1043", {"autumn": url}))
        assert server.password not in str(told.value)


def test_a_running_hub_is_asked_to_delete(data: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Through its API, with a token; without one nothing is deleted."""
    with running(tmp_path, {"kind": "native"}, {"1042": {"learners-autumn"}, "anna": {"tutors-autumn"}}) as hub:
        assert httpx.post(f"{hub.url}/hub/api/users/1042", headers={"Authorization": f"token {API_TOKEN}"}, verify=False).status_code == 201
        hub_data.put(data / "hub" / "jupyterhub.pid", str(hub.process.pid))
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/hub/api", forget._api(data))
        monkeypatch.setattr(forget, "_api", lambda _: f"{hub.url}/hub/api")
        monkeypatch.delenv(forget.TOKEN, raising=False)
        with pytest.raises(HeldError, match="The hub is running"):
            list(forget.delete(data, "1042", SQLITE))
        assert theirs(data, "1042")
        monkeypatch.setenv(forget.TOKEN, "wrong")
        with pytest.raises(HeldError, match="has to be an admin's"):
            list(forget.delete(data, "1042", SQLITE))
        assert theirs(data, "1042")
        monkeypatch.setenv(forget.TOKEN, API_TOKEN)
        assert "the hub: their user" in list(forget.said(data, "1042", SQLITE))
        assert next(iter(said := list(forget.delete(data, "1042", SQLITE)))).startswith("Deleted from the hub, through its API")
        assert not any("since the hub is stopped" in line for line in said)
        assert hub.user("1042") is None
        assert theirs(data, "1042") == []
        assert not hub_user.known(f"{hub.url}/hub/api", API_TOKEN, "1042")
