"""The coverage table: every point once, and nothing in it that is not so."""
from __future__ import annotations

from pathlib import Path

import pytest
from small_course import M1, change

from systems_leadership.build import check, make
from systems_leadership.build.check import coverage
from systems_leadership.build.check.clone import Clone

NAME, READING = coverage.NAME, f"course/{M1}/reading.md"
CITED = "One study in 2020 found that lifts stop."


def said(base: Path) -> list[str]:
    return list(coverage.problems(Clone(base)))


def test_the_small_table_is_right_and_is_among_the_checks(base: Path) -> None:
    assert said(base) == []
    (base / NAME).unlink()
    assert check.run(base)[0] == [f"{NAME}: the file is missing. Put it back."]


@pytest.mark.parametrize(("old", "new", "message"), [
    ("point,module", "row,module", "the first line is not the list of columns. Write point,module"),
    ("\n2,m2", "\n3,m2", "point 2 stands 0 times."),
    ("\n2,m2", "\n3,m2", "point 3 stands 2 times."),
    ("\n130,", "\n131,", "point 131 is none of 1 to 130."),
    ("2,m2_sources_of_power,Lifts,", "2,m2_sources_of_power,Lifts, up,", ":3: has 11 cells, not 10. Put a cell with a comma in it in double quotes"),
    ("\n2,m2_sources_of_power", "\n2,m2_power", "point 2 has its home in “m2_power”, which is no module."),
    ("Lifts stop,say when,", "Lifts stop,,", "point 1 has nothing under learner_can. Fill in what is empty."),
    ("reflection_a/c1,answered", "reflection_a/c1,", "point 1 has nothing under reader."),
    (f"2,m2_sources_of_power,Lifts,say,not,{coverage.TO_COME}", "2,m2_sources_of_power,Lifts,say,not,", "point 2 has nothing under taught, sentence, practised, assessed, reader."),
    ("\n2,m2_sources_of_power", f"\n2,m2_sources_of_power; {M1}", f"point 2 is said to come, and {M1} is written."),
    ("2,m2_sources_of_power,Lifts,say,not,module to come,,", "2,m2_sources_of_power,Lifts,say,not,module to come,,guess", "point 2 is said to come and has more said of it."),
    (f"{M1}/reading#The-lift", "The lift", "point 1 is taught in “The lift”, which is no section."),
    (f"{M1}/reading#", f"{M1}/cards#", f"point 1 is taught on course/{M1}/cards.md, which is not there."),
    ("#The-lift", "#The-stairs", f"point 1 is taught under #The-stairs, which is no heading of {READING}."),
    ("#The-lift", "#The-end", f"point 1 has its sentence under #The-lift and not #The-end of {READING}."),
    ("who go up", "who went up", f"point 1 has a sentence that is not word for word in {READING}."),
    ("{{ players }}", "3", "point 1 has a sentence that is not word for word"),
    (f"1,{M1}; ", "1,", f"point 1 is taught in {M1}, which is not its home."),
    ("guess; ", "guest; ", "point 1 is practised in “guest”, which is no exercise, criterion or card."),
    ("cards_m1/why", "cards_m1/how", "point 1 is practised in “cards_m1/how”"),
    ("guess; cards_m1/why", "not assessed", "point 1 is practised in “not assessed”"),
    ("reflection_a/c1", "reflection_a/c9", "point 1 is assessed in “reflection_a/c9”, which is no exercise, criterion or card."),
    (",answered\n", ",perhaps\n", "point 1 has “perhaps” under reader. Use one of: answered, answered after rewriting, not answered.")])
def test_each_fault_of_the_table_is_named(base: Path, old: str, new: str, message: str) -> None:
    change(base / NAME, old, new)
    found = said(base)
    assert any(message in line for line in found), found
    assert all(line.startswith(NAME) for line in found)


@pytest.mark.parametrize(("old", "new"), [
    ('"There are {{ players }} players, who go up and down."', CITED),
    ("reflection_a/c1", "not assessed"), ("guess; cards_m1/why", '"guess (why, when), unfolding"')])
def test_what_is_right(base: Path, old: str, new: str) -> None:
    """A citation in the page is no part of the sentence."""
    change(base / NAME, old, new)
    assert said(base) == []


def test_the_first_written_of_two_modules_teaches_a_point(base: Path) -> None:
    """M1 is written, so a point with its home in M1 and M2 is taught there; once M0 is written it would be there."""
    change(base / NAME, f"1,{M1}; m2_sources_of_power", f"1,m0_starting_points; {M1}")
    assert said(base) == []
    (base / "course" / "m0_starting_points").mkdir()
    (base / "course" / "m0_starting_points" / "reading.md").write_text("# Begin\n", encoding="utf-8")
    (found,) = said(base)
    assert f"point 1 is taught in {M1}, and m0_starting_points is written and comes first." in found


def test_a_number_of_the_case_may_be_written_as_it_is_worked_out(base: Path) -> None:
    players = len(make.cases(base)["marlshire"].players)
    change(base / NAME, "{{ players }}", str(players))
    assert said(base) == []


def test_a_section_holds_its_smaller_sections() -> None:
    found = coverage.sections("# A\n\nOne *two*.[@x]\n\n## B\n\nThree.\n\n# C\n\n```{code-cell} ipython3\n# D\n```\nFour.\n")
    assert list(found) == ["A", "B", "C"]
    assert "One two." in found["A"]
    assert "Three." in found["A"]
    assert "Three." in found["B"]
    assert "Four." not in found["B"]


def test_the_real_table_has_every_point_once() -> None:
    """What is empty in it is said by `check`; what stands in it is already in order."""
    found = [line for line in coverage.problems(Clone(make.root())) if "has nothing under taught, sentence, practised, assessed, reader." not in line]
    assert not any(part in line for line in found for part in ("stands", "cells", "no module", "idea", "learner_can", "misconception"))


def test_a_card_and_the_table_agree_on_what_it_practises(base: Path) -> None:
    pack = base / "course" / M1 / "cards.toml"
    change(pack, 'id = "why"', 'id = "why"\npoints = [1]')
    assert said(base) == []
    change(pack, "points = [1]", "points = [2]")
    (found,) = said(base)
    assert "the card cards_m1/why says it practises point 2, and that line does not name it." in found
