"""The rules of the unfolding game. Pure: a state, a move, a new state.

You sit at one standpoint and see only yourself. Ask any player you can see one of five questions; the answer reveals
that player's ties of that type. After 6, 12, 18 and 24 questions you write the problem again. Between checkpoints
something happens. At the end you add players the library lacks. Nothing is scored.
"""
from __future__ import annotations

import itertools
from typing import Any

from ... import writing
from ...case import Case, Event
from ...exercise import Refused
from ...writing import Write
from .state import MOVES, Add, Added, Answer, Ask, Asked, Before, Close, Drop, Finish, Keep, Lock, Reply, Run, Sentence, Start, State

QUESTIONS, STEP = 24, 6                      # questions a play, and how many between checkpoints
LONGEST_NAME, LONGEST_LINE = 80, 1_000       # characters
MOST_ADDED = 8
DEBRIEF = ("surprise", "standpoint", "alike", "next")
NEAR = ("people in crisis", "carers")
UNDOABLE = frozenset({"before", "ask", "keep", "reply", "lock", "add", "drop"})
BARRIERS = frozenset({"start", "close", "finish"})


def stage(run: Run | None) -> str:
    """Where a play stands: standpoint, before, asking, checkpoint, closing, debrief or finished."""
    if run is None:
        return "standpoint"
    if not run.sentences:
        return "before"
    if run.closed:
        return "finished" if run.finished else "debrief"
    n = len(run.asked)
    if run.lock is None and n and n % STEP == 0 and run.sentences[-1].at != n:
        return "checkpoint"
    return "closing" if n >= QUESTIONS or run.lock else "asking"


