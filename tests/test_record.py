"""The record: append-only, kept on disk before anything is shown, and never lost whatever the file meets."""
from __future__ import annotations

import errno
import multiprocessing
import os
import stat
import threading
from pathlib import Path

import pytest

from systems_leadership import lines, record
from systems_leadership.record import Record, RecordTrouble

OPS = [{"do": "a", "n": n, "text": "é🚌אב"} for n in range(5)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "unfolding.jsonl"


def filled(path: Path) -> Record:
    kept = Record(path, "unfolding", "marlshire")
    for op in OPS:
        assert kept.append(op) == "saved"
    return kept


def test_what_is_appended_is_read_back(path: Path) -> None:
    filled(path)
    assert Record(path, "unfolding").ops == OPS


def test_nothing_is_written_before_the_first_move(path: Path) -> None:
    Record(path, "unfolding")
    assert not path.exists()


def test_others_may_read_the_file(path: Path) -> None:
    """A tutor under another account reads it: mode 0644."""
    filled(path)
    assert stat.S_IMODE(path.stat().st_mode) & 0o044 == 0o044 & ~_umask()


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


def test_a_record_cut_anywhere_in_its_last_line_gives_all_before_it(path: Path) -> None:
    filled(path)
    whole = path.read_bytes()
    last = whole[:-1].rfind(b"\n") + 1
    for cut in range(last + 1, len(whole) - 1):
        for old in path.parent.iterdir():
            old.unlink()
        path.write_bytes(whole[:cut])
        kept = Record(path, "unfolding")
        assert kept.ops == OPS[:-1]
        assert "damaged from move 5 on. Moves 1 to 4 are back" in kept.damage
        assert path.with_name("unfolding.damaged.jsonl").read_bytes() == whole[:cut]
        assert path.read_bytes() == whole[:last]
        assert kept.append(OPS[-1]) == "saved"
        assert path.read_bytes() == whole


def test_damage_in_the_middle_keeps_what_stands_before_it(path: Path) -> None:
    filled(path)
    rows = path.read_bytes().splitlines(keepends=True)
    rows[3] = b'{"n": 3, "op": \xff\xfe}\n'
    path.write_bytes(b"".join(rows))
    kept = Record(path, "unfolding")
    assert kept.ops == OPS[:2]
    assert kept.damage == ("unfolding.jsonl was damaged from move 3 on. Moves 1 to 2 are back; the 2 after the damage are not, since the moves between are gone. "
                           "The damaged copy, with all that was in it, is kept as unfolding.damaged.jsonl.")
    assert path.with_name("unfolding.damaged.jsonl").read_bytes() == b"".join(rows)


def test_a_second_damage_does_not_overwrite_the_first_copy(path: Path) -> None:
    for _ in range(2):
        path.unlink(missing_ok=True)
        filled(path)
        path.write_bytes(path.read_bytes()[:-3])
        kept = Record(path, "unfolding")
    assert path.with_name("unfolding.damaged-2.jsonl").exists()
    assert "is kept as unfolding.damaged-2.jsonl." in kept.damage


@pytest.mark.parametrize(("content", "sentence", "aside"), [
    (b"PK\x03\x04 zip", "unfolding.jsonl is not a record of this course. It has been left as it is.", True),
    (b'{"hello": 1}\n', "unfolding.jsonl is not a record of this course.", True),
    (b"\xff\xfe\x00\x01\n", "unfolding.jsonl is not a record of this course.", True),
    (b'{"record":"systems-leadership","version":1,"exercise":"parcels"}\n', "belongs to another exercise (“parcels”)", True),
    (b'{"record":"systems-leadership","version":2,"exercise":"unfolding"}\n', "written by a newer version of the course (records version 2; this is 1). Nothing has been changed.", False),
    (b'{"record":"systems-leadership","version":1,"exercise":"unfolding"}\n' + b"x" * (lines.LARGEST + 1), "is 8 MB, far more than any game writes.", True)])
def test_a_file_that_is_no_usable_record_is_named_and_left_alone(path: Path, content: bytes, sentence: str, aside: bool) -> None:
    path.write_bytes(content)
    with pytest.raises(RecordTrouble) as trouble:
        Record(path, "unfolding")
    assert sentence in str(trouble.value)
    assert trouble.value.can_set_aside is aside
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"\n", b'{"record":"systems-leadership","version":1,"exercise":"unfolding"}\n'])
def test_an_empty_record_is_an_empty_record(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    kept = Record(path, "unfolding")
    assert kept.ops == []
    assert not kept.damage


def test_setting_aside_keeps_the_file_under_another_name(path: Path) -> None:
    for n, name in enumerate(("unfolding.set-aside.jsonl", "unfolding.set-aside-2.jsonl")):
        path.write_bytes(bytes([n]))
        assert record.set_aside(path).name == name
        assert path.with_name(name).read_bytes() == bytes([n])


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "the disk is read-only"), (errno.EACCES, "this folder is read-only")])
def test_a_move_that_cannot_be_kept_is_not_made(path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    kept = filled(path)
    before = path.read_bytes()

    def full(fd: int) -> None:
        raise OSError(number, os.strerror(number))
    monkeypatch.setattr(os, "fsync", full)
    assert kept.append({"do": "b"}) == "not saved"
    assert kept.not_saved.startswith(f"Not saved: {words}. Your last move has not been made.")
    assert path.read_bytes() == before
    monkeypatch.undo()
    assert kept.append({"do": "b"}) == "saved"
    assert Record(path, "unfolding").ops == [*OPS, {"do": "b"}]


def test_a_file_deleted_under_an_open_record_is_written_again_whole(path: Path) -> None:
    kept = filled(path)
    path.unlink()
    assert kept.append({"do": "b"}) == "saved"
    assert Record(path, "unfolding").ops == [*OPS, {"do": "b"}]


def test_a_record_behind_another_window_says_so_and_adds_nothing(path: Path) -> None:
    one = filled(path)
    two = Record(path, "unfolding")
    assert two.append({"do": "b"}) == "saved"
    assert one.append({"do": "c"}) == "behind"
    assert one.catch_up() == [{"do": "b"}]
    assert one.append({"do": "c"}) == "saved"
    assert Record(path, "unfolding").ops == [*OPS, {"do": "b"}, {"do": "c"}]


def write_many(path: Path, who: str, many: int) -> None:
    kept = Record(path, "unfolding")
    for n in range(many):
        while kept.append({"do": who, "n": n}) == "behind":
            kept.catch_up()


def test_two_threads_lose_nothing(path: Path) -> None:
    threads = [threading.Thread(target=write_many, args=(path, who, 60)) for who in "xy"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    both_in_order(Record(path, "unfolding"), 60)


def test_two_processes_lose_nothing(path: Path) -> None:
    """As two kernels do."""
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=write_many, args=(path, who, 60)) for who in "xy"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    both_in_order(Record(path, "unfolding"), 60)


def both_in_order(kept: Record, many: int) -> None:
    assert not kept.damage
    for who in "xy":
        assert [op["n"] for op in kept.ops if op["do"] == who] == list(range(many))
