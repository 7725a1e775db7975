"""The process check of the parcels: was the division made in good faith? Public; never at how much it cuts, or which cuts are kept."""
from __future__ import annotations

from ...case import Case
from ...findings import Check, Finding
from .rules import DEBRIEF, TO_KEEP, kept_cuts, unsorted, used
from .state import State


def made(case: Case, state: State) -> Check:
    """Up to 2 marks: one for dividing and comparing, one for the two cuts kept and the debrief."""
    return Check(2, [_divided(state), _kept(case, state)])


def _divided(state: State) -> Finding:
    if not state.players:
        return Finding(0, 1, "Parcels: not begun.")
    if left := unsorted(state):
        return Finding(0, 1, f"Parcels: {len(left)} of {len(state.players)} players are not in a parcel yet.")
    if not state.found:
        return Finding(0, 1, "Parcels: everybody is sorted. Set your division beside the others.")
    return Finding(1, 1, f"Parcels: {len(state.players)} players in {len(used(state))} parcels, set beside two other divisions. How much is cut is not looked at.")


def _kept(case: Case, state: State) -> Finding:
    kept = len(kept_cuts(case, state))
    if kept < TO_KEEP:
        return Finding(0, 1, f"{kept} of {TO_KEEP} cuts kept on purpose, with a reason.")
    if any(not state.debrief.get(k) for k in DEBRIEF):
        return Finding(0, 1, "Two cuts kept on purpose. The three questions at the end are not finished.")
    return Finding(1, 1, "Two cuts kept on purpose, with a reason each, and the three questions at the end written.")
