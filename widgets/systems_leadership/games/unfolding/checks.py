"""Process checks: was the game played in good faith? Public, and read from the record alone.

They look at whether there is something in each place, never at how many players were found, which, or what was said.
Two marks a play: one for asking, one for writing. Stopping early with a reason loses none.
"""
from __future__ import annotations

from ...findings import Check, Finding
from .rules import DEBRIEF, QUESTIONS, STEP
from .state import Run, State


def play(state: State, which: int) -> Check:
    """The check of the first (0) or second (1) play: up to 2 marks."""
    name = ("First", "Second")[which]
    if which >= len(state.runs):
        return Check(2, [Finding(0, 1, f"{name} play: not begun."), Finding(0, 1, "Nothing written yet.")])
    run = state.runs[which]
    return Check(2, [_asking(run, name), _writing(run)])


def _asking(run: Run, name: str) -> Finding:
    """One mark: every question asked, or stopped early with a reason; and the map closed with two players added."""
    n = len(run.asked)
    if run.closed and run.lock:
        return Finding(1, 1, f"{name} play: stopped after {n} questions, with a reason, and closed. Stopping early loses nothing.")
    if run.closed:
        return Finding(1, 1, f"{name} play: {n} questions asked and the map closed, with {len(run.added)} players added.")
    if n >= QUESTIONS or run.lock:
        return Finding(0, 1, f"{name} play: asked, but not closed. Add two players the library lacks, say who is missing, and close the map.")
    return Finding(0, 1, f"{name} play: {n} of {QUESTIONS} questions asked. Go on, or stop when somebody asks for a scope and say why.")


def _writing(run: Run) -> Finding:
    """One mark: a sentence and a reason at each checkpoint reached, and the debrief."""
    reached = [STEP * k for k in range(1, len(run.asked) // STEP + 1) if not (run.lock and STEP * k > run.lock.at)]
    kept = {s.at: s for s in run.sentences}
    missing = [at for at in reached if at not in kept or not kept[at].text.strip() or not kept[at].why.strip()]
    if missing:
        return Finding(0, 1, f"A sentence, or the reason it changed, is missing at question {', '.join(map(str, missing))}.")
    if not run.finished:
        return Finding(0, 1, "The four questions of the debrief are not answered yet.")
    if not all(run.debrief.get(q, "").strip() for q in DEBRIEF):
        return Finding(0, 1, "Part of the debrief is empty.")
    return Finding(1, 1, f"A sentence and a reason at each of {len(reached)} checkpoints, and the debrief answered." if reached
                   else "Stopped before the first checkpoint; the debrief is answered.")
