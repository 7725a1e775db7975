"""Module 4's reading in a real browser: written before it is read, an outbreak placed through three people's eyes, by mouse and by keyboard, narrow and in the dark."""
from __future__ import annotations

import pytest
from playing import off_screen, sheet, too_small, violations
from playwright.sync_api import expect

from systems_leadership.games.drift import game as drift

pytestmark = pytest.mark.browser
READING = "../m4_wicked_problems/reading.ipynb"
TEXT = drift.texts()["outbreak"]


def figure(page):
    return page.locator(".jp-OutputArea .sl", has=page.get_by_role("heading", name=TEXT.title))


def test_every_morning_through_every_pair_of_eyes(learner):
    page = learner.open(READING)
    root = figure(page)
    for n, moment in enumerate(TEXT.moment):
        root.get_by_role("button", name=moment.name, exact=True).click()
        for teller in TEXT.teller:
            root.get_by_role("button", name=f"{teller.letter} {teller.name}").click()
            placed = TEXT.placed[moment.id][teller.id]
            expect(root.get_by_role("status")).to_contain_text(f"{placed.calls}. {drift.drifted(TEXT, n, teller.id)}")
            expect(root.get_by_role("status")).to_contain_text(drift.apart(TEXT, n))
            expect(root.locator("blockquote")).to_contain_text(placed.says)
            for line, track in zip(TEXT.line, root.locator("svg.track").all(), strict=True):
                assert track.get_attribute("aria-label").startswith(f"{placed.at[line.id]} of 7, from “{line.left}”")
                stop = track.locator(".stop").nth(placed.at[line.id] - 1)
                assert track.locator(".now").get_attribute("cx") == stop.get_attribute("cx"), "the mark stands on its place"
                assert track.locator(".was").count() == int(n > 0 and TEXT.placed[TEXT.moment[n - 1].id][teller.id].at[line.id] != placed.at[line.id])
    assert violations(page) == []


def test_by_keyboard_in_words_in_the_dark_and_narrow(learner):
    page = learner.open(READING)
    root = figure(page)
    root.get_by_role("button", name="The spring after").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("m")                                             # JupyterLab would turn the cell into text
    expect(root.get_by_role("button", name="The spring after")).to_have_attribute("aria-pressed", "true")
    root.get_by_text("In words").focus()
    page.keyboard.press("Enter")
    expect(root.get_by_role("table")).to_have_count(len(TEXT.moment))
    learner.theme("JupyterLab Dark")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    page.wait_for_function("document.querySelector('.jp-Notebook').clientWidth < 330")
    assert off_screen(root.locator("figure.drift")) == []
    assert too_small(root) == []


def test_a_sort_of_trouble_is_written_before_the_history_is_told(learner):
    page = learner.open(READING)
    before = sheet(page, "What sort of trouble is it?")
    assert "closed this file in 1971" not in page.content()
    for area in before.locator("textarea").all():
        area.fill("Something to be managed.")
    before.get_by_role("button", name="Keep this and read on").click()
    expect(before.get_by_text("The form has no box for it.")).to_be_visible()
    assert (learner.folder / "m4_wicked_problems" / "mould.jsonl").is_file()
