"""The outbreak on seven lines: what has moved and who stands apart, on a small world by hand, on any world by another road, and as the reading has it."""
from __future__ import annotations

import random
import re
from html import escape

import msgspec
import pytest

from systems_leadership import registry
from systems_leadership.exercise import Desk
from systems_leadership.games.drift import game as drift

TEXT = drift.texts()["outbreak"]
TWO = {"id": "x", "title": "Rain", "caption": "c",
       "line": [{"id": "a", "name": "How wet?", "short": "wetness", "left": "Dry", "right": "Wet"},
                {"id": "b", "name": "How long?", "short": "length", "left": "Short", "right": "Long"}],
       "moment": [{"id": "one", "name": "Monday", "about": "m"}, {"id": "two", "name": "Week two", "about": "w"}],
       "teller": [{"id": "p", "player": "gp", "name": "The doctor", "letter": "D"}, {"id": "q", "player": "ward", "name": "A nurse", "letter": "N"}],
       "placed": {"one": {"p": {"at": {"a": 1, "b": 4}, "says": "s", "calls": "tame", "lets": "l"}, "q": {"at": {"a": 3, "b": 4}, "says": "s", "calls": "tame", "lets": "l"}},
                  "two": {"p": {"at": {"a": 6, "b": 3}, "says": "s", "calls": "wicked", "lets": "l"}, "q": {"at": {"a": 3, "b": 4}, "says": "s", "calls": "tame", "lets": "l"}}}}


def test_what_has_moved_and_who_stands_apart_on_a_world_of_two_lines() -> None:
    two = msgspec.convert(TWO, type=drift.Text)
    assert drift.drifted(two, 0, "p") == ""
    assert drift.drifted(two, 1, "p") == "Moved by 2 places or more since Monday: to the right on wetness.", "one place on the other line is not worth a word"
    assert drift.drifted(two, 1, "q") == "Since Monday no mark has moved by 2 places or more."
    assert drift.apart(two, 0) == "They stand furthest apart on wetness: 2 places, with the doctor on the left and a nurse on the right."
    assert drift.apart(two, 1) == "They stand furthest apart on wetness: 3 places, with a nurse on the left and the doctor on the right."


@pytest.mark.parametrize("seed", range(40))
def test_the_widest_line_is_the_widest(seed: int) -> None:
    """By another road: every pair on every line. Going back is going the other way."""
    lot = random.Random(seed)
    at = {teller: {line: lot.randint(1, drift.PLACES) for line in "abcdefg"} for teller in "xyz"}
    line, left, right, by = drift.widest(at)
    assert by == max(abs(at[p][k] - at[q][k]) for p in at for q in at for k in "abcdefg")
    assert at[right][line] - at[left][line] == by
    assert drift.moved(at["x"], at["y"]) == {k: -v for k, v in drift.moved(at["y"], at["x"]).items()}
    assert drift.moved(at["x"], at["x"]) == {}


@pytest.mark.parametrize(("where", "value", "said"), [(("placed", "two", "q"), None, "nobody says where q puts it at two"), (("placed", "two", "q", "at", "a"), 8, "a place from 1 to 7"),
                                                      (("placed", "two", "q", "at", "a"), 0, "a place from 1 to 7"), (("placed", "one", "p", "at", "c"), 3, "a place from 1 to 7 on each of: a, b"),
                                                      (("placed", "one", "p", "calls"), "complex", "Invalid enum value 'complex'")])
def test_a_placement_that_is_missing_or_off_its_line_is_named(where: tuple[str, ...], value: object, said: str) -> None:
    spoilt = msgspec.json.decode(msgspec.json.encode(TWO))
    inner = spoilt
    for key in where[:-1]:
        inner = inner[key]
    if value is None:
        del inner[where[-1]]
    else:
        inner[where[-1]] = value
    with pytest.raises(msgspec.ValidationError, match=re.escape(said)):
        msgspec.convert(spoilt, type=drift.Text)


def test_whoever_places_it_is_a_player_of_the_case_with_a_letter_of_their_own() -> None:
    figure = registry.exercise("outbreak")
    assert {t.player for t in TEXT.teller} <= set(figure.case.players)          # type: ignore[attr-defined]
    assert len({t.letter for t in TEXT.teller}) == len(TEXT.teller)


def test_the_picture_and_the_words_hold_every_place_and_the_figure_keeps_no_record(tmp_path) -> None:
    figure = registry.exercise("outbreak")
    html, words = figure.picture(figure.new(), Desk(tmp_path)), figure.summary(figure.new())
    for moment in TEXT.moment:
        for teller in TEXT.teller:
            placed = TEXT.placed[moment.id][teller.id]
            assert f"{teller.name} calls it {placed.calls}" in words
            assert escape(placed.lets) in html
    cells = [int(n) for n in re.findall(r"<td[^>]*>(\d)</td>", html)]
    assert cells == [TEXT.placed[m.id][t.id].at[line.id] for m in TEXT.moment for line in TEXT.line for t in TEXT.teller]
    assert registry.find("outbreak")[1].kind in registry.STILL


# what the reading says of it

def test_on_the_tuesday_all_call_it_critical_and_stand_together_on_all_lines_but_one() -> None:
    placed = TEXT.placed["tuesday"]
    assert {p.calls for p in placed.values()} == {"critical"}
    wide = [line.id for line in TEXT.line if max(p.at[line.id] for p in placed.values()) - min(p.at[line.id] for p in placed.values()) > 2]
    assert wide == ["undo"]
    assert placed["mother"].at["undo"] == 1
    assert min(placed[who].at["undo"] for who in ("director", "head")) >= 4, "the reading says that she stands alone"


def test_by_the_spring_the_director_and_the_mother_are_on_opposite_sides_on_five_lines() -> None:
    placed, middle = TEXT.placed["spring"], (1 + drift.PLACES) / 2
    assert (placed["director"].calls, placed["mother"].calls) == ("wicked", "tame")
    assert sum(placed["director"].at[line.id] < middle < placed["mother"].at[line.id] for line in TEXT.line) == 5
    assert "Ring me." in placed["mother"].says
