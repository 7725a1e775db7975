"""The process check of the question workshop: were questions written and tests applied? Public; never at what a question says or what a test found."""
from __future__ import annotations

from ...findings import Check, Finding
from .rules import given, tested, turned
from .state import State
from .text import Text


def made(text: Text, state: State) -> Check:
    """Up to 2 marks: one for the questions, one for the tests and one statement of the learner's own."""
    ids = given(text)
    written, applied = sum(turned(text, state, i) for i in ids), sum(tested(text, state, i) for i in ids)
    own = any(turned(text, state, i) for i in state.own)
    first = f"Questions: {written} of {len(ids)} statements turned into a question."
    second = f"The {len(text.test)} tests applied to {applied} of {len(ids)}; {'a' if own else 'no'} statement of your own turned into a question. Any answer to a test counts."
    return Check(2, [Finding(float(written == len(ids)), 1, first), Finding(float(applied == len(ids) and own), 1, second)])