def schedule(case: Case, seed: int) -> list[tuple[int, Event]]:
    """(after which question, event), one in each stretch between checkpoints, in an order the seed draws."""
    orders = list(itertools.permutations(case.events))
    order, rest = orders[seed % len(orders)], seed // len(orders)
    return [(STEP * (n + 1) + 1 + (rest >> (3 * n)) % (STEP - 1), event) for n, event in enumerate(order[: QUESTIONS // STEP - 1])]


def happened(case: Case, run: Run) -> list[tuple[int, Event]]:
    """Events that have fallen so far."""
    return [(at, event) for at, event in schedule(case, run.seed) if at <= len(run.asked)]


def words_of(case: Case, run: Run, event: Event) -> str:
    """What an event says to whoever sits where this play sits."""
    return event.near if event.near and case.players[run.standpoint].kind in NEAR else event.words


def can_lock(case: Case, run: Run) -> bool:
    """Whether somebody has asked for a scope, so that stopping early is on offer."""
    return stage(run) == "asking" and any(event.lock for _, event in happened(case, run))


def phase(case: Case, run: Run) -> str:
    """The phase the lens is turned to. It turns when the checkpoint's sentence is kept."""
    done = run.sentences[-1].at if run.sentences else 0
    return [lens.phase for lens in case.lenses if lens.at <= done][-1]


def apply(case: Case, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say in a sentence what came of it.

    Raises Refused when the rules do not allow it, msgspec.ValidationError when it is no move; the state is then unchanged."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        writing.write(state.drafts, move)
        return ""
    run = state.runs[-1] if state.runs else None
    if isinstance(move, Start):
        return _start(case, state, run, move)
    if run is None:
        raise Refused("Choose where you sit first.")
    return _HANDLERS[type(move)](case, run, move)


def _check(length: int, limit: int, what: str) -> None:
    if length > limit:
        raise Refused(f"{what} keeps {limit:,} characters, and this has {length:,}. Nothing has been cut; shorten it and try again.")


def _need(text: str, limit: int, sentence: str, what: str = "This box") -> str:
    text = text.strip()
    if not text:
        raise Refused(sentence)
    _check(len(text), limit, what)
    return text


def _at(run: Run, wanted: str, sentence: str) -> None:
    if stage(run) != wanted:
        raise Refused(sentence)


def _start(case: Case, state: State, run: Run | None, move: Start) -> str:
    waiting = stage(run) == "before"                       # seated, and nothing said or asked yet: another seat may be taken instead
    if run is not None and not run.finished and not waiting:
        raise Refused("Finish the play you are in first; its last page is the debrief.")
    if move.standpoint not in case.standpoints:
        raise Refused("That is not one of the standpoints you can take.")
    if any(r.standpoint == move.standpoint and not (waiting and r is run) for r in state.runs):
        raise Refused("You have sat there already. Choose another standpoint; the difference is the point.")
    if move.how not in ("picked", "drawn") or not 0 <= move.seed < 2 ** 31:
        raise Refused("That play could not be set up. Reload the page and try again.")
    if waiting:
        state.runs.pop()
    state.runs.append(Run(move.standpoint, move.how, move.seed, met={move.standpoint: 0}))
    return "Write one sentence, and then ask."


def _before(case: Case, run: Run, move: Before) -> str:
    _at(run, "before", "The first sentence is written already.")
    run.sentences.append(Sentence(0, _need(move.text, LONGEST_LINE, "Write one sentence before you ask anybody. It need not be right.")))
    return "Kept. Now ask anyone you can see."


def _ask(case: Case, run: Run, move: Ask) -> str:
    where = stage(run)
    if where == "checkpoint":
        raise Refused("Write the problem again first; then go on asking.")
    if where != "asking":
        raise Refused("There are no more questions to ask in this play.")
    if move.player not in run.met:
        raise Refused("You can only ask somebody you can see.")
    if move.question not in case.question:
        raise Refused("That is not one of the five questions.")
    if any(a.player == move.player and a.question == move.question for a in run.asked):
        raise Refused("You have asked them that already.")
    found = case.answer(move.player, move.question)
    new = [end for end in dict.fromkeys(end for tie in found for end in (tie.a, tie.b)) if end not in run.met]
    run.asked.append(Asked(move.player, move.question, new, [tie.key for tie in found]))
    run.met.update({i: len(run.asked) for i in new})
    return _said(case, run, len(found))


def _said(case: Case, run: Run, ties: int) -> str:
    n, new = len(run.asked), run.asked[-1].new
    if new:
        names = [f"the {lower(case.players[i].name)}" for i in new]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        text = f"Question {n} brought {number(len(new))} new player{'s' * (len(new) > 1)}: {listed}."
    elif ties:
        text = f"Question {n}: nobody new. They named only people you have met. That is an answer too."
    else:
        text = f"Question {n}: they named nobody. That is an answer too."
    if n % STEP == 0:
        text += " Now write the problem again."
    return text


def _keep(case: Case, run: Run, move: Keep) -> str:
    _at(run, "checkpoint", "There is no checkpoint to write just now.")
    text = _need(move.text, LONGEST_LINE, "Write the problem in one sentence. It may be the same sentence; then say why it stands.")
    why = _need(move.why, LONGEST_LINE, "Say what changed and what made you change it; or, if nothing did, what held it.")
    before = phase(case, run)
    run.sentences.append(Sentence(len(run.asked), text, why))
    after = phase(case, run)
    return "Kept." if before == after else f"Kept. The lens turns from {before} to {after}: players active in {after} stand out."


def _reply(case: Case, run: Run, move: Reply) -> str:
    if not any(event.id == move.event for _, event in happened(case, run)):
        raise Refused("That has not happened in this play.")
    text = _need(move.text, LONGEST_LINE, "Write a line, or carry it with you and go on.")
    run.answers[move.event] = Answer(len(run.asked), text)
    return "Your answer is kept."


def _lock(case: Case, run: Run, move: Lock) -> str:
    if not can_lock(case, run):
        raise Refused("Nobody has asked you for a scope just now. Go on asking, or finish the checkpoint first.")
    reason = _need(move.reason, LONGEST_LINE, "Say why you stop here. Stopping costs no marks; the reason is what is read.")
    run.lock = Answer(len(run.asked), reason)
    return f"Your map is locked after {len(run.asked)} questions."


def _add(case: Case, run: Run, move: Add) -> str:
    _at(run, "closing", "Players are added at the end of a play.")
    name = _need(" ".join(move.name.split()), LONGEST_NAME, "Give the player a name: a kind of person or body, not a real person.", "A name")
    sees = move.sees.strip()
    _check(len(sees), LONGEST_LINE, "This box")
    if len(run.added) >= MOST_ADDED:
        raise Refused(f"You have added {MOST_ADDED}. Take one off the list to add another.")
    run.added.append(Added(name, sees))
    return f"Added: {name}."


def _drop(case: Case, run: Run, move: Drop) -> str:
    _at(run, "closing", "Players are added and taken off at the end of a play.")
    if not 0 <= move.index < len(run.added):
        raise Refused("That player is not on your list.")
    return f"Taken off the list: {run.added.pop(move.index).name}."


def _close(case: Case, run: Run, move: Close) -> str:
    _at(run, "closing", "This play cannot be closed yet.")
    if len(run.added) < 2:
        raise Refused("Add at least two players the library lacks. No library is complete; this one has an author too.")
    run.missing = _need(move.missing, LONGEST_LINE, "Say who you think is still missing from your map, or what kind of person would be.")
    run.closed = True
    return "Your map is closed. Here is what could be seen from elsewhere."


def _finish(case: Case, run: Run, move: Finish) -> str:
    _at(run, "debrief", "The debrief comes at the end of a play.")
    texts = {k: move.debrief.get(k, "").strip() for k in DEBRIEF}
    for text in texts.values():
        _check(len(text), LONGEST_LINE, "This box")
    if empty := [k for k in DEBRIEF if not texts[k]]:
        raise Refused(f"{number(len(empty)).capitalize()} of the four questions {'is' if len(empty) == 1 else 'are'} still empty. A line each is enough.")
    run.debrief, run.finished = texts, True
    return "Kept. This play is finished."


_HANDLERS: dict[type, Any] = {Before: _before, Ask: _ask, Keep: _keep, Reply: _reply, Lock: _lock, Add: _add, Drop: _drop, Close: _close, Finish: _finish}


def lower(name: str) -> str:
    """A player's name as it stands inside a sentence: small first letter unless it is an abbreviation or a proper name."""
    keep = name[:2].isupper() or name.startswith(("Member of Parliament", "GP "))
    return name if keep else name[:1].lower() + name[1:]


def number(n: int) -> str:
    """Small numbers in words."""
    return ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")[n] if 0 <= n <= 12 else str(n)
