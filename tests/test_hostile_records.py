"""Files made to do harm, one by one. They may lose their own picture and marks, in a sentence; they stop, slow down and reach nothing else."""
from __future__ import annotations

import os
import socket
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile import CANARY, drawn, quickly, raw
from markup import Page

from systems_leadership import desk, lines, registry
from systems_leadership.exercise import Desk
from systems_leadership.lines import LARGEST, RecordTrouble, read

HEAD = lines.head("unfolding", "marlshire")
DEEP = 100_000


def line(op: bytes, n: int = 1) -> bytes:
    return b'{"n":%d,"op":%s}\n' % (n, op)


NESTED = {"list": b"[" * DEEP + b"]" * DEEP, "object": b'{"a":' * DEEP + b"1" + b"}" * DEEP, "open": b"[" * DEEP, "mixed": b'[{"a":' * DEEP + b"1" + b"}]" * DEEP}


@pytest.mark.parametrize("nested", NESTED.values(), ids=NESTED)
@pytest.mark.parametrize("where", [lambda x: x + b"\n", lambda x: HEAD[:-2] + b',"x":' + x + b"}\n", lambda x: HEAD + x + b"\n", lambda x: HEAD + b'{"n":1,"x":' + x + b',"op":{"do":"before"}}\n',
                                   lambda x: HEAD + line(b'{"do":"before","text":' + x + b"}"), lambda x: HEAD + line(x), lambda x: HEAD + b'{"n":' + x + b',"op":{}}\n'],
                         ids=["first line", "in the header", "a line", "beside a move", "a field", "a move", "a number"])
def test_depth_is_damage_and_no_more(tmp_path: Path, where: Callable[[bytes], bytes], nested: bytes) -> None:
    path = tmp_path / "unfolding.jsonl"
    path.write_bytes(where(nested))
    found = quickly(lambda: read(path, "unfolding"))
    assert "not a record" in found if isinstance(found, str) else found.ops == [] and "was damaged from move 1 on" in found.damage
    assert "unfolding.jsonl" in Page(desk.picture(registry.exercise("unfolding"), Desk(tmp_path)).html).text


def test_a_move_is_as_deep_as_moves_go_and_no_deeper(tmp_path: Path) -> None:
    """The limit is the same whoever reads, not what a stack happens to have room for."""
    path = tmp_path / "unfolding.jsonl"
    for depth, kept in ((3, 1), (4, 1), (5, 0), (900, 0)):
        path.write_bytes(HEAD + line(b'{"do":"x","found":' + b"[" * depth + b"]" * depth + b"}"))
        assert len(read(path, "unfolding").ops) == kept


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "9" * 5_000, "9" * 400, "-" + "9" * 30, "9007199254740993",
                                   '"\\ud800"', '"\\udfff\\ud800"', "1." + "1" * 5_000 + "e",
                                   '"' + "x" * 100_001 + '"', "01", "'x'", "undefined", '"\t"'], ids=lambda v: v[:12])
def test_a_value_no_move_holds_is_damage(tmp_path: Path, value: str) -> None:
    path = tmp_path / "unfolding.jsonl"
    path.write_bytes(HEAD + line(b'{"do":"start","standpoint":"ed","how":"picked","seed":0}') + line(b'{"do":"before","text":%s}' % value.encode(), 2) + line(b'{"do":"undo"}', 3))
    found = read(path, "unfolding")
    assert len(found.ops) == 1
    assert "was damaged from move 2 on. Move 1 is back; the 1 after the damage is not" in found.damage
    assert drawn(tmp_path, "unfolding")


def test_two_hundred_megabytes_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "unfolding.jsonl"
    path.write_bytes(HEAD)
    os.truncate(path, 200_000_000)
    tracemalloc.start()
    said = quickly(lambda: read(path, "unfolding"), 1)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    assert said.startswith("unfolding.jsonl is 200 MB, far more than any game writes.")


