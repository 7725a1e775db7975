"""Who can stop it? in a real JupyterLab: by mouse, by keyboard alone, by player; restored; narrow; axe; no letter taken."""
from __future__ import annotations

import pytest
from playing import LETTERS, kill_kernels, off_screen, sheet, too_small, violations
from plays import MODULE_2
from playwright.sync_api import Locator, expect

from systems_leadership import registry
from systems_leadership.exercise import Desk

pytestmark = pytest.mark.browser
PAGE = f"../{MODULE_2}/work.ipynb"


@pytest.fixture
def game(learner) -> Locator:
    return sheet(learner.open(PAGE), "Who can stop it?")


def state(learner):
    return Desk(learner.folder / MODULE_2).state(registry.exercise("who_can_stop"))


def begin(game: Locator) -> None:
    game.get_by_label("With only the").fill("8")
    game.get_by_label("With all").fill("3")
    game.get_by_role("button", name="Keep these guesses").click()
    expect(game.locator("li.task")).to_have_count(12)


def challenge(game: Locator, task: str, how: str, player: str, why: str) -> None:
    row = game.locator(f"[data-task={task}]")
    row.get_by_role("button", name="Challenge this row").click()
    row.get_by_label(how).check()
    row.get_by_label("Which player?").select_option(player)
    row.get_by_label("Why? What have you seen?").fill(why)
    row.get_by_role("button", name="Keep this challenge").click()
    expect(row.get_by_text("changed by you")).to_be_visible()


