"""Module 2's reading in a real browser: a sheet kept, the agenda figure pressed by mouse and keyboard, axe in both themes, narrow."""
from __future__ import annotations

import pytest
from playing import LETTERS, off_screen, sheet, too_small, violations
from playwright.sync_api import expect

from systems_leadership.games.agenda import game, votes

pytestmark = pytest.mark.browser
READING = "../m2_sources_of_power/reading.ipynb"


def figure(page):
    return page.locator(".jp-OutputArea .sl", has=page.locator("svg.circle"))


def test_the_same_wishes_buy_something_else_when_the_paper_is_written_otherwise(learner):
    page = learner.open(READING)
    root = figure(page)
    expect(root.locator(".votes")).to_have_count(0)
    for paper, on in game.papers().items():
        root.get_by_role("button", name=game.Agenda.words(paper, on)).click()
        rounds = votes.meeting(game.WISHES, on)
        expect(root.get_by_role("status")).to_contain_text(game.said(rounds))
        expect(root.locator(".side.won")).to_have_count(len(rounds))
        expect(root.locator(".buys")).to_contain_text(game.BUYS[rounds[-1].winner])
    expect(root.get_by_role("status")).to_contain_text(game.verdict(game.WISHES))
    expect(root.get_by_role("button", name="buys")).to_have_count(len(game.papers()))
    assert root.locator("svg.circle").get_attribute("aria-label") == "The café over the car, 2 to 1; the beds over the café, 2 to 1; the car over the beds, 2 to 1."


def test_a_change_of_mind_by_keyboard_breaks_the_circle_and_no_letter_reaches_jupyterlab(learner):
    page = learner.open(READING)
    root, cells = figure(page), page.locator(".jp-Cell").count()
    swap = root.get_by_role("button", name="Elected police commissioner’s office: swap second and third", exact=True)
    swap.focus()
    page.keyboard.press("Enter")
    expect(swap).to_have_attribute("aria-pressed", "true")
    for letter in LETTERS:
        page.keyboard.press(letter)
    assert page.locator(".jp-Cell").count() == cells
    changed = game.swapped(["police_commissioner"])
    for name in ("Café or car", "Café or beds", "Car or beds"):
        root.get_by_role("button", name=name).press("Space")
        expect(root.locator(".buys")).to_contain_text(game.BUYS["cafe"])
    expect(root.get_by_role("status")).to_contain_text(game.verdict(changed))
    swap.press("Enter")
    expect(root.locator(".votes")).to_have_count(0)
    root.get_by_text("In words: the six papers").click()
    expect(root.locator("details li")).to_have_count(len(game.papers()))
    expect(root.locator("details li", has_text="No beds")).to_contain_text(game.said(votes.meeting(game.WISHES, game.papers()["no beds"])))


def test_the_sheet_is_kept_before_four_others_are_shown(learner):
    page = learner.open(READING)
    own = sheet(page, "Who could stop it?")
    assert "I have the key" not in page.content()
    for area in own.locator("textarea").all():
        area.fill("Whoever is tired.")
    own.get_by_role("button", name="Keep this and read on").click()
    expect(own.get_by_text("I have the key")).to_be_visible()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_nothing_runs_off_a_narrow_screen_and_axe_finds_nothing(learner, theme):
    page = learner.open(READING)
    learner.theme(theme)
    root = figure(page)
    root.get_by_role("button", name="Café or car").click()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    assert off_screen(root) == []
    assert too_small(root) == []
    table = page.locator(".jp-MarkdownOutput table")
    assert table.evaluate("t => t.getBoundingClientRect().right <= document.querySelector('.jp-Notebook').getBoundingClientRect().right + 1")
