"""The tutor's page: stands alone, can do nothing, shows what was done."""
from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from plays import MODULE, open_game, play_run, write_sheet

from systems_leadership import desk, registry
from systems_leadership.canvas import static
from systems_leadership.exercise import Desk, Session

HOSTILE = ['<img src=x onerror="alert(1)">', "</div><script>alert(1)</script>", "אבגד שלום", "Night 🚌 driver", '"><svg onload=alert(1)>', "{{7*7}} $x$ [a](javascript:alert(1))"]
TAGS = {"div", "p", "span", "br", "b", "i", "ul", "li", "table", "tbody", "tr", "td", "figure", "figcaption", "svg", "g", "path", "ellipse", "circle", "text", "tspan", "textpath"}


class Reader(HTMLParser):
    """Collects tags, attribute names and text, as a browser would find them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: set[str] = set()
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def assert_harmless(html: str) -> Reader:
    read = Reader(html)
    assert read.tags <= TAGS
    assert not {a for a in read.attributes if a.startswith("on")}
    assert all(link.startswith("#") for link in read.links)
    assert "var(--" not in html
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "")
    return read


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_learner_typed_is_shown_and_does_nothing(tmp_path: Path, text: str) -> None:
    session = open_game(tmp_path)
    play_run(session, "ed", finish=False, text=text)
    for op in ({"do": "add", "name": text[:80], "sees": text}, {"do": "add", "name": "Vet", "sees": text}, {"do": "close", "missing": text},
               {"do": "finish", "debrief": dict.fromkeys(("surprise", "standpoint", "alike", "next"), text)}):
        assert session.do(op)[0].made
    read = assert_harmless(session.exercise.picture(session.state, session.desk))
    assert text in "".join(read.words)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_sheet_is_shown_as_typed(tmp_path: Path, text: str) -> None:
    open_game(tmp_path)
    session = write_sheet(tmp_path, {"not_seen": text, "first_six": f"{text}\n\nsecond paragraph"})
    read = assert_harmless(session.exercise.picture(session.state, session.desk))
    assert text in "".join(read.words)


def test_ten_thousand_characters_are_kept_and_drawn(tmp_path: Path) -> None:
    open_game(tmp_path)
    session = write_sheet(tmp_path, {"not_seen": "x" * 10_000})
    assert "x" * 10_000 in session.exercise.picture(session.state, session.desk)


def test_a_page_can_be_drawn_at_every_step(tmp_path: Path) -> None:
    session: Session = open_game(tmp_path)
    seen = {session.screen["stage"]}
    done = session.do

    def watched(op: dict) -> object:
        outcome = done(op)
        seen.add(session.screen["stage"])
        assert_harmless(session.exercise.picture(session.state, session.desk))
        assert session.exercise.summary(session.state)
        return outcome
    session.do = watched  # type: ignore[method-assign]
    play_run(session, "ed")
    assert seen == {"standpoint", "before", "asking", "checkpoint", "closing", "debrief", "finished"}


def test_two_plays_are_compared(tmp_path: Path) -> None:
    session = open_game(tmp_path)
    play_run(session, "mh_commissioner")
    play_run(session, "family")
    words = "".join(Reader(session.exercise.picture(session.state, session.desk)).words)
    assert "First play: 24 questions from the standpoint of the mental health commissioner" in words
    assert "Met only as the partner or parent:" in words
    assert words.count("Process, as the checks read it") == 2


def test_the_map_draws_everybody_met_and_nobody_else() -> None:
    case = registry.exercise("unfolding").case
    seen = set(list(case.players)[:30])
    svg = static.draw(static.Map(case, seen, [], "ed", ["Vet"], "title"))
    words = "".join(Reader(svg).words).replace(" ", "")
    for i, p in case.players.items():
        assert ("".join(case.seats[i].lines).replace(" ", "") in words) == (i in seen) or p.short in ("Probation officer", "Police officer")


def test_a_long_name_is_shortened_on_the_map_and_whole_below() -> None:
    assert static.shortened("x" * 80).endswith("…")
    assert static.shortened("Vet") == "Vet"


def test_a_damaged_record_is_drawn_as_far_as_it_goes(tmp_path: Path) -> None:
    session = open_game(tmp_path)
    play_run(session, "ed", questions=4, finish=False)
    path = tmp_path / MODULE / "unfolding.jsonl"
    path.write_bytes(path.read_bytes()[:-5])
    before = path.read_bytes()
    drawn = desk.picture(session.exercise, Desk(tmp_path / MODULE))
    assert "unfolding.jsonl was damaged from move 6 on." in drawn.html
    assert "3 questions" in drawn.html
    assert path.read_bytes() == before, "a tutor's look changes nothing"


def test_the_key_of_a_picture_names_the_kinds_on_it_and_no_other(tmp_path: Path) -> None:
    session = open_game(tmp_path)
    play_run(session, "family", questions=6, finish=False)
    case, met = session.exercise.case, set(session.state.runs[0].met)
    here = {case.kind_name(case.players[i].kind) for i in met}
    assert {w.strip() for w in Reader(static.key(case, met)).words if len(w.strip()) > 1} == here
    assert static.key(case, met) in session.exercise.picture(session.state, session.desk)
