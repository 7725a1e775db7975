"""What the chooser says in words: the situation at hand, what is unknown, phrases a reflection may quote."""
from __future__ import annotations

from . import rules
from .rules import State
from .text import OWN, UNKNOWN, Method, Text


def situation(text: Text, state: State, which: str) -> str:
    """The name of a situation; the learner's own by its words."""
    if which == OWN:
        return state.drafts.get(OWN, "").strip() or "a situation of your own"
    return text.situations[which].name if which in text.situations else ""


def unknown(text: Text, state: State) -> list[str]:
    """Questions of the situation at hand that were answered with “I do not know yet”."""
    given = state.answers.get(state.situation, {})
    return [c.question for c in text.condition if given.get(c.id) == UNKNOWN]


def verdicts(text: Text, state: State, method: Method) -> dict[str, str]:
    """What is met, not met, not known or not asked, condition by condition, for the situation at hand."""
    given = state.answers.get(state.situation, {})
    return {c.id: rules.verdict(text, method.id, c.id, given.get(c.id, "")) for c in text.condition}


def said(text: Text, condition: str, option: str) -> str:
    """An answer in words."""
    return "I do not know yet" if option in ("", UNKNOWN) else text.conditions[condition].words[option]


def quotes(text: Text, state: State) -> dict[str, str]:
    """Phrases a reflection may quote: none before a method is liked, and from then on each, with words for what is not there yet."""
    if not state.favourite:
        return {}
    rejected = "\n".join(f"{text.methods[m].name}. You wrote: {r.why}" for m, r in state.rejected.items())
    blank = "none of the fourteen" if rules.complete(text, state, state.situation) else "not all answered yet"
    return {"chooser_favourite": text.methods[state.favourite].name, "chooser_situation": situation(text, state, state.situation) or "not chosen yet",
            "chooser_rejected": rejected or "none turned down yet", "chooser_unknown": "\n".join(unknown(text, state)) or blank}
