"""What happens to a record's file outside the course: power cuts, Notepad, sync tools, a second window. Nothing is lost, and one sentence says what was done."""
from __future__ import annotations

import fcntl
import multiprocessing
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from systems_leadership import lines, record
from systems_leadership.lines import RecordTrouble
from systems_leadership.record import Record

OPS = [{"do": "a", "n": n, "text": "é🚌אב"} for n in range(5)]
HEAD = b'{"record":"systems-leadership","version":1,"exercise":"unfolding","case":"marlshire"}\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "unfolding.jsonl"


def filled(path: Path, ops: list[dict[str, Any]] = OPS) -> Record:
    kept = Record(path, "unfolding", "marlshire")
    for op in ops:
        assert kept.append(op) == "saved"
    return kept


def reread(path: Path) -> list[dict[str, Any]]:
    found = lines.read(path, "unfolding")
    assert not found.damage
    return found.ops


def beside(path: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in path.parent.iterdir() if p != path}


def test_a_file_cut_anywhere_in_its_first_line_is_kept_and_begun_again(path: Path) -> None:
    for cut in range(1, len(HEAD) - 1):
        for old in path.parent.iterdir():
            old.unlink()
        path.write_bytes(HEAD[:cut])
        kept = Record(path, "unfolding", "marlshire")
        assert kept.damage == ("unfolding.jsonl was cut off in its first line, before any move. "
                               "The damaged copy, with all that was in it, is kept as unfolding.damaged.jsonl.")
        assert beside(path) == {"unfolding.damaged.jsonl": HEAD[:cut]}
        assert kept.append(OPS[0]) == "saved"
        assert path.read_bytes().startswith(HEAD)
        assert reread(path) == OPS[:1]


def test_a_first_line_without_its_end_is_whole(path: Path) -> None:
    path.write_bytes(HEAD.rstrip())
    kept = Record(path, "unfolding")
    assert (kept.ops, kept.damage) == ([], "")
    assert kept.append(OPS[0]) == "saved"
    assert path.read_bytes().startswith(HEAD)
    assert reread(path) == OPS[:1]


def test_a_last_move_without_its_line_end_counts(path: Path) -> None:
    filled(path)
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    kept = Record(path, "unfolding")
    assert (kept.ops, kept.damage) == (OPS, "")
    assert kept.append({"do": "b"}) == "saved"
    assert reread(path) == [*OPS, {"do": "b"}]


@pytest.mark.parametrize("content", [b"\0" * 4096, b"\0"])
def test_a_file_of_zeros_is_named_as_what_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(RecordTrouble, match=r"unfolding\.jsonl holds nothing but zeros, as a power cut can leave a file") as trouble:
        Record(path, "unfolding")
    assert trouble.value.can_set_aside
    assert path.read_bytes() == content


def test_zeros_at_the_end_cost_nothing_before_them(path: Path) -> None:
    filled(path)
    whole = path.read_bytes()
    path.write_bytes(whole + b"\0" * 4096)
    kept = Record(path, "unfolding")
    assert kept.ops == OPS
    assert path.read_bytes() == whole
    assert beside(path) == {"unfolding.damaged.jsonl": whole + b"\0" * 4096}


@pytest.mark.parametrize("spoil", [lambda b: b"\xef\xbb\xbf" + b, lambda b: b.replace(b"\n", b"\r\n"), lambda b: b"\xef\xbb\xbf" + b.replace(b"\n", b"\r\n"),
                                   lambda b: b + b"\r\n\r\n", lambda b: b.replace(b"\n", b"\r\n").rstrip()], ids=["bom", "crlf", "both", "blank lines", "no last end"])
def test_a_file_saved_in_notepad_is_the_same_record(path: Path, spoil: Any) -> None:
    filled(path)
    path.write_bytes(spoil(path.read_bytes()))
    kept = Record(path, "unfolding")
    assert (kept.ops, kept.damage) == (OPS, "")
    assert kept.append({"do": "b"}) == "saved"
    assert reread(path) == [*OPS, {"do": "b"}]
    assert beside(path) == {}


def test_an_older_copy_put_back_gets_what_it_lacks(path: Path) -> None:
    """As a sync tool does: under another name, then renamed over ours."""
    kept = filled(path)
    older = path.with_name("older")
    older.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))
    os.replace(older, path)
    assert kept.append({"do": "b"}) == "behind"
    assert kept.catch_up() == []
    assert kept.damage == "unfolding.jsonl was replaced by an older copy while this page was open. What it lacked (3 of your moves) has been written back, so nothing is lost."
    assert kept.append({"do": "b"}) == "saved"
    assert reread(path) == [*OPS, {"do": "b"}]


def test_a_file_cut_short_in_mid_line_while_open_is_made_whole(path: Path) -> None:
    kept = filled(path)
    spoilt = path.read_bytes()[:-90]
    path.write_bytes(spoilt)
    assert kept.catch_up() == []
    assert "The damaged copy, with all that was in it, is kept as unfolding.damaged.jsonl. What it lacked" in kept.damage
    assert reread(path) == OPS
    assert beside(path) == {"unfolding.damaged.jsonl": spoilt}


@pytest.mark.parametrize("gone", [lambda p: p.unlink(), lambda p: p.write_bytes(b"")], ids=["deleted", "emptied"])
def test_a_file_gone_while_open_is_written_again_and_said(path: Path, gone: Any) -> None:
    kept = filled(path)
    gone(path)
    assert kept.catch_up() == []
    assert kept.append({"do": "b"}) == "saved"
    assert kept.damage == "unfolding.jsonl was deleted or emptied while this page was open. It has been written again with all 5 moves, so nothing is lost."
    assert reread(path) == [*OPS, {"do": "b"}]


