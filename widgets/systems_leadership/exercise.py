"""What every exercise shares: rules + record + view + static picture.

An exercise is an object with rules and no screen. A `Session` holds one exercise, its record and its state; a view
(`view.py`) sends it moves and draws the patches that come back. Marking reads the same record with `replay`.
"""
from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import msgspec

from . import writing
from .lines import RecordTrouble, read
from .moves import Refused, name, received
from .record import Record

Screen = dict[str, Any]          # what a view draws: nested dicts, keyed so that a change is a small patch


class Exercise(Protocol):
    """The rules of one exercise. No widget, no plotly, no network: runs in a tutor's process and in a test.

    A state is a msgspec Struct with `drafts`, the words typed so far by box. An exercise may also have
    `milestones(state) -> dict[str, bool]`, which the steps in course.toml name; `nudge(state) -> str`, a sentence for the
    start page on what comes next; and `last_map(state)`, a small picture for it."""

    id: str
    title: str
    case_name: str
    undoable: frozenset[str]     # which moves Undo takes back
    barriers: frozenset[str]     # moves Undo does not reach behind

    def new(self) -> Any:
        """The state before the first move."""

    def apply(self, state: Any, op: dict[str, Any]) -> str:
        """Make one move and say in a sentence what came of it (or nothing). Raises Refused (or msgspec.ValidationError for a move of the wrong form); then nothing has changed."""

    def screen(self, state: Any, desk: Desk) -> Screen:
        """All a view needs to draw, and nothing it should not know."""

    def picture(self, state: Any, desk: Desk) -> str:
        """One static, escaped HTML page of the work, for a tutor or print."""

    def summary(self, state: Any) -> str:
        """The same in one or two plain sentences."""


class Desk:
    """The folder an exercise is open in: the way one exercise quotes another's record.

    Links are followed only in a learner's own folder, on their own computer (`links`); marking reads nothing outside a hand-in."""

    def __init__(self, folder: Path, links: bool = False) -> None:
        self.folder, self._links = Path(folder), links
        self._known: dict[Path, tuple[tuple[int, int], Opened | RecordTrouble]] = {}

    def record_path(self, exercise_id: str) -> Path:
        return self.folder / f"{exercise_id}.jsonl"

    def state(self, exercise: Exercise) -> Any:
        """Another exercise's state as its record stands; the state before any move if there is no usable record. To be read, not changed."""
        try:
            return self.opened(exercise).play.state
        except RecordTrouble:
            return exercise.new()

    def opened(self, exercise: Exercise) -> Opened:
        """An exercise's record, read and replayed. Raises RecordTrouble as `record.read` does. To be read, not changed.

        A sheet that quotes a game asks for it at every letter, and marking asks for one record half a dozen times, so it is
        replayed again only when the file has changed; a record only grows, so its size tells even within one tick of the clock."""
        path = self.record_path(exercise.id)
        try:
            found = path.stat()
            stamp = (found.st_mtime_ns, found.st_size)
        except OSError:
            stamp = (0, 0)
        if path not in self._known or self._known[path][0] != stamp:
            self._known[path] = (stamp, _open(exercise, path, self._links))
        kept = self._known[path][1]
        if isinstance(kept, RecordTrouble):
            raise kept
        return kept


def _open(exercise: Exercise, path: Path, links: bool) -> Opened | RecordTrouble:
    try:
        found = read(path, exercise.id, links)
    except RecordTrouble as error:
        return error
    play = replay(exercise, found.ops)
    return Opened(Replay(play.state, History(exercise), play.skipped), found.damage)       # a desk holds many; their moves are not needed again


class History:
    """The moves of a record in order, with what Undo took back left out. Undo and redo are moves too, so nothing is ever rubbed out.

    Only the newest undoable move, back to the last barrier, can be undone. Every step costs the same, however long the history."""

    def __init__(self, exercise: Exercise) -> None:
        self._undoable, self._barriers = exercise.undoable, exercise.barriers
        self._moves: list[dict[str, Any] | None] = []      # None where one was taken back
        self._open: list[int] = []                         # places of the moves that can be taken back
        self._back: list[dict[str, Any]] = []              # taken back, and ready to be put again

    @property
    def can_undo(self) -> bool:
        return bool(self._open)

    @property
    def can_redo(self) -> bool:
        return bool(self._back)

    @property
    def counts(self) -> list[dict[str, Any]]:
        """The moves that count, in order."""
        return [op for op in self._moves if op is not None]

    def note(self, op: dict[str, Any]) -> None:
        """Take the next move of the record in."""
        do = name(op)
        if do == "undo":
            if self._open:
                at = self._open.pop()
                self._back.append(self._moves[at] or {})
                self._moves[at] = None
        elif do == "redo":
            if self._back:
                self._add(self._back.pop())
        else:
            if do in self._undoable or do in self._barriers:
                self._back.clear()
            self._add(op)

    def _add(self, op: dict[str, Any]) -> None:
        if name(op) in self._barriers:
            self._open.clear()
        elif name(op) in self._undoable:
            self._open.append(len(self._moves))
        self._moves.append(op)


