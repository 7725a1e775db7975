"""Seats: every name can be read and every mark pressed, with all players on the map."""
from __future__ import annotations

import itertools
import json
import math

import pytest

from systems_leadership import case as cases
from systems_leadership.build import case_files, make, seats
from systems_leadership.canvas import geometry as g

CASE = cases.load("marlshire")
FOLDER = make.root() / "course" / "cases" / "marlshire"


def pairs():
    return itertools.combinations(CASE.seats.items(), 2)


def test_no_name_lies_on_another() -> None:
    boxes = {i: g.label_box(s.x, s.y, s.side, s.lines) for i, s in CASE.seats.items()}
    assert [(a, b) for (a, _), (b, _) in pairs() if g.overlap(boxes[a], boxes[b]) > 0] == []


def test_no_two_marks_are_closer_than_a_finger_needs() -> None:
    assert [(a, b) for (a, s), (b, t) in pairs() if math.hypot(s.x - t.x, s.y - t.y) < g.TARGET] == []


def test_no_name_crosses_the_rim() -> None:
    for s in CASE.seats.values():
        left, top, right, bottom = g.label_box(s.x, s.y, s.side, s.lines)
        assert all(math.hypot((x - g.CX) / g.RX, (y - g.CY) / g.RY) < g.RIM for x in (left, right) for y in (top, bottom))


def test_everybody_has_a_seat_and_the_people_in_crisis_sit_in_the_middle() -> None:
    assert set(CASE.seats) == set(CASE.players)
    for i, p in CASE.players.items():
        s = CASE.seats[i]
        middle = math.hypot((s.x - g.CX) / g.RX, (s.y - g.CY) / g.RY) < 0.2
        assert middle is (p.kind == CASE.centre)


def test_kept_seats_are_of_the_library_as_it_stands() -> None:
    assert json.loads((FOLDER / "seats.json").read_text())["made_from"] == seats.made_from(case_files.read(FOLDER))


@pytest.mark.pipeline
def test_seats_worked_out_again_are_the_same() -> None:
    assert seats.work_out(case_files.read(FOLDER)) == json.loads((FOLDER / "seats.json").read_text())
