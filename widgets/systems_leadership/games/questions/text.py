"""What course/m4_wicked_problems/questions.toml holds: statements, tests, and one statement worked through."""
from __future__ import annotations

import msgspec

from ..authored import unique

VERDICTS = ("yes", "no", "unsure")


class Test(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One test. A `verdict` is yes, no or not sure; `words` are written."""

    id: str
    kind: str
    asks: str
    about: str
    short: str


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question somebody else might have made of a statement, and what may be said of it."""

    question: str
    remark: str


class Statement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    short: str
    statement: str
    says: str
    where: str
    example: list[Example]


class Try(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    question: str
    whom: str
    verdicts: dict[str, str]
    work: str
    remark: str


class Worked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"tries": "try"}):
    statement: str
    says: str
    where: str
    tries: list[Try]


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Raises ValueError where the file contradicts itself."""

    id: str
    title: str
    intro: str
    test: list[Test]
    worked: Worked
    statement: list[Statement]

    def __post_init__(self) -> None:
        unique("test", [t.id for t in self.test])
        unique("statement", [s.id for s in self.statement])
        for test in self.test:
            if test.kind not in ("verdict", "words"):
                raise ValueError(f"the test “{test.id}” has the kind “{test.kind}”; write verdict or words")
        wanted = {t.id for t in self.test if t.kind == "verdict"}
        for tried in self.worked.tries:
            if set(tried.verdicts) != wanted or not set(tried.verdicts.values()) <= set(VERDICTS):
                raise ValueError(f"a worked try has the verdicts {tried.verdicts}; give yes, no or unsure for each of {', '.join(sorted(wanted))}")