class Replay(msgspec.Struct):
    """Outcome of a replay. `skipped` counts moves the rules did not accept."""

    state: Any
    history: History
    skipped: int = 0


class Opened(msgspec.Struct, frozen=True):
    """A record as it was read: where its moves lead, and a sentence if it was damaged."""

    play: Replay
    damage: str = ""


def replay(exercise: Exercise, ops: list[dict[str, Any]]) -> Replay:
    """The state a list of moves leads to."""
    history = History(exercise)
    for op in ops:
        history.note(op)
    state, skipped = exercise.new(), 0
    for op in history.counts:
        try:
            exercise.apply(state, op)
        except (Refused, msgspec.ValidationError):
            skipped += 1
    return Replay(state, history, skipped)


class Outcome(msgspec.Struct):
    """What came of a move: a sentence for the person, and whether it was made."""

    made: bool
    said: str = ""


class Session:
    """One exercise, open: its record and the state the record leads to."""

    def __init__(self, exercise: Exercise, desk: Desk) -> None:
        """Raises RecordTrouble if the record cannot be used as it stands."""
        self.exercise, self.desk = exercise, desk
        self.record = Record(desk.record_path(exercise.id), exercise.id, exercise.case_name)
        self._play = replay(exercise, self.record.ops)
        self.screen = self._draw()

    @property
    def rev(self) -> int:
        return self.record.rev

    @property
    def state(self) -> Any:
        return self._play.state

    def _draw(self) -> Screen:
        screen = self.exercise.screen(self.state, self.desk)
        screen["undo"] = self._play.history.can_undo
        screen["redo"] = self._play.history.can_redo
        screen["rev"] = self.rev
        screen["not_saved"] = self.record.not_saved
        screen["notice"] = self.record.damage or (
            f"{self._play.skipped} of your moves were not understood by this version of the course and are not shown. They are still in {self.record.path.name}."
            if self._play.skipped else "")
        return screen

    def refresh(self) -> Screen:
        """Draw again, after another window or another exercise may have written. Returns what changed."""
        if self.record.catch_up():
            self._play = replay(self.exercise, self.record.ops)
        before, self.screen = self.screen, self._draw()
        return difference(before, self.screen)

    def do(self, op: dict[str, Any]) -> tuple[Outcome, Screen]:
        """Make one move: rules, then the record on disk, then the screen. Returns the outcome and what changed on screen."""
        before = self.screen
        outcome = self._try(op)
        self.screen = self._draw()
        return outcome, difference(before, self.screen)

    def _try(self, sent: dict[str, Any]) -> Outcome:
        try:
            asked = received(sent)
            if perform := getattr(self.exercise, "perform", None):   # a move that does something in the world: once, before it goes on record
                asked = perform(self.state, self.desk, asked)
            return self._keep(asked)
        except Refused as refusal:
            return Outcome(False, str(refusal))
        except msgspec.ValidationError as error:
            return Outcome(False, f"That move was not understood ({error}). Reload the page and try again.")

    def _keep(self, asked: dict[str, Any]) -> Outcome:
        """Rules, then record. Raises Refused or msgspec.ValidationError; then nothing has changed."""
        quick = name(asked) not in ("undo", "redo")
        for _ in range(20):                                # another window may write between our look and our append
            if self.record.catch_up():
                self._play = replay(self.exercise, self.record.ops)
            op = writing.shorten(self.state.drafts, asked) if quick else {"do": name(asked)}
            if quick:
                trial = copy(self.state)
                said = self.exercise.apply(trial, op)
            kept = self.record.append(op)
            if kept == "not saved":
                return Outcome(False, self.record.not_saved)
            if kept == "saved":
                if quick:
                    self._play.history.note(op)
                    self._play.state = trial
                    return Outcome(True, said)
                self._play = replay(self.exercise, self.record.ops)
                return Outcome(True, "Taken back." if name(op) == "undo" else "Put back.")
        return Outcome(False, "Another window keeps writing to this record. Close it, then try again.")


def copy(state: Any) -> Any:
    """A deep copy of a state made of msgspec structs, lists, dicts and plain values."""
    if isinstance(state, msgspec.Struct):
        return type(state)(*[copy(getattr(state, name)) for name in state.__struct_fields__])
    if isinstance(state, list):
        return [copy(v) for v in state]
    if isinstance(state, dict):
        return {k: copy(v) for k, v in state.items()}
    return state


def difference(before: Any, after: Any) -> Any:
    """A JSON merge patch (RFC 7396) from one screen to another: changed keys, None for a key that is gone.

    Screens never hold None as a value."""
    patch: Screen = {}
    for key, value in after.items():
        old = before.get(key)
        if value is old:                                   # furniture is one object all through a play
            continue
        if isinstance(value, dict) and isinstance(old, dict):
            if inner := difference(old, value):
                patch[key] = inner
        elif key not in before or old != value:
            patch[key] = value
    patch.update({key: None for key in before if key not in after})
    return patch
