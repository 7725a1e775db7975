"""A cohort's settings, in one file, cohort.toml: its help lines above all. Written by whoever runs the cohort, read as data, built into nothing."""
from __future__ import annotations

import datetime
import os
import tomllib
import unicodedata
import zoneinfo
from pathlib import Path

import msgspec

NAME = "cohort.toml"
LONGEST = 300                            # characters in one value; a help line is not a page
TEMPLATE = """# What this cohort's start page says beside the course's own words. Fill it in, save it, and run the command again.
# A cohort is not opened without a help line: the case is about people in distress, and it may come close to home.

{title}

# Whom to ask about the course or about how it feels, if you want to name somebody.
{care}

# The help lines your people can ring: your own staff support first, then others. At least one, each with a name and
# either a number or words (such as where a door is). Ring each number before you rely on it.
# When modules are due goes at the end of the file, if you want dates, in your own clock's time (time_zone, above, if it is not Europe/London):
# [[due]]
# module = "m1_defining_the_system"
# date = "2026-12-01T17:00"
"""
TITLE, CARE, LINE = '# title = ""', '# care_contact = ""', '[[help_line]]\nname = ""\nnumber = ""\n'
WRITE = "Write at least one [[help_line]] with a name and a number (or words)"


class SettingsError(Exception):
    """A cohort's settings are missing, blank or wrong; the text names the file and what to write."""


class HelpLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somewhere to ring, or to go."""

    name: str
    number: str = ""
    words: str = ""


class Due(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a module is due: date and time on the wall, such as 2026-12-01T17:00."""

    module: str
    date: str


class Cohort(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str = ""
    care_contact: str = ""
    help_line: list[HelpLine] = []
    due: list[Due] = []
    time_zone: str = "Europe/London"


def read(path: Path) -> Cohort:
    """The settings in a file. Raises SettingsError when it is absent, malformed, or has no help line that says anything."""
    try:
        found = msgspec.convert(tomllib.loads(path.read_bytes().decode("utf-8-sig")), type=Cohort)   # Notepad writes a mark first
    except FileNotFoundError:
        raise SettingsError(f"{path}: there is no such file. {WRITE} there, and run this again.") from None
    except OSError as error:
        raise SettingsError(f"{path}: the file could not be read ({error.strerror}). Ask for access to it, and run this again.") from None
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}. A cohort file holds title, care_contact, time_zone, [[help_line]] and [[due]]; how late work is marked is set in nbgrader_local.py. "
                            "Correct it, and run this again.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not readable ({error}). {WRITE}, every value in straight double quotes, and run this again. "
                            "To have the empty form back, delete the file first.") from None
    if problem := _problem(found):
        raise SettingsError(f"{path}: {problem}")
    return found


def _problem(cohort: Cohort) -> str:
    """What is wrong with settings that could be read, and what to write; or nothing."""
    for text in (cohort.title, cohort.care_contact, *(t for line in cohort.help_line for t in (line.name, line.number, line.words))):
        if len(text) > LONGEST:
            return f"“{text[:40]}…” is too long. Write at most {LONGEST} characters, and run this again."
        if any(unicodedata.category(c) == "Cc" for c in text):
            return f"“{text.strip()[:40]}” goes over a line or holds a control character. Write it on one line, and run this again."
    if not cohort.help_line:
        return f"no help line yet. {WRITE}, save the file, and run this again."
    for line in cohort.help_line:
        if not _says(line.name) or not (_says(line.number) or _says(line.words)):
            return f"a help line is still blank{f' (“{line.name.strip()}”)' if _says(line.name) else ''}. {WRITE}, save the file, and run this again."
    return _problem_with_dates(cohort)


def _problem_with_dates(cohort: Cohort) -> str:
    try:
        if cohort.due:
            zoneinfo.ZoneInfo(cohort.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return f"time_zone “{cohort.time_zone[:40]}” is not known. Write one such as “Europe/London”, and run this again."
    for n, due in enumerate(cohort.due):
        try:
            datetime.datetime.fromisoformat(due.date)
        except ValueError:
            return f"“{due.date[:40]}” is no date and time. Write it as “2026-12-01T17:00”, and run this again."
        if len(due.date.strip()) <= len("2026-12-01"):
            return f"“{due.date}” has no time of day. Write it as “2026-12-01T17:00”, and run this again."
        if due.module in [other.module for other in cohort.due[:n]]:
            return f"two dates are given for “{due.module[:40]}”. Leave one, and run this again."
    return ""


def _says(text: str) -> bool:
    return any(c.isalnum() for c in text)


def ready(path: Path, given: list[str] | None = None) -> Cohort:
    """The settings a cohort may be opened with: those in the file, or written there from `given`, each “Name: number”.

    `given` is None for a command that takes no help lines. Where there are neither, the empty form is put there to be filled in. Raises SettingsError; nobody's file is overwritten."""
    lines = [_line(text) for text in given or []]
    if lines and not _filled(path):
        _write(path, "\n".join(f"[[help_line]]\nname = {_quoted(line.name)}\nnumber = {_quoted(line.number)}\n" for line in lines))
    elif not path.exists():
        _write(path, LINE)
        raise SettingsError(f"{path}: put there for you to fill in; nothing else has been prepared. {WRITE}, save the file, and run this again."
                            + ("" if given is None else f' In one go: systems-leadership teach {path.parent} --help-line "Name: number"'))
    found = read(path)
    if lines and found.help_line != lines:
        raise SettingsError(f"{path}: has other help lines than --help-line says. Edit the file, or leave --help-line out, and run this again.")
    return found


def _filled(path: Path) -> bool:
    """Whether somebody has written in the file. One that is absent, or the form as it was put there, may be written over."""
    try:
        return path.read_text(encoding="utf-8-sig").strip() not in ("", _form(LINE).strip())
    except FileNotFoundError:
        return False
    except (OSError, UnicodeDecodeError):
        return True


def _line(given: str) -> HelpLine:
    name, _, number = (" ".join(part.split()) for part in given.partition(":"))
    line = HelpLine(name, number)
    if not _says(name) or not _says(number) or _problem(Cohort(help_line=[line])):
        raise SettingsError(f'--help-line “{given[:60]}”: write a name, a colon and a number, such as --help-line "Name: number", and run this again.')
    return line


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _form(lines: str) -> str:
    return TEMPLATE.format(title=TITLE, care=CARE) + lines


def _write(path: Path, lines: str) -> None:
    put(_form(lines).encode(), path)


def put(data: bytes, path: Path) -> None:
    """Write a settings file whole. Raises SettingsError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        part.write_bytes(data)
        os.replace(part, path)
    except OSError as error:
        raise SettingsError(f"{path}: could not be written ({error.strerror}). Choose a folder you may write to, and run this again.") from None


def copy(source: Path, folder: Path) -> None:
    """Put a cohort's settings into a learner's folder, once they have been read. Raises SettingsError."""
    read(source)
    put(source.read_bytes(), folder / NAME)