def test_a_guess_out_of_range_and_a_challenge_left_open_are_refused_where_they_are(learner, game):
    page = learner.page
    page.set_viewport_size({"width": 1180, "height": 900})
    game.get_by_label("With only the").fill("15")
    game.get_by_role("button", name="Keep these guesses").click()
    expect(game.get_by_role("alert")).to_have_text("Write a whole number from 0 to 12. Nobody marks it.")
    expect(game.get_by_label("With only the")).to_be_focused()
    game.get_by_label("With only the").fill("5")
    game.get_by_role("button", name="Keep these guesses").click()
    expect(game.get_by_label("With all")).to_be_focused()
    begin(game)
    row = game.locator("[data-task=detention]")
    row.get_by_role("button", name="Challenge this row").click()
    first = row.get_by_label("Somebody else could")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    head, chain = row.locator("h3").bounding_box(), row.locator(".chain").bounding_box()
    assert head["y"] < first.bounding_box()["y"] < chain["y"]
    first.check()
    row.get_by_role("button", name="Keep this challenge").click()
    expect(row.get_by_role("alert")).to_have_text("Choose the player or players first.")
    expect(row.get_by_label("Which player?")).to_be_focused()
    row.get_by_label("Which player?").select_option("adult_social_work")
    assert row.get_by_label("Which player?").locator("option", has_text="Children’s social work team").inner_text() == "Children’s social work team, senior"
    row.get_by_role("button", name="Keep this challenge").click()
    expect(row.get_by_label("Why? What have you seen?")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 400")
    row.get_by_label("Something else").check()
    row.get_by_role("button", name="Keep this challenge").evaluate("b => b.scrollIntoView({block: 'center'})")
    row.get_by_role("button", name="Keep this challenge").click()
    expect(row.get_by_label("What else is needed?")).to_be_focused()
    bar, label = game.locator(".movebar").bounding_box(), row.locator("label", has_text="What else is needed?").bounding_box()
    assert label["y"] >= bar["y"] + bar["height"], "the label is behind the bar"
    page.set_viewport_size({"width": 1180, "height": 900})
    row.get_by_role("button", name="Leave the row as it is").click()
    expect(row.get_by_role("button", name="Challenge this row")).to_be_focused()
    game.get_by_role("button", name="All the senior leave").click()
    expect(game.get_by_role("status")).to_contain_text("Of the 17 senior, 6 have a part in these tasks.")
    expect(game.locator(".count")).to_contain_text("6 of the 41 players in these tasks gone")


def test_by_mouse_and_it_comes_back(learner, game):
    begin(game)
    game.locator("[data-player=ward]").first.click()
    expect(game.get_by_role("status")).to_contain_text("Gone: the acute mental health ward. Two tasks fall")
    expect(game.locator("[data-task=bed]")).to_contain_text("Cannot be done")
    for name, left in (("Only the senior stay", "0 of 12"), ("All the senior leave", "9 of 12"), ("Everybody back", "12 of 12")):
        game.get_by_role("button", name=name).click()
        expect(game.locator(".count")).to_contain_text(left)
    expect(game.get_by_text("you guessed 8; it is 0")).to_be_visible()
    challenge(game, "night_answer", "Somebody else could", "night_workers", "The taxi rank answers.")
    challenge(game, "bed", "Somebody else could", "crisis_cafe", "A chair is not a bed, but it did.")
    game.get_by_role("button", name="Run again").click()
    expect(game.locator("table.run")).to_contain_text("12 of 12")
    game.get_by_label("Where in this table would you sit").fill("At the café, by not opening.")
    game.get_by_role("button", name="Keep and finish").click()
    expect(game.get_by_text("Kept. You can still take players out")).to_have_count(2)
    kept = state(learner)
    assert {c.task for c in kept.challenges.values()} == {"night_answer", "bed"}
    kill_kernels(learner.folder / MODULE_2)
    again = sheet(learner.open(PAGE), "Who can stop it?")
    expect(again.get_by_text("A chair is not a bed, but it did.")).to_be_visible()
    assert state(learner) == kept


def test_by_keyboard_alone_and_no_letter_is_taken(learner, game):
    page = learner.page
    shape = "[...document.querySelectorAll('.jp-Notebook .jp-Cell')].map(c => c.className.includes('Markdown') ? 'm' : 'c').join('')"
    before = page.evaluate(shape)
    game.get_by_label("With only the").focus()
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    page.keyboard.type("5")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(game.locator("li.task")).to_have_count(12)
    game.get_by_role("button", name="By player").focus()
    page.keyboard.press("Enter")
    chip = game.locator("table [data-player=staff_union]")
    chip.focus()
    page.keyboard.press("Space")
    expect(game.get_by_role("status")).to_contain_text("Staff who will do it differently")
    expect(chip).to_be_focused()
    bar = game.locator(".movebar")
    for _ in range(12):                                  # backwards: what comes into focus comes out from behind the bar
        page.keyboard.press("Shift+Tab")
        top = page.evaluate("(e => e.closest('table.stack') && e.getBoundingClientRect().top)(document.activeElement)")
        if top:
            assert top >= bar.bounding_box()["y"] + bar.bounding_box()["height"] - 1
    game.get_by_role("button", name="By task").click()
    game.locator("[data-task=bed]").get_by_role("button", name="Challenge this row").click()
    game.locator("[data-task=bed]").get_by_label("Something else is needed").check()
    for control in game.locator(":is(button, select, input, textarea, summary)").all():
        if control.is_visible() and control.is_enabled():
            control.focus()
            assert page.evaluate("document.activeElement.dataset.lmSuppressShortcuts") == "true", control.evaluate("e => e.outerHTML.slice(0, 150)")
    game.get_by_role("button", name="Undo").focus()
    for letter in LETTERS:
        page.keyboard.press(letter)
    assert page.evaluate(shape) == before


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_and_nothing_runs_off_a_narrow_screen(learner, game, theme):
    page = learner.page
    learner.theme(theme)
    found = {"begin": violations(page)}
    begin(game)
    game.locator("[data-player=ward]").first.click()
    challenge(game, "bed", "Somebody else could", "crisis_cafe", "It did.")
    game.get_by_role("button", name="Run again").click()
    expect(game.locator("table.run")).to_be_visible()
    found["playing"] = violations(page)
    game.get_by_role("button", name="By player").click()
    found["players"] = violations(page)
    assert {k: v for k, v in found.items() if v} == {}
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    for view in ("By player", "By task"):
        game.get_by_role("button", name=view).click()
        assert off_screen(game) == [], view
        assert too_small(game) == [], view
