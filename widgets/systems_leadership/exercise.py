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
from .record import Record

Screen = dict[str, Any]          # what a view draws: nested dicts, keyed so that a change is a small patch


class Refused(ValueError):
    """A move the rules do not allow. `str()` is one sentence for the person who made it."""


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
    """The folder an exercise is open in: the way one exercise quotes another's record."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
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
            self._known[path] = (stamp, _open(exercise, path))
        kept = self._known[path][1]
        if isinstance(kept, RecordTrouble):
            raise kept
        return kept


def _open(exercise: Exercise, path: Path) -> Opened | RecordTrouble:
    try:
        found = read(path, exercise.id)
    except RecordTrouble as error:
        return error
    return Opened(replay(exercise, found.ops), found.damage)


class Replay(msgspec.Struct):
    """Outcome of a replay. `skipped` counts moves the rules did not accept."""

    state: Any
    done: list[dict[str, Any]]
    undone: list[dict[str, Any]]
    skipped: int = 0


class Opened(msgspec.Struct, frozen=True):
    """A record as it was read: where its moves lead, and a sentence if it was damaged."""

    play: Replay
    damage: str = ""


def replay(exercise: Exercise, ops: list[dict[str, Any]]) -> Replay:
    """The state a list of moves leads to. Undo and redo are moves too, so nothing is ever rubbed out."""
    done: list[dict[str, Any]] = []
    undone: list[dict[str, Any]] = []
    for op in ops:
        _note(exercise, done, undone, op)
    state, skipped = exercise.new(), 0
    for op in done:
        try:
            exercise.apply(state, op)
        except (Refused, msgspec.ValidationError):
            skipped += 1
    return Replay(state, done, undone, skipped)


def _note(exercise: Exercise, done: list, undone: list, op: dict[str, Any]) -> None:
    """Move `op` into the list of moves that count. Only the newest undoable move, back to the last that is not, can be undone."""
    do = op.get("do")
    if do == "undo":
        if _can_undo(exercise, done):
            at = max(n for n, o in enumerate(done) if o.get("do") in exercise.undoable)
            undone.append(done.pop(at))
    elif do == "redo":
        if undone:
            done.append(undone.pop())
    else:
        done.append(op)
        if do in exercise.undoable or do in exercise.barriers:
            undone.clear()


def _can_undo(exercise: Exercise, done: list[dict[str, Any]]) -> bool:
    for op in reversed(done):
        if op.get("do") in exercise.undoable:
            return True
        if op.get("do") in exercise.barriers:
            return False
    return False


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
        screen["undo"] = _can_undo(self.exercise, self._play.done)
        screen["redo"] = bool(self._play.undone)
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

    def _try(self, op: dict[str, Any]) -> Outcome:
        quick = op.get("do") not in ("undo", "redo")
        if perform := getattr(self.exercise, "perform", None):   # a move that does something in the world: once, before it goes on record
            try:
                op = perform(self.state, self.desk, op)
            except Refused as refusal:
                return Outcome(False, str(refusal))
        asked = op
        for _ in range(20):                                # another window may write between our look and our append
            if self.record.catch_up():
                self._play = replay(self.exercise, self.record.ops)
            op = writing.shorten(self.state.drafts, asked)
            if quick:
                try:
                    trial = copy(self.state)
                    said = self.exercise.apply(trial, op)
                except Refused as refusal:
                    return Outcome(False, str(refusal))
                except msgspec.ValidationError as error:
                    return Outcome(False, f"That move was not understood ({error}). Reload the page and try again.")
            kept = self.record.append(op)
            if kept == "not saved":
                return Outcome(False, self.record.not_saved)
            if kept == "saved":
                if quick:
                    _note(self.exercise, self._play.done, self._play.undone, op)
                    self._play.state = trial
                    return Outcome(True, said)
                self._play = replay(self.exercise, self.record.ops)
                return Outcome(True, "Taken back." if op["do"] == "undo" else "Put back.")
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