def test_another_version_of_the_file_is_followed_and_ours_kept(path: Path) -> None:
    """The other computer's evening: neither is lost, and two windows come to the same end."""
    kept, second = filled(path), Record(path, "unfolding", "marlshire")
    other = path.with_name("other")
    theirs = [*OPS[:2], {"do": "elsewhere"}]
    filled(other, theirs)
    os.replace(other, path)
    assert kept.catch_up() == theirs
    assert kept.damage == "unfolding.jsonl was replaced by another version while this page was open. That version is shown now; what was here before is kept as unfolding.set-aside.jsonl."
    assert reread(path.with_name("unfolding.set-aside.jsonl")) == OPS
    assert kept.append({"do": "b"}) == "saved"
    assert second.catch_up() == [*theirs, {"do": "b"}]
    assert kept.catch_up() == []
    assert reread(path) == kept.ops == second.ops == [*theirs, {"do": "b"}]


@pytest.mark.parametrize("content", [b"PK\x03\x04 a zip", b"\0" * 900, HEAD.replace(b"unfolding", b"parcels"), b"fifo"], ids=["zip", "zeros", "another's", "pipe"])
def test_something_else_in_its_place_is_put_aside_and_ours_written_again(path: Path, content: bytes) -> None:
    kept = filled(path)
    path.unlink()
    if content == b"fifo":
        os.mkfifo(path)
    else:
        path.write_bytes(content)
    assert kept.append({"do": "b"}) == "behind"
    assert kept.catch_up() == []
    assert kept.append({"do": "b"}) == "saved"
    assert kept.damage.startswith("unfolding.jsonl was replaced by something else while this page was open. That is kept as unfolding.set-aside.jsonl;")
    assert reread(path) == [*OPS, {"do": "b"}]
    assert content == b"fifo" or beside(path) == {"unfolding.set-aside.jsonl": content}


def test_a_newer_file_in_its_place_is_never_written_to(path: Path) -> None:
    kept = filled(path)
    newer = HEAD.replace(b'"version":1', b'"version":2')
    path.write_bytes(newer)
    assert kept.append({"do": "b"}) == "behind"
    assert kept.catch_up() == []
    assert kept.append({"do": "b"}) == "not saved"
    assert "written by a newer version of the course" in kept.not_saved
    assert path.read_bytes() == newer


def test_a_link_the_learner_made_is_followed_and_stays_a_link(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "synced" / "mine.jsonl"
    real.parent.mkdir()
    path.symlink_to(real)
    filled(path)
    real.write_bytes(real.read_bytes()[:-3])
    kept = Record(path, "unfolding")
    assert kept.ops == OPS[:-1]
    assert kept.append({"do": "b"}) == "saved"
    assert path.is_symlink()
    assert reread(real) == [*OPS[:-1], {"do": "b"}]


def test_a_pipe_in_its_place_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(RecordTrouble, match=r"unfolding\.jsonl is no ordinary file"):
        Record(path, "unfolding")


def test_a_record_never_grows_past_what_can_be_read_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST", 5)
    kept = filled(path)
    assert kept.append({"do": "b"}) == "not saved"
    assert kept.not_saved == "Not saved: unfolding.jsonl is full, with 5 moves. Hand in what is there and tell your tutor."
    assert reread(path) == OPS


def test_a_lock_that_is_never_let_go_is_not_waited_for_for_ever(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that hangs, in another window."""
    kept = filled(path)
    monkeypatch.setattr(record, "PATIENCE", 0.05)
    with open(path, "rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert kept.append({"do": "b"}) == "not saved"
    assert kept.not_saved == "Not saved: another window is holding the file. Your last move has not been made. Close that window and try it again."
    assert kept.append({"do": "b"}) == "saved"
    assert reread(path) == [*OPS, {"do": "b"}]


def test_a_file_replaced_while_we_wait_for_its_lock_is_opened_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the move would go into a file that has no name any more."""
    kept, locked = filled(path), []
    real = record._lock

    def lock(fd: int) -> None:
        if not locked:
            shutil.copy(path, path.with_name("synced"))
            os.replace(path.with_name("synced"), path)
        locked.append(fd)
        real(fd)
    monkeypatch.setattr(record, "_lock", lock)
    while kept.append({"do": "b"}) == "behind":
        assert kept.catch_up() == []
    assert len(locked) > 2
    assert reread(path) == [*OPS, {"do": "b"}]


def hammer(path: Path, who: str, many: int, together: Any) -> None:
    kept = Record(path, "unfolding", "marlshire")
    together.wait(60)
    for n in range(many):
        while kept.append({"do": who, "n": n}) == "behind":
            kept.catch_up()
        if n % 7 == 0:                                     # a page opened again meanwhile reads a whole record, never half a line
            assert not Record(path, "unfolding").damage


def test_two_kernels_at_once_lose_nothing_and_damage_nothing(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(2)
    both = [context.Process(target=hammer, args=(path, who, 150, together)) for who in "xy"]
    for process in both:
        process.start()
    for process in both:
        process.join(120)
        assert process.exitcode == 0
    ops = reread(path)
    assert len(ops) == 300
    for who in "xy":
        assert [op["n"] for op in ops if op["do"] == who] == list(range(150))
    assert beside(path) == {}
