"""Packing honest hand-ins, for tests: as the course does, as each LMS does, as nbgrader's submit does."""
from __future__ import annotations

import datetime
import functools
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from plays import MODULE, TALK, answer_boundary, divide, open_game, play_run, write_sheet

from systems_leadership import registry
from systems_leadership.games.hand_in import bundle

LEARNER = "1042"
WHEN = datetime.datetime.now(datetime.UTC).replace(microsecond=0) - datetime.timedelta(days=2)
Files = dict[str, bytes]


@functools.cache
def _made() -> tuple[tuple[str, bytes], ...]:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "course"
        game = open_game(root)
        play_run(game, "mh_commissioner")
        play_run(game, "family")
        divide(root)
        answer_boundary(root)
        for task in ("reflection_a", "reflection_b"):
            sheet: Any = registry.exercise(task)
            write_sheet(root, dict.fromkeys((q.id for q in sheet.text.question), f"{TALK} " * 8), task)
        hand: Any = registry.exercise("hand_in")
        return tuple(bundle.collect(game.desk.folder, MODULE, hand.records).items())


def whole() -> Files:
    """The files of one honest hand-in of module 1: work.ipynb and five records. Made once; yours to change."""
    return dict(_made())


def zipped(files: Files, learner: str = LEARNER, when: datetime.datetime = WHEN, assignment: str = MODULE) -> bytes:
    """A hand-in file with a manifest that is true of `files`."""
    return bundle.zipped(bundle.manifest(assignment, learner, files, when), files)


def name(learner: str = LEARNER, when: datetime.datetime = WHEN) -> str:
    """What the course calls that file."""
    return bundle.file_name(bundle.manifest(MODULE, learner, {}, when))


def archive(items: Iterable[tuple[str, bytes]]) -> bytes:
    """Any zip file: a name may come twice."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for item, data in items:
            made.writestr(item, data)
    return out.getvalue()


def moodle(hand_ins: dict[str, tuple[str, bytes]], after: str = "file_") -> bytes:
    """Moodle's "Download all submissions": a folder a person. `hand_ins` has (file name, bytes) by a person's name."""
    return archive((f"{who}_{881000 + n}_assignsubmission_{after}/{file}", data) for n, (who, (file, data)) in enumerate(hand_ins.items()))


def canvas(hand_ins: dict[str, tuple[str, bytes]], late: Iterable[str] = ()) -> bytes:
    """Canvas's submissions.zip. `hand_ins` by name as Canvas writes it: lastnamefirstname."""
    return archive((f"{who}_{'LATE_' if who in late else ''}{3000 + n}_{207700 + n}_{file}", data) for n, (who, (file, data)) in enumerate(hand_ins.items()))


def blackboard(hand_ins: dict[str, tuple[str, bytes]], when: datetime.datetime = WHEN) -> bytes:
    """Blackboard's gradebook file: each hand-in with the time of its attempt, and a receipt. `hand_ins` by username."""
    at = when.astimezone().strftime("%Y-%m-%d-%H-%M-%S")
    files = ((f"Module 1_{who}_attempt_{at}_{file}", data) for who, (file, data) in hand_ins.items())
    return archive([*files, *((f"Module 1_{who}_attempt_{at}.txt", b"Name: Somebody\nAssignment: Module 1\n") for who in hand_ins)])


def submit(inbound: Path, files: Files, learner: str, when: datetime.datetime | None = None, assignment: str = MODULE) -> Path:
    """A directory in the exchange as `nbgrader submit` leaves it, now. With another `when` it says so, and its inodes do not."""
    stamp = (when or datetime.datetime.now(datetime.UTC)).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    to = inbound / f"{learner}+{assignment}+{stamp}+{os.urandom(6).hex()}"
    to.mkdir(parents=True)
    secret = os.urandom(64).hex().encode()
    for file, data in {**files, "timestamp.txt": stamp.encode(), "submission_secret.txt": secret}.items():
        (to / file).write_bytes(data)
        (to / file).chmod(0o444)
    to.chmod(0o777)
    return to


def manifest_of(data: bytes) -> dict[str, Any]:
    """The manifest in a hand-in file, to be changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return json.loads(opened.read(bundle.MANIFEST))
