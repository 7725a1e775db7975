"""A page somebody has been at: a cell twice, a cell gone. The record is the work; the page is only its frame."""
from __future__ import annotations

import json

import pytest
from playing import Game, moves, sheet
from playwright.sync_api import expect

from systems_leadership import folder

pytestmark = pytest.mark.browser


def change(learner, how) -> None:
    path = learner.module / "work.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    how(notebook["cells"])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def is_game(cell) -> bool:
    return cell["cell_type"] == "code" and 'show("unfolding")' in "".join(cell["source"])


def test_a_duplicated_cell_is_a_second_window_on_the_same_work(learner):
    def twice(cells):
        at = next(n for n, c in enumerate(cells) if is_game(c))
        cells.insert(at, {**cells[at], "id": "again"})
    change(learner, twice)
    page = learner.open()
    expect(page.locator(".sl .seat").first).to_be_visible()
    one = Game(page)
    two = Game(page)
    two.root = page.locator(".jp-OutputArea .sl").nth(1)
    one.begin("Partner or parent")
    one.ask("Partner or parent", "close")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    two.until(1)
    two.ask("Partner or parent", "speaks")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    one.until(2)
    assert [op["do"] for op in moves(learner.module)] == ["start", "before", "ask", "ask"]


def test_a_deleted_cell_loses_nothing_and_the_page_can_be_had_again(learner):
    page = learner.open()
    game = Game(page)
    game.begin("Partner or parent")
    game.ask("Partner or parent", "close")
    page.goto("about:blank")
    change(learner, lambda cells: cells.remove(next(c for c in cells if is_game(c))))
    page = learner.open()
    expect(page.locator(".jp-OutputArea .sl").first).to_be_visible()
    assert len(moves(learner.module)) == 3
    expect(sheet(page, "Hand in").get_by_text("This page has lost the part of it for unfolding. Your work is safe in the files beside it.")).to_be_visible()
    (learner.module / "work.ipynb").rename(learner.module / "work-mine.ipynb")       # as that sentence says
    assert folder.fill(learner.folder) == ["m1_defining_the_system/work.ipynb"]
    learner.open()
    Game(page).until(1)
