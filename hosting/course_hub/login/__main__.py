"""Accounts of a hub with passwords of its own, from the command line: `python -m course_hub.login admin anna`. Works while the hub runs, and before it ever has."""
from __future__ import annotations

import argparse
import datetime
import logging
import sys
from pathlib import Path

from systems_leadership.marking import roster
from systems_leadership.marking.course import CourseError

from . import accounts
from .tables import LoginError

GIVEN = "One-time password for {name}: {password}\nIt is shown this once. Another has to be chosen at the first sign-in.\n"


def main(words: list[str] | None = None) -> int:
    """Run a command; 1 when it could not be done, with the reason on standard error."""
    parser = argparse.ArgumentParser(prog="python -m course_hub.login", description="Accounts of a hub with passwords of its own.")
    parser.add_argument("--data", type=Path, default=Path("/srv/systems-leadership"), help="the hub's data (default: %(default)s)")
    parser.add_argument("--database", default="", help="the hub's database, if it is not hub/jupyterhub.sqlite in there")
    commands = parser.add_subparsers(dest="command", required=True)
    for command, help_text in (("admin", "make the account of an admin"), ("password", "give somebody who lost theirs a new one-time password"),
                               ("remove", "take an account away, of a hub that is stopped")):
        commands.add_parser(command, help=help_text).add_argument("name")
    people = commands.add_parser("accounts", help="make accounts for everybody who has none, and a sheet of one-time passwords")
    people.add_argument("--learners", type=Path, action="append", default=[], help="a cohort's list, as `teach --learners` reads it; may be given again")
    people.add_argument("--tutor", action="append", default=[], help="a tutor's name; may be given again")
    people.add_argument("--sheet", type=Path, help="where the passwords go (default: passwords-<time>.csv in the data)")
    given = parser.parse_args(words)
    logging.disable(logging.INFO)                        # the database's own tools say each step
    database = given.database or f"sqlite:///{given.data / 'hub' / 'jupyterhub.sqlite'}"
    try:
        print(_done(given, database), end="")
    except (LoginError, CourseError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        logging.disable(logging.NOTSET)
    return 0


def _done(given: argparse.Namespace, database: str) -> str:
    """Do what was asked, and what to say of it. Raises LoginError or CourseError."""
    if given.command == "admin":
        return GIVEN.format(name=given.name.lower(), password=accounts.first_admin(database, given.name))
    if given.command == "password":
        return GIVEN.format(name=given.name.lower(), password=accounts.new_password(database, given.name))
    if given.command == "remove":
        return f"{given.name.lower()}: {'taken away' if accounts.remove(database, given.name) else 'there was no such account'}.\n"
    numbers, left = list(given.tutor), ""
    for path in given.learners:
        learners, wrong = roster.read(path)
        numbers += [one.id for one in learners]
        left += "".join(f"{path}, line {line}: left out: {why}\n" for line, why in wrong)
    sheet = given.sheet or given.data / f"passwords-{datetime.datetime.now():%Y%m%d-%H%M%S}.csv"
    made = accounts.make_accounts(database, numbers, sheet)
    return left + (f"{made} accounts made. Their one-time passwords are in {sheet}: hand them out, then delete it.\n" if made else "Everybody has an account already.\n")


if __name__ == "__main__":
    sys.exit(main())
