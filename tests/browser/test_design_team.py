"""The design team in a real browser: chosen by mouse and by keyboard, set beside others, the missing named, restored; axe; narrow."""
from __future__ import annotations

import re

import pytest
from playing import LETTERS, kill_kernels, off_screen, sheet, too_small, violations
from plays import MODULE_7
from playwright.sync_api import Locator, expect

from systems_leadership import registry
from systems_leadership.exercise import Desk

pytestmark = pytest.mark.browser
TEAM = ("ed", "ward", "gp", "family", "coroner", "employer", "library", "custody", "user_network")


@pytest.fixture
def root(learner) -> Locator:
    learner.open(module=MODULE_7)
    return sheet(learner.page, "Choose a design team")


def state(learner):
    return Desk(learner.folder / MODULE_7).state(registry.exercise("design_team"))


def choose(root: Locator, team: tuple[str, ...] = TEAM) -> None:
    for player in team:
        root.locator(f"button[data-player={player}]").click()
    expect(root.locator(".movebar .count")).to_contain_text(f"{len(team)} chosen")
    root.get_by_role("button", name="Set it beside others").click()
    expect(root.get_by_role("heading", name="What it mirrors, and what it does not")).to_be_visible()


def test_a_team_is_chosen_set_beside_others_and_comes_back(learner, root):
    choose(root)
    expect(root.locator(".smallmap")).to_have_count(3)
    expect(root.locator("table.counts tbody tr")).to_have_count(9)
    for n, player in enumerate(("walked_away", "other")):
        root.get_by_label("Who is missing?").select_option(player)
        root.get_by_label("How do they shape the design anyway?").fill("They are met for, and never met.")
        root.get_by_role("button", name="Name them").click()
        expect(root.get_by_role("button", name="Take off the list")).to_have_count(n + 1)
    root.locator("button[data-player=coroner]").click()
    expect(root.locator(".movebar .count")).to_contain_text("8 chosen")
    root.get_by_role("button", name="Undo").click()
    expect(root.locator(".movebar .count")).to_contain_text("9 chosen")
    for area in root.locator("section.sheet").last.locator("textarea").all():
        area.fill("A plain line.")
    root.get_by_role("button", name="Keep and finish").click()
    expect(root.get_by_text("Kept. You can still change the team; what you wrote here stays.")).to_be_visible()
    kept = state(learner)
    assert sorted(kept.members) == sorted(TEAM)
    assert registry.run_check("design_team", "team", Desk(learner.folder / MODULE_7)).score == 2
    kill_kernels(learner.folder / MODULE_7)
    learner.open(module=MODULE_7)
    expect(sheet(learner.page, "Choose a design team").locator("button.member.chosen")).to_have_count(9)
    assert state(learner) == kept


def test_by_keyboard_and_no_letter_reaches_the_notebook(learner, root):
    page = learner.page
    cells = "document.querySelectorAll('.jp-Notebook .jp-Cell').length"
    before = page.evaluate(cells)
    root.locator("summary").first.focus()
    for n in range(8):
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('button.member[aria-pressed=false]')"):
                break
        page.keyboard.press("Space")
        expect(root.locator(".movebar .count")).to_contain_text(f"{n + 1} chosen")
        expect(root.get_by_role("status")).to_contain_text(re.compile("^In: the "))
        for letter in LETTERS:
            page.keyboard.press(letter)
    root.get_by_role("button", name="Set it beside others").focus()
    page.keyboard.press("Enter")
    expect(root.locator("table.counts")).to_be_visible()
    assert page.evaluate(cells) == before


def test_what_is_refused_is_said_beside_the_button_and_its_box_has_the_focus(learner, root):
    root.get_by_role("button", name="Set it beside others").press("Enter")
    expect(root.get_by_text("Choose 8 to 12 players first. You have 0.")).to_be_in_viewport()
    root.get_by_text("What the letters in the marks mean").click()
    expect(root.locator(".letters .key li", has_text="health provider")).to_be_visible()
    choose(root)
    which, how = root.get_by_label("Who is missing?"), root.get_by_label("How do they shape the design anyway?")
    root.get_by_role("button", name="Name them").click()
    expect(which).to_be_focused()
    expect(root.get_by_text("Choose who is missing first.")).to_be_in_viewport()
    root.get_by_role("button", name="Keep and finish").click()
    expect(which).to_be_focused()
    expect(root.get_by_text("Name two who are missing first.")).to_have_count(1)
    for n, player in enumerate(("walked_away", "other")):
        which.select_option(player)
        root.get_by_role("button", name="Name them").click()
        expect(how).to_be_focused()
        expect(root.get_by_text("Say how they shape the design anyway. A line is enough.")).to_be_in_viewport()
        how.fill("They are met for.")
        root.get_by_role("button", name="Name them").click()
        expect(root.get_by_role("button", name="Take off the list")).to_have_count(n + 1)
    expect(root.get_by_text("Name two who are missing first.")).to_have_count(0)
    root.get_by_role("button", name="Keep and finish").click()
    expect(root.get_by_label("What would you do so that those alone")).to_be_focused()
    expect(root.get_by_text("2 of the two questions are still empty.")).to_be_in_viewport()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(learner, root, theme):
    page = learner.page
    learner.theme(theme)
    choose(root)
    root.get_by_label("Who is missing?").select_option("walked_away")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    assert off_screen(root) == []
    assert too_small(root) == []
