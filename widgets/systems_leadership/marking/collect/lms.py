"""What an LMS writes into the names of the files it gives a tutor: who handed in, when, whether late.

Moodle, "Download all submissions": `Firstname Lastname_123456_assignsubmission_file/work.zip`, and before version 4
`…_file_/work.zip`; not in folders, `Firstname Lastname_123456_assignsubmission_file_work.zip`; in blind marking
`Participant_123456_…`. A `_` in a name is made a space. (mod/assign/classes/downloader.php, get_student_prefix and
load_submissionplugin_filelist, in github.com/moodle/moodle.)
Canvas, submissions.zip: `lastnamefirstname_LATE_3143_207797_work.zip`, the sortable name in lower case with only its
letters, LATE if it was, the ids of person and attachment; in anonymous marking `anon_x7Kq2_207797_work.zip`. A file handed
in again is `work-1.zip`. (lib/content_zipper.rb, get_filename and add_upload_submission, in
github.com/instructure/canvas-lms; an example in its issue 2406.)
Blackboard, gradebook_….zip: `Module 1_username_attempt_2026-11-22-23-59-00_work.zip`, and a receipt of the same name that
ends in .txt. (README of github.com/kwurst/bb-file-cleanup; the same form in nbgrader's own example in plugins/zipcollect.py.)
"""
from __future__ import annotations

import datetime
import re

import msgspec

from .roster import Roster

MOODLE = re.compile(r"(?P<who>[^_]+)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)")
CANVAS = re.compile(r"(?P<who>[^_]+)_(?P<late>LATE_)?(?P<number>\d+)_\d+_")
ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<who>[^_]+)_\d+_")
BLACKBOARD = re.compile(r"(?:.*?_)?(?P<user>[^_]+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_|(?P<receipt>\.txt$))")
OURS = re.compile(r"(?P<assignment>[a-z0-9_]+)--(?P<learner>[A-Za-z0-9][A-Za-z0-9._-]{0,39}?)--\d{8}T\d{6}Z")
ONLINE = re.compile(r"(?:onlinetext|.*_text|.*_link)\.html", re.DOTALL)       # what somebody typed into the LMS itself


class Named(msgspec.Struct, frozen=True):
    """What a name says. `by` tells one person of an LMS from another, and is empty when it names nobody."""

    by: str = ""
    person: str = ""                       # a person's name, letters only, as `letters` gives it
    user: str = ""                         # a user name or learner number
    own: str = ""                          # the number in the name our Hand in gave the file, which the learner may have changed
    when: datetime.datetime | None = None
    late: bool = False
    receipt: bool = False                  # what the LMS puts beside a hand-in; nobody's work


def letters(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def read(names: list[str]) -> Named:
    """What is said in the names on the way to a file: of the zip it is in, its folder there, its own.

    The outermost name that says who it is counts: the LMS wrote that one, and the learner may have written those inside."""
    own = next((found["learner"] for name in reversed(names) if (found := OURS.search(name))), "")
    for name in names:
        if found := MOODLE.match(name):
            blind = found["who"].casefold() == "participant"
            return Named(f"Moodle {found['number']}", "" if blind else letters(found["who"]), own=own, receipt=bool(ONLINE.fullmatch(names[-1])))
        if found := BLACKBOARD.match(name):
            return Named(f"Blackboard {found['user']}", user=found["user"], own=own, when=_time(found["when"]), receipt=bool(found["receipt"]))
        if found := ANONYMOUS.match(name):
            return Named(f"Canvas {found['who']}", own=own, late=bool(found["late"]), receipt=bool(ONLINE.fullmatch(names[-1])))
        if found := CANVAS.match(name):
            return Named(f"Canvas {found['number']}", letters(found["who"]), own=own, late=bool(found["late"]), receipt=bool(ONLINE.fullmatch(names[-1])))
    return Named(own=own)


def _time(text: str) -> datetime.datetime | None:
    """Blackboard's time of an attempt has no zone: the tutor's own is taken."""
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d-%H-%M-%S").astimezone(datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def others(named: Named, learner: str, roster: Roster) -> set[str]:
    """Learners on the roster whom a name means, by number, user name or their own name, when it does not mean `learner`."""
    numbers = {number for number in (named.user, named.own) if number in roster.learners and number != learner}
    called = roster.called(named.person)
    return numbers or (set() if learner in called else called)


def confirms(named: Named, learner: str, roster: Roster) -> bool:
    """Whether the LMS itself, and not only the learner, says that it is `learner`."""
    return named.user == learner or learner in roster.called(named.person)