def test_no_more_is_read_than_may_be_though_the_file_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "unfolding.jsonl"
    path.write_bytes(HEAD + b" " * LARGEST)
    real = os.fstat(os.open(path, os.O_RDONLY))
    small = os.stat_result([*real[:6], 10, *real[7:10]])
    monkeypatch.setattr(os, "fstat", lambda fd: small)
    assert "far more than any game writes" in quickly(lambda: read(path, "unfolding"))


FLOODS: dict[str, Callable[[], bytes]] = {
    "one line": lambda: HEAD + line(b'{"do":"before","text":"' + b"x" * (LARGEST - 200) + b'"}'),
    "line ends": lambda: HEAD + b"\n" * (LARGEST - 200), "blanks": lambda: HEAD + b" \n" * (LARGEST // 2 - 100), "no moves": lambda: HEAD + b"x\n" * (LARGEST // 2 - 100),
    "moves": lambda: HEAD + b"".join(line(b"{}", n) for n in range(1, 350_000)), "numbers wrong": lambda: HEAD + line(b"{}", 1) * 400_000,
    "empty lists": lambda: HEAD + line(b'{"do":"x","y":[' + b"[]," * 2_600_000 + b"[]]}"), "keys": lambda: HEAD + line(b"{" + b",".join(b'"%d":0' % n for n in range(700_000)) + b"}")}


@pytest.mark.parametrize("data", FLOODS.values(), ids=FLOODS)
def test_eight_megabytes_of_nothing_take_no_time(tmp_path: Path, data: Callable[[], bytes]) -> None:
    path = tmp_path / "unfolding.jsonl"
    path.write_bytes(data())
    assert path.stat().st_size <= LARGEST
    quickly(lambda: read(path, "unfolding"))
    assert drawn(tmp_path, "unfolding")


SEAT = [{"do": "start", "standpoint": "ed", "how": "picked", "seed": 0}, {"do": "before", "text": "x"}]


ODD_FILES: dict[str, Callable[[Path], Any]] = {
    "pipe": os.mkfifo, "folder": lambda p: p.mkdir(), "link": lambda p: p.symlink_to("/etc/passwd"), "link to nothing": lambda p: p.symlink_to("/nowhere/at/all"),
    "link to itself": lambda p: p.symlink_to(p), "endless device": lambda p: p.symlink_to("/dev/zero"), "socket": lambda p: socket.socket(socket.AF_UNIX).bind(str(p)),
    "link to a record": lambda p: (p.with_name("real").write_bytes(raw("unfolding", SEAT)), p.symlink_to("real"))}


@pytest.mark.parametrize("make", ODD_FILES.values(), ids=ODD_FILES)
def test_what_is_no_ordinary_file_is_not_waited_for_nor_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Any]) -> None:
    monkeypatch.chdir(tmp_path)
    make(Path("unfolding.jsonl"))
    with pytest.raises(RecordTrouble, match=r"^unfolding\.jsonl is (a link to a file elsewhere|no ordinary file)"):
        Desk(tmp_path).opened(registry.exercise("unfolding"))
    page = desk.picture(registry.exercise("unfolding"), Desk(tmp_path))
    assert "unfolding.jsonl is " in Page(page.html).text
    check = desk.run_check("unfolding", "first_play", Desk(tmp_path))
    assert check.score == 0
    assert "unfolding.jsonl is " in check.findings[0].why


def test_a_file_swapped_for_a_pipe_between_look_and_opening_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "unfolding.jsonl"
    path.write_bytes(HEAD)
    looked = os.stat(path)
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(os, "stat", lambda *a, **k: looked)
    assert "is no ordinary file" in quickly(lambda: read(path, "unfolding"), 1)


def test_what_a_file_says_of_itself_stands_harmlessly_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "unfolding.jsonl").write_bytes(lines.head(CANARY, ""))
    page = desk.picture(registry.exercise("unfolding"), Desk(tmp_path))
    assert "belongs to another exercise (“?img?src?x?onerror?alert?1?????script?al”)" in page.text
    assert "belongs to another exercise" in Page(page.html).text


def test_a_second_name_of_a_file_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(raw("unfolding", SEAT))
    os.link(tmp_path / "other", tmp_path / "unfolding.jsonl")
    assert read(tmp_path / "unfolding.jsonl", "unfolding").ops == SEAT
