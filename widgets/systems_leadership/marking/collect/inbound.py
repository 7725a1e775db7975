"""Collecting from nbgrader's exchange, where every hand-in lies in a directory its owner can write to.

nbgrader's own collect follows links as the tutor, believes the name of a directory for whose it is and for when, lets a
half-copied or empty hand-in replace a good one, and stops for the whole class at a name it cannot read. This one is set as
`c.ExchangeFactory.collect`; `nbgrader collect`, its flags and formgrader's button go on working.
"""
from __future__ import annotations

import contextlib
import datetime
import fnmatch
import functools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import check_mode
from traitlets import Bool

from ... import hub
from ...games.hand_in.bundle import NOTEBOOK
from ..database import DatabaseError, opened
from ..report import LOOK, Report, plain
from . import decide, reading, roster
from .candidate import Candidate, said
from .checks import SECRET, STAMP, Loaded, Unsound, expected, sound
from .drivers import title
from .shelf import Shelf, parse

LEARNER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._@+-]{0,63}")      # no path, nothing hidden
SECRETIVE = re.compile(rb"[\x21-\x7e]{8,256}\s*")                # what feedback is released under; nbgrader's has 128 hex digits
SLACK = datetime.timedelta(seconds=60)     # between the time a submit notes and its last write


class CheckedCollect(ExchangeCollect):
    """nbgrader's collect with checks. `report` says what came of it, and is written into reports/ of the tutor's folder."""

    by_learner = Bool(False, help="inbound holds a folder for each learner, named as the hub names them, and nobody but that learner can write into it. "
                                  "Whose a hand-in is then follows from the folder it lies in, whatever its own name claims. "
                                  "For hubs on Kubernetes, where every server runs as the same user.").tag(config=True)
    report: Report
    progress: decide.Progress | None = None

    def init_src(self) -> None:
        """Find the exchange and the roster. Raises ExchangeError, as nbgrader's does."""
        if self.coursedir.course_id == "":
            self.fail("No course id specified. Re-run with --course flag.")
        self.course_path = os.path.join(self.root, self.coursedir.course_id)
        self.inbound_path = os.path.join(self.course_path, "inbound")
        if not os.path.isdir(self.inbound_path):
            self.fail(f"Course not found: {self.inbound_path}")
        if not check_mode(self.inbound_path, read=True, execute=True):
            self.fail(f"You don't have read permissions for the directory: {self.inbound_path}")
        try:
            with opened(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
                self.roster = roster.load(gradebook, self.coursedir.assignment_id)
        except DatabaseError as error:
            self.fail(str(error))
        self.duedate = self.roster.due

    def copy_files(self) -> None:
        """Collect every learner's newest good hand-in."""
        assignment = self.coursedir.assignment_id
        self.report = Report(title(assignment))
        rules = decide.Rules(self.update, self.duedate if self.before_duedate else None)
        with reading.folder(Path(self.inbound_path)) as inbound:
            learners = self.coursedir.student_id or "*"
            found = each_learners(inbound, assignment, learners, self.roster) if self.by_learner else candidates(inbound, assignment, learners, self.check_owner)
            decide.collect(found, Shelf(self.coursedir, assignment), self.roster, self.report, rules, self.progress)
        if not self.report.rows:
            self.log.warning("No submissions of '%s' for course '%s' to collect", assignment, self.coursedir.course_id)
            return
        write(self.report, self.coursedir, f"collect-{assignment}", self.log)


def write(report: Report, directory: Any, name: str, log: Any) -> None:
    """Put a report where a tutor looks for it: in reports/ and in nbgrader's log, which formgrader shows too."""
    for row in report.rows:
        (log.warning if row.state in LOOK else log.info)("%s: %s %s %s", row.learner, row.state, row.what, row.why)
    log.info("%s", report.text().splitlines()[0])
    try:
        log.info("All of it is in %s", report.write(Path(directory.root), name))
    except OSError as error:
        log.warning("The report could not be written (%s)", error.strerror)


Opener = Callable[[], contextlib.AbstractContextManager[reading.Folder]]


def candidates(inbound: reading.Folder, assignment: str, learners: str, check_owner: bool) -> Iterator[Candidate]:
    """Every directory in the exchange that is called a hand-in of `assignment` by one of `learners` (a pattern, "*" for all)."""
    for name, called in _called(inbound, assignment):
        if fnmatch.fnmatchcase(learner := called["learner"], learners):
            opener = functools.partial(reading.folder, inbound.path / name, inbound.fd, check_owner)
            yield _looked_at(opener, name, learner, called["when"], assignment, check_owner)


def each_learners(inbound: reading.Folder, assignment: str, learners: str, roster: roster.Roster) -> Iterator[Candidate]:
    """The same where each learner has a folder of their own in `inbound`. A hub's names are in small letters; a hand-in is under the roster's spelling of them."""
    spelt: dict[str, list[str]] = {}
    for one in roster.learners:
        spelt.setdefault(one.lower(), []).append(one)
    for folder in _names(inbound):
        same = spelt.get(folder, [folder])
        learner = same[0]
        if len(same) > 1:
            yield Candidate(folder, bad=f"could be from {' or '.join(sorted(same))}: a hub does not tell capitals from small letters. It is not marked. Give one of them another number.")
        elif fnmatch.fnmatchcase(learner, learners):
            own = functools.partial(reading.folder, inbound.path / folder, inbound.fd)
            try:
                with own() as opened:
                    found = list(_called(opened, assignment))
            except Unsound as trouble:
                yield Candidate(folder, bad=f"{trouble} Only learners' own folders should be there. Ask whoever looks after the exchange who made it.")
                continue
            for name, called in found:
                yield _looked_at(functools.partial(_within, own, name), name, learner, called["when"], assignment)


@contextlib.contextmanager
def _within(own: Opener, name: str) -> Iterator[reading.Folder]:
    """A hand-in in a learner's own folder: both are opened anew each time, so that a cohort needs no more than two at once."""
    with own() as outer, reading.folder(outer.path / name, outer.fd, owned=True) as found:
        yield found


def _names(folder: reading.Folder) -> list[str]:
    with os.scandir(folder.fd) as entries:
        return sorted(os.fsencode(entry.name).decode("utf-8", "backslashreplace") for entry in entries)


def _called(folder: reading.Folder, assignment: str) -> Iterator[tuple[str, re.Match[str]]]:
    """What lies in a directory and has the name nbgrader's submit gives a hand-in of `assignment`: learner+assignment+when, and often a +random end."""
    pattern = re.compile(rf"(?P<learner>.+)\+{re.escape(assignment)}\+(?P<when>[^+]+)(?:\+[^+]*)?", re.DOTALL)
    for name in _names(folder):
        if called := pattern.fullmatch(name):
            yield name, called


def _looked_at(opener: Opener, name: str, learner: str, called: str, assignment: str, check_owner: bool = False) -> Candidate:
    if not LEARNER.fullmatch(learner):
        return Candidate(name, bad=f"“{plain(learner)[:60]}” is no learner's name. Ask whoever looks after the exchange who made it.")
    try:
        return _candidate(opener, name, learner, called, assignment, check_owner)
    except Exception as error:                             # whatever nobody thought of stops at this one directory
        return Candidate(name, bad=f"could not be looked at ({type(error).__name__}).")


def _candidate(opener: Opener, name: str, learner: str, called: str, assignment: str, check_owner: bool) -> Candidate:
    raw = functools.partial(_raw, opener)
    try:
        with opener() as found:
            when, notes = _when(found, called, assignment)
            owner = reading.user(found.about().st_uid)
    except Unsound as trouble:
        return Candidate(name, learner, bad=str(trouble), raw=raw)
    theirs = hub.system_user(learner) if hub.here() else learner
    if check_owner and owner != theirs:
        return Candidate(name, learner, when, bad=f"was handed in for another learner's name: it says {learner} and belongs to {owner}. It is not marked. Ask both.", raw=raw)
    return Candidate(name, learner, when, notes=notes, load=functools.partial(_load, opener, assignment), raw=raw)


def _load(opener: Opener, assignment: str) -> Loaded:
    with opener() as found:
        secret = _secret(found)
        entries, many = found.listing()
        loaded = sound(expected(assignment), entries, found.read, many)
        loaded.secret = secret
        return loaded


def _secret(found: reading.Folder) -> bytes:
    """nbgrader's submit writes its two small files last, so without them it did not finish."""
    for name in (STAMP, SECRET):
        if found.stat(name) is None:
            raise Unsound(f"is only half there: {name}, which nbgrader's submit writes last, is missing.")
    try:
        data = found.read(SECRET, 1000)
    except Unsound as trouble:
        raise Unsound(f"cannot be taken: {SECRET} {trouble}") from None
    if not SECRETIVE.fullmatch(data):
        raise Unsound(f"cannot be taken: {SECRET} is not as nbgrader wrote it.")
    return data


def _raw(opener: Opener) -> dict[str, bytes]:
    with opener() as found:
        return {name: data for name, data in found.ordinary().items() if name != SECRET}


def _when(found: reading.Folder, called: str, assignment: str) -> tuple[datetime.datetime, list[str]]:
    """When it was handed in, and what to tell the tutor. Raises Unsound.

    A learner can write any time into the name of the directory, into timestamp.txt and into what a file says of when it was
    written. When an inode last changed they can only make later. So where the name says an earlier time than that, the
    later one counts: a copied or restored exchange makes everybody late, which is seen at once, and a forged time nobody."""
    says = parse(called)
    if says is None:
        raise Unsound("has no proper time in its name, so nbgrader's submit did not make it.")
    last = _last_change(found, assignment)
    try:
        text = found.read(STAMP, 200).decode("ascii", "backslashreplace").strip() if found.stat(STAMP) else ""
    except Unsound as trouble:
        raise Unsound(f"cannot be taken: {STAMP} {trouble}") from None
    written = parse(text) if text else says
    if written != says:
        return last if last > says or says > last + SLACK else says, [f"{STAMP} says {text[:40]} and the name of the hand-in {said(says)}, so one of them was changed. {_kept(last)}"]
    if last - says > SLACK:
        return last, [f"it says it was handed in on {said(says)}, and was last changed after that. {_kept(last)} If the exchange was moved or restored, correct {STAMP} in submitted/."]
    if says - last > SLACK:
        return last, [f"it says it was handed in on {said(says)}, which is later than it was written. {_kept(last)}"]
    return says, []


def _kept(last: datetime.datetime) -> str:
    return f"The time of its last change, {said(last)}, is kept instead: nobody can make that earlier."


def _last_change(found: reading.Folder, assignment: str) -> datetime.datetime:
    """The latest change to the directory or to a file of it that counts."""
    wanted = expected(assignment)
    times = [found.about().st_ctime]
    for name in {NOTEBOOK, STAMP, *wanted.records}:
        if about := found.stat(name):
            times.append(about.st_ctime)
    return datetime.datetime.fromtimestamp(max(times), datetime.UTC)
