"""Ways to break a hand-in in the exchange, where its owner may write. Each takes the directory that `packing.submit` made and gives it back, if it is still there."""
from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

RECORD = "unfolding.jsonl"
STRANGER = 4242            # a user id that nobody has


def _instead(folder: Path, name: str = RECORD) -> Path:
    (folder / name).unlink()
    return folder / name


def _renamed(folder: Path, learner: str | None = None, when: str | None = None) -> Path:
    who, assignment, stamp, end = folder.name.rsplit("+", 3)
    return folder.rename(folder.with_name("+".join((learner or who, assignment, when or stamp, end))))


def pipe_as_record(folder: Path) -> Path:
    os.mkfifo(_instead(folder))
    return folder


def pipe_as_timestamp(folder: Path) -> Path:
    os.mkfifo(_instead(folder, "timestamp.txt"))
    return folder


def pipe_beside(folder: Path) -> Path:
    os.mkfifo(folder / "waits for ever")
    return folder


def socket_as_record(folder: Path) -> Path:
    here = Path.cwd()
    os.chdir(folder)                                       # the path of a socket has at most 108 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            _instead(folder)
            made.bind(RECORD)
    finally:
        os.chdir(here)
    return folder


def private_file(folder: Path) -> Path:
    """A file only the tutor may read, outside the exchange."""
    secret = folder.parents[2] / "private.txt"
    secret.write_text("TUTOR SECRET")
    secret.chmod(0o600)
    return secret


def link_as_record(folder: Path) -> Path:
    _instead(folder).symlink_to(private_file(folder))
    return folder


def link_beside(folder: Path) -> Path:
    (folder / "peek.html").symlink_to(private_file(folder))
    return folder


def link_to_a_folder(folder: Path) -> Path:
    (folder / "peek").symlink_to(folder.parents[2], target_is_directory=True)
    return folder


def link_as_hand_in(folder: Path) -> Path:
    elsewhere = folder.parents[2] / "elsewhere"
    shutil.move(folder, elsewhere)
    folder.symlink_to(elsewhere, target_is_directory=True)
    return folder


def hard_link(folder: Path) -> Path:
    os.link(private_file(folder), _instead(folder))
    return folder


def no_timestamp(folder: Path) -> Path:
    (folder / "timestamp.txt").unlink()
    return folder


def no_secret(folder: Path) -> Path:
    (folder / "submission_secret.txt").unlink()
    return folder


def secret_not_text(folder: Path) -> Path:
    _instead(folder, "submission_secret.txt").write_bytes(b"\xff\xfe\x00")
    return folder


def timestamp_edited(folder: Path) -> Path:
    _instead(folder, "timestamp.txt").write_text("2020-01-01 00:00:00.000000 UTC")
    return folder


def name_of_another_time(folder: Path) -> Path:
    (folder / "timestamp.txt").chmod(0o644)
    (folder / "timestamp.txt").write_text("2020-01-01 00:00:00.000000 UTC")
    os.utime(folder, (0, 0))
    return _renamed(folder, when="2020-01-01 00:00:00.000000 UTC")


def name_without_a_time(folder: Path) -> Path:
    return _renamed(folder, when="yesterday")


def learner_is_a_path(folder: Path) -> Path:
    return _renamed(folder, learner="..")


def folder_as_record(folder: Path) -> Path:
    _instead(folder).mkdir()
    return folder


def only_a_file(folder: Path) -> Path:
    shutil.rmtree(folder)
    folder.write_text("x")
    return folder


def folder_beside(folder: Path) -> Path:
    (folder / "drafts").mkdir()
    (folder / "drafts" / "old.txt").write_text("x")
    return folder


def by_somebody_else(folder: Path) -> Path:
    for path in (folder, *folder.iterdir()):
        os.chown(path, STRANGER, STRANGER)
    return folder


def record_by_somebody_else(folder: Path) -> Path:
    os.chown(folder / RECORD, STRANGER, STRANGER)
    return folder


# (how, what the tutor reads, whether it is collected all the same, whether only root can do it)
TABLE: list[tuple[Callable[[Path], Path], str, bool, bool]] = [
    (pipe_as_record, "unfolding.jsonl is no ordinary file", False, False),
    (pipe_as_timestamp, "timestamp.txt is no ordinary file", False, False),
    (pipe_beside, "waits for ever", True, False),
    (socket_as_record, "unfolding.jsonl is no ordinary file", False, False),
    (link_as_record, "unfolding.jsonl is a link", False, False),
    (link_beside, "peek.html", True, False),
    (link_to_a_folder, "peek", True, False),
    (link_as_hand_in, "is a link", False, False),
    (hard_link, "unfolding.jsonl is a second name of a file", False, False),
    (no_timestamp, "half there", False, False),
    (no_secret, "half there", False, False),
    (secret_not_text, "submission_secret.txt is not as nbgrader wrote it", False, False),
    (timestamp_edited, "timestamp.txt says 2020-01-01", True, False),
    (name_of_another_time, "says it was handed in on 2020-01-01", True, False),
    (name_without_a_time, "has no proper time in its name", False, False),
    (learner_is_a_path, "is no learner's name", False, False),
    (folder_as_record, "unfolding.jsonl is a folder", False, False),
    (only_a_file, "is no folder", False, False),
    (folder_beside, "drafts", True, False),
    (by_somebody_else, "belongs to", False, True),
    (record_by_somebody_else, "unfolding.jsonl belongs to", False, True),
]
