"""The tight grip in a real JupyterLab: a week by mouse and by keyboard, restored in the middle; narrow; axe."""
from __future__ import annotations

import pytest
from playing import kill_kernels, off_screen, sheet, too_small, violations
from plays import MODULE_2, play_week
from playwright.sync_api import Locator, expect

from systems_leadership import registry
from systems_leadership.exercise import Desk

pytestmark = pytest.mark.browser
PAGE = f"../{MODULE_2}/work.ipynb"


@pytest.fixture
def game(learner) -> Locator:
    return sheet(learner.open(PAGE), "The tight grip")


def state(learner):
    return Desk(learner.folder / MODULE_2).state(registry.exercise("tight_grip"))


def live(game: Locator, choice: str, fear: str = "") -> None:
    game.locator(f"[data-choice={choice}]").click()
    expect(game.locator(".voices")).to_be_visible()
    if fear:
        game.get_by_label("What would you have been afraid of").fill(fear)
    game.get_by_role("button", name="Go on:").click()
    expect(game.locator(".voices")).to_have_count(0)


def test_a_week_by_mouse_comes_back_in_the_middle_and_at_the_end(learner, game):
    live(game, "apologies", "That they would ask about the beds.")
    live(game, "four")
    kill_kernels(learner.folder / MODULE_2)
    game = sheet(learner.open(PAGE), "The tight grip")
    expect(game.get_by_role("heading", name="The winter line")).to_be_visible()
    live(game, "shares")
    expect(game.get_by_text("with the cabinet member’s name on it is empty")).to_be_visible()     # Monday comes home on Thursday, in the other chair
    for choice in ("hands_over", "rings"):
        live(game, choice)
    game.locator("[data-choice=stops]").click()
    game.get_by_role("button", name="Go on to what came of it").click()
    expect(game.get_by_role("heading", name="Your week, as acts")).to_be_visible()
    expect(game.get_by_text("stopped it until there was a rule")).to_have_count(1)
    first, second = game.locator("textarea").all()
    first.fill("A plain line.")
    game.get_by_role("button", name="Keep and finish").click()
    expect(second).to_be_focused()                       # refused beside the button, and the empty box has the focus: nothing scrolls away
    for what in (second, game.get_by_role("alert").filter(has_text="One of the two questions is still empty")):
        expect(what).to_be_in_viewport()
    second.fill("A plain line.")
    game.get_by_role("button", name="Keep and finish").click()
    expect(game.get_by_role("status")).to_contain_text("The week stays as you played it")
    kept = state(learner)
    assert kept.chosen == {"diary": "apologies", "draft": "four", "money": "shares", "room": "hands_over", "story": "rings", "side_room": "stops"}
    assert kept.drafts["fear.diary"] == "That they would ask about the beds."


def test_by_keyboard_the_heading_of_the_next_scene_takes_the_focus(learner, game):
    page = learner.page
    game.locator("[data-choice=goes]").focus()
    page.keyboard.press("Enter")
    expect(game.locator(".voices")).to_be_visible()
    game.get_by_role("button", name="Go on:").focus()
    page.keyboard.press("Space")
    expect(game.get_by_role("heading", name="Eleven pages")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.choice") == "mine"
    assert page.evaluate("document.activeElement.dataset.lmSuppressShortcuts") == "true"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(learner, game, theme):
    page = learner.page
    learner.theme(theme)
    found = {"choosing": violations(page)}
    game.locator("[data-choice=goes]").click()
    expect(game.locator(".voices")).to_be_visible()
    found["heard"] = violations(page)
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    assert off_screen(game) == []
    page.set_viewport_size({"width": 1180, "height": 1000})
    (learner.folder / MODULE_2 / "tight_grip.jsonl").unlink()
    play_week(learner.folder)
    kill_kernels(learner.folder / MODULE_2)
    game = sheet(learner.open(PAGE), "The tight grip")
    game.locator("details").last.locator("summary").click()
    found["end"] = violations(page)
    assert {k: v for k, v in found.items() if v} == {}
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    assert off_screen(game) == []
    assert too_small(game) == []
