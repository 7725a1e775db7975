"""`systems-leadership check`: everything that may be wrong with the course as it is written, said at once, a line each."""
from __future__ import annotations

from pathlib import Path

from ..make import BuildError
from . import built, claims, coverage, echo, links, listed, staff, traps
from .clone import Clone

CHECKS = (built.problems, links.problems, claims.problems, listed.problems, traps.problems, staff.problems, coverage.problems)


def run(base: Path, source_text: Path | None = None) -> tuple[list[str], str]:
    """Every problem of the clone at `base`, as `file: what, and what to do`, and a sentence saying what was looked at.

    With `source_text`, runs of words shared with that file too. Raises BuildError when that file cannot be read."""
    clone = Clone(base)
    found = [problem for check in CHECKS for problem in check(clone)]
    if source_text:
        try:
            text = source_text.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BuildError(f"{source_text}: the source text could not be read ({error}). Give the path of a plain text file.") from None
        found += echo.problems(clone, text)
    return list(dict.fromkeys([*clone.unreadable, *found])), clone.summary()
