"""The rules of the power map. Pure: a state, a move, a new state.

You choose twelve players, rate ten sources of power from none to three as you see them, give a reason for every three, and
rate the same twelve again as one of them would. Nothing is added up.
"""
from __future__ import annotations

from typing import Any

from ... import writing
from ...case import SOURCES_OF_POWER, Case
from ...exercise import Refused
from ...writing import Write
from ..unfolding.rules import lower, number
from ..who_can_stop.tasks import Table
from .state import MOVES, Begin, ChooseAgain, Close, Finish, Pick, Rate, Ready, Sit, State

PLAYERS, KINDS, HIGHEST = 12, 6, 3
REACH = ("inside", "across")                 # how far a player's word carries; placed on the map, and no source
RATED = (*SOURCES_OF_POWER, *REACH)
LONGEST_LINE = 1_000                         # characters
DEBRIEF = ("clash", "ask")
UNDOABLE = frozenset({"pick", "rate"})
BARRIERS = frozenset({"begin", "ready", "choose_again", "close", "sit", "finish"})
LEVELS = ("none", "a little", "much", "decides")


def level(state: State, sit: int, player: str, source: str) -> int:
    return state.levels[sit].get(player, {}).get(source, 0) if sit < len(state.levels) else 0


def column(state: State, sit: int, source: str) -> list[int]:
    """One source for all twelve, in their order."""
    return [level(state, sit, i, source) for i in state.players]


def box(sit: int, player: str, source: str) -> str:
    """The box a reason is written in."""
    return f"why.{sit}.{player}.{source}"


def unexplained(state: State, sit: int) -> list[tuple[str, str]]:
    """Ratings of “decides” without a reason: player and source."""
    return [(i, s) for i in state.players for s in SOURCES_OF_POWER if level(state, sit, i, s) == HIGHEST and not state.drafts.get(box(sit, i, s), "").strip()]


def rated(state: State, sit: int) -> bool:
    """Whether anything at all has been rated from a standpoint."""
    return any(level(state, sit, i, s) for i in state.players for s in SOURCES_OF_POWER)


def whole(state: State, sit: int) -> bool:
    """Whether a standpoint is kept, and still has a reason for every three."""
    return state.closed > sit and rated(state, sit) and not unexplained(state, sit)


def kinds(case: Case, state: State) -> int:
    return len({case.players[i].kind for i in state.players})


def stage(state: State) -> str:
    """begin, picking, first, sit (choose the second standpoint), second, both or finished."""
    if not state.sits:
        return "begin"
    if not state.ready:
        return "picking"
    if state.closed == 0:
        return "first"
    if len(state.sits) < 2:
        return "sit"
    return "second" if state.closed < 2 else "finished" if state.debrief else "both"


