"""What “Who can stop it?” says of a table: the counts, the challenges in words, phrases a reflection may quote."""
from __future__ import annotations

from typing import Any

from ...case import Case
from ..unfolding.rules import lower, number
from . import rules, tasks
from .state import Challenge, State
from .tasks import Table

QUOTED = 3


def counts(case: Case, now: Table) -> dict[str, Any]:
    """Tasks possible with everybody, with only the senior, with all but the senior; and who can stop one alone."""
    return {"all": len(tasks.possible(now, ())), "senior": len(tasks.possible(now, tasks.others(case))), "others": len(tasks.possible(now, tasks.senior(case))),
            "alone": sorted(tasks.alone(now), key=lambda i: case.players[i].name)}


def change(case: Case, now: Table, made: Challenge) -> str:
    """A challenge in words, without its reason."""
    who = ", ".join(lower(case.players[i].name) for i in made.players)
    name = now[made.task].name
    if made.how == "need":
        return f"{name}: it also needs “{made.name}”, from {who}"
    return f"{name}: " + {"add": f"{who} could meet a condition too", "out": f"{who} could not really meet a condition", "drop": "one condition is not needed"}[made.how]


def named(case: Case, base: Table, state: State) -> dict[str, str]:
    """Each challenge in words by its number, with the condition it was about as it stood then."""
    out, before = {}, dict(base)
    for key, made in state.challenges.items():
        words = change(case, base, made)
        needs = before[made.task].need
        if made.how != "need" and made.at < len(needs):
            words += f" (“{needs[made.at].words}”)"
        out[key] = words
        before[made.task] = rules._changed(before[made.task], made)
    return out


def quotes(case: Case, base: Table, state: State) -> dict[str, str]:
    """Phrases a reflection may quote; each has something to say however far the play has come."""
    now = rules.table(base, state)
    stops = tasks.alone(now)
    first = sorted(stops, key=lambda i: (i not in state.tried, -len(stops[i]), case.players[i].name))[:QUOTED]
    table = "in the table as you changed it" if state.challenges else "in Marlshire’s table"
    told = counts(case, now)
    said = named(case, base, state)
    return {
        "stop_alone": f"{table}: " + "; ".join(f"the {lower(case.players[i].name)} can stop “{now[stops[i][0]].name}”" for i in first) if first else f"{table}, nobody can stop a task alone",
        "stop_senior": f"with only the senior players {_number(told['senior'])} of the {number(len(now))} tasks can be done; with all of them gone, {_number(told['others'])} can",
        "stop_challenges": "\n".join(f"{said[k]}. You wrote: {c.why}" for k, c in list(state.challenges.items())[-rules.TO_CHALLENGE:]) or "you have challenged no row yet"}


def _number(n: int) -> str:
    return number(n) if n else "none"
