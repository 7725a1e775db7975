"""What the tangle splitter says of a split: where each part stands, what comes back when, and phrases a reflection may quote."""
from __future__ import annotations

from ..authored import line
from . import rules
from .state import Split, State
from .text import Text


def grid(text: Text, state: State) -> dict[str, list[str]]:
    """Parts by mark and answer, "<mark>.<answer>", in the order of the list."""
    out: dict[str, list[str]] = {}
    for part in rules.parts(text, state):
        if rules.sorted_(text, state, part):
            out.setdefault(f"{state.split[part].mark}.{state.split[part].answer}", []).append(part)
    return out


def coming(text: Text, state: State) -> list[str]:
    """Parts with a date, the earliest first."""
    found = [p for p in rules.parts(text, state) if rules.words(text, state, p) and state.split.get(p, Split()).review]
    return sorted(found, key=lambda p: state.split[p].review)


def quotes(text: Text, state: State) -> dict[str, str]:
    """Always both, each a phrase that reads well in a sentence."""
    marked = []
    for mark in text.mark:
        names = [rules.short(text, state, p) for p in rules.parts(text, state) if rules.words(text, state, p) and state.split.get(p, Split()).mark == mark.id]
        if names:
            marked.append(f"{mark.id} for now: {', '.join(names)}")
    back = []
    for part in coming(text, state):
        owner, move = (line(state.drafts, f"{part}.{k}") for k in rules.LINES)
        again = f"{rules.short(text, state, part)}: looked at again on {rules.day(state.split[part].review)}"
        back.append(again + (f"; who owns it: “{owner}”" if owner else "") + (f"; what would move it: “{move}”" if move else ""))
    return {"tangle_parts": "\n".join(marked) or "no part has been marked yet", "tangle_review": "\n".join(back) or "no part has a date yet"}