def apply(case: Case, table: Table, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say in a sentence what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        writing.write(state.drafts, move)
        return ""
    if not isinstance(move, Begin) and not state.sits:
        raise Refused("Say first what has to be done, and where you sit.")
    return _HANDLERS[type(move)](case, table, state, move)


def _begin(case: Case, table: Table, state: State, move: Begin) -> str:
    if state.sits:
        raise Refused("You have begun already.")
    if move.issue not in table:
        raise Refused("Choose what has to be done.")
    if move.sit not in case.players:
        raise Refused("Choose where you sit.")
    state.issue, state.sits, state.levels = move.issue, [move.sit], [{}]
    return f"You rate as the {lower(case.players[move.sit].name)}. Choose your twelve."


def _pick(case: Case, table: Table, state: State, move: Pick) -> str:
    if state.ready:
        raise Refused("Your twelve are settled. “Change the twelve” opens them again, until a map is kept.")
    if move.player not in case.players:
        raise Refused("There is no such player. Reload the page and try again.")
    here = move.player in state.players
    if move.on is here:
        raise Refused("That player is in your map already." if here else "That player is not in your map.")
    if move.on and len(state.players) >= PLAYERS:
        raise Refused("You have twelve. Take one out to put another in.")
    state.players = [*state.players, move.player] if move.on else [i for i in state.players if i != move.player]
    left, lacking = PLAYERS - len(state.players), KINDS - kinds(case, state)
    return (f"{number(left).capitalize()} more to choose." if left else "Twelve chosen.") + (f" {number(lacking).capitalize()} more kind{'s' * (lacking > 1)} to come." if lacking > 0 else "")


def _ready(case: Case, table: Table, state: State, move: Ready) -> str:
    if state.ready:
        raise Refused("Your twelve are settled already.")
    if len(state.players) != PLAYERS:
        raise Refused(f"Choose twelve players; you have {number(len(state.players))}.")
    if kinds(case, state) < KINDS:
        raise Refused(f"Your twelve are of {number(kinds(case, state))} kind{'s' * (kinds(case, state) > 1)}. Choose at least {number(KINDS)}: exchange somebody.")
    state.players = sorted(state.players, key=lambda i: ([f.id for f in case.families].index(case.family(i).id), case.players[i].name))
    state.ready = True
    return "Your twelve are here, with the ratings you gave." if rated(state, 0) else "Your twelve are here, and every cell is empty. Choose a cell."


def _choose_again(case: Case, table: Table, state: State, move: ChooseAgain) -> str:
    """What was rated and written of a player who is taken out stays, and comes back with them."""
    if state.closed:
        raise Refused("Your map is kept, and the second has to be of the same twelve.")
    if not state.ready:
        raise Refused("You are choosing your twelve already.")
    state.ready = False
    return "Exchange whom you like. The ratings you gave are kept."


def _rate(case: Case, table: Table, state: State, move: Rate) -> str:
    if not state.ready:
        raise Refused("Choose your twelve first.")
    if not 0 <= move.sit < len(state.sits):
        raise Refused("Nobody sits there yet.")
    if move.player not in state.players:
        raise Refused("Choose one of your twelve.")
    if not move.levels or any(s not in RATED or not 0 <= n <= HIGHEST for s, n in move.levels.items()):
        raise Refused("Rate a source from none to three.")
    now = dict(state.levels[move.sit].get(move.player, {})) | move.levels
    state.levels[move.sit][move.player] = {s: now[s] for s in RATED if now.get(s)}
    said = "; ".join(f"{NAMES[s]} {LEVELS[n]}" for s, n in move.levels.items())
    asks = any(n == HIGHEST and s in SOURCES_OF_POWER and not state.drafts.get(box(move.sit, move.player, s), "").strip() for s, n in move.levels.items())
    return f"{case.players[move.player].name}: {said}." + (" “Decides” asks for a reason, in a line." if asks else "")


NAMES = {"position": "position", "status": "status", "resources": "resources", "sanction": "sanction", "expertise": "expertise", "information": "information", "mandate": "mandate",
         "lived": "lived experience", "agenda": "agenda", "exit": "withdrawal", "inside": "reach inside", "across": "reach across"}


def _close(case: Case, table: Table, state: State, move: Close) -> str:
    sit = state.closed
    if not state.ready or sit >= len(state.sits):
        raise Refused("There is no map to keep. Sit somewhere first, and rate." if state.ready else "Choose your twelve first.")
    if not rated(state, sit):
        raise Refused("Nothing is rated yet. Say of at least one player what they have.")
    if lacking := unexplained(state, sit):
        named = ", ".join(f"{lower(case.players[i].name)} ({NAMES[s]})" for i, s in lacking[:3])
        many, more = len(lacking) > 1, " and more" * (len(lacking) > 3)
        raise Refused(f"{number(len(lacking)).capitalize()} rating{'s' if many else ''} of “decides” {'have' if many else 'has'} no reason yet: {named}{more}. A few words each are enough.")
    state.closed += 1
    return "Kept. What your map shows is below." if sit == 0 else "Kept. Two buttons above the table turn from one map to the other. Where the two differ is told below."


def _sit(case: Case, table: Table, state: State, move: Sit) -> str:
    if not state.closed:
        raise Refused("Keep your own map first.")
    if len(state.sits) > 1:
        raise Refused("You have sat somewhere else already.")
    if move.player not in state.players or move.player == state.sits[0]:
        raise Refused("Choose one of your twelve who is not yourself.")
    state.sits, state.levels = [*state.sits, move.player], [*state.levels, {}]
    return f"You rate as the {lower(case.players[move.player].name)} now. Every cell is empty again."


def _finish(case: Case, table: Table, state: State, move: Finish) -> str:
    if state.closed < 2:
        raise Refused("Keep both maps first.")
    texts = {k: move.debrief.get(k, "").strip() for k in DEBRIEF}
    if empty := [k for k in DEBRIEF if not texts[k]]:
        raise Refused(f"{'Both questions are' if len(empty) == 2 else 'One of the two questions is'} still empty. A line each is enough.")
    for text in texts.values():
        if len(text) > LONGEST_LINE:
            raise Refused(f"This box keeps {LONGEST_LINE:,} characters, and this has {len(text):,}. Nothing has been cut; shorten it and try again.")
    state.debrief = texts
    return "Kept. You can still rate; what you wrote stays."


_HANDLERS: dict[type, Any] = {Begin: _begin, Pick: _pick, Ready: _ready, ChooseAgain: _choose_again, Rate: _rate, Close: _close, Sit: _sit, Finish: _finish}
