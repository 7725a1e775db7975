"""The rules of “Who can stop it?”. Pure: a state, a move, a new state.

You guess, take players out of twelve tasks and see which fall, then challenge two rows of the table with a reason and run
it again. The table is one author's; the logic is `tasks.py`.
"""
from __future__ import annotations

from typing import Any

from ... import writing
from ...case import Case
from ...exercise import Refused
from ...writing import Write
from ..unfolding.rules import lower, number
from . import tasks
from .state import MOVES, Begin, Challenge, ComeBack, Finish, Leave, Make, Run, Stand, State, Withdraw
from .tasks import Need, Table, Task

TRIES = 3                                    # players taken out one at a time before the list of who can stop what opens
TO_CHALLENGE = 2                             # rows
MOST_PLAYERS, MOST_NEEDS, MOST_CHALLENGES = 12, 8, 12
LONGEST_NAME, LONGEST_LINE = 80, 1_000       # characters
DEBRIEF = ("seat",)
HOW = ("add", "out", "drop", "need")
STANDS = ("senior", "others", "all")
UNDOABLE = frozenset({"leave", "come_back", "stand", "challenge", "withdraw"})
BARRIERS = frozenset({"begin", "finish"})


def table(base: Table, state: State, only: list[str] | None = None) -> dict[str, Task]:
    """The table as challenged, in order; with `only`, by those challenges alone."""
    now = dict(base)
    for key, made in state.challenges.items():
        if only is None or key in only:
            now[made.task] = _changed(now[made.task], made)
    return now


def _changed(task: Task, made: Challenge) -> Task:
    needs = list(task.need)
    if made.how == "need":
        needs.append(Need(made.name, list(made.players)))
    elif made.at < len(needs):
        old = needs[made.at]
        if made.how == "add":
            needs[made.at] = Need(old.words, [*old.any, *(i for i in made.players if i not in old.any)])
        elif made.how == "out" and (left := [i for i in old.any if i not in made.players]):
            needs[made.at] = Need(old.words, left)
        elif made.how == "drop" and len(needs) > 1:
            del needs[made.at]
    return Task(task.id, task.name, needs, task.note)


def challenged(state: State, only: list[str] | None = None) -> list[str]:
    """Tasks whose row is challenged, each once."""
    return list(dict.fromkeys(c.task for key, c in state.challenges.items() if only is None or key in only))


def ran_with(state: State) -> list[str]:
    """Challenged tasks the table was run again with."""
    return challenged(state, state.ran)


def stage(state: State) -> str:
    """begin, playing or finished."""
    return "begin" if not state.guess else "finished" if state.debrief else "playing"


