"""Module 0 in a real browser: guess first, read, seal a sheet of one's own; sealed after a restart too."""
from __future__ import annotations

import pytest
from playing import sheet, violations
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_sheet_is_sealed_and_stays_sealed(learner):
    page = learner.open("../m0_starting_points/reading.ipynb")
    own = sheet(page, "Your own system")
    seal = own.get_by_role("button", name="Seal it until module 8")
    for n, area in enumerate(own.locator("textarea").all()):
        area.fill(f"Line {n}: nobody answers the door of the village hall.")
    seal.click()
    expect(own.get_by_role("status")).to_contain_text("tick it first")
    assert violations(page) == []
    for box in own.get_by_role("checkbox").all():
        box.focus()
        page.keyboard.press("Space")
        expect(box).to_be_checked()
    seal.click()
    expect(own.get_by_text("Sealed. It opens in module 8, beside what you write then.")).to_be_in_viewport()
    expect(own.get_by_role("heading", name="Your own system")).to_be_focused()
    record = (learner.folder / "m0_starting_points" / "own_system.jsonl").read_text(encoding="utf-8")
    assert "Line 5: nobody answers" in record
    own = sheet(learner.open("../m0_starting_points/reading.ipynb"), "Your own system")
    expect(own.get_by_text("Sealed. It opens in module 8")).to_be_visible()
    expect(own.locator("textarea")).to_have_count(0)
    assert "nobody answers the door" not in page.content()


def test_the_first_guess_is_kept_before_four_others_are_shown(learner):
    page = learner.open("../m0_starting_points/reading.ipynb")
    guess = sheet(page, "Before you read on")
    assert "number 9: the first thing" not in page.content()
    for area in guess.locator("textarea").all():
        area.fill("Whoever shouts.")
    guess.get_by_role("button", name="Keep this and read on").click()
    expect(guess.get_by_text("The woman at number 9: the first thing is to ask me")).to_be_visible()
    expect(guess.get_by_role("heading", name="Before you read on")).to_be_in_viewport()


def test_an_answer_is_folded_until_it_is_asked_for(learner):
    page = learner.open("../m0_starting_points/reading.ipynb")
    answer = page.locator(".jp-RenderedMarkdown p", has_text="and that criterion drops to level 2")
    expect(answer).to_be_hidden()
    page.locator("summary", has_text="The two we chose").click()
    expect(answer).to_be_visible()
