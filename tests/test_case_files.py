"""Case files: a wrong one gets one message with every problem, each naming file, id and remedy. The real case reads clean."""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from systems_leadership import case as cases
from systems_leadership.build import case_files, make
from systems_leadership.case import CaseError

REAL = make.root() / "course" / "cases" / "marlshire"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REAL, tmp_path / "marlshire"))


def problems(folder: Path) -> str:
    with pytest.raises(CaseError) as wrong:
        case_files.read(folder)
    return str(wrong.value)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_real_case_reads_clean() -> None:
    assert len(case_files.read(REAL).players) == len(cases.load("marlshire").players)


def test_every_player_answers_every_question_and_no_two_answer_alike() -> None:
    case = cases.load("marlshire")
    said = [p.says[q] for p in case.players.values() for q in case.question]
    assert len(said) == len(case.players) * 5
    assert len(set(said)) == len(said)
    assert all(40 <= len(s) <= 260 for s in said)


@pytest.mark.parametrize(("file", "old", "new", "message"), [
    ("ties.toml", '"ward"', '"wrad"', "there is no player 'wrad'. Add 'wrad' to players.toml or correct the id."),
    ("ties.toml", "\n[funds]", "\n[finances]", "ties.toml: [finances] is no type of tie in case.toml."),
    ("ties.toml", '["mh_commissioner", ', '["mh_commissioner", "mh_commissioner", ', "lists 'mh_commissioner' twice. Delete one."),
    ("players.toml", 'kind = "provider"', 'kind = "wizard"', "has the kind 'wizard', which no family in case.toml holds. Use one of:"),
    ("players.toml", 'phase = ["prevention"]', 'phase = ["aftercare"]', "has the phase 'aftercare'. Use prevention, crisis or recovery."),
    ("players.toml", "position = 2", "charm = 2", "has the source of power 'charm'. Use one of: position"),
    ("players.toml", "ring = 1", "ring = 9", "players.toml: [mh_commissioner]: Expected `int` <= 4 - at `$.ring`. Correct that field."),
    ("players.toml", "[public_health]", "[mh_commissioner]", "players.toml: not readable as TOML"),
    ("players.toml", 'name = "Mental', 'name = Mental', "players.toml: not readable as TOML"),
    ("case.toml", '"first_crisis"', '"second_crisis"', "case.toml: the standpoint 'second_crisis' is not in players.toml. Correct the id."),
    ("voices/voice_and_people.toml", "hands =", "hand =", "answers 'hand', which is no question of case.toml. Delete it or correct the id.")])
def test_each_fault_is_named_with_its_remedy(folder: Path, file: str, old: str, new: str, message: str) -> None:
    change(folder / file, old, new)
    assert message in problems(folder)


def test_a_duplicate_id_says_to_rename_one(folder: Path) -> None:
    change(folder / "players.toml", "[public_health]", "[mh_commissioner]")
    assert "one id is used for two players: rename one" in problems(folder)


def test_a_missing_voice_is_asked_for(folder: Path) -> None:
    path = folder / "voices" / "voice_and_people.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join(line for n, line in enumerate(text.split("\n")) if not line.startswith("close =") or n > 8), encoding="utf-8")
    assert "has no answer to 'close'. Write one or two sentences in that player’s voice" in problems(folder)


def test_a_voice_without_a_player_is_named(folder: Path) -> None:
    with (folder / "voices" / "voice_and_people.toml").open("a", encoding="utf-8") as file:
        file.write('\n[dragon]\nhands = "x"\n')
    assert "'dragon' speaks but is not in players.toml" in problems(folder)


def test_all_problems_come_at_once(folder: Path) -> None:
    change(folder / "ties.toml", '"ward"', '"wrad"')
    change(folder / "players.toml", 'kind = "provider"', 'kind = "wizard"')
    text = problems(folder)
    assert "wrad" in text
    assert "wizard" in text


def test_an_unknown_case_is_named() -> None:
    with pytest.raises(CaseError, match="There is no case called 'atlantis'"):
        cases.load("atlantis")
