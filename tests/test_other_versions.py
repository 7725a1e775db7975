"""A record and the software that reads it need not be of one age: through a session, nothing is lost and a sentence says what is not shown."""
from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from plays import MODULE, do, open_game, play_run

from systems_leadership import lines, registry
from systems_leadership.exercise import Desk, Session
from systems_leadership.lines import RecordTrouble

HEAD = lines.head("unfolding", "marlshire")


def session(folder: Path, exercise: str = "unfolding") -> Session:
    return Session(registry.exercise(exercise), Desk(folder))


def test_an_older_record_in_newer_software_keeps_moves_nobody_knows_any_more(tmp_path: Path) -> None:
    """Left out of the screen and said; still in the file, and the play goes on."""
    game = open_game(tmp_path)
    play_run(game, "ed", questions=2, finish=False)
    for op in ({"do": "ask", "player": "a player since removed", "question": "close"}, {"do": "rename", "to": "x"}, {"do": "ask", "player": "ed", "question": "close", "mood": 3}):
        assert game.record.append(op) == "saved"
    before = game.record.path.read_bytes()
    again = session(tmp_path / MODULE)
    assert again.screen["asked"] == 2
    assert again.screen["notice"] == "3 of your moves were not understood by this version of the course and are not shown. They are still in unfolding.jsonl."
    run = again.state.runs[-1]
    free = next((p, q) for p in run.met for q in again.exercise.case.question if (p, q) not in {(a.player, a.question) for a in run.asked})
    do(again, do="ask", player=free[0], question=free[1])
    assert again.record.path.read_bytes().startswith(before)
    assert session(tmp_path / MODULE).screen["asked"] == 3


def test_a_newer_record_in_older_software_is_shown_as_far_as_it_is_known_or_not_touched(tmp_path: Path) -> None:
    game = open_game(tmp_path)
    play_run(game, "ed", questions=1, finish=False)
    path = game.record.path
    row = lines.line(game.rev + 1, {"do": "sketch", "strokes": [[[1.5, 2], [3, 4]]], "by": {"hand": {"left": True}}})
    path.write_bytes(path.read_bytes() + row[:-2] + b',"since":"version 1.4"}\n')
    again = session(tmp_path / MODULE)
    assert again.screen["asked"] == 1
    assert again.screen["notice"].startswith("1 of your moves were not understood")
    newer = path.read_bytes().replace(b'"version":1', b'"version":7', 1)
    path.write_bytes(newer)
    with pytest.raises(RecordTrouble, match="written by a newer version of the course"):
        session(tmp_path / MODULE)
    assert path.read_bytes() == newer


def test_of_a_key_written_twice_the_last_counts_live_and_in_marking_alike(tmp_path: Path) -> None:
    path = tmp_path / "unfolding.jsonl"
    path.write_bytes(HEAD + b'{"n":7,"n":1,"op":{"do":"start","do":"start","standpoint":"family","standpoint":"ed","how":"picked","seed":0}}\n')
    assert session(tmp_path).state.runs[0].standpoint == "ed"
    assert Desk(tmp_path).state(registry.exercise("unfolding")).runs[0].standpoint == "ed"


def test_a_page_open_on_a_replaced_file_shows_what_happened(tmp_path: Path) -> None:
    game = open_game(tmp_path)
    play_run(game, "ed", questions=2, finish=False)
    path = game.record.path
    shutil.copy(path, tmp_path / "backup")
    play_before = game.screen["asked"]
    do(game, do="undo")
    do(game, do="redo")
    os.replace(tmp_path / "backup", path)
    _, patch = game.do({"do": "undo"})
    assert "was replaced by an older copy while this page was open. What it lacked (2 of your moves)" in patch["notice"]
    do(game, do="redo")
    assert session(tmp_path / MODULE).screen["asked"] == play_before
