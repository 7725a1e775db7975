"""Plain facts about one or two plays: what a debrief shows and a reflection quotes. Each is true of the library and the record, and says no more."""
from __future__ import annotations

from typing import Any

from ...case import Case
from . import rules
from .rules import NEAR, lower
from .state import Run, State

OTHERS = 4                                   # standpoints shown beside the learner's own


def others(case: Case, run: Run) -> list[str]:
    """Four other standpoints: two people with crises or their family first, then those least like the learner's own."""
    mine = case.within(run.standpoint, 2) | {run.standpoint}

    def alike(i: str) -> float:
        theirs = case.within(i, 2) | {i}
        return len(mine & theirs) / len(mine | theirs)
    rest = [i for i in case.standpoints if i != run.standpoint]
    near = [i for i in rest if case.players[i].kind in NEAR][:2]
    return sorted(near + sorted((i for i in rest if i not in near), key=alike)[: OTHERS - len(near)], key=case.standpoints.index)


def unseen(case: Case) -> list[str]:
    """Players within two steps of none of the standpoints, by name."""
    near = set(case.standpoints).union(*(case.within(i, 2) for i in case.standpoints))
    return sorted((i for i in case.players if i not in near), key=lambda i: case.players[i].name)


def by_kind(case: Case, run: Run) -> list[dict[str, Any]]:
    """Each kind with the players met and not met."""
    rows = []
    for family in case.families:
        for kind, letter in family.kinds.items():
            ids = [i for i, p in case.players.items() if p.kind == kind]
            rows.append({"kind": case.kind_name(kind), "family": family.id, "letter": letter, "met": [case.players[i].name for i in ids if i in run.met],
                         "unmet": [case.players[i].name for i in ids if i not in run.met]})
    return rows


def put_to(case: Case, run: Run) -> dict[str, int]:
    """How many questions went to each kind."""
    out: dict[str, int] = {}
    for asked in run.asked:
        kind = case.kind_name(case.players[asked.player].kind)
        out[kind] = out.get(kind, 0) + 1
    return out


def first_person(case: Case, run: Run) -> int | None:
    """The question that brought the first person in crisis into view; 0 if it is the standpoint; None if nobody."""
    met = [n for i, n in run.met.items() if case.players[i].kind == case.centre]
    return min(met) if met else None


def only_in(case: Case, here: Run, there: Run) -> list[str]:
    """Names met in one play and not in the other, in order of meeting."""
    return [case.players[i].name for i in here.met if i not in there.met]


def debrief(case: Case, state: State) -> dict[str, Any]:
    """All a debrief shows of the newest play. Names of players not met are open by now."""
    run = state.runs[-1]
    views = [run.standpoint, *others(case, run)]
    first = first_person(case, run)
    out: dict[str, Any] = {
        "met": len(run.met), "players": len(case.players),
        "seats": {i: {"x": s.x, "y": s.y, "family": case.family(i).id} for i, s in case.seats.items()},
        "views": [{"id": i, "name": case.players[i].name, "near": sorted(case.within(i, 2) | {i}), "within": len(case.within(i, 2))} for i in views],
        "never": [lower(case.players[i].name) for i in unseen(case)], "kinds": by_kind(case, run), "put_to": put_to(case, run),
        "first_person": -1 if first is None else first,
        "to_person": sum(case.players[a.player].kind in NEAR for a in run.asked),
    }
    if len(state.runs) > 1 and state.runs[0].standpoint != run.standpoint:
        one, two = state.runs[0], run
        out["both"] = [{"standpoint": lower(case.players[r.standpoint].name), "only": only_in(case, r, o), "met": sorted(r.met), "you": r.standpoint}
                       for r, o in ((one, two), (two, one))]
    return out


def quotes(case: Case, state: State) -> dict[str, str]:
    """Phrases a reflection may quote from the record, each ready to stand in a sentence. Keys missing from the plays are left out."""
    runs = [r for r in state.runs if r.sentences]
    out: dict[str, str] = {}
    for key, run in zip(("first", "second"), runs, strict=False):
        out[f"{key}_standpoint"] = lower(case.players[run.standpoint].name)
    if runs:
        out["first_sentence"] = runs[0].sentences[0].text
        out["last_sentence"] = runs[-1].sentences[-1].text
        if runs[0].asked:
            out["first_six"] = "\n".join(f"{n}. {case.players[a.player].name}: {case.question[a.question].words}" for n, a in enumerate(runs[0].asked[: rules.STEP], 1))
    if len(runs) > 1:
        for key, here, there in (("only_first", runs[0], runs[1]), ("only_second", runs[1], runs[0])):
            names = [lower(n) for n in only_in(case, here, there)]
            more = f" and {len(names) - 12} more" if len(names) > 12 else ""
            out[key] = ", ".join(names[:12]) + more if names else "nobody"
    return out
