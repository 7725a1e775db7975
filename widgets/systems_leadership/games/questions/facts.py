"""Phrases of the question workshop that a reflection may quote."""
from __future__ import annotations

from ..authored import line
from .rules import given, statement, turned
from .state import State
from .text import Text


def _pair(text: Text, state: State, sid: str) -> str:
    return f"“{statement(text, state, sid)}” became “{line(state.drafts, f'{sid}.question')}”"


def quotes(text: Text, state: State) -> dict[str, str]:
    """Always both, each a phrase that reads well in a sentence."""
    given_pairs = [_pair(text, state, i) for i in given(text) if turned(text, state, i)]
    own_pairs = [_pair(text, state, i) for i in state.own if turned(text, state, i)]
    return {"question_pairs": "\n".join(given_pairs) or "no statement has been turned into a question yet",
            "question_own": "\n".join(own_pairs) or "no statement of your own has been turned into a question yet"}
