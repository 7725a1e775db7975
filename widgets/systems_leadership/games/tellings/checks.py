"""The process check of the tellings: was each part done? Public; never at what a telling was matched to, how many tries an answer took, or which telling is the learner's."""
from __future__ import annotations

from ...findings import Check, Finding
from .rules import heard, noticed, solved, written
from .state import State
from .text import Text, items


def made(text: Text, state: State) -> Check:
    """Up to 2 marks: one for the six tellings and the fact part, one for the learner's telling and noticing their own."""
    n, asked, done = heard(text, state), items(text), sum(solved(state, i) for i in items(text))
    first = f"Tellings: {n} of {len(text.telling)} with both answers; {done} of {len(asked)} questions with right answers done, in however many tries."
    own = f"{'A' if written(state) else 'No'} telling of your own for something nobody’s telling leads to"
    second = f"{own}; {'' if noticed(state) else 'not yet '}said which one you would tell, and what it lets you do."
    return Check(2, [Finding(float(n == len(text.telling) and done == len(asked)), 1, first), Finding(float(written(state) and noticed(state)), 1, second)])
