"""Honest hand-ins that differ: how far each learner got is drawn by lot, from nothing but a first question to everything."""
from __future__ import annotations

import os
import random
import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from plays import MODULE, TALK, answer_boundary, divide, do, open_game, play_run, write_sheet

from systems_leadership import registry
from systems_leadership.exercise import Desk, Session
from systems_leadership.games.hand_in import bundle

STANDPOINTS = tuple(registry.exercise("unfolding").case.standpoints)          # type: ignore[attr-defined]


def hand_in(seed: int) -> dict[str, bytes]:
    """The files of learner number `seed`, by name: the page and the records they have. Seed 0 has done everything."""
    lot = random.Random(seed)
    with tempfile.TemporaryDirectory() as place, mock.patch.object(os, "fsync"):          # a record is written a hundred times; here nobody pulls the plug
        root = Path(place)
        _play(root, lot, whole=seed == 0)
        hand: Any = registry.exercise("hand_in")
        return bundle.collect(root / MODULE, MODULE, hand.records)


def _play(root: Path, lot: random.Random, whole: bool) -> None:
    game = open_game(root)
    first, second = lot.sample(STANDPOINTS, 2)
    if not whole and lot.random() < 0.2:
        play_run(game, first, questions=lot.randint(1, 20), finish=False)
        return
    play_run(game, first, questions=24, text=f"{TALK} {lot.random()}")
    if not whole and lot.random() < 0.2:
        return
    play_run(game, second, questions=24, finish=whole or lot.random() < 0.8)
    for task in ("reflection_a", "reflection_b"):
        sheet: Any = registry.exercise(task)
        asked = [q.id for q in sheet.text.question]
        write_sheet(root, dict.fromkeys(asked if whole else asked[: lot.randint(0, len(asked))], f"{TALK} <b>& “{lot.random()}”</b> " * lot.randint(1, 9)), task)
    if game.state.runs[-1].finished and (whole or lot.random() < 0.7):
        divide(root)
        if not whole and lot.random() < 0.3:               # second thoughts are moves too
            do(Session(registry.exercise("parcels"), Desk(root / MODULE)), do="undo")
    if whole or lot.random() < 0.6:
        answer_boundary(root)
