"""Sessions: rules, record and screen together. What is on screen follows what is on disk."""
from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from plays import MODULE, ask_next, do, open_game, play_run, refused

from systems_leadership import registry
from systems_leadership.exercise import Desk, Session, difference


def merge(target: Any, patch: Any) -> Any:
    """RFC 7396, as page.js does it."""
    if not isinstance(patch, dict):
        return patch
    out = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            out.pop(key, None)
        else:
            out[key] = merge(out.get(key), value)
    return out


def random_screen(r: random.Random, depth: int = 3) -> dict[str, Any]:
    return {r.choice("abcdef"): random_screen(r, depth - 1) if depth and r.random() < 0.5 else r.choice([1, "x", [1, 2], True, {}]) for _ in range(r.randrange(5))}


def test_a_patch_leads_from_one_screen_to_the_next() -> None:
    r = random.Random(7)
    for _ in range(500):
        before, after = random_screen(r), random_screen(r)
        assert merge(before, difference(before, after)) == after
        assert difference(after, after) == {}


def test_every_patch_of_a_whole_game_leads_to_the_screen(tmp_path: Path) -> None:
    """Moves, refusals, undo and redo: the browser that merges each patch has what a fresh opening would show."""
    session = open_game(tmp_path)
    mine = session.screen
    ops = [{"do": "start", "standpoint": "family", "how": "picked", "seed": 4}, {"do": "ask", "player": "family", "question": "close"},
           {"do": "before", "text": "One sentence."}, {"do": "ask", "player": "family", "question": "close"}, {"do": "undo"}, {"do": "redo"},
           {"do": "ask", "player": "family", "question": "speaks"}, {"do": "nonsense"}, {"do": "undo"}, {"do": "ask", "player": "coroner", "question": "pays"}]
    for op in ops:
        _, patch = session.do(op)
        mine = merge(mine, patch)
        assert mine == session.screen
    assert Session(registry.exercise("unfolding"), Desk(tmp_path / MODULE)).screen == mine | {"redo": mine["redo"]}


def test_a_refused_move_changes_neither_state_nor_file(tmp_path: Path) -> None:
    session = open_game(tmp_path)
    play_run(session, "ed", questions=3, finish=False)
    path = tmp_path / MODULE / "unfolding.jsonl"
    before, screen = path.read_bytes(), session.screen
    assert refused(session, do="ask", player="coroner", question="pays") == "You can only ask somebody you can see."
    assert "not understood" in refused(session, do="fly", to="moon")
    assert path.read_bytes() == before
    assert session.screen == screen


def test_undo_reaches_back_to_the_start_of_a_play_and_no_further(tmp_path: Path) -> None:
    session = open_game(tmp_path)
    play_run(session, "ed", questions=2, finish=False)
    for _ in range(3):
        assert session.screen["undo"] is True
        do(session, do="undo")
    assert session.screen["stage"] == "before"
    assert session.screen["undo"] is False
    for _ in range(3):
        do(session, do="redo")
    assert session.screen["asked"] == 2
    assert session.screen["redo"] is False


def test_a_new_move_after_undo_ends_redo(tmp_path: Path) -> None:
    session = open_game(tmp_path)
    play_run(session, "ed", questions=2, finish=False)
    do(session, do="undo")
    ask_next(session)
    assert session.screen["redo"] is False


def test_a_closed_map_stays_closed(tmp_path: Path) -> None:
    session = open_game(tmp_path)
    play_run(session, "ed")
    assert session.screen["undo"] is False


def test_two_sessions_on_one_record_see_each_other(tmp_path: Path) -> None:
    one = open_game(tmp_path)
    two = Session(registry.exercise("unfolding"), Desk(tmp_path / MODULE))
    play_run(one, "ed", questions=1, finish=False)
    ask_next_after = two.refresh()
    assert ask_next_after["asked"] == 1
    ask_next(two)
    assert refused(one, do="ask", player="ed", question="pays") == "You have asked them that already."
    ask_next(one)
    two.refresh()
    assert two.screen["asked"] == one.screen["asked"] == 3
    assert two.screen == one.screen


def test_moves_this_version_does_not_know_are_left_out_and_said(tmp_path: Path) -> None:
    session = open_game(tmp_path)
    play_run(session, "ed", questions=1, finish=False)
    session.record.append({"do": "teleport"})
    again = Session(registry.exercise("unfolding"), Desk(tmp_path / MODULE))
    assert again.screen["asked"] == 1
    assert again.screen["notice"].startswith("1 of your moves were not understood")


def test_bytes_of_a_move_do_not_grow_with_the_map(tmp_path: Path) -> None:
    """A question that brings nobody new costs as much at question 2 as at question 23."""
    session = open_game(tmp_path)
    play_run(session, "repeat_crisis", questions=1, finish=False)
    costs = []
    while len(session.state.runs[-1].asked) < 23:
        run = session.state.runs[-1]
        done = {(a.player, a.question) for a in run.asked}
        case = session.exercise.case
        options = [(p, q) for p in run.met for q in case.question if (p, q) not in done]
        player, question = min(options, key=lambda o: (len(case.answer(*o)), o) if len(costs) % 2 else (-len(case.answer(*o)), o))
        _, patch = session.do({"do": "ask", "player": player, "question": question})
        if not session.state.runs[-1].asked[-1].ties:
            patch = {k: v for k, v in patch.items() if k != "events"}      # an event falls when it falls
            costs.append(len(json.dumps(patch)))
        else:
            costs.append(0)
        if session.screen["stage"] == "checkpoint":
            do(session, do="keep", text="It is always somebody else's turn.", why="They said so.")
    silent = [c for c in costs if c]
    assert len(session.screen["players"]) > 30
    assert max(silent[-3:]) < 1.6 * max(silent[:3])


@pytest.mark.parametrize("module", ["networkx", "plotly", "nbformat", "jsonschema", "pandas", "numpy"])
def test_playing_loads_nothing_heavy(tmp_path: Path, module: str) -> None:
    assert module not in loaded_by_playing(tmp_path)


def loaded_by_playing(tmp_path: Path, cache: dict[str, set[str]] = {}) -> set[str]:  # noqa: B006 - one run serves all
    import subprocess
    import sys
    if "all" not in cache:
        code = ("import sys\nsys.path.insert(0, sys.argv[2])\nfrom pathlib import Path\nfrom plays import open_game, play_run\n"
                "from systems_leadership.view import ExerciseView\nfrom systems_leadership.exercise import Desk\n"
                "s = open_game(Path(sys.argv[1])); play_run(s, 'ed')\nExerciseView('unfolding', Desk(s.desk.folder)).get_state()\nprint(*sys.modules)")
        run = subprocess.run([sys.executable, "-c", code, str(tmp_path), str(Path(__file__).parent)], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        cache["all"] = {name.split(".")[0] for name in run.stdout.split()}
    return cache["all"]
