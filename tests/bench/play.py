"""Plays to measure with: legal moves worked out from the library, kept as a learner's record would be."""
from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from systems_leadership.case import Case, Tie
from systems_leadership.games.unfolding.rules import DEBRIEF, STEP
from systems_leadership.record import Record

Op = dict[str, Any]
SEED = 7


@dataclass
class Play:
    """A play at a standpoint: moves made, players met, ties known, and the question to put next."""

    ops: list[Op]
    asked: int
    met: set[str]
    ties: set[str]
    player: str = ""
    question: str = ""
    brings: int = 0                                        # players the next question brings into view
    ties_after: int = 0


def by_asking(case: Case, questions: int) -> Play:
    """A play in which each question brings as many new players as any could, stopped after `questions` questions."""
    at = case.standpoints[0]
    play = Play([{"do": "start", "standpoint": at, "how": "picked", "seed": SEED}, {"do": "before", "text": "People wait too long for help."}], 0, {at}, set())
    done: set[tuple[str, str]] = set()
    while play.asked < questions:
        player, question = _best(case, play, done, by_new=True)
        done.add((player, question))
        play.asked += 1
        play.ops.append({"do": "ask", "player": player, "question": question})
        found = case.answer(player, question)
        play.met |= ends(found)
        play.ties |= {tie.key for tie in found}
        if play.asked % STEP == 0:
            play.ops.append({"do": "keep", "text": f"After {play.asked} questions: people wait too long.", "why": "Nobody named the gap."})
    play.player, play.question = _best(case, play, done, by_new=False)
    found = case.answer(play.player, play.question)
    play.brings = len(ends(found) - play.met)
    play.ties_after = len(play.ties | {tie.key for tie in found})
    return play


def everybody(case: Case) -> Play:
    """A play in which all players have been met, and the next question ends no stretch. Longer than the game's 24 questions."""
    n = 1
    while True:
        play = by_asking(case, n)
        if len(play.met) == len(case.players) and n % STEP and (n + 1) % STEP:
            return play
        n += 1


def questions_needed(play: Play) -> int:
    """How many questions a play must allow for this one: whole stretches, with one question to spare."""
    return STEP * math.ceil((play.asked + 2) / STEP)


def ends(ties: list[Tie]) -> set[str]:
    return {end for tie in ties for end in (tie.a, tie.b)}


def _best(case: Case, play: Play, done: set[tuple[str, str]], by_new: bool) -> tuple[str, str]:
    """The question that brings most new players (then most ties); or, to measure with, most new ties."""
    def worth(pair: tuple[str, str]) -> tuple[int, int]:
        found = case.answer(*pair)
        new, ties = len(ends(found) - play.met), len({tie.key for tie in found} - play.ties)
        return (new, ties) if by_new else (ties, new)
    return max(((p, q) for p in sorted(play.met) for q in case.question if (p, q) not in done), key=worth)


def whole(case: Case) -> list[Op]:
    """All of exercise 1A from one standpoint: 24 questions, four checkpoints, two players added, closed, debriefed."""
    return [*by_asking(case, 24).ops, {"do": "add", "name": "Night bus driver", "sees": "Who is out at three."},
            {"do": "add", "name": "Letting agent", "sees": "Notices to quit."}, {"do": "close", "missing": "Children at home."},
            {"do": "finish", "debrief": dict.fromkeys(DEBRIEF, "A line that says enough.")}]


def keep(play: Play, folder: Path, case: Case) -> None:
    """Write the play's record into a folder, as a kernel would have."""
    record = Record(folder / "unfolding.jsonl", "unfolding", case.id)
    for op in play.ops:
        assert record.append(op) == "saved", record.not_saved
