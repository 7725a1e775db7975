"""Handing in, as an exercise: the record is the receipts."""
from __future__ import annotations

import base64
import datetime
from collections.abc import Callable
from html import escape
from typing import Annotated, Any

import msgspec

from ...exercise import Desk, Refused
from ...findings import Check
from ...moves import Moves, name
from ...page import sheet, small, within
from ...writing import Write, write
from . import bundle, exchange, frame

VIEW = ("games/hand_in/view.js",)
FOLDER = "handed in"
SHOWN = 20                         # receipts on a tutor's page, the newest
Short = Annotated[str, msgspec.Meta(max_length=200)]


class Number(msgspec.Struct, tag_field="do", tag="number", forbid_unknown_fields=True):
    """The learner's number, as the tutor gave it."""

    learner: str


class HandIn(msgspec.Struct, tag_field="do", tag="hand_in", forbid_unknown_fields=True):
    """A receipt: where the work went and what it was."""

    learner: Short
    handed_in: Short
    to: Short                            # a file name, or "the exchange"
    files: Annotated[list[bundle.Item], msgspec.Meta(max_length=1_000)]


MOVES = Moves(Number, HandIn, Write)


class State(msgspec.Struct):
    learner: str = ""
    receipts: list[HandIn] = []
    drafts: dict[str, str] = {}


class Hand:
    """See `exercise.Exercise`. `checks` are run on the spot, so a learner sees the process marks before handing in."""

    title = "Hand in"
    undoable: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()
    case_name = ""

    def __init__(self, id: str, assignment: str, records: list[str], checks: Callable[[Desk], dict[str, tuple[str, Check]]],
                 titles: Callable[[], dict[str, str]], parts: Callable[[Desk], dict[str, str]]) -> None:
        self.id, self.assignment, self.records, self._checks, self._titles, self._parts = id, assignment, records, checks, titles, parts

    def new(self) -> State:
        return State(learner=exchange.learner())

    def perform(self, state: State, desk: Desk, op: dict[str, Any]) -> dict[str, Any]:
        """Do what a move asks in the world and return the move as it goes on record. Raises Refused if it could not be done."""
        if name(op) != "hand_in":
            return op
        if not state.learner:
            raise Refused("Write your learner number first; it is how your tutor knows whose work this is.")
        now = datetime.datetime.now(datetime.UTC)
        files = bundle.collect(desk.folder, self.assignment, self.records)
        says = bundle.manifest(self.assignment, state.learner, files, now)
        if exchange.learner():
            to = exchange.submit(desk.folder)
        else:
            file = bundle.write(desk.folder.parent / FOLDER, bundle.file_name(says), bundle.zipped(says, files))
            to = file.name
        return msgspec.to_builtins(HandIn(state.learner, says.handed_in, to, says.files))

    def apply(self, state: State, op: dict[str, Any]) -> str:
        move = MOVES.read(op)
        if isinstance(move, Write):
            write(state.drafts, move)
            return ""
        if isinstance(move, Number):
            number = move.learner.strip()
            if not bundle.NUMBER.fullmatch(number):
                raise Refused("A learner number has letters, digits, dots or dashes, up to 40 of them, and no spaces. Your tutor gave you yours.")
            state.learner = number
            return f"Your work will go in as {number}."
        state.receipts.append(move)
        send = "" if move.to == exchange.RECEIPT else f" Nobody has it until you send it: the file is in the folder “{FOLDER}”, beside the folders of the modules."
        return f"Handed in: {_files(len(move.files))}, {_where(move.to)}.{send}"

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        latest = state.receipts[-1] if state.receipts else None
        titles = self._titles()
        return {"stage": "hand_in", "learner": state.learner, "hub": bool(exchange.learner()), "drafts": dict(state.drafts),
                "checks": {name: {"exercise": game, "title": titles[name], "score": c.score, "points": c.points, "why": [{"met": f.got >= f.of, "why": f.why} for f in c.findings]}
                           for name, (game, c) in self._checks(desk).items()},
                "frame": frame.missing(desk.folder, self.assignment), "parts": self._parts(desk), "folder": FOLDER,
                "receipts": {str(n): msgspec.to_builtins(r) for n, r in enumerate(state.receipts)},
                "feedback": exchange.pages(desk.folder),
                "changed": latest is not None and self._changed(latest, desk)}

    def _changed(self, receipt: HandIn, desk: Desk) -> bool:
        """Whether a record has been written to since it was handed in."""
        try:
            now = bundle.manifest("", "", bundle.collect(desk.folder, self.assignment, self.records), datetime.datetime.now(datetime.UTC)).files
        except Refused:
            return False
        frame = {bundle.NOTEBOOK, f"{self.id}.jsonl"}      # JupyterLab saves the one by itself; the other is these receipts
        return {i.name: i.sha256 for i in now if i.name not in frame} != {i.name: i.sha256 for i in receipt.files if i.name not in frame}

    def fetch(self, state: State, desk: Desk, name: str) -> dict[str, str]:
        """A handed-in file for the browser to save elsewhere, base64; only files named on a receipt. Or, on a hub, “feedback”: fetched into the folder, and what came of it said."""
        if name == exchange.FEEDBACK and exchange.learner():
            return {"said": exchange.fetch(desk.folder)}
        if name not in {r.to for r in state.receipts} or not bundle.FILE.fullmatch(name):
            raise Refused("There is no receipt for that file.")
        try:
            return {"name": name, "data": base64.b64encode((desk.folder.parent / FOLDER / name).read_bytes()).decode()}
        except OSError:
            raise Refused(f"{name} is no longer in “{FOLDER}”. Hand in again to make a new file.") from None

    def picture(self, state: State, desk: Desk) -> str:
        if not state.receipts:
            return ""                                      # a receipt is written after the file is made, so a first hand-in holds none
        rows = "".join(f"<li>{within(r.handed_in)}: {escape(_files(len(r.files)))}, {within(_where(r.to))}</li>" for r in state.receipts[-SHOWN:])
        more = small(f"And {len(state.receipts) - SHOWN} before these.") if len(state.receipts) > SHOWN else ""
        return sheet(f'<p style="margin:0 0 4px"><b>Earlier hand-ins</b></p><ul style="margin:0;padding-left:18px">{rows}</ul>{more}')

    def summary(self, state: State) -> str:
        return f"{len(state.receipts)} earlier hand-ins."

    def milestones(self, state: State) -> dict[str, bool]:
        return {"handed_in": bool(state.receipts)}


def _files(n: int) -> str:
    return f"{n} file{'s' * (n != 1)}"


def _where(to: str) -> str:
    return "sent to the exchange" if to == exchange.RECEIPT else f"in one file, {to}"

