"""What the unfolding game shows. Only what has been met: a player nobody has named yet is not sent to the screen until the debrief."""
from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from ...canvas import geometry
from ...case import Case, Tie
from . import facts, rules
from .rules import lower, phase, stage
from .state import Run, State


@functools.cache
def words() -> dict[str, str]:
    """The game's words."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@functools.cache
def furniture(case: Case) -> dict[str, Any]:
    """What never changes during a play: questions, families, words. Sent once, with the first state."""
    return {
        "words": words(), "questions": {q.id: {"words": q.words, "ties": q.ties, "order": n} for n, q in enumerate(case.questions)},
        "families": {f.id: {"name": f.name, "span": list(case.sectors[f.id]), "order": n} for n, f in enumerate(case.families)},
        "tie_words": {k: {"from": w.from_, "to": w.to, "directed": w.directed} for k, w in case.tie_words.items()},
        "standpoints": {i: {"name": case.players[i].name, "sees": case.players[i].sees, "order": n, **mark(case, i)} for n, i in enumerate(case.standpoints)},
        "total": rules.QUESTIONS, "step": rules.STEP, "most_added": rules.MOST_ADDED,
    }


def mark(case: Case, player: str) -> dict[str, str]:
    """Family and letter: how a player's mark is drawn."""
    family = case.family(player)
    return {"family": family.id, "letter": family.kinds[case.players[player].kind]}


def player_on_map(case: Case, i: str, met: int) -> dict[str, Any]:
    p, seat = case.players[i], case.seats[i]
    return {"name": p.name, "short": p.short, "kind": case.kind_name(p.kind), "sees": p.sees, "met": met, "x": seat.x, "y": seat.y,
            "side": seat.side, "lines": seat.lines, "centre": geometry.ring_of(case, p) == 0, **mark(case, i)}


def tie_on_map(tie: Tie) -> dict[str, str]:
    return {"a": tie.a, "b": tie.b, "type": tie.type}


def screen(case: Case, state: State) -> dict[str, Any]:
    """The whole screen as data."""
    run = state.runs[-1] if state.runs else None
    out: dict[str, Any] = {"furniture": furniture(case), "stage": stage(run), "runs": len(state.runs), "drafts": dict(state.drafts),
                           "taken": {r.standpoint: n for n, r in enumerate(state.runs) if r.sentences}}
    if run:
        out.update(_play(case, run), prefix=f"{len(state.runs) - 1}.")
        if run.closed:
            out["debrief"] = facts.debrief(case, state)
    return out


def _play(case: Case, run: Run) -> dict[str, Any]:
    turned = phase(case, run)
    return {
        "you": run.standpoint, "you_words": lower(case.players[run.standpoint].name), "asked": len(run.asked), "lens": turned, "turned": turned != case.lenses[0].phase,
        "next_lens": _next_lens(case, run),
        "players": {i: player_on_map(case, i, met) for i, met in run.met.items()},
        "active": {i: True for i in run.met if turned in case.players[i].phase},
        "new": dict.fromkeys(run.asked[-1].new if run.asked else [], True),
        "ties": {key: tie_on_map(case.tie[key]) for a in run.asked for key in a.ties},
        "log": {str(n): {"player": a.player, "question": a.question, "new": a.new, "says": case.players[a.player].says[a.question]}
                for n, a in enumerate(run.asked, 1)},
        "sentences": {str(s.at): {"text": s.text, "why": s.why} for s in run.sentences},
        "events": {e.id: {"at": at, "words": rules.words_of(case, run, e), "ask": e.ask, "lock": e.lock and rules.can_lock(case, run),
                          "reply": run.answers[e.id].text if e.id in run.answers else ""} for at, e in rules.happened(case, run)},
        "lock": {"at": run.lock.at, "reason": run.lock.text} if run.lock else {},
        "added": {str(n): {"name": a.name, "sees": a.sees} for n, a in enumerate(run.added)},
        "missing": run.missing, "debrief_texts": run.debrief,
    }


def _next_lens(case: Case, run: Run) -> str:
    """The phase the lens will turn to at the checkpoint due now, or nothing."""
    return next((lens.phase for lens in case.lenses if lens.at == len(run.asked) and lens.phase != phase(case, run)), "")
