"""What the cascade shows of a passage: how far each part got, what arrived, and phrases a reflection may quote."""
from __future__ import annotations

from ...case import Case
from ..unfolding.rules import lower
from . import rules
from .rules import Passage, State
from .text import Text

FATES = ("whole", "shorter", "a shred", "gone")


def who(case: Case, player: str) -> str:
    """A player inside a sentence: “the acute mental health ward”."""
    return f"the {lower(case.players[player].name)}"


def said(text: Text, passage: Passage, level: int) -> str:
    """The message as it is heard at a level, in one paragraph."""
    return " ".join(rules.words(text, part) for part in rules.heard(text, passage, level))


def written(text: Text) -> str:
    """The message as it was written."""
    return " ".join(c.forms[0] for c in text.clause)


def fates(text: Text, passage: Passage) -> dict[str, list[str]]:
    """For each part of the message, how it is heard at every level reached so far, the last hearer among them."""
    out: dict[str, list[str]] = {c.id: [] for c in text.clause}
    for n in range(len(passage.steps) + 1):
        here = {p.id: p.retold for p in rules.heard(text, passage, n)}
        for clause in text.clause:
            out[clause.id].append(FATES[min(here[clause.id], 2)] if clause.id in here else FATES[3])
    return out


def dropped(text: Text, passage: Passage) -> dict[str, int]:
    """Parts of the message that did not arrive, each with the level, counted from 0, at which it was last heard."""
    return {i: max(n for n, fate in enumerate(row) if fate != FATES[3]) for i, row in fates(text, passage).items() if row[-1] == FATES[3]}


def arrived(text: Text, passage: Passage) -> list[str]:
    """Names of the message's own parts that are still there."""
    return [text.names[i] for i, row in fates(text, passage).items() if row[-1] != FATES[3]]


def quotes(case: Case, text: Text, state: State) -> dict[str, str]:
    """Phrases a reflection may quote. Keys are left out where the record has nothing for them yet."""
    whole = rules.finished(text, state)
    if not whole:
        return {}
    ends = {"first": whole[0], **({"last": whole[-1]} if len(whole) > 1 else {})}
    lines = [f"As it was written: {written(text)}", *(f"As it arrived the {n} time: {said(text, p, len(text.level))}" for n, p in ends.items())]
    lost = [f"“{text.names[i]}” was last heard by {who(case, text.level[n].player)}" for i, n in dropped(text, whole[-1]).items()]          # of the passage whose end stands last above
    return {"cascade_ends": "\n".join(lines), "cascade_dropped": "; ".join(lost) or "none of its four parts"}
