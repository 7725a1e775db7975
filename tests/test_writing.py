"""Words typed: small pieces on record, nothing lost."""
from __future__ import annotations

import random

import pytest

from systems_leadership.moves import Refused
from systems_leadership.writing import LONGEST, Write, shorten, words, write

LETTERS = "ab é🚌אבג\u0301\n"


def test_any_change_of_text_comes_back_as_typed() -> None:
    r = random.Random(3)
    drafts: dict[str, str] = {}
    for _ in range(800):
        old = drafts.get("x", "")
        a, b = sorted((r.randrange(len(old) + 1), r.randrange(len(old) + 1)))
        new = old[:a] + "".join(r.choice(LETTERS) for _ in range(r.randrange(4))) + old[b:]
        op = shorten(drafts, {"do": "write", "field": "x", "text": new})
        write(drafts, Write(op["field"], op["at"], op["cut"], op["put"]))
        assert drafts["x"] == new


def test_typing_on_costs_what_was_typed() -> None:
    op = shorten({"x": "a" * 5000}, {"do": "write", "field": "x", "text": "a" * 5000 + " more"})
    assert op == {"do": "write", "field": "x", "at": 5000, "cut": 0, "put": " more"}


@pytest.mark.parametrize("op", [Write("x", 99, 0, "new"), Write("x", 2, 99, "new"), Write("x", -1, 0, "new")])
def test_a_change_that_does_not_fit_loses_nothing(op: Write) -> None:
    drafts = {"x": "what was there"}
    write(drafts, op)
    assert drafts["x"] == "what was there\nnew"


def test_other_moves_pass_unchanged() -> None:
    assert shorten({}, {"do": "ask", "player": "p"}) == {"do": "ask", "player": "p"}


@pytest.mark.parametrize(("old", "op", "length"), [("", Write("x", 0, 0, "x" * 20_001), "20,001"), ("x" * 20_000, Write("x", 5, 0, "y"), "20,001"),
                                                   ("x" * 20_000, Write("x", 0, 10 ** 15, "y"), "20,002"), ("x" * 20_000, Write("x", -1, 20_000, "y"), "20,002"),
                                                   ("x" * 20_000, Write("x", 10 ** 15, -10 ** 15, ""), "20,001")])
def test_too_long_says_both_numbers_and_changes_nothing(old: str, op: Write, length: str) -> None:
    """Also where a change does not fit, so that nothing makes a box grow without end."""
    drafts = {"x": old}
    with pytest.raises(Refused, match=f"This box keeps 20,000 characters and the text has {length}. Nothing has been cut"):
        write(drafts, op)
    assert drafts == {"x": old}


def test_a_full_box_takes_a_change_that_fits() -> None:
    drafts = {"x": "x" * LONGEST}
    write(drafts, Write("x", 0, 1, "y"))
    assert len(drafts["x"]) == LONGEST


def test_words_are_counted_as_a_person_would() -> None:
    assert words("  one two\nthree — four ") == 5