def apply(case: Case, base: Table, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say in a sentence what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        writing.write(state.drafts, move)
        return ""
    if not isinstance(move, Begin) and not state.guess:
        raise Refused("Write your two guesses first. Nobody marks them.")
    return _HANDLERS[type(move)](case, base, state, move)


def need_text(text: str, limit: int, sentence: str) -> str:
    """A text with something in it and no longer than its box. Raises Refused."""
    text = text.strip()
    if not text:
        raise Refused(sentence)
    if len(text) > limit:
        raise Refused(f"This box keeps {limit:,} characters, and this has {len(text):,}. Nothing has been cut; shorten it and try again.")
    return text


def _begin(case: Case, base: Table, state: State, move: Begin) -> str:
    if state.guess:
        raise Refused("Your guesses are kept already.")
    if not (0 <= move.senior <= len(base) and 0 <= move.others <= len(base)):
        raise Refused(f"Guess two whole numbers from 0 to {len(base)}. Nobody marks them.")
    state.guess = {"senior": move.senior, "others": move.others}
    return f"Kept. Everybody is here, and all {number(len(base))} tasks can be done. Take somebody out."


def _fallen(now: Table, before: list[str], away: list[str]) -> str:
    after = tasks.possible(now, away)
    fell, rose = [id for id in before if id not in after], [id for id in after if id not in before]
    names = "; ".join(now[id].name for id in fell or rose)
    if fell:
        return f"{number(len(fell)).capitalize()} task{'s fall' if len(fell) > 1 else ' falls'}: {names}. {len(after)} of {len(now)} can be done."
    if rose:
        return f"{number(len(rose)).capitalize()} task{'s' * (len(rose) > 1)} can be done again: {names}. {len(after)} of {len(now)} can be done."
    return f"No task changes: {len(after)} of {len(now)} can be done."


def _leave(case: Case, base: Table, state: State, move: Leave) -> str:
    now = table(base, state)
    if move.player not in tasks.players(now):
        raise Refused("No task names that player. Choose somebody in the table.")
    if move.player in state.away:
        raise Refused("That player has left already.")
    before = tasks.possible(now, state.away)
    state.away = [*state.away, move.player]
    if move.player not in state.tried:
        state.tried = [*state.tried, move.player]
    return f"Gone: the {lower(case.players[move.player].name)}. " + _fallen(now, before, state.away)


def _come_back(case: Case, base: Table, state: State, move: ComeBack) -> str:
    if move.player not in state.away:
        raise Refused("That player is here.")
    now = table(base, state)
    before = tasks.possible(now, state.away)
    state.away = [i for i in state.away if i != move.player]
    return f"Back: the {lower(case.players[move.player].name)}. " + _fallen(now, before, state.away)


def _stand(case: Case, base: Table, state: State, move: Stand) -> str:
    if move.who not in STANDS:
        raise Refused("Choose who stays: only the senior, only the others, or everybody.")
    state.away = [] if move.who == "all" else list(tasks.others(case) if move.who == "senior" else tasks.senior(case))
    left = len(tasks.possible(table(base, state), state.away))
    if move.who == "all":
        return f"Everybody is back. {left} of {len(base)} tasks can be done."
    if move.who not in state.stood:
        state.stood = [*state.stood, move.who]
    who = "only the senior players" if move.who == "senior" else "all the senior players gone"
    senior, named = tasks.senior(case), tasks.players(table(base, state))
    return f"With {who}, {left} of {len(base)} tasks can be done. Of the {len(senior)} senior, {len([i for i in senior if i in named])} have a part in these tasks."


def _make(case: Case, base: Table, state: State, move: Make) -> str:
    if move.task not in base or move.how not in HOW:
        raise Refused("There is no such row or change. Reload the page and try again.")
    row = table(base, state)[move.task]
    chosen = list(dict.fromkeys(move.players))
    if any(i not in case.players for i in chosen) or len(chosen) > MOST_PLAYERS:
        raise Refused(f"Choose up to {MOST_PLAYERS} players of the library.")
    if len(state.challenges) >= MOST_CHALLENGES:
        raise Refused(f"The table has {MOST_CHALLENGES} challenges already. Take one off to make another.")
    if move.how != "need" and not 0 <= move.at < len(row.need):
        raise Refused("That condition is gone. Choose another.")
    name = " ".join(move.name.split()) if move.how == "need" else ""
    _fits(row, move, chosen, name)
    why = need_text(move.why, LONGEST_LINE, "Say why the row is wrong. A line is enough.")
    state.made += 1
    state.challenges[str(state.made)] = Challenge(move.task, move.how, 0 if move.how == "need" else move.at, [] if move.how == "drop" else chosen, name, why)
    left = TO_CHALLENGE - len(challenged(state))
    return "Challenged. " + (f"{number(left).capitalize()} more row to challenge." if left > 0 else "Run the table again to see what your changes do.")


def _fits(row: Task, move: Make, chosen: list[str], name: str) -> None:
    """Whether a change changes something and leaves a row that can be read. Raises Refused."""
    if move.how == "drop":
        if len(row.need) < 2:
            raise Refused("A task without any condition is no task. Say who else could meet this one instead.")
        return
    if move.how == "need":
        need_text(name, LONGEST_NAME, "Say what the new condition asks for, in a few words.")
    if not chosen:
        raise Refused("Choose the player or players first.")
    if move.how == "need":
        if len(row.need) >= MOST_NEEDS:
            raise Refused(f"{MOST_NEEDS} conditions are the most a row holds.")
        return
    held = row.need[move.at].any
    if move.how == "add" and all(i in held for i in chosen):
        raise Refused("The row has that player there already.")
    if move.how == "add" and len({*held, *chosen}) > 2 * MOST_PLAYERS:
        raise Refused("That condition names enough players already.")
    if move.how == "out":
        if not any(i in held for i in chosen):
            raise Refused("Choose somebody the condition names.")
        if all(i in chosen for i in held):
            raise Refused("Then nobody could meet it. If the condition is wrong, say it is not needed.")


def _withdraw(case: Case, base: Table, state: State, move: Withdraw) -> str:
    if move.challenge not in state.challenges:
        raise Refused("That challenge is off already.")
    order, gone = list(state.challenges), state.challenges[move.challenge]
    later = order[order.index(move.challenge) + 1:]
    if gone.how in ("drop", "need") and any(state.challenges[k].task == gone.task for k in later):      # a later one counts the conditions as they then stood
        raise Refused("A later change to this row builds on it. Take the later one off first.")
    del state.challenges[move.challenge]
    return "Taken off. The row is as it was before."


def _run(case: Case, base: Table, state: State, move: Run) -> str:
    if not state.challenges:
        raise Refused("Challenge a row first; until then the table is the library’s.")
    state.ran = list(state.challenges)
    return "Run again. Marlshire’s table and yours stand beside each other."


def _finish(case: Case, base: Table, state: State, move: Finish) -> str:
    if len(ran_with(state)) < TO_CHALLENGE:
        raise Refused("Challenge two rows and run the table again first.")
    state.debrief = {k: need_text(move.debrief.get(k, ""), LONGEST_LINE, "The question at the end is still empty. A line is enough.") for k in DEBRIEF}
    return "Kept. You can still take players out and challenge rows; what you wrote stays."


_HANDLERS: dict[type, Any] = {Begin: _begin, Leave: _leave, ComeBack: _come_back, Stand: _stand, Make: _make, Withdraw: _withdraw, Run: _run, Finish: _finish}
