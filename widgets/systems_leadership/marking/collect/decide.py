"""Which hand-in of a learner counts: the newest good one. What does not count is set aside, with a sentence for the tutor."""
from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from ..report import Report
from . import lms
from .candidate import Candidate, said
from .checks import NAMED, Extra, Unsound
from .roster import Roster
from .shelf import ASIDE, UNKNOWN, Shelf

Progress = Callable[[int, int], None]
Aside = list[tuple[Candidate, str]]


class Rules(msgspec.Struct):
    """What nbgrader's flags say. `before` prefers the last hand-in up to that time; `update` lets a newer one replace what is here."""

    update: bool = True
    before: datetime.datetime | None = None


def collect(candidates: Iterable[Candidate], shelf: Shelf, roster: Roster, report: Report, rules: Rules | None = None, progress: Progress | None = None) -> None:
    """Decide on all hand-ins and put them where they belong. Every learner, and everything set aside, has a row in the report."""
    by_learner: dict[str, list[Candidate]] = {}
    for found in candidates:
        _hold(found, roster)
        by_learner.setdefault(found.learner, []).append(found)
    for n, (learner, several) in enumerate(sorted(by_learner.items()), 1):
        _two_people(learner, several, roster)
        try:
            _learner(learner, several, shelf, report, rules or Rules())
        except OSError as error:
            report.add(learner or UNKNOWN, "needs a person", f"could not be written ({error.strerror or error}). What was here before is still here. See that there is space, and collect again.")
        except Exception as error:                         # whatever nobody thought of stops at this one learner
            report.add(learner or UNKNOWN, "needs a person", f"could not be collected ({type(error).__name__}). Collect it by hand, and tell the course's authors.")
        if progress:
            progress(n, len(by_learner))


def _hold(found: Candidate, roster: Roster) -> None:
    """Mark what must not be collected although it may be whole."""
    if found.bad or not found.learner:
        return
    if others := lms.others(found.named, found.learner, roster):
        found.bad = f"was handed in for another learner's name: the file says {found.learner}, what it came in says {' or '.join(sorted(others))}. It is not marked. Ask both."
    elif roster.stranger(found.learner):
        found.bad = (f"is from {found.learner}, who is not among your learners. It is not marked. If it should be, add the learner "
                     f"(`nbgrader db student add {found.learner}`, or your list of learners) and collect again; otherwise ask who sent it.")


def _two_people(learner: str, several: list[Candidate], roster: Roster) -> None:
    """The same learner's number from two people of one LMS: unless the LMS says who is who, neither is marked."""
    good = [found for found in several if not found.bad and found.named.by]
    for kind in {found.named.by.split(" ")[0] for found in good}:
        theirs = [found for found in good if found.named.by.startswith(f"{kind} ")]
        if len({found.named.by for found in theirs}) < 2:
            continue
        sure = [found for found in theirs if lms.confirms(found.named, learner, roster)]
        for found in theirs:
            if found not in sure:
                found.bad = f"was handed in for {learner}, and so was another person's in {kind}. It is not marked. Ask both."


def _learner(learner: str, several: list[Candidate], shelf: Shelf, report: Report, rules: Rules) -> None:
    aside: Aside = [(found, found.bad) for found in several if found.bad]
    good = sorted((found for found in several if not found.bad), key=lambda found: _order(found, rules), reverse=True)
    counts = _first_good(learner, good, shelf, report, rules, aside) if learner else None
    if learner and counts is None:
        counts = shelf.there(learner)[1]
    for found, why in aside:
        _set_aside(found, why, shelf, report, counts)


def _order(found: Candidate, rules: Rules) -> tuple[bool, datetime.datetime, str]:
    when = found.when or datetime.datetime.min.replace(tzinfo=datetime.UTC)
    return (rules.before is not None and when <= rules.before, when, found.where)


def _first_good(learner: str, good: list[Candidate], shelf: Shelf, report: Report, rules: Rules, aside: Aside) -> datetime.datetime | None:
    """Collect the first of `good` that is. Returns when the one that counts was handed in."""
    present, before = shelf.there(learner)
    for found in good:
        when = found.when
        assert when is not None
        if present and not rules.update and rules.before is None:
            report.add(learner, "unchanged", "A hand-in is here already; `--update` takes a newer one." if before != when else "", found.where)
            return before
        if present and before and before > when and rules.before is None:
            report.add(learner, "unchanged", f"A newer hand-in, of {said(before)}, is here already.", found.where)
            return before
        try:
            loaded = found.load()
        except Unsound as trouble:
            aside.append((found, f"{trouble} Ask the learner to hand in again."))
            continue
        for note in [*found.notes, *loaded.notes]:
            report.add(learner, "needs a person", note, found.where)
        _extras(learner, found, loaded.extras, shelf, report)
        if present and before and shelf.same(learner, loaded):
            report.add(learner, "unchanged", "", found.where)
            return before
        shelf.put(learner, when, loaded)
        report.add(learner, "collected", "", found.where)
        return when
    return None


def _extras(learner: str, found: Candidate, extras: list[Extra], shelf: Shelf, report: Report) -> None:
    """Name what was left out of a hand-in that is collected."""
    if not extras:
        return
    data = {extra.name: extra.data for extra in extras if extra.data is not None}
    kept = shelf.aside(learner, found.when, found.where, "These files came with a hand-in and are no part of one. The rest of it was collected.", data) if data else None
    for extra in extras[:NAMED]:
        end = f"It is kept in {_short(kept)}." if kept and extra.data is not None else "It was left where it is."
        report.add(learner, "needs a person", f"{extra.why}, so it was not collected; the rest was. {end}", extra.name)
    if len(extras) > NAMED:
        report.add(learner, "needs a person", f"{len(extras) - NAMED} more files are no part of a hand-in either and were not collected; the rest was.", found.where)


def _set_aside(found: Candidate, why: str, shelf: Shelf, report: Report, counts: datetime.datetime | None) -> None:
    instead = f" The hand-in of {said(counts)} counts." if counts else ""
    try:
        files = found.raw()
    except Unsound:
        files = {}
    if not files:
        report.add(found.learner or UNKNOWN, "needs a person", f"{why}{instead} It was left where it is.", found.where)
        return
    kept = shelf.aside(found.learner, found.when, found.where, why, files)
    report.add(found.learner or UNKNOWN, "set aside", f"{why}{instead} It is kept in {_short(kept)}.", found.where)


def _short(path: Path) -> str:
    """A folder of set-aside/ as it stands in the tutor's folder."""
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index(ASIDE) - 1:])
