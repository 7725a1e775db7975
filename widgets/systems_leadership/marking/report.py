"""What a run did for each learner, in sentences: who is done, who needs a person, what was set aside and why."""
from __future__ import annotations

import collections
import csv
import unicodedata
from pathlib import Path
from typing import Literal

import msgspec

State = Literal["marked", "collected", "unchanged", "needs a person", "set aside"]
LOOK: tuple[State, ...] = ("needs a person", "set aside")          # states a person must look at
PLURAL = {"needs a person": "need a person"}
FOLDER = "reports"
SHOWN = 40                                                         # rows on screen; the file has them all


class Row(msgspec.Struct, frozen=True):
    """One thing to know of one learner. `what` names the file or answer, `why` says what happened and what to do next."""

    learner: str
    state: State
    why: str = ""
    what: str = ""


class Report:
    """Rows in the order they came. A learner may have several."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.rows: list[Row] = []

    def add(self, learner: str, state: State, why: str = "", what: str = "") -> None:
        self.rows.append(Row(plain(learner), state, plain(why), plain(what)))

    @property
    def to_look_at(self) -> list[Row]:
        return [row for row in self.rows if row.state in LOOK]

    def counts(self) -> dict[str, int]:
        """Learners by state, each counted once, in the state that most needs a person."""
        worst: dict[str, State] = {}
        rank: list[State] = ["unchanged", "collected", "marked", "needs a person", "set aside"]
        for row in self.rows:
            if row.learner not in worst or rank.index(row.state) > rank.index(worst[row.learner]):
                worst[row.learner] = row.state
        found = collections.Counter(worst.values())
        return {state: found[state] for state in rank if found[state]}

    def text(self) -> str:
        """The summary a person reads in a terminal."""
        found = self.counts()
        counts = ", ".join(f"{n} {PLURAL.get(state, state) if n > 1 else state}" for state, n in found.items()) or "nobody to do anything for"
        lines = [f"{self.title}: {counts}."]
        look = self.to_look_at
        lines += [f"  {row.learner}: {row.what + ': ' if row.what else ''}{row.why}" for row in look[:SHOWN]]
        if len(look) > SHOWN:
            lines.append(f"  … and {len(look) - SHOWN} more.")
        return "\n".join(lines)

    def write(self, folder: Path, name: str) -> Path:
        """Every row as CSV in `reports/<name>.csv` of a tutor's folder. Returns its path."""
        path = folder / FOLDER / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8-sig", newline="") as file:          # the mark at the front tells Excel that it is UTF-8
            out = csv.writer(file)
            out.writerow(Row.__struct_fields__)
            out.writerows([cell(value) for value in msgspec.structs.astuple(row)] for row in self.rows)
        return path


def plain(text: str) -> str:
    """Text on one line with nothing in it that could move the cursor or turn the writing round: such characters are shown by their number."""
    return "".join(f"<U+{ord(c):04X}>" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") else c for c in text)


def cell(value: str) -> str:
    """A value that a spreadsheet will take for text and not for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
