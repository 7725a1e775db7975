"""A learner's folder: a second run never overwrites work."""
from __future__ import annotations

from pathlib import Path

import pytest

from systems_leadership import folder
from systems_leadership.folder import FolderError

PAGES = sorted(p.relative_to(folder.released()).as_posix() for p in folder.released().rglob("*.ipynb"))


def test_the_first_run_fills_the_second_touches_nothing(tmp_path: Path) -> None:
    assert folder.fill(tmp_path / "my") == PAGES
    before = {p: (tmp_path / "my" / p).stat().st_mtime_ns for p in PAGES}
    assert folder.fill(tmp_path / "my") == []
    assert {p: (tmp_path / "my" / p).stat().st_mtime_ns for p in PAGES} == before


def test_a_page_somebody_worked_on_stays(tmp_path: Path) -> None:
    folder.fill(tmp_path)
    (tmp_path / PAGES[1]).write_text("worked on")
    (tmp_path / "m1_defining_the_system" / "unfolding.jsonl").write_text("moves")
    assert folder.fill(tmp_path) == []
    assert (tmp_path / PAGES[1]).read_text() == "worked on"
    assert (tmp_path / "m1_defining_the_system" / "unfolding.jsonl").read_text() == "moves"


def test_a_missing_page_is_put_back(tmp_path: Path) -> None:
    folder.fill(tmp_path)
    (tmp_path / PAGES[1]).unlink()
    assert folder.fill(tmp_path) == [PAGES[1]]


def test_an_untouched_page_of_an_older_version_is_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = tmp_path / "older"
    for name in PAGES:
        (older / name).parent.mkdir(parents=True, exist_ok=True)
        (older / name).write_text(f"older {name}")
    now = folder.released()
    monkeypatch.setattr(folder, "released", lambda: older)
    folder.fill(tmp_path / "my")
    (tmp_path / "my" / PAGES[0]).write_text("my notes")
    monkeypatch.setattr(folder, "released", lambda: now)
    assert folder.fill(tmp_path / "my") == PAGES[1:]
    assert (tmp_path / "my" / PAGES[0]).read_text() == "my notes"


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "my").write_text("a file")
    with pytest.raises(FolderError, match=r"could not be filled|is a file, not a folder"):
        folder.fill(tmp_path / "my")


def test_a_broken_note_is_no_trouble(tmp_path: Path) -> None:
    folder.fill(tmp_path)
    (tmp_path / folder.NOTE).write_text("[")
    assert folder.fill(tmp_path) == []
