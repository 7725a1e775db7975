"""Samples, goals and the one table a run prints."""
from __future__ import annotations

import statistics
import textwrap
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Sample:
    """Repeats of one measurement, all in one unit, in the order they were taken."""

    values: list[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def quartiles(self) -> tuple[float, float]:
        """The middle half: first and third quartile."""
        if len(self.values) < 2:
            return self.values[0], self.values[0]
        low, _, high = statistics.quantiles(self.values, n=4, method="inclusive")
        return low, high

    def words(self) -> str:
        """`12.3 [11.0 to 14.2] n=25`; no decimals from 1000 on."""
        low, high = self.quartiles
        return f"{_number(self.median)} [{_number(low)} to {_number(high)}] n={len(self.values)}"


def _number(x: float) -> str:
    return f"{x:,.0f}" if abs(x) >= 1000 or x == int(x) else f"{x:.1f}"


@dataclass
class Row:
    """One line of the table. `bare` is the thing beside it; `met` is None where there is no goal."""

    what: str
    unit: str
    ours: Sample | None = None
    bare: Sample | None = None
    goal: str = ""
    met: bool | None = None
    said: str = ""                                         # instead of a sample, where the finding is words

    @property
    def ratio(self) -> float | None:
        return ratio(self.ours, self.bare) if self.ours and self.bare else None

    def data(self) -> dict[str, Any]:
        """For --json: every repeat."""
        return {"what": self.what, "unit": self.unit, "ours": self.ours and self.ours.values, "bare": self.bare and self.bare.values,
                "ratio": self.ratio, "goal": self.goal, "met": self.met, "said": self.said}


def ratio(ours: Sample, bare: Sample) -> float:
    """Median of the ratios within each round, since rounds share their noise; of medians where there were no rounds."""
    if len(ours.values) == len(bare.values):
        return statistics.median(a / b for a, b in zip(ours.values, bare.values, strict=True))
    return ours.median / bare.median


def at_most(what: str, unit: str, ours: Sample, bare: Sample, limit: float) -> Row:
    """A row whose goal is a ratio to the bare thing."""
    return Row(what, unit, ours, bare, f"<= {limit:g} x bare", ratio(ours, bare) <= limit)


def under(what: str, unit: str, ours: Sample, bare: Sample | None, limit: float) -> Row:
    """A row whose goal is a median in its own unit."""
    return Row(what, unit, ours, bare, f"<= {limit:g} {unit}", ours.median <= limit)


@dataclass
class Report:
    """Rows with the notes that say how they came about."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, other: Report) -> None:
        self.rows += other.rows
        self.notes += other.notes

    def text(self) -> str:
        """The table, then the notes."""
        head = ("measure", "course", "bare", "ratio", "goal", "met")
        lines = [head] + [(f"{r.what} ({r.unit})" if r.unit else r.what, r.ours.words() if r.ours else r.said, r.bare.words() if r.bare else "",
                           f"{r.ratio:.2f}" if r.ratio is not None else "", r.goal, {True: "yes", False: "NO", None: ""}[r.met]) for r in self.rows]
        widths = [max(len(line[k]) for line in lines) for k in range(len(head))]
        out = ["  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines]
        out.insert(1, "  ".join("-" * w for w in widths))
        notes = [textwrap.fill(f"- {note}", 150, subsequent_indent="  ") for note in self.notes]
        return "\n".join([*out, "", *notes])
